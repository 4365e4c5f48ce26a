"""Do small studies find more? Egger's regression, trim-and-fill and limit meta-analysis: never the only result."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from kith.science.evidence.fitting import Method, sums, tau2_of
from kith.science.evidence.pooling import Pooled, Test, in_errors, pool, quantile_of, two_sided_p
from kith.science.evidence.problems import EvidenceProblem, Floats, checked

FEWEST_FOR_A_TEST: Final = 3
ENOUGH_FOR_A_TEST: Final = 10  # below this the tests miss most asymmetry (Sterne and others 2011)
EggerModel = Literal["classic", "mixed"]


@dataclass(frozen=True)
class Egger:
    """A test for an asymmetric funnel. `limit` is what a study without any error is expected to find.

    `has_enough` is false below ten studies, where the test says little either way.
    """

    statistic: float
    freedom: int | None
    p: float
    slope: float
    limit: float
    limit_ci: tuple[float, float]
    has_enough: bool


def egger(
    estimates: ArrayLike,
    variances: ArrayLike,
    *,
    model: EggerModel = "classic",
    method: Method = "REML",
    predictor: ArrayLike | None = None,
    level: float = 0.95,
) -> Egger:
    """Regress estimates on their standard errors and test the slope.

    `classic` is weighted least squares with a free scale and t with k - 2 degrees (Egger and others 1997); `mixed` adds
    tau² and uses z (Sterne and Egger 2005). For standardised mean differences give as `predictor` √(1/n1 + 1/n2): the
    standard error contains the effect itself (Pustejovsky and Rodgers 2019). Raises EvidenceProblem for fewer than
    three studies, or where all predictors are the same.

    >>> found = egger([0.2, 0.3, 0.5, 0.9], [0.01, 0.02, 0.05, 0.2])
    >>> found.slope > 0, found.has_enough
    (True, False)
    """
    y, v = checked(estimates, variances)
    along = np.sqrt(v) if predictor is None else np.asarray(predictor, dtype=np.float64)
    if len(y) < FEWEST_FOR_A_TEST or along.shape != y.shape or np.ptp(along) <= 1e-12 * np.abs(along).max():
        raise EvidenceProblem(
            f"The test needs {FEWEST_FOR_A_TEST} studies or more of different sizes; found {len(y)}. Look at the "
            "funnel plot instead."
        )
    x = np.column_stack([np.ones(len(y)), along])
    fit = sums(y, v, x, tau2_of(y, v, x, method) if model == "mixed" else 0.0)
    freedom = None if model == "mixed" else len(y) - 2
    scale = 1.0 if freedom is None else fit.q / freedom
    limit, slope = (float(one) for one in fit.coefficients)
    limit_se, slope_se = (math.sqrt(scale * fit.inverse[i, i]) for i in (0, 1))
    reach = quantile_of(level, freedom) * limit_se
    return Egger(
        statistic=in_errors(slope, slope_se),
        freedom=freedom,
        p=two_sided_p(in_errors(slope, slope_se), freedom),
        slope=slope,
        limit=limit,
        limit_ci=(limit - reach, limit + reach),
        has_enough=len(y) >= ENOUGH_FOR_A_TEST,
    )


@dataclass(frozen=True)
class Filled:
    """Trim-and-fill: how many studies would make the funnel even, on which side, and the result with them."""

    added: int
    side: Literal["left", "right"]
    estimates: tuple[float, ...]
    variances: tuple[float, ...]
    pooled: Pooled


def trim_and_fill(
    estimates: ArrayLike, variances: ArrayLike, *, method: Method = "REML", test: Test = "z", level: float = 0.95
) -> Filled:
    """Mirror the studies that have no counterpart, by the estimator L0 of Duval and Tweedie (2000), Biometrics 56:455.

    The side where studies seem to be missing is opposite to the slope of estimates on standard errors. It assumes that
    the most extreme results, and nothing else, were held back; what it adds are not studies.

    >>> trim_and_fill([0.1, 0.2, 0.3, 0.9, 1.2], [0.01, 0.02, 0.03, 0.2, 0.3]).side
    'left'
    """
    y, v = checked(estimates, variances)
    if len(y) < FEWEST_FOR_A_TEST:
        raise EvidenceProblem(
            f"Trim-and-fill needs {FEWEST_FOR_A_TEST} studies or more; found {len(y)}. Look at the funnel plot instead."
        )
    x = np.column_stack([np.ones(len(y)), np.sqrt(v)])
    side: Literal["left", "right"] = "right" if _slope(y, v, x, method) < 0 else "left"
    sign = -1.0 if side == "right" else 1.0
    order = np.argsort(sign * y, kind="stable")
    turned, spread = sign * y[order], v[order]
    missing, middle = _count_missing(turned, spread, method)
    added = (2 * middle - turned)[len(y) - missing :] * sign
    filled, filled_v = np.concatenate([y, added]), np.concatenate([v, spread[len(y) - missing :]])
    return Filled(
        added=missing,
        side=side,
        estimates=tuple(added.tolist()),
        variances=tuple(filled_v[len(y) :].tolist()),
        pooled=pool(filled, filled_v, method=method, test=test, level=level),
    )


def _slope(y: Floats, v: Floats, x: Floats, method: Method) -> float:
    """The slope on standard errors; nought where they are all the same."""
    if np.ptp(x[:, 1]) <= 1e-12 * x[:, 1].max():
        return 0.0
    return float(sums(y, v, x, tau2_of(y, v, x, method)).coefficients[1])


def _count_missing(y: Floats, v: Floats, method: Method) -> tuple[int, float]:
    """How many studies on the high end have no counterpart, and the mean without them; y is sorted upwards."""
    k, missing, before, middle = len(y), 0, -1, 0.0
    seen: set[int] = set()
    while missing != before and missing not in seen:
        seen.add(missing)
        before = missing
        kept = slice(0, k - missing)
        ones = np.ones((k - missing, 1))
        middle = float(sums(y[kept], v[kept], ones, tau2_of(y[kept], v[kept], ones, method)).coefficients[0])
        away = y - middle
        ranks = np.empty(k)
        ranks[np.argsort(np.abs(away), kind="stable")] = np.arange(1, k + 1)
        high = float(ranks[away > 0].sum())
        missing = min(max(0, round((4 * high - k * (k + 1)) / (2 * k - 1))), k - 2)
    return missing, middle


@dataclass(frozen=True)
class Limit:
    """Limit meta-analysis: the mean that studies of unlimited size are expected to find."""

    estimate: float
    se: float
    ci: tuple[float, float]
    slope: float
    unadjusted: Pooled


def limit_meta_analysis(
    estimates: ArrayLike, variances: ArrayLike, *, method: Method = "REML", level: float = 0.95
) -> Limit:
    """The mean with small-study effects taken off, after Rücker and others (2011), Biostatistics 12:122.

    The model: y = β + √(v + τ²)(α + ε). It is fitted as a radial line, y/√(v + τ²) on 1/√(v + τ²), and its mean for
    studies without sampling error is β + τα. The standard error is that of β + τα in the regression with τ taken as
    known, with t and k - 2 degrees; that is our choice and differs from the R package metasens. Assumes that all of the
    asymmetry is bias; it may also be that small studies treat other people. Raises what `egger` raises.

    >>> found = limit_meta_analysis([0.2, 0.3, 0.5, 0.9], [0.01, 0.02, 0.05, 0.2])
    >>> found.estimate < found.unadjusted.estimate
    True
    """
    y, v = checked(estimates, variances)
    slope = egger(y, v).slope
    unadjusted = pool(y, v, method=method, test="z", level=level)
    spread = np.sqrt(v + unadjusted.tau2)
    radial = np.column_stack([1 / spread, np.ones(len(y))])
    fit = sums(y / spread, np.ones(len(y)), radial, 0.0)
    direction = np.array([1.0, unadjusted.tau])
    estimate = float(direction @ fit.coefficients)
    se = math.sqrt(float(direction @ fit.inverse @ direction) * fit.q / (len(y) - 2))
    reach = quantile_of(level, len(y) - 2) * se
    return Limit(estimate, se, (estimate - reach, estimate + reach), slope, unadjusted)
