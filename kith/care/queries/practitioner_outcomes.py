"""How courses end with each practitioner: for supervisors their own supervisees, for practitioners themselves alone.

Counted to the end of the last month, so that the figures stand still until the next. Nobody is put in an order by them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kith.care.models import Episode, Service, User
from kith.care.models.counting import counted_attendances, counted_scores
from kith.care.models.delivery import PRESENT
from kith.care.models.duty_team import holders
from kith.care.permissions import Viewer, check_function, supervisees
from kith.care.queries.looking import note_seen
from kith.science.change.growth import GrowthProblem
from kith.science.outcomes import Journey, has_finished_course
from kith.science.outcomes.practitioners import (
    FEWEST_CASES,
    FEWEST_TO_COMPARE,
    Differences,
    PractitionerEffect,
    can_compare,
    practitioner_effects,
)

MEASURE: Final = "phq9"
MONTHS: Final = 36
Visits = dict[UUID, list[tuple[datetime, UUID | None]]]


@dataclass(frozen=True)
class CoursesOfOne:
    """One practitioner's finished courses, those with both scores, and the figure where there are enough of them."""

    name: str
    finished: int
    complete: int
    effect: PractitionerEffect | None


@dataclass(frozen=True)
class ShareBetween:
    """How much of what differs at the end lies between practitioners, with its interval."""

    share: float
    low: float
    high: float
    practitioners: int
    cases: int


@dataclass(frozen=True)
class PractitionerOutcomes:
    """`own` for a practitioner, `supervisees` for a supervisor by name; `between` where enough can be compared."""

    first: date
    last: date
    is_supervisor: bool
    own: CoursesOfOne | None
    supervisees: tuple[CoursesOfOne, ...]
    between: ShareBetween | None
    fewest_cases: int
    fewest_to_compare: int


@dataclass(frozen=True)
class _Course:
    """A finished course with the practitioner who held most of its sessions."""

    practitioner: UUID
    scores: tuple[float, float] | None


def practitioner_outcomes(*, viewer: Viewer, at: datetime) -> PractitionerOutcomes:
    """The last three years of whole months."""
    check_function(viewer, "practitioner_outcomes")
    service = Service.objects.get(pk=viewer.service_id)
    zone = ZoneInfo(service.time_zone)
    ends = at.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    begins = ends.replace(year=ends.year - MONTHS // 12)
    courses = _finished(service, begins, ends)
    found = _compared(courses)
    people = _people(viewer, at)
    told = {person: _told(person, name, courses, found) for person, name in people.items()}
    own = told.pop(viewer.user_id, None)
    note_seen(viewer, "practitioner_outcomes.seen", [], at=at)
    return PractitionerOutcomes(
        first=begins.date(),
        last=ends.date() - timedelta(days=1),
        is_supervisor="supervisor" in viewer.roles,
        own=own,
        supervisees=tuple(sorted(told.values(), key=lambda one: one.name.casefold())),
        between=_between(found) if found else None,
        fewest_cases=FEWEST_CASES,
        fewest_to_compare=FEWEST_TO_COMPARE,
    )


def _people(viewer: Viewer, at: datetime) -> dict[UUID, str]:
    """Whose figures this viewer reads: their own as a practitioner, and as a supervisor those they supervise now."""
    practitioners = {UUID(one) for one in holders(viewer.service_id, "practitioner", at)}
    whose = {viewer.user_id} if "practitioner" in viewer.roles else set()
    if "supervisor" in viewer.roles:
        whose |= set(supervisees(viewer, at))
    return dict(User.objects.filter(pk__in=whose & practitioners).values_list("pk", "display_name"))


def _told(person: UUID, name: str, courses: Iterable[_Course], found: Differences | None) -> CoursesOfOne:
    own = [one for one in courses if one.practitioner == person]
    complete = sum(one.scores is not None for one in own)
    effect = found.effects.get(person) if found and found.tells_apart and complete >= FEWEST_CASES else None
    return CoursesOfOne(name, len(own), complete, effect)


def _between(found: Differences) -> ShareBetween:
    return ShareBetween(found.share, found.low, found.high, found.practitioners, found.cases)


def _compared(courses: Iterable[_Course]) -> Differences | None:
    """None where too few practitioners have cases enough, or where their scores tell no line."""
    whole = [(one.practitioner, *one.scores) for one in courses if one.scores]
    if not can_compare(Counter(practitioner for practitioner, _first, _last in whole)):
        return None
    practitioners, first, last = zip(*whole, strict=True)
    try:
        return practitioner_effects(practitioners, first, last)
    except GrowthProblem:
        return None


def _finished(service: Service, begins: datetime, ends: datetime) -> list[_Course]:
    """Courses that ended in the period after enough sessions, one of them at least with a practitioner alone."""
    rows = Episode.objects.filter(client__service=service, ended_at__gte=begins, ended_at__lt=ends).order_by("pk")
    visits, pairs, zone = _visits(service, rows, ends), _pairs(service, begins, ends), ZoneInfo(service.time_zone)
    found = []
    for one in rows.iterator(chunk_size=2000):
        held = [
            practitioner
            for starts_at, practitioner in visits.get(one.client_id, ())
            if one.ended_at and one.opened_on <= starts_at.astimezone(zone).date() and starts_at <= one.ended_at
        ]
        alone = [practitioner for practitioner in held if practitioner is not None]
        if alone and has_finished_course(Journey(True, len(held), True)):
            found.append(_Course(_most(alone), pairs.get(one.pk)))
    return found


def _most(practitioners: list[UUID]) -> UUID:
    """Who held most of the sessions; of two who held as many, who held the last."""
    counts = Counter(practitioners)
    return max(reversed(practitioners), key=lambda one: counts[one])


def _visits(service: Service, ended: QuerySet[Episode], ends: datetime) -> Visits:
    """The sessions that people of these courses came to, with who held them; None for a group's meeting."""
    rows = counted_attendances(service).filter(status__in=PRESENT, session__starts_at__lt=ends)
    rows = rows.filter(client__in=ended.order_by().values("client"))
    names = ("client_id", "session__starts_at", "session__group_id", "session__practitioner_id")
    found: Visits = defaultdict(list)
    for client_id, starts_at, group_id, practitioner_id in rows.values_list(*names).iterator(chunk_size=2000):
        found[client_id].append((starts_at, None if group_id else practitioner_id))
    return found


def _pairs(service: Service, begins: datetime, ends: datetime) -> Mapping[UUID, tuple[float, float]]:
    """The first and the last score of each course that has two or more."""
    rows = counted_scores(service, [MEASURE]).filter(
        measurement__episode__ended_at__gte=begins, measurement__episode__ended_at__lt=ends
    )
    scores: dict[UUID, list[float]] = defaultdict(list)
    for episode_id, value in rows.values_list("measurement__episode_id", "value").iterator(chunk_size=2000):
        if value is not None:
            scores[episode_id].append(value)
    return {one: (values[0], values[-1]) for one, values in scores.items() if len(values) > 1}
