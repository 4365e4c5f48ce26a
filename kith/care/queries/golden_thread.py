"""The golden thread of one stay in care: problem, goal, plan, session, work, review, each linked both ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kith.care.models import Attendance, Client, Episode, Plan, Score, Session, SessionRecord
from kith.care.models.kept_documents import protocol_of
from kith.care.models.knowledge import library
from kith.care.permissions import FULL, RELEASED, Access, Viewer, visible
from kith.care.queries.fidelity_of_plan import PlanFidelity, fidelity_of_plan
from kith.care.queries.thread_of_techniques import MeasurePart, TechniquePart, measures_of, techniques_of
from kith.care.queries.working import title_of_work

GOAL_RATING = "goal-rating"


@dataclass(frozen=True)
class ProblemPart:
    """What is hard."""

    id: UUID
    words: str
    is_resolved: bool
    goals: tuple[UUID, ...]


@dataclass(frozen=True)
class GoalPart:
    """What the person wants, how near they are, and what serves it."""

    id: UUID
    words: str
    first_step: str
    is_closed: bool
    problem: UUID | None
    ratings: tuple[tuple[datetime, float], ...]
    plans: tuple[UUID, ...]
    sessions: tuple[UUID, ...]
    work: tuple[UUID, ...]


@dataclass(frozen=True)
class PlanPart:
    """The intervention and why it was chosen."""

    id: UUID
    title: str
    state: str
    sessions_planned: int
    attended: int
    review_after_sessions: int
    why: str
    client_choice: str
    not_working_if: str
    agreed_at: datetime | None
    ended_at: datetime | None
    goals: tuple[UUID, ...]
    fidelity: PlanFidelity | None = None


@dataclass(frozen=True)
class NotePart:
    """What was written about one session; later words are an addendum."""

    author: str
    signed_at: datetime
    text: str
    is_addendum: bool


@dataclass(frozen=True)
class SessionPart:
    """One meeting: whether it took place, what it worked on, and what was agreed in it."""

    id: UUID
    number: int
    group: str
    starts_at: datetime
    minutes: int
    practitioner: str
    state: str
    status: str
    goals: tuple[UUID, ...]
    techniques: tuple[str, ...]
    work: tuple[UUID, ...]
    notes: tuple[NotePart, ...]
    plan: UUID | None

    @property
    def is_present(self) -> bool:
        """Whether the person came."""
        return self.status in {"attended", "late", "left_early"}


@dataclass(frozen=True)
class WorkPart:
    """Work between meetings, whether any of it was done, and whether an answer waits."""

    id: UUID
    title: str
    kind: str
    state: str
    why: str
    set_at: datetime
    due_on: date | None
    goal: UUID | None
    session: UUID | None
    was_done: bool
    waits_for_answer: bool


@dataclass(frozen=True)
class ReviewPart:
    """A dated decision."""

    id: UUID
    plan: UUID
    decision: str
    reason: str
    client_says: str
    author: str
    decided_at: datetime


@dataclass(frozen=True)
class GoldenThread:
    """Everything of one stay that this viewer may see; what they may not see is an empty part."""

    problems: tuple[ProblemPart, ...] = ()
    goals: tuple[GoalPart, ...] = ()
    plans: tuple[PlanPart, ...] = ()
    sessions: tuple[SessionPart, ...] = ()
    work: tuple[WorkPart, ...] = ()
    reviews: tuple[ReviewPart, ...] = ()
    techniques: tuple[TechniquePart, ...] = ()
    measures: tuple[MeasurePart, ...] = ()


def golden_thread(*, viewer: Viewer, client: Client, episode: Episode, access: Access, at: datetime) -> GoldenThread:
    """The thread of this stay, each part only as far as the viewer's access goes."""
    can = {name for name in ("plan", "goals", "appointments", "work") if access.level("R", name) == FULL}
    work = _work(client, episode) if "work" in can else ()
    sessions = _sessions(client, episode, access, work)
    plans = _plans(viewer, episode, access, sessions) if "plan" in can else ()
    goals = _goals(viewer, client, episode, plans, sessions, work, at) if "goals" in can else ()
    sees_records = access.level("R", "progress_note") == FULL
    techniques = techniques_of(viewer=viewer, client=client, episode=episode) if sees_records else ()
    return GoldenThread(
        problems=_problems(episode, goals) if "plan" in can else (),
        goals=goals,
        plans=plans,
        sessions=sessions,
        work=work,
        reviews=_reviews(episode) if "plan" in can else (),
        techniques=techniques,
        measures=measures_of(techniques),
    )


