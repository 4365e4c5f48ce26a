"""One-way tables: everybody, and the same people by one thing or by several, with a total that gives no part back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kith.science.disclosure.counts import (
    GIVES_BACK,
    NOT_BROKEN_DOWN,
    WITHHELD,
    ShownCount,
    could_be,
    other_side,
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
    these rules can add up what the withheld parts may be. Where that would leave one of them no choice, the total, else
    one part that is shown, else both, are given as the other multiple of 5 beside them, less than 5 from the truth, as
    controlled rounding does (Cox 1987). What is shown then is what other counts, which leave a choice, are shown as
    too, so that knowing this rule does not help. Fewer than 10 people are not broken down at all, and the parts say so.
    Where nothing of this will do, the total stands alone and all parts are withheld as `gives_back`;
    docs/methods/disclosure-control.md says how rare that is.

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
    shown = ShownBreakdowns(shown_count(total), tuple(tuple(map(shown_count, parts)) for parts in breakdowns))
    if 0 < total < FEWEST_PEOPLE:
        return _total_alone(shown, NOT_BROKEN_DOWN)
    return next(filter(_leaves_doubt, _ways(shown, total, breakdowns)), _total_alone(shown, GIVES_BACK))


def _total_alone(shown: ShownBreakdowns, reason: str) -> ShownBreakdowns:
    nothing = ShownCount(None, reason)
    return replace(shown, breakdowns=tuple((nothing,) * len(parts) for parts in shown.breakdowns))


def _ways(shown: ShownBreakdowns, total: int, breakdowns: Sequence[Sequence[int]]) -> Iterator[ShownBreakdowns]:
    """As it is; with the total on the other side of the truth; with one part so; with both."""
    moved = other_side(shown.total, total)
    totals = [shown.total] if moved is None or (moved.value or 0) < FEWEST_PEOPLE else [shown.total, moved]
    yield from (replace(shown, total=one) for one in totals)
    for which, parts in enumerate(breakdowns):
        for place, count in enumerate(parts):
            part = other_side(shown.breakdowns[which][place], count)
            if part is not None:
                line = (*shown.breakdowns[which][:place], part, *shown.breakdowns[which][place + 1 :])
                changed = (*shown.breakdowns[:which], line, *shown.breakdowns[which + 1 :])
                yield from (ShownBreakdowns(one, changed) for one in totals)


def _leaves_doubt(shown: ShownBreakdowns) -> bool:
    """Whether each withheld part may be two numbers or more, by the total and all breakdowns together."""
    low, high = could_be(shown.total)
    low = max(low, FEWEST_PEOPLE) if high else 0
    ranges = [[could_be(part) for part in parts] for parts in shown.breakdowns]
    sums = [(sum(least for least, _ in parts), sum(most for _, most in parts)) for parts in ranges]
    low, high = max(low, *(least for least, _ in sums)), min(high, *(most for _, most in sums))
    return low <= high and all(
        max(least, low - (all_most - most)) < min(most, high - (all_least - least))
        for parts, told, (all_least, all_most) in zip(ranges, shown.breakdowns, sums, strict=True)
        for (least, most), part in zip(parts, told, strict=True)
        if part == WITHHELD
    )
