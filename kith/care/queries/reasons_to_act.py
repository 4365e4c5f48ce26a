"""Why somebody stands where they stand on the caseload: one table of reasons in order of urgency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from uuid import UUID

from kith.care.queries.courses_of_scores import ScoreCourse
from kith.care.queries.slipping import Slipping
from kith.science.change import AllianceSignal
from kith.science.groups import GettingOn

MEASURE_EVERY = timedelta(days=14)  # the recall period of PHQ-9 and GAD-7: a longer gap leaves days nobody asked about
REVIEW_WITHIN = timedelta(days=7)  # our design: a red signal is reviewed before the next meeting, within a week at most
REVIEW_WORSE_WITHIN = timedelta(days=7)  # by when somebody has looked at reliable deterioration (our convention)
ENDING_IN_VIEW = 2  # meetings left when the ending should be on the agenda


@dataclass(frozen=True)
class OpenAlert:
    """An alert that somebody owns, and its clock."""

    id: UUID
    state: str
    owner: str
    raised_at: datetime
    contact_due_at: datetime


@dataclass(frozen=True)
class OpenFollowUp:
    """Contact that is to be made again, and by when."""

    id: UUID
    due_at: datetime
    due_on: date


@dataclass(frozen=True)
class RunningPlan:
    """The plan that is agreed, and how far it has come."""

    id: UUID
    protocol: str
    sessions_planned: int
    review_after_sessions: int
    attended: int
    attended_since_review: int
    due_since: datetime


@dataclass(frozen=True)
class AskedMeasures:
    """What the times of asking say: which measure is overdue, of whom and since when; else until when all is well."""

    instrument: str = ""
    short: str = ""
    respondent: str = ""
    due_at: datetime | None = None
    asked_until: date | None = None


@dataclass(frozen=True)
class KnownHarm:
    """What the register says: since when a suggestion waits, and the day a deterioration was last written down."""

    suggested_at: datetime | None = None
    worse_written_on: date | None = None


@dataclass(frozen=True)
class OpenOutreach:
    """Somebody is trying to reach the person: how often so far, when last, when next, and whether to decide first."""

    tries: int
    last_on: date | None
    begun_on: date
    next_on: date | None
    other_way: bool
    is_decision_due: bool


@dataclass(frozen=True)
class CarerDue:
    """Something that is due with one who cares: to ask again, to look at their plan again, or to speak about relief."""

    act: str
    since: date


@dataclass(frozen=True)
class Situation:
    """Everything the table looks at, about one person at one moment."""

    at: datetime
    today: date
    state: str = ""
    waiting_since: date | None = None
    treated_since: date | None = None
    alert: OpenAlert | None = None
    follow_up: OpenFollowUp | None = None
    safety_plan_review_on: date | None = None
    course: ScoreCourse | None = None
    asked: AskedMeasures = AskedMeasures()
    last_attendance: tuple[datetime, str] | None = None
    next_session: datetime | None = None
    plan: RunningPlan | None = None
    reviewed_on: date | None = None
    reviewed_signal: str = ""
    discussed_on: date | None = None
    zone: tzinfo = UTC
    unread: tuple[tuple[datetime, UUID], ...] = ()
    harm: KnownHarm = KnownHarm()
    alliance: AllianceSignal | None = None
    outreach: OpenOutreach | None = None
    carers: tuple[CarerDue, ...] = ()
    befriending: GettingOn | None = None
    slipping: Slipping | None = None
    promised: tuple[datetime, ...] = ()  # since when each thing is promised that is to be done before the first meeting

    @property
    def deteriorated_on(self) -> date | None:
        """The day of the score that shows reliable deterioration, unless the register has answered it since."""
        judgement = self.course.judgement if self.course else None
        if judgement is None or judgement.category != "deteriorated" or judgement.judged_on is None:
            return None
        written_on = self.harm.worse_written_on
        return None if written_on is not None and written_on >= judgement.judged_on else judgement.judged_on

    @staticmethod
    def deterioration_due_on(since: date) -> date:
        """By which day somebody has looked at it."""
        return since + REVIEW_WORSE_WITHIN

    @property
    def review_due_on(self) -> date | None:
        """By when an off-track signal is to be reviewed: the next meeting after it came, a week at most."""
        judged_on = _judged_as(self, "off_track")
        if self.course is None or judged_on is None:
            return None
        first = first_off_track(self.course, self.reviewed_on) or judged_on
        last = self.last_attendance[0] if self.last_attendance else None
        meetings = (when.astimezone(self.zone).date() for when in (last, self.next_session) if when is not None)
        return min([first + REVIEW_WITHIN, *(day for day in meetings if day > first)])

    def reasons(self) -> tuple[Reason, ...]:
        """Every reason that holds, the most urgent first; never none."""
        found = ((row, row.applies(self)) for row in REASONS)
        held = tuple(
            Reason(row.id, place, row.act, since.when, row.is_today, since.facts)
            for place, (row, since) in enumerate(found)
            if since
        )
        return held or (Reason("nothing_due", len(REASONS), "", self.at, False),)


@dataclass(frozen=True)
class Since:
    """From when a reason holds, and the figures its words need."""

    when: datetime
    facts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Reason:
    """A reason that holds: its id, its place in the table, the act it suggests, since when, whether it is for today."""

    id: str
    place: int
    act: str
    since: datetime
    is_today: bool
    facts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One row of the table."""

    id: str
    act: str
    is_today: bool
    applies: Callable[[Situation], Since | None]


