"""The frame of a dated picture: where a day and a value lie on the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Frame:
    """A plot from `left` to `right` and `top` to `bottom`, for days `first` to `last` and values `low` to `high`."""

    left: float
    right: float
    top: float
    bottom: float
    first: date
    last: date
    low: float
    high: float
    inset: float = 26

    def x(self, when: date) -> float:
        """Return where a day lies; days outside lie on the edge. A single day lies in the middle."""
        days = (self.last - self.first).days
        if days <= 0:
            return (self.left + self.right) / 2
        share = min(max((when - self.first).days / days, 0), 1)
        return self.left + self.inset + share * (self.right - self.left - 2 * self.inset)

    def y(self, value: float) -> float:
        """Return how high a value lies; values outside lie on the edge."""
        share = (min(max(value, self.low), self.high) - self.low) / ((self.high - self.low) or 1)
        return self.bottom - share * (self.bottom - self.top)
