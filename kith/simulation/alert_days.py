"""Fourteen days of alerts in one invented service: who is there, who is not, and who does something about each alert.

The product's own rules decide where an alert goes: they are handed in, so that a wrong set of rules can be tried too.
What people do is chance: they are in a session, asleep, ill without notice, or the message did not reach them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from kith.science.pathways import Away, Chain, HandOn, OpenCase, Shift, Team, chain_of, contact_by, due_next, hand_on

DAYS = 14
READS_EVERY = timedelta(minutes=1)  # the worker reads the clocks this often
ZONES = ("Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC")
# Days around which clocks change in one zone or another, and an ordinary week.
BEGINS = (date(2026, 3, 2), date(2026, 3, 23), date(2026, 10, 19), date(2026, 3, 30), date(2026, 6, 1))
LEVELS, LEVEL_SHARES = ("imminent", "high", "moderate"), (0.3, 0.35, 0.35)
# Minutes until somebody who is there looks, and from then until contact is made: our assumptions.
LOOKS_AFTER = {"imminent": 4.0, "high": 40.0, "moderate": 240.0}
CONTACT_AFTER = {"imminent": 15.0, "high": 120.0, "moderate": 400.0}
OVERLOOKS = 0.2  # how often somebody who is there does not react at all


@dataclass(frozen=True)
class Rules:
    """What the product decides: the chain of those who are asked, and where an open alert goes now."""

    chain: Callable[[Team, str, datetime], Chain] = chain_of
    next: Callable[[OpenCase, Team, datetime], HandOn | None] = hand_on
    ending_closes: bool = False


@dataclass(frozen=True)
class Days:
    """One service over its days. `ill` are those who are ill without notice: the service learns of it later, if at all.

    `leads` are (from, person): the last one that has begun leads. `silent` are stretches in which no message arrives.
    """

    zone: str
    begins: datetime
    leads: tuple[tuple[datetime, str], ...]
    supervisors: tuple[str, ...]
    managers: tuple[str, ...]
    shifts: tuple[Shift, ...]
    standing: tuple[str, ...]
    away: tuple[Away, ...]
    ill: tuple[Away, ...]
    silent: tuple[Away, ...]
    alerts: tuple[tuple[datetime, str], ...]
    endings: tuple[datetime, ...]

    @property
    def ends(self) -> datetime:
        """The last moment that is told."""
        return self.begins + timedelta(days=DAYS)

    def team(self, at: datetime) -> Team:
        """Who may be asked, as the service knows it at a moment."""
        lead = next((person for since, person in reversed(self.leads) if since <= at), None)
        return Team(self.zone, lead, self.supervisors, self.managers, self.shifts, self.away, self.standing)

    def edges(self) -> list[datetime]:
        """Moments at which it changes who is there."""
        zone = ZoneInfo(self.zone)
        days = [self.begins.astimezone(zone).date() + timedelta(days=n) for n in range(DAYS + 1)]
        hours = [datetime.combine(day, hour, zone).astimezone(UTC) for day in days for hour in (time(9), time(17))]
        spans: list[Shift | Away] = [*self.shifts, *self.away]
        turns = [edge for one in spans for edge in (one.starts, one.ends) if edge is not None]
        return sorted({*hours, *turns, *(since for since, _ in self.leads)})


@dataclass(frozen=True)
class Happened:
    """One thing in the story of an alert. `told` says whether the managers heard of it too."""

    at: datetime
    what: str  # raised, seen, contacted, closed, escalated, ending_refused
    person: str | None
    reason: str = ""
    told: bool = False


@dataclass
class Story:
    """One alert from the moment it was raised to the moment it was closed, or to the end of the days."""

    level: str
    raised_at: datetime
    told: list[Happened] = field(default_factory=list)

    @property
    def is_closed(self) -> bool:
        """Whether it ended."""
        return any(one.what == "closed" for one in self.told)


def invent_days(seed: int) -> Days:
    """A service with leave, illness, a rota with or without holes, or none, a change of lead, and lost messages."""
    rng = np.random.default_rng([20_260_101, seed])
    zone = str(rng.choice(ZONES))
    begins = datetime.combine(BEGINS[int(rng.integers(len(BEGINS)))], time(), ZoneInfo(zone)).astimezone(UTC)
    leads = [f"lead-{n}" for n in range(int(rng.integers(1, 4)))]
    duty = [f"duty-{n}" for n in range(int(rng.choice([0, 1, 2, 3], p=[0.05, 0.25, 0.4, 0.3])))]
    supervisors = tuple(f"supervisor-{n}" for n in range(int(rng.integers(0, 3))))
    managers = tuple(f"manager-{n}" for n in range(int(rng.integers(1, 3))))
    has_rota = bool(duty) and rng.random() < 0.8
    people = (*leads, *duty, *supervisors, *managers)
    changes = [begins, *(begins + _hours(rng, 24 * DAYS) for _ in leads[1:])]
    return Days(
        zone=zone,
        begins=begins,
        leads=tuple(sorted(zip(changes, leads, strict=True))),
        supervisors=supervisors,
        managers=managers,
        shifts=tuple(_rota(rng, duty, zone, begins)) if has_rota else (),
        standing=() if has_rota else tuple(duty),
        away=tuple(_absences(rng, people, begins, 0.3, 24 * 7)),
        ill=tuple(_absences(rng, people, begins, 0.2, 48)),
        silent=tuple(_absences(rng, ("gateway",), begins, 0.3, 24)),
        alerts=tuple(
            (begins + _hours(rng, 24 * (DAYS - 4)), str(rng.choice(LEVELS, p=LEVEL_SHARES)))
            for _ in range(int(rng.integers(1, 6)))
        ),
        endings=tuple(begins + _hours(rng, 24 * DAYS) for _ in range(2)),
    )


def _hours(rng: np.random.Generator, most: float) -> timedelta:
    return timedelta(minutes=int(rng.integers(0, int(most * 60))))


def _rota(rng: np.random.Generator, duty: list[str], zone: str, begins: datetime) -> Iterator[Shift]:
    """Twelve hours each, by the clock; one in twelve is not filled, and one in four has a back-up."""
    first = begins.astimezone(ZoneInfo(zone)).date()
    for n in range(DAYS + 1):
        day = first + timedelta(days=n)
        edges = [
            datetime.combine(on, hour, ZoneInfo(zone)).astimezone(UTC)
            for hour, on in ((time(8), day), (time(20), day), (time(8), day + timedelta(days=1)))
        ]
        for starts, ends in pairwise(edges):
            order = [str(one) for one in rng.permutation(duty)]
            if rng.random() > 1 / 12:
                yield Shift(order[0], starts, ends)
            if len(order) > 1 and rng.random() < 0.25:
                yield Shift(order[1], starts, ends, is_backup=True)


def _absences(
    rng: np.random.Generator, people: tuple[str, ...], begins: datetime, share: float, longest: float
) -> Iterator[Away]:
    for person in people:
        if rng.random() < share:
            starts = begins + _hours(rng, 24 * DAYS)
            yield Away(person, starts, starts + timedelta(hours=1) + _hours(rng, longest))


def tell_days(days: Days, rules: Rules | None = None, *, seed: int = 0) -> list[Story]:
    """The story of every alert. The same service, rules and seed give the same stories."""
    told = []
    for number, (at, level) in enumerate(days.alerts):
        told.append(_Telling(days, rules or Rules(), np.random.default_rng([seed, number])).tell(at, level))
    return told


class _Telling:
    """One alert on its way."""

    def __init__(self, days: Days, rules: Rules, rng: np.random.Generator) -> None:
        self.days, self.rules, self.rng = days, rules, rng
        self.edges = days.edges()

    def tell(self, at: datetime, level: str) -> Story:
        story = Story(level, at)
        chain = self.rules.chain(self.days.team(at), level, at)
        assert chain.first is not None, "Every service has a manager."
        case = OpenCase(level, "raised", chain.first, at, contact_by(level, at, self.days.zone), at)
        story.told.append(Happened(at, "raised", chain.first, told=not chain.is_covered))
        self._go_on(story, case)
        return story

    def _go_on(self, story: Story, case: OpenCase) -> None:
        now = story.raised_at
        act_at = self._reacts_at(case, now)
        while now < self.days.ends:
            now = self._next(case, now, act_at)
            if any(one <= now for one in self.days.endings if one > case.touched_at) and self._ending(story, case, now):
                return
            if act_at is not None and now >= act_at:
                case, act_at = self._act(story, case, now)
                if story.is_closed:
                    return
                continue
            found = self.rules.next(case, self.days.team(now), now)
            if found is not None:
                story.told.append(Happened(now, "escalated", found.to, found.reason, found.tells_managers))
                state = "raised" if case.state in ("raised", "seen") else case.state
                case = replace(case, owner=found.to, state=state, given_at=now, times=case.times + 1)
                act_at = self._reacts_at(case, now)

    def _next(self, case: OpenCase, now: datetime, act_at: datetime | None) -> datetime:
        """The next moment at which anything can change: somebody acts, a limit passes, or it changes who is there."""
        _reason, due = due_next(case, self.days.zone)
        waits = due if due > now else now + timedelta(hours=1)  # only wrong rules let a limit pass and do nothing
        moments = [self._read(waits), *(() if act_at is None else (act_at,))]
        moments += [self._read(edge) for edge in self.edges if now < edge][:1]
        soonest: datetime = min((*(one for one in moments if one > now), self.days.ends))
        return soonest

    def _read(self, at: datetime) -> datetime:
        """The first reading of the clocks at or after a moment."""
        past: timedelta = (at - self.days.begins) % READS_EVERY
        return at if not past else at + READS_EVERY - past

    def _ending(self, story: Story, case: OpenCase, now: datetime) -> bool:
        """Somebody tries to end the care while the alert is open."""
        if self.rules.ending_closes:
            story.told.append(Happened(now, "closed", None))
            return True
        if not any(one.what == "ending_refused" for one in story.told):
            story.told.append(Happened(now, "ending_refused", case.owner))
        return False

    def _reacts_at(self, case: OpenCase, now: datetime) -> datetime | None:
        """When its owner does the next thing; None when they never do."""
        if self.rng.random() < OVERLOOKS:
            return None
        mean = LOOKS_AFTER[case.level] if case.state == "raised" else CONTACT_AFTER[case.level]
        if any(one.starts <= now < (one.ends or now) for one in self.days.silent):
            mean *= 4  # they look at the list themselves, now and then
        at = now + timedelta(minutes=1 + int(self.rng.exponential(mean)))
        gone = (*self.days.away, *self.days.ill)
        is_gone = any(one.person == case.owner and one.starts <= at < (one.ends or at) for one in gone)
        return None if is_gone else at

    def _act(self, story: Story, case: OpenCase, now: datetime) -> tuple[OpenCase, datetime | None]:
        following = {"raised": "seen", "seen": "contacted", "contacted": "closed"}[case.state]
        reason = "safe_and_supported" if following == "closed" else ""
        story.told.append(Happened(now, following, case.owner, reason))
        if following == "closed":
            return case, None
        case = replace(case, state=following, touched_at=now)  # type: ignore[arg-type]
        return case, self._reacts_at(case, now)
