"""How the plans of a synthetic service are agreed, fitted to the person and ended on the record."""

from __future__ import annotations

from datetime import datetime

from kith.care.actions import ending, plan, tailor
from kith.care.models import Client, Goal, Plan
from kith.care.permissions import Viewer
from kith.simulation import happenings as told


def agree(it: told.PlanAgreed, client: Client, goals: tuple[Goal, ...], *, by: Viewer, at: datetime) -> Plan:
    """The plan, agreed at once, with every check that its sessions wait for."""
    choice = plan.Choice(
        it.protocol,
        it.sessions_planned,
        it.setting,
        it.format,
        it.why,
        it.client_choice,
        it.not_working_if,
        it.options_considered,
        goals,
        gates_attested=plan.gates_before(it.protocol, it.sessions_planned),
    )
    return plan.propose_plan(client=client, choice=choice, is_agreed=True, by=by, at=at)


def add_meeting(it: told.MeetingAdded, agreed: Plan, *, by: Viewer, at: datetime) -> None:
    """A meeting of its own, the next one."""
    change = tailor.Change("", "add", title=it.title, purpose=it.purpose)
    tailor.tailor_plan(plan=agreed, change=change, reason=it.reason, by=by, at=at)


def skip_meeting(it: told.MeetingSkipped, agreed: Plan, *, by: Viewer, at: datetime) -> None:
    """A meeting of the protocol is left out."""
    change = tailor.Change("", "skip", meeting=f"{agreed.protocol}:{it.page}")
    tailor.tailor_plan(plan=agreed, change=change, reason=it.reason, by=by, at=at)


def change_phase(it: told.PhaseChanged, agreed: Plan, *, by: Viewer, at: datetime) -> None:
    """Forward or back."""
    tailor.change_phase(plan=agreed, phase=it.phase, reason=it.reason, by=by, at=at)


def end(it: told.PlanEnded, agreed: Plan, *, by: Viewer, at: datetime) -> None:
    """What the person takes along."""
    closing = ending.Closing(
        it.helped, it.early_signs, it.what_to_do, it.whom_to_ask, it.measures, it.months_after, (it.booster_on,)
    )
    ending.end_plan_with(plan=agreed, closing=closing, by=by, at=at)
