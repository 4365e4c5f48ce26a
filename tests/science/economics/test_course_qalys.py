"""QALYs of courses mapped from PHQ-9: by hand, unknown as unknown, and nobody pointed at."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kith.science.economics import course_qalys
from tests.science.outcomes.test_programme import cells

FIRST = date(2026, 1, 5)


def course(*scores: int, weeks: int = 26) -> list[tuple[date, int]]:
    return [(FIRST + timedelta(weeks=weeks * place), score) for place, score in enumerate(scores)]


def test_a_year_by_hand() -> None:
    """States .52, .57, .62: .57 less .52. Low ends .5, .7, .8: .675 less .5; high ends .7, .8, .9: .8 less .7."""
    found = course_qalys([course(18, 12, 8)] * 10)
    assert (found.by_state.value, found.other_low_ends.value, found.other_high_ends.value) == (5.0, 17.5, 10.0)
    assert found.weeks.value == 52


def test_the_other_link_says_nothing_below_five_and_is_then_shown_of_fewer() -> None:
    """Down to 3: .52, .70 and .70 give .655, .135 over staying. Over all twenty the mean is .0925."""
    found = course_qalys([course(18, 12, 8)] * 10 + [course(18, 3, 3)] * 10)
    assert (found.covered.numerator, found.covered.denominator) == (10, 20)
    assert (found.by_state.value, found.same_by_state.value) == (9.2, 5.0)


def test_one_score_is_no_course_and_unchanged_people_gain_nothing() -> None:
    found = course_qalys([course(18)] * 10 + [course(18, 18)] * 10 + [[]] * 10)
    assert (found.mapped.numerator, found.mapped.denominator) == (10, 30)
    assert found.by_state.value == 0
    same_day = course_qalys([[(FIRST, 18), (FIRST, 5)]] * 10)
    assert (same_day.by_state.value, same_day.by_state.reason) == (None, "nobody")


@given(st.lists(st.lists(st.integers(0, 27), max_size=4), max_size=40))
def test_no_count_points_at_a_person(scores: list[list[int]]) -> None:
    told = asdict(course_qalys([course(*one) for one in scores]))
    assert all(count == 0 or (count >= 10 and count % 5 == 0) for count in cells(told))
