"""Plan: agree what the person wants, and choose with them what to try, how, where and until when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.actions.acting import action, trace
from kith.care.actions.courses import open_episode
from kith.care.actions.schedule import ask_for_plan
from kith.care.models import BadInput, Client, Goal, Plan, Problem, WrongMoment
from kith.care.models.kept_documents import keep_begun
from kith.care.models.knowledge import is_known_document, library
from kith.care.models.plan_courses import course_of_plan
from kith.care.models.states import PLAN
from kith.care.permissions import Viewer, check


@action
def agree_goal(
    *, client: Client, words: str, first_step: str, problem: Problem | None, by: Viewer, at: datetime
) -> Goal:
    """Keep a goal in the person's own words, with a first step small enough to succeed."""
    check(by, "W", "goals", client, at=at)
    if not words.strip():
        raise BadInput(
            _("The goal was not added."), _("It has no words."), _("Write what you want to be different."), "words"
        )
    if problem is not None and problem.client_id != client.pk:
        raise BadInput(
            _("The goal was not added."),
            _("Its problem is another person's."),
            _("Choose this person's problem."),
            "problem",
        )
    goal = Goal(client=client, episode=open_episode(client), problem=problem, agreed_at=at, made_at=at)
    goal.words, goal.first_step = words.strip(), first_step.strip()
    goal.save(force_insert=True)
    trace("goal.agreed", by=by, at=at, clients=[client.pk], about=goal)
    return goal


@action
def close_goal(*, goal: Goal, by: Viewer, at: datetime) -> Goal:
    """A goal that is reached or let go; it stays in the history."""
    check(by, "W", "goals", goal.client, at=at)
    if goal.closed_at is not None:
        raise WrongMoment(
            _("The goal was not closed twice."),
            _("It was closed on %(day)s.") % {"day": date_format(localtime(goal.closed_at), "DATE_FORMAT")},
            _("Nothing needs to be done."),
        )
    goal.closed_at = at
    goal.save(update_fields=["closed_at"])
    trace("goal.closed", by=by, at=at, clients=[goal.client_id], about=goal)
    return goal


@dataclass(frozen=True)
class Choice:
    """What was chosen together, what else was on the table, and why this."""

    protocol: str
    sessions_planned: int
    setting: str
    format: str
    why: str
    client_choice: str
    not_working_if: str
    options_shown: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = field(default_factory=tuple)
    gates_attested: tuple[str, ...] = ()


def gates_before(protocol: str, session: int = 1) -> tuple[str, ...]:
    """The conditions a clinician must have attested before this session of an intervention may begin."""
    known = library().protocols
    gates = known[protocol].gates if protocol in known else ()
    return tuple(gate.id for gate in gates if gate.before_session <= session)


@action
def propose_plan(*, client: Client, choice: Choice, by: Viewer, at: datetime, is_agreed: bool = False) -> Plan:
    """Write down what would suit this person; it becomes the plan when the person agrees, or at once if they have."""
    check(by, "W", "plan", client, at=at)
    if not is_known_document("protocol", choice.protocol, by.service_id):
        raise BadInput(
            _("The plan was not kept."),
            _("There is no intervention “%(name)s”.") % {"name": choice.protocol},
            _("Choose one from the list."),
            "protocol",
        )
    if not choice.why.strip():
        raise BadInput(
            _("The plan was not kept."),
            _("It does not say why this."),
            _("Write in a sentence why this was chosen."),
            "why",
        )
    if not 1 <= choice.sessions_planned <= 200:
        raise BadInput(
            _("The plan was not kept."),
            ngettext("It has %(count)s session.", "It has %(count)s sessions.", choice.sessions_planned)
            % {"count": choice.sessions_planned},
            _("Give a number from 1 to 200."),
            "sessions_planned",
        )
    protocol = library().protocols[choice.protocol]
    _check_gates_known(choice.gates_attested, {gate.id for gate in protocol.gates})
    plan = Plan(
        client=client,
        episode=open_episode(client),
        protocol=choice.protocol,
        protocol_version=protocol.version,
        library_version=library().version,
        sessions_planned=choice.sessions_planned,
        setting=choice.setting,
        format=choice.format,
        options_shown=list(choice.options_shown),
        gates_attested=sorted(set(choice.gates_attested)),
        review_after_sessions=protocol.review_after_sessions,
        proposed_by_id=by.user_id,
        proposed_at=at,
        made_at=at,
    )
    plan.why, plan.client_choice, plan.not_working_if = choice.why, choice.client_choice, choice.not_working_if
    plan.save(force_insert=True)
    plan.goals.set(_own(client, choice.goals))
    trace("plan.proposed", by=by, at=at, clients=[client.pk], about=plan)
    return agree_plan(plan=plan, by=by, at=at) if is_agreed else plan


