"""How long people waited: the middle wait, and the shares seen within six and eighteen weeks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from kith.science.outcomes.rates import Rate, rate

SIX_WEEKS_IN_DAYS = 42
EIGHTEEN_WEEKS_IN_DAYS = 126


@dataclass(frozen=True)
class Waits:
    """Waits of a set of people. `median_days` is None when nobody has been seen."""

    people: int
    unknown: int
    median_days: float | None
    within_six_weeks: Rate
    within_eighteen_weeks: Rate


def days_waited(start: date, end: date) -> int:
    """Calendar days from one day to another; the same day is 0. Raises ValueError when the end comes first.

    Dates carry no clock, so a change to summer time on the way costs nothing.

    >>> days_waited(date(2026, 3, 1), date(2026, 4, 12))
    42
    """
    if end < start:
        raise ValueError(
            f"A wait ends after it starts; found {start:%Y-%m-%d} to {end:%Y-%m-%d}. One of the two dates is wrong: "
            "look at the referral."
        )
    return (end - start).days


def summarise_waits(days: Iterable[int | None]) -> Waits:
    """The middle wait and the shares within 42 and 126 days, both inclusive; unknown waits (None) are counted apart.

    Source: NHS Talking Therapies waiting standards, counted from the day a referral arrives to the first therapy
    session. Raises ValueError for a negative wait.

    >>> waits = summarise_waits([10, 42, 43, 126, 127, None])
    >>> waits.median_days, waits.within_six_weeks.numerator, waits.within_eighteen_weeks.numerator, waits.unknown
    (43, 2, 4, 1)
    """
    everybody: Sequence[int | None] = list(days)
    known = sorted(day for day in everybody if day is not None)
    if known and known[0] < 0:
        raise ValueError(
            f"A wait is 0 days or more; found {known[0]}. One of its two dates is wrong: look at the referral."
        )
    return Waits(
        people=len(everybody),
        unknown=len(everybody) - len(known),
        median_days=median(known) if known else None,
        within_six_weeks=rate(sum(day <= SIX_WEEKS_IN_DAYS for day in known), len(known)),
        within_eighteen_weeks=rate(sum(day <= EIGHTEEN_WEEKS_IN_DAYS for day in known), len(known)),
    )
