"""Suggesting peer supporters: rules before ranks, at most three, and the same answer whatever the order."""

from __future__ import annotations

from itertools import permutations

import pytest

from kith.science.groups import Sharer, Wish, barred, suggest

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
