"""How many will wait: as now, and with more to see them; from the numbers of a snapshot, or those a manager gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kith.care.permissions import Viewer
from kith.care.queries.outcomes import OutcomesPage, Results, outcomes
from kith.science.economics import Clinic, Option, practitioners_needed, what_if

SEED: Final = 1
WEEKS_WANTED: Final = 6  # the NHS standard for a first session, in weeks
PLANS: Final = (
    ("now", False, False),
    ("practitioners", True, False),
    ("groups", False, True),
    ("both", True, True),
)


@dataclass(frozen=True)
class WeekKnown:
    """What a snapshot knows of a week of the service; None where it was withheld or is not counted."""

    referrals: float | None
    practitioners: float | None
    sessions_each: float | None
    sessions: int | None
    drop_out: float | None
    leaving: float | None
    waiting: int | None
    groups: int | None
    places: int | None
    group_weeks: int | None


@dataclass(frozen=True)
class Question:
    """A week of the clinic asked about, what if it had so many more, and how many weeks ahead; shares are of 1."""

    referrals: float
    practitioners: float
    sessions_each: float
    sessions: int
    drop_out: float
    leaving: float
    waiting: int
    groups: int
    places: int
    group_weeks: int
    more_practitioners: float
    more_groups: int
    weeks: int


@dataclass(frozen=True)
class PlanAhead:
    """One plan: who waits at the end of weeks 0, 1, 2 and so on, the range of nine runs in ten, and the end of it."""

    name: str
    waiting: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    starts_a_week: float
    load: float
    weeks_waited: float | None
    weeks_ahead: float
    given_up: float


@dataclass(frozen=True)
class ForecastPage:
    """What is known, and the answer where there was a question."""

    outcomes: OutcomesPage
    known: WeekKnown | None
    plans: tuple[PlanAhead, ...]
    needed: int | None


def forecast(*, viewer: Viewer, at: datetime, question: Question | None = None) -> ForecastPage:
    """Each plan simulated from the same seed, beside the newest snapshot; nothing is written down but the look."""
    page = outcomes(viewer=viewer, at=at)
    known = _known(page.results) if page.results else None
    if question is None:
        return ForecastPage(page, known, (), None)
    clinic = _clinic(question)
    clinics = {
        name: clinic.with_more(
            practitioners=question.more_practitioners if has_more else 0,
            groups=question.more_groups if has_groups else 0,
        )
        for name, has_more, has_groups in PLANS
        if not (has_more and not question.more_practitioners) and not (has_groups and not question.more_groups)
    }
    options = what_if(clinics, weeks=question.weeks, seed=SEED)
    needed = practitioners_needed(clinic, weeks=WEEKS_WANTED) if clinic.sessions_each >= 1 else None
    return ForecastPage(page, known, tuple(_plan(one, clinic.waiting) for one in options), needed)


def _clinic(asked: Question) -> Clinic:
    return Clinic(
        asked.referrals,
        asked.practitioners,
        asked.sessions_each,
        asked.sessions,
        asked.drop_out,
        asked.leaving,
        asked.waiting,
        asked.groups,
        asked.places,
        asked.group_weeks,
    )


def _plan(one: Option, waiting: int) -> PlanAhead:
    weeks, start = one.simulated.weeks, float(waiting)
    return PlanAhead(
        one.name,
        (start, *(week.waiting for week in weeks)),
        (start, *(week.low for week in weeks)),
        (start, *(week.high for week in weeks)),
        one.starts_a_week,
        one.load,
        one.at_end.weeks_waited.value,
        one.fluid.weeks_ahead,
        one.simulated.left,
    )


def _known(results: Results) -> WeekKnown:
    def figure(name: str) -> float | None:
        return results.figures[name].value if name in results.figures else None

    groups, sessions = results.groups, figure("sessions_of_a_course")
    return WeekKnown(
        referrals=figure("referrals_a_week"),
        practitioners=figure("practitioners"),
        sessions_each=figure("sessions_each"),
        sessions=None if sessions is None else round(sessions),
        drop_out=figure("drop_out_a_session"),
        leaving=figure("leaving_a_week"),
        waiting=results.counts["waiting"].people,
        groups=groups.groups if groups else None,
        places=round(groups.places) if groups and groups.places else None,
        group_weeks=round(groups.weeks) if groups and groups.weeks else None,
    )
