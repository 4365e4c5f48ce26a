"""Rates, counts and ranges as they may leave the service: suppressed and rounded first, intervals worked out after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kith.science.disclosure import (
    SMALL_NUMBERS,
    SMALLEST_SHOWN,
    ShownCount,
    shown_count,
    shown_figure,
    shown_rate,
)
from kith.science.outcomes.rates import rate


@dataclass(frozen=True)
class PublishedRate:
    """A share with its counts and interval, all from rounded counts; None with the reason where it is withheld."""

    numerator: int | None
    denominator: int | None
    value: float | None
    low: float | None
    high: float | None
    reason: str | None = None


@dataclass(frozen=True)
class PublishedCount:
    """A number of people, a multiple of 5; None with the reason where it is withheld."""

    people: int | None
    reason: str | None = None


@dataclass(frozen=True)
class PublishedFigure:
    """A median or a mean and the number of people it rests on; None with the reason where it is withheld."""

    value: float | None
    people: int | None
    reason: str | None = None


@dataclass(frozen=True)
class PublishedRange:
    """How many people lie from `above` (not included) up to `up_to` (included); an open end is None."""

    above: int | None
    up_to: int | None
    people: int


def publish_rate(numerator: int, denominator: int, *, total: ShownCount | None = None) -> PublishedRate:
    """A share that may be shown, with a Wilson interval of the rounded counts.

    In words: the counts are withheld or rounded by `shown_rate`; the share and its 95 % interval are worked out from
    the rounded counts, so that neither gives the true ones back. The interval is therefore a few points coarser than
    that of the true counts in groups below about 50. `total` is the denominator as a table already gave it. Raises
    ValueError as `rate` does.

    >>> publish_rate(26, 52).value, publish_rate(3, 52).reason
    (0.5, 'small_numbers')
    >>> low_and_high = publish_rate(26, 52)
    >>> round(low_and_high.low, 2), round(low_and_high.high, 2)
    (0.37, 0.63)
    """
    shown = shown_rate(numerator, denominator, total=total)
    top, bottom = shown.numerator.value, shown.denominator.value
    if shown.value is None or top is None or not bottom:
        return PublishedRate(None if shown.reason == SMALL_NUMBERS else top, bottom, None, None, None, shown.reason)
    interval = rate(top, bottom)
    return PublishedRate(top, bottom, shown.value, interval.low, interval.high)


def publish_count(count: int | ShownCount) -> PublishedCount:
    """A count that may be shown; see `shown_count`. One that a table already made fit is taken as it is.

    >>> publish_count(57), publish_count(3).reason
    (PublishedCount(people=55, reason=None), 'small_numbers')
    """
    shown = count if isinstance(count, ShownCount) else shown_count(count)
    return PublishedCount(shown.value, shown.reason)


def publish_figure(value: float | None, *, people: int) -> PublishedFigure:
    """A median or a mean that may be shown, to one decimal: withheld when it rests on 1 to 7 people.

    >>> publish_figure(21.0, people=40), publish_figure(21.0, people=5).value
    (PublishedFigure(value=21.0, people=40, reason=None), None)
    """
    shown, reason = shown_figure(value, people=people)
    return PublishedFigure(shown, shown_count(people).value if value is not None else 0, reason)


def publish_ranges(values: Sequence[int], *, edges: Sequence[int]) -> tuple[PublishedRange, ...]:
    """How many values lie in each range, with small ranges joined to a neighbour until none holds 1 to 7.

    `edges` are the inclusive upper ends; the last range is open. Joining keeps everybody in the picture, where leaving
    small ranges out would lose the longest waits first. Empty when all values together are fewer than 8.

    >>> publish_ranges([3] * 12 + [9] * 4 + [40] * 9, edges=[7, 14])
    (PublishedRange(above=None, up_to=7, people=10), PublishedRange(above=7, up_to=None, people=15))
    """
    if len(values) < SMALLEST_SHOWN:
        return ()
    lower, upper = [None, *edges], [*edges, None]
    ranges = [(low, high, _count(values, low, high)) for low, high in zip(lower, upper, strict=True)]
    while (small := next((i for i, (_, _, n) in enumerate(ranges) if 0 < n < SMALLEST_SHOWN), None)) is not None:
        near = [i for i in (small - 1, small + 1) if 0 <= i < len(ranges)]
        other = min(near, key=lambda i: ranges[i][2] or len(values) + 1)
        first, second = sorted((small, other))
        joined = (ranges[first][0], ranges[second][1], ranges[first][2] + ranges[second][2])
        ranges[first : second + 1] = [joined]
    return tuple(PublishedRange(low, high, shown_count(people).value or 0) for low, high, people in ranges)


def _count(values: Sequence[int], above: int | None, up_to: int | None) -> int:
    return sum((above is None or value > above) and (up_to is None or value <= up_to) for value in values)
