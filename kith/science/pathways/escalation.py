"""Who owns an alert, and when it goes on to the next person. The record and the simulation obey this one table.

Every time limit is our own convention, stated in `PACES` with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from kith.science.pathways.duty import Away, Shift, is_away, is_working_hour, next_working_day, on_duty

__all__ = [
    "FINISH_WITHIN",
    "LATELY",
    "PACES",
    "REASONS",
    "Chain",
    "HandOn",
    "OpenCase",
    "Pace",
    "Team",
    "acknowledge_by",
    "chain_of",
    "contact_by",
    "due_next",
    "hand_on",
]

Reason = Literal["owner_away", "now_covered", "not_there", "unseen", "no_contact", "unfinished"]
REASONS: tuple[Reason, ...] = ("owner_away", "now_covered", "not_there", "unseen", "no_contact", "unfinished")
LIMITS = ("unseen", "no_contact", "unfinished")  # a limit has passed: the next in the ring, whoever holds it now


@dataclass(frozen=True)
class Pace:
    """How long an alert of one level waits: for one person to see it, for contact, and after a limit was missed.

    None means by a time of the next working day.
    """

    see: timedelta | None
    contact: timedelta | None
    again: timedelta | None


# Five minutes are as long as somebody on duty may be in another call; three of them fit before half an hour is over.
# An hour leaves time for a whole therapy session, and three people can be asked before four hours are over.
PACES: dict[str, Pace] = {
    "imminent": Pace(timedelta(minutes=5), timedelta(minutes=30), timedelta(minutes=10)),
    "high": Pace(timedelta(hours=1), timedelta(hours=4), timedelta(hours=1)),
    "moderate": Pace(None, None, None),
}
SEE_BY, CONTACT_BY = time(12), time(17)  # of the next working day: noon leaves an afternoon for somebody else
# After an alert a missed meeting calls for somebody, and an ending for a second person: four weeks are the time of most
# contacts, and two days over. Our convention; it orders acts, never care.
LATELY = timedelta(days=30)
FINISH_WITHIN = timedelta(hours=72)  # after contact: as long as a follow-up may take before a second person looks


@dataclass(frozen=True)
class Team:
    """Who may be asked about one person, and what is known about when each of them works.

    `standing` are those who hold the duty in a service that has no rota yet; with a rota only its shifts count.
    """

    time_zone: str
    lead: str | None = None
    supervisors: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    shifts: tuple[Shift, ...] = ()
    away: tuple[Away, ...] = ()
    standing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chain:
    """Those who can take an alert now, in order; `last` are the managers, who find somebody when there is nobody.

    Covered means that somebody is on duty now or the lead practitioner is at work.
    """

    people: tuple[str, ...]
    last: tuple[str, ...]
    is_covered: bool

    @property
    def first(self) -> str | None:
        """Whose it is; None only when the service has nobody at all."""
        return next(iter((*self.people, *self.last)), None)

    def after(self, owner: str) -> str:
        """Who is next; after the last comes the first again, until somebody has it in hand."""
        ring = self.people or self.last
        if owner not in ring:
            return ring[0] if ring else owner
        return ring[(ring.index(owner) + 1) % len(ring)]


@dataclass(frozen=True)
class OpenCase:
    """An alert that nobody has closed. `given_at` is when its owner got it, `times` how often it went on since raised.

    `touched_at` is the last thing that a person did with it. A colleague who was chosen by hand keeps it until a limit
    passes, whatever the rota says.
    """

    level: str
    state: Literal["raised", "seen", "contacted", "planned"]
    owner: str
    given_at: datetime
    contact_due_at: datetime
    touched_at: datetime
    times: int = 0
    is_chosen: bool = False


@dataclass(frozen=True)
class HandOn:
    """It goes to somebody, since a limit has passed at `clock_at`; the managers are told too when `tells_managers`."""

    to: str
    reason: Reason
    clock_at: datetime
    tells_managers: bool


def chain_of(team: Team, level: str, at: datetime) -> Chain:
    """Lead practitioner if at work, then duty, then supervisors, then managers; whoever is away is left out.

    A moderate alert waits until the next working day: a lead who is away neither now nor then takes it at any hour.
    Where every manager is away they are named all the same: an alert never has nobody.
    """
    duty = on_duty(team.shifts, team.away, at) or tuple(
        person for person in team.standing if not is_away(team.away, person, at)
    )
    lead = (team.lead,) if team.lead is not None and _takes(team, team.lead, level, at) else ()
    over = tuple(one for one in team.supervisors if not is_away(team.away, one, at))
    there = tuple(one for one in team.managers if not is_away(team.away, one, at))
    return Chain(tuple(dict.fromkeys((*lead, *duty, *over))), there or team.managers, bool(lead or duty))


def _takes(team: Team, lead: str, level: str, at: datetime) -> bool:
    if is_away(team.away, lead, at):
        return False
    if PACES[level].contact is None:
        return not is_away(team.away, lead, contact_by(level, at, team.time_zone) - timedelta(hours=1))
    return is_working_hour(at, team.time_zone)


def acknowledge_by(level: str, since: datetime, time_zone: str) -> datetime:
    """By when whoever got it says that they have it in hand; in UTC, like every moment that this module gives.

    >>> acknowledge_by("moderate", datetime(2026, 3, 6, 22, tzinfo=ZoneInfo("UTC")), "UTC").isoformat()
    '2026-03-09T12:00:00+00:00'
    """
    return _after(PACES[level].see, SEE_BY, since, time_zone)


def contact_by(level: str, since: datetime, time_zone: str) -> datetime:
    """By when a person must have made contact."""
    return _after(PACES[level].contact, CONTACT_BY, since, time_zone)


def _after(wait: timedelta | None, until: time, since: datetime, time_zone: str) -> datetime:
    zone = ZoneInfo(time_zone)
    if wait is not None:
        return since.astimezone(UTC) + wait
    return datetime.combine(next_working_day(since.astimezone(zone).date()), until, tzinfo=zone).astimezone(UTC)


def due_next(case: OpenCase, time_zone: str) -> tuple[Reason, datetime]:
    """The limit that counts now, and when it passes."""
    if case.state == "raised":
        return "unseen", acknowledge_by(case.level, case.given_at, time_zone)
    if case.state == "seen":
        again = _after(PACES[case.level].again, SEE_BY, case.given_at, time_zone)
        return "no_contact", max(case.contact_due_at, again) if case.times else case.contact_due_at
    return "unfinished", max(case.touched_at, case.given_at) + FINISH_WITHIN


def hand_on(case: OpenCase, team: Team, at: datetime) -> HandOn | None:
    """To whom an alert goes now, and why; None while its owner still has time.

    At once: when its owner is away, when the manager holds it only because nobody was there and now somebody is, and
    when nobody has seen it and its owner's hours are over. Otherwise when a limit has passed. The same case, team and
    moment always give the same answer, and after it was carried out the answer is None until the next limit.
    """
    at = at.astimezone(UTC)  # two times of one zone are compared by the clock on the wall, which some nights repeats
    chain = chain_of(team, case.level, at)
    reason, clock_at = _why(case, team, chain, at)
    if reason is None:
        return None
    to = chain.after(case.owner) if reason in LIMITS else chain.first
    if to is None:
        return None
    is_round_over = case.times + 1 >= len(chain.people)
    return HandOn(to, reason, clock_at, is_round_over or not chain.is_covered)


def _why(case: OpenCase, team: Team, chain: Chain, at: datetime) -> tuple[Reason | None, datetime]:
    is_waiting = case.state in ("raised", "seen")
    if is_away(team.away, case.owner, at) and chain.first != case.owner:
        return "owner_away", at
    is_off = bool(chain.people) and case.owner not in chain.people and not case.is_chosen
    if is_waiting and is_off and case.owner in team.managers:
        return "now_covered", at
    if case.state == "raised" and is_off:
        return "not_there", at
    reason, due = due_next(case, team.time_zone)
    return (reason, due) if at >= due else (None, at)
