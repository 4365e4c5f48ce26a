"""How those who work here open a record or a group: never their own, and never with the rights of a client."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.care.models import Client, Group, Session
from kith.care.permissions import Access, NotYours, Refused, Viewer, reach
from kith.care.queries.looking import open_client


def open_as_staff(viewer: Viewer, client_id: UUID, verb: str, resource: str, *, at: datetime) -> tuple[Client, Access]:
    """The client and what this colleague may see of them; NotYours for everybody else, and for one's own record."""
    client, access = open_client(replace(viewer, client_id=None), client_id, verb, resource, at=at)
    if not viewer.is_staff or viewer.client_id == client_id:
        raise Refused(viewer, client, f"{verb} {resource}", at)
    return client, access


def reach_group(
    viewer: Viewer, group_id: UUID, verb: str, resource: str, *, at: datetime, related: Iterable[str] = ()
) -> tuple[Group, Access]:
    """A group and what this colleague may do there; whoever is a member too learns nothing from that here."""
    found, access = _reach(viewer, Group, group_id, verb, resource, at, related)
    return found, access


def reach_meeting(
    viewer: Viewer, session_id: UUID, verb: str, resource: str, *, at: datetime, related: Iterable[str] = ()
) -> tuple[Session, Group, Access]:
    """A meeting, its group, and what this colleague may do there; a session of one person has a page of its own."""
    found, access = _reach(viewer, Session, session_id, verb, resource, at, related)
    if found.group is None:
        raise NotYours
    return found, found.group, access


def _reach(
    viewer: Viewer, model: type[Any], pk: UUID, verb: str, resource: str, at: datetime, related: Iterable[str]
) -> tuple[Any, Access]:
    if not viewer.is_staff:
        raise NotYours
    return reach(replace(viewer, client_id=None), model, pk, verb, resource, at=at, related=related)
