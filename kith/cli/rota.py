"""The duty rota of the synthetic service: three published weeks, one in draft with a hole, and somebody away soon."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kith.care.actions import rota
from kith.cli.replay import Replay

PUBLISHED_WEEKS = 3
FIRST, BACKUP, AWAY = "dan", "nina", "lena"
NIGHT = (time(20), time(8))


def plan_rota(replay: Replay, *, by: str, at: datetime) -> None:
    """As the manager plans it: one person for each day from midnight on, another behind them at night."""
    zone = ZoneInfo(replay.service.time_zone)
    today = at.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    for week in range(PUBLISHED_WEEKS):
        first = monday + timedelta(weeks=week)
        for day in (first + timedelta(days=n) for n in range(7)):
            _shift(replay, FIRST, day, time(), time(), by=by, at=at)
            _shift(replay, BACKUP, day, *NIGHT, by=by, at=at)
        rota.publish_week(service=replay.service, monday=first, by=replay.viewers[by], at=at)
    for day in (monday + timedelta(days=7 * PUBLISHED_WEEKS + n) for n in range(1, 5)):
        _shift(replay, BACKUP, day, time(), time(), by=by, at=at)
    leaves = datetime.combine(today + timedelta(days=1), time(9), zone)
    person = replay.accounts[AWAY]
    rota.record_absence(person=person, starts=leaves, ends=leaves + timedelta(days=7), by=replay.viewers[by], at=at)


def _shift(replay: Replay, who: str, day: date, begins: time, ends: time, *, by: str, at: datetime) -> None:
    """From a time of one day to a time of the next; nothing where it is over."""
    zone = ZoneInfo(replay.service.time_zone)
    starts, until = datetime.combine(day, begins, zone), datetime.combine(day + timedelta(days=1), ends, zone)
    if until > at:
        rota.plan_shift(
            person=replay.accounts[who],
            starts=starts,
            ends=until,
            is_backup=begins == NIGHT[0],
            by=replay.viewers[by],
            at=at,
        )
