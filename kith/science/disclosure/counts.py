"""Keeps small counts from pointing at people. The one place where counts are made fit for a page; two constants."""

from __future__ import annotations

from dataclasses import dataclass

SMALLEST_SHOWN = 8
"""Counts from 1 to 7 are withheld, as in NHS hospital statistics. With the older habit of hiding only counts below 5,
an attacker who knows the totals gets back three quarters and more of the hidden counts."""

ROUNDED_TO = 5
"""Every count that is shown, totals too, is rounded to the nearest 5, so that totals minus parts give nothing away."""

SMALL_NUMBERS = "small_numbers"
NOBODY = "nobody"


@dataclass(frozen=True)
class ShownCount:
    """A count fit for a page: a multiple of 5, or None with the reason."""

    value: int | None
    reason: str | None = None


@dataclass(frozen=True)
class ShownRate:
    """A rate fit for a page, worked out from shown counts only; None with the reason where it may not be shown."""

    numerator: ShownCount
    denominator: ShownCount
    value: float | None
    reason: str | None = None


def shown_count(count: int) -> ShownCount:
    """A count as a page may show it: 0 as 0, 1 to 7 withheld, the rest rounded to the nearest 5.

    Source: the NHS hospital episode rule. Raises ValueError for a negative count.

    >>> shown_count(0), shown_count(7)
    (ShownCount(value=0, reason=None), ShownCount(value=None, reason='small_numbers'))
    >>> shown_count(8).value, shown_count(12).value, shown_count(13).value
    (10, 10, 15)
    """
    if count < 0:
        raise ValueError(f"A count of people is 0 or more; found {count}. Look at how it was worked out.")
    if 0 < count < SMALLEST_SHOWN:
        return ShownCount(None, SMALL_NUMBERS)
    return ShownCount((count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO)


def shown_rate(numerator: int, denominator: int) -> ShownRate:
    """A share as a page may show it: from the rounded counts, never from the true ones.

    Withheld when either count is small, or when the people left over are between 1 and 7, because numerator and
    denominator together name them. With nobody in the denominator there is no rate. Raises ValueError as `rate` does.

    >>> shown_rate(26, 52).value
    0.5
    >>> shown_rate(3, 52).reason, shown_rate(50, 52).reason, shown_rate(0, 0).reason
    ('small_numbers', 'small_numbers', 'nobody')
    """
    if not 0 <= numerator <= denominator:
        raise ValueError(
            f"A rate needs a count between 0 and its denominator; found {numerator} of {denominator}. Count the same "
            "people in both."
        )
    top, bottom, rest = shown_count(numerator), shown_count(denominator), shown_count(denominator - numerator)
    if denominator == 0:
        return ShownRate(top, bottom, None, NOBODY)
    if top.value is None or bottom.value is None:
        return ShownRate(top, bottom, None, SMALL_NUMBERS)
    if rest.value is None:
        return ShownRate(ShownCount(None, SMALL_NUMBERS), bottom, None, SMALL_NUMBERS)
    return ShownRate(top, bottom, top.value / bottom.value)


def shown_figure(value: float | None, *, people: int) -> tuple[float | None, str | None]:
    """A median or a mean as a page may show it: withheld when it rests on 1 to 7 people, with the reason.

    >>> shown_figure(21.0, people=7), shown_figure(21.0, people=8), shown_figure(None, people=0)
    ((None, 'small_numbers'), (21.0, None), (None, 'nobody'))
    """
    if people == 0 or value is None:
        return None, NOBODY
    return (value, None) if shown_count(people).value is not None else (None, SMALL_NUMBERS)
