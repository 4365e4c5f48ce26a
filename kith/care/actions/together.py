"""Together: what has to be safe before a couple or a family meets, what stays sealed, and what all agree to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.care.actions.acting import action, trace
from kith.care.actions.confiding import check_repeats_no_confidence
from kith.care.actions.messages import queue_message
from kith.care.models import (
    AskedAlone,
    BadInput,
    Client,
    Confidence,
    Facilitation,
    Group,
    JointSummary,
    Membership,
    SummaryAnswer,
    SupervisionLink,
    WrongMoment,
)
from kith.care.models.families import (
    ALONE_ANSWERS,
    ASKED_AGAIN,
    SCREEN,
    SCREEN_ANSWERS,
    UNITS,
    answer_from,
    is_held_back,
)
from kith.care.permissions import NotYours, Viewer, blocked_clients, check, live

LONGEST_WORDS = 8000
NOT_DONE = {
    "booked": gettext_lazy("The meeting was not booked."),
    "moved": gettext_lazy("The meeting was not moved."),
    "recorded": gettext_lazy("The meeting was not recorded."),
}


@action
def ask_alone(
    *,
    group: Group,
    client: Client,
    said: Mapping[str, str],
    answer: str,
    was_alone: bool,
    by: Viewer,
    at: datetime,
) -> AskedAlone:
    """One person was asked alone about fear and violence, and whether meeting together is safe.

    Nobody else of the unit learns the answer. Unless all of it is safe, joint meetings are held back, also those that
    are booked, and the supervisors of those who lead are asked to log in: they learn that, and not what was said.
    """
    check(by, "W", "roster", group, at=at)
    _check_in_unit(group, client, by, at)
    _check_screen(client, said, answer, was_alone)
    row = AskedAlone(group=group, client=client, author_id=by.user_id, asked_at=at, made_at=at)
    row.said, row.answer = dict(said), answer_from(said, answer)
    row.save(force_insert=True)
    if row.answer != "safe":
        leaders = Facilitation.objects.filter(live(at), group=group).values("staff")
        for link in SupervisionLink.objects.filter(live(at), supervisee__in=leaders).select_related("supervisor"):
            queue_message(to=link.supervisor, template="please_log_in", key=f"held_back:{row.pk}:{link.pk}", at=at)
    trace("asked_alone.recorded", by=by, at=at, clients=[client.pk], about=row)
    return row


def _check_screen(client: Client, said: Mapping[str, str], answer: str, was_alone: bool) -> None:
    if not was_alone:
        raise BadInput(
            _("Nothing was saved."),
            _("It is not said that the person was alone."),
            _("Ask when nobody can hear, also not by telephone, and tick the box."),
            f"{client.pk}-was_alone",
        )
    missing = [code for code in SCREEN if said.get(code) not in SCREEN_ANSWERS]
    if missing or not set(said) <= set(SCREEN):
        raise BadInput(
            _("Nothing was saved."),
            _("A question has no answer."),
            _("Choose one answer for each; “not sure, or would rather not say” is an answer too."),
            f"{client.pk}-{missing[0]}" if missing else "",
        )
    if answer not in ALONE_ANSWERS:
        raise BadInput(
            _("Nothing was saved."), _("There is no answer."), _("Choose one of the answers."), f"{client.pk}-answer"
        )


def check_not_held_back(group: Group, at: datetime, act: Literal["booked", "moved", "recorded"]) -> None:
    """Raises WrongMoment while a couple or family does not meet together; says nothing of who said what."""
    if is_held_back(group, at):
        raise WrongMoment(
            str(NOT_DONE[act]),
            _("Meeting together is held back."),
            _("Do not meet together now and do not say why. Offer meetings alone; talk with your supervisor today."),
        )


def check_safe_together(group: Group, at: datetime, act: Literal["booked", "moved"]) -> None:
    """Raises WrongMoment while somebody of a couple or family was not asked alone lately, or did not say it is safe."""
    if group.kind not in UNITS:
        return
    members = set(Membership.objects.filter(live(at), group=group).values_list("client", flat=True))
    newest = {
        row.client_id: row for row in group.asked_alone.filter(asked_at__lte=at).order_by("asked_at", "made_at", "pk")
    }
    if any(who not in newest or newest[who].asked_at < at - ASKED_AGAIN for who in members):
        raise WrongMoment(
            str(NOT_DONE[act]),
            _("Somebody has not been asked alone, in the last three months, whether meeting together is safe."),
            _("See each person alone first, and write the answer down on the page of the couple or family."),
        )
    check_not_held_back(group, at, act)


@action
def keep_confidence(*, group: Group, client: Client, words: str, by: Viewer, at: datetime) -> Confidence:
    """What one person told in confidence: sealed, read by its author alone, on no page of anybody else."""
    check(by, "W", "roster", group, at=at)
    _check_in_unit(group, client, by, at)
    row = Confidence(group=group, client=client, author_id=by.user_id, told_at=at, made_at=at)
    row.words = _said(words, "words")
    row.save(force_insert=True)
    trace("confidence.kept", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def write_joint_summary(*, group: Group, words: str, is_offered: bool, by: Viewer, at: datetime) -> JointSummary:
    """A draft for the therapists, or an offer to everybody. An older offer that was not agreed to ends.

    Refused while it comes close to what one of them told in confidence.
    """
    if not by.is_staff:
        raise NotYours
    check(replace(by, client_id=None), "W", "joint_note", group, at=at)
    said = _said(words, "words")
    check_repeats_no_confidence({"summary": said}, group, field="words")
    group.joint_summaries.filter(is_offered=True, agreed_at=None).update(is_offered=False)
    row = JointSummary(group=group, author_id=by.user_id, is_offered=is_offered, written_at=at, made_at=at)
    row.words = said
    row.save(force_insert=True)
    trace("joint_summary.written", by=by, at=at, clients=_members(group, at), about=row)
    return row


@action
def answer_joint_summary(*, summary: JointSummary, agrees: bool, by: Viewer, at: datetime) -> SummaryAnswer:
    """One person's own yes or no. With the yes of everybody for whom it was written it stands."""
    group = summary.group
    places = Membership.objects.filter(live(at), group=group)
    members = [place.client_id for place in places if summary.is_for(place)]
    if by.client_id is None or by.client_id not in members or not summary.is_offered:
        raise NotYours
    check(by, "W", "joint_note", group, at=at)
    if summary.agreed_at is not None:
        raise WrongMoment(
            _("Nothing was changed."),
            _("Everybody has agreed already."),
            _("Say next time what should change."),
        )
    row = SummaryAnswer.objects.create(
        client_id=by.client_id, summary=summary, agrees=agrees, answered_at=at, made_at=at
    )
    newest = dict(summary.answers.order_by("answered_at", "made_at", "pk").values_list("client", "agrees"))
    if all(newest.get(who) for who in members):
        JointSummary.objects.filter(pk=summary.pk).update(agreed_at=at)
    trace("joint_summary.answered", by=by, at=at, clients=[by.client_id], about=summary)
    return row


def _members(group: Group, at: datetime) -> list[UUID]:
    rows: Iterable[UUID] = Membership.objects.filter(live(at), group=group).values_list("client", flat=True)
    return list(rows)


def _check_in_unit(group: Group, client: Client, by: Viewer, at: datetime) -> None:
    """Raises NotYours unless the person has a place there and is nobody whom the viewer must not see."""
    if client.pk not in _members(group, at) or client.pk in blocked_clients(by):
        raise NotYours


def _said(words: str, field: str) -> str:
    found = words.strip()
    if not 0 < len(found) <= LONGEST_WORDS:
        raise BadInput(
            _("Nothing was saved."),
            _("There are no words.") if not found else _("The text has %(count)d characters.") % {"count": len(found)},
            _("Write up to %(most)d characters.") % {"most": LONGEST_WORDS},
            field,
        )
    return found
