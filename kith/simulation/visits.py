"""When one client's appointments were and how each went, from the assessment to the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from kith.simulation.fates import WAITING, Fate
from kith.simulation.happenings import Attendance
from kith.simulation.weeks import WorkingTime

# Of one hundred appointments about ten are missed without a word, six cancelled, five begin late.
OUTCOMES: tuple[Attendance, ...] = ("attended", "late", "cancelled", "did_not_attend")
OUTCOME_SHARES = (0.80, 0.05, 0.06, 0.09)
FORTNIGHT_RATE = 0.10
WAIT_MEDIAN_WEEKS, WAIT_SPREAD = 4.0, 0.62
LEAST_WAIT_WEEKS, MOST_WAIT_WEEKS = 1, 20
# Room for a wait before the first appointment, and for three weeks of trying after the last one.
LEAST_BEFORE_FIRST_VISIT, LEAST_AFTER_LAST_VISIT = timedelta(weeks=5), timedelta(weeks=5)


@dataclass(frozen=True)
class Visit:
    """A booked session: when it starts and how it went; None while it lies ahead."""

    starts_at: datetime
    attendance: Attendance | None


@dataclass(frozen=True)
class Calendar:
    """The dates of one episode. `assessed_at` is None while the client waits for the assessment."""

    referred_at: datetime
    assessed_at: datetime | None
    visits: tuple[Visit, ...]


def draw_calendar(
    rng: np.random.Generator,
    fate: Fate,
    sessions: int,
    work: WorkingTime,
    *,
    upcoming: datetime,
    begins: datetime,
    ends: datetime,
) -> Calendar:
    """All dates of an episode with `sessions` attended sessions that stands at `ends` as its fate says.

    The client keeps one weekday and hour; `upcoming` is the first time after `ends` that the clock shows it.
    """
    wait = round(float(rng.lognormal(np.log(WAIT_MEDIAN_WEEKS), WAIT_SPREAD)))
    wait = min(max(wait, LEAST_WAIT_WEEKS), MOST_WAIT_WEEKS)
    if fate.situation in WAITING:
        return _waiting_calendar(rng, fate, wait, work, upcoming, ends)
    if fate.ending is None:
        return _begin(rng, fate, wait, _open_visits(rng, fate, sessions, work, upcoming), work, begins)
    return _begin(rng, fate, wait, _past_visits(rng, fate, sessions, work, upcoming, begins, ends), work, begins)


def _waiting_calendar(
    rng: np.random.Generator, fate: Fate, wait: int, work: WorkingTime, upcoming: datetime, ends: datetime
) -> Calendar:
    weeks = min(max(wait, LEAST_WAIT_WEEKS + 1), MOST_WAIT_WEEKS - 1)
    referred = work.opening_from(ends - timedelta(weeks=weeks, days=float(rng.uniform(0.5, 6))))
    if fate.situation != "assessed":
        return Calendar(referred, None, ())
    assessed = work.assessment_from(ends - timedelta(days=float(rng.uniform(5, 8))), rng)
    return Calendar(referred, assessed, (Visit(work.weeks_later(upcoming, int(rng.integers(2))), None),))


def _begin(
    rng: np.random.Generator, fate: Fate, wait: int, visits: tuple[Visit, ...], work: WorkingTime, begins: datetime
) -> Calendar:
    first = visits[0].starts_at
    longest = (first - begins - timedelta(days=1)).days // 7
    weeks = max(LEAST_WAIT_WEEKS, min(wait, longest))
    referred = work.opening_from(work.weeks_later(first, -weeks) - timedelta(hours=float(rng.uniform(1, 5))))
    assessed = work.assessment_from(first - timedelta(days=5.0 if weeks < 2 else float(rng.uniform(5, 8))), rng)
    return Calendar(referred, assessed, () if fate.ending == "declined" else visits)


def _attendances(rng: np.random.Generator, sessions: int) -> list[Attendance]:
    """Outcomes until `sessions` were attended; the last one is attended."""
    outcomes: list[Attendance] = []
    while sum(outcome in ("attended", "late") for outcome in outcomes) < sessions:
        outcomes.append(OUTCOMES[int(rng.choice(4, p=OUTCOME_SHARES))])
    return outcomes


def _gaps(rng: np.random.Generator, count: int) -> list[int]:
    """Weeks between one appointment and the next."""
    return [1 + int(rng.random() < FORTNIGHT_RATE) for _ in range(count)]


def _past_visits(
    rng: np.random.Generator,
    fate: Fate,
    sessions: int,
    work: WorkingTime,
    upcoming: datetime,
    begins: datetime,
    ends: datetime,
) -> tuple[Visit, ...]:
    outcomes = _attendances(rng, max(1, sessions))
    if fate.ending == "dropped_out":
        outcomes += ["did_not_attend"] * int(rng.integers(1, 3))
    offsets = np.cumsum([0, *_gaps(rng, len(outcomes) - 1)])
    earliest = begins + LEAST_BEFORE_FIRST_VISIT
    latest = max(earliest, ends - timedelta(weeks=int(offsets[-1])) - LEAST_AFTER_LAST_VISIT)
    start = earliest + (latest - earliest) * float(rng.random())
    first = work.weeks_later(upcoming, -((upcoming - start).days // 7))
    return tuple(Visit(work.weeks_later(first, int(week)), how) for week, how in zip(offsets, outcomes, strict=True))


def _open_visits(
    rng: np.random.Generator, fate: Fate, sessions: int, work: WorkingTime, upcoming: datetime
) -> tuple[Visit, ...]:
    outcomes = _attendances(rng, sessions)
    if fate.situation == "ana":  # Her page is a tutorial: every session but one, which she moved.
        outcomes = ["attended"] * sessions
        outcomes.insert(sessions // 2, "cancelled")
    if fate.situation == "missed_last":
        outcomes.append("did_not_attend")
    gaps = [*_gaps(rng, len(outcomes) - 1), 1]
    back = np.cumsum(gaps[::-1])[::-1]
    past = [Visit(work.weeks_later(upcoming, -int(week)), how) for week, how in zip(back, outcomes, strict=True)]
    return (*past, Visit(upcoming, None))
