"""How the members of one group are doing as a whole, so that no member's score can be read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from kith.science.disclosure import ShownCount, shown_count, shown_figure


@dataclass(frozen=True)
class AsAWhole:
    """Mean at the start and lately in whole points, and about how many people; None with the reason otherwise."""

    people: ShownCount
    at_start: int | None
    lately: int | None
    reason: str | None


def as_a_whole(pairs: Sequence[tuple[float, float]]) -> AsAWhole:
    """The mean of the first and of the latest score of those who have both, (first, latest) each.

    Withheld for 1 to 7 people by the rule of `disclosure`. People are counted to the nearest 5 and means are given in
    whole points: a leader knows who is in the group, and with a decimal could work out a newcomer's score from the mean
    before and after.

    >>> as_a_whole([(14.0, 9.0)] * 9)
    AsAWhole(people=ShownCount(value=10, reason=None), at_start=14, lately=9, reason=None)
    >>> as_a_whole([(14.0, 9.0)] * 7).reason
    'small_numbers'
    """
    count = len(pairs)
    first = fmean(one for one, _ in pairs) if pairs else None
    last = fmean(other for _, other in pairs) if pairs else None
    start, reason = shown_figure(first, people=count)
    lately, _ = shown_figure(last, people=count)
    return AsAWhole(
        shown_count(count),
        None if start is None else round(start),
        None if lately is None else round(lately),
        reason,
    )
