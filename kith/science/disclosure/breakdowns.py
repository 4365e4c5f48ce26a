"""One-way tables: everybody, and the same people by one thing or by several, with a total that gives no part back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kith.science.disclosure.counts import (
    GIVES_BACK,
    NOT_BROKEN_DOWN,
    ROUNDED_TO,
    WITHHELD,
    ShownCount,
    could_be,
    shown_count,
)
from kith.science.disclosure.limits import FEWEST_PEOPLE

Parts = tuple[ShownCount, ...]


@dataclass(frozen=True)
class ShownBreakdowns:
    """The total, shown once, and the parts of each breakdown in the order they were given."""

    total: ShownCount
    breakdowns: tuple[Parts, ...]


def shown_breakdowns(*breakdowns: Sequence[int]) -> ShownBreakdowns:
    """The same people, broken down in one way or in several, beside their total.

    In words: parts are shown as `shown_count` shows them, and the total is rounded to the nearest 5. A reader who knows
    these rules can add up what the withheld parts may be. Where that would leave one of them no choice, the total is
    given as the other multiple of 5 beside it, less than 5 from the truth, as controlled rounding does (Cox 1987). What
    is shown then is what other counts, which leave a choice, are shown as too, so that knowing this rule does not help.
    Fewer than 10 people are not broken down at all, and the parts say so. Where neither total will do, it is withheld
    as `gives_back`; docs/methods/disclosure-control.md says how rare that is.

    Each breakdown counts everybody once. Zeros count. Raises ValueError for a negative count, for no breakdown, and for
    breakdowns of different totals.

    >>> shown = shown_breakdowns([20, 30, 4])
    >>> shown.total.value, [part.value for part in shown.breakdowns[0]]
    (55, [20, 30, None])
    >>> moved = shown_breakdowns([8, 8, 1])  # 17: as 15 it would say that two of at least 8 leave 1
    >>> moved.total.value, [part.value for part in moved.breakdowns[0]]
    (20, [10, 10, None])
    """
    totals = {sum(parts) for parts in breakdowns}
    if len(totals) != 1:
        found = ", ".join(map(str, sorted(totals))) or "no breakdown"
        raise ValueError(
            f"Breakdowns shown beside one total count the same people; found {found}. Count everybody once in each."
        )
    (total,) = totals
    shown = tuple(tuple(map(shown_count, parts)) for parts in breakdowns)
    if 0 < total < FEWEST_PEOPLE:
        nothing = ShownCount(None, NOT_BROKEN_DOWN)
        return ShownBreakdowns(shown_count(total), tuple((nothing,) * len(parts) for parts in shown))
    safe = (one for one in _totals(total) if _leaves_doubt(one, shown))
    return ShownBreakdowns(next(safe, ShownCount(None, GIVES_BACK)), shown)


def _totals(total: int) -> Iterator[ShownCount]:
    """The nearest multiple of 5, then the one on the other side of the true total."""
    nearest = shown_count(total)
    yield nearest
    if nearest.value and nearest.value != total:
        other = nearest.value + (ROUNDED_TO if total > nearest.value else -ROUNDED_TO)
        if other >= FEWEST_PEOPLE:
            yield ShownCount(other)


def _leaves_doubt(total: ShownCount, breakdowns: Sequence[Parts]) -> bool:
    """Whether each withheld part may be two numbers or more, by the total and all breakdowns together."""
    low, high = could_be(total)
    low = max(low, FEWEST_PEOPLE) if high else 0
    ranges = [[could_be(part) for part in parts] for parts in breakdowns]
    sums = [(sum(least for least, _ in parts), sum(most for _, most in parts)) for parts in ranges]
    low, high = max(low, *(least for least, _ in sums)), min(high, *(most for _, most in sums))
    return low <= high and all(
        max(least, low - (all_most - most)) < min(most, high - (all_least - least))
        for parts, shown, (all_least, all_most) in zip(ranges, breakdowns, sums, strict=True)
        for (least, most), part in zip(parts, shown, strict=True)
        if part == WITHHELD
    )
