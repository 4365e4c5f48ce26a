"""The duty rota: who is on duty when, who is away, and weeks that are only published without a hole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.handing_on import hand_on_all_of
from kith.care.models import Absence, BadInput, DutyShift, Service, User, WrongMoment
from kith.care.models.duty_team import holders, holes_of
from kith.care.permissions import Viewer, check_function

LONGEST_SHIFT: Final = timedelta(hours=48)  # a weekend; longer is a slip of the hand, and nobody can answer for it
WEEK: Final = timedelta(days=7)


@action
def plan_shift(
    *, person: User, starts: datetime, ends: datetime, is_backup: bool, by: Viewer, at: datetime
) -> DutyShift:
    """Put somebody on duty. In a week that is published it counts at once; otherwise when the week is."""
    check_function(by, "rota", service_id=person.service_id)
    if str(person.pk) not in holders(person.service_id, "duty", at):
        raise BadInput(
            _("The shift was not kept."),
            _("%(name)s does not hold the duty role.") % {"name": person.display_name},
            _("Choose somebody who does, or ask an administrator to give the role."),
            "person",
        )
    _check_length(starts, ends, at)
    if DutyShift.objects.filter(person=person, starts__lt=ends, ends__gt=starts, withdrawn_at=None).exists():
        raise BadInput(
            _("The shift was not kept."),
            _("%(name)s is on duty at that time already.") % {"name": person.display_name},
            _("Choose another person or another time."),
            "person",
        )
    service = person.service
    shift = DutyShift.objects.create(
        service=service,
        person=person,
        starts=starts,
        ends=ends,
        is_backup=is_backup,
        published_at=at if _is_published(service, week_of(service, starts)) else None,
        made_at=at,
    )
    trace("shift.planned", by=by, at=at, clients=(), about=shift)
    return shift


@action
def withdraw_shift(*, shift: DutyShift, by: Viewer, at: datetime) -> DutyShift:
    """Take a shift off the rota. Refused where a published week would be left with a hole: plan the other one first."""
    check_function(by, "rota", service_id=shift.service_id)
    row = DutyShift.objects.select_for_update(of=("self",)).select_related("service").get(pk=shift.pk)
    if row.withdrawn_at is not None or row.ends <= at:
        raise WrongMoment(
            _("The shift stays as it is."),
            _("It is over, or was taken off already."),
            _("Look at the week as it is now."),
        )
    before = holes_of(row.service_id, max(row.starts, at), row.ends, at=at) if row.published_at is not None else ()
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    if row.published_at is not None and holes_of(row.service_id, max(row.starts, at), row.ends, at=at) != before:
        raise WrongMoment(
            _("The shift stays on the rota."),
            _("Nobody else would be on duty in that time, and the week is published."),
            _("Put somebody else on duty first, then take this one off."),
        )
    trace("shift.withdrawn", by=by, at=at, clients=(), about=row)
    return row


@action
def publish_week(*, service: Service, monday: date, by: Viewer, at: datetime) -> int:
    """Let the shifts of a week count. Refused while any hour of it that is still to come has nobody; how many count."""
    check_function(by, "rota", service_id=service.pk)
    starts, ends = week_bounds(service, monday)
    if ends <= at:
        raise WrongMoment(_("The week was not published."), _("It is over."), _("Choose a week that is to come."))
    found = holes_of(service.pk, max(starts, at), ends, at=at, week=(starts, ends))
    if found:
        raise WrongMoment(
            _("The week was not published."),
            _("Nobody is on duty: %(times)s.") % {"times": hole_words(found, service.time_zone)},
            _("Put somebody on duty in that time, then publish the week."),
        )
    rows = DutyShift.objects.filter(service=service, starts__gte=starts, starts__lt=ends, withdrawn_at=None)
    count = rows.filter(published_at=None).update(published_at=at)
    trace("rota.published", by=by, at=at, clients=(), about=service)
    return count


@action
def repeat_week(*, service: Service, monday: date, by: Viewer, at: datetime) -> list[DutyShift]:
    """Plan the shifts of the week before again in this one, at the same times of the clock. Nothing is doubled."""
    check_function(by, "rota", service_id=service.pk)
    starts, ends = week_bounds(service, monday - WEEK)
    kept = []
    for row in DutyShift.objects.filter(service=service, starts__gte=starts, starts__lt=ends, withdrawn_at=None):
        begin, end = (_a_week_later(moment, service.time_zone) for moment in (row.starts, row.ends))
        taken = DutyShift.objects.filter(person=row.person_id, starts__lt=end, ends__gt=begin, withdrawn_at=None)
        if end > at and not taken.exists() and str(row.person_id) in holders(service.pk, "duty", at):
            published = at if _is_published(service, monday) else None
            facts = {"is_backup": row.is_backup, "published_at": published, "made_at": at}
            kept.append(DutyShift.objects.create(service=service, person=row.person, starts=begin, ends=end, **facts))
    trace("rota.repeated", by=by, at=at, clients=(), about=service)
    return kept


@action
def record_absence(*, person: User, starts: datetime, ends: datetime | None, by: Viewer, at: datetime) -> Absence:
    """Somebody is away. What they own goes to the next person: at once if it has begun, else when it begins."""
    check_function(by, "rota", service_id=person.service_id)
    return _keep_absence(person, starts, ends, by, at)


@action
def record_own_absence(*, starts: datetime, ends: datetime | None, by: Viewer, at: datetime) -> Absence:
    """Say that you are away yourself. Nobody has to allow it, and nobody asks why."""
    check_function(by, "staff_pages")
    return _keep_absence(User.objects.get(pk=by.user_id), starts, ends, by, at)


@action
def end_absence(*, absence: Absence, by: Viewer, at: datetime) -> Absence:
    """They are back, or will not be away after all."""
    if by.user_id != absence.person_id:
        check_function(by, "rota", service_id=absence.service_id)
    if absence.withdrawn_at is not None or (absence.ends is not None and absence.ends <= at):
        raise WrongMoment(_("Nothing was changed."), _("This absence is over."), _("Look at the list as it is now."))
    if absence.starts >= at:
        absence.withdrawn_at = at
    else:
        absence.ends = at
    absence.save(update_fields=["withdrawn_at", "ends"])
    trace("absence.ended", by=by, at=at, clients=(), about=absence)
    return absence


def week_of(service: Service, moment: datetime) -> date:
    """The Monday of the week in which a moment falls, on the service's clock."""
    day = moment.astimezone(ZoneInfo(service.time_zone)).date()
    return day - timedelta(days=day.weekday())


