"""Requests that rows of many people leave the record, and when they were taken: for managers and privacy officers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet

from kith.care.models import BulkExport, FilesOut
from kith.care.permissions import NotYours, Viewer, check_function
from kith.care.queries.letting_go import times_taken
from kith.care.queries.looking import note_seen

NEWEST = 10
TAKEN = ("outcome_rows.exported", "data_set.collected")


@dataclass(frozen=True)
class FilesShown:
    """Files that a run wrote: until when they lie there, or since when they are gone and how."""

    kind: str
    folder: str
    written_at: datetime
    until: datetime
    gone_at: datetime | None
    gone_how: str
    failure: str


@dataclass(frozen=True)
class BulkShown:
    """One request, what became of it, and when its rows were taken."""

    id: UUID
    kind: str
    purpose: str
    requested_by: str
    requested_at: datetime
    state: str
    decided_by: str
    decided_at: datetime | None
    reason: str
    opens_at: datetime | None
    expires_at: datetime | None
    taken_at: tuple[datetime, ...]
    is_mine: bool
    files: tuple[FilesShown, ...] = ()


@dataclass(frozen=True)
class BulkPage:
    """What waits for an answer first, then the newest."""

    time_zone: str
    may_ask: bool
    may_decide: bool
    exports: tuple[BulkShown, ...]
    files: tuple[FilesShown, ...]


def bulk_exports(*, viewer: Viewer, at: datetime) -> BulkPage:
    """All requests of the viewer's service."""
    check_function(viewer, "bulk_export")
    rows = BulkExport.objects.filter(service_id=viewer.service_id).select_related("requested_by", "decided_by")
    taken = times_taken(rows.values_list("pk", flat=True), TAKEN, viewer=viewer)
    shown = [_shown(row, viewer, tuple(taken[str(row.pk)]), at) for row in rows.order_by("-requested_at")]
    note_seen(viewer, "bulk_exports.seen", [], at=at)
    waiting_first = tuple(sorted(shown, key=lambda one: one.state != "asked"))
    files = _files(FilesOut.objects.filter(service_id=viewer.service_id))
    roles = ("manager" in viewer.roles, "privacy_officer" in viewer.roles)
    return BulkPage(viewer.time_zone, *roles, waiting_first, files)


def bulk_export(*, viewer: Viewer, bulk_export_id: UUID, at: datetime) -> BulkShown:
    """One request; NotYours where it is not there or of another service."""
    check_function(viewer, "bulk_export")
    row = bulk_export_in_reach(viewer=viewer, bulk_export_id=bulk_export_id)
    note_seen(viewer, "bulk_export.seen", [], at=at, about=row)
    taken = times_taken([row.pk], TAKEN, viewer=viewer)
    return replace(_shown(row, viewer, tuple(taken[str(row.pk)]), at), files=_files(row.files_out.all()))


def _files(rows: QuerySet[FilesOut]) -> tuple[FilesShown, ...]:
    """The newest, those that were written anew left out: the folder holds what the later run wrote."""
    newest = rows.exclude(gone_how="written_anew").order_by("-written_at", "-pk")[:NEWEST]
    return tuple(
        FilesShown(one.kind, Path(one.folder).name, one.written_at, one.until, one.gone_at, one.gone_how, one.failure)
        for one in newest
    )


def bulk_export_in_reach(*, viewer: Viewer, bulk_export_id: UUID) -> BulkExport:
    """The row, for the act that follows; the act looks again who may."""
    rows = BulkExport.objects.filter(pk=bulk_export_id, service_id=viewer.service_id)
    row = rows.select_related("requested_by", "decided_by").first()
    if row is None:
        raise NotYours
    return row


def _shown(row: BulkExport, viewer: Viewer, taken: tuple[datetime, ...], at: datetime) -> BulkShown:
    return BulkShown(
        row.pk,
        row.kind,
        row.purpose,
        row.requested_by.display_name,
        row.requested_at,
        row.state(at),
        row.decided_by.display_name if row.decided_by else "",
        row.decided_at,
        row.reason,
        row.opens_at,
        row.expires_at,
        taken,
        row.requested_by_id == viewer.user_id,
    )
