"""Worksheets as the client meets them: what was written before to pick from, help at once, entries, and a week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kith.care.models import Assignment, Client, WorkPicture
from kith.care.models.kept_documents import document_as_begun, worksheet_of
from kith.care.models.safety import LEVELS
from kith.care.models.sheet_flags import flag_of_name, level_of_flag
from kith.care.permissions import NotYours, Refused, Viewer, reach
from kith.care.queries.diary_weeks import diary_week, entries_with
from kith.care.queries.handed_in import HandedIn, handed_in
from kith.care.queries.help_at_once import HelpAtOnce, help_at_once
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import Own
from kith.science.worksheets import Worksheet
from kith.science.worksheets.summarising import Week

MOST_TO_PICK = 12
PICTURE_SEEN = "work.picture_seen"


@dataclass(frozen=True)
class SheetEntryPage:
    """One time a worksheet was handed in: whole, to read and to print."""

    time_zone: str
    assignment_id: UUID
    entry_id: UUID
    title: str
    language: str
    worksheet: Worksheet
    answers: Mapping[str, Any]
    entry: HandedIn
    earlier: UUID | None
    later: UUID | None


@dataclass(frozen=True)
class SheetWeekPage:
    """Seven days of a diary on one page."""

    time_zone: str
    assignment_id: UUID
    title: str
    language: str
    week: Week
    previous: date | None
    following: date | None


@dataclass(frozen=True)
class PictureShown:
    """A picture with what it is."""

    media_type: str
    content: bytes


def my_work_entry(*, viewer: Viewer, assignment_id: UUID, entry_id: UUID, at: datetime) -> SheetEntryPage:
    """One entry of one's own, in the version of the worksheet it was written with."""
    own, assignment = _own_sheet(viewer, assignment_id, at)
    worksheet = worksheet_of(assignment)
    rows = list(assignment.entries.order_by("handed_in_at").prefetch_related("replies__author"))
    place = next((n for n, row in enumerate(rows) if row.pk == entry_id), None)
    if place is None:
        raise NotYours
    row = rows[place]
    page = SheetEntryPage(
        time_zone=own.time_zone,
        assignment_id=assignment.pk,
        entry_id=row.pk,
        title=worksheet.title,
        language="en",
        worksheet=worksheet,
        answers=row.answers,
        entry=handed_in(own, row, worksheet, None),
        earlier=rows[place - 1].pk if place else None,
        later=rows[place + 1].pk if place + 1 < len(rows) else None,
    )
    note_seen(viewer, "work.entry_seen", [own.client.pk], at=at, about=row)
    return page


def my_work_week(*, viewer: Viewer, assignment_id: UUID, day: date | None, at: datetime) -> SheetWeekPage:
    """The week of that day, or of the newest entry; NotYours for work that is not written again and again."""
    own, assignment = _own_sheet(viewer, assignment_id, at)
    found = diary_week(viewer=viewer, work=assignment, day=day, at=at)
    page = SheetWeekPage(
        time_zone=own.time_zone,
        assignment_id=assignment.pk,
        title=found.worksheet.title,
        language="en",
        week=found.week,
        previous=found.previous,
        following=found.following,
    )
    note_seen(viewer, "work.week_seen", [own.client.pk], at=at, about=assignment)
    return page


def work_picture(*, viewer: Viewer, picture_id: UUID, at: datetime) -> PictureShown:
    """A picture, for whoever may read the work; one that was not handed in is its maker's alone."""
    row, _access = reach(viewer, WorkPicture, picture_id, "R", "work", at=at)
    if viewer.client_id != row.client_id and not row.is_handed_in:
        raise Refused(viewer, row.client, "R work", at)
    note_seen(viewer, PICTURE_SEEN, [row.client_id], at=at, about=row)
    return PictureShown(row.media_type, bytes(row.content))


def answers_to_pick(*, viewer: Viewer, own: Own, worksheet: Worksheet) -> dict[str, tuple[str, ...]]:
    """For each field that picks, by its name: the newest different answers of the worksheet it picks from.

    Taken from what the client handed in, and from what was filled in together.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, field in worksheet.named().items():
        if field.type == "pick":
            words = _written_before(viewer, own.client, field.from_worksheet, field.column)
            found[name] = tuple(dict.fromkeys(words))[:MOST_TO_PICK]
    return found


def help_for_sheet(*, viewer: Viewer, own: Own, key: UUID) -> HelpAtOnce | None:
    """Who has been told about an answer of this entry, in the words of the most urgent response that it called for."""
    steps = own.client.alertstep_set.filter(source_key=key, step="raised") if own.access.can("R", "alerts") else []
    levels = [level_of_flag(flag) for step in steps if (flag := flag_of_name(step.flag)) is not None]
    if not levels:
        return None
    most = max(levels, key=lambda level: LEVELS.index(level.urgency))
    return help_at_once(viewer=viewer, own=own, key=key, words=most.client_text)


def help_after_refusal(*, viewer: Viewer, assignment_id: UUID, key: UUID, at: datetime) -> HelpAtOnce | None:
    """The same for what was typed and could not be kept."""
    own, _assignment = _own_sheet(viewer, assignment_id, at)
    return help_for_sheet(viewer=viewer, own=own, key=key)


def _own_sheet(viewer: Viewer, assignment_id: UUID, at: datetime) -> tuple[Own, Assignment]:
    assignment, access = reach(viewer, Assignment, assignment_id, "R", "work", at=at)
    if assignment.client_id != viewer.client_id:
        raise Refused(viewer, assignment.client, "R work", at)
    if assignment.kind != "worksheet":
        raise NotYours
    return Own(assignment.client, access, at), assignment


def _written_before(viewer: Viewer, client: Client, document: str, column: str) -> Iterator[str]:
    entries = entries_with(viewer=viewer, client=client, document=document).order_by("-handed_in_at")
    sheets = client.sheet_set.filter(worksheet=document, is_together=True, replaced_by__isnull=True)
    dated: list[tuple[datetime, Worksheet, Mapping[str, Any]]] = [
        *((row.handed_in_at, worksheet_of(row.assignment), row.answers) for row in entries),
        *(
            (row.filled_in_at, document_as_begun("worksheet", document, row.worksheet_version), row.answers)
            for row in sheets
        ),
    ]
    for _when, worksheet, answers in sorted(dated, key=lambda one: one[0], reverse=True):
        yield from filter(None, (_in_words(worksheet, column, value) for value in _values(answers, column)))


def _values(answers: Mapping[str, Any], name: str) -> Sequence[Any]:
    head, _, column = name.partition(".")
    rows = answers.get(head)
    if not column:
        return [rows]
    return [row.get(column) for row in rows] if isinstance(rows, list) else []


def _in_words(worksheet: Worksheet, name: str, value: Any) -> str:
    options: Iterable[Any] = getattr(worksheet.named().get(name), "options", ())
    words = {option.id: option.label for option in options}
    return words.get(value, value) if isinstance(value, str) else ""
