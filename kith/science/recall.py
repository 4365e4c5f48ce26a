"""When a recall card comes again: each time it comes to mind it rests longer; when it does not, it is back tomorrow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

__all__ = ["RESTS", "comes_again"]

RESTS: Final = (1, 3, 7, 16, 35, 90)  # days; a convention of ours, see docs/methods/recall.md


def comes_again(read_on: date, tries: Iterable[tuple[date, bool]]) -> date:
    """The day on which a card is asked again.

    `read_on` is the day its lesson was read, `tries` the days on which it was tried and whether it came, oldest first.
    A card that came before its day was due rests no longer for it: only remembering after a rest counts.

    >>> comes_again(date(2026, 3, 2), [])
    datetime.date(2026, 3, 3)
    >>> comes_again(date(2026, 3, 2), [(date(2026, 3, 3), True)])
    datetime.date(2026, 3, 6)
    >>> comes_again(date(2026, 3, 2), [(date(2026, 3, 3), True), (date(2026, 3, 6), False)])
    datetime.date(2026, 3, 7)
    """
    rung, due = 0, read_on + timedelta(days=RESTS[0])
    for day, came in tries:
        if came and day < due:
            continue
        rung = min(rung + 1, len(RESTS) - 1) if came else 0
        due = day + timedelta(days=RESTS[rung])
    return due
