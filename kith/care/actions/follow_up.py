"""Follow up: contact again after a talk about safety, asked for with a clock and done only by reaching the person."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import BadInput, Client, FollowUp, FollowUpTry, WrongMoment
from kith.care.permissions import Viewer, check_as_staff

FOLLOW_UP_WITHIN = timedelta(hours=72)  # the calls after a safety plan in Stanley 2018


def ask_for_follow_up(client: Client, *, reason: str, within: timedelta = FOLLOW_UP_WITHIN, at: datetime) -> FollowUp:
    """Ask for contact again, inside the caller's transaction. What is open already keeps the earlier moment."""
    row = FollowUp.objects.select_for_update().filter(client=client, reached_at__isnull=True).first()
    if row is None:
        return FollowUp.objects.create(client=client, reason=reason, asked_at=at, due_at=at + within, made_at=at)
    if at + within < row.due_at:
        row.due_at = at + within
        row.save(update_fields=["due_at"])
    return row


@action
def record_follow_up(*, follow_up: FollowUp, is_reached: bool, note: str, by: Viewer, at: datetime) -> FollowUpTry:
    """Write down a try. Only reaching the person ends the follow-up; any other try is kept and the clock goes on."""
    check_as_staff(by, "W", "safety_talk", follow_up.client, at=at)
    if not note.strip():
        raise BadInput(
            _("The contact was not recorded."),
            _("There are no words about it."),
            _("Write how you tried to reach the person, and how they are if you did."),
            "note",
        )
    follow_up = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if follow_up.reached_at is not None:
        raise WrongMoment(
            _("The contact was not recorded here."),
            _("Somebody has reached the person already."),
            _("Write what is new into a safety talk or the record of your meeting."),
        )
    row = FollowUpTry(
        client_id=follow_up.client_id,
        follow_up=follow_up,
        person_id=by.user_id,
        is_reached=is_reached,
        at=at,
        made_at=at,
    )
    row.note = note.strip()
    row.save(force_insert=True)
    if is_reached:
        follow_up.reached_at = at
        follow_up.save(update_fields=["reached_at"])
    event = "follow_up.reached" if is_reached else "follow_up.not_reached"
    trace(event, by=by, at=at, clients=[follow_up.client_id], about=follow_up)
    return row
