"""Choose: ask what a plan is chosen by, and keep what was chosen with everything that was on the table then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.courses import open_episode
from kith.care.actions.plan import Choice, propose_plan
from kith.care.models import BadInput, Client, PlanChoice, PlanningFacts, WrongMoment
from kith.care.models.choosing import OUTCOMES
from kith.care.models.knowledge import is_known_document, library
from kith.care.permissions import Viewer, access_to, check
from kith.care.queries.options_today import Looked, kept_table, options_today
from kith.care.queries.side_by_side import MOST_COMPARED, kept_cards
from kith.science.recommendation import PIECES


@dataclass(frozen=True)
class Decision:
    """What the person said, who was there, what matters to them, and why this although something spoke against it."""

    words: str
    made_with: str = ""
    override_reason: str = ""
    matters: Mapping[str, int] | None = None
    compared: tuple[str, ...] = ()


@action
def note_planning_facts(*, client: Client, said: Mapping[str, Any], by: Viewer, at: datetime) -> PlanningFacts:
    """Keep what was asked today. Only the pieces that were asked are given; each counts from today on."""
    check(by, "W", "formulation", client, at=at)
    if not said or set(said) - set(PIECES):
        raise BadInput(
            _("Nothing was kept."),
            _("No part was ticked, and nothing was changed."),
            _("Tick each part that you went through together today, or change an answer."),
            "asked",
        )
    if "problems" in said and not said["problems"]:
        raise BadInput(
            _("Nothing was kept."),
            _("No main problem was chosen."),
            _("Choose the problem that matters most now. Without one nothing can be suggested."),
            "main_problem",
        )
    row = PlanningFacts(client=client, episode=open_episode(client), author_id=by.user_id, asked_at=at, made_at=at)
    row.said = dict(said)
    row.save(force_insert=True)
    trace("planning_facts.noted", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def keep_choice(
    *, client: Client, outcome: str, protocol: str, decision: Decision, by: Viewer, at: datetime
) -> PlanChoice:
    """Keep what two people decided in front of the options. It starts nothing: a plan is written down afterwards."""
    check(by, "W", "plan", client, at=at)
    if outcome not in OUTCOMES or (outcome == "plan" and not is_known_document("protocol", protocol, by.service_id)):
        raise BadInput(
            _("The choice was not kept."),
            _("It does not say what was chosen."),
            _("Choose one of them. “Nothing for now” and “not decided yet” are choices too."),
            "outcome",
        )
    looked = _look(client, by, at)
    if outcome == "plan":
        _check_may_be_chosen(looked, protocol, decision)
    row = _row(client, looked, outcome, protocol if outcome == "plan" else "", decision, by, at)
    trace("plan_choice.kept", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def choose_plan(
    *, client: Client, choice: Choice, decision: Decision, is_agreed: bool, by: Viewer, at: datetime
) -> PlanChoice:
    """Write down the plan that was chosen, and keep the choice with what was on the table."""
    check(by, "W", "plan", client, at=at)
    looked = _look(client, by, at)
    _check_may_be_chosen(looked, choice.protocol, decision)
    plan = propose_plan(client=client, choice=choice, is_agreed=is_agreed, by=by, at=at)
    row = client.planchoice_set.filter(plan=None, outcome="plan").order_by("-chosen_at", "-made_at", "-pk").first()
    is_same = row is not None and row.protocol == choice.protocol and row.episode_id == plan.episode_id
    if row is None or not is_same or (looked.needs_reason(choice.protocol) and not row.is_override):
        row = _row(client, looked, "plan", choice.protocol, decision, by, at)
    row.plan = plan
    row.save(update_fields=["plan"])
    trace("plan_choice.kept", by=by, at=at, clients=[client.pk], about=row)
    return row


def _look(client: Client, by: Viewer, at: datetime) -> Looked:
    return options_today(viewer=by, client=client, access=access_to(by, client, at=at), at=at)


def _check_may_be_chosen(looked: Looked, protocol: str, decision: Decision) -> None:
    if looked.is_ruled_out(protocol):
        raise WrongMoment(
            _("The choice was not kept."),
            _("Something that is true of this person today rules this intervention out, or they do not want it."),
            _("Choose another. If that has changed, say so where it was asked, and choose again."),
        )
    if looked.needs_reason(protocol) and not decision.override_reason.strip():
        raise BadInput(
            _("The choice was not kept."),
            _("This intervention is not among the suggested, or something speaks against it, and no reason is given."),
            _("Write why it is chosen all the same. Your supervisor reads it."),
            "override_reason",
        )


def _row(
    client: Client, looked: Looked, outcome: str, protocol: str, decision: Decision, by: Viewer, at: datetime
) -> PlanChoice:
    if not decision.words.strip():
        raise BadInput(
            _("The choice was not kept."),
            _("It has no words of the person."),
            _("Write in their own words what they chose and why."),
            "client_choice",
        )
    is_override = outcome == "plan" and looked.needs_reason(protocol)
    row = PlanChoice(
        client=client,
        episode=open_episode(client),
        author_id=by.user_id,
        outcome=outcome,
        protocol=protocol,
        library_version=library().version,
        is_override=is_override,
        chosen_at=at,
        made_at=at,
    )
    row.words, row.made_with = decision.words.strip(), decision.made_with.strip()
    row.override_reason = decision.override_reason.strip() if is_override else ""
    row.matters = dict(decision.matters) if decision.matters is not None else None
    row.table = kept_table(looked) | {"compared": kept_cards(looked, decision.compared[:MOST_COMPARED])}
    row.save(force_insert=True)
    return row
