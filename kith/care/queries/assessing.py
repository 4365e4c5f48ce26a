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
from kith.care.models.knowledge import definition_as_taken, in_language, library, wordings_as_taken
from kith.care.models.own_shelf import is_offered, offered_by
from kith.care.permissions import NotYours, Viewer, reach
from kith.care.queries.check_in import Choice, Question
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.courses_of_scores import Courses, ScoreCourse, Stay, courses_of_scores
from kith.care.queries.looking import note_seen
from kith.care.queries.reasons_to_act import OpenAlert
from kith.care.queries.sight import Sight
from kith.care.queries.situations import BRIEF_PLAN
from kith.care.queries.staff_looking import open_as_staff
from kith.science.instruments import Instrument, Wording

NOT_FOR_ASSESSING = frozenset({"goal", "process"})
RESPONDENTS = ("self", "carer", "clinician")


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
    problems: int
    has_formulation: bool


@dataclass(frozen=True)
class ScaleResult:
    """What one scale says, in the words of the trade."""

    name: str
    value: float | None
    lowest: float
    highest: float
    band: str
    reason: str
    is_prorated: bool


@dataclass(frozen=True)
class Result:
    """One measurement after it was sent: its scores, the course it belongs to, and the alert it raised."""

    title: str
    taken_at: datetime
    respondent: str
    scales: tuple[ScaleResult, ...]
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
    last = client.assessment_set.select_related("author").order_by("-assessed_at", "-made_at").first()
    zone = ZoneInfo(client.service.time_zone)
    page = AssessPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=episode, at=at),
        last=last.circumstances if last is not None else {},
        last_author=last.author.display_name if last is not None else "",
        last_at=last.assessed_at if last is not None else None,
        measures=_suggested(client, zone, language) if access.can("W", "answers") else (),
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
    definition, wording = library().instruments[instrument], _wording(instrument, language)
    episode = client.newest_episode()
    by_whom = definition.respondents[0]
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
        is_printed=definition.licence.ship_text,
        questions=questions_of(definition, wording),
        respondents=RESPONDENTS,
        respondent=by_whom,
        key=uuid.uuid4(),
        result=result,
    )
    note_seen(viewer, "measure.seen", [client.pk], at=at)
    return page


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
        client.attendance_set.filter(replaced_by__isnull=True, status__in=PRESENT)
        .order_by("session__starts_at")
        .values_list("session__starts_at", flat=True)
    )
    is_brief = episode.plans.filter(state="agreed", sessions_planned__lte=BRIEF_PLAN).exists()
    stay = Stay(client.pk, episode.pk, ZoneInfo(client.service.time_zone), tuple(came), is_brief)
    sight = Sight(viewer=viewer, clients=[client.pk], at=at)
    found = courses_of_scores(viewer=viewer, sight=sight, stays=[stay], language=language)
    return found.get(client.pk, Courses())


def _wording(instrument: str, language: str) -> Wording:
    return in_language(library().wordings[instrument], language)


def _suggested(client: Client, zone: ZoneInfo, language: str) -> tuple[Suggested, ...]:
    taken = dict(client.measurement_set.order_by("taken_at").values_list("instrument", "taken_at"))
    packaged = library().instruments.items()
    own = [(one.instrument.id, one.instrument) for one in offered_by(client.service_id)]
    return tuple(
        Suggested(
            instrument=name,
            title=_wording(name, language).title,
            short=definition.short,
            measures=definition.measures,
            is_own=is_own(name),
            questions=len(definition.items),
            last_taken=taken[name].astimezone(zone).date() if name in taken else None,
        )
        for name, definition in (*own, *packaged)
        if definition.kind not in NOT_FOR_ASSESSING
    )


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
    wording = in_language(wordings_as_taken(instrument, measurement.instrument_version), language)
    courses = courses_of_client(viewer=viewer, client=client, episode=episode, at=at, language=language)
    key = "-".join((instrument, measurement.respondent, measurement.instrument_version.split(".")[0]))
    course = courses.named(key)
    earlier = course.known[:-1] if course is not None else ()
    return Result(
        title=wording.title,
        taken_at=measurement.taken_at,
        respondent=measurement.respondent,
        scales=_scales(measurement, wording) if access.can("R", "scores") else (),
        course=course,
        first=earlier[0][1] if earlier else None,
        alert=_alert(client, measurement) if access.can("R", "alerts") else None,
    )


def _scales(measurement: Measurement, wording: Wording) -> tuple[ScaleResult, ...]:
    definition = definition_as_taken(measurement.instrument, measurement.instrument_version)
    found = []
    for row in measurement.scores.all():
        scale, words = definition.scale(row.scale), wording.scales[row.scale]
        band = words.bands[row.band].practitioner if row.band in words.bands else ""
        found.append(ScaleResult(words.name, row.value, scale.lowest, scale.highest, band, row.reason, row.is_prorated))
    return tuple(found)


def _alert(client: Client, measurement: Measurement) -> OpenAlert | None:
    step: AlertStep | None = (
        client.alertstep_set.filter(source_key=measurement.key, step="raised")
        .select_related("alert__owner")
        .order_by("-at")
        .first()
    )
    if step is None:
        return None
    alert = step.alert
    return OpenAlert(alert.pk, alert.state, alert.owner.display_name, alert.raised_at, alert.contact_due_at)
