"""How fast danger is answered: time until somebody has it in hand, makes contact and closes it, level by level.

What counts is the last wait of an alert: from the first news, or from news that came after contact had been made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median
from typing import Final

from kith.science.disclosure import GIVES_BACK, SMALLEST_SHOWN, shown_figure, shown_rate
from kith.science.outcomes.published import PublishedCount, publish_count

JOINED: Final = "+"
"""Stands between levels whose alerts are shown together."""

__all__ = ["LevelTimes", "PublishedLevel", "PublishedSpeed", "Speed", "Wait", "published_times", "response_times"]


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


@dataclass(frozen=True)
class PublishedSpeed:
    """Minutes and the share in time, None where too few stand behind them."""

    median: float | None
    worst: float | None
    share: float | None


@dataclass(frozen=True)
class PublishedLevel:
    """A level, or neighbours joined by a plus sign, as a page may show it beside the snapshot of the same quarter."""

    level: str
    alerts: PublishedCount
    seen: PublishedSpeed
    contact: PublishedSpeed
    closed: PublishedSpeed
    went_on: PublishedCount
    missed: PublishedCount


def published_times(waits: Iterable[Wait], levels: Sequence[str], at: datetime) -> tuple[PublishedLevel, ...]:
    """The times of a quarter as they may leave; `levels` in the order of urgency, either way round.

    In words: a level with 1 to 7 alerts is joined with a neighbour, until none is left, since all alerts together stand
    in the snapshot and would give it back. How many were missed, and went on, stands by level only where none of these
    counts is 1 to 7: else the total of those missed, which stands there too, would tell. Other counts are rounded, and
    no median and no longest time stands on fewer than eight. Our own rule; how it was attacked stands in
    docs/methods/disclosure-control.md.

    >>> from datetime import UTC, timedelta
    >>> ten = datetime(2026, 3, 2, 10, tzinfo=UTC)
    >>> one = Wait("high", ten, ten, ten + timedelta(hours=4), ten, ten + timedelta(hours=2))
    >>> found = published_times([one] * 10 + [replace(one, level="imminent")], ["moderate", "high", "imminent"], ten)
    >>> [(row.level, row.alerts.people) for row in found]
    [('moderate', 0), ('high+imminent', 10)]
    """
    rows = list(waits)
    bands = _bands(Counter(one.level for one in rows), levels)
    named = {level: JOINED.join(band) for band in bands for level in band}
    joined = [replace(one, level=named[one.level]) for one in rows]
    times = response_times(joined, [JOINED.join(one) for one in bands], at)
    missed = _all_or_none([one.missed for one in times])
    went_on = _all_or_none([one.went_on for one in times])
    return tuple(
        PublishedLevel(
            level=one.level,
            alerts=publish_count(one.alerts),
            seen=_published(one.seen),
            contact=_published(one.contact),
            closed=_published(one.closed),
            went_on=went_on[place],
            missed=missed[place],
        )
        for place, one in enumerate(times)
    )


def _bands(counts: Counter[str], levels: Sequence[str]) -> list[tuple[str, ...]]:
    bands: list[tuple[tuple[str, ...], int]] = [((level,), counts[level]) for level in levels]
    while len(bands) > 1:
        small = next((place for place, (_levels, alerts) in enumerate(bands) if 0 < alerts < SMALLEST_SHOWN), None)
        if small is None:
            break
        near = [place for place in (small - 1, small + 1) if 0 <= place < len(bands)]
        other = min(near, key=lambda place: bands[place][1] or len(bands) + sum(counts.values()))
        first, second = sorted((small, other))
        bands[first : second + 1] = [(bands[first][0] + bands[second][0], bands[first][1] + bands[second][1])]
    return [levels for levels, _people in bands]


def _all_or_none(counts: Sequence[int]) -> list[PublishedCount]:
    if len(counts) > 1 and any(0 < one < SMALLEST_SHOWN for one in counts):
        return [PublishedCount(None, GIVES_BACK)] * len(counts)
    return [publish_count(one) for one in counts]


def _published(one: Speed) -> PublishedSpeed:
    middle, worst = (shown_figure(figure, people=one.done)[0] for figure in (one.median, one.worst))
    return PublishedSpeed(middle, worst, shown_rate(one.kept, one.decided).value)


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
