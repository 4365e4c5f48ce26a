"""Today: what is asked of the client now, and the one rule that says which measures are due."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kith.care.models import Client
from kith.care.models.authoring import is_own
from kith.care.models.knowledge import in_language, library
from kith.care.permissions import Viewer, live
from kith.care.queries.looking import note_seen
from kith.care.queries.my_work import WorkRow, work_rows
from kith.care.queries.myself import Own, open_own
from kith.care.queries.who_sees import who_sees
from kith.science.instruments import Instrument

USUAL_MEASURES = ("phq9", "gad7")
GOAL_RATING = "goal-rating"
KEPT_FRESH = timedelta(days=5)  # people meet weekly and answer the day before: by then last week speaks no more
SECONDS_A_QUESTION = 12


@dataclass(frozen=True)
class DueMeasure:
    """One instrument that is due, how long it takes, and how far it is done."""

    instrument: str
    title: str
    questions: int
    answered: int = 0

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
        return not (self.check_in or self.goals_due or self.work or self.next_session)


def today(*, viewer: Viewer, at: datetime, language: str = "en") -> TodayPage:
    """What is asked of the client now."""
    own = open_own(viewer, "R", "plan", at=at)
    due = (
        measures_due(viewer=viewer, client=own.client, at=at, language=language)
        if own.access.can("W", "answers")
        else ()
    )
    rows = work_rows(viewer=viewer, own=own) if own.access.can("R", "work") else []
    waiting = [row for row in rows if row.has_unread_reply] + [
        row for row in rows if row.is_open and not row.has_unread_reply
    ]
    page = TodayPage(
        name=own.name,
        time_zone=own.time_zone,
        today=own.today,
        check_in=tuple(one for one in due if one.instrument != GOAL_RATING),
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
    """What the plan asks before its next session, unless it was answered in the last five days.

    A plan without measures, and a person without a plan, are asked the usual two; goals are rated as often. Nothing is
    due when care here has ended.
    """
    if not client.episode_set.exclude(state="ended").exists():
        return ()
    fresh = set(
        client.measurement_set.filter(taken_at__gt=at - KEPT_FRESH, goal__isnull=True).values_list(
            "instrument", flat=True
        )
    )
    half_done = {
        draft.about: len(draft.content.get("answers", {}))
        for draft in client.draft_set.filter(author_id=viewer.user_id, kind="check_in")
    }
    due = [
        DueMeasure(name, _title(name, language), len(library().instruments[name].items), half_done.get(name, 0))
        for name in (*_asked(client, at), *filter(is_own, half_done))
        if name not in fresh and _can_be_asked(library().instruments[name])
    ]
    rated = client.measurement_set.filter(taken_at__gt=at - KEPT_FRESH, goal__isnull=False).values("goal")
    goals = client.goal_set.filter(closed_at__isnull=True).exclude(pk__in=rated).count()
    if goals:
        due.append(DueMeasure(GOAL_RATING, _title(GOAL_RATING, language), goals))
    return tuple(due)


def next_session(*, viewer: Viewer, client: Client, at: datetime) -> NextSession | None:
    """The next meeting still to come, one's own or a group's."""
    meetings = [meeting for meeting in (_own_meeting(client, at), _group_meeting(client, at)) if meeting is not None]
    return min(meetings, key=lambda meeting: meeting.starts_at, default=None)


def _own_meeting(client: Client, at: datetime) -> NextSession | None:
    session = (
        client.session_set.filter(state="booked", starts_at__gte=at)
        .select_related("practitioner")
        .order_by("starts_at")
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
        .order_by(f"{path}starts_at")
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
    if plan is None or plan.protocol not in library().protocols:
        return USUAL_MEASURES
    coming = (
        plan.sessions.filter(state="booked", starts_at__gte=at)
        .order_by("starts_at")
        .values_list("number", flat=True)
        .first()
    )
    number = coming or plan.sessions.exclude(state="booked").count() + 1
    pages = library().protocols[plan.protocol].sessions
    page = next((page for page in pages if page.n <= number <= page.last), None)
    return page.measures if page is not None and page.measures else USUAL_MEASURES


def _can_be_asked(definition: Instrument) -> bool:
    return "self" in definition.respondents and definition.licence.ship_text


def _title(instrument: str, language: str) -> str:
    return in_language(library().wordings[instrument], language).title


def _readers(viewer: Viewer, own: Own) -> tuple[str, ...]:
    seen = who_sees(["answers"], viewer=viewer, client=own.client, at=own.at)["answers"]
    return tuple(seer.name for seer in seen if seer.column == "PR")
