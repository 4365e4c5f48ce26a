"""Allocating on the pages: proposed, kept by hand, accepted, undone, told; and what practitioners bring."""

from __future__ import annotations

from kith.care.actions import allocating
from kith.care.models import Allocation, Availability
from tests.care.allocating_scenes import THURSDAY, TUESDAY, asks, brings, waits
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen


def sent(people: People, who: str, slot: str = TUESDAY) -> str:
    return f"{people.accounts[who].pk}|{slot}|in person"


def test_cleo_keeps_a_pair_and_accepts_it_and_ben_is_told_why(people: People) -> None:
    cleo, ben = Screen(people, "cleo"), Screen(people, "ben")
    assert "Nobody waits for somebody" in cleo.text("allocating")
    omar = waits(people, "Omar")
    assert "Ask them first" in cleo.text("allocating")
    brings(people, "ben", TUESDAY, most=2)
    brings(people, "dev", TUESDAY, THURSDAY)
    asks(people, omar, words="My sister drives me.", gender="woman")
    text = cleo.text("allocating")
    for words in ("1 person would have somebody", "My sister drives me.", "Tuesday, 10:00", "What is given up"):
        assert words in text
    keep = {f"keep-{omar.pk}": str(people.accounts["ben"].pk)}
    assert "Why this practitioner and not the one proposed?" in cleo.text("allocating", **keep)
    pair = {"client": str(omar.pk), "pair": sent(people, "ben"), **keep}
    refused = cleo.post("allocating", what="accept", reason="", **pair)
    assert (refused.status_code, omar.allocation_set.count()) == (422, 0)
    assert cleo.post("allocating", what="accept", reason="They met before.", **pair).status_code == 302
    row = omar.allocation_set.get()
    assert (row.is_override, row.practitioner) == (True, people.accounts["ben"])
    assert "Tell them" in cleo.text("allocating")
    text = ben.text("caseload")
    assert "New for you" in text
    assert (
        "You are free when they can come and speak English; 1 other could have too; Cleo Marsh chose you by hand."
        in text
    )
    assert ben.post("allocation", row.pk, what="told").status_code == 302
    assert "New for you" not in ben.text("caseload")
    with cleo.now():
        late = cleo.browser.post(f"/care/allocations/{row.pk}/", {"what": "undo"}, follow=True)
    assert "told already" in late.content.decode()


def test_all_at_once_and_undone(people: People) -> None:
    cleo = Screen(people, "cleo")
    brings(people, "ben", TUESDAY, THURSDAY)
    clients = [waits(people, name) for name in ("Omar", "Nia")]
    for client in clients:
        asks(people, client, "2-morning", "4-evening")
    page = cleo.get("allocating")
    plain = dict(page.context["plain"])
    assert len(plain) == 2
    assert cleo.post("allocating", what="all", **plain).status_code == 302
    assert Allocation.objects.filter(client__in=clients, is_override=False).count() == 2
    assert cleo.post("allocating", what="all", **plain).status_code == 409
    cleo.post("allocation", clients[0].allocation_set.get().pk, what="undo")
    assert len(cleo.get("allocating").context["proposals"]) == 1


def test_a_pair_is_declined_and_nobody_else_can(people: People) -> None:
    cleo = Screen(people, "cleo")
    brings(people, "ben")
    omar = waits(people, "Omar")
    asks(people, omar)
    given = {"client": str(omar.pk), "pair": sent(people, "ben")}
    assert cleo.post("allocating", what="decline", reason="", **given).status_code == 422
    assert cleo.post("allocating", what="decline", reason="Neighbours", **given).status_code == 302
    text = cleo.text("allocating")
    assert "Nobody for them yet" in text
    assert "the pair was declined" in text
    for words in ("Pairs that are not proposed", "Declined by Cleo", "Neighbours"):
        assert words in text
    row = omar.allocation_set.get()
    assert cleo.post("allocation", row.pk, what="undo").status_code == 302
    text = cleo.text("allocating")
    assert "Taken back" in text
    assert "Pairs that are not proposed" not in text


