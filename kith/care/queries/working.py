"""Work between meetings as the practitioner reads it: every field in order, the pictures it asks for, replies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kith.care.models import Assignment, Entry
from kith.care.models.kept_documents import document_as_begun, takes_many
from kith.care.models.knowledge import library
from kith.care.permissions import NotYours, Refused, Viewer, reach
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.handed_in import ReplyShown
from kith.care.queries.looking import note_seen
from kith.science.practices import Practice
from kith.science.worksheets import Worksheet


@dataclass(frozen=True)
class FieldShown:
    """One field with what was written, in the worksheet's order; empty where it was left open."""

    label: str
    kind: str
    words: str
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class StepShown:
    """One step of a worksheet."""

    title: str
    fields: tuple[FieldShown, ...]


@dataclass(frozen=True)
class EntryShown:
    """One time the work was handed in."""

    id: UUID
    done: str
    handed_in_at: datetime
    obstacle: str
    steps: tuple[StepShown, ...]
    written: Mapping[str, Any]
    replies: tuple[ReplyShown, ...]


@dataclass(frozen=True)
class WorkEntryPage:
    """One piece of work with everything handed in for it, the newest first."""

    head: ClientHead
    assignment_id: UUID
    title: str
    kind: str
    state: str
    why: str
    obstacle_plan: str
    set_at: datetime
    due_on: date | None
    entries: tuple[EntryShown, ...]
    worksheet: Worksheet | None
    is_diary: bool
    may_reply: bool


def work_entry(*, viewer: Viewer, assignment_id: UUID, at: datetime) -> WorkEntryPage:
    """One piece of work for those who work with the person; the person has a page of their own."""
    assignment, access = reach(viewer, Assignment, assignment_id, "R", "work", at=at)
    if not viewer.is_staff or viewer.client_id == assignment.client_id:
        raise Refused(viewer, assignment.client, "R work", at)
    client = assignment.client
    rows = list(assignment.entries.order_by("-handed_in_at").prefetch_related("replies__author"))
    sheet = _worksheet(assignment)
    page = WorkEntryPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        assignment_id=assignment.pk,
        title=title_of_work(assignment),
        kind=assignment.kind,
        state=assignment.state,
        why=assignment.why,
        obstacle_plan=assignment.obstacle_plan,
        set_at=assignment.set_at,
        due_on=assignment.due_on,
        entries=tuple(_entry(row, assignment, sheet) for row in rows),
        worksheet=sheet,
        is_diary=takes_many(assignment),
        may_reply=access.can("W", "plan"),
    )
    note_seen(viewer, "work_entry.seen", [client.pk], at=at, about=assignment)
    return page


def entry_to_answer(*, viewer: Viewer, assignment_id: UUID, entry_id: UUID, at: datetime) -> Entry:
    """An entry of this piece of work, for the action that answers it; NotYours when it is another's."""
    row: Entry = reach(viewer, Entry, entry_id, "W", "plan", at=at)[0]
    if row.assignment_id != assignment_id:
        raise NotYours
    return row


def title_of_work(work: Assignment) -> str:
    """What a piece of work is called; a task is called what its words say."""
    return work.words or "" if work.kind == "task" else title_of(work.kind, work.document)


def title_of(kind: str, document: str) -> str:
    """What a piece of work is called; its id when it has left the library."""
    known, lesson = library(), document.partition(".")[0]
    if kind == "worksheet" and document in known.worksheets:
        return known.worksheets[document].title
    if kind == "practice" and document in known.practices:
        return known.practices[document].title
    if kind == "lesson" and f"{lesson}.en" in known.lessons:
        return known.lesson(lesson).title
    return document


def key_lines(entry: Entry, assignment: Assignment, most: int = 3) -> tuple[FieldShown, ...]:
    """The few fields to look at before a meeting: what was written in words, the longest answers first."""
    sheet = _worksheet(assignment)
    if sheet is None:
        return ()
    written = [one for step in steps_of(sheet, entry.answers) for one in step.fields if one.words and not one.rows]
    longest = sorted(written, key=lambda one: (one.kind not in {"long_text", "text"}, -len(one.words)))[:most]
    return tuple(one for one in written if one in longest)


def _worksheet(assignment: Assignment) -> Worksheet | None:
    is_known = assignment.kind == "worksheet" and assignment.document in library().worksheets
    if not is_known:
        return None
    sheet: Worksheet = document_as_begun("worksheet", assignment.document, assignment.document_version)
    return sheet


def _entry(row: Entry, assignment: Assignment, sheet: Worksheet | None) -> EntryShown:
    steps = () if sheet is None else steps_of(sheet, row.answers)
    if assignment.kind == "practice" and assignment.document in library().practices:
        steps = _rated(library().practices[assignment.document], row.answers)
    replies = sorted(row.replies.all(), key=lambda reply: reply.written_at)
    return EntryShown(
        id=row.pk,
        done=row.done,
        handed_in_at=row.handed_in_at,
        obstacle=row.obstacle,
        steps=steps,
        written=row.answers,
        replies=tuple(ReplyShown(one.author.display_name, one.words, one.written_at) for one in replies),
    )


def steps_of(sheet: Worksheet, answers: Mapping[str, Any]) -> tuple[StepShown, ...]:
    """A worksheet as it was filled in, step by step."""
    return tuple(
        StepShown(step.title, tuple(_field(field, answers) for field in step.fields if field.type != "keep_in_view"))
        for step in sheet.steps
    )


def _field(field: Any, answers: Mapping[str, Any]) -> FieldShown:
    if field.type == "computed":
        value = (answers.get("computed") or {}).get(field.id)
        return FieldShown(field.label, "computed", _with_unit(value, field.unit))
    if field.type == "repeat":
        rows = tuple(
            tuple(_words(column, row.get(column.id)) for column in field.fields) for row in answers.get(field.id) or ()
        )
        return FieldShown(field.label, "repeat", "", tuple(column.label for column in field.fields), rows)
    return FieldShown(field.label, field.type, _words(field, answers.get(field.id)))


def _words(field: Any, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if field.type in {"choice", "choices"}:
        labels = {option.id: option.label for option in field.options}
        return ", ".join(labels.get(one, str(one)) for one in (value if isinstance(value, list | tuple) else [value]))
    if field.type == "scale":
        return f"{_with_unit(value, field.unit)} ({field.min}-{field.max})"
    return _with_unit(value, getattr(field, "unit", None))


def _with_unit(value: Any, unit: str | None) -> str:
    if value is None:
        return ""
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    return f"{shown} {unit}" if unit else shown


def _rated(practice: Practice, answers: Mapping[str, Any]) -> tuple[StepShown, ...]:
    fields = tuple(
        FieldShown(practice.rate.question, when, _with_unit(answers.get(when), None)) for when in ("before", "after")
    )
    return (StepShown(practice.title, fields),)
