"""Run charts: cases by hand, the published limits, and how often chance alone is called a signal."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.trials import TrialProblem, fewest_crossings_by_chance, longest_by_chance, run_chart


def test_the_row_of_the_article_on_crossings() -> None:
    """Thirteen values, crossings after 3, 6, 7, 9 and 10, longest run 3 (Anhøj and Wentzel-Larsen, on crossrun)."""
    sides = "LLLHHHLHHLHHH"
    found = run_chart([1.0 if side == "H" else -1.0 for side in sides] + [0.0] * 30)
    assert (found.median, found.useful, found.crossings, found.longest_run) == (0, 13, 5, 3)
    assert (found.longest_by_chance, found.fewest_by_chance, found.is_signal) == (7, 3, False)


def test_the_published_limits_of_the_longest_run() -> None:
    published = {10: 6, 11: 6, 12: 7, 22: 7, 23: 8, 45: 8, 46: 9, 59: 9, 90: 9, 91: 10, 109: 10}
    assert {n: longest_by_chance(n) for n in published} == published


@given(st.integers(10, 120))
def test_crossings_are_rarer_than_one_in_twenty_below_their_limit(n: int) -> None:
    tosses = 2.0 ** -(n - 1)
    row = [1.0]
    for k in range(n - 1):
        row.append(row[-1] * (n - 1 - k) / (k + 1))
    limit = fewest_crossings_by_chance(n)
    assert sum(row[:limit]) * tosses < 0.05 <= sum(row[: limit + 1]) * tosses + 1e-12


def test_shifts_and_trends_say_where() -> None:
    values = [5, 6, 5, 6, 5, 6, 8, 9, 8, 9, 8, 9, 4, 3, 2, 2, 1, 7]
    found = run_chart(values, baseline=6)
    assert found.median == 5.5
    # Equal neighbours count once: 9 4 3 2 1 falls five points long, from place 11 to 16.
    assert found.trends == ((11, 16),)
    assert found.shifts == ((5, 11),)


def test_a_shift_needs_six_and_a_trend_five() -> None:
    assert run_chart([1, 1, 1, 9, 9, 9, 9, 9], baseline=None).shifts == ()
    assert run_chart([0, 1, 2, 3, -1]).trends == ()
    assert run_chart([0, 1, 2, 3, 4]).trends == ((0, 4),)
    assert run_chart([4, 3, 2, 1, 0]).trends == ((0, 4),)


def test_unknown_values_and_those_on_the_median_are_passed_over() -> None:
    known = [5.0, 1, 9, 9, 9, 9, 9, 9, 1, 1, 1, 9, 1]
    with_gaps = [5.0, 1, 9, 9, None, 9, 5, 9, 9, 9, 1, 1, None, 1, 9, 1]
    one, other = run_chart(known, baseline=1), run_chart(with_gaps, baseline=1)
    assert (one.longest_run, one.crossings, one.useful) == (6, 4, 12)
    assert (one.longest_run, one.crossings, one.useful) == (other.longest_run, other.crossings, other.useful)
    assert other.unknown == 2
    assert other.shifts == ((2, 9),)


def test_with_few_values_there_is_no_verdict_and_a_reason() -> None:
    found = run_chart([1, 9, 1, 9, 1])
    assert (found.is_signal, found.longest_by_chance, found.fewest_by_chance) == (None, None, None)
    assert found.reason is not None
    assert found.reason.startswith("fewer than 10")


def test_how_often_chance_is_called_a_signal_over_every_row_of_twelve() -> None:
    """All 2^12 rows about a known centre, counted in another way: the false alarms are 4.3 %."""
    alarms = 0
    for row in product((0, 1), repeat=12):
        text = "".join(map(str, row))
        longest = max(len(run) for other in "01" for run in text.split(other))
        crossings = text.count("01") + text.count("10")
        found = run_chart([0.5, *row], baseline=1)
        assert (found.longest_run, found.crossings, found.useful) == (longest, crossings, 12)
        assert found.is_signal == (longest > 7 or crossings < 3)
        alarms += bool(found.is_signal)
    assert alarms / 2**12 == pytest.approx(0.043, abs=5e-4)


def test_a_lasting_change_is_seen_and_chance_seldom() -> None:
    rng = np.random.default_rng(1)
    still, moved = rng.normal(0, 1, (2000, 24)), rng.normal(0, 1, (2000, 24))
    moved[:, 12:] += 2
    # The median of the first twelve is no known centre, so alarms are more than with one.
    alarms = np.mean([run_chart(row.tolist()).is_signal for row in still])
    seen = np.mean([run_chart(row.tolist(), baseline=12).is_signal for row in moved])
    assert alarms < 0.1
    assert seen > 0.85


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=40), st.integers(1, 9), st.integers(-20, 20))
def test_units_do_not_matter_nor_does_up_or_down(values: list[int], scale: int, shift: int) -> None:
    plain = run_chart(values)
    for factor in (scale, -scale):
        other = run_chart([factor * value + shift for value in values])
        assert (other.longest_run, other.crossings, other.is_signal) == (
            plain.longest_run,
            plain.crossings,
            plain.is_signal,
        )
        assert (other.shifts, other.trends) == (plain.shifts, plain.trends)


@pytest.mark.parametrize(
    ("values", "baseline"), [([None, None], None), ([], None), ([1, float("inf")], None), ([None, 2.0], 1), ([1.0], -1)]
)
def test_a_row_without_a_median_is_refused(values: list[float | None], baseline: int | None) -> None:
    with pytest.raises(TrialProblem, match="needs finite values"):
        run_chart(values, baseline=baseline)
