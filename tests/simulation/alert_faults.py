"""What must hold for every alert of a service, written without the product's table: its faults, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from kith.simulation.alert_days import READS_EVERY, Days, Happened, Story

WITHIN = {"imminent": timedelta(minutes=30), "high": timedelta(hours=4)}
AFTER_CONTACT = timedelta(hours=72)
ACTS = ("raised", "seen", "contacted", "escalated", "closed")


def limit(level: str, at: datetime, zone: str) -> datetime:
    """Half an hour, four hours, or five o'clock on the next day that is no Saturday or Sunday."""
    if level in WITHIN:
        return at + WITHIN[level]
    day = at.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return datetime.combine(day, time(17), ZoneInfo(zone)).astimezone(UTC)


def faults(days: Days, stories: Iterable[Story]) -> list[str]:
    """Every way in which an alert aged unseen, stayed with somebody who was away, or ended without a person."""
    return [fault for story in stories for fault in _faults(days, story)]


def _faults(days: Days, story: Story) -> Iterator[str]:
    acts = [one for one in story.told if one.what in ACTS]
    has_contact, owner = False, None
    for one, following in pairwise([*acts, Happened(days.ends, "days over", None)]):
        has_contact = has_contact or one.what == "contacted"
        late = one.at + AFTER_CONTACT if has_contact else limit(story.level, one.at, days.zone)
        is_open = one.what != "closed"
        if one.what == "escalated" and one.person == owner and not one.told:
            yield f"{owner} was asked again at {one.at} and nobody else was told"
        owner = one.person
        if is_open and one.person is None:
            yield f"nobody owned it after “{one.what}” at {one.at}"
        if is_open and following.at > late + READS_EVERY and following.what != "days over":
            yield f"{story.level}: nothing happened from {one.at} until {following.at}, beyond {late}"
        if is_open and following.what == "days over" and days.ends > late + READS_EVERY:
            yield f"{story.level}: nothing happened from {one.at} until the end, beyond {late}"
        if is_open and one.person is not None and _keeps_while_away(days, one.person, one.at, following.at):
            yield f"{one.person} kept it while away, from {one.at} until {following.at}"
        if one.what == "closed" and (one.person is None or not one.reason):
            yield f"it ended at {one.at} without a person or a reason"
    if _is_uncovered(days, story) and not acts[0].told:
        yield f"nobody was on duty at {story.raised_at} and the managers were not told"


def _keeps_while_away(days: Days, person: str, begins: datetime, ends: datetime) -> bool:
    """For longer than one reading of the clocks, although a manager was there all along who could take it."""
    for one in days.away:
        first, last = max(begins, one.starts), min(ends, one.ends or ends)
        if one.person == person and last - first > READS_EVERY:
            return any(
                not any(a.person == other and a.starts < last and (a.ends or last) > first for a in days.away)
                for other in days.managers
                if other != person
            )
    return False


def _is_uncovered(days: Days, story: Story) -> bool:
    """Neither duty nor lead is there; a moderate alert waits for its lead and is left out."""
    at = story.raised_at
    if story.level == "moderate":
        return False
    gone = {one.person for one in days.away if one.starts <= at < (one.ends or at)}
    on_duty = {one.person for one in days.shifts if one.starts <= at < one.ends} | set(days.standing)
    local = at.astimezone(ZoneInfo(days.zone))
    lead = [person for since, person in days.leads if since <= at][-1]
    works = local.isoweekday() <= 5 and 9 <= local.hour < 17 and lead not in gone
    return not works and not on_duty - gone
