"""One number of people at a time: a count, a share, a median or a mean. The two constants of small numbers are here."""

from __future__ import annotations

from dataclasses import dataclass

SMALLEST_SHOWN = 8
"""Counts from 1 to 7 are withheld, as in NHS hospital statistics. With the older habit of hiding only counts below 5,
an attacker who knows the totals gets back three quarters and more of the hidden counts."""

ROUNDED_TO = 5
"""Every count that is shown, totals too, is rounded to the nearest 5, so that totals minus parts give nothing away."""

FIGURE_DECIMALS = 1
"""A mean with all its digits is a fraction whose denominator is the number of people: 6.384615 is 83 of 13."""

SMALL_NUMBERS = "small_numbers"
GIVES_BACK = "gives_back"
NOBODY = "nobody"
NOT_BROKEN_DOWN = "not_broken_down"
FEW_OR_NOBODY = "few_or_nobody"
"""0 to 7, and which is not said: of a group, month after month, even whether there was somebody adds up to a number."""


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


WITHHELD = ShownCount(None, SMALL_NUMBERS)


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
        return WITHHELD
    return ShownCount((count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO)


def could_be(shown: ShownCount) -> tuple[int, int]:
    """The least and the most that a count may truly be, for a reader of `shown_count` who knows the rule.

    Withheld as small is 1 to 7; a multiple of 5 is up to 2 away, and never below 8. Raises ValueError for anything that
    `shown_count` does not give.

    >>> could_be(shown_count(3)), could_be(shown_count(9)), could_be(shown_count(23)), could_be(shown_count(0))
    ((1, 7), (8, 12), (23, 27), (0, 0))
    """
    if shown == WITHHELD:
        return 1, SMALLEST_SHOWN - 1
    if shown.value is None or shown.value % ROUNDED_TO or shown.value < 0:
        raise ValueError(f"A shown count is a multiple of 5 or withheld as small; found {shown}. Use `shown_count`.")
    slack = ROUNDED_TO // 2
    return (max(SMALLEST_SHOWN, shown.value - slack), shown.value + slack) if shown.value else (0, 0)


def other_side(shown: ShownCount, count: int) -> ShownCount | None:
    """The multiple of 5 on the other side of the true count; None where the count is one itself, or is not shown.

    Never below 10, the least that is shown of anybody.

    >>> other_side(ShownCount(15), 17), other_side(ShownCount(20), 18), other_side(ShownCount(10), 9)
    (ShownCount(value=20, reason=None), ShownCount(value=15, reason=None), None)
    """
    if not shown.value or shown.value == count:
        return None
    other = shown.value + (ROUNDED_TO if count > shown.value else -ROUNDED_TO)
    return ShownCount(other) if other >= SMALLEST_SHOWN else None


def shown_part(part: int, whole: int) -> ShownCount:
    """The count of those whom a filter keeps, of a whole that is shown too: withheld when the others are 1 to 7.

    All without one site, shown beside all, is that site by subtraction. Rounding blurs it; over the filters of every
    site it does not blur enough. Raises ValueError when the part is not within the whole.

    >>> shown_part(48, 52), shown_part(40, 52).value, shown_part(52, 52).value
    (ShownCount(value=None, reason='small_numbers'), 40, 50)
    """
    if not 0 <= part <= whole:
        raise ValueError(
            f"A rate needs a count between 0 and its denominator; found {part} of {whole}. Count the same people in "
            "both."
        )
    return WITHHELD if shown_count(whole - part) == WITHHELD else shown_count(part)


def shown_rate(numerator: int, denominator: int, *, total: ShownCount | None = None) -> ShownRate:
    """A share as a page may show it: from the rounded counts, never from the true ones.

    Withheld when either count is small, or when the people left over are between 1 and 7, because numerator and
    denominator together name them. With nobody in the denominator there is no rate. `total` is the denominator as it
    already stands on the page, where a table gave it; everybody, and nobody more, is all of it. Raises ValueError when
    the numerator is not within the denominator.

    >>> shown_rate(26, 52).value, shown_rate(16, 17, total=ShownCount(20)).reason
    (0.5, 'small_numbers')
    >>> shown_rate(3, 52).reason, shown_rate(50, 52).reason, shown_rate(0, 0).reason
    ('small_numbers', 'small_numbers', 'nobody')
    """
    top, bottom = shown_part(numerator, denominator), total or shown_count(denominator)
    if denominator == 0:
        return ShownRate(top, bottom, None, NOBODY)
    if top.value is None or not bottom.value:
        return ShownRate(top, bottom, None, SMALL_NUMBERS)
    if top.value > bottom.value or numerator == denominator:
        top = bottom
    return ShownRate(top, bottom, (top.value or 0) / bottom.value)


def shown_figure(value: float | None, *, people: int) -> tuple[float | None, str | None]:
    """A median or a mean as a page may show it: one decimal, and withheld when it rests on 1 to 7 people.

    Assumes a figure of a scale on which a tenth is fine enough: days, sessions, hours. None stays None: nobody had one.

    >>> shown_figure(83 / 13, people=13), shown_figure(21.0, people=7), shown_figure(None, people=0)
    ((6.4, None), (None, 'small_numbers'), (None, 'nobody'))
    """
    if people == 0 or value is None:
        return None, NOBODY
    return (None, SMALL_NUMBERS) if shown_count(people) == WITHHELD else (round(value, FIGURE_DECIMALS), None)
