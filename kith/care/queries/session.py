"""Session: what to know before it, how to run it, and what is written about it; and booking the next one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Assignment, Client, Episode, Plan, Session
from kith.care.models.kept_documents import protocol_of
from kith.care.models.knowledge import library
from kith.care.models.plan_courses import CoursePage, course_of_plan, page_at, position_of
from kith.care.permissions import FULL, NotYours, Refused, Viewer, reach
from kith.care.queries.alliances import alliance_of
from kith.care.queries.assessing import courses_of_client, questions_of
from kith.care.queries.check_in import Question
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.courses_of_scores import ScoreCourse
from kith.care.queries.limits import limits_are_due
from kith.care.queries.looking import note_seen
from kith.care.queries.practised import Practised, practised_since
from kith.care.queries.session_guide import Card, Guide, WorkOffered, guide_of, work_offered
from kith.care.queries.signed_record import NoteBrief, SignedRecord, signed_record
from kith.care.queries.staff_looking import open_as_staff
from kith.care.queries.working import FieldShown, key_lines, title_of_work
from kith.science.change import AllianceSignal
from kith.science.protocols import Protocol

DRAFT = "session"
FEEDBACK = "session-feedback"
OPEN = ("set", "started")
NOTE_LINES = 600  # characters of the last note that a brief has room for
EVERY_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class GoalBrief:
    """A goal with where it began and where it is; None where it was never rated."""

    id: UUID
    words: str
    first: float | None
    last: float | None
    rated_at: datetime | None
    is_of_plan: bool


@dataclass(frozen=True)
class WorkBrief:
    """Work since last time: what was set, and what came back."""

    id: UUID
    title: str
    state: str
    due_on: date | None
    obstacle: str
    lines: tuple[FieldShown, ...]
    waits_for_answer: bool


@dataclass(frozen=True)
class SafetyBrief:
    """What a risk check starts from."""

    has_plan: bool
    plan_is_overdue: bool
    review_on: date | None


@dataclass(frozen=True)
class DraftShown:
    """What was half-written, and when."""

    version: int
    content: Mapping[str, Any]
    saved_at: datetime


@dataclass(frozen=True)
class SessionPage:
    """One session: prepare, run, record."""

    head: ClientHead
    session_id: UUID
    number: int
    planned: int
    starts_at: datetime
    minutes: int
    setting: str
    practitioner: str
    state: str
    attendance: str
    plan_title: str
    plan_is_running: bool
    has_begun: bool
    courses: tuple[ScoreCourse, ...]
    goals: tuple[GoalBrief, ...]
    work: tuple[WorkBrief, ...]
    practised: tuple[Practised, ...]
    last_note: NoteBrief | None
    safety: SafetyBrief | None
    alliance: AllianceSignal | None
    limits_are_due: bool
    guide: Guide | None
    tailored_because: tuple[str, ...]
    offered: tuple[WorkOffered, ...]
    reads_carers: bool
    may_think: bool
    feedback: tuple[Question, ...]
    feedback_key: UUID
    record: SignedRecord | None
    may_read_notes: bool
    draft: DraftShown | None
    next_starts_at: datetime
    next_is_booked: datetime | None


@dataclass(frozen=True)
class SessionRow:
    """One session in a list."""

    id: UUID
    number: int
    starts_at: datetime
    state: str


@dataclass(frozen=True)
class BookPage:
    """When the next session of the plan could be. Without an agreed plan there is nothing to book."""

    head: ClientHead
    plan_id: UUID | None
    plan_title: str
    number: int
    minutes: int
    setting: str
    settings: tuple[str, ...]
    suggested: datetime
    sessions: tuple[SessionRow, ...] = ()


def booking(*, viewer: Viewer, client_id: UUID, at: datetime) -> BookPage:
    """The page on which the next session is booked."""
    client, access = open_as_staff(viewer, client_id, "W", "appointments", at=at)
    episode = client.newest_episode()
    plan = episode.plans.filter(state="agreed").first() if episode is not None else None
    sessions = list(plan.sessions.order_by("number")) if plan is not None else []
    protocol = _protocol(plan)
    page = BookPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=episode, at=at),
        plan_id=plan.pk if plan is not None else None,
        plan_title=protocol.title if protocol is not None else "",
        number=(sessions[-1].number if sessions else 0) + 1,
        minutes=sessions[-1].minutes if sessions else protocol.dose.minutes if protocol is not None else 50,
        setting=sessions[-1].setting if sessions else plan.setting if plan is not None else "",
        settings=protocol.settings if protocol is not None else (),
        suggested=_a_week_on(sessions[-1].starts_at if sessions else None, client, at),
        sessions=tuple(SessionRow(row.pk, row.number, row.starts_at, row.state) for row in reversed(sessions)),
    )
    note_seen(viewer, "booking.seen", [client.pk], at=at)
    return page


def session_page(*, viewer: Viewer, session_id: UUID, at: datetime, language: str = "en") -> SessionPage:
    """One session of one client. A group's meeting has a page of its own."""
    row, access = reach(viewer, Session, session_id, "W", "appointments", at=at, related=("plan", "practitioner"))
    if row.client is None:
        raise NotYours  # a group's meeting
    if not viewer.is_staff or viewer.client_id == row.client_id:
        raise Refused(viewer, row.client, "W appointments", at)
    client, plan = row.client, row.plan
    episode = plan.episode if plan is not None else client.newest_episode()
    courses = courses_of_client(viewer=viewer, client=client, episode=episode, at=at, language=language)
    draft = client.draft_set.filter(author_id=viewer.user_id, kind=DRAFT, about=str(row.pk)).first()
    came = client.attendance_set.filter(session=row, replaced_by__isnull=True).first()
    later = client.session_set.filter(plan=plan, state="booked", starts_at__gt=max(row.starts_at, at))
    following = later.order_by("starts_at", "pk").first()
    course = course_of_plan(plan) if plan is not None else None
    found = page_at(course, position_of(plan, row.number)) if course is not None and plan is not None else None
    protocol = course.protocols[course.main] if course is not None else None
    reads_work = access.level("R", "work") == FULL
    cards = _cards(client, row) if reads_work and found is not None and found.protocol.targets else ()
    reads_notes = access.level("R", "progress_note") == FULL
    page = SessionPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=episode, at=at),
        session_id=row.pk,
        number=row.number,
        planned=plan.sessions_planned if plan is not None else row.number,
        starts_at=row.starts_at,
        minutes=row.minutes,
        setting=row.setting,
        practitioner=row.practitioner.display_name,
        state=row.state,
        attendance=came.status if came is not None else "",
        plan_title=protocol.title if protocol is not None else "",
        plan_is_running=plan is not None and plan.state == "agreed",
        has_begun=row.starts_at <= at,
        courses=tuple(one for one in courses.all if one.known and one.respondent == "self"),
        goals=_goals(client, episode, plan) if access.level("R", "goals") == FULL and episode is not None else (),
        work=_work(client, row, at) if reads_work else (),
        practised=practised_since(viewer=viewer, client=client, access=access, since=_last_met(client, row)),
        last_note=_last_note(client, row) if reads_notes else None,
        safety=_safety(client, at) if access.can("R", "safety_plan") else None,
        alliance=alliance_of(viewer=viewer, client=client, at=at),
        limits_are_due=limits_are_due(viewer=viewer, client=client, access=access),
        guide=guide_of(found, course.gates, plan.gates_attested, cards) if found and course and plan else None,
        tailored_because=_reasons(plan, found),
        offered=work_offered(found.page, course.pages, client.service_id)
        if found is not None and course is not None
        else (),
        reads_carers=access.can("R", "carer"),
        may_think=row.practitioner_id == viewer.user_id,
        feedback=_feedback(language),
        feedback_key=uuid.uuid4(),
        record=signed_record(viewer=viewer, client=client, session=row) if reads_notes else None,
        may_read_notes=reads_notes,
        draft=DraftShown(draft.version, draft.content, draft.saved_at) if draft is not None else None,
        next_starts_at=_a_week_on(row.starts_at, client, at),
        next_is_booked=following.starts_at if following is not None else None,
    )
    note_seen(viewer, "session.seen", [client.pk], at=at, about=row)
    return page


