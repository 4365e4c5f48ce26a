"""My work: what to practise between meetings, how far it is, and what the practitioner wrote about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kith.care.models import Assignment, AuditEvent
from kith.care.models.kept_documents import document_as_begun
from kith.care.permissions import Viewer
from kith.care.queries.looking import note_seen
from kith.care.queries.my_cards import cards_of
from kith.care.queries.myself import Own, open_own
from kith.science.lessons import Lesson
from kith.science.practices import Practice
from kith.science.worksheets import Worksheet

OPEN = ("set", "started")
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
    cards_due: int

    @property
    def is_empty(self) -> bool:
        """Nothing has been set yet."""
        return not (self.to_do or self.done)


def my_work(*, viewer: Viewer, at: datetime) -> WorkPage:
    """All work of the client, what is due first."""
    own = open_own(viewer, "R", "work", at=at)
    rows = work_rows(viewer=viewer, own=own)
    page = WorkPage(
        time_zone=own.time_zone,
        to_do=tuple(row for row in rows if row.is_open),
        done=tuple(row for row in rows if not row.is_open),
        cards_due=sum(card.due_on <= own.today for card in cards_of(viewer=viewer, own=own)),
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
            title=title_in_own_words(one),
            minutes=minutes_of(one),
            state=one.state,
            due_on=one.due_on,
            is_late=one.state in OPEN and one.due_on is not None and one.due_on < own.today,
            has_unread_reply=one.pk in unread,
        )
        for one in assignments
    ]
    return sorted(rows, key=lambda row: (not row.is_open, row.due_on or date.max if row.is_open else date.max))


def _unread(viewer: Viewer, own: Own) -> set[UUID]:
    replied: dict[UUID, datetime] = {}
    for assignment_id, written_at in own.client.reply_set.order_by("written_at", "pk").values_list(
        "entry__assignment", "written_at"
    ):
        replied[assignment_id] = written_at
    looks = AuditEvent.objects.filter(subjects__client_id=own.client.pk, actor_id=viewer.user_id, event=SEEN)
    seen = dict(looks.order_by("at", "pk").values_list("object_id", "at"))
    return {pk for pk, written_at in replied.items() if str(pk) not in seen or seen[str(pk)] < written_at}


def document_of(assignment: Assignment) -> tuple[Worksheet | None, Lesson | None, Practice | None]:
    """What is worked through, in the version in which it was set; all None for a task."""
    if assignment.kind == "worksheet":
        return document_as_begun("worksheet", assignment.document, assignment.document_version), None, None
    if assignment.kind == "practice":
        return None, None, document_as_begun("practice", assignment.document, assignment.document_version)
    if assignment.kind == "task":
        return None, None, None
    name, _, _language = assignment.document.partition(".")
    version, language = assignment.document_version, assignment.client.language
    return None, document_as_begun("lesson", name, version, language), None


def title_in_own_words(assignment: Assignment) -> str:
    """What the client calls it: the title of the document, or the words of the task."""
    if assignment.kind == "task":
        return assignment.words or ""
    worksheet, lesson, practice = document_of(assignment)
    return (
        worksheet.title
        if worksheet
        else lesson.title
        if lesson
        else practice.title
        if practice
        else assignment.document
    )


def minutes_of(assignment: Assignment) -> int:
    """About how long it takes; 0 when nobody knows."""
    worksheet, lesson, practice = document_of(assignment)
    return (
        worksheet.minutes
        if worksheet
        else lesson.front.minutes
        if lesson
        else round(practice.minutes)
        if practice
        else 0
    )
