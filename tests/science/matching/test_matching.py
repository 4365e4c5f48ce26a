"""A matching breaks no rule, is the best there is where all can be tried, and says what is in the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kith.science.matching import KeepFault, Matching, Opening, Practitioner, Request, Seeker, bars, match
from tests.science.matching.worlds import Placed, best, broken, world, worth


def placed_in(found: Matching) -> Placed:
    return {one.id: (one.practitioner, one.way.slot, one.way.format) for one in found.matches}


def ana(**more: object) -> Seeker:
    return Seeker(**{"id": "ana", "slots": ("tue",), "languages": ("en",), **more})


def ben(name: str = "ben", **more: object) -> Practitioner:
    given_hours = (Opening(slot="tue"), Opening(slot="thu"))
    return Practitioner(**{"id": name, "languages": ("en",), "openings": given_hours, "room": 2, **more})


@given(st.integers(0, 10**6), st.integers(1, 12), st.integers(1, 6))
def test_no_rule_is_broken_and_nobody_is_lost(seed: int, people: int, practitioners: int) -> None:
    request = world(seed, people=people, practitioners=practitioners)
    found = match(request)
    assert broken(request, placed_in(found)) == []
    names = [one.id for one in found.matches] + [one.id for one in found.unmatched]
    assert sorted(names) == sorted(person.id for person in request.people)
    assert sum(load.taken for load in found.loads) == len(found.matches)


@pytest.mark.parametrize("seed", range(20))
def test_it_is_the_best_of_all_there_are(seed: int) -> None:
    request = world(seed, people=4)
    found = match(request)
    assert worth(request, placed_in(found)) == pytest.approx(best(request), abs=1e-5)
    assert found.cost == pytest.approx(-worth(request, placed_in(found))[3], abs=1e-5)


def test_the_reader_of_rules_finds_each_one_that_is_broken() -> None:
    """The control: were the reader blind to a rule, the tests above would prove nothing about it."""
    request = Request(people=(ana(), ana(id="bea")), practitioners=(ben(room=1, place=(0.0, 0.0)),))
    free: Placed = {"ana": ("ben", "tue", "in person")}
    assert broken(request, free) == []
    for rule, person in {
        "slot": ana(slots=("mon",)),
        "format": ana(formats=("phone",)),
        "language": ana(languages=("ar",)),
        "training": ana(intervention="cbt"),
        "must": ana(must={"gender": "woman"}),
        "apart": ana(apart=("ben",)),
        "not now": ana(not_now="In hospital"),
        "needs": ana(needs=("step-free",)),
        "distance": ana(place=(9.0, 0.0), furthest_km=5),
    }.items():
        other = request.model_copy(update={"people": (person,)})
        assert broken(other, free) == [f"ana: {rule}"]
        assert [bar.by for bar in bars(person, request.practitioners[0])] == [rule]
        assert match(other).matches == ()
    assert set(broken(request, {**free, "bea": free["ana"]})) == {"ben: hour", "ben: room"}


def test_the_urgent_come_first_then_the_most_people_then_who_waited_longest() -> None:
    one_hour = ben(room=1)
    waiting = (ana(weeks_waited=30), ana(id="bea", is_urgent=True), ana(id="cleo", weeks_waited=40))
    found = match(Request(people=waiting, practitioners=(one_hour,)))
    assert [one.id for one in found.matches] == ["bea"]
    calm = (waiting[0], waiting[2])
    assert [one.id for one in match(Request(people=calm, practitioners=(one_hour,))).matches] == ["cleo"]
    two_for_one = (ana(slots=("tue", "thu"), weeks_waited=1), ana(id="bea", weeks_waited=1), ana(id="cleo"))
    assert len(match(Request(people=two_for_one, practitioners=(ben(),))).matches) == 2


def test_wishes_are_met_where_they_can_be_and_the_rest_say_why_not() -> None:
    woman, man = ben("w", about={"gender": "woman"}, room=1), ben("m", about={"gender": "man"}, room=2)
    wishes = {"wishes": {"gender": "woman"}}
    found = match(Request(people=(ana(**wishes), ana(id="bo")), practitioners=(man, woman)))
    assert {one.id: one.practitioner for one in found.matches} == {"ana": "w", "bo": "m"}
    assert found.matches[0].met == (("gender", "woman"),)
    both = (ana(**wishes, must={"gender": "woman"}), ana(id="bea", **wishes))
    second = match(Request(people=both, practitioners=(man, woman))).matches[1]
    assert (second.practitioner, second.unmet[0].why) == ("m", "needed elsewhere")
    far_woman = ben("w", about={"gender": "woman"}, languages=("ar",))
    only = match(Request(people=(ana(**wishes),), practitioners=(man, far_woman))).matches[0]
    assert only.unmet[0].why == "nobody"


def test_a_community_is_a_wish_that_is_met_by_whoever_says_it_of_themselves_and_never_binds() -> None:
    knows, other = ben("k", communities=("Travellers",), room=1), ben("o", room=2)
    wish = {"community": "travellers"}
    found = match(Request(people=(ana(id="bo"), ana(**wish)), practitioners=(other, knows)))
    (met,) = [one for one in found.matches if one.id == "ana"]
    assert (met.practitioner, met.met) == ("k", (("community", "travellers"),))
    nobody = match(Request(people=(ana(**wish),), practitioners=(other,))).matches[0]
    assert [(one.name, one.value, one.why) for one in nobody.unmet] == [("community", "travellers", "nobody")]
    both = match(Request(people=(ana(**wish, weeks_waited=9), ana(id="bea", **wish)), practitioners=(other, knows)))
    assert sorted(one.why for each in both.matches for one in each.unmet) == ["needed elsewhere"]


def test_somebody_known_the_first_language_and_the_first_format_are_preferred() -> None:
    request = Request(people=(ana(knows=("b",)),), practitioners=(ben("a"), ben("b")))
    assert match(request).matches[0].is_known
    request = Request(people=(ana(languages=("ar", "en")),), practitioners=(ben("a"), ben("b", languages=("en", "ar"))))
    assert (match(request).matches[0].practitioner, match(request).matches[0].is_first_language) == ("b", True)
    hours = (Opening(slot="tue", formats=("in person", "phone")),)
    found = match(Request(people=(ana(formats=("phone", "in person")),), practitioners=(ben(openings=hours),)))
    assert found.matches[0].way.format == "phone"


def test_people_fall_on_those_whose_caseload_is_emptier() -> None:
    staff = (ben("full", load=18, full_load=20), ben("free", load=4, full_load=20))
    found = match(Request(people=(ana(),), practitioners=staff))
    assert found.matches[0].practitioner == "free"
    assert [load.share for load in found.loads] == [0.9, 0.25]


def test_what_is_kept_stays_and_what_cannot_be_kept_is_said() -> None:
    request = Request(people=(ana(weeks_waited=9), ana(id="bea")), practitioners=(ben(room=1), ben("eve", room=0)))
    found = match(request, keep={"bea": "ben"})
    assert [(one.id, one.is_kept) for one in found.matches] == [("bea", True)]
    assert found.unmatched[0].fitting == ("ben", "eve")
    assert [one.id for one in match(request, keep={"ana": None}).matches] == ["bea"]
    with pytest.raises(KeepFault, match="does not go together"):
        match(request, keep={"ana": "ben", "bea": "ben"})
    with pytest.raises(KeepFault, match="did you mean 'ben'"):
        match(request, keep={"ana": "bem"})
    with pytest.raises(KeepFault, match="did you mean 'ana'"):
        match(request, keep={"anna": "ben"})
    other = Request(people=(ana(apart=("ben",)),), practitioners=(ben(),))
    with pytest.raises(KeepFault, match="must not see this person"):
        match(other, keep={"ana": "ben"})


def test_whoever_has_nobody_is_told_what_one_thing_would_open_a_way() -> None:
    staff = (ben("a", languages=("ar",), openings=(Opening(slot="mon"),)), ben("b", openings=(Opening(slot="thu"),)))
    (left,) = match(Request(people=(ana(),), practitioners=staff)).unmatched
    assert [(name, bar.by) for name, bar in left.one_step] == [("b", "slot")]
    assert left.one_step[0][1].found == "has thu free; the person can come tue"
    assert {name: [bar.by for bar in found] for name, found in left.barred} == {
        "a": ["language", "slot"],
        "b": ["slot"],
    }
    assert left.fitting == ()


@pytest.mark.parametrize(
    ("people", "practitioners", "what"),
    [
        ((ana(), ana()), (ben(),), "Two people share one id"),
        ((ana(),), (ben(), ben()), "Two practitioners share one id"),
        ((ana(apart=("bem",)),), (ben(),), "There is no such practitioner"),
        ((ana(wishes={"gendre": "woman"}),), (ben(about={"gender": "woman"}),), "No practitioner says this"),
    ],
)
def test_a_request_that_cannot_be_meant_is_refused(people: tuple, practitioners: tuple, what: str) -> None:
    with pytest.raises(ValidationError, match=what):
        Request(people=people, practitioners=practitioners)


def test_an_hour_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValidationError, match="One hour stands twice"):
        ben(openings=(Opening(slot="tue"), Opening(slot="tue")))
