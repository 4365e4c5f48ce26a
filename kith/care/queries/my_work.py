"""My work: what to practise between meetings, how far it is, and what the practitioner wrote about it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kith.care.models import Assignment, AuditEvent, Entry
from kith.care.models.kept_documents import document_as_begun
from kith.care.models.states import ASSIGNMENT
from kith.care.permissions import Refused, Viewer, reach
from kith.care.queries.help_at_once import HelpAtOnce, help_at_once
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import Own, open_own
from kith.science.lessons import Lesson
from kith.science.practices import Practice
from kith.science.worksheets import Computed, KeepInView, Worksheet, check_entry, is_asked

OPEN = ("set", "started")
HANDS_IN = {"full": "done", "part": "part_done", "not": "not_done"}
SEEN = "work.seen"


@dataclass(frozen=True)
class WorkRow:
    """One piece of work in a list."""

    assignment_id: UUID
    kind: str
    title: str
    minutes: int
    state: str
    due_on: date | None
    is_late: bool
    has_unread_reply: bool

    @property
    def is_open(self) -> bool:
        """Still to do."""
        return self.state in OPEN


@dataclass(frozen=True)
class WorkPage:
    """Everything set in this and earlier plans: what is still to do, and what is done."""

    time_zone: str
    to_do: tuple[WorkRow, ...]
    done: tuple[WorkRow, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing has been set yet."""
        return not (self.to_do or self.done)


@dataclass(frozen=True)
class ReplyShown:
    """What the practitioner wrote."""

    author: str
    words: str
    written_at: datetime


@dataclass(frozen=True)
class Answered:
    """One question of a worksheet with what was written; rows for a diary."""

    label: str
    value: Any
    kind: str = "text"
    rows: tuple[tuple[Answered, ...], ...] = ()


@dataclass(frozen=True)
class HandedIn:
    """One time the work was handed in."""

    done: str
    handed_in_at: datetime
    obstacle: str
    answers: tuple[Answered, ...]
    replies: tuple[ReplyShown, ...]


@dataclass(frozen=True)
class WorkItemPage:
    """One piece of work: the document to work through, what is half-written, and what was handed in before."""

    assignment_id: UUID
    time_zone: str
    kind: str
    title: str
    minutes: int
    language: str
    why: str
    obstacle_plan: str
    due_on: date | None
    state: str
    can_hand_in: tuple[str, ...]
    worksheet: Worksheet | None
    lesson: Lesson | None
    practice: Practice | None
    key: UUID
    version: int
    written: Mapping[str, Any] = field(default_factory=dict)
    handed_in: tuple[HandedIn, ...] = ()
    help: HelpAtOnce | None = None

    @property
    def steps_asked(self) -> tuple[int, ...]:
        """The numbers of the steps that are asked after what has been written so far."""
        if self.worksheet is None:
            return ()
        known = self._known()
        return tuple(number for number, step in enumerate(self.worksheet.steps, 1) if is_asked(step, None, known))

    def step_after(self, number: int) -> int:
        """The next step that is asked; beyond the last one, the number of the end page."""
        assert self.worksheet is not None
        return next((one for one in self.steps_asked if one > number), len(self.worksheet.steps) + 1)

    def asked_in(self, number: int) -> frozenset[str]:
        """The fields of one step that are asked after what has been written so far."""
        assert self.worksheet is not None
        known, step = self._known(), self.worksheet.steps[number - 1]
        fields = (field for field in step.fields if not isinstance(field, Computed | KeepInView))
        return frozenset(field.id for field in fields if is_asked(step, field, known))

    def _known(self) -> Mapping[str, object]:
        assert self.worksheet is not None
        return check_entry(self.worksheet, self.written, finished=False).values


def my_work(*, viewer: Viewer, at: datetime) -> WorkPage:
    """All work of the client, what is due first."""
    own = open_own(viewer, "R", "work", at=at)
    rows = work_rows(viewer=viewer, own=own)
    page = WorkPage(
        own.time_zone, tuple(row for row in rows if row.is_open), tuple(row for row in rows if not row.is_open)
    )
    note_seen(viewer, "work.listed", [own.client.pk], at=at)
    return page


def work_rows(*, viewer: Viewer, own: Own) -> list[WorkRow]:
    """Every piece of work that was not withdrawn; open ones by the day they are due, then the newest."""
    assignments = list(own.client.assignment_set.exclude(state="withdrawn").order_by("-set_at"))
    unread = _unread(viewer, own)
    rows = [
        WorkRow(
            assignment_id=one.pk,
            kind=one.kind,
            title=_title(one),
            minutes=_minutes(one),
            state=one.state,
            due_on=one.due_on,
            is_late=one.state in OPEN and one.due_on is not None and one.due_on < own.today,
            has_unread_reply=one.pk in unread,
        )
        for one in assignments
    ]
    return sorted(rows, key=lambda row: (not row.is_open, row.due_on or date.max if row.is_open else date.max))


