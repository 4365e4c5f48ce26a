"""The groups: formed, joined, met week after week, left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import numpy as np

from kith.simulation.case import pick
from kith.simulation.happenings import (
    ConsentGiven,
    GroupAttendance,
    GroupFormed,
    GroupMet,
    Happening,
    MemberJoined,
    MemberLeft,
)
from kith.simulation.people import Client, Group
from kith.simulation.weeks import WorkingTime
from kith.simulation.words.group_words import GROUP_NOTES, GROUP_THEMES

MEMBERS = 12
MEETING_MINUTES = 180
# Meetings that took place by the end, by position of the group.
MEETINGS_SO_FAR = (9, 5, 6)
OUTCOMES: tuple[GroupAttendance, ...] = ("attended", "late", "left_early", "apologised", "absent")
CAME: tuple[GroupAttendance, ...] = ("attended", "late", "left_early")
CHECK_RATINGS = ("arriving", "belonged", "could_speak", "what_matters", "safe_here", "leaving")
SHARE_ASKED = 0.8  # of those who came answer the check of the meeting
HARD_MEETINGS = (4, 5)
OUTCOME_SHARES = (0.76, 0.06, 0.03, 0.08, 0.07)


@dataclass(frozen=True)
class Stay:
    """A client's time in treatment: from the agreed plan to the end of the episode (None while it is open)."""

    client: Client
    since: datetime
    until: datetime | None


def tell_groups(
    rng: np.random.Generator, groups: tuple[Group, ...], stays: tuple[Stay, ...], work: WorkingTime, ends: datetime
) -> list[Happening]:
    """All that happened in the groups. Members are clients in treatment; nobody is in two groups."""
    told: list[Happening] = []
    free = list(stays)
    for number, group in enumerate(groups):
        first = _first_meeting(group, MEETINGS_SO_FAR[number % len(MEETINGS_SO_FAR)], work, ends)
        members = _members(rng, group, free, first)
        taken = {stay.client.key for stay in members}
        free = [stay for stay in free if stay.client.key not in taken]
        told += _tell_group(rng, group, members, first, work, ends)
    return told


def _first_meeting(group: Group, so_far: int, work: WorkingTime, ends: datetime) -> datetime:
    """The first meeting, so that the group has met `so_far` times by the end."""
    today = work.local(ends).date()
    hour, minute = map(int, group.starts.split(":"))
    days = ((today - timedelta(days=n)) for n in range(8))
    meetings = (work.at(day, time(hour, minute)) for day in days if day.weekday() == group.weekday)
    last = next(moment for moment in meetings if moment + timedelta(minutes=MEETING_MINUTES + 60) <= ends)
    return work.weeks_later(last, 1 - so_far)


def _members(rng: np.random.Generator, group: Group, free: list[Stay], first: datetime) -> list[Stay]:
    """Up to twelve people whose treatment has begun before the group and goes on for at least two meetings."""
    there = [
        stay
        for stay in free
        if stay.since < first - timedelta(days=5) and (stay.until is None or stay.until > first + timedelta(weeks=2))
    ]
    near = [there[i] for i in rng.permutation(len(there))]
    near.sort(key=lambda stay: (stay.client.site == "hillcrest", stay.client.site != group.site))
    return near[:MEMBERS]


def _tell_group(
    rng: np.random.Generator, group: Group, members: list[Stay], first: datetime, work: WorkingTime, ends: datetime
) -> list[Happening]:
    lead = group.facilitators[0]
    formed_at = work.opening_from(first - timedelta(days=5)) - timedelta(minutes=5)
    told: list[Happening] = [
        GroupFormed(
            at=formed_at,
            by=lead,
            group=group.key,
            name=group.name,
            protocol=group.protocol,
            site=group.site,
            facilitators=group.facilitators,
            weekday=group.weekday,
            starts=group.starts,
            first_meeting_on=work.local(first).date(),
            meetings_planned=len(GROUP_THEMES),
        )
    ]
    for n, stay in enumerate(members, start=1):
        told += _join(group, stay, formed_at + timedelta(minutes=10 * n))
    number = 1
    while number <= len(GROUP_THEMES) and (starts := work.weeks_later(first, number - 1)) + timedelta(hours=4) <= ends:
        told.append(_met(rng, group, members, number, starts))
        number += 1
    return told


def _join(group: Group, stay: Stay, at: datetime) -> list[Happening]:
    client, lead = stay.client, group.facilitators[0]
    told: list[Happening] = [
        ConsentGiven(at=at, by=client.key, client=client.key, purpose="group", given=True),
        MemberJoined(
            at=at + timedelta(minutes=5),
            by=lead,
            group=group.key,
            client=client.key,
            display_name=client.preferred_name,
        ),
    ]
    if stay.until is not None:
        told.append(MemberLeft(at=stay.until - timedelta(hours=1), by=lead, group=group.key, client=client.key))
    return told


def _met(rng: np.random.Generator, group: Group, members: list[Stay], number: int, starts: datetime) -> Happening:
    ended = starts + timedelta(minutes=MEETING_MINUTES)
    present = [stay.client.key for stay in members if stay.until is None or stay.until - timedelta(hours=1) > ended]
    register = tuple((key, OUTCOMES[int(rng.choice(len(OUTCOMES), p=OUTCOME_SHARES))]) for key in present)
    came = [key for key, mark in register if mark in CAME]
    return GroupMet(
        at=ended + timedelta(minutes=20),
        by=group.facilitators[0],
        group=group.key,
        key=f"{group.key}-meeting-{number}",
        number=number,
        starts_at=starts,
        register=register,
        themes=GROUP_THEMES[number - 1],
        note=pick(rng, GROUP_NOTES),
        checks=_checks(rng.spawn(1)[0], came, number),
    )


def _checks(rng: np.random.Generator, came: list[str], number: int) -> tuple[tuple[str, dict[str, int]], ...]:
    """How the meeting was for most of those who came; warmer from meeting to meeting, hard work in the middle."""
    warmth = 5.2 + 0.35 * number - (1.5 if number in HARD_MEETINGS else 0)
    found = []
    for key in came:
        if rng.random() < SHARE_ASKED:
            answers = {item: int(np.clip(round(rng.normal(warmth, 1.6)), 0, 10)) for item in CHECK_RATINGS}
            tired = int(np.clip(round(rng.normal(0.6, 0.7)), 0, 3))
            found.append((key, answers | {"drained": tired, "told_too_much": 0, "afraid": 0}))
    return tuple(found)
