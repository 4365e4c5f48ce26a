"""Whoever reads the alert times of a quarter beside its snapshot recovers almost no small count of a level."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kith.science.outcomes import Wait
from kith.science.outcomes.response_times import PublishedLevel, published_times
from tests.science.disclosure.alerts import BEGINS, ENDS, LEVELS, each_by_itself, quarters, share_told
from tests.science.disclosure.test_attack import ONE_WAY


def ours(waits: list[Wait]) -> tuple[PublishedLevel, ...]:
    return published_times(waits, LEVELS, ENDS)


ONE_DANGER = [(1.0, 8.0, 30.0)] * 200  # a service in which danger to life is rare, and the next level just shown


def test_the_quarter_beside_its_snapshot_gives_almost_nothing_back() -> None:
    assert share_told(list(quarters(200)), 1, ours) <= ONE_WAY
    assert share_told(ONE_DANGER, 1, ours) <= ONE_WAY


def test_each_level_by_itself_beside_the_total_gives_small_counts_back() -> None:
    """The control: the same quarters as they were shown before levels were looked at together; and unrounded."""
    assert share_told(ONE_DANGER, 1, each_by_itself) > ONE_WAY
    assert share_told(ONE_DANGER[:40], 1, each_by_itself, is_rounded=False) > 0.2


@given(st.tuples(*[st.integers(0, 30)] * 3))
def test_no_level_that_is_shown_has_few_alerts_and_nobody_is_lost(many: tuple[int, int, int]) -> None:
    waits = [Wait(level, BEGINS, ENDS, ENDS) for level, size in zip(LEVELS, many, strict=True) for _ in range(size)]
    found = ours(waits)
    assert "+".join(one.level for one in found) == "+".join(LEVELS)
    if sum(many) >= 8:
        assert all(one.alerts.people is not None for one in found)
