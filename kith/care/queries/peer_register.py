"""What stands in the register of each peer supporter, and what is due: for themselves and for who supervises them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kith.care.models import PeerCheck, PeerRegisterEntry, User
from kith.care.models.keys import preload
from kith.care.models.peer_register import HOLDS, TRAINING_TOPICS
from kith.care.permissions import NotYours, Viewer, check_function, live, supervisees
from kith.care.queries.looking import note_seen

KEPT = (("boundaries", ""), ("supervision", ""), *(("training", topic) for topic in TRAINING_TOPICS))


@dataclass(frozen=True)
class Standing:
    """One thing that is asked of a peer supporter. `done_on` None: not yet; `due_on` None: it holds for good."""

    kind: str
    topic: str
    done_on: date | None
    due_on: date | None
    is_due: bool


@dataclass(frozen=True)
class EntryShown:
    """One entry, as both read it."""

    kind: str
    topic: str
    on: date
    words: str
    author: str


@dataclass(frozen=True)
class PeerRegister:
    """One peer supporter. `asked_for_talk_at` is when they last asked, if no supervision has been held since."""

    person_id: UUID
    name: str
    is_me: bool
    standing: tuple[Standing, ...]
    entries: tuple[EntryShown, ...]
    boundaries: str
    asked_for_talk_at: datetime | None

    @property
    def must_not_begin(self) -> bool:
        """Whether nobody new is paired with them and no shift is planned, as their training in safety is due."""
        return any((one.kind, one.topic) == ("training", "safety") for one in self.due)

    @property
    def due(self) -> tuple[Standing, ...]:
        """What is due or was never done."""
        return tuple(one for one in self.standing if one.is_due)


@dataclass(frozen=True)
class RegisterPage:
    """Oneself, or everybody one supervises, whoever has something due first."""

    time_zone: str
    registers: tuple[PeerRegister, ...]
    may_write_own: bool


def peer_register(*, viewer: Viewer, at: datetime) -> RegisterPage:
    """A peer supporter's own, and those of the peer supporters whom the viewer supervises."""
    check_function(viewer, "peer_register")
    people = list(_peers_of(viewer, at))
    preload([one.pk for one in people])
    found = [register_of(one, viewer, at) for one in people]
    note_seen(viewer, "peer_register.seen", (), at=at)
    ranked = sorted(found, key=lambda one: (one.asked_for_talk_at is None, -len(one.due), one.name))
    return RegisterPage(viewer.time_zone, tuple(ranked), "peer_supporter" in viewer.roles)


def supervised_peer(*, viewer: Viewer, person_id: UUID, at: datetime) -> User:
    """A peer supporter whom the viewer supervises, for an entry; NotYours otherwise."""
    found = _peers_of(viewer, at).filter(pk=person_id).exclude(pk=viewer.user_id).first()
    if found is None:
        raise NotYours
    return found


def register_of(person: User, viewer: Viewer, at: datetime) -> PeerRegister:
    """What stands there of one person, for a query that has asked whether the viewer may see it."""
    rows = list(PeerRegisterEntry.objects.filter(person=person).select_related("author"))
    rows.sort(key=lambda row: (row.happened_on, row.written_at), reverse=True)
    today = at.astimezone(ZoneInfo(viewer.time_zone)).date()
    return PeerRegister(
        person_id=person.pk,
        name=person.display_name,
        is_me=person.pk == viewer.user_id,
        standing=tuple(_standing(kind, topic, rows, today) for kind, topic in KEPT),
        entries=tuple(
            EntryShown(row.kind, row.topic, row.happened_on, row.words, row.author.display_name) for row in rows
        ),
        boundaries=next((row.words for row in rows if row.kind == "boundaries"), ""),
        asked_for_talk_at=_asked(person, rows),
    )


def _peers_of(viewer: Viewer, at: datetime) -> QuerySet[User]:
    own = [viewer.user_id] if "peer_supporter" in viewer.roles else []
    over = list(supervisees(viewer, at)) if "supervisor" in viewer.roles else []
    peers = User.objects.filter(live(at, "roles__"), roles__name="peer_supporter", service_id=viewer.service_id)
    return peers.filter(pk__in=[*own, *over], is_active=True).distinct()


def _standing(kind: str, topic: str, rows: Iterable[PeerRegisterEntry], today: date) -> Standing:
    done_on = next((row.happened_on for row in rows if (row.kind, row.topic) == (kind, topic)), None)
    holds = HOLDS.get((kind, topic))
    due_on = done_on + holds if done_on is not None and holds is not None else None
    return Standing(kind, topic, done_on, due_on, done_on is None or (due_on is not None and due_on <= today))


def _asked(person: User, rows: Iterable[PeerRegisterEntry]) -> datetime | None:
    newest = PeerCheck.objects.filter(person=person, wants_talk=True).order_by("-checked_at", "-pk").first()
    talked = max((row.written_at for row in rows if row.kind == "supervision"), default=None)
    if newest is None or (talked is not None and talked > newest.checked_at):
        return None
    return newest.checked_at
