"""How many people a trial of two arms needs: two means, two proportions, no worse than, events, and loss on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, log, sqrt
from typing import Final

from scipy import stats

from kith.science.trials.problems import TrialProblem, check_above_nought, check_share, check_whole

TWO_SIDED: Final = 0.05
USUAL_POWER: Final = 0.8
# Sums of decimals that are whole on paper end in a few bits more: 176 / 0.8 must be 220.
WHOLE: Final = 1e-9
# A trial of a tenth of everybody alive is a slip of the pen; the search for the exact number ends here.
MOST_PEOPLE: Final = 10**8


@dataclass(frozen=True)
class SampleSize:
    """People needed in each of two arms; `by_formula` is the large-sample formula before rounding, `power` what
    `per_arm` reaches by the method of the test."""

    per_arm: int
    by_formula: float
    power: float


def whole(people: float) -> int:
    """The next whole number upwards; the noise of decimals does not count.

    >>> whole(220.0000000000001), whole(174.4)
    (220, 175)
    """
    return ceil(people - WHOLE)


def z_sum(power: float, alpha: float) -> float:
    """z(1 - alpha/2) + z(power): what a standardised difference must be. Two-sided `alpha`; raises TrialProblem for
    shares outside 0 to 1 and for a power that is no more than alpha/2, which nobody needs people for.

    >>> round(z_sum(0.8, 0.05), 5)
    2.80159
    """
    check_share("The power", power)
    check_share("Alpha", alpha)
    found = float(stats.norm.isf(alpha / 2) + stats.norm.ppf(power))
    if found <= 0:
        raise TrialProblem(f"The power must be above alpha/2; found {power:g} and alpha {alpha:g}. Take 0.8 or more.")
    return found


def two_means_by_formula(d: float, *, power: float = USUAL_POWER, alpha: float = TWO_SIDED) -> float:
    """People in each arm for two means, by the large-sample formula: 2 (z_a + z_b)^2 / d^2.

    `d` is the difference in standard deviations, of either sign. Assumes normal scores, one standard deviation in both
    arms and independent people; a little too few where arms are small, so `two_means` adds what the t test needs.
    Raises TrialProblem for no difference.

    >>> round(two_means_by_formula(0.3), 1)
    174.4
    """
    check_above_nought("The size of the difference", abs(d))
    return 2 * z_sum(power, alpha) ** 2 / d**2


def two_means(d: float, *, power: float = USUAL_POWER, alpha: float = TWO_SIDED) -> SampleSize:
    """The fewest people in each arm with which a two-sided t test of two means has the power.

    Exact: noncentral t with 2(n - 1) degrees of freedom and noncentrality d sqrt(n/2), both tails (Cohen 1988).
    Assumptions as `two_means_by_formula`, which is where the search begins.

    >>> two_means(0.3).per_arm, two_means(0.3, power=0.9).per_arm
    (176, 235)
    """
    start = two_means_by_formula(d, power=power, alpha=alpha)
    per_arm = fewest(lambda n: power_of_two_means(n, d, alpha=alpha), power, least=2, start=whole(start))
    return SampleSize(per_arm, start, power_of_two_means(per_arm, d, alpha=alpha))


def power_of_two_means(per_arm: int, d: float, *, alpha: float = TWO_SIDED) -> float:
    """The power of a two-sided t test with so many in each arm; formula and assumptions as `two_means`.

    >>> round(power_of_two_means(64, 0.5), 4)
    0.8015
    """
    check_whole("The number in each arm", per_arm, least=2)
    check_share("Alpha", alpha)
    return power_of_t(abs(d) * sqrt(per_arm / 2), 2 * (per_arm - 1), alpha)


def power_of_t(noncentrality: float, degrees: float, alpha: float) -> float:
    """The chance that |t| exceeds its two-sided critical value, for a noncentral t.

    >>> round(power_of_t(0.0, 30, 0.05), 4)
    0.05
    """
    critical = stats.t.isf(alpha / 2, degrees)
    # The far tail as the near one of the mirrored distribution: SciPy's lower tail is at times not a number there.
    return float(stats.nct.sf(critical, degrees, noncentrality) + stats.nct.sf(critical, degrees, -noncentrality))


def baseline_factor(correlation: float) -> float:
    """What a sample size is multiplied by when the baseline is adjusted for: 1 - rho^2.

    `correlation` is that of baseline and outcome within arms. Source: Borm, Fransen and Lemmens 2007 (Journal of
    Clinical Epidemiology 60, 1234), recalled. Raises TrialProblem for a correlation of 1 or beyond.

    >>> round(two_means_by_formula(0.3) * baseline_factor(0.5), 1)
    130.8
    """
    if not -1 < correlation < 1:
        raise TrialProblem(
            f"A correlation of baseline and outcome is between -1 and 1; found {correlation:g}. Take 0.4 to 0.6 where "
            "you know no better."
        )
    return 1 - correlation**2


def two_proportions(
    one: float, other: float, *, power: float = USUAL_POWER, alpha: float = TWO_SIDED, is_pooled: bool = True
) -> SampleSize:
    """People in each arm for two proportions, normal approximation.

    n = [z_a sqrt(2 p q) + z_b sqrt(p1 q1 + p2 q2)]^2 / (p1 - p2)^2 with p the mean of the two (Fleiss, Levin and Paik
    2003); with `is_pooled` false z_a also takes sqrt(p1 q1 + p2 q2). No continuity correction. Assumes that some five
    people or more are expected in each cell. Raises TrialProblem for proportions that are equal or no shares.

    >>> two_proportions(0.45, 0.55).per_arm, two_proportions(0.45, 0.55, is_pooled=False).per_arm
    (392, 389)
    """
    check_share("A proportion", one)
    check_share("A proportion", other)
    check_above_nought("The difference of the proportions", abs(one - other))
    z_sum(power, alpha)
    null, real = _spreads(one, other, is_pooled)
    unrounded = ((float(stats.norm.isf(alpha / 2)) * null + float(stats.norm.ppf(power)) * real) / (one - other)) ** 2
    per_arm = max(whole(unrounded), 2)
    reached = power_of_two_proportions(per_arm, one, other, alpha=alpha, is_pooled=is_pooled)
    return SampleSize(per_arm, unrounded, reached)


def power_of_two_proportions(
    per_arm: float, one: float, other: float, *, alpha: float = TWO_SIDED, is_pooled: bool = True
) -> float:
    """The power of the two-sided z test of two proportions in the direction of the difference; as `two_proportions`.

    >>> round(power_of_two_proportions(392, 0.45, 0.55), 4)
    0.8007
    """
    check_share("A proportion", one)
    check_share("A proportion", other)
    check_share("Alpha", alpha)
    check_above_nought("The number in each arm", per_arm)
    null, real = _spreads(one, other, is_pooled)
    return float(stats.norm.cdf((abs(one - other) * sqrt(per_arm) - stats.norm.isf(alpha / 2) * null) / real))


def no_worse(margin: float, *, power: float = 0.9, one_sided: float = 0.025) -> SampleSize:
    """People in each arm to show that a treatment is no worse than another by more than a margin.

    n = 2 (z_(1 - a) + z_b)^2 / margin^2 with the margin in standard deviations and a one-sided `a`, if the two are
    truly alike (Julious 2004, recalled); known variance. Raises TrialProblem for a margin that is not above 0.

    >>> round(no_worse(0.3).by_formula, 1), no_worse(0.3).per_arm
    (233.5, 234)
    """
    check_above_nought("The margin", margin)
    check_share("One-sided alpha", one_sided)
    unrounded = two_means_by_formula(margin, power=power, alpha=2 * one_sided)
    per_arm = max(whole(unrounded), 2)
    reached = float(stats.norm.cdf(margin * sqrt(per_arm / 2) - stats.norm.isf(one_sided)))
    return SampleSize(per_arm, unrounded, reached)


def events_needed(hazard_ratio: float, *, power: float = USUAL_POWER, alpha: float = TWO_SIDED) -> float:
    """Events in both arms together that a log-rank test needs: 4 (z_a + z_b)^2 / ln(HR)^2, arms of one size.

    Source: Schoenfeld 1981 (Biometrika 68, 316). Assumes proportional hazards. Raises TrialProblem for a ratio of 1.

    >>> round(events_needed(0.69), 2), whole(events_needed(0.69))
    (228.02, 229)
    """
    check_above_nought("The hazard ratio", hazard_ratio)
    check_above_nought("The size of the logarithm of the hazard ratio", abs(log(hazard_ratio)))
    return 4 * z_sum(power, alpha) ** 2 / log(hazard_ratio) ** 2


def with_loss(people: float, loss: float) -> int:
    """How many to ask so that so many are left: people / (1 - loss), rounded up.

    Makes up for lost precision, never for lost people who differ from those who stay. Raises TrialProblem for a loss
    that is no share.

    >>> with_loss(176, 0.2)
    220
    """
    check_above_nought("The number of people", people)
    check_share("The loss", loss, may_be_nought=True)
    return whole(people / (1 - loss))


def fewest(power_of: Callable[[int], float], power: float, *, least: int, start: int) -> int:
    """The smallest number whose power is enough; `power_of` rises with the number. Raises TrialProblem beyond 10^8.

    >>> fewest(lambda n: n / 10, 0.75, least=1, start=3)
    8
    """
    low, high = least - 1, max(start, least)
    while high <= MOST_PEOPLE and power_of(high) < power:
        low, high = high, 2 * high
    if high > MOST_PEOPLE:
        raise TrialProblem(
            f"No number that anybody could ask is enough; found none up to {MOST_PEOPLE // 2:,}. Look for a larger "
            "difference, or another design."
        )
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power_of(middle) >= power else (middle, high)
    return high


def _spreads(one: float, other: float, is_pooled: bool) -> tuple[float, float]:
    """Standard deviations of the difference, with one in each arm: if there is none, and if there is."""
    mean = (one + other) / 2
    real = sqrt(one * (1 - one) + other * (1 - other))
    return (sqrt(2 * mean * (1 - mean)) if is_pooled else real), real
