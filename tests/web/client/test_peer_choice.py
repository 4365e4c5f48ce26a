"""Ana finds a peer supporter on her pages; Pete says yes on his; Ben looks at it on hers."""

from __future__ import annotations

from kith.care.models import PeerMatch
from tests.care.peer_scenes import a_peer
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen


def test_ana_wishes_chooses_and_ends_it(people: People) -> None:
    a_peer(people, "pete", "Pete Halloran")
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
    assert pete.get("peer_log", people.ana.pk).status_code == 404
    assert ana.post("my_peer_choice", what="stop").status_code == 302
    assert ana.post("my_peer_choice", what="dance").status_code == 422
    assert ana.post("my_peer_choice", what="choose", person="x").status_code == 422
