"""What matters to the person, over a few options: by hand, and what must hold whatever was said."""

from __future__ import annotations

from itertools import product

import pytest

from kith.science.recommendation import MATTERS, Weighable, weigh

SIX = Weighable(id="six", tier=1, meetings=6, work=1.0, one_to_one=True, with_others=False, from_home=True)
TWELVE = Weighable(id="twelve", tier=1, meetings=12, work=0.5, one_to_one=False, with_others=True, from_home=False)
NOTHING = Weighable(id="nothing", tier=None, meetings=0, work=0, one_to_one=False, with_others=False, from_home=True)
ALL = (SIX, TWELVE, NOTHING)


def order(matters: dict[str, int], *options: Weighable) -> list[str]:
    return [one.id for one in weigh(options or ALL, matters)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("matters", "expected"),
    [
        ({}, ["six", "twelve", "nothing"]),
        ({"with_others": 2, "few_meetings": 1}, ["twelve", "six", "nothing"]),
        ({"little_work": 2}, ["twelve", "nothing", "six"]),
        ({"few_meetings": 2}, ["six", "nothing", "twelve"]),
        ({"with_others": 2, "few_meetings": 1, "one_to_one": 1, "from_home": 1}, ["twelve", "six", "nothing"]),
        ({"chance": 2}, ["six", "twelve", "nothing"]),
    ],
)
def test_the_order_by_hand(matters: dict[str, int], expected: list[str]) -> None:
    assert order(matters) == expected


def test_a_good_chance_is_answered_only_where_the_evidence_tells_options_apart() -> None:
    behind = Weighable(id="behind", tier=2, meetings=4, work=0, one_to_one=True, with_others=True, from_home=True)
    first, *_ = weigh((behind, SIX), {"chance": 2})
    assert (first.id, first.answers, first.moved) == ("six", ("chance",), "up")
    assert all(not one.answers for one in weigh((TWELVE, SIX), {"chance": 2}))


def test_nothing_is_ever_taken_away_and_every_move_has_its_reason() -> None:
    for weights in product((0, 1, 2), repeat=len(MATTERS)):
        matters = dict(zip(MATTERS, weights, strict=True))
        found = weigh(ALL, matters)
        assert {one.id for one in found} == {one.id for one in ALL}
        asked = {name for name, weight in matters.items() if weight}
        for one in found:
            assert set(one.answers) | set(one.does_not) == asked
            assert not set(one.answers) & set(one.does_not)
            assert one.moved != "up" or one.answers


def test_a_weight_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="0, 1 or 2"):
        weigh(ALL, {"chance": 3})


def test_doing_nothing_can_stand_alone() -> None:
    assert order({name: 2 for name in MATTERS if name != "chance"}, NOTHING) == ["nothing"]
