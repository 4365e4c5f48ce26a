"""Meetings to come, as a calendar may hold them: times, and nothing that says what they are for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from kith.care.models import Session
from kith.care.permissions import Viewer, live
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import open_own
from kith.care.queries.staff_looking import reach_group


@dataclass(frozen=True)
class CalendarEntry:
    """One meeting. The place is for colleagues; a client's telephone may be read by somebody else."""

    id: UUID
    starts_at: datetime
    minutes: int
    place: str


def group_calendar(*, viewer: Viewer, group_id: UUID, at: datetime) -> tuple[CalendarEntry, ...]:
    """The booked meetings of a group, for colleagues who may see who is in it."""
    found, _ = reach_group(viewer, group_id, "R", "roster", at=at)
    rows = found.sessions.filter(state="booked", starts_at__gte=at).order_by("starts_at")
    note_seen(viewer, "calendar.seen", [], at=at, about=found)
    return tuple(CalendarEntry(one.pk, one.starts_at, one.minutes, found.room or one.setting) for one in rows)


def my_calendar(*, viewer: Viewer, at: datetime) -> tuple[CalendarEntry, ...]:
    """One's own booked meetings, alone and in groups, without a place."""
    own = open_own(viewer, "R", "group", at=at)
    places = own.client.membership_set.filter(live(at)).values("group")
    mine = Q(group__in=places)
    if own.access.can("R", "appointments"):
        mine |= Q(client=own.client)
    rows = Session.objects.filter(mine, state="booked", starts_at__gte=at).order_by("starts_at")
    note_seen(viewer, "calendar.seen", [own.client.pk], at=at)
    return tuple(CalendarEntry(one.pk, one.starts_at, one.minutes, "") for one in rows)
