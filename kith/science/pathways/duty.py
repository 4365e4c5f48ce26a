"""Who is on duty at a moment, and where a rota has holes. Moments carry their zone, so a night with 25 hours is whole.

Times are compared as moments, never as clock times: on the two nights on which clocks change, a shift from 22:00 to
08:00 lasts nine or eleven hours and still ends where the next begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

__all__ = ["OPENS", "SHUTS", "Away", "Shift", "holes", "is_away", "is_working_hour", "next_working_day", "on_duty"]

OPENS, SHUTS = time(9), time(17)  # office hours of a lead practitioner on a working day; our convention
FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Shift:
    """One person on duty from a moment to a moment. A back-up is asked after those who are first."""

    person: str
    starts: datetime
    ends: datetime
    is_backup: bool = False


@dataclass(frozen=True)
class Away:
    """Somebody does not work here from a moment on; without an end until somebody says that they are back."""

    person: str
    starts: datetime
    ends: datetime | None = None


def is_away(away: Iterable[Away], person: str, at: datetime) -> bool:
    """Whether somebody is known not to work at this moment.

    >>> from datetime import timedelta
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> is_away([Away("ben", noon)], "ben", noon), is_away([Away("ben", noon, noon)], "ben", noon)
    (True, False)
    """
    return any(one.person == person and one.starts <= at < (one.ends or FAR) for one in away)


def on_duty(shifts: Iterable[Shift], away: Iterable[Away], at: datetime) -> tuple[str, ...]:
    """Those on duty at a moment, in the order in which they are asked: back-ups last, earlier before later.

    Whoever is away is left out, whatever the rota says.
    """
    known = tuple(away)
    running = [one for one in shifts if one.starts <= at < one.ends and not is_away(known, one.person, at)]
    running.sort(key=lambda one: (one.is_backup, one.starts, one.ends, one.person))
    return tuple(dict.fromkeys(one.person for one in running))


def holes(
    shifts: Iterable[Shift], away: Iterable[Away], starts: datetime, ends: datetime
) -> tuple[tuple[datetime, datetime], ...]:
    """The stretches between two moments in which nobody is on duty, in order.

    An absence cuts what a shift covers; a back-up covers as well as anybody.

    >>> hour = [datetime(2026, 3, 2, h, tzinfo=UTC) for h in range(24)]
    >>> found = holes([Shift("dan", hour[8], hour[12])], [Away("dan", hour[10], hour[11])], hour[8], hour[13])
    >>> [(a.hour, b.hour) for a, b in found]
    [(10, 11), (12, 13)]
    """
    starts, ends = starts.astimezone(UTC), ends.astimezone(UTC)  # times of one zone are compared by the wall clock
    rows, known = tuple(shifts), tuple(away)
    turns = [edge for one in rows for edge in (one.starts, one.ends)]
    turns += [edge for one in known for edge in (one.starts, one.ends or FAR)]
    edges = {starts, ends, *(edge.astimezone(UTC) for edge in turns if starts < edge < ends)}
    found: list[tuple[datetime, datetime]] = []
    ordered = sorted(edges)
    for begin, end in pairwise(ordered):
        if on_duty(rows, known, begin):
            continue
        if found and found[-1][1] == begin:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return tuple(found)


def is_working_hour(at: datetime, time_zone: str) -> bool:
    """Whether it is a time at which a practitioner is expected to work: Monday to Friday, on the service's clock."""
    local = at.astimezone(ZoneInfo(time_zone))
    return local.weekday() < 5 and OPENS <= local.time() < SHUTS


def next_working_day(day: date) -> date:
    """The first day after this one that is no Saturday or Sunday.

    >>> next_working_day(date(2026, 3, 6)).isoformat()
    '2026-03-09'
    """
    following = day + timedelta(days=1)
    while following.weekday() >= 5:
        following += timedelta(days=1)
    return following
