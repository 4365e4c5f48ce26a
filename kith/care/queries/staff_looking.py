"""How those who work here open somebody's record: never their own, and never with a client's rights."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from kith.care.models import Client
from kith.care.permissions import Access, Refused, Viewer
from kith.care.queries.looking import open_client


def open_as_staff(viewer: Viewer, client_id: UUID, verb: str, resource: str, *, at: datetime) -> tuple[Client, Access]:
    """The client and what this colleague may see of them; NotYours for everybody else, and for one's own record."""
    client, access = open_client(replace(viewer, client_id=None), client_id, verb, resource, at=at)
    if not viewer.is_staff or viewer.client_id == client_id:
        raise Refused(viewer, client, f"{verb} {resource}", at)
    return client, access