@action
def agree_plan(*, plan: Plan, by: Viewer, at: datetime) -> Plan:
    """The person agrees: this is the plan from now on, the one before ends, and its measures are asked at sessions."""
    check(by, "W", "plan", plan.client, at=at)
    PLAN.check_move(plan.state, "agreed")
    missing = set(gates_before(plan.protocol)) - set(plan.gates_attested)
    if missing:
        raise BadInput(
            _("The plan was not agreed."),
            ngettext(
                "%(count)s of the checks before this intervention may begin is not confirmed.",
                "%(count)s of the checks before this intervention may begin are not confirmed.",
                len(missing),
            )
            % {"count": len(missing)},
            _("Confirm each one you have made, or choose another intervention."),
            "gates",
        )
    earlier = plan.episode.plans.filter(state="agreed").first()
    if earlier is not None:
        end_plan(earlier, at)
        plan.replaces = earlier
    plan.state, plan.agreed_at = "agreed", at
    plan.save(update_fields=["state", "agreed_at", "replaces"])
    keep_begun("protocol", plan.protocol, plan.client.language, at=at)
    ask_for_plan(plan, by, at)
    trace("plan.agreed", by=by, at=at, clients=[plan.client_id], about=plan)
    return plan


@action
def attest_gates(*, plan: Plan, gates: Iterable[str], by: Viewer, at: datetime) -> Plan:
    """Confirm checks that are due before a later session; who did it and when stays in the audit chain."""
    check(by, "W", "plan", plan.client, at=at)
    new = tuple(gates)
    found = course_of_plan(plan)
    _check_gates_known(new, {due.id for due in found.gates} if found is not None else set())
    if plan.state == "ended" or not new:
        raise WrongMoment(
            _("Nothing was confirmed."),
            _("The plan has ended.") if plan.state == "ended" else _("No check was ticked."),
            _("Open the plan that is running.") if plan.state == "ended" else _("Tick each check you have made."),
        )
    plan.gates_attested = sorted({*plan.gates_attested, *new})
    plan.save(update_fields=["gates_attested"])
    trace("plan.gates_attested", by=by, at=at, clients=[plan.client_id], about=plan)
    return plan


def end_plan(plan: Plan, at: datetime) -> None:
    """End a plan inside the running action."""
    PLAN.check_move(plan.state, "ended")
    plan.state, plan.ended_at = "ended", at
    plan.save(update_fields=["state", "ended_at"])


def _check_gates_known(gates: Iterable[str], known: Collection[str]) -> None:
    unknown = set(gates) - set(known)
    if unknown:
        raise BadInput(
            _("The plan was not kept."),
            _("This intervention has no check called %(names)s.") % {"names": ", ".join(sorted(unknown))},
            _("Confirm the checks that belong to it."),
            "gates",
        )


def _own(client: Client, goals: Iterable[Goal]) -> list[Goal]:
    chosen = list(goals)
    if any(goal.client_id != client.pk for goal in chosen):
        raise BadInput(
            _("The plan was not kept."),
            _("One of its goals is another person's."),
            _("Choose this person's goals."),
            "goals",
        )
    return chosen
