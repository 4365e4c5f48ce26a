"""Case discussion: a supervisor and the practitioner talk about a course that stays off track."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import BadInput, CaseDiscussion, Plan, WrongMoment
from kith.care.models.states import word_of
from kith.care.permissions import Viewer, check_as_staff


@action
def hold_discussion(*, plan: Plan, agreed: str, by: Viewer, at: datetime) -> CaseDiscussion:
    """Record that the case was talked about, and what was agreed. The practitioner and the client can read it."""
    check_as_staff(by, "W", "supervision", plan.client, at=at)
    if plan.state != "agreed":
        raise WrongMoment(
            _("The discussion was not kept."),
            _("The plan is %(state)s.") % {"state": word_of(plan.state)},
            _("Discuss the plan that is running."),
        )
    if not agreed.strip():
        raise BadInput(
            _("The discussion was not kept."),
            _("It does not say what was agreed."),
            _("Write what will be done, by whom and until when."),
            "agreed",
        )
    row = CaseDiscussion(
        client=plan.client, episode=plan.episode, plan=plan, author_id=by.user_id, held_at=at, made_at=at
    )
    row.agreed = agreed.strip()
    row.save(force_insert=True)
    trace("discussion.held", by=by, at=at, clients=[plan.client_id], about=row)
    return row
