"""Working time in one time zone: when a service meets people, in UTC, right on both sides of a clock change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

# Starts of fifty-minute sessions in a day with a lunch break and room for notes.
SESSION_STARTS = (time(9), time(10), time(11, 15), time(13, 30), time(14, 30), time(15, 45))
ASSESSMENT_STARTS = (time(12, 15), time(16, 40))
UNDER_WAY = timedelta(hours=4)
OPENS, CLOSES = time(8, 45), time(17, 30)


@dataclass(frozen=True)
class WorkingTime:
    """The working week (Monday to Friday) of one time zone.

    >>> WorkingTime("Europe/London").at(date(2026, 7, 1), time(9)).isoformat()
    '2026-07-01T08:00:00+00:00'
    """

    time_zone: str

    def local(self, moment: datetime) -> datetime:
        """The same moment as the clock on the wall shows it."""
        return moment.astimezone(ZoneInfo(self.time_zone))

    def at(self, day: date, clock: time) -> datetime:
        """The moment in UTC when the wall clock shows `clock` on `day`."""
        return datetime.combine(day, clock, ZoneInfo(self.time_zone)).astimezone(UTC)

    def working_days_from(self, day: date) -> Iterator[date]:
        """Working days without end, beginning with `day` if it is one."""
        while True:
            if day.weekday() < 5:
                yield day
            day += timedelta(days=1)

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody is at work at this moment."""
        local = self.local(moment)
        return local.weekday() < 5 and OPENS <= local.time() <= CLOSES

    def opening_from(self, moment: datetime) -> datetime:
        """`moment` itself while the service is open, else the next time it opens."""
        if self.is_open(moment):
            return moment
        local = self.local(moment)
        day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
        return self.at(next(self.working_days_from(day)), OPENS)

    def assessment_from(self, moment: datetime, rng: np.random.Generator) -> datetime:
        """The start of an assessment on the first working day that begins after `moment`."""
        day = next(self.working_days_from(self.local(moment).date() + timedelta(days=1)))
        return self.at(day, ASSESSMENT_STARTS[int(rng.integers(len(ASSESSMENT_STARTS)))])

    def session_starts_after(self, moment: datetime) -> tuple[datetime, ...]:
        """Every session start of the week after `moment`, each weekday and hour once.

        Hours whose session would have been under way at `moment` are left out, so that stepping back a week from
        any of these gives a session that is over.
        """
        today = self.local(moment).date()
        days = (day for n in range(8) if (day := today + timedelta(days=n)).weekday() < 5)
        starts = (self.at(day, clock) for day in days for clock in SESSION_STARTS)
        return tuple(start for start in starts if moment < start < self.weeks_later(moment, 1) - UNDER_WAY)

    def weeks_later(self, moment: datetime, weeks: int) -> datetime:
        """The same weekday and wall-clock time some weeks later (or earlier), whatever the clocks did between."""
        local = self.local(moment)
        return self.at(local.date() + timedelta(weeks=weeks), local.time())
