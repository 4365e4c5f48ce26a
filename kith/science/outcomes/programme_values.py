"""What goes into the results of a programme, and what comes out: facts of people in, figures fit to be shown out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kith.science.outcomes.funnel import Journey, has_finished_course
from kith.science.outcomes.published import PublishedCount, PublishedFigure, PublishedRange, PublishedRate

Pair = tuple[float | None, float | None]
"""First and last score."""


@dataclass(frozen=True)
class EpisodeFacts:
    """One stay in care as it stood at the end of the period; days after it are left out by whoever collects them."""

    place: str
    strata: Mapping[str, str]
    received_on: date
    is_assessed: bool
    attended_on: tuple[date, ...]
    missed_on: tuple[date, ...]
    ended_on: date | None
    has_dropped_out: bool
    depression: Pair
    anxiety: Pair
    practitioner_hours: float = 0.0  # of sessions kept for the person; hours of a group are shared by who came

    @property
    def has_finished(self) -> bool:
        """Ended after at least two attended sessions."""
        return has_finished_course(Journey(self.is_assessed, len(self.attended_on), self.ended_on is not None))

    @property
    def days_to_first(self) -> int | None:
        """Days from the referral to the first attended session; None when there was none, or the dates contradict."""
        wait = (self.attended_on[0] - self.received_on).days if self.attended_on else -1
        return wait if wait >= 0 else None

    @property
    def days_to_second(self) -> int | None:
        """Days from the first to the second attended session."""
        return (self.attended_on[1] - self.attended_on[0]).days if len(self.attended_on) > 1 else None


@dataclass(frozen=True)
class AlertFacts:
    """One alert with its clock."""

    raised_at: datetime
    due_at: datetime
    contacted_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True)
class Period:
    """The first and the last day, and the moment at which the last day was over."""

    first: date
    last: date
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class PublishedStep:
    """A step of the funnel."""

    id: str
    people: PublishedCount
    of_previous: PublishedRate


@dataclass(frozen=True)
class PublishedWaits:
    """How long people waited whose course finished in the period, and who was still waiting at its end."""

    days_to_first: PublishedFigure
    within_six_weeks: PublishedRate
    within_eighteen_weeks: PublishedRate
    ranges: tuple[PublishedRange, ...]
    days_to_second: PublishedFigure
    second_after_28_days: PublishedRate
    second_after_90_days: PublishedRate
    waiting: PublishedCount
    waiting_over_six_weeks: PublishedCount


@dataclass(frozen=True)
class PublishedOutcomes:
    """Outcomes of the courses that finished in the period; `missing_pairs` are those without first and last scores."""

    finished: PublishedCount
    missing_pairs: PublishedCount
    completeness: PublishedRate
    caseness: PublishedRate
    recovery: PublishedRate
    reliable_improvement: PublishedRate
    reliable_recovery: PublishedRate
    reliable_deterioration: PublishedRate
    no_reliable_change: PublishedRate


@dataclass(frozen=True)
class PublishedAttendance:
    """Sessions that people came to, and courses that ended because they stayed away."""

    sessions_of_a_course: PublishedFigure
    did_not_attend: PublishedRate
    dropped_out: PublishedRate


@dataclass(frozen=True)
class PublishedAlerts:
    """Alerts raised in the period, and those still open at its end."""

    raised: PublishedCount
    hours_to_contact: PublishedFigure
    contacted_in_time: PublishedRate
    late: PublishedCount
    open: PublishedCount
    days_open: PublishedFigure


@dataclass(frozen=True)
class PublishedStratum:
    """One category of one stratum: how many came, and what became of them."""

    category: str
    referred: PublishedCount
    treated: PublishedRate
    within_six_weeks: PublishedRate
    completeness: PublishedRate
    recovery: PublishedRate
    reliable_improvement: PublishedRate
    reliable_deterioration: PublishedRate


@dataclass(frozen=True)
class PublishedPlace:
    """One place, or small ones together, beside the whole service.

    `standing` says whether it lies within what chance explains; None where the rate is withheld.
    """

    names: tuple[str, ...]
    rate: PublishedRate
    standing: str | None


@dataclass(frozen=True)
class PublishedMonth:
    """One month of the period: who was referred, and rates of the courses that finished or the sessions held in it."""

    first: str
    referred: PublishedCount
    rates: Mapping[str, PublishedRate]


@dataclass(frozen=True)
class ProgrammeResults:
    """Everything about a period that may be shown."""

    funnel: tuple[PublishedStep, ...]
    waits: PublishedWaits
    outcomes: PublishedOutcomes
    attendance: PublishedAttendance
    alerts: PublishedAlerts
    equity: Mapping[str, tuple[PublishedStratum, ...]]
    places: Mapping[str, tuple[PublishedPlace, ...]]
    months: tuple[PublishedMonth, ...]
