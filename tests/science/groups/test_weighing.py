"""One thing to do differently for one member: the burden first, what nobody asked about next, the weakest part last."""

from __future__ import annotations

import pytest

from kith.science.groups import BURDENS, what_to_do

WELL = {"communication": 4.0, "support": 4.0, "own_worth": 4.0, "ease": 4.0}


@pytest.mark.parametrize("burden", sorted(BURDENS))
def test_each_burden_alone_asks_for_its_own_thing(burden: str) -> None:
    assert what_to_do(WELL, [burden]) == BURDENS[burden]


def test_of_two_burdens_the_one_that_cannot_wait_decides_in_whatever_order_they_come() -> None:
    assert what_to_do(WELL, ["group_heavy", "told_outside"]) == "told_on"
    assert what_to_do(WELL, ["told_outside", "group_heavy"]) == "told_on"


def test_fear_goes_before_everything_else() -> None:
    assert what_to_do(WELL, ["told_outside", "afraid_because_of_group"], is_little=True) == "afraid"


@pytest.mark.parametrize(("is_little", "has_fallen"), [(True, False), (False, True), (True, True)])
def test_a_burden_beside_little_or_falling_benefit_takes_more_than_it_gives(is_little: bool, has_fallen: bool) -> None:
    assert what_to_do(WELL, ["pushed_to_tell"], is_little=is_little, has_fallen=has_fallen) == "takes_more"
    assert what_to_do(WELL, ["pushed_to_tell"]) == "pushed"  # the control


def test_nobody_asked_is_not_the_same_as_nothing_there() -> None:
    assert what_to_do(None, None) == "ask_both"
    assert what_to_do(WELL, None) == "ask_hard"
    assert what_to_do(None, []) == "ask_good"
    assert what_to_do(dict.fromkeys(WELL), []) == "ask_good"  # every line was left out
    assert what_to_do(WELL, []) == "go_on"  # the control


@pytest.mark.parametrize(
    ("part", "advice"),
    [("communication", "by_twos"), ("support", "a_pair"), ("own_worth", "a_task"), ("ease", "calm_end")],
)
def test_the_weakest_part_decides_below_the_edge_and_not_at_it(part: str, advice: str) -> None:
    assert what_to_do(WELL | {part: 1.0}, []) == advice
    assert what_to_do(WELL | {part: 2.0}, []) == "go_on"
    assert what_to_do(dict.fromkeys(WELL, 1.0) | {part: 0.0}, []) == advice


def test_a_fall_without_a_burden_or_a_weak_part_asks_what_has_changed() -> None:
    assert what_to_do(WELL, [], has_fallen=True) == "what_changed"
