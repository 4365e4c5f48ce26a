"""For a supervisor: whose course is off track, what was done about it and how soon; and one case to be talked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Client, Plan, Review
from kith.care.permissions import Viewer, check_function, reach
from kith.care.queries.assessing import courses_of_client
from kith.care.queries.caseload import Case, cases_of
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.courses_of_scores import ScoreCourse
from kith.care.queries.golden_thread import GoldenThread, PlanPart, golden_thread
from kith.care.queries.looking import note_seen
from kith.care.queries.looking_into import LookingInto, looking_into
from kith.care.queries.reasons_to_act import first_off_track
from kith.care.queries.sight import Sight
from kith.care.queries.signal_times import FirstLooks, first_looks
from kith.care.queries.staff_looking import open_as_staff

OFF_TRACK = "off_track"


@dataclass(frozen=True)
class LastReview:
    """The newest decision about a plan, and how long after its signal."""

    decision: str
    decided_at: datetime
    hours_to_action: float | None


@dataclass(frozen=True)
class OffTrackRow:
    """One person whose course is off track, as far as a supervisor's list goes."""

    case: Case
    since: date | None
    due_on: date | None
    is_late: bool
    look: FirstLooks
    review: LastReview | None
    waits_for_discussion: bool


@dataclass(frozen=True)
class OffTrackPage:
    """Case discussions first, then reviews that are due, then those that were reviewed and are off track still."""

    to_discuss: tuple[OffTrackRow, ...]
    to_review: tuple[OffTrackRow, ...]
    reviewed: tuple[OffTrackRow, ...]


@dataclass(frozen=True)
class DiscussionPage:
    """One case: the signal, what was looked at and decided so far, and earlier discussions."""

    head: ClientHead
    plan: PlanPart | None
    course: ScoreCourse | None
    sessions: tuple[tuple[date, bool], ...]
    looking: LookingInto

    @property
    def status(self) -> str:
        """The signal of the main course."""
        judgement = self.course.judgement if self.course is not None else None
        return judgement.status if judgement is not None else "not_enough_data"


def people_off_track(*, viewer: Viewer, at: datetime, language: str = "en") -> OffTrackPage:
    """The supervisor's list; the same number of queries however long it is."""
    check_function(viewer, "sign_off")
    every = cases_of(viewer=viewer, at=at, language=language)
    cases = [case for case in every if case.status == OFF_TRACK and not case.is_limited]
    clients = [case.client_id for case in cases]
    sight = Sight(viewer=viewer, clients=clients, at=at)
    days = {case.client_id: _since(case) for case in cases}
    looks = first_looks(
        viewer=viewer,
        since={
            case.client_id: datetime(day.year, day.month, day.day, tzinfo=case.situation.zone)
            for case in cases
            for day in [days[case.client_id]]
            if day is not None
        },
    )
    reviews = {
        row.client_id: _last(row)
        for row in sight.rows(Review)
        .only("client_id", "decision", "decided_at", "signal_at")
        .order_by("decided_at", "pk")
    }
    rows = [_row(case, days[case.client_id], looks, reviews) for case in cases]
    note_seen(viewer, "off_track.seen", clients, at=at)
    return OffTrackPage(
        to_discuss=tuple(row for row in rows if row.waits_for_discussion),
        to_review=tuple(row for row in rows if row.due_on is not None and not row.waits_for_discussion),
        reviewed=tuple(row for row in rows if row.due_on is None),
    )


def discussing(*, viewer: Viewer, client_id: UUID, at: datetime, language: str = "en") -> DiscussionPage:
    """The page on which a case discussion is recorded."""
    client, access = open_as_staff(viewer, client_id, "W", "supervision", at=at)
    episode = client.newest_episode()
    thread = GoldenThread()
    if episode is not None:
        thread = golden_thread(viewer=viewer, client=client, episode=episode, access=access, at=at)
    courses = courses_of_client(viewer=viewer, client=client, episode=episode, at=at, language=language)
    plan = next((one for one in thread.plans if one.state == "agreed"), None)
    row = episode.plans.filter(pk=plan.id).first() if episode and plan else None
    course = courses.main(row.protocol if row is not None else "")
    zone = ZoneInfo(client.service.time_zone)
    note_seen(viewer, "discussion.seen", [client.pk], at=at)
    return DiscussionPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=episode, at=at),
        plan=plan,
        course=course,
        sessions=tuple(
            (one.starts_at.astimezone(zone).date(), one.is_present) for one in thread.sessions if one.status
        ),
        looking=looking_into(
            viewer=viewer,
            client=client,
            access=access,
            episode=episode,
            course=course,
            sessions=thread.sessions,
            at=at,
            language=language,
        ),
    )


def plan_to_discuss(*, viewer: Viewer, client_id: UUID, at: datetime) -> Plan | None:
    """The plan that runs, for the action that records a discussion; None when none does."""
    client: Client = reach(viewer, Client, client_id, "W", "supervision", at=at)[0]
    return client.plan_set.filter(state="agreed").first()


def _since(case: Case) -> date | None:
    return first_off_track(case.course, case.situation.reviewed_on) if case.course is not None else None


def _last(row: Review) -> LastReview:
    hours = (row.decided_at - row.signal_at).total_seconds() / 3600 if row.signal_at is not None else None
    return LastReview(row.decision, row.decided_at, hours)


def _row(case: Case, since: date | None, looks: dict[UUID, FirstLooks], reviews: dict[UUID, LastReview]) -> OffTrackRow:
    due = case.situation.review_due_on
    return OffTrackRow(
        case=case,
        since=since,
        due_on=due,
        is_late=due is not None and due < case.situation.today,
        look=looks.get(case.client_id, FirstLooks()),
        review=reviews.get(case.client_id),
        waits_for_discussion=any(reason.id == "case_discussion" for reason in case.reasons),
    )
