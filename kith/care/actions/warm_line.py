"""The warm line: shifts are planned, calls are counted; nothing about whoever rings is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import BadInput, User, WarmLineCall, WarmLineShift, WrongMoment
from kith.care.models.peer_register import is_trained_for_safety
from kith.care.models.warm_line import CALL_NEEDS, PASSED_ON, WRITTEN_WITHIN
from kith.care.permissions import NotYours, Viewer, check_function, live

LONGEST_SHIFT: Final = timedelta(hours=8)  # of listening at a stretch; our own convention
LONGEST_CALL: Final = 240


@action
def plan_warm_line(*, person: User, starts: datetime, ends: datetime, by: Viewer, at: datetime) -> WarmLineShift:
    """Put a peer supporter on the warm line; only one whose training in safety holds on that day."""
    check_function(by, "plan_warm_line", service_id=person.service_id)
    what = _("The shift was not kept.")
    if not person.roles.filter(live(at), name="peer_supporter").exists():
        raise BadInput(what, _("This is no peer supporter."), _("Choose somebody from the list."), "person")
    if not at <= starts < ends <= starts + LONGEST_SHIFT:
        raise BadInput(
            what,
            _("It begins in the past, ends before it begins, or is longer than eight hours."),
            _("Give a beginning from now on and at most eight hours."),
            "starts",
        )
    if not is_trained_for_safety(person, starts.astimezone(ZoneInfo(by.time_zone)).date()):
        raise BadInput(
            what,
            _("On that day their training in safety is not done, or too long ago."),
            _("Choose somebody else, or let the training be done and written down first."),
            "person",
        )
    if WarmLineShift.objects.filter(person=person, starts__lt=ends, ends__gt=starts, withdrawn_at=None).exists():
        raise BadInput(
            what, _("They are on the line at that time already."), _("Choose another person or time."), "starts"
        )
    row = WarmLineShift.objects.create(service=person.service, person=person, starts=starts, ends=ends, made_at=at)
    trace("warm_line.planned", by=by, at=at, clients=(), about=row)
    return row


@action
def leave_warm_line(*, shift: WarmLineShift, by: Viewer, at: datetime) -> WarmLineShift:
    """Take a shift off: whoever plans may, and the peer supporter themselves, who need not say why."""
    if shift.person_id != by.user_id:
        check_function(by, "plan_warm_line", service_id=shift.service_id)
    row = WarmLineShift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    if row.withdrawn_at is not None or row.ends <= at:
        raise WrongMoment(
            _("Nothing was changed."), _("The shift is over or was taken off."), _("Look at the list now.")
        )
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    trace("warm_line.left", by=by, at=at, clients=(), about=row)
    return row


@action
def count_call(
    *, shift: WarmLineShift, minutes: int | None, need: str, passed_on: str, by: Viewer, at: datetime
) -> WarmLineCall:
    """One call of one's own shift, during it or up to twelve hours after. A call in crisis is always passed on."""
    check_function(by, "peer_support", service_id=shift.service_id)
    if shift.person_id != by.user_id:
        raise NotYours
    what = _("The call was not counted yet.")
    if shift.withdrawn_at is not None or not shift.starts <= at <= shift.ends + WRITTEN_WITHIN:
        raise WrongMoment(what, _("This shift has not begun, or is over for long."), _("Choose a shift of today."))
    if minutes is None or not 0 <= minutes <= LONGEST_CALL:
        raise BadInput(
            what,
            _("It does not say how many minutes."),
            _("Give 0 to %(most)d minutes.") % {"most": LONGEST_CALL},
            "minutes",
        )
    if need not in CALL_NEEDS or passed_on not in PASSED_ON:
        raise BadInput(what, _("One of the questions is open."), _("Choose one answer for each."), "need")
    if need == "in_crisis" and passed_on == "nobody":
        raise BadInput(
            what,
            _("It was a crisis, and nobody was told."),
            _("Tell whoever is on duty now, then say here whom you told."),
            "passed_on",
        )
    row = WarmLineCall.objects.create(
        shift=shift, minutes=minutes, need=need, passed_on=passed_on, written_at=at, made_at=at
    )
    trace("warm_line.counted", by=by, at=at, clients=(), about=row)
    return row
