"""Waiting for a group, as the person's practitioner sees it: which list, which wishes, and who is kept apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Q

from kith.care.models import Client, Group, GroupWait, KeptApart
from kith.care.models.families import UNITS
from kith.care.models.keys import preload
from kith.care.models.knowledge import library
from kith.care.permissions import NotYours, Viewer, live
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.looking import note_seen
from kith.care.queries.staff_looking import open_as_staff


@dataclass(frozen=True)
class WaitShown:
    """One list somebody is or was on."""

    id: UUID
    protocol: str
    title: str
    display_name: str
    wants: Mapping[str, Any]
    not_now: str
    is_prepared: bool
    since: datetime
    ends: datetime | None
    ending: str
    placed_in: str  # the group, where it led to one


@dataclass(frozen=True)
class ApartShown:
    """Somebody this person must not meet in a group; known by the number alone."""

    id: UUID
    number: str
    reason: str
    author: str
    since: datetime


@dataclass(frozen=True)
class GroupChoice:
    """A group intervention that could be waited for."""

    protocol: str
    title: str


@dataclass(frozen=True)
class GroupPreferred:
    """A group that takes people in: when it meets, and nothing about its members."""

    id: UUID
    name: str
    weekday: int
    meets_at: time


@dataclass(frozen=True)
class GroupWaitPage:
    """Everything about getting this person into a group. `has_said_yes` None: nobody has asked them yet."""

    head: ClientHead
    has_said_yes: bool | None
    preferred_name: str
    language: str
    languages: tuple[str, ...]
    offered: tuple[GroupChoice, ...]
    could_prefer: tuple[GroupPreferred, ...]
    waiting: tuple[WaitShown, ...]
    before: tuple[WaitShown, ...]
    apart: tuple[ApartShown, ...]
    may_keep_apart: bool


def group_wait(*, viewer: Viewer, client_id: UUID, at: datetime) -> GroupWaitPage:
    """For those who may put the person on a list."""
    client, access = open_as_staff(viewer, client_id, "W", "group_wait", at=at)
    preload([client.pk])
    waits = [_shown(one) for one in client.groupwait_set.order_by("-starts")]
    newest = client.consent_set.filter(purpose="group", decided_at__lte=at).order_by("-decided_at", "-pk").first()
    known = library().protocols
    page = GroupWaitPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        has_said_yes=None if newest is None else newest.is_given,
        preferred_name=client.preferred_name or client.given_name,
        language=client.language,
        languages=_languages(client),
        offered=tuple(
            GroupChoice(name, one.title)
            for name, one in sorted(known.items(), key=lambda row: row[1].title)
            if one.group_size is not None
        ),
        could_prefer=_could_prefer(client),
        waiting=tuple(one for one in waits if one.ends is None),
        before=tuple(one for one in waits if one.ends is not None),
        apart=_apart(client, at) if access.can("R", "kept_apart") else (),
        may_keep_apart=access.can("W", "kept_apart"),
    )
    note_seen(viewer, "group_wait.seen", [client.pk], at=at)
    return page


def wait_of(*, viewer: Viewer, client_id: UUID, wait_id: UUID, at: datetime) -> GroupWait:
    """One list this very person is on; NotYours otherwise."""
    client, _ = open_as_staff(viewer, client_id, "W", "group_wait", at=at)
    found = client.groupwait_set.filter(pk=wait_id).select_related("client").first()
    if found is None:
        raise NotYours
    return found


def apart_of(*, viewer: Viewer, client_id: UUID, rule_id: UUID, at: datetime) -> KeptApart:
    """One rule that was written in this very person's record; NotYours otherwise."""
    client, _ = open_as_staff(viewer, client_id, "W", "kept_apart", at=at)
    found = client.keptapart_set.filter(pk=rule_id).select_related("client").first()
    if found is None:
        raise NotYours
    return found


def _shown(one: GroupWait) -> WaitShown:
    known = library().protocols
    placed = one.placed or {}
    group = Group.objects.filter(pk=placed["group"]).first() if placed else None
    return WaitShown(
        id=one.pk,
        protocol=one.protocol,
        title=known[one.protocol].title if one.protocol in known else one.protocol,
        display_name=one.display_name,
        wants=one.wants,
        not_now=one.not_now,
        is_prepared=one.is_prepared,
        since=one.starts,
        ends=one.ends,
        ending=one.ending,
        placed_in=group.name if group else "",
    )


def _languages(client: Client) -> tuple[str, ...]:
    """Languages of groups here, and the person's own."""
    spoken = (
        Group.objects.filter(service_id=client.service_id).exclude(state="ended").values_list("language", flat=True)
    )
    return tuple(sorted({client.language, client.service.language, *spoken}))


def _could_prefer(client: Client) -> tuple[GroupPreferred, ...]:
    """Groups of the service with a day that take people in and follow an intervention with a list."""
    listed = [name for name, one in library().protocols.items() if one.group_size is not None]
    rows = Group.objects.filter(service_id=client.service_id, protocol__in=listed, weekday__isnull=False)
    rows = rows.filter(Q(state="forming") | Q(state="running", is_open=True)).exclude(kind__in=UNITS)
    return tuple(
        GroupPreferred(one.pk, one.name, one.weekday, one.meets_at)
        for one in rows.order_by("weekday", "meets_at", "pk")
        if one.weekday is not None and one.meets_at is not None
    )


def _apart(client: Client, at: datetime) -> tuple[ApartShown, ...]:
    rows = client.keptapart_set.filter(live(at)).select_related("other", "author", "client").order_by("starts")
    return tuple(ApartShown(one.pk, one.other.number, one.reason, one.author.display_name, one.starts) for one in rows)