def first_off_track(course: ScoreCourse, reviewed_on: date | None) -> date | None:
    """The first day of the off-track scores that no review has answered yet; None when there is none."""
    judgement = course.judgement
    if judgement is None or judgement.status != "off_track" or judgement.since is None:
        return None
    days = (day for day, _ in course.known if day >= judgement.since)
    return next((day for day in days if reviewed_on is None or day > reviewed_on), None)


def _start_of(day: date, like: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=like.tzinfo)


def _alert_open(now: Situation) -> Since | None:
    return Since(now.alert.contact_due_at) if now.alert else None


def _follow_up_due(now: Situation) -> Since | None:
    """Contact again that is due by the end of today, or was."""
    if now.follow_up is None or now.follow_up.due_on > now.today:
        return None
    return Since(now.follow_up.due_at)


def _follow_up_coming(now: Situation) -> Since | None:
    return Since(now.follow_up.due_at) if now.follow_up and not _follow_up_due(now) else None


def _safety_plan_review(now: Situation) -> Since | None:
    due = now.safety_plan_review_on
    return Since(_start_of(due, now.at)) if due is not None and due <= now.today and now.state != "" else None


def _off_track(now: Situation) -> Since | None:
    """The first time; off track again after a review is a reason of its own."""
    judged_on = _judged_as(now, "off_track") if _case_discussion(now) is None else None
    return Since(_start_of(judged_on, now.at)) if judged_on else None


def _case_discussion(now: Situation) -> Since | None:
    """Off track at the last review, off track at every score since, and nobody has talked about it since."""
    judged_on = _judged_as(now, "off_track")
    since = now.course.judgement.since if now.course and now.course.judgement else None
    if judged_on is None or now.reviewed_on is None or now.reviewed_signal != "off_track":
        return None
    is_in_a_row = since is not None and since <= now.reviewed_on
    is_discussed = now.discussed_on is not None and now.discussed_on >= judged_on
    return Since(_start_of(judged_on, now.at)) if is_in_a_row and not is_discussed else None


def _harm_suggested(now: Situation) -> Since | None:
    return Since(now.harm.suggested_at) if now.harm.suggested_at else None


def _deteriorated(now: Situation) -> Since | None:
    since = now.deteriorated_on
    if since is None:
        return None
    return Since(_start_of(since, now.at), {"days_left": (now.deterioration_due_on(since) - now.today).days})


def _strained(now: Situation) -> Since | None:
    strained = now.alliance
    if strained is None or not strained.reasons:
        return None
    return Since(_start_of(strained.on, now.at), dict.fromkeys(strained.reasons, 1))


def _missed_session(now: Situation) -> Since | None:
    if now.last_attendance is None or now.last_attendance[1] != "did_not_attend":
        return None
    return Since(now.last_attendance[0])


def _slipping(now: Situation) -> Since | None:
    """Not where somebody is trying to reach them already: that has its own row."""
    one = now.slipping if now.outreach is None else None
    return Since(one.since, {"missed": one.missed, "days": one.days, "promises": one.promises}) if one else None


def _review_due(now: Situation) -> Since | None:
    if now.plan is None or now.plan.attended_since_review < now.plan.review_after_sessions:
        return None
    return Since(now.plan.due_since, {"sessions": now.plan.attended_since_review})


def _outreach_due(now: Situation) -> Since | None:
    """A planned try whose day has come, no plan at all, or so many tries that people decide together first."""
    out = now.outreach
    if out is None:
        return None
    if out.next_on is not None and out.next_on > now.today and not out.is_decision_due:
        return None
    since = out.next_on or out.last_on or out.begun_on
    facts = {"tries": out.tries, "days": (now.today - (out.last_on or out.begun_on)).days}
    facts |= {"other_way": int(out.other_way), "decide": int(out.is_decision_due)}
    return Since(_start_of(since, now.at), facts)


