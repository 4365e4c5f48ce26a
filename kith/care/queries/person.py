"""The page of one person: who they are, what keeps them safe, the course of their scores, and the golden thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Client, Episode
from kith.care.models.keys import preload
from kith.care.models.knowledge import library
from kith.care.permissions import FULL, RELEASED, Access, Viewer
from kith.care.queries.courses_of_scores import Courses, ScoreCourse, Stay, courses_of_scores
from kith.care.queries.golden_thread import GoldenThread, SessionPart, golden_thread
from kith.care.queries.identities import (
    ContactFacts,
    Identity,
    TeamMember,
    care_team,
    contact_facts,
    identity,
)
from kith.care.queries.looking import note_seen
from kith.care.queries.reasons_to_act import OpenAlert, OpenFollowUp
from kith.care.queries.sight import Sight
from kith.care.queries.situations import BRIEF_PLAN
from kith.care.queries.staff_looking import open_as_staff
from kith.science.change import DatedScore, Limits
from kith.science.change.gains import gains

ACTS = {
    "assess": "formulation",
    "formulate": "formulation",
    "goals": "plan",
    "plan": "plan",
    "book": "appointments",
    "sheets": "progress_note",
    "review": "plan",
    "measure": "answers",
    "forms": "answers",
    "safety_plan": "safety_plan",
    "safety_talk": "safety_talk",
    "concern": "alerts",
    "harms": "harms",
    "engagement": "engagement",
    "appointment_wish": "appointment_wish",
    "outreach": "outreach",
    "group_wait": "group_wait",
    "limits": "consents",
    "safe_mode": "abuse_flag",
}


@dataclass(frozen=True)
class SafetyPlanFacts:
    """That there is a safety plan, and whether it is time to look at it again."""

    written_at: datetime
    review_on: date
    is_overdue: bool


@dataclass(frozen=True)
class FormulationFacts:
    """The newest formulation; its boxes have a page of their own."""

    title: str
    author: str
    written_at: datetime
    versions: int
    is_shared: bool


@dataclass(frozen=True)
class Mark:
    """Something that happened on a day and belongs on the line of time."""

    day: date
    kind: str
    subject: str = ""


@dataclass(frozen=True)
class Gains:
    """Whether somebody responded early (None when it is not known), and the days of scores after a sudden gain."""

    early_response: bool | None
    sudden_before: tuple[date, ...]


@dataclass(frozen=True)
class PersonPage:
    """What one viewer sees of one person."""

    identity: Identity
    team: tuple[TeamMember, ...]
    contact: ContactFacts | None
    alert: OpenAlert | None
    safety_plan: SafetyPlanFacts | None
    follow_up: OpenFollowUp | None
    may_see: frozenset[str]
    may: frozenset[str]
    state: str
    waiting_since: date | None
    courses: tuple[ScoreCourse, ...]
    course: ScoreCourse | None
    gains: Gains | None
    marks: tuple[Mark, ...]
    missed: tuple[date, ...]
    thread: GoldenThread
    formulation: FormulationFacts | None
    today: date


def person(*, viewer: Viewer, client_id: UUID, at: datetime, measure: str = "", language: str = "en") -> PersonPage:
    """One person as far as this viewer may see; `measure` chooses the course that is drawn."""
    client, access = open_as_staff(viewer, client_id, "R", "scores", at=at)
    preload([client.pk])
    episode = client.newest_episode()
    zone = ZoneInfo(client.service.time_zone)
    today = at.astimezone(zone).date()
    thread = GoldenThread()
    if episode is not None:
        thread = golden_thread(viewer=viewer, client=client, episode=episode, access=access, at=at)
    courses = _courses(viewer, client, episode, thread, zone, at, language)
    course = courses.named(measure) or courses.main(_protocol(episode))
    alert, alarms = _alerts(client, access)
    without = frozenset() if client.service.trials.exists() else frozenset({"trial"})  # no way to where nothing is
    note_seen(viewer, "person.seen", [client.pk], at=at)
    return PersonPage(
        identity=identity(viewer=viewer, client=client, access=access),
        team=care_team(viewer=viewer, client=client, at=at),
        contact=contact_facts(viewer=viewer, client=client, access=access),
        alert=alert,
        safety_plan=_safety_plan(client, access, today),
        follow_up=_follow_up(client, access, zone),
        may_see=frozenset(name for name in _SHOWN if access.can("R", name)) - without,
        may=frozenset(act for act, resource in ACTS.items() if access.can("W", resource)) - without,
        state=episode.state if episode else "",
        waiting_since=episode.opened_on if episode else None,
        courses=courses.all,
        course=course,
        gains=_gains(course),
        marks=tuple(sorted([*_plan_marks(thread, zone), *_alarm_marks(alarms, zone)], key=lambda mark: mark.day)),
        missed=_missed(course, thread.sessions, zone),
        thread=thread,
        formulation=_formulation(episode, access),
        today=today,
    )


_SHOWN = (
    "trial",
    "answers",
    "contact",
    "alerts",
    "safety_plan",
    "plan",
    "goals",
    "formulation",
    "appointments",
    "progress_note",
    "work",
    "group_entry",
    "peer_log",
    "carer",
    "connections",
    "outings",
)


def _courses(
    viewer: Viewer,
    client: Client,
    episode: Episode | None,
    thread: GoldenThread,
    zone: ZoneInfo,
    at: datetime,
    language: str,
) -> Courses:
    if episode is None:
        return Courses()
    came = tuple(sorted(session.starts_at for session in thread.sessions if session.is_present))
    is_brief = any(plan.state == "agreed" and plan.sessions_planned <= BRIEF_PLAN for plan in thread.plans)
    stay = Stay(client.pk, episode.pk, zone, came, is_brief)
    sight = Sight(viewer=viewer, clients=[client.pk], at=at)
    found = courses_of_scores(viewer=viewer, sight=sight, stays=[stay], language=language)
    return found.get(client.pk, Courses())


def _gains(course: ScoreCourse | None) -> Gains | None:
    judged = course.judgement if course is not None else None
    if course is None or judged is None or judged.reliable_change is None:
        return None
    scores = [DatedScore(point.day, point.session, point.value) for point in course.points]
    found = gains(scores, Limits(judged.cut_off, judged.reliable_change, course.lower_is_better))
    return Gains(found.early_response, tuple(one.day for one in found.sudden))


def _protocol(episode: Episode | None) -> str:
    plan = episode.plans.filter(state="agreed").first() if episode else None
    return plan.protocol if plan else ""


def _alerts(client: Client, access: Access) -> tuple[OpenAlert | None, tuple[datetime, ...]]:
    """The open alert, and when each one so far was raised."""
    if access.level("R", "alerts") != FULL:
        return None, ()
    rows = list(client.alert_set.select_related("owner").order_by("raised_at"))
    alert = next((row for row in rows if row.state != "closed"), None)
    shown = (
        OpenAlert(alert.pk, alert.state, alert.owner.display_name, alert.raised_at, alert.contact_due_at)
        if alert
        else None
    )
    return shown, tuple(row.raised_at for row in rows)


def _safety_plan(client: Client, access: Access, today: date) -> SafetyPlanFacts | None:
    if not access.can("R", "safety_plan"):
        return None
    newest = client.safetyplan_set.order_by("-written_at", "-made_at", "-pk").first()
    if newest is None:
        return None
    review_on = newest.look_again_on()
    return SafetyPlanFacts(newest.written_at, review_on, review_on <= today)


def _follow_up(client: Client, access: Access, zone: ZoneInfo) -> OpenFollowUp | None:
    if not access.can("R", "safety_talk"):
        return None
    row = client.followup_set.filter(reached_at__isnull=True).first()
    return OpenFollowUp(row.pk, row.due_at, row.due_at.astimezone(zone).date()) if row is not None else None


def _formulation(episode: Episode | None, access: Access) -> FormulationFacts | None:
    level = access.level("R", "formulation")
    if episode is None or level not in {FULL, RELEASED}:
        return None
    rows = episode.formulations.select_related("author").order_by("-written_at", "-made_at", "-pk")
    seen = list(rows if level == FULL else rows.filter(is_shared=True))
    if not seen:
        return None
    newest, known = seen[0], library().formulations
    title = known[newest.template].title if newest.template in known else newest.template
    return FormulationFacts(title, newest.author.display_name, newest.written_at, len(seen), newest.is_shared)


def _plan_marks(thread: GoldenThread, zone: ZoneInfo) -> list[Mark]:
    marks = []
    for plan in thread.plans:
        if plan.agreed_at is not None:
            marks.append(Mark(plan.agreed_at.astimezone(zone).date(), "plan_agreed", plan.title))
        if plan.ended_at is not None:
            marks.append(Mark(plan.ended_at.astimezone(zone).date(), "plan_ended", plan.title))
    return marks


def _alarm_marks(alarms: tuple[datetime, ...], zone: ZoneInfo) -> list[Mark]:
    return [Mark(when.astimezone(zone).date(), "alert") for when in alarms]


def _missed(course: ScoreCourse | None, sessions: tuple[SessionPart, ...], zone: ZoneInfo) -> tuple[date, ...]:
    """Days of attended sessions of one's own with nothing measured since the one before: gaps in the line.

    A group's meeting asks nobody for this measure, so it leaves no gap.
    """
    if course is None or not course.known:
        return ()
    measured = [day for day, _ in course.known]
    own = (each for each in sessions if each.status and not each.group)
    due = sorted((each.starts_at.astimezone(zone).date(), each.is_present) for each in own)
    before = measured[0] - timedelta(days=1)  # the measure at intake serves the first session
    missed = []
    for day, is_present in due:
        if is_present and day > measured[0] and not any(before < taken <= day for taken in measured):
            missed.append(day)
        before = max(before, day)
    return tuple(missed)
