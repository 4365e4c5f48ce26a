"""Who leads a group and who could, for those who may change it; and the rows that their acts are about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kith.care.models import Facilitation, Group, Session, User
from kith.care.permissions import NotYours, Viewer, access_to, groups_for, live
from kith.care.queries.form_groups import those_who_lead
from kith.care.queries.looking import note_seen
from kith.care.queries.staff_looking import reach_group


@dataclass(frozen=True)
class Leader:
    """Somebody who leads the group, and since when."""

    facilitation_id: UUID
    name: str
    since: datetime


@dataclass(frozen=True)
class LeadersPage:
    """Who leads a group now, and colleagues who could."""

    time_zone: str
    group_id: UUID
    group_name: str
    kind: str
    has_ended: bool
    leaders: tuple[Leader, ...]
    could_lead: tuple[tuple[UUID, str], ...]
    may_see_the_group: bool


@dataclass(frozen=True)
class LedGroup:
    """A group that has not ended, and who leads it: nothing about its members."""

    id: UUID
    name: str
    kind: str
    leaders: tuple[str, ...]


def group_leaders(*, viewer: Viewer, group_id: UUID, at: datetime) -> LeadersPage:
    """For those who lead the group, and for a manager, who learns nothing else of it."""
    found = _to_lead(viewer, group_id, at)
    leading = _leading(found, at)
    names = {one.staff_id for one in leading}
    note_seen(viewer, "group.leaders_seen", [], at=at, about=found)
    return LeadersPage(
        time_zone=found.service.time_zone,
        group_id=found.pk,
        group_name=found.name,
        kind=found.kind,
        has_ended=found.state == "ended",
        leaders=tuple(Leader(one.pk, one.staff.display_name, one.starts) for one in leading),
        could_lead=tuple(
            pair for pair in those_who_lead(viewer=viewer, kind=found.kind, at=at) if pair[0] not in names
        ),
        may_see_the_group=access_to(_as_staff(viewer), found, at=at).can("R", "roster"),
    )


def led_groups(*, viewer: Viewer, at: datetime) -> tuple[LedGroup, ...]:
    """Groups whose leaders the viewer may change; those that nobody leads come first."""
    rows = groups_for(_as_staff(viewer), "W", "group_leading", at=at).exclude(state="ended").order_by("name", "pk")
    found = [
        LedGroup(one.pk, one.name, one.kind, tuple(row.staff.display_name for row in _leading(one, at))) for one in rows
    ]
    return tuple(sorted(found, key=lambda one: bool(one.leaders)))


def facilitation_of(*, viewer: Viewer, group_id: UUID, facilitation_id: UUID, at: datetime) -> Facilitation:
    """Who leads this very group, for whoever may change it; NotYours otherwise."""
    found = _to_lead(viewer, group_id, at)
    row = next((one for one in _leading(found, at) if one.pk == facilitation_id), None)
    if row is None:
        raise NotYours
    return row


def leader_to_be(*, viewer: Viewer, group_id: UUID, user_id: UUID, at: datetime) -> tuple[Group, User]:
    """The group and a colleague who could lead it; NotYours for anybody else."""
    found = _to_lead(viewer, group_id, at)
    if user_id not in {pk for pk, _ in those_who_lead(viewer=viewer, kind=found.kind, at=at)}:
        raise NotYours
    return found, User.objects.get(pk=user_id)


def meeting_to_change(*, viewer: Viewer, group_id: UUID, session_id: UUID, at: datetime) -> Session:
    """A meeting of this very group, for whoever may change the group; NotYours otherwise."""
    found, _ = reach_group(viewer, group_id, "W", "group", at=at)
    row = found.sessions.select_related("group__service").filter(pk=session_id).first()
    if not isinstance(row, Session):
        raise NotYours
    return row


def _to_lead(viewer: Viewer, group_id: UUID, at: datetime) -> Group:
    found, _ = reach_group(viewer, group_id, "W", "group_leading", at=at, related=("service",))
    return found


def _leading(found: Group, at: datetime) -> list[Facilitation]:
    rows = Facilitation.objects.filter(live(at), group=found).select_related("staff", "group")
    return list(rows.order_by("staff__display_name", "pk"))


def _as_staff(viewer: Viewer) -> Viewer:
    return replace(viewer, client_id=None)
