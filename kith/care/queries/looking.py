"""How every query looks: the same decision as everywhere, and a trace of who saw whose record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.care.models import Client
from kith.care.models.audit import append_event
from kith.care.permissions import Access, Viewer, reach


def open_client(viewer: Viewer, client_id: UUID, verb: str, resource: str, *, at: datetime) -> tuple[Client, Access]:
    """The client and what this viewer may see of them; NotYours otherwise."""
    return reach(viewer, Client, client_id, verb, resource, at=at)


def note_seen(
    viewer: Viewer, event: str, clients: Iterable[UUID], *, at: datetime, about: Any = None, rule: str = ""
) -> None:
    """One audit event for one look. If it cannot be written, the look is refused: the exception goes up."""
    append_event(
        event=event,
        at=at,
        actor_id=viewer.user_id,
        service_id=viewer.service_id,
        allowed=True,
        rule=rule or event,
        purpose=viewer.purpose,
        object_kind=about._meta.model_name if about is not None else "",
        object_id=str(about.pk) if about is not None else "",
        request_id=viewer.request_id,
        clients=clients,
    )
