"""What a peer supporter and a person did together: as the peer supporter, the team and the person read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Client, PeerContact
from kith.care.models.keys import preload
from kith.care.permissions import Access, NotYours, Viewer, live
from kith.care.queries.identities import Identity, identity
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import Own, open_own
from kith.care.queries.staff_looking import open_as_staff

READS_ALL = frozenset({"PR", "SU"})  # a peer supporter reads what they wrote themselves


@dataclass(frozen=True)
class AnswerShown:
    """What the person says to an entry."""

    kind: str
    words: str
    written_at: datetime


@dataclass(frozen=True)
class ContactShown:
    """One entry in its newest version, with what the person says to it."""

    id: UUID
    author: str
    way: str
    began_at: datetime
    minutes: int
    did: str
    agreed: str
    said: str
    next_on: date | None
    is_mine: bool
    is_corrected: bool
    answers: tuple[AnswerShown, ...]

    @property
    def is_seen_differently(self) -> bool:
        """Whether the newest answer says so."""
        return bool(self.answers) and self.answers[-1].kind == "differently"


@dataclass(frozen=True)
class PeerLogPage:
    """The log of one person, the newest first."""

    identity: Identity
    time_zone: str
    today: date
    entries: tuple[ContactShown, ...]
    may_write: bool
    may_worry: bool
    may_open_person: bool
    may_open_match: bool


@dataclass(frozen=True)
class MyPeerPage:
    """The person's own page: who walks beside them, when they meet, what was written."""

    time_zone: str
    peers: tuple[str, ...]
    next_on: date | None
    entries: tuple[ContactShown, ...]
    may_choose: bool


def peer_log(*, viewer: Viewer, client_id: UUID, at: datetime) -> PeerLogPage:
    """For the team, everything; for a peer supporter, what they wrote themselves."""
    client, access = open_as_staff(viewer, client_id, "R", "peer_log", at=at)
    preload([client.pk])
    page = PeerLogPage(
        identity=identity(viewer=viewer, client=client, access=access),
        time_zone=client.service.time_zone,
        today=at.astimezone(ZoneInfo(client.service.time_zone)).date(),
        entries=_entries(client, viewer, access),
        may_write=access.can("W", "peer_log"),
        may_worry=access.can("W", "alerts"),
        may_open_person=access.can("R", "scores"),
        may_open_match=access.can("R", "peer_match"),
    )
    note_seen(viewer, "peer_log.seen", [client.pk], at=at)
    return page


def own_contact(*, viewer: Viewer, client_id: UUID, contact_id: UUID, at: datetime) -> PeerContact:
    """An entry the viewer wrote about this very person, to correct it; NotYours otherwise."""
    client, _ = open_as_staff(viewer, client_id, "W", "peer_log", at=at)
    found = client.peercontact_set.filter(pk=contact_id, author=viewer.user_id, replaced_by=None).first()
    if found is None:
        raise NotYours
    return found


def my_peer(*, viewer: Viewer, at: datetime) -> MyPeerPage:
    """Everything that was written about oneself, by whoever wrote it."""
    own = open_own(viewer, "R", "peer_log", at=at)
    preload([own.client.pk])
    entries = _entries(own.client, viewer, own.access)
    coming = sorted(one.next_on for one in entries if one.next_on is not None and one.next_on >= own.today)
    page = MyPeerPage(
        time_zone=own.time_zone,
        peers=_peers(own),
        next_on=coming[0] if coming else None,
        entries=entries,
        may_choose=own.access.can("W", "peer_match"),
    )
    note_seen(viewer, "peer_log.seen", [own.client.pk], at=at)
    return page


def contact_about_me(*, viewer: Viewer, contact_id: UUID, at: datetime) -> PeerContact:
    """An entry about oneself, for answering; NotYours otherwise."""
    own = open_own(viewer, "W", "peer_log", at=at)
    found = own.client.peercontact_set.filter(pk=contact_id, replaced_by=None).select_related("client").first()
    if found is None:
        raise NotYours
    return found


def _peers(own: Own) -> tuple[str, ...]:
    rows = own.client.carerelationship_set.filter(live(own.at), kind="peer_supporter").select_related("staff")
    return tuple(row.staff.display_name for row in rows.order_by("starts"))


def _entries(client: Client, viewer: Viewer, access: Access) -> tuple[ContactShown, ...]:
    rows = client.peercontact_set.filter(replaced_by=None).select_related("author").order_by("-began_at", "-made_at")
    if not access.columns & READS_ALL and viewer.client_id != client.pk:
        rows = rows.filter(author=viewer.user_id)
    answers: dict[UUID, list[AnswerShown]] = {}
    for one in client.peeranswer_set.order_by("written_at", "made_at", "pk"):
        answers.setdefault(one.contact_id, []).append(AnswerShown(one.kind, one.words, one.written_at))
    return tuple(_shown(row, viewer, answers) for row in rows)


def _shown(row: PeerContact, viewer: Viewer, answers: dict[UUID, list[AnswerShown]]) -> ContactShown:
    return ContactShown(
        id=row.pk,
        author=row.author.display_name,
        way=row.way,
        began_at=row.began_at,
        minutes=row.minutes,
        did=row.did,
        agreed=row.agreed,
        said=row.said,
        next_on=row.next_on,
        is_mine=row.author_id == viewer.user_id,
        is_corrected=row.replaces_id is not None,
        answers=tuple(answers.get(row.pk, ())),
    )