def session_to_write(*, viewer: Viewer, session_id: UUID, at: datetime) -> tuple[Session, Client]:
    """The session and its client, for the actions that write about it."""
    row, _ = reach(viewer, Session, session_id, "W", "progress_note", at=at, related=("plan",))
    if row.client is None:
        raise NotYours  # a group's meeting
    if not viewer.is_staff or viewer.client_id == row.client_id:
        raise Refused(viewer, row.client, "W progress_note", at)
    return row, row.client


def _protocol(plan: Plan | None) -> Protocol | None:
    return protocol_of(plan) if plan is not None else None


def _reasons(plan: Plan | None, found: CoursePage | None) -> tuple[str, ...]:
    """Why this meeting is other than its protocol's, as it was written when the plan was tailored."""
    if plan is None or found is None or not found.meeting.because:
        return ()
    return tuple(row.reason for row in plan.tailorings.filter(pk__in=found.meeting.because).order_by("number"))


def _a_week_on(last: datetime | None, client: Client, at: datetime) -> datetime:
    """The same hour on the same day of the week, as the clock on the wall shows it, and never in the past."""
    zone = ZoneInfo(client.service.time_zone)
    start = (last or at.replace(minute=0, second=0, microsecond=0)).astimezone(zone)
    found = (start.replace(tzinfo=None) + EVERY_WEEK).replace(tzinfo=zone)
    while found <= at:
        found = (found.replace(tzinfo=None) + EVERY_WEEK).replace(tzinfo=zone)
    return found


