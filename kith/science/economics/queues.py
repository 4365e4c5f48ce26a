"""How long people will wait: by the fluid formula, which has no chance in it, and by a simulation, which has."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kith.science.economics.clinics import Clinic
from kith.science.economics.problems import Figure, check_not_below

Counts = NDArray[np.int64]
RUNS: Final = 400
"""Runs of a simulation: each end of the 90 % range then rests on twenty of them."""
RANGE: Final = (0.05, 0.95)
HALVINGS: Final = 60
"""After as many, the ends are nearer than numbers of this size can tell apart."""


@dataclass(frozen=True)
class FluidPoint:
    """A week by the fluid formula: how many wait, how long those who begin have waited, and who is referred will wait.

    In a list that grows the two waits are far apart: who begins now was referred when it was short.
    """

    week: float
    waiting: float
    weeks_waited: float
    weeks_ahead: float


@dataclass(frozen=True)
class WeekForecast:
    """A simulated week: how many wait at its end (mean and 90 % range), and how long those who began had waited."""

    week: int
    waiting: float
    low: float
    high: float
    weeks_waited: Figure


@dataclass(frozen=True)
class QueueForecast:
    """A simulated clinic. `referred`, `begun` and `left` are people, on average; `slots_used` is a share."""

    weeks: tuple[WeekForecast, ...]
    referred: float
    begun: float
    left: float
    slots_used: Figure
    runs: int


@dataclass(frozen=True)
class Option:
    """One clinic beside others: by the formula at the end of the time looked at, and simulated on the way there."""

    name: str
    starts_a_week: float
    load: float
    fluid: FluidPoint
    simulated: QueueForecast

    @property
    def at_end(self) -> WeekForecast:
        """The last simulated week."""
        return self.simulated.weeks[-1]


def fluid(clinic: Clinic, week: float) -> FluidPoint:
    """The waiting list after so many weeks if people came, began and gave up evenly.

    In words: the list grows by referrals and shrinks by starts and by those who give up, a fixed rate of whoever waits.
    So it moves from Q0 towards Q* = (referrals - starts) / leaving as Q* + (Q0 - Q*) exp(-leaving t); without leaving
    it moves on a straight line; it is never below 0. Somebody who joins a list of Q waits ln(1 + leaving Q / starts) /
    leaving weeks, or Q / starts. Those who begin in a week are those whose wait ends there; who waits today has waited
    since week 0. Source: the fluid limit of a queue with impatience (Whitt 2006, Oper Res 54:37). Assumes first come,
    first served, and no chance: a clinic that is nearly full has a list where this says 0. Raises EconomicsProblem for
    a week below 0.

    >>> clinic = Clinic(referrals=6, practitioners=2, sessions_each=20, sessions=10, waiting=10)
    >>> fluid(clinic, 26)
    FluidPoint(week=26, waiting=62.0, weeks_waited=10.333333333333334, weeks_ahead=15.5)
    """
    check_not_below(0, week=week)
    waiting = _fluid_waiting(clinic, week)
    return FluidPoint(week, waiting, week - _referred_at(clinic, week), _ahead(clinic, waiting))


def _fluid_waiting(clinic: Clinic, week: float) -> float:
    growth, theta = clinic.referrals - clinic.starts_a_week, clinic.leaving
    grown = -math.expm1(-theta * week) / theta if theta else week
    return max(clinic.waiting * math.exp(-theta * week) + growth * grown, 0.0)


def _ahead(clinic: Clinic, waiting: float) -> float:
    """How long somebody waits who joins so long a list."""
    starts, theta = clinic.starts_a_week, clinic.leaving
    return math.log1p(theta * waiting / starts) / theta if theta else waiting / starts


def _referred_at(clinic: Clinic, week: float) -> float:
    """When those were referred who begin in a week: later referrals never begin earlier, so halving finds it."""
    early, late = 0.0, week
    for _ in range(HALVINGS):
        middle = (early + late) / 2
        if middle + _ahead(clinic, _fluid_waiting(clinic, middle)) < week:
            early = middle
        else:
            late = middle
    return late


def practitioners_needed(clinic: Clinic, *, weeks: float) -> int:
    """The fewest practitioners with whom the wait settles at so many weeks or fewer, by the fluid formula.

    In words: of those referred, exp(-leaving times weeks) still wait after so long and must be seen; what groups do not
    take is left to practitioners. Without leaving, everybody must be seen, whatever the wait. It says nothing of the
    time until a list of today is gone. Raises EconomicsProblem for weeks below 0, and a practitioner without sessions.

    >>> practitioners_needed(Clinic(6, 2, 20, sessions=10), weeks=6)
    3
    """
    check_not_below(0, weeks=weeks)
    check_not_below(1, sessions_each=clinic.sessions_each)
    grouped = clinic.groups * clinic.places / clinic.group_weeks if clinic.groups else 0.0
    needed = clinic.referrals * math.exp(-clinic.leaving * weeks) - grouped
    return max(0, math.ceil(needed * clinic.sessions_a_course / clinic.sessions_each - 1e-9))


def forecast(clinic: Clinic, weeks: int, generator: np.random.Generator, *, runs: int = RUNS) -> QueueForecast:
    """Simulate the clinic week by week, many times.

    In words, each week: referrals come (Poisson); groups that begin, then free slots, take people from the front of the
    list; everybody in care has a session and may drop out; of those who still wait each gives up with probability
    1 - exp(-leaving). At the start slots are taken as in a clinic that has long been running, so that no wave runs
    through it, and each run is in another week of its groups; whoever waits today has waited since week 0.
    Assumes that anybody fits a group or a practitioner. A week in which nobody began, in any run, has no wait, with the
    reason. Raises EconomicsProblem for fewer than one week or run.

    >>> clinic = Clinic(referrals=6, practitioners=2, sessions_each=20, sessions=10, waiting=10)
    >>> found = forecast(clinic, 26, np.random.default_rng(1), runs=200)
    >>> found.weeks[-1].low < fluid(clinic, 26).waiting < found.weeks[-1].high
    True
    """
    check_not_below(1, weeks=weeks, runs=runs)
    stages = _after_a_session(clinic, _running(clinic, generator, runs), generator)
    shift = generator.integers(max(clinic.group_weeks, 1), size=runs)
    line = np.zeros((runs, weeks), dtype=np.int64)
    line[:, 0] = clinic.waiting
    totals = np.zeros((4, runs))  # referred, begun, left, sessions held
    found = []
    for week in range(weeks):
        come = generator.poisson(clinic.referrals, size=runs)
        line[:, week] += come
        free = clinic.slots - stages.sum(axis=1)
        grouped = _group_places(clinic, week + shift)
        taken = _take(line, free + grouped)
        line -= taken
        begun = taken.sum(axis=1)
        stages[:, 0] += np.maximum(begun - grouped, 0)
        held = stages.sum(axis=1)
        stages = _after_a_session(clinic, stages, generator)
        gone = generator.binomial(line, -math.expm1(-clinic.leaving)) if clinic.leaving else np.zeros_like(line)
        line -= gone
        totals += np.array([come, begun, gone.sum(axis=1), held])
        found.append(_week(week, line.sum(axis=1), taken))
    referred, begun_mean, left, held_mean = (float(one.mean()) for one in totals)
    used = Figure(held_mean / (clinic.slots * weeks)) if clinic.slots else Figure(None, "there are no single sessions")
    return QueueForecast(tuple(found), referred, begun_mean, left, used, runs)


def what_if(clinics: Mapping[str, Clinic], *, weeks: int, seed: int, runs: int = RUNS) -> tuple[Option, ...]:
    """Several clinics side by side after so many weeks, each from the same seed, so that chance favours none.

    >>> now = Clinic(referrals=6, practitioners=2, sessions_each=20, sessions=10, waiting=20)
    >>> both = what_if({"now": now, "one more": now.with_more(practitioners=1)}, weeks=52, seed=1, runs=50)
    >>> [(one.name, one.fluid.waiting) for one in both]
    [('now', 124.0), ('one more', 20.0)]
    """
    return tuple(
        Option(
            name,
            clinic.starts_a_week,
            clinic.load,
            fluid(clinic, weeks),
            forecast(clinic, weeks, np.random.default_rng(seed), runs=runs),
        )
        for name, clinic in clinics.items()
    )


def _running(clinic: Clinic, generator: np.random.Generator, runs: int) -> Counts:
    """How many are at each session (runs, sessions) in a clinic that has long been running: full where people wait."""
    share = 1.0 if clinic.waiting else min(1.0, clinic.load)
    stay = np.array([(1 - clinic.drop_out) ** term for term in range(clinic.sessions)])
    taken = generator.binomial(clinic.slots, share, size=runs)
    return generator.multinomial(taken, stay / stay.sum()).astype(np.int64)


def _after_a_session(clinic: Clinic, stages: Counts, generator: np.random.Generator) -> Counts:
    """Who comes to the next session: nobody after the last one, and of the others those who do not drop out."""
    following = np.zeros_like(stages)
    following[:, 1:] = generator.binomial(stages[:, :-1], 1 - clinic.drop_out)
    return following


def _group_places(clinic: Clinic, week: Counts) -> Counts:
    """Places of the groups that begin in a week (runs,); groups begin one after the other, evenly over their weeks."""
    begins = (group * clinic.group_weeks // clinic.groups for group in range(clinic.groups))
    free = np.zeros_like(week)
    for begin in begins:
        free += np.where((week - begin) % clinic.group_weeks == 0, clinic.places, 0)
    return free


def _take(line: Counts, room: Counts) -> Counts:
    """How many of each week's referrals (runs, weeks) begin: from the front of the list, as many as there is room."""
    before = np.cumsum(line, axis=1) - line
    return np.clip(room[:, None] - before, 0, line)


def _week(week: int, waiting: Counts, taken: Counts) -> WeekForecast:
    low, high = np.quantile(waiting, RANGE)
    begun = int(taken.sum())
    waited = float((taken.sum(axis=0) * (week - np.arange(taken.shape[1]))).sum())
    mean = Figure(waited / begun) if begun else Figure(None, "nobody began in this week")
    return WeekForecast(week + 1, float(waiting.mean()), float(low), float(high), mean)
