"""Rates that carry their numerator, their denominator and an interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z_95 = 1.959963984540054
"""The normal quantile for a two-sided 95 % interval."""


@dataclass(frozen=True)
class Rate:
    """A share of people. `value`, `low` and `high` are None when the denominator is 0: nobody has no rate."""

    numerator: int
    denominator: int
    value: float | None
    low: float | None
    high: float | None


def rate(numerator: int, denominator: int, *, z: float = Z_95) -> Rate:
    """A share with its Wilson score interval.

    In words: the shares p for which the observed count lies within z standard errors of what p predicts. It stays
    within 0 and 1 and holds its 95 % for small groups, where the usual p plus or minus 1.96 standard errors does not.
    Source: Wilson (1927); Newcombe (1998). Assumes that people are independent of one another. Raises ValueError when
    the counts are negative or the numerator is larger than the denominator.

    >>> tenth = rate(81, 263)
    >>> round(tenth.value, 4), round(tenth.low, 4), round(tenth.high, 4)
    (0.308, 0.2553, 0.3662)
    >>> rate(0, 0).value is None
    True
    """
    if not 0 <= numerator <= denominator:
        raise ValueError(
            f"A rate needs a count between 0 and its denominator; found {numerator} of {denominator}. Count the same "
            "people in both."
        )
    if denominator == 0:
        return Rate(0, 0, None, None, None)
    share = numerator / denominator
    middle = share + z * z / (2 * denominator)
    reach = z * math.sqrt(share * (1 - share) / denominator + z * z / (4 * denominator**2))
    scale = 1 + z * z / denominator
    low = 0.0 if numerator == 0 else (middle - reach) / scale
    high = 1.0 if numerator == denominator else (middle + reach) / scale
    return Rate(numerator, denominator, share, low, high)
