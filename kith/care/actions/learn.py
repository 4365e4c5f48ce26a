"""Learn: what a service expects of scores, from its own finished courses, kept beside how good its signals were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import Attendance, Client, CourseReference, Episode, Plan, Score, Service, WrongMoment
from kith.care.models.delivery import PRESENT
from kith.care.models.keys import preload
from kith.care.models.knowledge import definition_as_taken, figures_as_taken, library
from kith.care.permissions import Viewer, check_function
from kith.care.queries.situations import BRIEF_PLAN
from kith.science.change import FEWEST_IN_BAND, DatedScore, Limits
from kith.science.change.growth import GrowthProblem
from kith.science.change.learning import FinishedCourse, learn_reference
from kith.science.outcomes.published_signals import publish_groups, publish_reference, publish_signals
from kith.science.outcomes.signal_accuracy import age_band, judge_by_rules, judge_held_out

METHOD = "kith.science.change.learn_reference"
GROUPS = ("gender", "ethnicity")  # as the person chose to tell; age and language stand beside them
NOT_STATED = "not stated"
MANY_AT_ONCE = 500  # clients whose keys are opened together

Measure = tuple[str, str]  # instrument, and the first part of its version


@action
def refit_expected_courses(*, by: Viewer, at: datetime, service_id: UUID | None = None) -> tuple[CourseReference, ...]:
    """Learn anew what to expect of every measure with enough finished courses. Stays as it is for good.

    Once in a month, so that two references never differ by one person.
    """
    check_function(by, "programme", service_id=service_id)
    service = Service.objects.get(pk=by.service_id)
    zone = ZoneInfo(service.time_zone)
    _check_not_learned(service, at, zone)
    finished = _Finished(service, zone)
    kept = tuple(one for measure in finished.measures() if (one := _learned(service, finished, measure, at, zone)))
    if not kept:
        raise WrongMoment(
            _("Nothing was learned."),
            _("No measure has enough finished courses with three scores, the first before the first session."),
            _("Go on measuring. %(count)s such courses of one measure are enough; until then the rules speak.")
            % {"count": FEWEST_IN_BAND},
        )
    for one in kept:
        trace("programme.courses_learned", by=by, at=at, clients=(), about=one)
    return kept


def _check_not_learned(service: Service, at: datetime, zone: ZoneInfo) -> None:
    last = service.course_references.aggregate(last=Max("fitted_at"))["last"]
    if last is None:
        return
    then, now = last.astimezone(zone).date(), at.astimezone(zone).date()
    if (then.year, then.month) >= (now.year, now.month):
        raise WrongMoment(
            _("Nothing was learned again."),
            _("The service learned on %(day)s.") % {"day": date_format(then, "MONTH_DAY_FORMAT")},
            _("Come back next month. Two looks close together could show one person."),
        )


def _learned(
    service: Service, finished: _Finished, measure: Measure, at: datetime, zone: ZoneInfo
) -> CourseReference | None:
    """The reference of one measure; None where its limits are not known or its courses are too few."""
    (instrument, version), rows = measure, finished.courses(measure)
    definition = definition_as_taken(instrument, f"{version}.0.0")
    today = at.astimezone(zone).date()
    figures = figures_as_taken(definition.id, definition.version, today, service.language)
    if figures is None or figures[1] is None or len(rows) < FEWEST_IN_BAND:
        return None
    limits = Limits(figures[0], figures[1], definition.is_worse_when_higher(definition.scales[0].id))
    courses = [one.course for one in rows]
    try:
        reference = learn_reference(courses, higher_is_worse=limits.higher_is_worse)
    except GrowthProblem:
        return None
    judged = judge_held_out(courses, limits)
    newest = service.course_references.filter(instrument=instrument, version=version).aggregate(last=Max("number"))
    return CourseReference.objects.create(
        service=service,
        instrument=instrument,
        version=version,
        number=(newest["last"] or 0) + 1,
        ended_from=min(one.ended_on for one in rows),
        ended_to=max(one.ended_on for one in rows),
        course=publish_reference(reference),
        accuracy={
            "limits": {"cut_off": limits.caseness, "reliable_change": limits.reliable_change, "source": figures[2]},
            "expected_course": publish_signals(judged),
            "rules": publish_signals(judge_by_rules(courses, limits)),
            "groups": publish_groups(judged),
        },
        method=METHOD,
        library_version=library().version,
        fitted_at=at,
        made_at=at,
    )


@dataclass(frozen=True)
class _Over:
    """A finished course and the day the care ended."""

    course: FinishedCourse
    ended_on: date


class _Finished:
    """Every stay of a service that is over, with what was scored and which sessions took place before it ended."""

    def __init__(self, service: Service, zone: ZoneInfo) -> None:
        self.service, self.zone = service, zone
        self.episodes = {one.pk: one for one in self._ended()}
        self.brief = set(
            Plan.objects.filter(client__service=service, episode__state="ended", sessions_planned__lte=BRIEF_PLAN)
            .exclude(agreed_at=None)
            .values_list("episode_id", flat=True)
        )
        self.met = self._met()
        self.scores = self._scores()
        self.groups = self._groups()

    def measures(self) -> Sequence[Measure]:
        """Those that somebody answered, in order."""
        return sorted(self.scores)

    def courses(self, measure: Measure) -> list[_Over]:
        """The courses by one measure from which a slope can be learned."""
        found = []
        for episode_id, rows in self.scores[measure].items():
            episode = self.episodes[episode_id]
            course = FinishedCourse(
                scores=tuple(self._dated(episode, when, value) for when, value in rows),
                groups=self.groups[episode.client_id],
                is_brief=episode_id in self.brief,
                person=str(episode.client_id),
            )
            if course.tells_a_course and episode.ended_at is not None:
                found.append(_Over(course, episode.ended_at.astimezone(self.zone).date()))
        return found

    def _ended(self) -> Iterable[Episode]:
        rows = Episode.objects.filter(client__service=self.service, state="ended")
        return rows.only("client_id", "opened_on", "ended_at").order_by("ended_at", "pk")

    def _met(self) -> dict[UUID, list[datetime]]:
        rows = (
            Attendance.objects.filter(client__service=self.service, replaced_by__isnull=True, status__in=PRESENT)
            .order_by("session__starts_at", "pk")
            .values_list("client_id", "session__starts_at")
        )
        found: dict[UUID, list[datetime]] = defaultdict(list)
        for client_id, when in rows.iterator(chunk_size=2000):
            found[client_id].append(when)
        return found

    def _scores(self) -> dict[Measure, dict[UUID, list[tuple[datetime, float | None]]]]:
        """What people answered about themselves while they were in care."""
        rows = (
            Score.objects.standing()
            .filter(
                client__service=self.service,
                measurement__episode__state="ended",
                measurement__taken_at__lte=F("measurement__episode__ended_at"),
                measurement__respondent="self",
                measurement__goal__isnull=True,
            )
            .order_by("measurement__taken_at", "measurement__made_at", "pk")
            .values_list(
                "measurement__episode_id",
                "measurement__instrument",
                "measurement__instrument_version",
                "measurement__taken_at",
                "scale",
                "value",
            )
        )
        found: dict[Measure, dict[UUID, list[tuple[datetime, float | None]]]] = defaultdict(lambda: defaultdict(list))
        for episode_id, instrument, version, when, scale, value in rows.iterator(chunk_size=2000):
            if scale == _followed(instrument, version):
                found[instrument, version.split(".")[0]][episode_id].append((when, value))
        return found

    def _dated(self, episode: Episode, when: datetime, value: float | None) -> DatedScore:
        met = self.met.get(episode.client_id, ())
        session = sum(each < when and each.date() >= episode.opened_on for each in met)
        return DatedScore(when.astimezone(self.zone).date(), session, value)

    def _groups(self) -> dict[UUID, dict[str, str]]:
        ended = {one.client_id: one.ended_at for one in self.episodes.values() if one.ended_at is not None}
        found = {}
        for some in _in_parts(sorted(ended)):
            preload(some)
            for client in Client.objects.filter(service=self.service, pk__in=some):
                found[client.pk] = _groups_of(client, ended[client.pk].astimezone(self.zone).date())
        return found


def _followed(instrument: str, version: str) -> str:
    """The scale that courses follow; an instrument that has left the library has none."""
    try:
        return definition_as_taken(instrument, version).scales[0].id
    except KeyError:
        return ""


def _in_parts(owners: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(owners), MANY_AT_ONCE):
        yield owners[start : start + MANY_AT_ONCE]


def _groups_of(client: Client, day: date) -> dict[str, str]:
    told = {name: str(client.equity.get(name) or NOT_STATED) for name in GROUPS}
    return told | {"age": _age(client.date_of_birth, day), "language": client.language}


def _age(born_on: str, day: date) -> str:
    try:
        born = date.fromisoformat(born_on)
    except ValueError:
        return NOT_STATED
    return age_band(born, day)