def test_cleo_chooses_by_hand_and_what_was_typed_stays(people: People) -> None:
    cleo, ben, omar = Screen(people, "cleo"), people.accounts["ben"], waits(people, "Omar")
    brings(people, "ben", THURSDAY)
    asks(people, omar)
    given = {"what": "choose", "client": str(omar.pk)}
    assert cleo.post("allocating", **given).status_code == 422
    refused = cleo.post("allocating", **given, practitioner=str(ben.pk), is_told="on")
    assert refused.status_code == 422
    text = refused.content.decode()
    assert f'href="#pair-{omar.pk}"' in text
    assert f'<option value="{ben.pk}" selected>' in text
    assert 'name="is_told" checked' in text
    given |= {"practitioner": str(ben.pk), "reason": "They will find an hour.", "is_told": "on"}
    assert cleo.post("allocating", **given).status_code == 302
    row = omar.allocation_set.get()
    assert (row.is_override, row.proposed, row.decided_by) == (True, None, people.accounts["cleo"])
    assert row.told_at is not None
    assert "Nobody waits for somebody" in cleo.text("allocating")


def test_a_wish_is_written_down_and_what_was_typed_stays(people: People) -> None:
    dan, omar = Screen(people, "dan"), waits(people, "Omar")
    given = {"first_way": "video", "languages": "Arabic, en", "words": "Evenings", "part": ["4-evening"]}
    refused = dan.post("appointment_wish", omar.pk, **(given | {"languages": "Elvish"}))
    assert refused.status_code == 422
    assert "Evenings" in refused.content.decode()
    assert dan.post("appointment_wish", omar.pk, **given).status_code == 302
    wish = omar.appointmentwish_set.get()
    assert (wish.asks["languages"], wish.asks["formats"], wish.words) == (["ar", "en"], ["video"], "Evenings")
    assert Screen(people, "ben").get("appointment_wish", omar.pk).status_code == 404


def test_ben_says_what_he_brings_and_cleo_corrects_it(people: People) -> None:
    ben, cleo = Screen(people, "ben"), Screen(people, "cleo")
    given = {"most_people": "3", "languages": "en", "gender": "man", "day-0": "2", "hour-0": "10:00"}
    refused = ben.post("my_availability", **given)
    assert refused.status_code == 422
    assert "An hour has no way to meet" in refused.content.decode()
    assert ben.post("my_availability", **given, **{"how-0": ["video", "phone"]}).status_code == 302
    assert Availability.objects.get().brings["hours"] == {TUESDAY: ["video", "phone"]}
    assert "2 places left, 1 free hour" in cleo.text("availabilities")
    people.later(minutes=1)
    with cleo.now():
        answer = cleo.browser.post(
            f"/service/availability/?person={people.accounts['ben'].pk}", {"most_people": "5", "languages": "en"}
        )
    assert answer.status_code == 302
    newest = Availability.objects.latest("said_at")
    assert (newest.most_people, newest.brings["gender"], newest.brings["hours"]) == (5, "man", {})


def test_a_community_is_typed_on_both_sides_and_the_proposal_says_that_they_meet(people: People) -> None:
    omar = waits(people, "Omar")
    ben, dan = Screen(people, "ben"), Screen(people, "dan")
    hour = {"day-0": "2", "hour-0": "10:00", "how-0": ["in person"]}
    given = {"most_people": "3", "languages": "en", "communities": " farming  families ,Travellers", **hour}
    assert ben.post("my_availability", **given).status_code == 302
    assert "farming families, Travellers" in ben.text("my_availability")
    form = dan.text("appointment_wish", omar.pk)
    assert 'Practitioners here have said: <span translate="no">farming families, Travellers</span>' in form
    assert "Ben Okafor" not in form[form.index("<main") :]
    asked = {"part": ["2-morning"], "first_way": "in person", "languages": "en"}
    assert dan.post("appointment_wish", omar.pk, community="farming Families", **asked).status_code == 302
    assert omar.appointmentwish_set.get().asks["community"] == "farming Families"
    text = dan.text("allocating")
    assert 'as they wished, says they know from within: <span translate="no">farming Families</span>' in text


def test_no_word_is_left_untranslated(people: People) -> None:
    brings(people, "ben")
    omar = waits(people, "Omar")
    asks(people, omar, gender="woman", words="", community="farming")
    waits(people, "Nia")
    dev, by = people.accounts["dev"], people.sees("cleo")
    allocating.decline_allocation(client=omar, practitioner=dev, reason="1", by=by, at=people.at)
    cleo = Screen(people, "cleo")
    pages = (cleo.pseudo("allocating"), cleo.pseudo("availabilities"), Screen(people, "ben").pseudo("my_availability"))
    assert [pseudo.untranslated(page) for page in pages] == [[], [], []]
