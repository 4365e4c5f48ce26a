"""When a measure is asked: days counted on the calendar of a place, and when each occasion opens, is due and ends.

A day here is a day of the calendar, never 24 hours: on the two days a year on which the clocks change, and in a zone
that moves its clocks at midnight, an occasion stays on its day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

__all__ = [
    "OPENS_DAYS_BEFORE_SESSION",
    "Occasion",
    "after_session",
    "before_session",
    "days_after_ending",
    "due_days",
    "months_later",
    "on_arrival",
    "on_day",
    "start_of",
]

# A week apart less the five days for which an answer still speaks: asked earlier, people would answer about last week;
# asked later, those who look at their phone every other day would never see it in time.
OPENS_DAYS_BEFORE_SESSION = 2
LATEST_ARRIVAL = timedelta(hours=1)  # who comes later than that has missed what the question is for; our own convention
DAYS_APART = {"weekly": 7, "fortnightly": 14}


@dataclass(frozen=True)
class Occasion:
    """One time of asking: the day it is due, and three moments in UTC.

    It can be answered from `opens_at` until just before `expires_at`, and is overdue from `due_at`.
    """

    due_on: date
    opens_at: datetime
    due_at: datetime
    expires_at: datetime


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of a day of the calendar, in UTC.

    Midnight on the clock of the place. Where the clocks skip midnight, the first moment there is; where midnight comes
    twice, the earlier one. Source: PEP 495 (2015), the meaning of fold=0. Raises nothing; no data can be missing.

    >>> start_of(date(2026, 3, 29), ZoneInfo("Europe/London")).isoformat()
    '2026-03-29T00:00:00+00:00'
    >>> start_of(date(2026, 3, 30), ZoneInfo("Europe/London")).isoformat()
    '2026-03-29T23:00:00+00:00'
    """
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def months_later(day: date, months: int) -> date:
    """Return the same day of the month so many months later, or the last day of a month that is too short.

    Counted from the day itself and never from an earlier result, so that the 31st comes back after February. Our own
    convention. `months` is a whole number of 0 or more; raises nothing.

    >>> months_later(date(2026, 1, 31), 1), months_later(date(2026, 1, 31), 2)
    (datetime.date(2026, 2, 28), datetime.date(2026, 3, 31))
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def due_days(rhythm: str, starts_on: date, first: date, last: date) -> tuple[date, ...]:
    """Return the days from `first` to `last`, both included, on which a weekly, fortnightly or monthly measure is due.

    Every 7th or 14th day counted from `starts_on`, or the same day of each month (see `months_later`). Our own
    convention. An empty stretch gives no days. Raises KeyError for a rhythm that has no days of its own.

    >>> due_days("monthly", date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 31))
    (datetime.date(2026, 2, 28), datetime.date(2026, 3, 31))
    """
    if rhythm == "monthly":
        skipped = max((first.year - starts_on.year) * 12 + first.month - starts_on.month - 1, 0)
        ahead = max((last.year - starts_on.year) * 12 + last.month - starts_on.month, -1)
        found: Iterable[date] = (months_later(starts_on, months) for months in range(skipped, ahead + 1))
        return tuple(day for day in found if first <= day <= last)
    apart = DAYS_APART[rhythm]
    skipped = max(-(-(first - starts_on).days // apart), 0)
    return tuple(
        starts_on + timedelta(days=apart * turn) for turn in range(skipped, (last - starts_on).days // apart + 1)
    )


def days_after_ending(ended_on: date, months: Iterable[int], first: date, last: date) -> tuple[date, ...]:
    """Return the days from `first` to `last` that lie so many whole months after the care ended.

    See `months_later`. Follow-up at 1, 3, 6 and 12 months is our own convention. Raises nothing.

    >>> days_after_ending(date(2026, 3, 31), (1, 3), date(2026, 4, 1), date(2026, 12, 31))
    (datetime.date(2026, 4, 30), datetime.date(2026, 6, 30))
    """
    days = (months_later(ended_on, count) for count in sorted(months))
    return tuple(day for day in days if first <= day <= last)


@lru_cache(maxsize=4_096)  # a worker asks about the same days and sessions again and again
def on_day(due_on: date, days_open: int, zone: ZoneInfo) -> Occasion:
    """Return the occasion of a day of the calendar: open from its start, overdue when it is over.

    It ends `days_open` days after its start, `days_open` of 1 or more. Our own convention. Raises nothing.

    >>> on_day(date(2026, 3, 28), 2, ZoneInfo("Europe/London")).expires_at.isoformat()
    '2026-03-29T23:00:00+00:00'
    """
    after = timedelta(days=days_open)
    return Occasion(
        due_on, start_of(due_on, zone), start_of(due_on + timedelta(days=1), zone), start_of(due_on + after, zone)
    )


@lru_cache(maxsize=4_096)
def before_session(starts_at: datetime, days_open: int, zone: ZoneInfo) -> Occasion:
    """Return the occasion of a session: open from the start of the second day before, overdue when the session begins.

    It ends at the start of the day that comes `days_open` days after the session's, `days_open` of 1 or more. Our own
    convention. `starts_at` is aware. Raises nothing.

    >>> session = datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
    >>> before_session(session, 2, ZoneInfo("Europe/London")).opens_at.isoformat()
    '2026-03-28T00:00:00+00:00'
    """
    day = starts_at.astimezone(zone).date()
    return Occasion(
        day,
        start_of(day - timedelta(days=OPENS_DAYS_BEFORE_SESSION), zone),
        starts_at.astimezone(UTC),
        start_of(day + timedelta(days=days_open), zone),
    )


@lru_cache(maxsize=4_096)
def after_session(starts_at: datetime, days_open: int, zone: ZoneInfo) -> Occasion:
    """Return the occasion of a question about a session itself: open from its start, overdue when its day is over.

    It ends at the start of the day that comes `days_open` days after the session's, `days_open` of 1 or more. Our own
    convention. `starts_at` is aware. Raises nothing.

    >>> session = datetime(2026, 3, 28, 9, 0, tzinfo=UTC)
    >>> after_session(session, 2, ZoneInfo("Europe/London")).expires_at.isoformat()
    '2026-03-29T23:00:00+00:00'
    """
    before = before_session(starts_at, days_open, zone)
    over = start_of(before.due_on + timedelta(days=1), zone)
    return Occasion(before.due_on, before.due_at, over, before.expires_at)


@lru_cache(maxsize=4_096)
def on_arrival(starts_at: datetime, zone: ZoneInfo) -> Occasion:
    """Return the occasion of a question asked on coming in: open from the start of the day, overdue when it begins.

    It ends an hour after the session has begun, so that whoever comes late can still answer. Our own convention.
    `starts_at` is aware. Raises nothing.

    >>> session = datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
    >>> found = on_arrival(session, ZoneInfo("Europe/London"))
    >>> found.opens_at.isoformat(), found.expires_at.isoformat()
    ('2026-03-29T23:00:00+00:00', '2026-03-30T10:00:00+00:00')
    """
    day, begins = starts_at.astimezone(zone).date(), starts_at.astimezone(UTC)
    return Occasion(day, start_of(day, zone), begins, begins + LATEST_ARRIVAL)
