"""The rota as staff read it: a week with its shifts and holes, and who is away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kith.care.models import Absence, DutyShift, Service, User
from kith.care.models.base import RowOf
from kith.care.models.duty_team import holders, holes_of
from kith.care.permissions import NotYours, Viewer, check_function, policy
from kith.care.queries.looking import note_seen
from kith.care.queries.on_duty import Hole, Outlook, outlook

DAYS = 7


@dataclass(frozen=True)
class ShiftShown:
    """One shift of the week."""

    id: UUID
    person: str
    starts: datetime
    ends: datetime
    is_backup: bool
    is_draft: bool


@dataclass(frozen=True)
class AbsenceShown:
    """Somebody does not work from a moment on, until another or until they say that they are back."""

    id: UUID
    person: str
    starts: datetime
    ends: datetime | None
    is_own: bool


@dataclass(frozen=True)
class DayShown:
    """From midnight to midnight, on the service's clock."""

    day: date
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class RotaPage:
    """One week. `holes` are those still to come, drafts counted as if they were published."""

    monday: date
    time_zone: str
    days: tuple[DayShown, ...]
    shifts: tuple[ShiftShown, ...]
    holes: tuple[Hole, ...]
    absences: tuple[AbsenceShown, ...]
    outlook: Outlook
    may_plan: bool
    is_over: bool
    can_be_on_duty: tuple[tuple[UUID, str], ...]
    staff: tuple[tuple[UUID, str], ...]

    @property
    def has_drafts(self) -> bool:
        """Whether something of the week does not count yet."""
        return any(one.is_draft for one in self.shifts)


def rota(*, viewer: Viewer, at: datetime, week: date | None = None) -> RotaPage:
    """The week that holds a day, or this one; for anybody who works here, as the address says."""
    service = Service.objects.get(pk=viewer.service_id)
    zone = ZoneInfo(service.time_zone)
    asked = week or at.astimezone(zone).date()
    monday = asked - timedelta(days=asked.weekday())
    days = tuple(_day(monday + timedelta(days=n), zone) for n in range(DAYS))
    starts, ends = days[0].begins, days[-1].ends
    rows = DutyShift.objects.filter(service=service, starts__lt=ends, ends__gt=starts, withdrawn_at=None)
    shown = tuple(_shift(row) for row in rows.select_related("person").order_by("starts", "is_backup", "ends"))
    may_plan = bool(viewer.roles & set(policy().functions["rota"]))
    note_seen(viewer, "rota.seen", (), at=at, about=service)
    return RotaPage(
        monday=monday,
        time_zone=service.time_zone,
        days=days,
        shifts=shown,
        holes=holes_of(service.pk, max(starts, at), ends, at=at, week=(starts, ends)) if shown else (),
        absences=tuple(_absences(service, viewer, at)),
        outlook=outlook(viewer=viewer, at=at),
        may_plan=may_plan,
        is_over=ends <= at,
        can_be_on_duty=_named(holders(service.pk, "duty", at)) if may_plan else (),
        staff=_staff(service) if may_plan else (),
    )


def own_service(*, viewer: Viewer) -> Service:
    """The viewer's own service, for those who plan its rota."""
    check_function(viewer, "rota")
    return Service.objects.get(pk=viewer.service_id)


def shift_of(*, viewer: Viewer, shift_id: UUID) -> DutyShift:
    """A shift of the viewer's own service; NotYours for another."""
    check_function(viewer, "rota")
    return _one(viewer, DutyShift.objects.filter(pk=shift_id))


def absence_of(*, viewer: Viewer, absence_id: UUID) -> Absence:
    """An absence of the viewer's own service; NotYours for another."""
    check_function(viewer, "staff_pages")
    return _one(viewer, Absence.objects.filter(pk=absence_id))


def colleague(*, viewer: Viewer, user_id: UUID) -> User:
    """Somebody who works in the viewer's own service; NotYours for another."""
    check_function(viewer, "rota")
    return _one(viewer, User.objects.filter(pk=user_id, is_active=True, roles__isnull=False))


def _one(viewer: Viewer, rows: QuerySet[RowOf]) -> RowOf:
    found = rows.filter(service_id=viewer.service_id).first()
    if found is None:
        raise NotYours
    return found


def _day(day: date, zone: ZoneInfo) -> DayShown:
    return DayShown(day, datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone))


def _shift(row: DutyShift) -> ShiftShown:
    return ShiftShown(
        row.pk, row.person.display_name, row.starts, row.ends, row.is_backup, is_draft=row.published_at is None
    )


def _absences(service: Service, viewer: Viewer, at: datetime) -> Iterable[AbsenceShown]:
    rows = Absence.objects.filter(service=service, withdrawn_at=None).exclude(ends__lte=at).select_related("person")
    for row in rows.order_by("starts", "pk"):
        yield AbsenceShown(row.pk, row.person.display_name, row.starts, row.ends, row.person_id == viewer.user_id)


def _named(ids: Iterable[str]) -> tuple[tuple[UUID, str], ...]:
    rows = User.objects.filter(pk__in=list(ids), is_active=True).order_by("display_name")
    return tuple(rows.values_list("pk", "display_name"))


def _staff(service: Service) -> tuple[tuple[UUID, str], ...]:
    rows = User.objects.filter(service=service, is_active=True, roles__isnull=False).distinct().order_by("display_name")
    return tuple(rows.values_list("pk", "display_name"))
