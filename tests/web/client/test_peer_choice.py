"""Ana finds a peer supporter on her pages; Pete says yes on his; Ben looks at it on hers."""

from __future__ import annotations

import re

from kith.care.actions import pairing
from kith.care.models import PeerMatch
from tests.care.peer_scenes import a_peer, trained, wrote
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen


def test_ana_wishes_chooses_and_ends_it(people: People) -> None:
    a_peer(people, "pete", "Pete Halloran")
    trained(people, "pete")
    pete, ana, ben = Screen(people, "pete"), Screen(people, "ana"), Screen(people, "ben")
    offer = {
        "experiences": ["migration"],
        "languages": ["en"],
        "part": ["1-morning"],
        "words": "From Cork",
        "places": 2,
    }
    assert pete.post("peer_offer", **(offer | {"places": ""})).status_code == 422
    assert pete.post("peer_offer", **offer).status_code == 302
    wish = {"what": "wish", "called": "Annie", "experiences": ["migration"], "languages": ["en"], "words": "Plovdiv"}
    refused = ana.post("my_peer_choice", **wish)
    assert refused.status_code == 422
    assert "There is no time" in refused.content.decode()
    assert "Plovdiv" in refused.content.decode()
    assert ana.post("my_peer_choice", **wish, part=["1-morning"]).status_code == 302
    page = ana.text("my_peer_choice")
    assert "Coming from another country" in page
    assert "From Cork" in page
    person = people.accounts["pete"].pk
    assert ana.post("my_peer_choice", what="choose", person=person).status_code == 302
    assert "We have asked them" in ana.text("my_peer_choice")
    assert "Annie" in pete.text("peer_day")
    match = PeerMatch.objects.get().pk
    assert pete.post("peer_day", what="yes", match=match).status_code == 302
    assert "The team has to look" in ben.text("peer_match", people.ana.pk)
    assert ben.post("peer_match", people.ana.pk, what="maybe").status_code == 422
    assert ben.post("peer_match", people.ana.pk, what="safe").status_code == 302
    assert "They walk together" in ben.text("peer_match", people.ana.pk)
    assert "Pete Halloran" in ana.text("my_peer")
    for screen, where in ((ben, ("peer_match", people.ana.pk)), (ana, ("my_peer_choice",)), (pete, ("peer_offer",))):
        screen.text(*where)
        assert pseudo.untranslated(screen.pseudo(*where)) == []
    assert ana.post("my_peer_choice", what="end").status_code == 302
    assert ana.post("my_peer_choice", what="end").status_code == 409
    assert pete.get("peer_log", people.ana.pk).status_code == 404
    assert ana.post("my_peer_choice", what="stop").status_code == 302
    assert ana.post("my_peer_choice", what="dance").status_code == 422
    assert ana.post("my_peer_choice", what="choose", person="x").status_code == 422


def shares(people: People, **more: object) -> pairing.Sharing:
    return pairing.Sharing(("migration",), ("en",), ("1-morning",), interests=("garden", "music"), **more)  # type: ignore[arg-type]


def test_ana_reads_every_reason_and_a_first_name(people: People) -> None:
    a_peer(people, "pete", "Pete Halloran")
    trained(people, "pete")
    glad, wish = shares(people, furthest="short_ride"), shares(people, furthest="on_foot")
    pairing.share_experience(sharing=glad, places=1, by=people.sees("pete"), at=people.at)
    pairing.wish_for_peer(client=people.ana, called="Annie", wish=wish, by=people.sees("ana"), at=people.at)
    ana = Screen(people, "ana")
    text = ana.text("my_peer_choice")
    for reason in ("Coming from another country", "Plants and gardens; Music and singing", "A walk away", "Monday"):
        assert reason in text
    assert "Pete" in text
    assert "Halloran" not in text
    assert pseudo.untranslated(ana.pseudo("my_peer_choice")) == []


def test_ben_asks_both_after_three_meetings_and_pete_reads_none_of_it(people: People) -> None:
    a_peer(people, "pete", "Pete Halloran")
    trained(people, "pete")
    pairing.share_experience(sharing=shares(people), places=1, by=people.sees("pete"), at=people.at)
    pairing.wish_for_peer(client=people.ana, called="Annie", wish=shares(people), by=people.sees("ana"), at=people.at)
    match = pairing.choose_peer(
        client=people.ana, person=people.accounts["pete"], by=people.sees("ana"), at=people.later(minutes=1)
    )
    pairing.answer_choice(match=match, agrees=True, by=people.sees("pete"), at=people.at)
    pairing.look_at_match(match=match, is_safe=True, by=people.sees("ben"), at=people.at)
    people.later(minutes=1)
    ben = Screen(people, "ben")
    assert "No meeting is written down since they began" in ben.text("peer_match", people.ana.pk)
    for _ in range(3):
        wrote(people)
    assert "Peer support: ask both" in ben.text("caseload")
    assert "They have met 3 times" in ben.text("peer_match", people.ana.pk)
    refused = ben.post("peer_match", people.ana.pk, what="review", person_says="change")
    assert refused.status_code == 422
    assert re.search(r'value="change"[^>]* (checked|selected)', refused.content.decode())  # what was chosen is kept
    said = {"person_says": "change", "peer_says": "go_on"}
    assert ben.post("peer_match", people.ana.pk, what="review", **said).status_code == 302
    text = ben.text("peer_match", people.ana.pk)
    assert "Something has to change" in text
    assert "Ask whoever said so what would help" in text
    assert pseudo.untranslated(ben.pseudo("peer_match", people.ana.pk)) == []
    for screen, page, *what in (
        (Screen(people, "pete"), "peer_match", people.ana.pk),
        (Screen(people, "pete"), "peer_log", people.ana.pk),
        (Screen(people, "ana"), "my_peer_choice"),
        (Screen(people, "ana"), "my_peer"),
    ):
        told = screen.text(page, *what)
        assert "Something has to change" not in told
        assert "Yes, go on" not in told
    people.later(days=28)
    assert "No meeting with their peer supporter for 4 weeks" in Screen(people, "ben").text("caseload")
