"""Did it help this one person? Their own scores before and after a start that was drawn, and how likely chance is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean
from typing import Final, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Client, SingleCase
from kith.care.models.knowledge import has_rhythm, library, may_fill_in
from kith.care.permissions import FULL, Access, Viewer
from kith.care.queries.assessing import courses_of_client
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.courses_of_scores import Courses, ScoreCourse
from kith.care.queries.looking import note_seen
from kith.care.queries.my_requests import title_of_measure
from kith.care.queries.staff_looking import open_as_staff
from kith.science.trials import RandomisationTest, TrialProblem, phase_test

USUAL_DAYS: Final = 20  # with fewer allowed days nothing can be called unlikely at 5 %
State = Literal["waiting", "running", "over"]


@dataclass(frozen=True)
class DayScore:
    """The score of one day; the last one where there were several."""

    day: date
    value: float


@dataclass(frozen=True)
class SingleCaseShown:
    """One draw with the scores of its days.

    `treatment` is empty where the viewer may not read the plan. `test` is None until the last day is over, and with
    `has_gaps` where an allowed day would leave one side without a score.
    """

    id: UUID
    instrument: str
    short: str
    treatment: str
    begins_on: date
    first_on: date
    last_on: date
    every: int
    ends_on: date
    starts_on: date
    days_allowed: int
    drawn_by: str
    drawn_at: datetime
    state: State
    higher_is_worse: bool
    before: tuple[DayScore, ...]
    after: tuple[DayScore, ...]
    test: RandomisationTest | None
    has_gaps: bool

    @property
    def means(self) -> tuple[float | None, float | None]:
        """The mean before and after; None where there is no score."""
        first, last = (fmean(one.value for one in side) if side else None for side in (self.before, self.after))
        return first, last


@dataclass(frozen=True)
class MeasureOffered:
    """A measure that the person fills in, to be drawn for."""

    instrument: str
    short: str
    title: str


@dataclass(frozen=True)
class SingleCasesPage:
    """Every draw of one person, the newest first, and what a new one may be about."""

    head: ClientHead
    cases: tuple[SingleCaseShown, ...]
    offered: tuple[MeasureOffered, ...]
    may_draw: bool
    has_plan: bool


def single_cases(*, viewer: Viewer, client_id: UUID, at: datetime, language: str = "en") -> SingleCasesPage:
    """The page for those who may read this person's scores; drawing is for those who write the plan."""
    client, access = open_as_staff(viewer, client_id, "R", "scores", at=at)
    episode = client.newest_episode()
    rows = list(client.singlecase_set.select_related("episode", "plan", "drawn_by").order_by("-drawn_at", "-pk"))
    courses = {
        stay: courses_of_client(viewer=viewer, client=client, episode=stay, at=at, language=language)
        for stay in {row.episode for row in rows}
    }
    today = at.astimezone(ZoneInfo(client.service.time_zone)).date()
    is_open = episode is not None and episode.state != "ended"
    page = SingleCasesPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=episode, at=at),
        cases=tuple(_shown(row, courses[row.episode], access, today) for row in rows),
        offered=_offered(language) if access.can("W", "plan") and is_open else (),
        may_draw=access.can("W", "plan") and is_open,
        has_plan=episode is not None and episode.plans.filter(state="agreed").exists(),
    )
    note_seen(viewer, "single_cases.seen", [client.pk], at=at)
    return page


def client_to_draw_for(*, viewer: Viewer, client_id: UUID, at: datetime) -> Client:
    """The person, for the action that draws."""
    return open_as_staff(viewer, client_id, "W", "plan", at=at)[0]


def _shown(row: SingleCase, courses: Courses, access: Access, today: date) -> SingleCaseShown:
    definition = library().instruments[row.instrument]
    higher_is_worse = definition.is_worse_when_higher(definition.scales[0].id)
    scores = _by_day(_course(row, courses), row)
    state: State = "over" if row.ends_on < today else "running" if row.starts_on <= today else "waiting"
    test, has_gaps = _test(row, scores, higher_is_worse) if state == "over" else (None, False)
    return SingleCaseShown(
        id=row.pk,
        instrument=row.instrument,
        short=definition.short,
        treatment=_treatment(row.plan.protocol) if access.level("R", "plan") == FULL else "",
        begins_on=row.begins_on,
        first_on=row.first_on,
        last_on=row.last_on,
        every=row.every,
        ends_on=row.ends_on,
        starts_on=row.starts_on,
        days_allowed=len(row.allowed),
        drawn_by=row.drawn_by.display_name,
        drawn_at=row.drawn_at,
        state=state,
        higher_is_worse=higher_is_worse,
        before=tuple(one for one in scores if one.day < row.starts_on),
        after=tuple(one for one in scores if one.day >= row.starts_on),
        test=test,
        has_gaps=has_gaps,
    )


def _treatment(protocol: str) -> str:
    kept = library().protocols.get(protocol)
    return kept.title if kept else protocol


def _course(row: SingleCase, courses: Courses) -> ScoreCourse | None:
    """The person's own answers to this measure: of several versions the one with the most days in the window."""
    own = [one for one in courses.all if (one.instrument, one.respondent) == (row.instrument, "self")]
    return max(own, key=lambda one: len(_by_day(one, row)), default=None)


def _by_day(course: ScoreCourse | None, row: SingleCase) -> tuple[DayScore, ...]:
    known = dict(course.known) if course is not None else {}
    return tuple(DayScore(day, known[day]) for day in sorted(known) if row.begins_on <= day <= row.ends_on)


def _test(row: SingleCase, scores: Sequence[DayScore], higher_is_worse: bool) -> tuple[RandomisationTest | None, bool]:
    """Every day is a place, also one without a score, so that each allowed day is a start of its own."""
    known = {one.day: one.value for one in scores}
    days = (row.ends_on - row.begins_on).days + 1
    values = [known.get(row.begins_on + timedelta(days=place)) for place in range(days)]
    possible = [((day - row.begins_on).days,) for day in row.allowed]
    actual = ((row.starts_on - row.begins_on).days,)
    try:
        return phase_test(values, actual, possible, higher_is_worse=higher_is_worse), False
    except TrialProblem:  # the days are in order by the table's constraints: what is left is a side without scores
        return None, True


def _offered(language: str) -> tuple[MeasureOffered, ...]:
    return tuple(
        MeasureOffered(name, definition.short, title_of_measure(name, language))
        for name, definition in library().instruments.items()
        if has_rhythm(name) and "self" in may_fill_in(name)
    )
