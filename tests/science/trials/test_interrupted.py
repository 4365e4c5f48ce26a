"""Interrupted time series: the same numbers worked out otherwise, truths recovered, and intervals that hold."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy import linalg, stats

from kith.science.trials import TrialProblem, interrupted

TRUTH = (50.0, 0.3, -6.0, -0.5)


def series(rng: np.random.Generator, periods: int, start: int, rho: float, sd: float = 2.0) -> np.ndarray:
    """Values of the truth with stationary autoregressive errors."""
    errors = np.empty(periods)
    errors[0] = rng.normal(0, sd)
    for place in range(1, periods):
        errors[place] = rho * errors[place - 1] + rng.normal(0, sd * sqrt(1 - rho**2))
    time = np.arange(periods)
    after = time >= start
    return TRUTH[0] + TRUTH[1] * time + after * (TRUTH[2] + TRUTH[3] * (time - start)) + errors


def design(periods: int, start: int) -> np.ndarray:
    return np.array([[1, t, t >= start, max(t - start, 0)] for t in range(periods)], dtype=float)


def test_two_lines_by_hand() -> None:
    """Before: 1 3 2, slope .5, through 1.5 at 0. After: 6 8 10, slope 2, 6 at place 3, where the old line is at 3."""
    found = interrupted([1, 3, 2, 6, 8, 10], 3, errors="Newey-West")
    assert [found.level.value, found.slope.value] == pytest.approx([1.5, 0.5])
    assert [found.step.value, found.slope_change.value] == pytest.approx([3.0, 1.5])
    assert found.after_periods(2).value == pytest.approx(6.0)


@pytest.mark.parametrize("lags", [0, 2, 5])
def test_newey_west_is_the_sum_that_its_authors_write(lags: int) -> None:
    y = series(np.random.default_rng(3), 30, 14, 0.5)
    x = design(30, 14)
    bread = np.linalg.inv(x.T @ x)
    residual = y - x @ (bread @ x.T @ y)
    meat = sum(residual[t] ** 2 * np.outer(x[t], x[t]) for t in range(30))
    for lag in range(1, lags + 1):
        for t in range(lag, 30):
            pair = np.outer(x[t], x[t - lag]) * residual[t] * residual[t - lag]
            meat = meat + (1 - lag / (lags + 1)) * (pair + pair.T)
    covariance = bread @ meat @ bread * 30 / 26
    found = interrupted(y.tolist(), 14, errors="Newey-West", lags=lags)
    assert [found.level.se, found.slope.se, found.step.se, found.slope_change.se] == pytest.approx(
        np.sqrt(np.diag(covariance))
    )
    assert found.lags == lags


def test_the_correlation_is_where_the_likelihood_of_what_lines_cannot_explain_is_largest() -> None:
    """Restricted likelihood as a normal density of error contrasts, on a fine grid: no formula is shared."""
    y = series(np.random.default_rng(8), 40, 20, 0.5)
    contrasts = linalg.null_space(design(40, 20).T).T
    distances = np.abs(np.subtract.outer(np.arange(40), np.arange(40)))

    def density(rho: float) -> float:
        covariance = contrasts @ rho**distances @ contrasts.T
        scale = (contrasts @ y) @ np.linalg.solve(covariance, contrasts @ y) / 36
        return float(stats.multivariate_normal(np.zeros(36), scale * covariance).logpdf(contrasts @ y))

    grid = np.linspace(-0.9, 0.95, 371)
    best = grid[np.argmax([density(rho) for rho in grid])]
    assert interrupted(y.tolist(), 20).correlation == pytest.approx(best, abs=0.006)


def test_without_correlation_it_is_least_squares() -> None:
    """Errors whose restricted correlation is nought: the estimates are those of least squares."""
    y = series(np.random.default_rng(2), 60, 30, 0.0)
    found = interrupted(y.tolist(), 30)
    plain = np.linalg.lstsq(design(60, 30), y, rcond=None)[0]
    values = [found.level.value, found.slope.value, found.step.value, found.slope_change.value]
    assert values == pytest.approx(plain, abs=0.35)
    assert abs(found.correlation) < 0.3


def covered(errors: str, rho: float, *, trials: int, periods: int = 40) -> tuple[float, float]:
    """The mean estimate of the step, and how many intervals hold its true value."""
    rng = np.random.default_rng(11)
    found = [
        interrupted(series(rng, periods, periods // 2, rho).tolist(), periods // 2, errors=errors)
        for _ in range(trials)
    ]
    holds = np.mean([one.step.low <= TRUTH[2] <= one.step.high for one in found])
    return float(np.mean([one.step.value for one in found])), float(holds)


def test_a_known_step_is_recovered_and_its_interval_holds() -> None:
    mean, holds = covered("AR(1)", 0.4, trials=200)
    assert mean == pytest.approx(TRUTH[2], abs=0.4)
    assert holds > 0.9


def test_least_squares_that_takes_neighbours_for_strangers_is_too_sure() -> None:
    """The control: with no lags and a correlation of .7 far fewer than 95 % of intervals hold the truth."""
    rng = np.random.default_rng(5)
    of = {"none": 0, "AR(1)": 0}
    for _ in range(200):
        y = series(rng, 40, 20, 0.7).tolist()
        plain = interrupted(y, 20, errors="Newey-West", lags=0)
        modelled = interrupted(y, 20)
        of["none"] += plain.step.low <= TRUTH[2] <= plain.step.high
        of["AR(1)"] += modelled.step.low <= TRUTH[2] <= modelled.step.high
    assert of["none"] / 200 < 0.75
    assert of["AR(1)"] / 200 > of["none"] / 200 + 0.1


def test_unknown_periods_keep_their_place() -> None:
    y = series(np.random.default_rng(4), 40, 20, 0.3)
    with_gaps = [None if place in (3, 4, 25) else value for place, value in enumerate(y.tolist())]
    found = interrupted(with_gaps, 20)
    assert (found.unknown, found.before, found.after, found.degrees) == (3, 18, 19, 33)
    assert found.slope.value == pytest.approx(interrupted(y.tolist(), 20).slope.value, abs=0.1)
    closed = interrupted([value for value in with_gaps if value is not None], 18)
    assert closed.slope.value != pytest.approx(found.slope.value, abs=1e-6)


@pytest.mark.parametrize("errors", ["AR(1)", "Newey-West"])
def test_units_and_where_time_begins_do_not_matter(errors: str) -> None:
    y = series(np.random.default_rng(6), 36, 18, 0.4)
    one = interrupted(y.tolist(), 18, errors=errors)
    other = interrupted((3 * y - 100).tolist(), 18, errors=errors)
    assert other.step.value == pytest.approx(3 * one.step.value, rel=1e-5)
    assert other.step.p == pytest.approx(one.step.p, rel=1e-4)
    later = interrupted([None, *y.tolist()], 19, errors=errors)
    assert later.step.value == pytest.approx(one.step.value, rel=1e-5)
    assert later.step.se == pytest.approx(one.step.se, rel=1e-5)


def test_an_effect_farther_on_has_the_spread_of_both() -> None:
    found = interrupted(series(np.random.default_rng(7), 48, 24, 0.3).tolist(), 24)
    later = found.after_periods(6)
    assert later.value == pytest.approx(found.step.value + 6 * found.slope_change.value)
    expected = found.covariance[2, 2] + 12 * found.covariance[2, 3] + 36 * found.covariance[3, 3]
    assert later.se == pytest.approx(sqrt(expected))
    assert later.high - later.low == pytest.approx(2 * later.se * stats.t.isf(0.025, 44))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: interrupted([1, 2, 4, 3, 5], 3), "found 3 before and 2 from place 3"),
        (lambda: interrupted([1, None, None, 3, 5, 4, 6], 3), "found 1 before"),
        (lambda: interrupted([1, 2, float("nan"), 3, 5, 4, 6], 3), "finite values"),
        (lambda: interrupted([1, 2, 3, 7, 8, 9], 3), "no spread about them"),
        (lambda: interrupted([1, 3, 2, 6, 8, 7], 3, errors="Newey-West", lags=6), "found 6 with 6"),
        (lambda: interrupted([1, 3, 2, 6, 8, 7], 3, coverage=95), "Write it as a share"),
        (lambda: interrupted([1, 3, 2, 6, 8, 7], 3).after_periods(-1), "found -1"),
    ],
)
def test_what_cannot_be_fitted_is_refused(call: object, said: str) -> None:
    with pytest.raises(TrialProblem, match=said):
        call()
