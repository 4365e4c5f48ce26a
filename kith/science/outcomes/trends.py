"""A number month by month, with the limits within which chance alone moves it: nobody explains what needs no reason."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import fmean

FEWEST_VALUES = 6
"""With fewer values the mean moving range is mostly chance itself: our convention."""
PER_RANGE = 3 * math.sqrt(math.pi) / 2
"""Three standard deviations per mean moving range: the mean range of two values of a normal distribution is 2 / root pi
standard deviations (computed; usually printed as 2.66)."""


@dataclass(frozen=True)
class IndividualsLimits:
    """The middle, and where single values lie when nothing but chance moves them."""

    centre: float
    low: float
    high: float


def individuals_limits(values: Sequence[float | None]) -> IndividualsLimits | None:
    """Limits of an individuals chart (XmR) for counts, which are never below 0; None with fewer than 6 known values.

    In words: the mean, plus or minus 2.66 times the mean of the steps from one value to the next. A step over a
    value that is not known is left out. Assumes that a month is not like the one before for lasting reasons, such
    as seasons: those show as points outside.

    >>> individuals_limits([40, 45, 40, 45, 40, 45])
    IndividualsLimits(centre=42.5, low=29.2, high=55.8)
    >>> individuals_limits([40, None, 45, 40]) is None
    True
    """
    known = [value for value in values if value is not None]
    steps = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    if len(known) < FEWEST_VALUES or not steps:
        return None
    centre, reach = fmean(known), PER_RANGE * fmean(steps)
    return IndividualsLimits(round(centre, 1), max(0.0, round(centre - reach, 1)), round(centre + reach, 1))


def months_between(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The first and the last day of each month from one day to another, cut at both.

    >>> [str(day) for day in list(months_between(date(2026, 1, 1), date(2026, 2, 28)))[1]]
    ['2026-02-01', '2026-02-28']
    """
    begin = first
    while begin <= last:
        following = (begin.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield begin, min(last, following - timedelta(days=1))
        begin = following
