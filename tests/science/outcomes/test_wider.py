"""Work, goals, working together and kinds of programmes: by hand, missing as missing, and nobody pointed at."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kith.science.outcomes import KindFacts, Place, PublishedRate, WiderFacts, kind_results, wider_results
from tests.science.outcomes.test_programme import cells

BETTER = WiderFacts((24, 16), 8, goals=((2, 9), (3, 4)), talk=False)  # by exactly the reliable change
LESS = WiderFacts((24, 17), 8, goals=((8, 9),), talk=True)  # a goal that was at 8 from the start was not reached
WORSE = WiderFacts((10, 18), 8)
UNASKED = WiderFacts((24, None), 8, goals=((2, None),))


def counts(rate: PublishedRate) -> tuple[int | None, int | None]:
    return rate.numerator, rate.denominator


def test_ten_of_each_by_hand() -> None:
    found = wider_results([one for one in (BETTER, LESS, WORSE, UNASKED) for _ in range(10)])
    assert {name: counts(rate) for name, rate in vars(found).items()} == {
        "work_known": (30, 40),
        "work_better": (10, 30),
        "work_worse": (10, 30),
        "goals_known": (20, 40),
        "goal_reached": (10, 20),
        "alliance_known": (20, 40),
        "alliance_to_talk": (10, 20),
    }


def test_without_a_reliable_change_nobody_is_called_better() -> None:
    found = wider_results([replace(BETTER, work_reliable=None)] * 20)
    assert (found.work_known.value, found.work_better.value, found.work_better.reason) == (1.0, None, "nobody")


def test_kinds_by_hand_each_out_of_its_own_people() -> None:
    peer = KindFacts("peer", 10, 40, (30, None, 0), True, 30, 60, (Place(4, 2),) * 10 + (Place(4, 1),) * 10)
    couple = KindFacts("couple", 6, 12, (None,) * 20, False, 40, 40, (Place(0, 0),) * 9)
    shown = {one.kind: one for one in kind_results([peer, couple])}
    assert shown["peer"].guests.people == 30
    assert counts(shown["peer"].completed) == (10, 20)
    assert counts(shown["peer"].attendance) == (30, 60)
    assert (shown["couple"].groups.people, shown["couple"].members.people) == (None, 10)
    assert (shown["couple"].guests.people, shown["couple"].guests.reason) == (None, "no_guests")
    assert shown["couple"].completed.reason == "nobody"  # no meeting was held: nobody could complete


def test_guests_whom_nobody_counted_are_not_none() -> None:
    unknown, none = kind_results([
        KindFacts("school", 10, 0, (None, None), True, 0, 0, ()), KindFacts("school", 10, 0, (0, 0), True, 0, 0, ())
    ])  # fmt: skip
    assert (unknown.guests.people, unknown.guests.reason) == (None, "not_counted")
    assert none.guests.people == 0


@given(st.lists(st.sampled_from((BETTER, LESS, WORSE, UNASKED)), max_size=60), st.integers(0, 30), st.integers(0, 30))
def test_no_count_points_at_a_person(people: list[WiderFacts], members: int, guests: int) -> None:
    kind = KindFacts("peer", members, members, (guests,) * members, True, members, members + guests, ())
    found: list[Any] = [asdict(wider_results(people)), asdict(kind_results([kind])[0])]
    assert all(count == 0 or (count >= 10 and count % 5 == 0) for count in cells(found))
