"""Today: what is asked of the client now, and the one rule that says which measures are due."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kith.care.models import Client
from kith.care.models.authoring import is_own
from kith.care.models.knowledge import library
from kith.care.models.plan_courses import course_page
from kith.care.permissions import Viewer, live
from kith.care.queries.looking import note_seen
from kith.care.queries.my_requests import MyRequest, MyRequests, my_requests, title_of_measure
from kith.care.queries.my_work import WorkRow, work_rows
from kith.care.queries.myself import Own, open_own
from kith.care.queries.who_sees import who_sees

USUAL_MEASURES = ("phq9", "gad7")
GOAL_RATING = "goal-rating"
KEPT_FRESH = timedelta(days=5)  # people meet weekly and answer the day before: by then last week speaks no more
SECONDS_A_QUESTION = 12


@dataclass(frozen=True)
class DueMeasure:
    """One instrument that is due, how long it takes, how far it is done, and whether it was asked on a schedule."""

    instrument: str
    title: str
    questions: int
    answered: int = 0
    may_decline: bool = False

    @property
    def minutes(self) -> int:
        """Rounded up, so that nobody is promised less than it takes."""
        return max(1, math.ceil(self.questions * SECONDS_A_QUESTION / 60))


@dataclass(frozen=True)
class NextSession:
    """When, where and with whom."""

    starts_at: datetime
    minutes: int
    setting: str
    place: str
    practitioner: str
    group: str = ""


@dataclass(frozen=True)
class TodayPage:
    """At most three cards, the most useful first."""

    name: str
    time_zone: str
    check_in: tuple[DueMeasure, ...]
    declined: tuple[MyRequest, ...]
    goals_due: int
    readers: tuple[str, ...]
    work: tuple[WorkRow, ...]
    work_beyond: int
    next_session: NextSession | None
    has_safety_plan: bool
    today: date

    @property
    def minutes(self) -> int:
        """For the whole check-in."""
        return sum(measure.minutes for measure in self.check_in)

    @property
    def is_begun(self) -> bool:
        """Whether some questions are answered already."""
        return any(measure.answered for measure in self.check_in)

    @property
    def is_empty(self) -> bool:
        """Nothing at all is asked of the person."""
        return not (self.check_in or self.declined or self.goals_due or self.work or self.next_session)

    @property
    def to_decline(self) -> tuple[DueMeasure, ...]:
        """The measures that can be passed over with a reason."""
        return tuple(one for one in self.check_in if one.may_decline)


def today(*, viewer: Viewer, at: datetime, language: str = "en") -> TodayPage:
    """What is asked of the client now."""
    own = open_own(viewer, "R", "plan", at=at)
    asked, due = MyRequests(), tuple[DueMeasure, ...]()
    if own.access.can("W", "answers"):
        asked = my_requests(viewer=viewer, client=own.client, at=at, language=language)
        due = _due(viewer, own.client, at, language, asked)
    rows = work_rows(viewer=viewer, own=own) if own.access.can("R", "work") else []
    waiting = [row for row in rows if row.has_unread_reply] + [
        row for row in rows if row.is_open and not row.has_unread_reply
    ]
    page = TodayPage(
        name=own.name,
        time_zone=own.time_zone,
        today=own.today,
        check_in=tuple(one for one in due if one.instrument != GOAL_RATING),
        declined=asked.declined,
        goals_due=sum(one.questions for one in due if one.instrument == GOAL_RATING),
        readers=_readers(viewer, own),
        work=tuple(waiting[:3]),
        work_beyond=max(len(waiting) - 3, 0),
        next_session=next_session(viewer=viewer, client=own.client, at=at)
        if own.access.can("R", "appointments")
        else None,
        has_safety_plan=own.access.can("R", "safety_plan") and own.client.safetyplan_set.exists(),
    )
    note_seen(viewer, "today.seen", [own.client.pk], at=at)
    return page


def measures_due(*, viewer: Viewer, client: Client, at: datetime, language: str = "en") -> tuple[DueMeasure, ...]:
    """What is asked on a schedule now, also after the care; else what the plan asks before its next session.

    What no schedule decides is not asked again when it was answered in the last five days, and not after the care. A
    plan without measures, and a person without a plan, are asked the usual two; goals are rated as often.
    """
    return _due(viewer, client, at, language, my_requests(viewer=viewer, client=client, at=at, language=language))


def _due(viewer: Viewer, client: Client, at: datetime, language: str, asked: MyRequests) -> tuple[DueMeasure, ...]:
    is_in_care = client.episode_set.exclude(state="ended").exists()
    usual = _asked(client, at) if is_in_care else USUAL_MEASURES
    scheduled = {one.instrument for one in asked.open}
    settled = _settled(client, at, asked) if is_in_care else set(usual)
    names = [name for name in usual if name in scheduled or name not in settled]
    names += sorted(scheduled - set(names), key=in_order)
    half_done = {
        draft.about: len(draft.content.get("answers", {}))
        for draft in client.draft_set.filter(author_id=viewer.user_id, kind="check_in")
    }
    names += [name for name in half_done if is_own(name) and name not in names]
    due = [
        DueMeasure(
            name,
            title_of_measure(name, language),
            len(library().instruments[name].items),
            half_done.get(name, 0),
            may_decline=name in scheduled,
        )
        for name in names
        if can_be_asked_of_client(name, at)
    ]
    goals = _goals_due(client, at) if is_in_care else 0
    if goals:
        due.append(DueMeasure(GOAL_RATING, title_of_measure(GOAL_RATING, language), goals))
    return tuple(due)


def _settled(client: Client, at: datetime, asked: MyRequests) -> set[str]:
    """What need not be asked: answered lately, declined now, or asked when its schedule says so."""
    taken = client.measurement_set.standing().filter(taken_at__gt=at - KEPT_FRESH, goal__isnull=True)
    declined = {one.instrument for one in asked.declined}
    return {*taken.values_list("instrument", flat=True), *asked.decided_by_schedule, *declined}


def _goals_due(client: Client, at: datetime) -> int:
    rated = client.measurement_set.standing().filter(taken_at__gt=at - KEPT_FRESH, goal__isnull=False).values("goal")
    return client.goal_set.filter(closed_at__isnull=True).exclude(pk__in=rated).count()


def in_order(instrument: str) -> tuple[int, str]:
    """Where a measure stands among others: the usual two first, then by name."""
    usual = USUAL_MEASURES.index(instrument) if instrument in USUAL_MEASURES else len(USUAL_MEASURES)
    return usual, instrument


def next_session(*, viewer: Viewer, client: Client, at: datetime) -> NextSession | None:
    """The next meeting still to come, one's own or a group's."""
    meetings = [meeting for meeting in (_own_meeting(client, at), _group_meeting(client, at)) if meeting is not None]
    return min(meetings, key=lambda meeting: meeting.starts_at, default=None)


def _own_meeting(client: Client, at: datetime) -> NextSession | None:
    session = (
        client.session_set.filter(state="booked", starts_at__gte=at)
        .select_related("practitioner")
        .order_by("starts_at", "pk")
        .first()
    )
    if session is None:
        return None
    return NextSession(
        session.starts_at, session.minutes, session.setting, client.site.name, session.practitioner.display_name
    )


def _group_meeting(client: Client, at: datetime) -> NextSession | None:
    path = "group__sessions__"
    row = (
        client.membership_set.filter(live(at))
        .filter(**{f"{path}state": "booked", f"{path}starts_at__gte": at})
        .order_by(f"{path}starts_at", f"{path}pk")
        .values_list(
            f"{path}starts_at",
            f"{path}minutes",
            f"{path}setting",
            "group__site__name",
            f"{path}practitioner__display_name",
            "group__name",
        )
        .first()
    )
    return NextSession(*row) if row else None


def _asked(client: Client, at: datetime) -> tuple[str, ...]:
    plan = client.plan_set.filter(state="agreed").first()
    if plan is None:
        return USUAL_MEASURES
    coming = (
        plan.sessions.filter(state="booked", starts_at__gte=at)
        .order_by("starts_at", "pk")
        .values_list("number", flat=True)
        .first()
    )
    number = coming or plan.sessions.exclude(state="booked").count() + 1
    found = course_page(plan, number)
    return found.page.measures if found is not None and not found.is_beyond and found.page.measures else USUAL_MEASURES


def can_be_asked_of_client(instrument: str, at: datetime) -> bool:
    """Whether the person themselves can answer it, and its questions may be shown at that moment."""
    return "self" in library().instruments[instrument].respondents and library().can_be_asked(instrument, at.date())


def _readers(viewer: Viewer, own: Own) -> tuple[str, ...]:
    seen = who_sees(["answers"], viewer=viewer, client=own.client, at=own.at)["answers"]
    return tuple(seer.name for seer in seen if seer.column == "PR")
