"""Review: a dated decision about the plan, and the end of an episode."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.countersign import check_may_end
from kith.care.actions.courses import open_episode
from kith.care.actions.looking_into import Looked, check_looked, keep_tries, note_looked
from kith.care.actions.plan import end_plan
from kith.care.actions.schedule import ask_after_care
from kith.care.models import BadInput, CareRelationship, Client, Episode, Plan, Review, Session, WrongMoment
from kith.care.models.states import EPISODE, word_of
from kith.care.models.way import DECISIONS, ENDINGS
from kith.care.permissions import Viewer, check

NOTHING_LOOKED_AT = Looked()


@dataclass(frozen=True)
class Ending:
    """That the stay in care ends with this review, how, and what to remember of it."""

    ending: str
    note: str = ""


@action
def decide_review(
    *,
    plan: Plan,
    decision: str,
    reason: str,
    client_says: str,
    seen_then: dict[str, Any],
    by: Viewer,
    at: datetime,
    ending: Ending | None = None,
    looked: Looked = NOTHING_LOOKED_AT,
) -> Review:
    """Go on, change, step up, step down or end; the reason and what the scores said then are kept with it.

    `looked` is what was looked at and chosen to try. With an `ending` the stay in care ends too, or nothing is kept.
    """
    check(by, "W", "plan", plan.client, at=at)
    if decision not in DECISIONS:
        raise BadInput(
            _("The review was not kept."),
            _("No decision was chosen."),
            _("Choose go on, change, step up, step down or end."),
            "decision",
        )
    if not reason.strip():
        raise BadInput(
            _("The review was not kept."), _("The decision has no reason."), _("Write in a sentence why."), "reason"
        )
    if plan.state != "agreed":
        raise WrongMoment(
            _("The review was not kept."),
            _("The plan is %(state)s.") % {"state": word_of(plan.state)},
            _("Review the plan that is running."),
        )
    if ending is not None and decision != "end":
        raise BadInput(
            _("The review was not kept."),
            _("It ends the care here, but the decision is another one."),
            _("Choose “end”, or leave the care open."),
            "decision",
        )
    check_looked(plan, looked)
    review = Review(
        client=plan.client,
        episode=plan.episode,
        plan=plan,
        author_id=by.user_id,
        decision=decision,
        decided_at=at,
        made_at=at,
    )
    review.reason, review.client_says, review.seen_then = reason.strip(), client_says.strip(), seen_then
    note_looked(review, looked)
    review.save(force_insert=True)
    keep_tries(review, looked, at)
    if decision != "go_on":
        end_plan(plan, at)
    trace("review.decided", by=by, at=at, clients=[plan.client_id], about=review)
    if ending is not None:
        end_episode(client=plan.client, ending=ending.ending, note=ending.note, by=by, at=at)
    return review


@action
def end_episode(*, client: Client, ending: str, note: str, by: Viewer, at: datetime) -> Episode:
    """The end of this stay in care. Refused while an alert is open: nobody leaves with a danger that nobody owns.

    Within thirty days of an alert a supervisor has agreed before.
    The plan's measures are asked again some months later.
    """
    check(by, "W", "plan", client, at=at)
    if ending not in ENDINGS:
        raise BadInput(
            _("The episode was not ended."),
            _("It does not say how it ended."),
            _("Choose one from the list."),
            "ending",
        )
    episode = open_episode(client)
    check_may_end(client, episode, by, at)
    EPISODE.check_move(episode.state, "ended")
    for plan in episode.plans.filter(state="agreed"):
        end_plan(plan, at)
    Session.objects.filter(client=client, state="booked").update(state="cancelled")
    CareRelationship.objects.filter(client=client, ends__isnull=True).update(ends=at)
    episode.state, episode.ended_at, episode.ending = "ended", at, ending
    episode.ending_note = note
    episode.save(update_fields=["state", "ended_at", "ending", "ending_note"])
    ask_after_care(episode, by, at)
    trace("episode.ended", by=by, at=at, clients=[client.pk], about=episode)
    return episode
