"""Weigh: whether a group lightens, pauses, stops or goes on; and no meeting is booked before that is decided."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.care.actions.acting import action, trace
from kith.care.actions.messages import queue_message
from kith.care.actions.naming import check_names_nobody
from kith.care.models import BadInput, Facilitation, Group, StopDecision, SupervisionLink, WrongMoment
from kith.care.models.stop_rule import PAUSE, STOP, STOP_DECISIONS, is_undecided, newest_decision, stop_rule_of
from kith.care.permissions import Viewer, check, live

LONGEST_REASON = 2000
NOT_DONE = {
    "booked": gettext_lazy("The meeting was not booked."),
    "moved": gettext_lazy("The meeting was not moved."),
}


@action
def decide_on_stop(
    *, group: Group, decision: str, reason: str, until: date | None = None, by: Viewer, at: datetime
) -> StopDecision:
    """How the group goes on. What the rule says now is kept beside it, and the supervisors are asked to log in."""
    check(by, "W", "group_note", group, at=at)
    what = _("Nothing was saved.")
    if group.state == "ended":
        raise WrongMoment(what, _("The group has ended."), _("Choose a group that is running."))
    if decision not in STOP_DECISIONS:
        raise BadInput(what, _("It is not said how the group goes on."), _("Choose one of the four."), "decision")
    today = at.astimezone(ZoneInfo(group.service.time_zone)).date()
    if decision == PAUSE and (until is None or until <= today):
        raise BadInput(
            what,
            _("A pause has no day on which it ends, or one that has passed."),
            _("Give the first day on which the group may meet again, from tomorrow on."),
            "until",
        )
    words = reason.strip()
    if not 0 < len(words) <= LONGEST_REASON:
        raise BadInput(
            what,
            _("The reason has %(count)d characters.") % {"count": len(words)} if words else _("There is no reason."),
            _("Write one or two sentences without names, up to %(most)d characters.") % {"most": LONGEST_REASON},
            "reason",
        )
    check_names_nobody({"reason": words}, group.memberships.select_related("client"))
    rule = stop_rule_of(group)
    row = StopDecision(
        group=group,
        author_id=by.user_id,
        decision=decision,
        until=until if decision == PAUSE else None,
        meeting_id=rule.meeting if rule.stops else None,
        stops=list(rule.stops),
        decided_at=at,
        made_at=at,
    )
    row.reason = words
    row.told = _tell_supervisors(group, row, at)
    row.save(force_insert=True)
    trace("stop_rule.decided", by=by, at=at, clients=(), about=row)
    return row


def check_may_meet(group: Group, starts_at: datetime, act: Literal["booked", "moved"]) -> None:
    """Raises WrongMoment while the stop rule waits for a decision, in a pause, and after a stop."""
    newest = newest_decision(group)
    if is_undecided(stop_rule_of(group), newest):
        raise WrongMoment(
            str(NOT_DONE[act]),
            _("The stop rule speaks about the last meeting, and nobody has decided how the group goes on."),
            _(
                "See each member alone first and talk with your supervisor. Then write down under “Pause or go on?” "
                "what you decided."
            ),
        )
    if newest is None:
        return
    if newest.decision == STOP:
        raise WrongMoment(
            str(NOT_DONE[act]),
            _("It was decided that the group stops."),
            _("End the group on its page; or decide anew under “Pause or go on?”, with your supervisor."),
        )
    day = starts_at.astimezone(ZoneInfo(group.service.time_zone)).date()
    if newest.decision == PAUSE and newest.until is not None and day < newest.until:
        raise WrongMoment(
            str(NOT_DONE[act]),
            _("The group pauses until %(day)s.") % {"day": date_format(newest.until, "j F Y")},
            _("Choose a later day; or decide anew under “Pause or go on?”, with your supervisor."),
        )


def _tell_supervisors(group: Group, row: StopDecision, at: datetime) -> int:
    """Each supervisor of somebody who leads is asked to log in, once; they read the decision on its page."""
    leaders = Facilitation.objects.filter(live(at), group=group).values("staff")
    links = SupervisionLink.objects.filter(live(at), supervisee__in=leaders).select_related("supervisor")
    supervisors = {link.supervisor_id: link.supervisor for link in links.order_by("starts", "pk")}
    for key, one in supervisors.items():
        queue_message(to=one, template="please_log_in", key=f"stop_rule:{row.pk}:{key}", at=at)
    return len(supervisors)