def _problems(episode: Episode, goals: Iterable[GoalPart]) -> tuple[ProblemPart, ...]:
    own = _by(goals, lambda goal: [goal.problem])
    return tuple(
        ProblemPart(row.pk, row.words, row.resolved_at is not None, own[row.pk])
        for row in episode.problems.order_by("named_at")
    )


def _goals(
    viewer: Viewer,
    client: Client,
    episode: Episode,
    plans: Iterable[PlanPart],
    sessions: Iterable[SessionPart],
    work: Iterable[WorkPart],
    at: datetime,
) -> tuple[GoalPart, ...]:
    ratings: dict[UUID, list[tuple[datetime, float]]] = defaultdict(list)
    rows = visible(Score, viewer, at=at).filter(client=client, measurement__goal__isnull=False, value__isnull=False)
    wanted = rows.standing().filter(measurement__instrument=GOAL_RATING)
    columns = ("measurement__goal_id", "measurement__taken_at", "value")
    for goal, when, value in wanted.order_by("measurement__taken_at", "pk").values_list(*columns):
        ratings[goal].append((when, value))
    by_plan, by_session = _by(plans, lambda plan: plan.goals), _by(sessions, lambda session: session.goals)
    by_work = _by(work, lambda piece: [piece.goal])
    return tuple(
        GoalPart(
            id=row.pk,
            words=row.words,
            first_step=row.first_step,
            is_closed=row.closed_at is not None,
            problem=row.problem_id,
            ratings=tuple(ratings[row.pk]),
            plans=by_plan[row.pk],
            sessions=by_session[row.pk],
            work=by_work[row.pk],
        )
        for row in episode.goals.order_by("agreed_at")
    )


def _plans(viewer: Viewer, episode: Episode, access: Access, sessions: Iterable[SessionPart]) -> tuple[PlanPart, ...]:
    held: dict[UUID | None, int] = defaultdict(int)
    for session in sessions:
        held[session.plan] += session.is_present
    return tuple(
        PlanPart(
            id=row.pk,
            title=_title_of_plan(row),
            state=row.state,
            sessions_planned=row.sessions_planned,
            attended=held[row.pk],
            review_after_sessions=row.review_after_sessions,
            why=row.why,
            client_choice=row.client_choice,
            not_working_if=row.not_working_if,
            agreed_at=row.agreed_at,
            ended_at=row.ended_at,
            goals=tuple(goal.pk for goal in row.goals.all()),
            fidelity=fidelity_of_plan(viewer=viewer, plan=row, access=access),
        )
        for row in episode.plans.order_by("-proposed_at").prefetch_related("goals")
    )


def _sessions(client: Client, episode: Episode, access: Access, work: Iterable[WorkPart]) -> tuple[SessionPart, ...]:
    """Every meeting for those who may see appointments; for others only the meetings whose notes they may read."""
    sees_all = access.level("R", "appointments") == FULL
    records = _records(client, access)
    if not sees_all and not records:
        return ()
    attendances = client.attendance_set.filter(replaced_by__isnull=True)
    came: dict[UUID, Attendance] = {
        row.session_id: row for row in attendances.select_related("session__practitioner", "session__group")
    }
    own = client.session_set.filter(plan__episode=episode).select_related("practitioner", "plan", "group")
    met = (row.session for row in came.values() if row.session.group_id is not None)
    shared = [session for session in met if session.starts_at.date() >= episode.opened_on]
    by_session = _by(work, lambda piece: [piece.session])
    rows = sorted([*own, *shared], key=lambda row: row.starts_at, reverse=True)
    return tuple(
        _session(row, came.get(row.pk) if sees_all else None, records.get(row.pk, ()), by_session[row.pk])
        for row in rows
        if sees_all or row.pk in records
    )


