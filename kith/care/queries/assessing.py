"""Assess and measure: the circumstances as last written, what could be measured, one instrument, its result."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import AlertStep, Client, Episode, Measurement
from kith.care.models.authoring import is_own
from kith.care.models.delivery import PRESENT
from kith.care.models.kept_documents import protocol_of
from kith.care.models.knowledge import library, may_fill_in, wording_as_taken
from kith.care.models.measuring import RESPONDENTS
from kith.care.models.own_shelf import is_offered, offered_by
from kith.care.permissions import NotYours, Viewer, reach
from kith.care.queries.check_in import Choice, Question
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.courses_of_scores import Courses, ScoreCourse, Stay, courses_of_scores
from kith.care.queries.looking import note_seen
from kith.care.queries.reasons_to_act import OpenAlert
from kith.care.queries.score_reading import Reading, reading_of, traits_of
from kith.care.queries.sight import Sight
from kith.care.queries.situations import BRIEF_PLAN
from kith.care.queries.staff_looking import open_as_staff
from kith.care.queries.today import USUAL_MEASURES
from kith.science.instruments import Instrument, Wording

NOT_FOR_ASSESSING = frozenset({"goal", "process", "fidelity"})
MOST_SUGGESTED = 10


@dataclass(frozen=True)
class Suggested:
    """An instrument that could be asked, and when it last was."""

    instrument: str
    title: str
    short: str
    measures: str
    is_own: bool
    questions: int
    last_taken: date | None


@dataclass(frozen=True)
class AssessPage:
    """What was written last time, to be read beside today's; what could be measured; and what the next step needs."""

    head: ClientHead
    last: Mapping[str, str]
    last_author: str
    last_at: datetime | None
    measures: tuple[Suggested, ...]
    other_measures: tuple[Suggested, ...]
    problems: int
    has_formulation: bool


@dataclass(frozen=True)
class Result:
    """One measurement after it was sent: all it says, the course it belongs to, and the alert it raised."""

    title: str
    taken_at: datetime
    respondent: str
    mode: str
    sender: str
    id: UUID
    is_withdrawn: bool
    reading: Reading | None
    course: ScoreCourse | None
    first: float | None
    alert: OpenAlert | None


@dataclass(frozen=True)
class MeasurePage:
    """One instrument on one page, or its result."""

    head: ClientHead
    instrument: str
    title: str
    short: str
    recall: str
    instruction: str
    stem: str
    notice: str
    is_printed: bool
    questions: tuple[Question, ...]
    respondents: tuple[str, ...]
    respondent: str
    key: UUID
    result: Result | None


def assessing(*, viewer: Viewer, client_id: UUID, at: datetime, language: str = "en") -> AssessPage:
    """The page on which an assessment is written."""
    client, access = open_as_staff(viewer, client_id, "W", "formulation", at=at)
    episode = client.newest_episode()
    last = client.assessment_set.select_related("author").order_by("-assessed_at", "-made_at", "-pk").first()
    suggested: tuple[Suggested, ...] = ()
    others: tuple[Suggested, ...] = ()
    if access.can("W", "answers"):
        suggested, others = _measures(client, at.astimezone(ZoneInfo(client.service.time_zone)).date(), language)
    page = AssessPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=episode, at=at),
        last=last.circumstances if last is not None else {},
        last_author=last.author.display_name if last is not None else "",
        last_at=last.assessed_at if last is not None else None,
        measures=suggested,
        other_measures=others,
        problems=episode.problems.filter(resolved_at__isnull=True).count() if episode is not None else 0,
        has_formulation=episode is not None and episode.formulations.exists(),
    )
    note_seen(viewer, "assessment.seen", [client.pk], at=at, about=last)
    return page


def measuring(
    *,
    viewer: Viewer,
    client_id: UUID,
    instrument: str,
    at: datetime,
    language: str = "en",
    measurement_id: UUID | None = None,
) -> MeasurePage:
    """Any instrument of the library, all questions at once; with `measurement_id` the result of one that was sent."""
    client, access = open_as_staff(viewer, client_id, "W", "answers", at=at)
    is_there = instrument in library().instruments
    if not is_there or not (measurement_id or is_offered(instrument, viewer.service_id)):
        raise NotYours
    definition, wording = library().instruments[instrument], library().wording(instrument, language, at.date())
    episode = client.newest_episode()
    by_whom = _whose_turn(client, instrument, at) or may_fill_in(instrument)[0]
    result = _result(viewer, client, episode, instrument, measurement_id, at, language) if measurement_id else None
    page = MeasurePage(
        head=client_head(viewer=viewer, client=client, access=access, episode=episode, at=at),
        instrument=instrument,
        title=wording.title,
        short=definition.short,
        recall=wording.recall or "",
        instruction=wording.instruction or "",
        stem=wording.stem or "",
        notice=definition.licence.notice or "",
        is_printed=library().can_be_asked(instrument, at.date()),
        questions=questions_of(definition, wording),
        respondents=RESPONDENTS,
        respondent=by_whom,
        key=uuid.uuid4(),
        result=result,
    )
    note_seen(viewer, "measure.seen", [client.pk], at=at)
    return page


def _whose_turn(client: Client, instrument: str, at: datetime) -> str | None:
    """The respondent of the open time of asking that is due first."""
    waiting = client.measurerequest_set.filter(instrument=instrument, state="open", opens_at__lte=at, expires_at__gt=at)
    return waiting.order_by("due_at", "respondent").values_list("respondent", flat=True).first()


