"""Rules that ask for one person where a column would be too many: who led a session, and who supervises its author.

They stand beside the table, never instead of it: whoever passes here has passed the table first.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kith.care.models import Client, Session, SessionRecord, SupervisionLink
from kith.care.models.base import live
from kith.care.permissions.decide import NotYours, Refused, reach
from kith.care.permissions.viewer import Viewer


def leads(viewer: Viewer, session: Session) -> bool:
    """Whether this very person led the session."""
    return session.practitioner_id == viewer.user_id


def check_led(viewer: Viewer, session: Session, client: Client, *, at: datetime) -> None:
    """Raises Refused for everybody but the practitioner who led this session, and for their own record."""
    if not viewer.is_staff or viewer.client_id == client.pk or not leads(viewer, session):
        raise Refused(viewer, client, "led session", at)


def reach_led(viewer: Viewer, session_id: UUID, *, at: datetime) -> tuple[Session, Client]:
    """A session and its client, for the one who led it and still works with the client."""
    row, _ = reach(viewer, Session, session_id, "W", "progress_note", at=at, related=("plan",))
    if row.client is None:
        raise NotYours  # a group's meeting
    check_led(viewer, row, row.client, at=at)
    return row, row.client


def supervisees(viewer: Viewer, at: datetime) -> QuerySet[SupervisionLink, UUID]:
    """The accounts whose work this viewer supervises now."""
    links = SupervisionLink.objects.filter(live(at), supervisor=viewer.user_id)
    return links.values_list("supervisee", flat=True)


def check_supervises(viewer: Viewer, record: SessionRecord, *, at: datetime) -> None:
    """Raises Refused for a supervisor of the client's team who does not supervise this record's author."""
    is_own = record.author_id == viewer.user_id or viewer.client_id == record.client_id
    if is_own or not supervisees(viewer, at).filter(supervisee=record.author_id).exists():
        raise Refused(viewer, record.client, "supervised record", at)
