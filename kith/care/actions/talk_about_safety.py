"""Talk about safety: keep what was said, raise the alert at its speed, and see to it that somebody follows up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.follow_up import ask_for_follow_up
from kith.care.actions.safety import SAFETY_PLAN_REVIEW, raise_alert
from kith.care.models import (
    Alert,
    BadInput,
    Client,
    FollowUp,
    SafetyPlan,
    SafetyPlanReview,
    SafetyTalk,
    WrongMoment,
)
from kith.care.models.knowledge import library
from kith.care.permissions import NotYours, Viewer, check, check_as_staff, check_function
from kith.science.pathways import Call, answer_fault, call_for

PLACES = (
    "thoughts",
    "plan",
    "means",
    "before",
    "recent",
    "reasons",
    "needs",
    "actions",
    "told",
)
OVERDUE_LEVEL = "high"  # a follow-up that nobody has reached is looked into the same day


@dataclass(frozen=True)
class Said:
    """What was answered, topic by topic, and the words to each place."""

    answers: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@action
def hold_safety_talk(
    *, client: Client, said: Said, key: UUID, by: Viewer, at: datetime, replaces: SafetyTalk | None = None
) -> SafetyTalk:
    """Keep a talk, or a correction of one; raise the alert its answers call for and ask for contact again.

    No level of danger is stored and nothing is added up: the answers say how soon a person makes contact.
    """
    check_as_staff(by, "W", "safety_talk", client, at=at)
    known = SafetyTalk.objects.filter(key=key).first()
    if known is not None:
        if known.client_id != client.pk:
            raise NotYours
        trace("safety_talk.repeated", by=by, at=at, clients=[client.pk], about=known)
        return known
    words = {place: said.words[place].strip() for place in PLACES if said.words.get(place, "").strip()}
    call = _called_for(said, words)
    _check_newest(client, replaces)
    row = SafetyTalk(
        client=client,
        key=key,
        table_version=library().safety_conversation.version,
        author_id=by.user_id,
        replaces=replaces,
        held_at=at,
        made_at=at,
    )
    row.answers, row.words = dict(said.answers), words
    row.call = {"row": call.row.id, "urgency": call.row.urgency, "left_open": list(call.left_open)}
    row.save(force_insert=True)
    if call.row.urgency is not None and call.row.follow_up_hours is not None:
        first = _first_version(row)
        raise_alert(client, call.row.urgency, flag="safety_talk", source_key=first.key, note="", by=by, at=at)
        ask_for_follow_up(client, reason="safety_talk", within=timedelta(hours=call.row.follow_up_hours), at=at)
    trace("safety_talk.kept", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def review_safety_plan(*, plan: SafetyPlan, by: Viewer, at: datetime) -> SafetyPlanReview:
    """Looked at, and it still fits. What has changed belongs into a new version instead."""
    check(by, "W", "safety_plan", plan.client, at=at)
    if SafetyPlan.objects.filter(replaces=plan).exists():
        raise WrongMoment(
            _("The look at the safety plan was not recorded."),
            _("A newer version has been written."),
            _("Look at the newest one."),
        )
    row = SafetyPlanReview.objects.create(
        client_id=plan.client_id,
        plan=plan,
        person_id=by.user_id,
        reviewed_at=at,
        review_on=(at + SAFETY_PLAN_REVIEW).date(),
        made_at=at,
    )
    trace("safety_plan.reviewed", by=by, at=at, clients=[plan.client_id], about=row)
    return row


@action
def raise_overdue_follow_ups(*, by: Viewer, at: datetime) -> list[Alert]:
    """Raise an alert, once, for each follow-up whose moment has passed and in which nobody has reached the person."""
    check_function(by, "set_up")
    rows = FollowUp.objects.filter(client__service_id=by.service_id, reached_at__isnull=True, due_at__lte=at)
    raised = [
        raise_alert(row.client, OVERDUE_LEVEL, flag="follow_up_overdue", source_key=row.pk, note="", by=by, at=at)
        for row in rows.select_related("client__service")
    ]
    trace("follow_ups.watched", by=by, at=at, clients=[alert.client_id for alert in raised])
    return raised


def _called_for(said: Said, words: Mapping[str, str]) -> Call:
    table = library().safety_conversation
    if not words and not any(given != "not_asked" for given in said.answers.values()):
        raise BadInput(
            _("The talk was not kept."),
            _("There is no answer and there are no words."),
            _("Answer at least one topic, or write down what was said."),
            "answers",
        )
    at_fault = answer_fault(table, said.answers)
    if at_fault is not None:
        raise BadInput(
            _("The talk was not kept."),
            _("“%(given)s” is no answer to “%(topic)s”.") % {"given": said.answers[at_fault], "topic": at_fault},
            _("Choose one of the answers that are shown."),
            at_fault,
        )
    return call_for(table, said.answers)  # type: ignore[arg-type]  # `answer_fault` has looked at each


def _check_newest(client: Client, replaces: SafetyTalk | None) -> None:
    if replaces is None:
        return
    if replaces.client_id != client.pk:
        raise NotYours
    if SafetyTalk.objects.filter(replaces=replaces).exists():
        raise WrongMoment(
            _("The correction was not kept."),
            _("Somebody has corrected this talk already."),
            _("Read the newest version, then correct that one if it is still needed."),
        )


def _first_version(row: SafetyTalk) -> SafetyTalk:
    while row.replaces is not None:
        row = row.replaces
    return row