def my_work_item(*, viewer: Viewer, assignment_id: UUID, at: datetime) -> WorkItemPage:
    """One piece of work. Looking at it is also what makes its replies read."""
    assignment, access = reach(viewer, Assignment, assignment_id, "R", "work", at=at)
    if assignment.client_id != viewer.client_id:
        raise Refused(viewer, assignment.client, "R work", at)
    own = Own(assignment.client, access, at)
    entries = list(assignment.entries.order_by("-handed_in_at").prefetch_related("replies__author"))
    draft = own.client.draft_set.filter(author_id=viewer.user_id, kind="work", about=str(assignment.pk)).first()
    content = draft.content if draft is not None else {}
    is_spent = any(str(entry.key) == content.get("key") for entry in entries)
    worksheet, lesson, practice = _document(assignment)
    page = WorkItemPage(
        assignment_id=assignment.pk,
        time_zone=own.time_zone,
        kind=assignment.kind,
        title=_title(assignment),
        minutes=_minutes(assignment),
        language=lesson.front.language if lesson else "en",
        why=assignment.why,
        obstacle_plan=assignment.obstacle_plan,
        due_on=assignment.due_on,
        state=assignment.state,
        can_hand_in=tuple(done for done, state in HANDS_IN.items() if state in ASSIGNMENT.moves[assignment.state]),
        worksheet=worksheet,
        lesson=lesson,
        practice=practice,
        key=uuid.uuid4() if is_spent or draft is None else UUID(content["key"]),
        version=draft.version if draft is not None else 0,
        written=content.get("answers", {}),
        handed_in=tuple(_handed_in(entry, worksheet, practice) for entry in entries),
        help=_help(own, [content["key"]] if draft is not None else [], [entry.key for entry in entries[:1]]),
    )
    note_seen(viewer, SEEN, [own.client.pk], at=at, about=assignment)
    return page


def _help(own: Own, half_written: list[str], newest: list[UUID]) -> HelpAtOnce | None:
    """Help where what was written last calls for it and nobody has been in touch yet."""
    found = (help_at_once(own, key) for key in (*map(UUID, half_written), *newest))
    return next((one for one in found if one is not None and one.is_open), None)


def _unread(viewer: Viewer, own: Own) -> set[UUID]:
    replied: dict[UUID, datetime] = {}
    for assignment_id, written_at in own.client.reply_set.order_by("written_at").values_list(
        "entry__assignment", "written_at"
    ):
        replied[assignment_id] = written_at
    looks = AuditEvent.objects.filter(subjects__client_id=own.client.pk, actor_id=viewer.user_id, event=SEEN)
    seen = dict(looks.order_by("at").values_list("object_id", "at"))
    return {pk for pk, written_at in replied.items() if str(pk) not in seen or seen[str(pk)] < written_at}


def _document(assignment: Assignment) -> tuple[Worksheet | None, Lesson | None, Practice | None]:
    if assignment.kind == "worksheet":
        return document_as_begun("worksheet", assignment.document, assignment.document_version), None, None
    if assignment.kind == "practice":
        return None, None, document_as_begun("practice", assignment.document, assignment.document_version)
    if assignment.kind == "task":
        return None, None, None
    name, _, _language = assignment.document.partition(".")
    version, language = assignment.document_version, assignment.client.language
    return None, document_as_begun("lesson", name, version, language), None


def _title(assignment: Assignment) -> str:
    if assignment.kind == "task":
        return assignment.words or ""
    worksheet, lesson, practice = _document(assignment)
    return (
        worksheet.title
        if worksheet
        else lesson.title
        if lesson
        else practice.title
        if practice
        else assignment.document
    )


def _minutes(assignment: Assignment) -> int:
    worksheet, lesson, practice = _document(assignment)
    return (
        worksheet.minutes
        if worksheet
        else lesson.front.minutes
        if lesson
        else round(practice.minutes)
        if practice
        else 0
    )


def _handed_in(entry: Entry, worksheet: Worksheet | None, practice: Practice | None) -> HandedIn:
    replies = tuple(
        ReplyShown(reply.author.display_name, reply.words, reply.written_at) for reply in entry.replies.all()
    )
    answers = (
        tuple(_answered(worksheet, entry.answers))
        if worksheet
        else tuple(_rated(practice, entry.answers))
        if practice
        else ()
    )
    return HandedIn(
        entry.done,
        entry.handed_in_at,
        entry.obstacle,
        answers,
        tuple(sorted(replies, key=lambda reply: reply.written_at)),
    )


def _answered(worksheet: Worksheet, answers: Mapping[str, Any]) -> Sequence[Answered]:
    computed = answers.get("computed", {})
    found: list[Answered] = []
    for asked in (one for step in worksheet.steps for one in step.fields):
        if asked.type == "computed":
            found.append(Answered(asked.label, computed.get(asked.id), "computed"))
        elif asked.type == "repeat":
            rows = tuple(
                tuple(
                    Answered(column.label, _words(column, row.get(column.id)), column.type) for column in asked.fields
                )
                for row in answers.get(asked.id) or ()
            )
            found.append(Answered(asked.label, None, "repeat", rows))
        elif asked.type != "keep_in_view":
            found.append(Answered(asked.label, _words(asked, answers.get(asked.id)), asked.type))
    return [one for one in found if one.rows or one.value not in (None, "", [])]


def _words(asked: Any, value: Any) -> Any:
    if asked.type in {"choice", "choices"} and value is not None:
        labels = {option.id: option.label for option in asked.options}
        chosen = value if isinstance(value, list | tuple) else [value]
        return ", ".join(str(labels.get(one, one)) for one in chosen)
    return value


def _rated(practice: Practice, answers: Mapping[str, Any]) -> Sequence[Answered]:
    rated = [Answered(practice.rate.question, answers.get(when), when) for when in ("before", "after")]
    return [one for one in rated if one.value is not None]
