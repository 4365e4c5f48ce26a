"""How much a score moves by itself: measurement error, and the change that is too big to be only error."""

from __future__ import annotations

import math

CRITICAL_95 = 1.96
"""Two-sided 95 %: of people who did not change, about 1 in 20 is called changed. 1.645 (90 %) and 1.28 (80 %) are
seen in the literature; they find more change and are wrong more often."""


def check_spread(sd: float, reliability: float) -> None:
    """Refuse a standard deviation or a reliability that no scale can have.

    Raises ValueError when sd is not a positive number, or reliability is outside 0 to 1 or exactly 1.

    >>> check_spread(7.5, 1.2)
    Traceback (most recent call last):
    ValueError: A reliability lies between 0 and 1 and below 1; found 1.2. Look it up in the source of the norms: \
it may have been written in percent.
    """
    if not (math.isfinite(sd) and sd > 0):
        raise ValueError(
            f"A standard deviation is a number above 0; found {sd:g}. Take it from the source of the norms, or from a "
            "sample in which people differ."
        )
    if not 0 <= reliability < 1:
        raise ValueError(
            f"A reliability lies between 0 and 1 and below 1; found {reliability:g}. Look it up in the source of the "
            "norms: it may have been written in percent."
        )


def standard_error_of_measurement(sd: float, reliability: float) -> float:
    """How far one score lies from the person's true score, typically, in points of the scale.

    In words: the standard deviation times the root of (1 minus the reliability). Source: classical test theory, as used
    by Jacobson & Truax (1991). `sd` is in points and belongs to the same population as `reliability`; say which
    reliability it is (internal consistency or test-retest) where the result is kept. Assumes that the error is the same
    size at every score. Raises ValueError as `check_spread` does.

    >>> round(standard_error_of_measurement(7.5, 0.80), 4)
    3.3541
    """
    check_spread(sd, reliability)
    return sd * math.sqrt(1 - reliability)


def standard_error_of_difference(sd: float, reliability: float) -> float:
    """How far two scores of a person who did not change lie apart, typically, in points of the scale.

    In words: the standard error of measurement times the root of 2, because both scores carry error. Source:
    Christensen & Mendoza (1986), taken up by Jacobson & Truax (1991). The 1984 form divided by the error of one score
    and found change too easily, by a factor of the root of 2; it is not offered. Raises ValueError as `check_spread`
    does.

    >>> round(standard_error_of_difference(7.5, 0.80), 4)
    4.7434
    """
    return math.sqrt(2) * standard_error_of_measurement(sd, reliability)


def minimum_reliable_change(sd: float, reliability: float, *, critical: float = CRITICAL_95) -> float:
    """The change in raw points above which a change is called reliable. A change of exactly this size is not.

    In words: the critical value times the standard error of the difference. Source: Jacobson & Truax (1991). Raises
    ValueError as `check_spread` does.

    >>> round(minimum_reliable_change(7.5, 0.80), 4)
    9.2971
    """
    return critical * standard_error_of_difference(sd, reliability)


def minimum_reliable_points(sd: float, reliability: float, *, critical: float = CRITICAL_95) -> int:
    """The smallest change that is reliable on a scale of whole points: the first whole number above the minimum.

    Strictly above: where the minimum is exactly 4, a change of 4 is still within error and the answer is 5. Raises
    ValueError as `check_spread` does.

    >>> minimum_reliable_points(7.5, 0.80)
    10
    >>> minimum_reliable_points(4.0, 0.5, critical=1.0)  # the minimum is exactly 4
    5
    """
    minimum = minimum_reliable_change(sd, reliability, critical=critical)
    return math.floor(minimum + EXACT) + 1


EXACT = 1e-9
"""Sums of decimals miss by about 1e-15: 10 * sqrt(2) * sqrt(0.08) is not quite 4, and 2.26 - 1.53 not quite 0.73.
Without a little room such a score would fall on the wrong side of its limit. No scale is graded finer than this."""
