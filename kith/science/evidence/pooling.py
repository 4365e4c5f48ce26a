"""Pairwise meta-analysis: one number from many studies, with what must never be left out beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, chdtri, ndtr, ndtri, stdtr, stdtrit

from kith.science.evidence.fitting import Method, sums, tau2_at_q, tau2_of, typical_variance
from kith.science.evidence.problems import EvidenceProblem, Floats, checked

Test = Literal["z", "knha", "adhoc"]
TESTS: Final[tuple[Test, ...]] = get_args(Test)
PredictionForm = Literal["test", "riley"]
FEWEST_FOR_PREDICTION: Final = 3  # with two studies tau² is one difference, and t has no degree of freedom left


@dataclass(frozen=True)
class Pooled:
    """A pooled estimate with its uncertainty.

    `prediction` is where the effect of a new study like these is expected; None, with `no_prediction` saying why. `i2`
    is in percent. `freedom` is None where the normal distribution was used. `weights` add up to 100.
    """

    k: int
    estimate: float
    se: float
    ci: tuple[float, float]
    statistic: float
    p: float
    freedom: int | None
    tau2: float
    i2: float
    h2: float
    q: float
    q_p: float
    prediction: tuple[float, float] | None
    no_prediction: str | None
    weights: tuple[float, ...]
    method: Method
    test: Test
    prediction_form: PredictionForm
    level: float

    @property
    def tau(self) -> float:
        """The standard deviation of true effects."""
        return math.sqrt(self.tau2)


def pool(
    estimates: ArrayLike,
    variances: ArrayLike,
    *,
    method: Method = "REML",
    test: Test = "knha",
    level: float = 0.95,
    prediction: PredictionForm = "test",
    labels: Sequence[str] | None = None,
) -> Pooled:
    """Pool independent estimates (k,) with their sampling variances (k,).

    In words: each study weighs one over its variance plus tau². `z` is the Wald interval; `knha` rescales the standard
    error by the studies' own scatter and uses t with k - 1 degrees (Hartung 1999; Knapp and Hartung 2003); `adhoc` does
    so only where that widens it (Jackson and others 2017). The prediction interval is the estimate plus or minus the
    quantile times √(tau² + se²): of the same distribution as the test, as metafor prints it, or with t and k - 2
    degrees (`riley`: Higgins, Thompson and Spiegelhalter 2009; Riley, Higgins and Deeks 2011). I² is tau² over tau²
    plus the variance of a typical study. Assumes independent studies with normal estimates. Raises EvidenceProblem for
    fewer than two studies and for what `checked` refuses.

    >>> pooled = pool([-0.2, -0.5, -0.3], [0.04, 0.05, 0.03])
    >>> round(pooled.estimate, 4), pooled.tau2, pooled.k
    (-0.3191, 0.0, 3)
    """
    y, v = checked(estimates, variances, labels)
    _check_choices(len(y), test, level, prediction)
    x = np.ones((len(y), 1))
    tau2 = tau2_of(y, v, x, method)
    fit = sums(y, v, x, tau2)
    at_zero = sums(y, v, x, 0.0).q
    k, mean = len(y), float(fit.coefficients[0])
    freedom = None if test == "z" else k - 1
    se = math.sqrt(float(fit.inverse[0, 0]) * scale_of(fit.q / (k - 1), test))
    quantile = quantile_of(level, freedom)
    i2, h2 = _inconsistency(tau2, at_zero, typical_variance(v, x), k - 1, method)
    span, reason = _prediction(mean, se, tau2, k, prediction, freedom, level, method)
    statistic = in_errors(mean, se)
    return Pooled(
        k=k,
        estimate=mean,
        se=se,
        ci=(mean - quantile * se, mean + quantile * se),
        statistic=statistic,
        p=two_sided_p(statistic, freedom),
        freedom=freedom,
        tau2=tau2,
        i2=i2,
        h2=h2,
        q=at_zero,
        q_p=float(chdtrc(k - 1, at_zero)),
        prediction=span,
        no_prediction=reason,
        weights=tuple((100 * fit.weights / fit.weights.sum()).tolist()),
        method=method,
        test=test,
        prediction_form=prediction,
        level=level,
    )


def _check_choices(k: int, test: Test, level: float, prediction: PredictionForm) -> None:
    if k < 2:
        raise EvidenceProblem(
            f"Pooling needs two studies or more; found {k}. Report the one study as it is, with its own interval."
        )
    if test not in TESTS:
        raise EvidenceProblem(f"There is no test of this name; found {test!r}. Choose {', '.join(TESTS)}.")
    if prediction not in get_args(PredictionForm):
        raise EvidenceProblem(f"There is no such prediction interval; found {prediction!r}. Choose test or riley.")
    if not 0 < level < 1:
        raise EvidenceProblem(f"A level lies between 0 and 1; found {level:g}. Give 0.95 for 95 %.")


def scale_of(ratio: float, test: Test) -> float:
    """By what Hartung and Knapp multiply the squared standard error: Q at tau² over its degrees.

    >>> scale_of(0.5, "z"), scale_of(0.5, "knha"), scale_of(0.5, "adhoc")
    (1.0, 0.5, 1.0)
    """
    return 1.0 if test == "z" else ratio if test == "knha" else max(1.0, ratio)


def quantile_of(level: float, freedom: int | None) -> float:
    """The two-sided quantile of the normal distribution, or of t.

    >>> round(quantile_of(0.95, None), 3), round(quantile_of(0.95, 12), 3)
    (1.96, 2.179)
    """
    return float(ndtri((1 + level) / 2) if freedom is None else stdtrit(freedom, (1 + level) / 2))


def in_errors(value: float, se: float) -> float:
    """A value in standard errors; endless where there is no error and a value, nought where there is neither.

    >>> in_errors(0.5, 0.25), in_errors(0.5, 0.0), in_errors(0.0, 0.0)
    (2.0, inf, 0.0)
    """
    return value / se if se > 0 else math.copysign(math.inf, value) if value else 0.0


def two_sided_p(statistic: float, freedom: int | None) -> float:
    """The two-sided p of z, or of t.

    >>> round(two_sided_p(-3.9522, 12), 5)
    0.00192
    """
    tail = ndtr(-abs(statistic)) if freedom is None else stdtr(freedom, -abs(statistic))
    return float(2 * tail)


def _inconsistency(tau2: float, q: float, typical: float, freedom: int, method: Method) -> tuple[float, float]:
    if method == "FE":
        return (max(0.0, 100 * (q - freedom) / q) if q > 0 else 0.0), q / freedom
    return 100 * tau2 / (tau2 + typical), tau2 / typical + 1


def _prediction(
    mean: float,
    se: float,
    tau2: float,
    k: int,
    form: PredictionForm,
    freedom: int | None,
    level: float,
    method: Method,
) -> tuple[tuple[float, float] | None, str | None]:
    if method == "FE":
        return None, "The fixed-effect model says nothing about a new study: it takes one true effect for all."
    if k < FEWEST_FOR_PREDICTION:
        return None, f"A prediction interval needs {FEWEST_FOR_PREDICTION} studies or more; there are {k}."
    reach = quantile_of(level, k - 2 if form == "riley" else freedom) * math.sqrt(tau2 + se**2)
    return (mean - reach, mean + reach), None


def tau2_interval(
    estimates: ArrayLike, variances: ArrayLike, *, columns: Floats | None = None, level: float = 0.95
) -> tuple[float, float] | None:
    """The interval of tau² by Q-profile: every tau² at which Q lies between the chi-square quantiles.

    Its lower end is nought where Q at nought is no surprise; None where even that is smaller than chance explains.
    Source: Viechtbauer (2007), Stat Med 26:37. Exact for normal estimates with known variances.

    >>> low, high = tau2_interval([-0.9, 0.4, -1.6, 0.1], [0.1, 0.1, 0.1, 0.1])
    >>> round(low, 3), round(high, 2)
    (0.172, 11.67)
    """
    y, v = checked(estimates, variances)
    x = np.ones((len(y), 1)) if columns is None else columns
    freedom = len(y) - x.shape[1]
    if freedom < 1:
        raise EvidenceProblem(f"An interval of tau² needs more studies than columns; found {len(y)}. Add studies.")
    high = tau2_at_q(y, v, x, float(chdtri(freedom, (1 + level) / 2)))
    low = tau2_at_q(y, v, x, float(chdtri(freedom, (1 - level) / 2)))
    return None if high is None else (low or 0.0, high)
