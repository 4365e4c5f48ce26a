"""Requests for files for research: a researcher's own, and all of them for the privacy officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from kith.care.models import ResearchExtract
from kith.care.permissions import NotYours, Viewer, check_function
from kith.care.queries.letting_go import times_taken
from kith.care.queries.looking import note_seen
from kith.science.disclosure import SMALLEST_K

DECIDES = "privacy_officer"
TAKEN = ("extract.taken",)


@dataclass(frozen=True)
class ExtractShown:
    """One request, what became of it, and when its file was taken."""

    id: UUID
    title: str
    question: str
    k: int
    requested_by: str
    requested_at: datetime
    state: str
    decided_by: str
    decided_at: datetime | None
    reason: str
    opens_at: datetime | None
    data_until: date | None
    expires_at: datetime | None
    taken_at: tuple[datetime, ...]
    is_mine: bool


@dataclass(frozen=True)
class ExtractsPage:
    """Whose turn it is first: what waits for an answer, then the newest."""

    time_zone: str
    may_ask: bool
    may_decide: bool
    smallest_k: int
    extracts: tuple[ExtractShown, ...]


def extracts(*, viewer: Viewer, at: datetime) -> ExtractsPage:
    """All that this viewer may know of."""
    check_function(viewer, "extract")
    rows = list(_seen_by(viewer).select_related("requested_by", "decided_by").order_by("-requested_at"))
    taken = times_taken([row.pk for row in rows], TAKEN, viewer=viewer)
    shown = [_shown(row, viewer, tuple(taken[str(row.pk)]), at) for row in rows]
    note_seen(viewer, "extracts.seen", [], at=at)
    return ExtractsPage(
        viewer.time_zone,
        "researcher" in viewer.roles,
        DECIDES in viewer.roles,
        SMALLEST_K,
        tuple(sorted(shown, key=lambda one: one.state != "asked")),
    )


def extract(*, viewer: Viewer, extract_id: UUID, at: datetime) -> ExtractShown:
    """One request; NotYours where it is not there, of another service, or another researcher's."""
    check_function(viewer, "extract")
    row = _seen_by(viewer).select_related("requested_by", "decided_by").filter(pk=extract_id).first()
    if row is None:
        raise NotYours
    note_seen(viewer, "extract.seen", [], at=at, about=row)
    taken = times_taken([row.pk], TAKEN, viewer=viewer)
    return _shown(row, viewer, tuple(taken[str(row.pk)]), at)


def extract_in_reach(*, viewer: Viewer, extract_id: UUID) -> ResearchExtract:
    """The row, for the act that follows; the act looks again who may."""
    row = ResearchExtract.objects.filter(pk=extract_id, service_id=viewer.service_id).first()
    if row is None:
        raise NotYours
    return row


def _seen_by(viewer: Viewer) -> QuerySet[ResearchExtract]:
    own = {} if DECIDES in viewer.roles else {"requested_by_id": viewer.user_id}
    return ResearchExtract.objects.filter(service_id=viewer.service_id, **own)


def _shown(row: ResearchExtract, viewer: Viewer, taken: tuple[datetime, ...], at: datetime) -> ExtractShown:
    return ExtractShown(
        row.pk,
        row.title,
        row.question,
        row.k,
        row.requested_by.display_name,
        row.requested_at,
        row.state(at),
        row.decided_by.display_name if row.decided_by else "",
        row.decided_at,
        row.reason,
        row.opens_at,
        row.data_until,
        row.expires_at,
        taken,
        row.requested_by_id == viewer.user_id,
    )