def week_bounds(service: Service, monday: date) -> tuple[datetime, datetime]:
    """From midnight on Monday to midnight a week later, on the service's clock."""
    zone = ZoneInfo(service.time_zone)
    return datetime.combine(monday, time(), zone), datetime.combine(monday + WEEK, time(), zone)


def hole_words(found: Iterable[tuple[datetime, datetime]], time_zone: str) -> str:
    """Holes as a person reads them, on the service's clock."""
    zone = ZoneInfo(time_zone)
    return "; ".join(
        _("%(from)s to %(to)s")
        % {"from": date_format(localtime(a, zone), "D j M, H:i"), "to": date_format(localtime(b, zone), "D j M, H:i")}
        for a, b in found
    )


def _keep_absence(person: User, starts: datetime, ends: datetime | None, by: Viewer, at: datetime) -> Absence:
    if ends is not None and (ends <= starts or ends <= at):
        raise BadInput(
            _("The absence was not kept."),
            _("It would end before it begins, or is over already."),
            _("Give the last moment of it, or leave it open."),
            "ends",
        )
    row = Absence.objects.create(service_id=person.service_id, person=person, starts=starts, ends=ends, made_at=at)
    trace("absence.recorded", by=by, at=at, clients=(), about=row)
    if starts <= at:
        hand_on_all_of(person, by, at)
    return row


def _check_length(starts: datetime, ends: datetime, at: datetime) -> None:
    if ends <= starts or ends - starts > LONGEST_SHIFT or ends <= at:
        raise BadInput(
            _("The shift was not kept."),
            _("It would last no time, more than 48 hours, or is over already."),
            _("Give a beginning, and an end at most two days after it."),
            "ends",
        )


def _is_published(service: Service, monday: date) -> bool:
    starts, ends = week_bounds(service, monday)
    return DutyShift.objects.filter(
        service=service, starts__gte=starts, starts__lt=ends, published_at__isnull=False, withdrawn_at=None
    ).exists()


def _a_week_later(moment: datetime, time_zone: str) -> datetime:
    """The same time of the clock, seven days on."""
    return moment.astimezone(ZoneInfo(time_zone)) + WEEK
