"""Six ways to ask whether one person's change is more than measurement error. JT is the one to use unless told
otherwise.

Every method takes the score before and the score after (one number each, or columns of the same length), and norms in
points of the scale. It returns a statistic of the same shape, positive when the score rose; NaN where a score is
missing. Compare its size with 1.96, for HA with 1.65. Keep the method, the norms and their source beside the result.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from kith.science.change.arrays import Numbers
from kith.science.change.reliability import check_spread, standard_error_of_difference, standard_error_of_measurement

CRITICAL_HA = 1.65
"""One-sided 95 %: Hageman & Arrindell test in the direction of the change that was seen."""


def reliable_change_index(before: Numbers, after: Numbers, *, sd: float, reliability: float) -> Numbers:
    """JT: the change in units of its own error (Jacobson & Truax 1991, with Christensen & Mendoza's 1986 correction).

    In words: after minus before, over the standard error of the difference. `sd` is that of the clinical group before
    treatment. Assumes the same error at every score and takes no account of regression to the mean. Raises ValueError
    as `check_spread` does.

    >>> round(reliable_change_index(32.5, 47.5, sd=7.5, reliability=0.80), 4)
    3.1623
    """
    return (after - before) / standard_error_of_difference(sd, reliability)


def gulliksen_lord_novick(before: Numbers, after: Numbers, *, mean: float, sd: float, reliability: float) -> Numbers:
    """GLN: the change beyond what regression to the mean would bring.

    In words: the distance of after from the mean, minus the reliability times the distance of before, over the error of
    that prediction. `mean` and `sd` are those of the population the person comes from. Sources: Gulliksen (1950),
    Lord & Novick (1968), in the form of Hsu (1989). Raises ValueError as `check_spread` does.

    >>> round(gulliksen_lord_novick(32.5, 47.5, mean=40, sd=7.5, reliability=0.80), 4)
    3.0
    """
    return hsu_linn_lord(before, after, mean_before=mean, mean_after=mean, sd=sd, reliability=reliability)


def hsu_linn_lord(
    before: Numbers, after: Numbers, *, mean_before: float, mean_after: float, sd: float, reliability: float
) -> Numbers:
    """HLL: as GLN, where the comparison population itself moved from `mean_before` to `mean_after`.

    Sources: Hsu (1989, 1995); Linn & Slinde (1977). Raises ValueError as `check_spread` does.

    >>> round(hsu_linn_lord(32.5, 47.5, mean_before=40, mean_after=42, sd=7.5, reliability=0.80), 4)
    2.5556
    """
    check_spread(sd, reliability)
    expected = mean_after + reliability * (before - mean_before)
    return (after - expected) / (sd * math.sqrt(1 - reliability**2))


def estimated_true_score(before: Numbers, *, mean: float, reliability: float) -> Numbers:
    """The score before, drawn towards the mean of its population by the unreliable part of it.

    >>> estimated_true_score(32.5, mean=40, reliability=0.80)
    34.0
    """
    return mean + reliability * (before - mean)


def edwards_nunnally(before: Numbers, after: Numbers, *, mean: float, sd: float, reliability: float) -> Numbers:
    """EN: the distance of after from the estimated true score before (Edwards 1978; Nunnally 1967; Speer 1992).

    In words: after minus the estimated true score, over the standard error of measurement. Finds more change than JT
    where scores before were extreme. Raises ValueError as `check_spread` does.

    >>> round(edwards_nunnally(32.5, 47.5, mean=40, sd=7.5, reliability=0.80), 4)
    4.0249
    """
    true_score = estimated_true_score(before, mean=mean, reliability=reliability)
    return (after - true_score) / standard_error_of_measurement(sd, reliability)


@dataclass(frozen=True)
class Interval:
    """Two ends, in points of the scale."""

    low: float
    high: float


def edwards_nunnally_interval(before: float, *, mean: float, sd: float, reliability: float) -> Interval:
    """The classic EN interval: two standard errors either side of the estimated true score. A score outside changed.

    >>> interval = edwards_nunnally_interval(32.5, mean=40, sd=7.5, reliability=0.80)
    >>> round(interval.low, 3), round(interval.high, 3)
    (27.292, 40.708)
    """
    true_score = estimated_true_score(before, mean=mean, reliability=reliability)
    reach = 2 * standard_error_of_measurement(sd, reliability)
    return Interval(true_score - reach, true_score + reach)


def nunnally_kotsch(
    before: Numbers, after: Numbers, *, mean: float, sd: float, reliability: float, reliability_after: float
) -> Numbers:
    """NK: as EN, with the error of both scores and a reliability of its own for the second (Nunnally & Kotsch 1983).

    In words: after minus the estimated true score, over the root of (squared reliability times the error variance of
    before, plus the error variance of after). Raises ValueError as `check_spread` does.

    >>> round(nunnally_kotsch(32.5, 47.5, mean=40, sd=7.5, reliability=0.80, reliability_after=0.80), 4)
    3.1429
    """
    error_before = standard_error_of_measurement(sd, reliability)
    error_after = standard_error_of_measurement(sd, reliability_after)
    true_score = estimated_true_score(before, mean=mean, reliability=reliability)
    return (after - true_score) / math.hypot(reliability * error_before, error_after)


@dataclass(frozen=True)
class Sample:
    """What Hageman & Arrindell need to know of the sample a person belongs to, in points of the scale."""

    mean_before: float
    mean_after: float
    sd_before: float
    sd_after: float
    correlation: float


def reliability_of_differences(sample: Sample, *, error: float) -> float:
    """How much of the spread of change scores is real change; `error` is the standard error of measurement.

    In words: the true variances of before and after minus twice their covariance, over the observed ones. Source:
    Hageman & Arrindell (1999). Raises ValueError where the sample shows no more difference between people's changes
    than error alone would give; the method has no answer there.

    >>> round(reliability_of_differences(Sample(40, 48, 7.5, 9.0, 0.5), error=3.0), 4)
    0.7419
    """
    covariance = 2 * sample.correlation * sample.sd_before * sample.sd_after
    observed = sample.sd_before**2 + sample.sd_after**2 - covariance
    real = observed - 2 * error**2
    if observed <= 0 or real <= 0:
        raise ValueError(
            "Hageman and Arrindell's method needs changes that differ by more than error; found a variance of changes "
            f"of {observed:.4g} and an error variance of {2 * error**2:.4g}. Use the reliable change index (JT)."
        )
    return real / observed


def hageman_arrindell(before: Numbers, after: Numbers, *, sample: Sample, reliability: float) -> Numbers:
    """HA: the change drawn towards the sample's mean change by its unreliable part. Compare with 1.65.

    In words: the person's change times the reliability of changes, plus the mean change times the rest, over the root
    of that reliability times the standard error of the difference. `reliability` is that of the score before. Source:
    Hageman & Arrindell (1999). Raises ValueError as `check_spread` and `reliability_of_differences` do.

    >>> round(hageman_arrindell(32.5, 47.5, sample=Sample(40, 48, 7.5, 9.0, 0.5), reliability=0.84), 4)
    3.6103
    """
    error = standard_error_of_measurement(sample.sd_before, reliability)
    share = reliability_of_differences(sample, error=error)
    mean_change = sample.mean_after - sample.mean_before
    return ((after - before) * share + mean_change * (1 - share)) / (math.sqrt(share) * math.sqrt(2) * error)
