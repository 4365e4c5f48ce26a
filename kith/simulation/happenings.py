"""What happens in the synthetic service: one frozen value per verb, each with when and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Purpose = Literal["treatment", "sharing", "research", "group", "recording"]
Template = Literal["five-ps", "maintenance-cycle"]
Attendance = Literal["attended", "late", "cancelled", "did_not_attend"]
GroupAttendance = Literal["attended", "late", "left_early", "apologised", "absent"]
Done = Literal["full", "part", "not"]
Decision = Literal["go_on", "change", "step_up", "step_down", "end"]
Ending = Literal["completed", "dropped_out", "moved", "declined", "transferred"]
Answers = tuple[tuple[str, int | None], ...]
WorksheetAnswers = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that was done: `at` is aware and in UTC, `by` is the key of the person who did it."""

    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class Referred(Happening):
    client: str
    site: str
    source: str
    reason: str
    received_on: date


@dataclass(frozen=True, kw_only=True)
class Allocated(Happening):
    client: str
    practitioner: str


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Happening):
    client: str
    purpose: Purpose
    given: bool


@dataclass(frozen=True, kw_only=True)
class Assessed(Happening):
    client: str
    circumstances: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Measured(Happening):
    client: str
    key: str
    instrument: str
    answers: Answers
    language: str
    respondent: str
    session: str | None = None
    goal: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProblemNamed(Happening):
    client: str
    key: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Formulated(Happening):
    client: str
    key: str
    template: Template
    boxes: dict[str, str]
    shared: bool


@dataclass(frozen=True, kw_only=True)
class GoalAgreed(Happening):
    client: str
    key: str
    problem: str | None
    words: str
    first_step: str


@dataclass(frozen=True, kw_only=True)
class PlanAgreed(Happening):
    client: str
    key: str
    protocol: str
    sessions_planned: int
    setting: str
    format: str
    why: str
    client_choice: str
    not_working_if: str
    goals: tuple[str, ...]
    options_considered: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SessionBooked(Happening):
    client: str
    key: str
    plan: str
    number: int
    starts_at: datetime
    practitioner: str


@dataclass(frozen=True, kw_only=True)
class SessionHeld(Happening):
    """How a booked session went; `key` is the key of its booking, whether or not the client came."""

    key: str
    client: str
    attendance: Attendance
    minutes: int
    techniques: tuple[str, ...]
    agenda_done: tuple[str, ...]
    note: str
    work_reviewed: str | None
    goals: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WorkSet(Happening):
    client: str
    key: str
    session: str
    worksheet: str
    why: str
    due_on: date
    obstacle_plan: str


@dataclass(frozen=True, kw_only=True)
class WorkDone(Happening):
    work: str
    client: str
    key: str
    answers: WorksheetAnswers
    done: Done
    obstacle: str | None


@dataclass(frozen=True, kw_only=True)
class WorkReplied(Happening):
    work: str
    words: str


@dataclass(frozen=True, kw_only=True)
class LessonRead(Happening):
    """A lesson that the practitioner set at `set_at` and the client read and handed in."""

    client: str
    practitioner: str
    plan: str
    key: str
    lesson: str
    why: str
    set_at: datetime


@dataclass(frozen=True, kw_only=True)
class CardTried(Happening):
    client: str
    lesson: str
    card: int
    came: bool


@dataclass(frozen=True, kw_only=True)
class PracticeDone(Happening):
    client: str
    key: str
    practice: str
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class SafetyPlanWritten(Happening):
    client: str
    steps: dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class AlertSeen(Happening):
    client: str


@dataclass(frozen=True, kw_only=True)
class AlertContacted(Happening):
    client: str
    note: str


@dataclass(frozen=True, kw_only=True)
class AlertPlanReviewed(Happening):
    client: str
    note: str


@dataclass(frozen=True, kw_only=True)
class AlertClosed(Happening):
    client: str
    outcome: str
    note: str


@dataclass(frozen=True, kw_only=True)
class ConcernRaised(Happening):
    client: str
    words: str
    level: str


@dataclass(frozen=True, kw_only=True)
class HarmNoted(Happening):
    client: str
    key: str
    kind: str
    happened_on: date
    words: str
    done: str
    seriousness: str


@dataclass(frozen=True, kw_only=True)
class HarmJudged(Happening):
    client: str
    harm: str
    relatedness: str
    expectedness: str
    seriousness: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Reviewed(Happening):
    client: str
    key: str
    plan: str
    decision: Decision
    reason: str
    client_says: str


@dataclass(frozen=True, kw_only=True)
class MeetingAdded(Happening):
    """The next meeting of a plan is one of its own, and why."""

    client: str
    plan: str
    title: str
    purpose: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MeetingSkipped(Happening):
    """A meeting of the plan's protocol is left out, by its number, and why."""

    client: str
    plan: str
    page: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class PhaseChanged(Happening):
    """The plan is in another phase than its course says, and why."""

    client: str
    plan: str
    phase: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PlanEnded(Happening):
    """What the client takes along from a plan that a review has ended."""

    client: str
    plan: str
    helped: str
    early_signs: str
    what_to_do: str
    whom_to_ask: str
    measures: tuple[str, ...]
    months_after: tuple[int, ...]
    booster_on: date


@dataclass(frozen=True, kw_only=True)
class EndingCountersigned(Happening):
    """A supervisor agrees to an ending soon after an alert."""

    client: str
    words: str


@dataclass(frozen=True, kw_only=True)
class EpisodeEnded(Happening):
    client: str
    ending: Ending
    note: str


@dataclass(frozen=True, kw_only=True)
class GroupFormed(Happening):
    group: str
    name: str
    protocol: str
    site: str
    facilitators: tuple[str, ...]
    weekday: int
    starts: str
    first_meeting_on: date
    meetings_planned: int


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Happening):
    group: str
    client: str
    display_name: str


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Happening):
    group: str
    client: str


@dataclass(frozen=True, kw_only=True)
class GroupMet(Happening):
    group: str
    key: str
    number: int
    starts_at: datetime
    register: tuple[tuple[str, GroupAttendance], ...]
    themes: str
    note: str
    checks: tuple[tuple[str, dict[str, int]], ...] = ()  # client and answers about the meeting