def _session(
    row: Session, came: Attendance | None, records: Iterable[SessionRecord], work: tuple[UUID, ...]
) -> SessionPart:
    signed = list(records)
    goals = {goal.pk: None for record in signed for goal in record.goals.all()}
    used = {name: None for record in signed for name in record.techniques}
    others = {use.protocol: None for record in signed for use in record.technique_uses.all()}
    return SessionPart(
        id=row.pk,
        number=row.number,
        group=row.group.name if row.group is not None else "",
        starts_at=row.starts_at,
        minutes=row.minutes,
        practitioner=row.practitioner.display_name,
        state=row.state,
        status=came.status if came is not None else "",
        goals=tuple(goals),
        techniques=_techniques(row, used, others),
        work=work,
        notes=tuple(
            NotePart(each.author.display_name, each.signed_at, each.note, each.adds_to_id is not None)
            for each in signed
            if each.note
        ),
        plan=row.plan_id,
    )


def _records(client: Client, access: Access) -> dict[UUID, list[SessionRecord]]:
    """Signed records by session: all of them, the released ones, or none."""
    level = access.level("R", "progress_note")
    found: dict[UUID, list[SessionRecord]] = defaultdict(list)
    if level in {FULL, RELEASED}:
        rows = (
            client.sessionrecord_set.select_related("author")
            .prefetch_related("goals", "technique_uses")
            .order_by("signed_at")
        )
        for row in rows if level == FULL else rows.filter(is_released=True):
            found[row.session_id].append(row)
    return found


def _techniques(row: Session, used: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    agreed = protocol_of(row.plan) if row.plan is not None else None
    combined = [library().protocols[name] for name in others if name in library().protocols]
    known = [one for protocol in (agreed, *combined) if protocol is not None for one in reversed(protocol.techniques)]
    names = {technique.id: technique.name for technique in reversed(known)}
    return tuple(names.get(name, name) for name in used)


def _title_of_plan(row: Plan) -> str:
    """What its intervention is called in the version that was agreed; its id when that cannot be read."""
    protocol = protocol_of(row)
    return protocol.title if protocol is not None else row.protocol


def _work(client: Client, episode: Episode) -> tuple[WorkPart, ...]:
    rows = client.assignment_set.filter(plan__episode=episode).prefetch_related("entries__replies")
    return tuple(
        WorkPart(
            id=row.pk,
            title=title_of_work(row),
            kind=row.kind,
            state=row.state,
            why=row.why,
            set_at=row.set_at,
            due_on=row.due_on,
            goal=row.goal_id,
            session=row.session_id,
            was_done=any(entry.done != "not" for entry in row.entries.all()),
            waits_for_answer=any(not entry.replies.all() for entry in row.entries.all()),
        )
        for row in rows.order_by("-set_at")
    )


def _reviews(episode: Episode) -> tuple[ReviewPart, ...]:
    rows = episode.reviews.select_related("author").order_by("-decided_at", "-pk")
    return tuple(
        ReviewPart(
            row.pk, row.plan_id, row.decision, row.reason, row.client_says, row.author.display_name, row.decided_at
        )
        for row in rows
    )


def _title(shelf: Mapping[str, Any], name: str) -> str:
    """What a document is called; its id when it has left the library."""
    return str(shelf[name].title) if name in shelf else name


def _by(parts: Iterable[Any], keys: Any) -> dict[UUID, tuple[UUID, ...]]:
    found: dict[UUID, tuple[UUID, ...]] = defaultdict(tuple)
    for part in parts:
        for key in keys(part):
            found[key] = (*found[key], part.id)
    return found