def questions_of(definition: Instrument, wording: Wording) -> tuple[Question, ...]:
    """Every question with its answers, unanswered."""
    found = []
    for number, item in enumerate(definition.items, start=1):
        words = (wording.options or {}).get(item.options, {})
        offered = definition.options[item.options]
        is_rating = offered.form == "rating"
        choices = tuple(Choice(value, words.get(str(value), str(value))) for value in offered.values)
        ends = (words.get("lowest", ""), words.get("highest", "")) if is_rating else ("", "")
        text = (wording.items or {}).get(item.id, "")
        found.append(
            Question(
                number,
                item.id,
                text,
                choices,
                *ends,
                value=None,
                is_asked=False,
                has_stem=item.options == definition.items[0].options,
            )
        )
    return tuple(found)


def courses_of_client(
    *, viewer: Viewer, client: Client, episode: Episode | None, at: datetime, language: str
) -> Courses:
    """Every course of scores of one person's stay, read against the sessions they came to."""
    if episode is None:
        return Courses()
    came = (
        client.attendance_set.filter(
            replaced_by__isnull=True, status__in=PRESENT, session__starts_at__date__gte=episode.opened_on
        )
        .order_by("session__starts_at", "pk")
        .values_list("session__starts_at", flat=True)
    )
    is_brief = episode.plans.filter(state="agreed", sessions_planned__lte=BRIEF_PLAN).exists()
    stay = Stay(client.pk, episode.pk, ZoneInfo(client.service.time_zone), tuple(came), is_brief)
    sight = Sight(viewer=viewer, clients=[client.pk], at=at)
    found = courses_of_scores(viewer=viewer, sight=sight, stays=[stay], language=language)
    return found.get(client.pk, Courses())


def _measures(client: Client, day: date, language: str) -> tuple[tuple[Suggested, ...], tuple[Suggested, ...]]:
    """The measures that fit this person's problem or were taken before, and all others that suit their age."""
    zone = ZoneInfo(client.service.time_zone)
    taken = dict(client.measurement_set.standing().order_by("taken_at", "pk").values_list("instrument", "taken_at"))
    own = {one.instrument.id: one.instrument for one in offered_by(client.service_id)}
    fitting = [*own, *USUAL_MEASURES, *_for_the_problem(client, day), *taken]
    age = traits_of(client, client.language, day).age
    rows = {
        name: Suggested(
            instrument=name,
            title=library().wording(name, language).title,
            short=definition.short,
            measures=definition.measures,
            is_own=is_own(name),
            questions=len(definition.items),
            last_taken=taken[name].astimezone(zone).date() if name in taken else None,
        )
        for name, definition in (*own.items(), *library().instruments.items())
        if definition.kind not in NOT_FOR_ASSESSING and definition.ages.include(age)
    }
    first = [name for name in dict.fromkeys(fitting) if name in rows][:MOST_SUGGESTED]
    others = sorted((row for name, row in rows.items() if name not in first), key=lambda row: row.short.casefold())
    return tuple(rows[name] for name in first), tuple(others)


def _for_the_problem(client: Client, day: date) -> list[str]:
    """What is measured for the problem that the plan answers: those that can be asked here first."""
    plan = client.plan_set.filter(state="agreed").first()
    protocol = protocol_of(plan) if plan is not None else None
    if protocol is None:
        return []
    problems = set(protocol.problems)
    found = [name for name, one in library().instruments.items() if problems & set(one.problems)]
    return sorted(found, key=lambda name: not library().can_be_asked(name, day))


def _result(
    viewer: Viewer,
    client: Client,
    episode: Episode | None,
    instrument: str,
    measurement_id: UUID,
    at: datetime,
    language: str,
) -> Result:
    measurement, access = reach(viewer, Measurement, measurement_id, "R", "answers", at=at)
    if measurement.client_id != client.pk or measurement.instrument != instrument:
        raise NotYours
    wording = wording_as_taken(instrument, measurement.instrument_version, language)
    courses = courses_of_client(viewer=viewer, client=client, episode=episode, at=at, language=language)
    key = "-".join((instrument, measurement.respondent, measurement.instrument_version.split(".")[0]))
    course = courses.named(key)
    earlier = course.known[:-1] if course is not None else ()
    return Result(
        title=wording.title,
        taken_at=measurement.taken_at,
        respondent=measurement.respondent,
        mode=measurement.mode,
        sender=measurement.sender.display_name,
        id=measurement.pk,
        is_withdrawn=measurement.withdrawn_at is not None,
        reading=reading_of(client, measurement, _first(measurement), language) if access.can("R", "scores") else None,
        course=course,
        first=earlier[0][1] if earlier else None,
        alert=_alert(client, measurement) if access.can("R", "alerts") else None,
    )


def _first(measurement: Measurement) -> Measurement | None:
    """The first measurement of the same series in this stay, unless it is this one."""
    first = (
        measurement.episode.measurements.standing()
        .filter(
            instrument=measurement.instrument,
            instrument_version__startswith=measurement.instrument_version.split(".")[0] + ".",
            respondent=measurement.respondent,
            goal=None,
            taken_at__lt=measurement.taken_at,
        )
        .order_by("taken_at", "pk")
        .first()
    )
    return first


def _alert(client: Client, measurement: Measurement) -> OpenAlert | None:
    step: AlertStep | None = (
        client.alertstep_set.filter(source_key=measurement.key, step="raised")
        .select_related("alert__owner")
        .order_by("-at", "-pk")
        .first()
    )
    if step is None:
        return None
    alert = step.alert
    return OpenAlert(alert.pk, alert.state, alert.owner.display_name, alert.raised_at, alert.contact_due_at)
