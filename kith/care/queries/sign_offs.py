"""Records that trainees signed and a supervisor has yet to read; and one of them, read for supervision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kith.care.models import SessionRecord
from kith.care.models.keys import preload
from kith.care.permissions import Access, Refused, Viewer, check_function, check_supervises, reach, supervisees, visible
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.identities import Identity, identity
from kith.care.queries.looking import note_seen
from kith.care.queries.sight import Sight
from kith.care.queries.signed_record import APPROVED, RETURNED, WAITING, SignedRecord, sign_off_state, signed_record

PURPOSE = "supervision"
MOST_APPROVED = 20


@dataclass(frozen=True)
class SignOffRow:
    """One record in the list."""

    record_id: UUID
    person: Identity
    author: str
    number: int
    starts_at: datetime
    signed_at: datetime
    state: str


@dataclass(frozen=True)
class SignOffsPage:
    """What waits, the oldest first; what was returned and not answered yet; what was approved lately."""

    waiting: tuple[SignOffRow, ...]
    returned: tuple[SignOffRow, ...]
    approved: tuple[SignOffRow, ...]
    has_trainees: bool


@dataclass(frozen=True)
class SignOffPage:
    """One record with everything its reader needs."""

    head: ClientHead
    record_id: UUID
    number: int
    starts_at: datetime
    author: str
    record: SignedRecord
    may_decide: bool


def sign_offs(*, viewer: Viewer, at: datetime) -> SignOffsPage:
    """The list of one supervisor: their own trainees' records and nobody else's."""
    check_function(viewer, "sign_off")
    own = supervisees(viewer, at)
    trainees = visible(SessionRecord, viewer, at=at).filter(
        author__in=own, author__is_trainee=True, adds_to__isnull=True
    )
    records = list(
        trainees.exclude(client=viewer.client_id)
        .select_related("author", "session", "client__service")
        .prefetch_related("sign_offs", "addenda")
        .order_by("signed_at")
    )
    clients = {record.client_id for record in records}
    preload(clients)
    sight = Sight(viewer=viewer, clients=clients, at=at)
    rows = [_row(viewer, record, sight.accesses[record.client_id]) for record in records]
    by_state = {state: tuple(row for row in rows if row.state == state) for state in (WAITING, RETURNED, APPROVED)}
    page = SignOffsPage(
        waiting=by_state[WAITING],
        returned=by_state[RETURNED],
        approved=tuple(reversed(by_state[APPROVED]))[:MOST_APPROVED],
        has_trainees=bool(rows),
    )
    note_seen(replace(viewer, purpose=PURPOSE), "sign_offs.seen", sorted(clients), at=at)
    return page


def sign_off(*, viewer: Viewer, record_id: UUID, at: datetime) -> SignOffPage:
    """One record, read for supervision. An addendum leads to nothing: it is read below what it adds to."""
    record, access = reach(viewer, SessionRecord, record_id, "R", "progress_note", at=at, related=("author", "session"))
    _check(viewer, record, at)
    client = record.client
    shown = signed_record(viewer=viewer, client=client, session=record.session)
    assert shown is not None  # the record is there
    page = SignOffPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        record_id=shown.id,
        number=record.session.number,
        starts_at=record.session.starts_at,
        author=record.author.display_name,
        record=shown,
        may_decide=shown.sign_off in {WAITING, RETURNED},
    )
    note_seen(replace(viewer, purpose=PURPOSE), "sign_off.seen", [client.pk], at=at, about=record)
    return page


def record_to_sign_off(*, viewer: Viewer, record_id: UUID, at: datetime) -> SessionRecord:
    """The record, for the action that decides about it."""
    record: SessionRecord
    record, _ = reach(viewer, SessionRecord, record_id, "W", "supervision", at=at, related=("author",))
    _check(viewer, record, at)
    return record


def _check(viewer: Viewer, record: SessionRecord, at: datetime) -> None:
    if not viewer.is_staff or viewer.client_id == record.client_id:
        raise Refused(viewer, record.client, "supervised record", at)
    check_supervises(viewer, record, at=at)


def _row(viewer: Viewer, record: SessionRecord, access: Access) -> SignOffRow:
    decisions = sorted(record.sign_offs.all(), key=lambda one: one.decided_at)
    return SignOffRow(
        record_id=record.pk,
        person=identity(viewer=viewer, client=record.client, access=access),
        author=record.author.display_name,
        number=record.session.number,
        starts_at=record.session.starts_at,
        signed_at=record.signed_at,
        state=sign_off_state(decisions, record.addenda.all()),
    )
