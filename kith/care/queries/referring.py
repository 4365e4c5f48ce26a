"""Taking somebody in: the sites, whether the name is here already, and whom nobody is responsible for yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from kith.care.models import CareRelationship, Client, Episode, Service, Site
from kith.care.models.keys import preload
from kith.care.permissions import NotAllowed, NotYours, Viewer, check_function, clients_for, live
from kith.care.queries.looking import note_seen
from kith.care.queries.plain_names import PlainName


@dataclass(frozen=True)
class SiteChoice:
    """A place to be referred to."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Unallocated:
    """Somebody who waits and whom nobody is responsible for."""

    client_id: UUID
    name: str
    number: str
    waiting_since: date
    weeks: int


@dataclass(frozen=True)
class ReferringPage:
    """What the page needs. Without the right to allocate, nobody is listed as waiting."""

    sites: tuple[SiteChoice, ...]
    may_allocate: bool
    unallocated: tuple[Unallocated, ...]


def referring(*, viewer: Viewer, at: datetime) -> ReferringPage:
    """The form's choices, and for those who allocate the people who wait for somebody."""
    check_function(viewer, "refer")
    sites = tuple(SiteChoice(row.pk, row.name) for row in _service(viewer).site_set.order_by("name"))
    may_allocate = _may_allocate(viewer)
    waiting = _unallocated(viewer, at) if may_allocate else ()
    note_seen(viewer, "referrals.seen", [each.client_id for each in waiting], at=at)
    return ReferringPage(sites, may_allocate, waiting)


def is_name_here(*, viewer: Viewer, given_name: str, family_name: str, at: datetime) -> bool:
    """Whether somebody of this name is in the service already. Says no more than that, and leaves a trace."""
    check_function(viewer, "refer")
    wanted = PlainName(f"{given_name} {family_name}")
    people = list(_service(viewer).client_set.all())
    preload([client.pk for client in people])
    note_seen(viewer, "referral.name_compared", (), at=at)
    return any(wanted in _names(client) for client in people)


def site_of(*, viewer: Viewer, site_id: UUID) -> Site:
    """A site of the viewer's own service; NotYours otherwise."""
    site = _service(viewer).site_set.filter(pk=site_id).first()
    if site is None:
        raise NotYours
    return site


def _service(viewer: Viewer) -> Service:
    return Service.objects.get(pk=viewer.service_id)


def _may_allocate(viewer: Viewer) -> bool:
    try:
        check_function(viewer, "allocate")
    except NotAllowed:
        return False
    return True


def _names(client: Client) -> set[str]:
    given = {client.given_name, client.preferred_name} - {""}
    return {PlainName(f"{name} {client.family_name}") for name in given}


def _unallocated(viewer: Viewer, at: datetime) -> tuple[Unallocated, ...]:
    led = CareRelationship.objects.filter(live(at), client=OuterRef("pk"), is_lead=True)
    rows = list(
        clients_for(viewer, "R", "identity", at=at)
        .filter(~Exists(led), episode__in=Episode.objects.exclude(state="ended"))
        .annotate(waiting_since=F("episode__opened_on"))
        .order_by("waiting_since")
    )
    preload([row.pk for row in rows])
    return tuple(
        Unallocated(row.pk, row.full_name, row.number, row.waiting_since, (at.date() - row.waiting_since).days // 7)
        for row in rows
    )
