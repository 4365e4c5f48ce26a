"""A carer writes a small plan of their own by the link they were given: one part at a time, kept, shared or not."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.models import BadInput, Carer, CarerPlan, Invitation, WrongMoment
from kith.care.models.caring import PLAN_PARTS, plan_words
from kith.care.permissions import NotYours, Viewer

LONGEST_PART = 600


@action
def write_carer_plan(*, invitation: Invitation, part: str, words: str, by: Viewer, at: datetime) -> CarerPlan:
    """Keep the words of one part at once. Nobody else reads them before the carer keeps the whole plan."""
    carer = _carer_of(invitation, by, at)
    if part not in PLAN_PARTS:
        raise NotYours
    if len(words.strip()) > LONGEST_PART:
        raise BadInput(
            _("This was not kept yet."),
            _("It has %(count)d letters.") % {"count": len(words.strip())},
            _("Shorten it to %(most)d.") % {"most": LONGEST_PART},
            "words",
        )
    draft = _draft(carer, at)
    draft.words = {**draft.words, part: words.strip()}
    draft.written_at = at
    draft.save()
    trace("carer_plan.written", by=by, at=at, clients=[carer.client_id], about=draft)
    return draft


@action
def keep_carer_plan(*, invitation: Invitation, is_shared: bool, by: Viewer, at: datetime) -> CarerPlan:
    """The plan counts from now on: the team reads it, and the client too if the carer says so. Only the newest counts.

    Without new words, the same plan is kept once more, so that a yes to sharing can be taken back.
    """
    carer = _carer_of(invitation, by, at)
    draft = _draft(carer, at)
    if not any(draft.words.values()):
        raise BadInput(
            _("The plan was not kept yet."),
            _("Nothing is written in it."),
            _("Write at least one thing. It can be small."),
            "plan",
        )
    carer.plans.filter(is_shared=True).update(is_shared=False)
    draft.is_shared, draft.kept_at = is_shared, at
    draft.save()
    event = "carer_plan.shared" if is_shared else "carer_plan.kept"
    trace(event, by=by, at=at, clients=[carer.client_id], about=draft)
    return draft


@action
def stop_being_asked(*, invitation: Invitation, by: Viewer, at: datetime) -> Carer:
    """The carer takes back their yes. Their link opens nothing any more, and what was shared is shared no longer."""
    carer = _carer_of(invitation, by, at)
    carer.ended_at = at
    carer.save(update_fields=["ended_at"])
    carer.plans.filter(is_shared=True).update(is_shared=False)
    carer.plans.filter(kept_at=None).delete()
    invitation.drafts.all().delete()
    carer.invitations.filter(withdrawn_at=None).update(withdrawn_at=at)
    trace("carer.stopped", by=by, at=at, clients=[carer.client_id], about=carer)
    return carer


def _draft(carer: Carer, at: datetime) -> CarerPlan:
    begun = carer.plans.filter(kept_at=None).first()
    if begun is not None:
        return begun
    fresh = CarerPlan(client_id=carer.client_id, carer=carer, written_at=at, made_at=at)
    fresh.words = plan_words(carer)
    return fresh


def _check_holds(invitation: Invitation, by: Viewer) -> None:
    """Raises NotYours for everybody but the carer who opened this very link."""
    if by.invitation_id != invitation.pk:
        raise NotYours


def _carer_of(invitation: Invitation, by: Viewer, at: datetime) -> Carer:
    _check_holds(invitation, by)
    now = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if now.carer_id is None:
        raise NotYours
    if not now.is_open(at):
        raise WrongMoment(
            _("This was not kept."),
            _("This address is closed now."),
            _("Ask the people who gave it to you for a new one."),
        )
    return Carer.objects.select_for_update(of=("self",)).get(pk=now.carer_id)
