"""The warm line on a page: who is on it, my shift and its calls, and what was needed in the last four weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Sum

from kith.care.models import Session, User, WarmLineCall, WarmLineShift
from kith.care.models.delivery import WITH_GUESTS
from kith.care.models.peer_register import is_trained_for_safety
from kith.care.models.warm_line import WRITTEN_WITHIN
from kith.care.permissions import NotYours, Viewer, check_function, live, policy
from kith.care.queries.looking import note_seen

AHEAD, BEHIND = timedelta(days=14), timedelta(days=28)


@dataclass(frozen=True)
class ShiftShown:
    """Somebody on the line."""

    id: UUID
    person: str
    starts: datetime
    ends: datetime
    is_mine: bool
    is_now: bool
    may_take_off: bool


@dataclass(frozen=True)
class WarmLinePage:
    """The page. `mine` are the shifts whose calls the viewer may count now; `guests` came to open groups."""

    time_zone: str
    coming: tuple[ShiftShown, ...]
    mine: tuple[ShiftShown, ...]
    peers: tuple[tuple[UUID, str], ...]  # whose training in safety holds
    untrained: tuple[str, ...]  # peer supporters who cannot be put on the line before it
    may_plan: bool
    calls: int
    minutes: int
    needs: Mapping[str, int]
    passed_on: Mapping[str, int]
    guests: int


def warm_line(*, viewer: Viewer, at: datetime) -> WarmLinePage:
    """For peer supporters and those who plan the line. No person is in it."""
    check_function(viewer, "warm_line")
    may_plan = bool(viewer.roles & set(policy().functions["plan_warm_line"]))
    coming = _shifts(viewer).filter(ends__gt=at, starts__lt=at + AHEAD)
    mine = _shifts(viewer).filter(person=viewer.user_id, starts__lte=at, ends__gte=at - WRITTEN_WITHIN)
    calls = list(WarmLineCall.objects.filter(shift__service=viewer.service_id, written_at__gt=at - BEHIND))
    people = list(_peers(viewer, at)) if may_plan else []
    today = at.astimezone(ZoneInfo(viewer.time_zone)).date()
    page = WarmLinePage(
        time_zone=viewer.time_zone,
        coming=tuple(_shown(row, viewer, may_plan, at) for row in coming),
        mine=tuple(_shown(row, viewer, may_plan, at) for row in mine) if "peer_supporter" in viewer.roles else (),
        peers=tuple((one.pk, one.display_name) for one in people if is_trained_for_safety(one, today)),
        untrained=tuple(one.display_name for one in people if not is_trained_for_safety(one, today)),
        may_plan=may_plan,
        calls=len(calls),
        minutes=sum(call.minutes for call in calls),
        needs=Counter(call.need for call in calls),
        passed_on=Counter(call.passed_on for call in calls),
        guests=_guests(viewer, at),
    )
    note_seen(viewer, "warm_line.seen", (), at=at)
    return page


def line_shift(*, viewer: Viewer, shift_id: UUID) -> WarmLineShift:
    """A shift of the viewer's own service; NotYours otherwise."""
    check_function(viewer, "warm_line")
    found = _shifts(viewer).filter(pk=shift_id).first()
    if found is None:
        raise NotYours
    return found


def line_peer(*, viewer: Viewer, person_id: UUID, at: datetime) -> User:
    """A peer supporter of the viewer's own service, for a shift; NotYours otherwise."""
    check_function(viewer, "plan_warm_line")
    found = _peers(viewer, at).filter(pk=person_id).first()
    if found is None:
        raise NotYours
    return found


def _shifts(viewer: Viewer) -> QuerySet[WarmLineShift]:
    rows = WarmLineShift.objects.filter(service=viewer.service_id, withdrawn_at=None)
    return rows.select_related("person").order_by("starts")


def _peers(viewer: Viewer, at: datetime) -> QuerySet[User]:
    held = Q(roles__name="peer_supporter") & live(at, "roles__")
    people = User.objects.filter(held, service_id=viewer.service_id, is_active=True)
    return people.distinct().order_by("display_name")


def _guests(viewer: Viewer, at: datetime) -> int:
    held = Session.objects.filter(group__service=viewer.service_id, group__kind__in=WITH_GUESTS, state="held")
    counted = held.filter(starts_at__gt=at - BEHIND, starts_at__lte=at).aggregate(all=Sum("guests"))["all"]
    return counted or 0


def _shown(row: WarmLineShift, viewer: Viewer, may_plan: bool, at: datetime) -> ShiftShown:
    is_mine = row.person_id == viewer.user_id
    return ShiftShown(
        row.pk,
        row.person.display_name,
        row.starts,
        row.ends,
        is_mine,
        row.starts <= at < row.ends,
        may_plan or is_mine,
    )
