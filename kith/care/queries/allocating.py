"""The allocation page: who is proposed for whom and why, who has nobody and what would help, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.care.models import Allocation, AppointmentWish, BadInput, Client, Service, User
from kith.care.models.allocating import communities_of
from kith.care.models.keys import preload
from kith.care.permissions import (
    NotAllowed,
    NotYours,
    Viewer,
    check_function,
    clients_for,
    live,
    reach,
    visible,
)
from kith.care.queries.looking import note_seen, open_client
from kith.care.queries.matching import LEFT_OUT, Matched, OnStaff, Waiting, matching_of, on_staff
from kith.care.queries.planning_facts import Named, protocols_for
from kith.care.queries.staff_looking import open_as_staff
from kith.science.matching import Barred, Match, Unmatched


@dataclass(frozen=True)
class Proposal:
    """One person with the practitioner who is proposed. `instead` is whom the free proposal names for a kept person."""

    waiting: Waiting
    match: Match
    practitioner: OnStaff
    others: tuple[str, ...]
    is_override: bool
    instead: str


@dataclass(frozen=True)
class Unplaced:
    """One person with nobody: who could but has no room, and of everybody else what keeps them away."""

    waiting: Waiting
    is_left_out: bool
    full: tuple[str, ...]
    one_step: tuple[tuple[str, Barred], ...]
    barred: tuple[tuple[str, tuple[Barred, ...]], ...]


@dataclass(frozen=True)
class Decided:
    """Somebody who was allocated and does not know it yet."""

    id: UUID
    client_id: UUID
    name: str
    number: str
    practitioner: str
    way: Mapping[str, Any] | None  # None where somebody was chosen outside the proposal
    is_override: bool
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class Declined:
    """Two who are not proposed to each other: the pair was declined, or the practitioner handed the person back."""

    id: UUID
    name: str
    number: str
    practitioner: str
    is_handed_back: bool
    decided_by: str
    decided_at: datetime
    reason: str


@dataclass(frozen=True)
class AllocationPage:
    """Everything about those who wait for somebody. `refusal` says why what was to be kept was not."""

    proposals: tuple[Proposal, ...]
    unplaced: tuple[Unplaced, ...]
    unasked: tuple[Waiting, ...]
    staff: tuple[OnStaff, ...]
    decided: tuple[Decided, ...]
    declined: tuple[Declined, ...]
    may_set_staff: bool
    refusal: BadInput | None = None


@dataclass(frozen=True)
class WishPage:
    """How one person would like to be seen first, as it stands, and what can be chosen."""

    client_id: UUID
    name: str
    number: str
    language: str
    wish: AppointmentWish | None
    protocols: tuple[Named, ...]
    communities: tuple[str, ...]  # what practitioners here say they know, without their names
    may_write: bool
    may_allocate: bool


@dataclass(frozen=True)
class AvailabilityPage:
    """What a practitioner brings, as it stands, and what can be chosen."""

    person: OnStaff | None
    staff: tuple[OnStaff, ...]
    protocols: tuple[Named, ...]
    language: str


def allocating(*, viewer: Viewer, at: datetime, keep: Mapping[str, str | None]) -> AllocationPage:
    """A proposal for all at once, with what is kept; nothing is decided by looking."""
    check_function(viewer, "allocate")
    free, refusal = matching_of(viewer=viewer, at=at, keep={}), None
    try:
        found = matching_of(viewer=viewer, at=at, keep=keep) if keep else free
    except BadInput as fault:
        found, refusal = free, fault
    decided = _decided(viewer, at)
    seen = {*(one.client.pk for one in found.waiting.values()), *(one.client_id for one in decided)}
    note_seen(viewer, "allocation.seen", sorted(seen), at=at)
    return AllocationPage(
        proposals=tuple(_proposal(one, found, free) for one in (found.result.matches if found.result else ())),
        unplaced=tuple(_unplaced(one, found) for one in (found.result.unmatched if found.result else ())),
        unasked=tuple(one for one in found.waiting.values() if one.unknown),
        staff=tuple(found.staff.values()),
        decided=decided,
        declined=_declined(viewer, found, at),
        may_set_staff="manager" in viewer.roles,
        refusal=refusal,
    )


def newly_allocated(*, viewer: Viewer, at: datetime) -> tuple[Decided, ...]:
    """People who were given to the viewer and whom nobody has told yet."""
    return tuple(_shown(row) for row in _open(viewer, at).filter(practitioner=viewer.user_id) if not row.has_meeting)


def allocation_of(*, viewer: Viewer, allocation_id: UUID, at: datetime) -> Allocation:
    """One decision about somebody whom the viewer may allocate; NotYours otherwise."""
    row, _access = reach(viewer, Allocation, allocation_id, "W", "allocation", at=at)
    found: Allocation = row
    return found


def may_allocate(viewer: Viewer) -> bool:
    """Whether the page of all who wait is theirs."""
    try:
        check_function(viewer, "allocate")
    except NotAllowed:
        return False
    return True


def to_pair(*, viewer: Viewer, client_id: UUID, practitioner_id: UUID, at: datetime) -> tuple[Client, User]:
    """The person and the colleague of a pair; NotYours for those outside the service."""
    client, _access = open_client(viewer, client_id, "W", "allocation", at=at)
    practitioner = User.objects.filter(pk=practitioner_id, service_id=viewer.service_id, is_active=True).first()
    if practitioner is None:
        raise NotYours
    return client, practitioner


def appointment_wish(*, viewer: Viewer, client_id: UUID, at: datetime) -> WishPage:
    """What one person asked for, for their team and for those who allocate."""
    client, access = open_as_staff(viewer, client_id, "R", "appointment_wish", at=at)
    preload([client.pk])
    page = WishPage(
        client_id=client.pk,
        name=client.full_name,
        number=client.number,
        language=client.language,
        wish=client.appointmentwish_set.order_by("-said_at", "-pk").first(),
        protocols=_protocols(client),
        communities=_communities(viewer, at),
        may_write=access.can("W", "appointment_wish"),
        may_allocate=may_allocate(viewer),
    )
    note_seen(viewer, "appointment_wish.seen", [client.pk], at=at)
    return page


def my_availability(*, viewer: Viewer, at: datetime) -> AvailabilityPage:
    """What the viewer brings."""
    check_function(viewer, "own_availability")
    return _availability(viewer, viewer.user_id, at)


def availabilities(*, viewer: Viewer, person_id: UUID | None, at: datetime) -> AvailabilityPage:
    """What every practitioner of the service brings, and of one of them everything; NotYours for anybody else."""
    check_function(viewer, "staff_availability")
    return _availability(viewer, person_id, at)


def _availability(viewer: Viewer, person_id: UUID | None, at: datetime) -> AvailabilityPage:
    staff = on_staff(viewer, at)
    person = next((one for one in staff if one.person.pk == person_id), None)
    if person_id is not None and person is None:
        raise NotYours
    service = Service.objects.get(pk=viewer.service_id)
    note_seen(viewer, "availability.seen", (), at=at)
    return AvailabilityPage(
        person, tuple(staff), _protocols(Client(service=service, language=service.language)), service.language
    )


def _protocols(client: Client) -> tuple[Named, ...]:
    every = (Named(one.id, one.title) for one in protocols_for(client) if one.group_size is None)
    return tuple(sorted(every, key=lambda one: one.title))


def _communities(viewer: Viewer, at: datetime) -> tuple[str, ...]:
    said = {one.casefold(): one for staff in on_staff(viewer, at) for one in communities_of(staff.said)}
    return tuple(said[name] for name in sorted(said))


def _proposal(match: Match, found: Matched, free: Matched) -> Proposal:
    waiting = found.waiting[match.id]
    first = free.match_for(waiting.client.pk)
    other = first.practitioner if first is not None else ""
    return Proposal(
        waiting=waiting,
        match=match,
        practitioner=found.staff[match.practitioner],
        others=_names(match.others, found),
        is_override=other != match.practitioner,
        instead=found.staff[other].person.display_name if other else "",
    )


def _unplaced(one: Unmatched, found: Matched) -> Unplaced:
    def named(who: str) -> str:
        return found.staff[who].person.display_name

    return Unplaced(
        waiting=found.waiting[one.id],
        is_left_out=one.is_kept,
        full=_names(one.fitting, found),
        one_step=tuple((named(who), bar) for who, bar in one.one_step),
        barred=tuple((named(who), bars) for who, bars in one.barred if bars),
    )


def _names(ids: tuple[str, ...], found: Matched) -> tuple[str, ...]:
    return tuple(found.staff[one].person.display_name for one in ids)


def _decided(viewer: Viewer, at: datetime) -> tuple[Decided, ...]:
    mine = clients_for(viewer, "W", "allocation", at=at)
    return tuple(_shown(row) for row in _open(viewer, at).filter(client__in=mine) if not row.has_meeting)


def _open(viewer: Viewer, at: datetime) -> Any:
    """Accepted, not undone, the person not told, and still so."""
    rows = (
        visible(Allocation, viewer, at=at)
        .filter(live(at, "relationship__"), decision="accepted", told_at=None, undone_at=None)
        .select_related("client", "practitioner", "decided_by")
        .order_by("decided_at", "pk")
    )
    preload(list(rows.values_list("client_id", flat=True)))
    return rows


def _shown(row: Allocation) -> Decided:
    return Decided(
        row.pk,
        row.client_id,
        row.client.full_name,
        row.client.number,
        row.practitioner.display_name,
        row.way,
        row.is_override,
        row.decided_by.display_name,
        row.decided_at,
    )


def _declined(viewer: Viewer, found: Matched, at: datetime) -> tuple[Declined, ...]:
    """Of those who wait: pairs that the matching leaves out because somebody said so."""
    rows = (
        visible(Allocation, viewer, at=at)
        .filter(LEFT_OUT, client__in=[one.client.pk for one in found.waiting.values()])
        .select_related("client", "practitioner", "decided_by")
        .order_by("client__number", "decided_at")
    )
    return tuple(
        Declined(
            row.pk,
            row.client.full_name,
            row.client.number,
            row.practitioner.display_name,
            row.decision == "accepted",
            row.decided_by.display_name,
            row.undone_at or row.decided_at,
            row.reason if row.decision == "declined" else "",
        )
        for row in rows
    )
