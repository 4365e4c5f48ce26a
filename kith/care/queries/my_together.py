"""What a client and staff filled in together: the client reads all of it, in its newest version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kith.care.models import Sheet
from kith.care.models.kept_documents import document_as_begun
from kith.care.permissions import Refused, Viewer, reach
from kith.care.queries.handed_in import Answered, answered
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import Own, open_own
from kith.science.worksheets import Worksheet


@dataclass(frozen=True)
class TogetherRow:
    """One sheet in the list."""

    id: UUID
    title: str
    day: date
    author: str


@dataclass(frozen=True)
class TogetherPage:
    """Everything that was filled in together, the newest first."""

    time_zone: str
    rows: tuple[TogetherRow, ...]
    has_family_pictures: bool
    has_plans_of_carers: bool


@dataclass(frozen=True)
class TogetherSheetPage:
    """One sheet that was filled in together: whole, to read and to print."""

    time_zone: str
    language: str
    title: str
    day: date
    author: str
    is_corrected: bool
    worksheet: Worksheet
    written: Mapping[str, Any]
    answers: Sequence[Answered]


def my_together(*, viewer: Viewer, at: datetime) -> TogetherPage:
    """What the viewer filled in together with staff; what staff wrote alone is not here."""
    own = open_own(viewer, "R", "progress_note", at=at)
    rows = own.client.sheet_set.filter(is_together=True, replaced_by__isnull=True).select_related("author")
    page = TogetherPage(
        own.time_zone,
        tuple(_row(own, row) for row in rows.order_by("-filled_in_at")),
        own.client.familypicture_set.filter(is_shared=True).exists(),
        own.client.carerplan_set.filter(is_shared=True).exists(),
    )
    note_seen(viewer, "together.seen", [own.client.pk], at=at)
    return page


def my_together_sheet(*, viewer: Viewer, sheet_id: UUID, at: datetime) -> TogetherSheetPage:
    """One of them; NotYours for somebody else's and for what staff wrote alone."""
    row, access = reach(viewer, Sheet, sheet_id, "R", "progress_note", at=at, related=("author",))
    if row.client_id != viewer.client_id or not row.is_together:
        raise Refused(viewer, row.client, "R progress_note", at)
    own = Own(row.client, access, at)
    worksheet: Worksheet = document_as_begun("worksheet", row.worksheet, row.worksheet_version)
    page = TogetherSheetPage(
        time_zone=own.time_zone,
        language="en",
        title=worksheet.title,
        day=own.day(row.filled_in_at),
        author=row.author.display_name,
        is_corrected=row.replaces_id is not None,
        worksheet=worksheet,
        written=row.answers,
        answers=answered(worksheet, row.answers),
    )
    note_seen(viewer, "together.sheet_seen", [own.client.pk], at=at, about=row)
    return page


def _row(own: Own, row: Sheet) -> TogetherRow:
    worksheet: Worksheet = document_as_begun("worksheet", row.worksheet, row.worksheet_version)
    return TogetherRow(row.pk, worksheet.title, own.day(row.filled_in_at), row.author.display_name)
