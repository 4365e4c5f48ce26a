"""How fast danger is answered: time until somebody has it in hand, makes contact and closes it, level by level.

What counts is the last wait of an alert: from the first news, or from news that came after contact had been made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

__all__ = ["LevelTimes", "Speed", "Wait", "response_times"]


@dataclass(frozen=True)
class Wait:
    """One wait: when it began, by when each thing was due, and when it happened; None while it has not."""

    level: str
    began: datetime
    see_by: datetime
    contact_by: datetime
    seen_at: datetime | None = None
    contacted_at: datetime | None = None
    closed_at: datetime | None = None
    went_on: int = 0


@dataclass(frozen=True)
class Speed:
    """Minutes until something happened, where it has. `kept` of `decided` were in time; the others still have time."""

    done: int
    median: float | None
    worst: float | None
    kept: int = 0
    decided: int = 0


@dataclass(frozen=True)
class LevelTimes:
    """All waits of one level. Missed: contact came late, or has not come and is due."""

    level: str
    alerts: int
    seen: Speed
    contact: Speed
    closed: Speed
    went_on: int

    @property
    def missed(self) -> int:
        """How often contact was not made in time."""
        return self.contact.decided - self.contact.kept


def response_times(waits: Iterable[Wait], levels: Sequence[str], at: datetime) -> tuple[LevelTimes, ...]:
    """The times of each level at one moment. Nothing that is still within its limit counts as kept or missed.

    >>> from datetime import UTC, timedelta
    >>> ten = datetime(2026, 3, 2, 10, tzinfo=UTC)
    >>> hour = timedelta(hours=1)
    >>> kept = Wait("high", ten, ten + hour, ten + 4 * hour, ten + hour / 2, ten + 2 * hour)
    >>> late = Wait("high", ten, ten + hour, ten + 4 * hour)
    >>> (one,) = response_times([kept, late], ["high"], ten + 5 * hour)
    >>> one.contact.median, one.contact.kept, one.contact.decided, one.missed
    (120.0, 1, 2, 1)
    """
    rows = list(waits)
    return tuple(_of_level(level, [one for one in rows if one.level == level], at) for level in levels)


def _of_level(level: str, rows: list[Wait], at: datetime) -> LevelTimes:
    return LevelTimes(
        level,
        len(rows),
        _speed([(one.began, one.seen_at, one.see_by) for one in rows], at),
        _speed([(one.began, one.contacted_at, one.contact_by) for one in rows], at),
        _speed([(one.began, one.closed_at, None) for one in rows], at),
        sum(one.went_on > 0 for one in rows),
    )


def _speed(rows: list[tuple[datetime, datetime | None, datetime | None]], at: datetime) -> Speed:
    minutes = [(done - began).total_seconds() / 60 for began, done, _due in rows if done is not None]
    decided = [(done, due) for _began, done, due in rows if due is not None and (done is not None or at >= due)]
    kept = sum(done is not None and done <= due for done, due in decided)
    return Speed(len(minutes), median(minutes) if minutes else None, max(minutes, default=None), kept, len(decided))
