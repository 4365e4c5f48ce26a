"""Plan and goals: what the person wants, what could be offered and why, and the plans so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from kith.care.models import Client, Episode, Goal, Plan, Problem
from kith.care.models.kept_documents import protocol_of
from kith.care.models.knowledge import library
from kith.care.models.own_documents import documents_offered_by
from kith.care.permissions import Access, NotYours, Viewer, reach
from kith.care.queries.assessing import courses_of_client
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.golden_thread import GoalPart, GoldenThread, PlanPart, ReviewPart, golden_thread
from kith.care.queries.looking import note_seen
from kith.care.queries.pathways import AboutPerson, PathwayNamed, RuleShown, advice, table_for
from kith.care.queries.plan_course import CourseShown, running_course
from kith.care.queries.staff_looking import open_as_staff
from kith.science.protocols import Protocol
from kith.science.recommendation import STEP_OF_FORMAT

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
class Evidence:
    """One finding, what it was compared with, how sure, and whether its figure was read at the source."""

    statement: str
    comparator: str
    effect: str
    certainty: str
    provenance: str
    source: str


@dataclass(frozen=True)
class GateShown:
    """A check that a clinician makes before a session may begin."""

    id: str
    text: str
    before_session: int


@dataclass(frozen=True)
class HarmShown:
    """What this work can do to a person, how it shows, and what to do then."""

    text: str
    look_for: str
    do: str


@dataclass(frozen=True)
class Fit:
    """What speaks for this intervention here, as facts; None where nobody has said."""

    problem: bool | None
    step: bool | None
    format: bool | None
    setting: bool | None

    @property
    def marks(self) -> tuple[bool, ...]:
        """What it is put in order by: the problem first, then the step, then the person's wishes."""
        return tuple(one is True for one in (self.problem, self.step, self.format, self.setting))


@dataclass(frozen=True)
class Option:
    """One intervention of the library as it would look for this person."""

    protocol: str
    title: str
    summary: str
    who_it_may_help: str
    not_for: tuple[str, ...]
    problems: tuple[str, ...]
    formats: tuple[str, ...]
    settings: tuple[str, ...]
    sessions_min: int
    sessions_max: int
    sessions: int
    minutes: int
    frequency: str
    review_after: int
    not_working_if: tuple[str, ...]
    gates: tuple[GateShown, ...]
    harms: tuple[HarmShown, ...]
    evidence: tuple[Evidence, ...]
    is_reviewed: bool
    fit: Fit
    is_like_next: bool


