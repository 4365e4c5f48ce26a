"""The person draws their own map: adds, moves and takes off; and shows it to their practitioner, or no longer."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import BadInput, Client, Connection, MapShare, WrongMoment
from kith.care.models.connections import CONNECTION_KINDS, RINGS
from kith.care.permissions import Viewer, check

LONGEST_NAME: Final = 40  # stands beside a mark in the picture
MOST: Final = 30  # what a page shows with names that can be read; our own convention


@action
def add_connection(*, client: Client, kind: str, ring: str, called: str, by: Viewer, at: datetime) -> Connection:
    """Put somebody or something on the map, under a name that the person chooses."""
    check(by, "W", "connections", client, at=at)
    _check_named(called)
    if kind not in CONNECTION_KINDS:
        raise _refused(_("It does not say what it is."), _("Choose a person, a place or a group."), "kind")
    _check_ring(ring)
    if client.connection_set.filter(ends=None).count() >= MOST:
        raise _refused(
            _("There are %(count)d on the map already.") % {"count": MOST}, _("Take one off first."), "called"
        )
    row = _put(client, uuid.uuid4(), kind, ring, called.strip(), at)
    trace("connection.added", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def move_connection(*, connection: Connection, ring: str, by: Viewer, at: datetime) -> Connection:
    """Move it to another ring; where it was stays to be compared with."""
    check(by, "W", "connections", connection.client, at=at)
    _check_ring(ring)
    row = _standing(connection)
    if row.ring == ring:
        return row
    _end(row, at)
    moved = _put(row.client, row.thread, row.kind, ring, row.called, at)
    trace("connection.moved", by=by, at=at, clients=[row.client_id], about=moved)
    return moved


@action
def remove_connection(*, connection: Connection, by: Viewer, at: datetime) -> Connection:
    """Take it off the map. It is only seen when two days are compared."""
    check(by, "W", "connections", connection.client, at=at)
    row = _standing(connection)
    _end(row, at)
    trace("connection.removed", by=by, at=at, clients=[row.client_id], about=row)
    return row


@action
def share_map(*, client: Client, by: Viewer, at: datetime) -> MapShare:
    """The person lets their practitioner see the map as it is and as it changes."""
    check(by, "W", "connections", client, at=at)
    row = MapShare.objects.filter(client=client, ends=None).first()  # also one that is hidden from the person's pages
    if row is None:
        row = MapShare.objects.create(client=client, starts=at, made_at=at)
    trace("connections.shared", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def stop_sharing_map(*, client: Client, by: Viewer, at: datetime) -> None:
    """From now on only the person sees it. No reason is asked for."""
    check(by, "W", "connections", client, at=at)
    MapShare.objects.filter(client=client, ends=None).update(ends=at)
    trace("connections.kept_to_oneself", by=by, at=at, clients=[client.pk])


def _put(client: Client, thread: uuid.UUID, kind: str, ring: str, called: str, at: datetime) -> Connection:
    row = Connection(client=client, thread=thread, kind=kind, ring=ring, starts=at, made_at=at)
    row.called = called
    row.save(force_insert=True)
    return row


def _end(row: Connection, at: datetime) -> None:
    row.ends = at
    row.save(update_fields=["ends"])


def _standing(connection: Connection) -> Connection:
    row = Connection.objects.select_for_update(of=("self",)).select_related("client").get(pk=connection.pk)
    if row.ends is not None:
        raise WrongMoment(
            _("Nothing was changed."), _("It was moved or taken off before."), _("Look at your map as it is now.")
        )
    return row


def _check_named(called: str) -> None:
    if not called.strip():
        raise _refused(_("There is no name."), _("Write a nickname, or a word that only you know."), "called")
    if len(called.strip()) > LONGEST_NAME:
        raise _refused(
            _("The name has %(count)d letters.") % {"count": len(called.strip())},
            _("Use up to %(most)d.") % {"most": LONGEST_NAME},
            "called",
        )


def _check_ring(ring: str) -> None:
    if ring not in RINGS:
        raise _refused(_("It does not say how close it is."), _("Choose close, near or further away."), "ring")


def _refused(found: str, instead: str, field: str) -> BadInput:
    return BadInput(_("Nothing was put on the map yet."), found, instead, field)
