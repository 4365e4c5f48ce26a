"""Suggesting peer supporters: rules before ranks, at most three, and the same answer whatever the order."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest

from kith.science.groups import Sharer, Wish, barred, getting_on, suggest

EN, MORNING = frozenset({"en"}), frozenset({"1-morning"})
WISH = Wish(frozenset({"migration", "loss"}), EN, MORNING)


def a_sharer(name: str, *experiences: str, **more: object) -> Sharer:
    given = {"languages": EN, "parts": MORNING, "free_places": 1} | more
    return Sharer(name, frozenset(experiences), **given)  # type: ignore[arg-type]


def test_a_case_by_hand_in_any_order() -> None:
    sharers = [
        a_sharer("both", "migration", "loss"),
        a_sharer("free", "loss", free_places=3),
        a_sharer("longer", "loss", parts=MORNING | {"2-evening"}),
        a_sharer("none"),
    ]
    wish = Wish(WISH.experiences, EN, MORNING | {"2-evening"})
    for order in permutations(sharers):
        found = suggest(wish, order)
        assert [one.id for one in found] == ["both", "longer", "free"]
    assert found[0].experiences == ("loss", "migration")


@pytest.mark.parametrize(
    ("sharer", "why"),
    [
        (a_sharer("apart", "migration", "loss"), "apart"),
        (a_sharer("full", "migration", free_places=0), "full"),
        (a_sharer("far", "migration", languages=frozenset({"de"})), "language"),
        (a_sharer("late", "migration", parts=frozenset({"5-evening"})), "time"),
    ],
)
def test_rules_come_before_ranks(sharer: Sharer, why: str) -> None:
    wish = Wish(WISH.experiences, EN, MORNING, apart=frozenset({"apart"}))
    plain = a_sharer("plain")
    assert barred(wish, sharer) == why
    assert [one.id for one in suggest(wish, [sharer, plain])] == ["plain"]
    assert suggest(wish, [sharer]) == ()


def test_nobody_is_left_out_for_sharing_nothing() -> None:
    (one,) = suggest(WISH, [a_sharer("plain", "hospital")])
    assert one.experiences == ()


def test_interests_count_as_experiences_do_and_distance_is_a_reason_and_no_rule() -> None:
    wish = Wish(frozenset({"loss"}), EN, MORNING, interests=frozenset({"garden", "music"}), reach=1)
    near = a_sharer("near", "loss", interests=frozenset({"sport"}), reach=3)
    far = a_sharer("far", interests=frozenset({"garden", "music"}), reach=0)
    silent = a_sharer("silent")
    found = suggest(wish, [silent, near, far])
    assert [(one.id, one.interests, one.reach) for one in found] == [
        ("far", ("garden", "music"), 0),
        ("near", (), 1),
        ("silent", (), None),
    ]


BEGUN = date(2026, 3, 2)


def met(*days: int, reviewed: bool = False, after: int = 20) -> tuple[int, bool, bool]:
    """(meetings that count, whether both are to be asked, whether it is quiet) so many days after the beginning."""
    found = getting_on(
        [BEGUN + timedelta(days=day) for day in days],
        begun_on=BEGUN,
        today=BEGUN + timedelta(days=after),
        is_reviewed=reviewed,
    )
    return found.met, found.is_review_due, found.is_quiet


def test_both_are_asked_once_from_the_third_meeting_on() -> None:
    assert met(1, 8) == (2, False, False)
    assert met(1, 15, 8) == (3, True, False)
    assert met(1, 8, 15, 16) == (4, True, False)
    assert met(1, 8, 15, reviewed=True) == (3, False, False)
    assert met(-7, 1, 8) == (2, False, False)  # before they began it was somebody else's walk


def test_it_is_quiet_four_weeks_after_the_newest_meeting_or_the_beginning() -> None:
    assert met(after=27) == (0, False, False)
    assert met(after=28) == (0, False, True)
    assert met(8, 1, after=35) == (2, False, False)
    assert met(8, 1, after=36) == (2, False, True)