@dataclass(frozen=True)
class PlanPage:
    """What could be offered, in order, with reasons; what the table says and cannot say; and the plans so far."""

    head: ClientHead
    facts: Mapping[str, str]
    problems: tuple[str, ...]
    formats: tuple[str, ...]
    settings: tuple[str, ...]
    phq9: float | None
    pathway: PathwayNamed
    step: int | None
    advice: tuple[RuleShown, ...]
    waiting: tuple[RuleShown, ...]
    options: tuple[Option, ...]
    goals: tuple[GoalPart, ...]
    current: PlanPart | None
    course: CourseShown | None
    proposed: PlanPart | None
    proposed_gates: tuple[GateShown, ...]
    history: tuple[PlanPart, ...]
    reviews: tuple[ReviewPart, ...]

    def option(self, protocol: str) -> Option | None:
        """The option of this intervention."""
        return next((one for one in self.options if one.protocol == protocol), None)


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
    """The options for this person. `facts` are what the practitioner adds: problem, wishes, what was tried before."""
    client, access = open_as_staff(viewer, client_id, "W", "plan", at=at)
    episode = client.newest_episode()
    thread = _thread(viewer, client, episode, access, at)
    head = client_head(viewer=viewer, client=client, access=access, episode=episode, at=at)
    courses = courses_of_client(viewer=viewer, client=client, episode=episode, at=at, language=language)
    current = next((plan for plan in thread.plans if plan.state == "agreed"), None)
    said = _said(facts or {}, episode, current)
    about = AboutPerson(head, client, episode, current, courses)
    advised = advice(viewer=viewer, about=about, table=table_for(said["problem"]), said=said)
    step = next((row.step for row in advised.applying if row.step is not None), None)
    protocols = (*library().protocols.values(), *documents_offered_by(client.service_id, "protocol"))
    page = PlanPage(
        head=head,
        facts=said,
        problems=_every(problem for one in protocols for problem in one.problems),
        formats=_every(form for one in protocols for form in one.format),
        settings=_every(place for one in protocols for place in one.settings),
        phq9=next((one.known[-1][1] for one in courses.all if one.instrument == "phq9" and one.known), None),
        pathway=advised.pathway,
        step=advised.step,
        advice=advised.applying,
        waiting=advised.waiting,
        options=_options(protocols, said, step),
        goals=tuple(goal for goal in thread.goals if not goal.is_closed),
        current=current,
        course=_course(viewer, episode, access),
        proposed=next((plan for plan in thread.plans if plan.state == "proposed"), None),
        proposed_gates=_gates_left(episode),
        history=tuple(plan for plan in thread.plans if plan.state == "ended"),
        reviews=thread.reviews,
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
    row = episode.plans.filter(state="proposed").order_by("-proposed_at").first() if episode is not None else None
    protocol = protocol_of(row) if row is not None else None
    return tuple(
        GateShown(gate.id, gate.text, gate.before_session)
        for gate in (protocol.gates if protocol is not None else ())
        if row is not None and gate.before_session == 1 and gate.id not in row.gates_attested
    )


def _said(facts: Mapping[str, str], episode: Episode | None, current: PlanPart | None) -> dict[str, str]:
    """What the practitioner has said, and what the record knows without asking."""
    said = {name: facts.get(name, "") for name in ("problem", "format", "setting", *ASKED)}
    plan = episode.plans.filter(pk=current.id).first() if episode is not None and current is not None else None
    protocol = protocol_of(plan) if plan is not None else None
    if not said["problem"] and protocol is not None:
        said["problem"] = protocol.problems[0]
    return said


def _options(protocols: tuple[Protocol, ...], said: Mapping[str, str], step: int | None) -> tuple[Option, ...]:
    fits = [(one, _fit(one, said, step)) for one in protocols]
    fits.sort(key=lambda pair: (tuple(not mark for mark in pair[1].marks), pair[0].title))
    after = [*(fit for _, fit in fits[1:]), None]
    return tuple(_option(one, fit, _is_alike(fit, next_fit)) for (one, fit), next_fit in zip(fits, after, strict=True))


def _is_alike(fit: Fit, other: Fit | None) -> bool:
    """Whether nothing known here tells two options apart; what is made for other problems is not compared at all."""
    return other is not None and fit.marks == other.marks and fit.problem is not False


def _fit(protocol: Protocol, said: Mapping[str, str], step: int | None) -> Fit:
    steps = {STEP_OF_FORMAT[form] for form in protocol.format}
    return Fit(
        problem=said["problem"] in protocol.problems if said["problem"] else None,
        step=step in steps if step is not None else None,
        format=said["format"] in protocol.format if said["format"] else None,
        setting=said["setting"] in protocol.settings if said["setting"] else None,
    )


def _option(protocol: Protocol, fit: Fit, is_like_next: bool) -> Option:
    cited = {source.id: source.cite for source in protocol.sources}
    return Option(
        protocol=protocol.id,
        title=protocol.title,
        summary=protocol.summary,
        who_it_may_help=protocol.who_it_may_help,
        not_for=protocol.not_for,
        problems=protocol.problems,
        formats=protocol.format,
        settings=protocol.settings,
        sessions_min=protocol.dose.sessions_min,
        sessions_max=protocol.dose.sessions_max,
        sessions=protocol.pages[-1].last,
        minutes=protocol.dose.minutes,
        frequency=protocol.dose.frequency,
        review_after=protocol.review_after_sessions,
        not_working_if=protocol.not_working_if,
        gates=tuple(GateShown(gate.id, gate.text, gate.before_session) for gate in protocol.gates),
        harms=tuple(HarmShown(harm.text, harm.look_for, harm.do) for harm in protocol.harms),
        evidence=tuple(
            Evidence(
                row.statement,
                row.comparator,
                row.effect,
                row.certainty,
                row.provenance,
                cited.get(row.source, row.source),
            )
            for row in protocol.evidence
        ),
        is_reviewed=protocol.review.status == "reviewed",
        fit=fit,
        is_like_next=is_like_next,
    )


def _every(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
