"""Plan and goals: what the person wants, what could be offered and why, and the plans so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from kith.care.models import Client, Episode, Goal, Plan, Problem
from kith.care.models.kept_documents import protocol_of
from kith.care.permissions import Access, NotYours, Viewer, reach
from kith.care.queries.choices import ChoiceTold, choices_told
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.golden_thread import GoalPart, GoldenThread, PlanPart, ReviewPart, golden_thread
from kith.care.queries.looking import note_seen
from kith.care.queries.options_shown import OptionsShown, options_shown
from kith.care.queries.options_today import options_today
from kith.care.queries.pathways import PathwayNamed, RuleShown
from kith.care.queries.plan_course import CourseShown, running_course
from kith.care.queries.staff_looking import open_as_staff

Row = TypeVar("Row", Problem, Goal, Plan)
ASKED = ("same_help_failed_before", "wants_more_intensive")


@dataclass(frozen=True)
class ProblemShown:
    """A problem of the list, and whether it still is one."""

    id: UUID
    words: str
    is_resolved: bool


@dataclass(frozen=True)
class GoalsPage:
    """What is hard, what is wanted, and how near each goal was each time."""

    head: ClientHead
    problems: tuple[ProblemShown, ...]
    goals: tuple[GoalPart, ...]

    @property
    def open_goals(self) -> tuple[GoalPart, ...]:
        """Goals that are worked on."""
        return tuple(goal for goal in self.goals if not goal.is_closed)

    @property
    def closed_goals(self) -> tuple[GoalPart, ...]:
        """Goals that were reached or let go."""
        return tuple(goal for goal in self.goals if goal.is_closed)


@dataclass(frozen=True)
class GateShown:
    """A check that a clinician makes before a session may begin."""

    id: str
    text: str
    before_session: int


@dataclass(frozen=True)
class PlanPage:
    """What could be offered, in order, with reasons; what the table says and cannot say; and the plans so far."""

    head: ClientHead
    facts: Mapping[str, str]
    phq9: float | None
    pathway: PathwayNamed
    step: int | None
    advice: tuple[RuleShown, ...]
    waiting: tuple[RuleShown, ...]
    offered: OptionsShown
    goals: tuple[GoalPart, ...]
    current: PlanPart | None
    course: CourseShown | None
    proposed: PlanPart | None
    proposed_gates: tuple[GateShown, ...]
    history: tuple[PlanPart, ...]
    reviews: tuple[ReviewPart, ...]
    choices: tuple[ChoiceTold, ...]


def goals(*, viewer: Viewer, client_id: UUID, at: datetime) -> GoalsPage:
    """Problems and goals of the stay."""
    client, access = open_as_staff(viewer, client_id, "W", "plan", at=at)
    episode = client.newest_episode()
    thread = _thread(viewer, client, episode, access, at)
    page = GoalsPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=episode, at=at),
        problems=tuple(ProblemShown(one.id, one.words, one.is_resolved) for one in thread.problems),
        goals=thread.goals,
    )
    note_seen(viewer, "goals.seen", [client.pk], at=at)
    return page


def planning(
    *, viewer: Viewer, client_id: UUID, at: datetime, facts: Mapping[str, str] | None = None, language: str = "en"
) -> PlanPage:
    """The options for this person. `facts` are what the practitioner adds for the pathway: what was tried before."""
    client, access = open_as_staff(viewer, client_id, "W", "plan", at=at)
    looked = options_today(viewer=viewer, client=client, access=access, at=at, said=facts, language=language)
    thread = looked.thread
    page = PlanPage(
        head=looked.head,
        facts={name: looked.said.get(name, "") for name in ("problem", *ASKED)},
        phq9=looked.phq9,
        pathway=looked.advised.pathway,
        step=looked.advised.step,
        advice=looked.advised.applying,
        waiting=looked.advised.waiting,
        offered=options_shown(looked),
        goals=tuple(goal for goal in thread.goals if not goal.is_closed),
        current=looked.current,
        course=_course(viewer, looked.episode, access),
        proposed=next((plan for plan in thread.plans if plan.state == "proposed"), None),
        proposed_gates=_gates_left(looked.episode),
        history=tuple(plan for plan in thread.plans if plan.state == "ended"),
        reviews=thread.reviews,
        choices=choices_told(viewer=viewer, episode=looked.episode, access=access),
    )
    note_seen(viewer, "plan.seen", [client.pk], at=at)
    return page


def problem_to_write(*, viewer: Viewer, client_id: UUID, problem_id: UUID, at: datetime) -> Problem:
    """A problem of this person, for the actions that change it; NotYours when it is another's."""
    row: Problem = reach(viewer, Problem, problem_id, "W", "plan", at=at)[0]
    return _of(row, client_id)


def goal_to_write(*, viewer: Viewer, client_id: UUID, goal_id: UUID, at: datetime) -> Goal:
    """A goal of this person, for the actions that change it; NotYours when it is another's."""
    row: Goal = reach(viewer, Goal, goal_id, "W", "goals", at=at)[0]
    return _of(row, client_id)


def plan_to_write(*, viewer: Viewer, client_id: UUID, plan_id: UUID, at: datetime) -> Plan:
    """A plan of this person, for the actions that change it; NotYours when it is another's."""
    row: Plan = reach(viewer, Plan, plan_id, "W", "plan", at=at)[0]
    return _of(row, client_id)


def _of(row: Row, client_id: UUID) -> Row:
    if row.client_id != client_id:
        raise NotYours
    return row


def _thread(viewer: Viewer, client: Client, episode: Episode | None, access: Access, at: datetime) -> GoldenThread:
    if episode is None:
        return GoldenThread()
    return golden_thread(viewer=viewer, client=client, episode=episode, access=access, at=at)


def _course(viewer: Viewer, episode: Episode | None, access: Access) -> CourseShown | None:
    row = episode.plans.filter(state="agreed").first() if episode is not None else None
    return running_course(viewer=viewer, plan=row, access=access) if row is not None else None


def _gates_left(episode: Episode | None) -> tuple[GateShown, ...]:
    """The checks that the newest proposal still waits for."""
    row = (
        episode.plans.filter(state="proposed").order_by("-proposed_at", "-pk").first() if episode is not None else None
    )
    protocol = protocol_of(row) if row is not None else None
    return tuple(
        GateShown(gate.id, gate.text, gate.before_session)
        for gate in (protocol.gates if protocol is not None else ())
        if row is not None and gate.before_session == 1 and gate.id not in row.gates_attested
    )
