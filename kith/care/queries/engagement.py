"""Before the first meeting, as the practitioner sees it: what is in the way, what was promised, what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Barrier, Client, Remedy
from kith.care.models.keys import preload
from kith.care.models.knowledge import library
from kith.care.permissions import NotYours, Viewer
from kith.care.queries.barriers import BarrierShown, RemedyShown, Wished, first_steps
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.looking import note_seen
from kith.care.queries.staff_looking import open_as_staff


@dataclass(frozen=True)
class BarrierChoice:
    """One barrier of the list: how the person reads it, and what to ask about it."""

    kind: str
    in_plain_words: str
    ask: str


@dataclass(frozen=True)
class EngagementPage:
    """Everything about getting this person to a first meeting."""

    head: ClientHead
    limits: str
    is_reviewed: bool
    choices: tuple[BarrierChoice, ...]
    barriers: tuple[BarrierShown, ...]
    wished: Wished
    met_at: datetime | None
    may_write: bool
    may_reach_out: bool
    may_see_wish: bool

    @property
    def promised(self) -> tuple[tuple[BarrierShown, RemedyShown], ...]:
        """What was promised and is still to be done."""
        return tuple((one, each) for one in self.barriers for each in one.remedies if each.is_promised)

    @property
    def next_step(self) -> str:
        """What to do next: ask, offer, do, book, or nothing more here."""
        if self.met_at is not None:
            return "met"
        if not self.barriers and self.wished.said_at is None:
            return "ask"
        if self.promised:
            return "do"
        if any(not any(each.id for each in one.remedies) for one in self.barriers):
            return "offer"
        return "book"


def engagement(*, viewer: Viewer, client_id: UUID, at: datetime) -> EngagementPage:
    """For those who work with the person."""
    client, access = open_as_staff(viewer, client_id, "R", "engagement", at=at)
    preload([client.pk])
    known, steps = library().engagement, first_steps(viewer=viewer, client=client, access=access)
    page = EngagementPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        limits=known.limits,
        is_reviewed=known.review.status == "reviewed",
        choices=tuple(BarrierChoice(one.id, one.in_plain_words, one.ask) for one in known.barriers),
        barriers=steps.barriers,
        wished=steps.wished,
        met_at=steps.met_at,
        may_write=access.can("W", "engagement"),
        may_reach_out=access.can("R", "outreach"),
        may_see_wish=access.can("R", "appointment_wish"),
    )
    note_seen(viewer, "engagement.seen", [client.pk], at=at)
    return page


def client_to_engage(*, viewer: Viewer, client_id: UUID, at: datetime) -> Client:
    """The person, for a colleague who writes on this page; the person themselves has pages of their own."""
    return open_as_staff(viewer, client_id, "W", "engagement", at=at)[0]


def barrier_of(*, viewer: Viewer, client_id: UUID, barrier_id: UUID, at: datetime) -> Barrier:
    """One barrier of this very person; NotYours otherwise."""
    client, _ = open_as_staff(viewer, client_id, "W", "engagement", at=at)
    found = client.barrier_set.filter(pk=barrier_id).select_related("client").first()
    if found is None:
        raise NotYours
    return found


def remedy_of(*, viewer: Viewer, client_id: UUID, remedy_id: UUID, at: datetime) -> Remedy:
    """One remedy that was offered to this very person; NotYours otherwise."""
    client, _ = open_as_staff(viewer, client_id, "W", "engagement", at=at)
    found = client.remedy_set.filter(pk=remedy_id).select_related("client").first()
    if found is None:
        raise NotYours
    return found
