"""Decide whether data of many people may leave: the same for every kind of it, and never by whoever asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kith.care.models import BadInput, WrongMoment
from kith.care.models.letting_go import PAUSE, LetGo
from kith.care.permissions import Viewer

DECIDED = ("is_approved", "reason", "decided_by", "decided_at", "expires_at")


def decide_letting_go(
    row: LetGo, *, is_approved: bool, reason: str, lasts: timedelta, longest: timedelta, by: Viewer, at: datetime
) -> None:
    """Write the decision on a request that is locked; its caller has asked who may decide, and saves `DECIDED`.

    What was let go can be taken back; its days begin after the pause. Raises WrongMoment for one's own request or one
    that is over, BadInput for a decision without its reason or for too long.
    """
    if row.requested_by_id == by.user_id:
        raise WrongMoment(
            _("Nothing was decided."), _("You asked for it yourself."), _("Somebody else decides about it.")
        )
    if row.state(at) not in ({"asked"} if is_approved else {"asked", "paused", "open"}):
        raise WrongMoment(
            _("Nothing was decided."), _("It was decided already, or is over."), _("Whoever asked can ask anew.")
        )
    if not reason.strip():
        raise BadInput(
            _("Nothing was decided."),
            _("It does not say why."),
            _("Write the reason: the approval, law or contract it rests on, or what is missing."),
            "reason",
        )
    if is_approved and not timedelta(0) < lasts <= longest:
        raise BadInput(
            _("Nothing was decided."),
            _("It could be taken for %(count)s days.") % {"count": lasts.days},
            _("Choose from 1 to %(count)s days.") % {"count": longest.days},
            "days",
        )
    row.is_approved, row.reason = is_approved, reason.strip()
    row.decided_by_id, row.decided_at = by.user_id, at
    row.expires_at = at + PAUSE + lasts if is_approved else None
