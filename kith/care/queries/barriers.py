"""What is in the way of a first meeting and what was offered, as both the person and their practitioner see it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Attendance, Barrier, Client, Remedy
from kith.care.models.delivery import PRESENT
from kith.care.models.knowledge import library
from kith.care.permissions import Access, NotYours, Viewer
from kith.science.pathways import BarrierOffer


@dataclass(frozen=True)
class RemedyShown:
    """One thing that can be offered, or was. `id` is None until somebody offers it or the person asks for it."""

    kind: str
    offer: str
    do: str
    id: UUID | None = None
    answer: str = ""
    done_at: datetime | None = None

    @property
    def is_promised(self) -> bool:
        """The person said yes, and it is still to be done."""
        return self.answer == "accepted" and self.done_at is None


@dataclass(frozen=True)
class BarrierShown:
    """One thing in the way, in both wordings, with what stands against it."""

    id: UUID
    kind: str
    title: str
    in_plain_words: str
    ask: str
    words: str
    named_by: str
    is_own: bool
    since: datetime
    remedies: tuple[RemedyShown, ...]
    is_reviewed: bool


@dataclass(frozen=True)
class Wished:
    """The first contact as the person would like it. An empty choice was never asked."""

    who: str = ""
    where: str = ""
    how: str = ""
    step: str = ""
    benefit: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True)
class FirstSteps:
    """Everything that is known before a first meeting. `met_at` is None while the first meeting is still to come."""

    barriers: tuple[BarrierShown, ...]
    wished: Wished
    met_at: datetime | None


def first_steps(*, viewer: Viewer, client: Client, access: Access) -> FirstSteps:
    """The same for the person and for those who work with them; NotYours where the access does not reach it."""
    if viewer.service_id != client.service_id or not access.can("R", "engagement"):
        raise NotYours
    return FirstSteps(_barriers(client), _wished(client), _first_met_at(client))


def _barriers(client: Client) -> tuple[BarrierShown, ...]:
    """What stands in the way now, in the order of the list."""
    rows = list(client.barrier_set.filter(gone_at=None).select_related("named_by").order_by("named_at"))
    offered = list(client.remedy_set.filter(barrier__in=rows).order_by("offered_at"))
    by_kind = {row.kind: row for row in rows}
    is_reviewed = library().engagement.review.status == "reviewed"
    return tuple(
        _shown(client, by_kind[offer.id], offer, offered, is_reviewed)
        for offer in library().engagement.barriers
        if offer.id in by_kind
    )


def _shown(
    client: Client, row: Barrier, offer: BarrierOffer, offered: Collection[Remedy], is_reviewed: bool
) -> BarrierShown:
    kept = {one.kind: one for one in offered if one.barrier_id == row.pk}
    return BarrierShown(
        id=row.pk,
        kind=row.kind,
        title=offer.title,
        in_plain_words=offer.in_plain_words,
        ask=offer.ask,
        words=row.words,
        named_by=row.named_by.display_name,
        is_own=row.named_by_id == client.user_id,
        since=row.named_at,
        remedies=tuple(_remedy(each.id, each.offer, each.do, kept.get(each.id)) for each in offer.remedies),
        is_reviewed=is_reviewed,
    )


def _remedy(kind: str, offer: str, do: str, row: Remedy | None) -> RemedyShown:
    if row is None:
        return RemedyShown(kind, offer, do)
    return RemedyShown(kind, offer, do, row.pk, row.answer, row.done_at)


def _wished(client: Client) -> Wished:
    """The newest of what they said about the first contact."""
    row = client.firstcontact_set.order_by("-number").first()
    return Wished(**{**row.wishes, **row.goal}, said_at=row.said_at) if row is not None else Wished()


def _first_met_at(client: Client) -> datetime | None:
    """When the person first came, in the stay that is open; None while the first meeting is still to come."""
    episode = client.newest_episode()
    if episode is None:
        return None
    came = Attendance.objects.filter(client=client, status__in=PRESENT, replaced_by__isnull=True)
    return (
        came.filter(session__starts_at__date__gte=episode.opened_on)
        .order_by("session__starts_at", "pk")
        .values_list("session__starts_at", flat=True)
        .first()
    )
