"""Signals from one person's scores: each rule on its edge, and which rule speaks first."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.change import (
    EXPECTED_DOSE_LOW_INTENSITY,
    RULES,
    DatedScore,
    Limits,
    Signal,
    Status,
    signal,
)

PHQ9 = Limits(caseness=10, reliable_change=6)


def course(*scores: float | None) -> list[DatedScore]:
    """A score at intake and one a week after it, one session each week."""
    return [DatedScore(date(2026, 3, 2) + timedelta(weeks=week), week, score) for week, score in enumerate(scores)]


def ana(*scores: float | None) -> Signal:
    return signal(course(*scores), PHQ9)


@pytest.mark.parametrize(
    ("scores", "status", "reasons"),
    [
        ((), "not_enough_data", ("fewer_than_two_scores",)),
        ((16,), "not_enough_data", ("fewer_than_two_scores",)),
        ((16, None, None), "not_enough_data", ("fewer_than_two_scores",)),
        ((16, 15), "on_track", ()),
        ((16, 9), "recovered", ("below_cutoff",)),
        ((16, 10), "on_track", ()),
        ((16, 22), "off_track", ("reliably_worse_than_start",)),
        ((16, 21), "on_track", ()),
        ((16, 17, 18, 19), "watch", ("worse_since_start",)),
        ((16, 17, 18, 18), "on_track", ()),
        ((16, 17, 19), "on_track", ()),
        ((16, 16, 16, 16, 15), "watch", ("stalled",)),
        ((16, 16, 16, 16, 14), "on_track", ()),
        ((20, 12, 18, 18), "off_track", ("loss_of_gains",)),
        ((20, 12, 18, 17), "on_track", ()),
        ((20, 12, 17, 18), "on_track", ()),
        ((20, 18, 18, 18, 18, 18, 18, 18, 15), "off_track", ("no_response_at_expected_dose",)),
        ((20, 18, 18, 18, 18, 18, 18, 18, 14), "on_track", ()),
        ((8, 7, 7, 7, 7, 7), "on_track", ("below_cutoff_from_start", "stalled")),
    ],
)
def test_each_rule_on_its_edge(scores: tuple[float | None, ...], status: str, reasons: tuple[str, ...]) -> None:
    found = ana(*scores)
    assert (str(found.status), found.reasons) == (status, reasons)


def test_guided_self_help_expects_a_response_two_sessions_sooner() -> None:
    scores = course(20, 18, 18, 18, 18, 18, 17)
    assert signal(scores, PHQ9).status is Status.ON_TRACK
    assert signal(scores, PHQ9, expected_dose=EXPECTED_DOSE_LOW_INTENSITY).status is Status.OFF_TRACK


def test_reliable_worsening_speaks_before_the_cutoff_does() -> None:
    found = ana(2, 3, 8)
    assert found.status is Status.OFF_TRACK
    assert found.reasons[0] == "reliably_worse_than_start"


def test_missing_scores_are_counted_and_the_day_of_the_judged_score_is_told() -> None:
    found = ana(16, None, 15, None)
    assert (found.missing, found.judged_on) == (2, date(2026, 3, 16))


def test_the_order_of_the_scores_does_not_matter() -> None:
    scores = course(16, 17, 18, 19)
    assert signal(scores[::-1], PHQ9) == signal(scores, PHQ9)


@given(st.lists(st.one_of(st.none(), st.integers(0, 27)), max_size=14))
def test_a_scale_that_runs_the_other_way_gives_the_same_signals(scores: list[int | None]) -> None:
    turned = [None if score is None else -score for score in scores]
    mirror = Limits(caseness=-10, reliable_change=6, higher_is_worse=False)
    assert signal(course(*turned), mirror) == ana(*scores)


def test_rule_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