def _goals(client: Client, episode: Episode, plan: Plan | None) -> tuple[GoalBrief, ...]:
    ratings: dict[UUID, list[tuple[datetime, float]]] = {}
    rows = (
        client.score_set.standing()
        .filter(measurement__goal__isnull=False, value__isnull=False)
        .order_by("measurement__taken_at", "pk")
    )
    for goal, when, value in rows.values_list("measurement__goal_id", "measurement__taken_at", "value"):
        if goal is not None and value is not None:
            ratings.setdefault(goal, []).append((when, value))
    found, of_plan = [], set(plan.goals.values_list("pk", flat=True)) if plan is not None else set()
    for row in episode.goals.filter(closed_at__isnull=True).order_by("agreed_at", "pk"):
        known = ratings.get(row.pk, [])
        first, last = (known[0][1], known[-1][1]) if known else (None, None)
        rated_at = known[-1][0] if known else None
        found.append(GoalBrief(row.pk, row.words, first, last, rated_at, row.pk in of_plan))
    return tuple(found)


def _work(client: Client, session: Session, at: datetime) -> tuple[WorkBrief, ...]:
    """What was set in or after the session before and is still open, and whatever came back since."""
    since = _last_met(client, session)
    rows = (
        client.assignment_set.filter(plan=session.plan, set_at__lte=max(session.starts_at, at))
        .exclude(state="withdrawn")
        .exclude(session=session)
        .prefetch_related("entries__replies")
        .order_by("-set_at")
    )
    return tuple(
        _work_brief(row)
        for row in rows
        if _came_since(row, since) or (row.state in OPEN and (since is None or row.set_at >= since))
    )


def _last_met(client: Client, session: Session) -> datetime | None:
    before = client.session_set.filter(plan=session.plan, starts_at__lt=session.starts_at, state="held")
    return before.order_by("-starts_at", "-pk").values_list("starts_at", flat=True).first()


def _cards(client: Client, session: Session) -> tuple[Card, ...]:
    """Worksheets that were handed in, or filled in with staff, since the session before."""
    since = _last_met(client, session)
    entries = client.entry_set.filter(assignment__plan=session.plan, assignment__kind="worksheet")
    sheets = client.sheet_set.filter(plan=session.plan, replaced_by__isnull=True)
    if since is not None:
        entries, sheets = entries.filter(handed_in_at__gt=since), sheets.filter(filled_in_at__gt=since)
    handed_in = ((row.assignment.document, row.answers) for row in entries.select_related("assignment"))
    return (*handed_in, *((row.worksheet, row.answers) for row in sheets))


def _came_since(row: Assignment, since: datetime | None) -> bool:
    return any(since is None or entry.handed_in_at > since for entry in row.entries.all())


def _work_brief(row: Assignment) -> WorkBrief:
    entries = sorted(row.entries.all(), key=lambda entry: entry.handed_in_at)
    return WorkBrief(
        id=row.pk,
        title=title_of_work(row),
        state=row.state,
        due_on=row.due_on,
        obstacle=entries[-1].obstacle if entries else "",
        lines=key_lines(entries[-1], row) if entries else (),
        waits_for_answer=any(not entry.replies.all() for entry in entries),
    )


def _last_note(client: Client, session: Session) -> NoteBrief | None:
    row = (
        client.sessionrecord_set.filter(session__starts_at__lt=session.starts_at, adds_to__isnull=True)
        .exclude(session=session)
        .select_related("author")
        .order_by("-session__starts_at", "-pk")
        .first()
    )
    if row is None:
        return None
    text = row.note if len(row.note) <= NOTE_LINES else row.note[:NOTE_LINES].rsplit(" ", 1)[0] + " …"
    return NoteBrief(row.author.display_name, row.signed_at, text)


def _safety(client: Client, at: datetime) -> SafetyBrief:
    newest = client.safetyplan_set.order_by("-written_at", "-made_at", "-pk").first()
    if newest is None:
        return SafetyBrief(False, False, None)
    today = at.astimezone(ZoneInfo(client.service.time_zone)).date()
    return SafetyBrief(True, newest.review_on <= today, newest.review_on)


def _feedback(language: str) -> tuple[Question, ...]:
    if FEEDBACK not in library().instruments:
        return ()
    wordings = library().wordings[FEEDBACK]
    return questions_of(library().instruments[FEEDBACK], wordings.get(language) or wordings["en"])
