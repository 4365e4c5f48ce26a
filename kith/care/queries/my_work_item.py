"""One piece of work as the client works through it: its document, what is half-written, what was handed in."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kith.care.models import Assignment
from kith.care.models.kept_documents import takes_many
from kith.care.models.states import ASSIGNMENT
from kith.care.permissions import Refused, Viewer, reach
from kith.care.queries.diary_weeks import entries_of_sheet
from kith.care.queries.handed_in import Answered, HandedIn, answered, handed_in
from kith.care.queries.help_at_once import HelpAtOnce
from kith.care.queries.looking import note_seen
from kith.care.queries.my_sheets import answers_to_pick, help_for_sheet
from kith.care.queries.my_work import SEEN, document_of, minutes_of, title_in_own_words
from kith.care.queries.myself import Own
from kith.science.lessons import Lesson
from kith.science.practices import Practice
from kith.science.worksheets import Course, Worksheet, check_entry, course_of, shown_fields

__all__ = ["HANDS_IN", "Lesson", "WorkItemPage", "my_work_item", "shown_fields"]

HANDS_IN = {"full": "done", "part": "part_done", "not": "not_done"}


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
    takes_many: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
    course: Course | None = None
    worked_out: tuple[Answered, ...] = ()
    picks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    across: tuple[tuple[date, Mapping[str, Any]], ...] = ()
    help: HelpAtOnce | None = None

    @property
    def newest(self) -> HandedIn | None:
        """What was handed in last."""
        return self.handed_in[0] if self.handed_in else None

    @property
    def can_finish(self) -> bool:
        """Whether it is written again and again, has been written, and nobody has said yet that it is finished."""
        return self.takes_many and bool(self.handed_in) and self.state == "started"


def my_work_item(*, viewer: Viewer, assignment_id: UUID, at: datetime, key: UUID | None = None) -> WorkItemPage:
    """One piece of work. Looking at it is also what makes its replies read. `key`: the one on a page not saved yet."""
    assignment, access = reach(viewer, Assignment, assignment_id, "R", "work", at=at)
    if assignment.client_id != viewer.client_id:
        raise Refused(viewer, assignment.client, "R work", at)
    own = Own(assignment.client, access, at)
    entries = list(assignment.entries.order_by("-handed_in_at").prefetch_related("replies__author"))
    draft = own.client.draft_set.filter(author_id=viewer.user_id, kind="work", about=str(assignment.pk)).first()
    content = draft.content if draft is not None else {}
    is_spent = any(str(entry.key) == content.get("key") for entry in entries)
    worksheet, lesson, practice = document_of(assignment)
    is_many = takes_many(assignment)
    written = {} if is_spent and is_many else content.get("answers", {})
    shown = key if key is not None and all(entry.key != key for entry in entries) else uuid.uuid4()
    key = shown if is_spent or draft is None else UUID(content["key"])
    page = WorkItemPage(
        assignment_id=assignment.pk,
        time_zone=own.time_zone,
        kind=assignment.kind,
        title=title_in_own_words(assignment),
        minutes=minutes_of(assignment),
        language=lesson.front.language if lesson else "en",
        why=assignment.why,
        obstacle_plan=assignment.obstacle_plan,
        due_on=assignment.due_on,
        state=assignment.state,
        can_hand_in=_can_hand_in(assignment, is_many),
        worksheet=worksheet,
        lesson=lesson,
        practice=practice,
        key=key,
        version=draft.version if draft is not None else 0,
        written=written,
        handed_in=tuple(handed_in(own, entry, worksheet, practice) for entry in entries),
    )
    if worksheet is not None:
        page = _with_sheet(page, worksheet, viewer, own, is_many, assignment.document)
    note_seen(viewer, SEEN, [own.client.pk], at=at, about=assignment)
    return page


def _with_sheet(
    page: WorkItemPage, worksheet: Worksheet, viewer: Viewer, own: Own, is_many: bool, document: str
) -> WorkItemPage:
    """The way through the worksheet after what was written, what it comes to, and help where an answer asks for it."""
    entry = check_entry(worksheet, page.written, finished=False)
    newest = own.client.entry_set.filter(assignment=page.assignment_id).order_by("-handed_in_at", "-pk").first()
    source = page.key if page.written or newest is None else newest.key
    computed = {"computed": dict(entry.computed)}
    return replace(
        page,
        takes_many=is_many,
        values=entry.values,
        course=course_of(worksheet, entry.values),
        worked_out=tuple(one for one in answered(worksheet, computed) if one.kind == "computed"),
        picks=answers_to_pick(viewer=viewer, own=own, worksheet=worksheet),
        across=tuple(entries_of_sheet(viewer=viewer, client=own.client, document=document)),
        help=help_for_sheet(viewer=viewer, own=own, key=source),
    )


def _can_hand_in(assignment: Assignment, is_many: bool) -> tuple[str, ...]:
    moves = ASSIGNMENT.moves[assignment.state]
    return tuple(done for done, state in HANDS_IN.items() if (is_many and moves) or state in moves)