def _promised(now: Situation) -> Since | None:
    """What somebody said yes to is done before they come for the first time, or it was no offer."""
    return Since(now.promised[0], {"things": len(now.promised)}) if now.promised else None


def _carer_due(now: Situation) -> Since | None:
    """Those who care need care too; what is due with them is never asked of the person."""
    if not now.carers:
        return None
    facts = dict(Counter(one.act for one in now.carers))
    return Since(_start_of(min(one.since for one in now.carers), now.at), facts)


def _overdue_measure(now: Situation) -> Since | None:
    """The times of asking decide by their own dates; where there is none, a fortnight without a score does."""
    if now.state != "in_treatment":
        return None
    if now.asked.due_at is not None:
        return Since(now.asked.due_at, {"days": (now.at - now.asked.due_at).days})
    if now.asked.asked_until is not None and now.today <= now.asked.asked_until:
        return None
    known = now.course.known if now.course else ()
    last = known[-1][0] if known else now.treated_since
    if last is None or now.today - last <= MEASURE_EVERY:
        return None
    return Since(_start_of(last, now.at), {"days": (now.today - last).days, "scores": len(known)})


def _unread_work(now: Situation) -> Since | None:
    return Since(now.unread[0][0], {"pieces": len(now.unread)}) if now.unread else None


def _peer_quiet(now: Situation) -> Since | None:
    """Somebody asks both, each alone, how it is; nobody is asked for a reason."""
    beside = now.befriending
    if beside is None or not beside.is_quiet:
        return None
    return Since(_start_of(beside.since, now.at), {"weeks": (now.today - beside.since).days // 7, "met": beside.met})


def _peer_review(now: Situation) -> Since | None:
    beside = now.befriending
    return Since(_start_of(beside.since, now.at)) if beside is not None and beside.is_review_due else None


def _plan_ending(now: Situation) -> Since | None:
    if now.plan is None or now.plan.sessions_planned - now.plan.attended > ENDING_IN_VIEW:
        return None
    return Since(now.plan.due_since, {"left": max(now.plan.sessions_planned - now.plan.attended, 0)})


def _ready_to_finish(now: Situation) -> Since | None:
    judged_on = _judged_as(now, "recovered")
    is_reliable = now.course and now.course.judgement and now.course.judgement.category == "recovered"
    return Since(_start_of(judged_on, now.at)) if judged_on and is_reliable else None


def _waiting(now: Situation) -> Since | None:
    if now.state not in {"waiting", "assessed"} or now.waiting_since is None:
        return None
    facts = {"weeks": (now.today - now.waiting_since).days // 7, "assessed": int(now.state == "assessed")}
    return Since(_start_of(now.waiting_since, now.at), facts)


def _judged_as(now: Situation, status: str) -> date | None:
    """The day of the score that says so, unless a review has answered it since."""
    judgement = now.course.judgement if now.course else None
    if judgement is None or judgement.status != status or judgement.judged_on is None:
        return None
    is_answered = now.reviewed_on is not None and now.reviewed_on >= judgement.judged_on
    return None if is_answered else judgement.judged_on


REASONS = (
    Row("alert_open", "open_alert", True, _alert_open),
    Row("follow_up_due", "follow_up", True, _follow_up_due),
    Row("case_discussion", "discuss", True, _case_discussion),
    Row("harm_suggested", "look_at_harm", True, _harm_suggested),
    Row("off_track", "review", True, _off_track),
    Row("deteriorated", "look_at_harm", True, _deteriorated),
    Row("strained", "talk_about_us", False, _strained),
    Row("slipping", "reach_out", True, _slipping),
    Row("missed_session", "book", True, _missed_session),
    Row("outreach_due", "reach_out", True, _outreach_due),
    Row("promised", "keep_promise", False, _promised),
    Row("follow_up_coming", "follow_up", False, _follow_up_coming),
    Row("safety_plan_review", "safety_plan", False, _safety_plan_review),
    Row("carer_due", "look_at_carers", False, _carer_due),
    Row("review_due", "review", False, _review_due),
    Row("overdue_measure", "measure", False, _overdue_measure),
    Row("unread_work", "read_work", False, _unread_work),
    Row("peer_quiet", "look_at_peer", False, _peer_quiet),
    Row("peer_review", "look_at_peer", False, _peer_review),
    Row("plan_ending", "review", False, _plan_ending),
    Row("ready_to_finish", "review", False, _ready_to_finish),
    Row("waiting", "take_on", False, _waiting),
)
"""In order of urgency. The first that holds is why a person stands where they stand; all that hold are shown."""

ALL = (*(row.id for row in REASONS), "nothing_due")
