"""Effect sizes of single studies, each with its sampling variance.

Means, proportions and changes give the formulas of metafor's `escalc` (Viechtbauer 2010, J Stat Softw 36:3); which way
is better is the caller's to know: every difference here is first group minus second.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import gammaln, ndtri

from kith.science.evidence.problems import EvidenceProblem


@dataclass(frozen=True)
class Effect:
    """An effect and its sampling variance, on the scale on which it is pooled (ratios: natural logarithm)."""

    estimate: float
    variance: float

    @property
    def se(self) -> float:
        """The standard error."""
        return math.sqrt(self.variance)


@dataclass(frozen=True)
class Scores:
    """One group of a study: mean and standard deviation of its scores, and how many people have one."""

    mean: float
    sd: float
    n: int

    def __post_init__(self) -> None:
        if not (math.isfinite(self.mean) and self.sd > 0 and self.n >= 2):
            raise EvidenceProblem(
                f"A group needs a mean, a standard deviation above nought and two people or more; found mean "
                f"{self.mean:g}, SD {self.sd:g}, n {self.n}. Take them from the report of the study."
            )


@dataclass(frozen=True)
class Counts:
    """One group of a study: to how many of its people something happened."""

    events: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.events <= self.n or self.n < 1:
            raise EvidenceProblem(
                f"A count lies between nought and the size of its group; found {self.events} of {self.n}. Count the "
                "same people in both."
            )


@dataclass(frozen=True)
class Change:
    """One group measured twice: both means and standard deviations, how they correlate, and how many have both."""

    mean_before: float
    sd_before: float
    mean_after: float
    sd_after: float
    correlation: float
    n: int

    def __post_init__(self) -> None:
        if not (self.sd_before > 0 and self.sd_after > 0 and self.n >= 2 and -1 < self.correlation < 1):
            raise EvidenceProblem(
                f"A change needs two standard deviations above nought, a correlation between -1 and 1 and two people "
                f"or more; found {self.sd_before:g}, {self.sd_after:g}, {self.correlation:g} and {self.n}. Take them "
                "from the report, or state the correlation that you assume."
            )

    @property
    def mean(self) -> float:
        """The mean change, after minus before."""
        return self.mean_after - self.mean_before

    @property
    def variance(self) -> float:
        """The variance of changes between people."""
        product = 2 * self.correlation * self.sd_before * self.sd_after
        return self.sd_before**2 + self.sd_after**2 - product


def small_sample_correction(freedom: float) -> float:
    """J, by which a standardised mean difference is shrunk because its standard deviation is an estimate.

    In words: the gamma function of m/2 over the root of m/2 times that of (m-1)/2, with m degrees of freedom; about
    1 - 3/(4m - 1). Source: Hedges (1981), J Educ Stat 6:107. Raises EvidenceProblem for less than two degrees.

    >>> round(small_sample_correction(56), 6)
    0.986537
    """
    if freedom < 2:
        raise EvidenceProblem(
            f"The correction needs two degrees of freedom or more; found {freedom:g}. Leave out so small a study."
        )
    return math.exp(gammaln(freedom / 2) - gammaln((freedom - 1) / 2) - math.log(freedom / 2) / 2)


def mean_difference(first: Scores, second: Scores) -> Effect:
    """The difference of two means in points of the scale, without assuming equal spread.

    >>> effect = mean_difference(Scores(10, 5, 30), Scores(14, 6, 28))
    >>> effect.estimate, round(effect.variance, 4)
    (-4.0, 2.119)
    """
    return Effect(float(first.mean - second.mean), first.sd**2 / first.n + second.sd**2 / second.n)


def standardised_mean_difference(first: Scores, second: Scores) -> Effect:
    """Hedges' g: the difference of two means in pooled standard deviations, times the exact J.

    Its variance is 1/n1 + 1/n2 + g²/(2(n1 + n2)). Assumes normal scores with one spread in both groups.

    >>> effect = standardised_mean_difference(Scores(10, 5, 30), Scores(14, 6, 28))
    >>> round(effect.estimate, 4), round(effect.variance, 4)
    (-0.7168, 0.0735)
    """
    freedom = first.n + second.n - 2
    pooled = math.sqrt(((first.n - 1) * first.sd**2 + (second.n - 1) * second.sd**2) / freedom)
    g = small_sample_correction(freedom) * (first.mean - second.mean) / pooled
    return Effect(g, 1 / first.n + 1 / second.n + g**2 / (2 * (first.n + second.n)))


def mean_change(change: Change) -> Effect:
    """The mean change of one group in points. Without a comparison group it is not the effect of treatment.

    >>> effect = mean_change(Change(20, 5, 15, 6, 0.5, 25))
    >>> effect.estimate, round(effect.variance, 2)
    (-5.0, 1.24)
    """
    return Effect(float(change.mean), change.variance / change.n)


def standardised_change(change: Change) -> Effect:
    """The mean change of one group in standard deviations of the scores before, times J with n - 1 degrees.

    Its variance is 2(1 - r)/n + g²/(2n). Source: Becker (1988), Br J Math Stat Psychol 41:257. Without a comparison
    group it is not the effect of treatment.

    >>> effect = standardised_change(Change(20, 5, 15, 6, 0.5, 25))
    >>> round(effect.estimate, 4), round(effect.variance, 4)
    (-0.9684, 0.0588)
    """
    g = small_sample_correction(change.n - 1) * change.mean / change.sd_before
    return Effect(g, 2 * (1 - change.correlation) / change.n + g**2 / (2 * change.n))


def difference_of_changes(first: Change, second: Change) -> Effect:
    """How much more the first group changed than the second, each in its own standard deviations before.

    Source: Becker (1988). Groups are independent, so variances add.

    >>> both = difference_of_changes(Change(20, 5, 10, 6, 0.5, 25), Change(20, 5, 15, 6, 0.5, 25))
    >>> round(both.estimate, 4)
    -0.9684
    """
    one, other = standardised_change(first), standardised_change(second)
    return Effect(one.estimate - other.estimate, one.variance + other.variance)


def _cells(first: Counts, second: Counts) -> tuple[float, float, float, float]:
    """The four cells; 0.5 is added to all of them where one is empty, as metafor does."""
    cells = (first.events, first.n - first.events, second.events, second.n - second.events)
    more = 0.5 if 0 in cells else 0.0
    return cells[0] + more, cells[1] + more, cells[2] + more, cells[3] + more


def _check_ratio(first: Counts, second: Counts) -> None:
    if first.events == second.events == 0 or (first.events == first.n and second.events == second.n):
        raise EvidenceProblem(
            f"A ratio needs an event in one group; found {first.events} of {first.n} and {second.events} of {second.n}."
            " Leave the study out of a pooled ratio, or pool risk differences."
        )


def log_odds_ratio(first: Counts, second: Counts) -> Effect:
    """The logarithm of the odds ratio; its variance is the sum of one over each cell.

    Raises EvidenceProblem where nobody, or everybody, of both groups has the event.

    >>> round(log_odds_ratio(Counts(4, 123), Counts(11, 139)).estimate, 4)
    -0.9387
    """
    _check_ratio(first, second)
    a, b, c, d = _cells(first, second)
    return Effect(math.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d)


def log_risk_ratio(first: Counts, second: Counts) -> Effect:
    """The logarithm of the risk ratio; its variance is 1/a - 1/n1 + 1/c - 1/n2.

    Raises EvidenceProblem where nobody, or everybody, of both groups has the event.

    >>> effect = log_risk_ratio(Counts(4, 123), Counts(11, 139))
    >>> round(effect.estimate, 4), round(effect.variance, 4)
    (-0.8893, 0.3256)
    """
    _check_ratio(first, second)
    a, b, c, d = _cells(first, second)
    return Effect(math.log(a / (a + b)) - math.log(c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))


def risk_difference(first: Counts, second: Counts) -> Effect:
    """The difference of two shares.

    >>> round(risk_difference(Counts(30, 100), Counts(20, 100)).estimate, 4)
    0.1
    """
    a, b, c, d = _cells(first, second)
    one, other = a / (a + b), c / (c + d)
    return Effect(one - other, one * (1 - one) / (a + b) + other * (1 - other) / (c + d))


def log_ratio_from_interval(ratio: float, low: float, high: float, *, level: float = 0.95) -> Effect:
    """The logarithm of a hazard, odds or risk ratio with the variance that its printed interval implies.

    In words: the standard error is the width of the interval on the logarithm over twice the normal quantile. Assumes
    an interval that is symmetric there; raises EvidenceProblem where the ratio is more than a tenth of the width off
    its middle, because one of the three numbers is then probably mistyped.

    >>> effect = log_ratio_from_interval(0.69, 0.58, 0.82)
    >>> round(effect.estimate, 4), round(effect.se, 4)
    (-0.3711, 0.0883)
    """
    if not 0 < low < ratio < high or not 0 < level < 1:
        raise EvidenceProblem(
            f"A ratio lies within its interval and above nought; found {ratio:g} ({low:g} to {high:g}). Check all."
        )
    width = math.log(high) - math.log(low)
    if abs(math.log(ratio) - (math.log(high) + math.log(low)) / 2) > width / 10:
        raise EvidenceProblem(
            f"A ratio lies in the middle of its interval on the logarithm; found {ratio:g} ({low:g} to {high:g}). Look "
            "for a wrong digit, or an interval that was made in another way."
        )
    return Effect(math.log(ratio), (width / (2 * float(ndtri((1 + level) / 2)))) ** 2)
