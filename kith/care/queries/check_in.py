"""Check-in: one instrument as the client answers it, with what was answered so far, and what the result says."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Measurement
from kith.care.models.knowledge import definition_as_taken, library, wording_as_taken
from kith.care.models.own_shelf import is_offered
from kith.care.permissions import NotYours, Refused, Viewer, reach
from kith.care.queries.help_at_once import HelpAtOnce, help_at_once
from kith.care.queries.looking import note_seen
from kith.care.queries.my_change import Since
from kith.care.queries.myself import Own, open_own
from kith.care.queries.today import DueMeasure, can_be_asked_of_client, measures_due
from kith.care.queries.who_sees import Seer, who_sees
from kith.science.instruments import Instrument, Item, Wording, is_asked


@dataclass(frozen=True)
class Choice:
    """One answer that can be given."""

    value: int
    label: str


@dataclass(frozen=True)
class Question:
    """One question with its answers, and what was answered: `is_asked` with value None is "I'd rather not say"."""

    number: int
    item: str
    words: str
    choices: tuple[Choice, ...]
    lowest: str
    highest: str
    value: float | None
    is_asked: bool
    has_stem: bool

    @property
    def is_rating(self) -> bool:
        """A scale between two ends."""
        return bool(self.lowest)

    @property
    def answer(self) -> str:
        """The chosen answer in words."""
        return next((choice.label for choice in self.choices if choice.value == self.value), "")


@dataclass(frozen=True)
class CheckIn:
    """An instrument being answered."""

    instrument: str
    time_zone: str
    language: str
    title: str
    recall: str
    instruction: str
    stem: str
    notice: str
    questions: tuple[Question, ...]
    key: UUID
    version: int
    readers: tuple[Seer, ...]
    minutes: int
    help: HelpAtOnce | None
    has_safety_plan: bool

    @property
    def answered(self) -> int:
        """How many questions were asked and answered, "I'd rather not say" among them."""
        return sum(question.is_asked for question in self.questions)

    @property
    def next_number(self) -> int:
        """The first question that was not asked yet; after the last one, one more."""
        return next((question.number for question in self.questions if not question.is_asked), len(self.questions) + 1)


@dataclass(frozen=True)
class Result:
    """What one scale says, in the instrument's own plain words, beside one's start and last time."""

    name: str
    words: str
    value: float | None
    lowest: float
    highest: float
    higher_is_worse: bool
    since: Since


@dataclass(frozen=True)
class DonePage:
    """Thanks, the result, help where an answer asks for it, and what comes next."""

    time_zone: str
    instrument: str
    language: str
    title: str
    thanks: str
    results: tuple[Result, ...]
    help: HelpAtOnce | None
    has_safety_plan: bool
    next_measure: DueMeasure | None
    leads_on: bool
    goals_due: int


def check_in(*, viewer: Viewer, instrument: str, language: str, at: datetime, key: UUID | None = None) -> CheckIn:
    """The instrument with the answers given so far. `key`: the one on a page not saved yet."""
    own = open_own(viewer, "W", "answers", at=at)
    draft = own.client.draft_set.filter(author_id=viewer.user_id, kind="check_in", about=instrument).first()
    content = draft.content if draft is not None else {}
    if instrument not in library().instruments or not (content or is_offered(instrument, viewer.service_id)):
        raise NotYours
    version = content.get("version", "")
    definition = definition_as_taken(instrument, version)
    if not can_be_asked_of_client(instrument, at):
        raise NotYours
    if not own.client.episode_set.exists():
        raise NotYours
    key = UUID(content["key"]) if content else key or uuid.uuid4()
    wording = wording_as_taken(instrument, version, language, at.date())
    page = CheckIn(
        instrument=instrument,
        time_zone=own.time_zone,
        language=wording.language,
        title=wording.title,
        recall=wording.recall or "",
        instruction=wording.instruction or "",
        stem=wording.stem or "",
        notice=definition.licence.notice or "",
        questions=questions_in(definition, wording, content.get("answers", {})),
        key=key,
        version=draft.version if draft is not None else 0,
        readers=who_sees(["answers"], viewer=viewer, client=own.client, at=at)["answers"],
        minutes=DueMeasure(instrument, wording.title, len(definition.items)).minutes,
        help=help_at_once(viewer=viewer, own=own, key=key),
        has_safety_plan=_has_safety_plan(own),
    )
    note_seen(viewer, "check_in.seen", [own.client.pk], at=at, about=draft)
    return page


def check_in_done(*, viewer: Viewer, measurement_id: UUID, language: str, at: datetime) -> DonePage:
    """What a check-in that was sent says, to the person who sent it."""
    measurement, access = reach(viewer, Measurement, measurement_id, "R", "answers", at=at)
    if measurement.client_id != viewer.client_id:
        raise Refused(viewer, measurement.client, "R answers", at)
    own = Own(measurement.client, access, at)
    wording = wording_as_taken(measurement.instrument, measurement.instrument_version, language, at.date())
    due = measures_due(viewer=viewer, client=own.client, at=at, language=language)
    longer = _longer(own, measurement, language)
    page = DonePage(
        time_zone=own.time_zone,
        instrument=measurement.instrument,
        language=wording.language,
        title=wording.title,
        thanks=wording.thanks,
        results=_results(own, measurement, wording) if access.can("R", "scores") else (),
        help=help_at_once(viewer=viewer, own=own, key=measurement.key),
        has_safety_plan=_has_safety_plan(own),
        next_measure=longer or next((one for one in due if one.instrument != "goal-rating"), None),
        leads_on=longer is not None,
        goals_due=sum(one.questions for one in due if one.instrument == "goal-rating"),
    )
    note_seen(viewer, "check_in.result_seen", [own.client.pk], at=at, about=measurement)
    return page


def _longer(own: Own, measurement: Measurement, language: str) -> DueMeasure | None:
    """The longer instrument that this short one led on to, while it waits to be gone on with."""
    follow_up = definition_as_taken(measurement.instrument, measurement.instrument_version).follow_up
    if follow_up is None:
        return None
    begun = own.client.draft_set.filter(
        author_id=measurement.sender_id, kind="check_in", about=follow_up.instrument
    ).first()
    if begun is None or begun.content["key"] != str(uuid.uuid5(measurement.key, follow_up.instrument)):
        return None
    questions = len(library().instruments[follow_up.instrument].items)
    title = library().wording(follow_up.instrument, language).title
    return DueMeasure(follow_up.instrument, title, questions - len(begun.content["answers"]))


def questions_in(definition: Instrument, wording: Wording, answers: Mapping[str, float | None]) -> tuple[Question, ...]:
    """The questions that are asked after these answers; one that blanks could still ask for is among them."""
    asked = [item for item in definition.items if is_asked(definition, item.id, answers)]
    return tuple(_question(number, item, definition, wording, answers) for number, item in enumerate(asked, start=1))


def _question(
    number: int, item: Item, definition: Instrument, wording: Wording, answers: Mapping[str, float | None]
) -> Question:
    words = (wording.options or {}).get(item.options, {})
    offered = definition.options[item.options]
    choices = tuple(Choice(value, words.get(str(value), str(value))) for value in offered.values)
    ends = (words.get("lowest", ""), words.get("highest", "")) if offered.form == "rating" else ("", "")
    return Question(
        number,
        item.id,
        (wording.items or {}).get(item.id, ""),
        choices,
        *ends,
        value=answers.get(item.id),
        is_asked=item.id in answers,
        has_stem=item.options == definition.items[0].options,
    )


def _has_safety_plan(own: Own) -> bool:
    return own.access.can("R", "safety_plan") and own.client.safetyplan_set.exists()


def _results(own: Own, measurement: Measurement, wording: Wording) -> tuple[Result, ...]:
    definition = definition_as_taken(measurement.instrument, measurement.instrument_version)
    course = list(
        own.client.score_set.standing()
        .filter(
            measurement__instrument=measurement.instrument,
            measurement__instrument_version=measurement.instrument_version,
            measurement__respondent=measurement.respondent,
            measurement__goal=measurement.goal_id,
        )
        .select_related("measurement")
        .order_by("measurement__taken_at", "pk")
    )
    results = []
    for now in (score for score in course if score.measurement_id == measurement.pk):
        words = wording.scales[now.scale]
        scale = definition.scale(now.scale)
        band = words.bands.get(now.band)
        same = [score for score in course if score.scale == now.scale]
        results.append(
            Result(
                words.name,
                band.client if band else "",
                now.value,
                scale.lowest,
                scale.highest,
                definition.higher_is_worse,
                Since.of(definition, now.scale, same, now),
            )
        )
    return tuple(results)
