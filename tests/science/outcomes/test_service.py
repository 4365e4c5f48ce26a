"""Waits, steps from referral to the end of a course, and limits for a funnel plot."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.outcomes import (
    Journey,
    days_waited,
    funnel,
    funnel_limits,
    has_finished_course,
    place,
    summarise_waits,
)


def test_six_and_eighteen_weeks_include_their_last_day() -> None:
    waits = summarise_waits([42, 43, 126, 127])
    assert (waits.within_six_weeks.numerator, waits.within_eighteen_weeks.numerator) == (1, 3)


def test_unknown_waits_are_counted_apart_and_not_as_zero() -> None:
    waits = summarise_waits([None, 30, 50, None])
    assert (waits.people, waits.unknown, waits.median_days) == (4, 2, 40)
    assert waits.within_six_weeks.denominator == 2


def test_nobody_seen_has_no_middle_wait() -> None:
    assert summarise_waits([None]).median_days is None
    assert summarise_waits([]).within_six_weeks.value is None


def test_a_wait_over_the_start_of_summer_time_is_whole_days() -> None:
    assert days_waited(date(2026, 3, 28), date(2026, 3, 30)) == 2


def test_a_wait_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match=r"2026-03-02 to 2026-03-01.*look at the referral"):
        days_waited(date(2026, 3, 2), date(2026, 3, 1))
    with pytest.raises(ValueError, match="found -1"):
        summarise_waits([3, -1])


@pytest.mark.parametrize(
    ("sessions", "is_ended", "is_finished"), [(1, True, False), (2, True, True), (9, False, False)]
)
def test_a_finished_course_has_two_sessions_and_an_end(sessions: int, is_ended: bool, is_finished: bool) -> None:
    assert has_finished_course(Journey(True, sessions, is_ended)) is is_finished


@given(st.lists(st.builds(Journey, st.booleans(), st.integers(0, 5), st.booleans())))
def test_each_step_lies_within_the_one_before(journeys: list[Journey]) -> None:
    steps = funnel(journeys)
    assert [step.id for step in steps] == ["referred", "assessed", "treated", "finished"]
    counts = [step.people for step in steps]
    assert counts == sorted(counts, reverse=True)
    assert all(step.of_referred.denominator == len(journeys) for step in steps)
    assert [step.of_previous.denominator for step in steps] == [len(journeys), *counts[:-1]]


def test_funnel_limits_as_worked() -> None:
    limits = funnel_limits(0.50, 400)
    found = [limits.warning_low, limits.warning_high, limits.alarm_low, limits.alarm_high]
    assert [round(100 * end, 1) for end in found] == [45.1, 54.9, 42.3, 57.7]
    assert [place(value, limits) for value in (0.40, 0.44, 0.50, 0.56, 0.60)] == [
        "very_low",
        "low",
        "as_expected",
        "high",
        "very_high",
    ]


@pytest.mark.parametrize(("expected", "people"), [(50, 400), (-0.1, 400), (0.5, 0)])
def test_limits_that_cannot_be_are_refused(expected: float, people: int) -> None:
    with pytest.raises(ValueError, match="found"):
        funnel_limits(expected, people)
