"""Interrupted time series: what changed, in level and in slope, when something began in a service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import floor
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from kith.science.trials.problems import TrialProblem, check_share

Floats = NDArray[np.float64]
Errors = Literal["AR(1)", "Newey-West"]
# A line has two unknowns; with three points there is one degree left on each side. Eight or more are usual (recalled).
FEWEST_EACH_SIDE: Final = 3
# Beyond this a series is a random walk, and a step in it cannot be told from a wander.
STRONGEST: Final = 0.99


@dataclass(frozen=True)
class Effect:
    """An estimate with its standard error, interval and two-sided p value."""

    value: float
    se: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Interrupted:
    """A series before and after something began.

    `level` is that of the first period, `slope` the change by period before, `step` the jump at the first period after,
    `slope_change` what is added to the slope from there. `correlation` of neighbouring errors is None for Newey-West,
    which estimates none; `lags` is None for AR(1).
    """

    level: Effect
    slope: Effect
    step: Effect
    slope_change: Effect
    errors: Errors
    correlation: float | None
    lags: int | None
    before: int
    after: int
    unknown: int
    degrees: int
    coverage: float
    coefficients: Floats = field(repr=False, compare=False)
    covariance: Floats = field(repr=False, compare=False)

    def after_periods(self, periods: int) -> Effect:
        """The change so many periods after the first one, from the old line carried on: step + periods x slope change.

        A line that is carried on far says less and less. Raises TrialProblem for fewer than 0 periods.

        >>> found = interrupted([1, 3, 2, 4, 8, 9, 11, 10, 12], 4)
        >>> found.after_periods(0) == found.step
        True
        """
        if periods < 0:
            raise TrialProblem(
                f"Periods after the start are 0 or more; found {periods}. Count from the first one after."
            )
        return _effect(np.array([0.0, 0.0, 1.0, float(periods)]), self)


def interrupted(
    values: Sequence[float | None],
    first_after: int,
    *,
    errors: Errors = "AR(1)",
    lags: int | None = None,
    coverage: float = 0.95,
) -> Interrupted:
    """Fit level + slope t + step [t >= T] + slope change (t - T) [t >= T] to one value a period, t from 0.

    `first_after` is T, the place of the first period after the start. Errors: AR(1) with its correlation by restricted
    maximum likelihood and generalised least squares, which keeps its interval best in short series (Turner and others
    2021, BMC Medical Research Methodology 21, 181, recalled); or least squares with the covariance of Newey and West
    1987 (Econometrica 55, 703), Bartlett weights, n/(n - 4), and floor(4 (n/100)^(2/9)) lags unless given. Intervals
    and p values by t with n - 4 degrees. Source of the model: Wagner and others 2002 (Journal of Clinical Pharmacy and
    Therapeutics 27, 299).

    Assumes straight lines, no season, and nothing else that began at T. Unknown values (None) are left out and their
    places kept: neighbours further apart are correlated less. Raises TrialProblem for fewer than three known values on
    either side, and for values that lie on the lines exactly.

    >>> found = interrupted([10, 11, 9, 10, 12, 10, 15, 14, 16, 15, 17, 15], 6)
    >>> round(found.step.value, 1), found.before, found.after
    (3.5, 6, 6)
    """
    check_share("The coverage", coverage)
    time = np.array([place for place, value in enumerate(values) if value is not None], dtype=np.float64)
    y = np.array([value for value in values if value is not None], dtype=np.float64)
    _check(time, y, first_after)
    x = _design(time, first_after)
    if errors == "AR(1)":
        correlation, used = _correlation(time, y, x), None
        coefficients, covariance = _generalised(time, y, x, correlation)
    else:
        correlation, used = None, floor(4 * (len(y) / 100) ** (2 / 9)) if lags is None else lags
        coefficients, covariance = _newey_west(time, y, x, used)
    before = int((time < first_after).sum())
    level, slope, step, slope_change = (
        _effect_of(row, coefficients, covariance, len(y) - 4, coverage) for row in np.eye(4)
    )
    return Interrupted(
        level=level,
        slope=slope,
        step=step,
        slope_change=slope_change,
        errors=errors,
        correlation=correlation,
        lags=used,
        before=before,
        after=len(y) - before,
        unknown=len(values) - len(y),
        degrees=len(y) - 4,
        coverage=coverage,
        coefficients=coefficients,
        covariance=covariance,
    )


def _design(time: Floats, first_after: int) -> Floats:
    is_after = (time >= first_after).astype(np.float64)
    return np.column_stack([np.ones_like(time), time, is_after, is_after * (time - first_after)])


def _correlation(time: Floats, y: Floats, x: Floats) -> float:
    """The correlation of neighbours with the largest restricted likelihood; searched from the best of a coarse grid."""

    def lack(rho: float) -> float:
        matrix = _matrix(time, rho)
        inverse = np.linalg.inv(matrix)
        information = x.T @ inverse @ x
        residual = y - x @ np.linalg.solve(information, x.T @ inverse @ y)
        spread = float(residual @ inverse @ residual)
        degrees = len(y) - x.shape[1]
        return float(np.linalg.slogdet(matrix)[1] + np.linalg.slogdet(information)[1] + degrees * np.log(spread))

    grid = np.linspace(-STRONGEST, STRONGEST, 21)
    best = int(np.argmin([lack(rho) for rho in grid]))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    return float(optimize.minimize_scalar(lack, bounds=(low, high), method="bounded", options={"xatol": 1e-8}).x)


def _matrix(time: Floats, rho: float) -> Floats:
    return np.asarray(rho ** np.abs(time[:, None] - time[None, :]).astype(int), dtype=np.float64)


def _generalised(time: Floats, y: Floats, x: Floats, rho: float) -> tuple[Floats, Floats]:
    inverse = np.linalg.inv(_matrix(time, rho))
    bread = np.linalg.inv(x.T @ inverse @ x)
    coefficients = bread @ x.T @ inverse @ y
    residual = y - x @ coefficients
    return coefficients, bread * float(residual @ inverse @ residual) / (len(y) - x.shape[1])


def _newey_west(time: Floats, y: Floats, x: Floats, lags: int) -> tuple[Floats, Floats]:
    if not 0 <= lags < len(y):
        raise TrialProblem(
            f"Lags are 0 or more and fewer than the values; found {lags} with {len(y)} values. Leave them out to have "
            "them worked out."
        )
    bread = np.linalg.inv(x.T @ x)
    coefficients = bread @ x.T @ y
    scores = x * (y - x @ coefficients)[:, None]
    weight = np.maximum(1 - np.abs(time[:, None] - time[None, :]) / (lags + 1), 0)
    return coefficients, bread @ scores.T @ weight @ scores @ bread * len(y) / (len(y) - x.shape[1])


def _effect(row: Floats, found: Interrupted) -> Effect:
    return _effect_of(row, found.coefficients, found.covariance, found.degrees, found.coverage)


def _effect_of(row: Floats, coefficients: Floats, covariance: Floats, degrees: int, coverage: float) -> Effect:
    value, se = float(row @ coefficients), float(np.sqrt(row @ covariance @ row))
    half = float(stats.t.isf((1 - coverage) / 2, degrees)) * se
    return Effect(value, se, value - half, value + half, float(2 * stats.t.sf(abs(value) / se, degrees)))


def _check(time: Floats, y: Floats, first_after: int) -> None:
    before, after = int((time < first_after).sum()), int((time >= first_after).sum())
    if min(before, after) < FEWEST_EACH_SIDE or not np.isfinite(y).all():
        raise TrialProblem(
            f"A line on each side needs {FEWEST_EACH_SIDE} known, finite values or more; found {before} before and "
            f"{after} from place {first_after} on. Look back further, or wait."
        )
    x = _design(time, first_after)
    residual = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    if float(np.abs(residual).max()) <= 1e-10 * max(float(np.abs(y).max()), 1.0):
        raise TrialProblem(
            "The values lie on the lines exactly; found no spread about them, so nothing says how sure the lines are. "
            "Use the values as they were counted, not smoothed ones."
        )
