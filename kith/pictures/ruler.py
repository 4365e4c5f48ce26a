"""A ruler: where values lie on a line, and the round numbers beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Ruler:
    """A line from `start` to `stop` on the sheet for values `low` to `high`; values outside lie on its ends."""

    start: float
    stop: float
    low: float
    high: float

    def at(self, value: float) -> float:
        """Return where a value lies."""
        share = (min(max(value, self.low), self.high) - self.low) / ((self.high - self.low) or 1)
        return self.start + share * (self.stop - self.start)

    def is_off(self, value: float) -> bool:
        """Whether a value lies outside."""
        return not self.low <= value <= self.high


def round_marks(low: float, high: float, most: int = 5) -> list[float]:
    """Return at most `most` round numbers, and two at least, that span low to high.

    >>> round_marks(-0.3, 1.7)
    [-1.0, 0.0, 1.0, 2.0]
    >>> round_marks(1, 1)
    [0.0, 1.0, 2.0]
    """
    if high - low < 1e-9 * max(1.0, abs(low), abs(high)):
        low, high = low - 0.5, high + 0.5
    step = 10.0 ** math.floor(math.log10(high - low)) / 10
    while True:
        for factor in (1, 2, 2.5, 5):
            size = step * factor
            first, last = math.floor(low / size + 1e-9), math.ceil(high / size - 1e-9)
            if last - first < most:
                return [round(place * size, 12) + 0.0 for place in range(first, last + 1)]
        step *= 10


def usual_span(values: Iterable[float], intervals: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return a span that holds every value, and intervals unless they reach far beyond the values and most others.

    >>> usual_span([0.0, 1.0], [(-0.5, 0.5), (-40.0, 42.0)])
    (-1.0, 2.0)
    """
    held = list(values)
    low, high = min(held), max(held)
    widths = sorted(other - one for one, other in intervals)
    room = max(high - low, widths[(len(widths) - 1) // 2] if widths else 0.0)
    lows = [max(one, low - room) for one, _ in intervals]
    highs = [min(other, high + room) for _, other in intervals]
    return min([low, *lows]), max([high, *highs])
