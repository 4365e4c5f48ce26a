"""Who did or saw what: an append-only chain in which each event carries the hash of the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from kith.care.models.base import PlainJSON

START = "0" * 64  # what the first event points back at


class ChainHead(models.Model):
    """The last link, locked while the next one is added: one row, so that the chain can neither fork nor skip."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=START)

    plain = ("id", "sequence", "hash")


class AuditEvent(models.Model):
    """One event. It names people by id only, and never holds anything they said."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=60)
    actor_id = models.UUIDField(null=True)
    service_id = models.UUIDField(null=True)
    allowed = models.BooleanField()
    rule = models.CharField(max_length=80)
    purpose = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    request_id = models.CharField(max_length=40)
    clients = PlainJSON(default=list)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    append_only = True
    resource = "audit_log"
    plain = (
        "sequence",
        "at",
        "event",
        "actor_id",
        "service_id",
        "allowed",
        "rule",
        "purpose",
        "object_kind",
        "object_id",
        "request_id",
        "clients",
        "previous",
        "hash",
    )

    class Meta:
        indexes = [models.Index(fields=["service_id", "at"])]

    def expected_hash(self) -> str:
        """The hash this event should carry, from its own content and the link before."""
        content = [
            self.sequence,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.event,
            str(self.actor_id),
            str(self.service_id),
            self.allowed,
            self.rule,
            self.purpose,
            self.object_kind,
            self.object_id,
            self.request_id,
            self.clients,
            self.previous,
        ]
        return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()


class AuditSubject(models.Model):
    """Which client an event concerns; one row each, so that “who looked at my record” is one indexed look-up."""

    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="subjects")
    client_id = models.UUIDField(db_index=True)

    append_only = True
    resource = "audit_log"
    plain = ("id", "event", "client_id")


def append_event(*, event: str, at: datetime, clients: Iterable[UUID] = (), **fields: Any) -> AuditEvent:
    """Add one event to the chain inside the caller's transaction (or one of its own)."""
    with transaction.atomic():
        head = _locked_head() or (ChainHead.objects.get_or_create(pk=1) and _locked_head())
        assert head is not None
        subjects = sorted({str(client) for client in clients})
        row = AuditEvent(sequence=head.sequence + 1, event=event, at=at, clients=subjects, previous=head.hash, **fields)
        row.hash = row.expected_hash()
        row.save(force_insert=True)
        if subjects:
            AuditSubject.objects.bulk_create([AuditSubject(event=row, client_id=subject) for subject in subjects])
        ChainHead.objects.filter(pk=1).update(sequence=row.sequence, hash=row.hash)
        return row


def _locked_head() -> ChainHead | None:
    return ChainHead.objects.select_for_update().filter(pk=1).first()


def broken_links() -> list[int]:
    """Sequence numbers at which the chain does not hold: changed, missing, swapped or planted events or subjects."""
    broken, previous, expected = [], START, 1
    events = AuditEvent.objects.order_by("sequence").prefetch_related("subjects")
    for row in events.iterator(chunk_size=2000):
        subjects = sorted(str(subject.client_id) for subject in row.subjects.all())
        is_whole = row.hash == row.expected_hash() and subjects == row.clients
        if row.sequence != expected or row.previous != previous or not is_whole:
            broken.append(row.sequence)
        previous, expected = row.hash, row.sequence + 1
    head = ChainHead.objects.filter(pk=1).first() or ChainHead()
    if (head.sequence, head.hash) != (expected - 1, previous):
        broken.append(expected)
    return broken
