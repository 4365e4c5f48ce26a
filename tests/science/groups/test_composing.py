"""Compositions keep every rule, are as good as can be where everything can be tried, and say what stands in the way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.science.groups import Aims, Candidate, Offer, PinFault, Plan, Request, compose
from kith.simulation.waiting_lists import invent_waiting_list
from tests.science.groups.checking import Placed, best, broken, worth
from tests.science.groups.worlds import plain, small


def where(plan: Plan, request: Request) -> Placed:
    placed = plan.placed
    return {person.id: placed.get(person.id) for person in request.people}


def with_people(request: Request, *people: Candidate, **more: object) -> Request:
    return request.model_copy(update={"people": people, **more})


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 14), st.integers(1, 4), st.booleans())
def test_every_rule_holds_in_the_first_composition(seed: int, people: int, groups: int, tight: bool) -> None:
    request = small(seed, people=people, groups=groups, tight=tight)
    plan = compose(request, seconds=0)
    assert broken(request, where(plan, request)) == []
    assert plan.objective == pytest.approx(worth(request, where(plan, request)))
    assert plan.bound <= plan.objective + 1e-6
    assert {person.id for person in plan.left_over} == {n for n, place in where(plan, request).items() if place is None}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("tight", [False, True])
def test_small_requests_are_answered_as_well_as_can_be(seed: int, tight: bool) -> None:
    request = small(seed, people=7, tight=tight)
    plan = compose(request, seconds=60)
    left, value = best(request)
    assert broken(request, where(plan, request)) == []
    assert len(plan.left_over) == left
    assert plan.is_fewest_left
    assert plan.objective == pytest.approx(value)
    assert plan.bound <= value + 1e-6
    assert not plan.is_cut_short


def test_three_groups_with_pins_are_answered_as_well_as_can_be() -> None:
    request = plain(7, 3, largest=3)
    people = [one.model_copy(update={"severity": float(n * n)}) for n, one in enumerate(request.people)]
    request = with_people(request, *people)
    pins: dict[str, str | None] = {"p0": "g2", "p6": "g2"}
    plan = compose(request, pins=pins, seconds=60)
    assert (len(plan.left_over), plan.objective) == (0, pytest.approx(best(request, pins)[1]))
    assert plan.objective > compose(request, seconds=60).objective


RULES = {
    "slot": {"slots": ("thu",)},
    "language": {"languages": ("ar",)},
    "needs": {"needs": ("hearing loop",)},
    "distance": {"place": (50.0, 0.0), "furthest_km": 5.0},
    "not now": {"not_now": "in an acute crisis"},
}


@pytest.mark.parametrize("rule", RULES)
def test_who_is_shut_out_of_every_group_is_left_over_and_told_why(rule: str) -> None:
    request = plain(4, 1)
    group = request.groups[0].model_copy(update={"place": (0.0, 0.0)})
    people = [*request.people[:3], request.people[3].model_copy(update=RULES[rule])]
    request = with_people(request, *people, groups=(group,))
    plan = compose(request, seconds=0)
    (left,) = plan.left_over
    assert (left.id, left.conflict.rules) == ("p3", ((rule, "p3"),))
    assert [bar.by for _, bars in left.barred for bar in bars] == [rule]
    wrong = {**where(plan, request), "p3": "g0"}
    assert broken(request, wrong), "the check of rules sees nothing"


def test_the_check_of_rules_sees_sizes_pairs_lone_kinds_leaders_and_pins() -> None:
    """The positive control: each rule broken by hand is found by the reading that compositions are held against."""
    request = plain(6, 2, largest=3, apart=(("p0", "p1"),))
    people = [one.model_copy(update={"attributes": {"gender": "man" if n == 5 else "woman"}})
              for n, one in enumerate(request.people)]  # fmt: skip
    shared = tuple(group.model_copy(update={"leaders": ("finn",)}) for group in request.groups)
    request = with_people(request, *people, groups=shared, never_alone=("gender",))
    place = dict.fromkeys(("p0", "p1", "p2", "p3"), "g0") | {"p4": None, "p5": "g1"}
    found = broken(request, place, {"p4": "g0"})
    assert found == [
        "p4 is not where pinned", "g0 has 4", "g1 has 1", "g1 has one man (gender)",
        "p0 and p1 are together", "g0 and g1 share a leader",
    ]  # fmt: skip


def test_pairs_who_are_to_be_apart_are_named_when_there_is_only_one_group() -> None:
    plan = compose(plain(4, 1, apart=(("p1", "p2"),)), seconds=60)
    assert len(plan.left_over) == 1
    assert plan.conflicts[0].rules == (("apart", "p1 and p2"),)
    assert set(plan.conflicts[0].people) == {"p1", "p2"}


def test_more_people_than_seats_names_the_seats_and_just_so_many_people() -> None:
    request = plain(7, 2, largest=3)
    plan = compose(request, seconds=60)
    (conflict,) = plan.conflicts
    assert set(conflict.rules) == {("seats", "g0"), ("seats", "g1")}
    assert len(conflict.people) == 7
    assert conflict.is_smallest
    assert plan.is_fewest_left


def test_before_it_is_proved_who_must_be_left_over_only_ones_own_rules_are_blamed() -> None:
    request = plain(8, 2, largest=3)
    people = [*request.people[:7], request.people[7].model_copy(update={"languages": ("ar",)})]
    plan = compose(with_people(request, *people), seconds=0)
    assert not plan.is_fewest_left
    assert {left.id: left.conflict and left.conflict.rules for left in plan.left_over} == {
        "p7": (("language", "p7"),),
        next(left.id for left in plan.left_over if left.id != "p7"): None,
    }


def test_one_leader_holds_fewer_than_the_room_does() -> None:
    request = plain(12, 1, largest=12)
    assert len(compose(request, seconds=0).placed) == 8
    led = request.groups[0].model_copy(update={"leaders": ("finn", "cleo")})
    assert len(compose(request.model_copy(update={"groups": (led,)}), seconds=0).placed) == 12


def test_a_leader_leads_one_group_at_a_time() -> None:
    request = plain(8, 2)
    groups = tuple(group.model_copy(update={"leaders": ("finn",)}) for group in request.groups)
    plan = compose(request.model_copy(update={"groups": groups}), seconds=60)
    assert sum(bool(group.members) for group in plan.groups) == 1
    assert ("leaders", "g0 and g1") in plan.conflicts[0].rules


def test_nobody_is_the_only_one_of_their_kind() -> None:
    request = plain(9, 2, largest=8)
    kinds = ["woman"] * 8 + ["man"]
    people = [one.model_copy(update={"attributes": {"gender": kind}})
              for one, kind in zip(request.people, kinds, strict=True)]  # fmt: skip
    plan = compose(with_people(request, *people, never_alone=("gender",)), seconds=60)
    (left,) = plan.left_over
    assert left.id == "p8"
    assert left.conflict.rules == (("never alone", "gender"),)
    assert all(not bars for _, bars in left.barred), "each group fits looked at alone"


def test_people_who_waited_longest_are_not_the_ones_left_over() -> None:
    request = plain(5, 1, largest=4)
    people = [one.model_copy(update={"weeks_waited": float(n)}) for n, one in enumerate(request.people)]
    plan = compose(with_people(request, *people), seconds=0)
    assert [left.id for left in plan.left_over] == ["p0"]


def test_a_pin_holds_and_the_rest_is_composed_round_it() -> None:
    request = plain(6, 2, largest=4)
    people = [one.model_copy(update={"severity": float(n)}) for n, one in enumerate(request.people)]
    request = with_people(request, *people)
    free, pinned = compose(request, seconds=60), compose(request, pins={"p0": "g0", "p5": "g0", "p3": None}, seconds=60)
    assert pinned.placed["p0"] == pinned.placed["p5"] == "g0"
    assert [left.id for left in pinned.left_over] == ["p3"]
    assert pinned.left_over[0].is_pinned
    assert pinned.left_over[0].conflict is None
    assert {m.id for g in pinned.groups for m in g.members if m.is_pinned} == {"p0", "p5"}
    assert free.placed["p0"] != free.placed["p5"]


@pytest.mark.parametrize(
    ("request_", "pins", "rules"),
    [
        (plain(4, 2, apart=(("p0", "p1"),)), {"p0": "g0", "p1": "g0"},
         {("apart", "p0 and p1"), ("pin", "p0"), ("pin", "p1")}),
        (plain(4, 2, largest=2), {"p0": "g0", "p1": "g0", "p2": "g0"},
         {("seats", "g0"), ("pin", "p0"), ("pin", "p1"), ("pin", "p2")}),
    ],
    ids=["apart", "seats"],
)  # fmt: skip
def test_pins_that_no_composition_keeps_are_refused_with_the_rules(
    request_: Request, pins: dict[str, str | None], rules: set[tuple[str, str]]
) -> None:
    plan = compose(request_, pins=pins)
    assert (plan.status, plan.groups, plan.objective) == ("cannot", (), None)
    assert set(plan.conflicts[0].rules) == rules


def test_a_pin_against_the_persons_own_rules_is_refused() -> None:
    request = plain(4, 1)
    request = with_people(request, *request.people[:3], request.people[3].model_copy(update={"languages": ("ar",)}))
    plan = compose(request, pins={"p3": "g0"})
    assert plan.conflicts[0].rules == (("pin", "p3"), ("language", "p3"))


def test_a_pin_that_names_nobody_is_refused() -> None:
    with pytest.raises(PinFault, match=r"names nobody; found 'p9'\. Write instead: one of: p0, p1, p2, p3"):
        compose(plain(4, 1), pins={"p9": "g0"})
    with pytest.raises(PinFault, match=r"names no group; found 'h0'\. Write instead: one of: g0"):
        compose(plain(4, 1), pins={"p0": "h0"})


@pytest.mark.parametrize("seconds", [0, 60])
def test_the_same_seed_gives_the_same_plan(seconds: float) -> None:
    request = small(3, people=7, groups=2)
    one, other = compose(request, seed=4, seconds=seconds), compose(request, seed=4, seconds=seconds)
    assert one == other


def test_time_that_is_over_ends_the_search_and_is_said() -> None:
    ticks = iter(range(10_000))
    plan = compose(small(3, people=9, groups=2), seconds=2, clock=lambda: float(next(ticks)))
    assert plan.is_cut_short
    assert plan.bound <= plan.objective


def test_an_aim_that_counts_for_nothing_changes_nothing() -> None:
    none = Aims(severity=0, lone=0, waiting=0, preference=0, distance=0, diversity=0)
    plan = compose(small(5, people=8).model_copy(update={"aims": none}), seconds=60)
    assert (plan.objective, plan.gap) == (0, 0)


def test_a_member_is_told_what_speaks_for_the_group_and_what_the_other_would_add() -> None:
    first = Offer(id="early", slot="tue", language="en", smallest=2, largest=2, leaders=("finn",))
    late = first.model_copy(update={"id": "late", "starts_in_weeks": 4.0, "leaders": ("cleo",)})
    person = Candidate(id="ana", slots=("tue",), languages=("en",), prefers=("early",))
    others = [person.model_copy(update={"id": name, "weeks_waited": 8.0}) for name in ("bea", "cy")]
    dan = Candidate(id="dan", slots=("tue",), languages=("en",))
    plan = compose(Request(groups=(first, late), people=(person, *others, dan)), seconds=60)
    ana = next(member for group in plan.groups for member in group.members if member.id == "ana")
    assert plan.placed["ana"] == "late"
    assert (ana.is_preferred, ana.fits, ana.kilometres, ana.severity) == (False, ("early", "late"), None, None)
    # To trade places with somebody who waited twice as long costs a month of theirs and saves one of ana's.
    assert [(one.group, one.barred, one.adds) for one in ana.not_there] == [("early", (), pytest.approx(1.0))]


def test_nobody_fits_anywhere() -> None:
    request = plain(3, 1)
    people = [one.model_copy(update={"slots": ("fri",)}) for one in request.people]
    plan = compose(with_people(request, *people), seconds=60)
    assert (plan.status, len(plan.left_over), plan.is_fewest_left) == ("people left over", 3, True)


def test_a_whole_waiting_list_is_composed_without_breaking_a_rule() -> None:
    request = invent_waiting_list(seed=1)
    plan = compose(request, seconds=0)
    assert broken(request, where(plan, request)) == []
    assert plan.objective == pytest.approx(worth(request, where(plan, request)))
    assert len(plan.placed) > 110
    assert plan.bound < plan.objective
    assert 0 < plan.gap < 1


@pytest.mark.parametrize(
    "request_",
    [
        plain(1, 1, smallest=1),
        plain(1, 1, smallest=2),
        plain(3, 3, smallest=1, largest=1),
        plain(2, 1, smallest=2, largest=2, apart=(("p0", "p1"),)),
    ],
    ids=["one alone", "too few", "one each", "only apart"],
)
def test_the_smallest_requests_are_answered(request_: Request) -> None:
    plan = compose(request_, seconds=60)
    assert broken(request_, where(plan, request_)) == []
    assert (len(plan.left_over), plan.objective) == pytest.approx(best(request_))


def test_everybody_may_be_pinned_out() -> None:
    plan = compose(plain(3, 1), pins=dict.fromkeys(("p0", "p1", "p2")), seconds=60)
    assert (len(plan.left_over), plan.conflicts) == (3, ())
