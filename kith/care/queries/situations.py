"""What the table of reasons looks at, fetched for a whole list of people in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import (
    Alert,
    Attendance,
    CareRelationship,
    CaseDiscussion,
    Client,
    Entry,
    Episode,
    FollowUp,
    HarmEvent,
    Plan,
    Review,
    SafetyPlan,
    SafetyPlanReview,
    Session,
)
from kith.care.models.delivery import PRESENT
from kith.care.permissions import Viewer, live
from kith.care.queries.alliances import alliances
from kith.care.queries.asked_measures import asked_measures
from kith.care.queries.befriending import Befriendings
from kith.care.queries.carer_acts import CarersDue
from kith.care.queries.courses_of_scores import Courses, Stay, courses_of_scores
from kith.care.queries.open_outreaches import OpenOutreaches
from kith.care.queries.reasons_to_act import (
    AskedMeasures,
    KnownHarm,
    OpenAlert,
    OpenFollowUp,
    RunningPlan,
    Situation,
)
from kith.care.queries.sight import Sight
from kith.care.queries.slipping import SlippingAway

BRIEF_PLAN = 8  # a plan that ends by then is asked sooner whether it helps
_Came = tuple[datetime, str, UUID | None]  # start of the session, attendance, plan


class Situations:
    """The situation of each client of a list whom the viewer may read; clients beyond that are never asked for."""

    def __init__(
        self, *, viewer: Viewer, sight: Sight, clients: Collection[Client], at: datetime, language: str
    ) -> None:
        self.sight, self.at = sight, at
        self.leads: dict[UUID, str] = dict(
            self._of(CareRelationship).filter(live(at), is_lead=True).values_list("client_id", "staff__display_name")
        )
        self.episodes = {
            row.client_id: row
            for row in self._of(Episode)
            .exclude(state="ended")
            .only("client_id", "state", "opened_on", "treatment_began_at")
        }
        self.plans = {
            row["client_id"]: row
            for row in self._of(Plan)
            .filter(state="agreed")
            .values("client_id", "id", "protocol", "sessions_planned", "review_after_sessions", "agreed_at")
        }
        self.came = self._came()
        self.booked = _first(
            self._of(Session)
            .filter(state="booked", starts_at__gte=at)
            .order_by("starts_at", "pk")
            .values_list("client_id", "starts_at")
        )
        self.reviews: dict[UUID, tuple[datetime, str]] = {
            client: (when, signal)
            for client, when, signal in self._of(Review)
            .order_by("decided_at", "pk")
            .values_list("client_id", "decided_at", "signal")
        }
        self.discussions: dict[UUID, datetime] = dict(
            self._of(CaseDiscussion).order_by("held_at", "pk").values_list("client_id", "held_at")
        )
        self.alerts = {
            row.client_id: OpenAlert(row.pk, row.state, row.owner.display_name, row.raised_at, row.contact_due_at)
            for row in self._of(Alert).exclude(state="closed").select_related("owner")
        }
        self.follow_ups: dict[UUID, tuple[UUID, datetime]] = {
            client: (key, due)
            for client, key, due in self._of(FollowUp)
            .filter(reached_at__isnull=True)
            .values_list("client_id", "id", "due_at")
        }
        self.plan_reviews = self._plan_reviews()
        self.unread = _grouped(
            self._of(Entry)
            .filter(replies__isnull=True)
            .order_by("handed_in_at")
            .values_list("client_id", "handed_in_at", "assignment_id")
        )
        self.outreaches = OpenOutreaches(sight)
        self.slipping = SlippingAway(sight, at)
        self.carers = CarersDue(sight, at)
        self.befriendings = Befriendings(sight, at=at)
        self.harms = _known_harms(self._of(HarmEvent))
        self.alliances = alliances(viewer=viewer, sight=sight, clients=clients)
        self.asked = asked_measures(viewer=viewer, sight=sight, at=at)
        stays = [self._stay(client) for client in clients if client.pk in self.episodes]
        self.courses = courses_of_scores(viewer=viewer, sight=sight, stays=stays, language=language)

    def of(self, client: Client, meeting: datetime | None) -> Situation:
        """One person's situation; `meeting` is the next one of their group."""
        key, zone = client.pk, ZoneInfo(client.service.time_zone)
        episode, plan = self.episodes.get(key), self.plans.get(key)
        reviewed, reviewed_signal = self.reviews.get(key, (None, ""))
        discussed = self.discussions.get(key)
        came = self.came.get(key, [])
        began = episode.treatment_began_at if episode else None
        has_come = any(status in PRESENT for _, status, _ in came)
        promised = () if has_come else tuple(self.outreaches.promised[key])
        nearest = min((when for when in (self.booked.get(key), meeting) if when is not None), default=None)
        return Situation(
            at=self.at,
            today=self.at.astimezone(zone).date(),
            state=episode.state if episode else "",
            waiting_since=episode.opened_on if episode else None,
            treated_since=began.astimezone(zone).date() if began else None,
            alert=self.alerts.get(key),
            follow_up=self._follow_up(key, zone),
            safety_plan_review_on=self.plan_reviews.get(key),
            course=self.courses.get(key, Courses()).main(plan["protocol"] if plan else ""),
            asked=self.asked.get(key, AskedMeasures()),
            last_attendance=(came[-1][0], came[-1][1]) if came else None,
            next_session=nearest,
            plan=_running(plan, came, reviewed) if plan else None,
            reviewed_on=reviewed.astimezone(zone).date() if reviewed else None,
            reviewed_signal=reviewed_signal,
            zone=zone,
            discussed_on=discussed.astimezone(zone).date() if discussed else None,
            unread=self._unread(key, came),
            harm=_known_harm(self.harms.get(key, []), zone),
            alliance=self.alliances.get(key),
            outreach=self.outreaches.of(key, zone),
            carers=self.carers.of(key, zone),
            befriending=self.befriendings.of(key, zone),
            slipping=self.slipping.of(
                key,
                came=came,
                treated_since=began,
                next_session=nearest,
                promised=promised,
            )
            if episode is not None
            else None,
            promised=promised,
        )

    def _of(self, model: Any) -> Any:
        return self.sight.rows(model)

    def _follow_up(self, key: UUID, zone: ZoneInfo) -> OpenFollowUp | None:
        row = self.follow_ups.get(key)
        return OpenFollowUp(row[0], row[1], row[1].astimezone(zone).date()) if row is not None else None

    def _plan_reviews(self) -> dict[UUID, date]:
        """When each newest safety plan is to be looked at again; a look that found it fitting puts that off."""
        newest = self._of(SafetyPlan).filter(replaced_by__isnull=True)
        found: dict[UUID, date] = dict(newest.values_list("client_id", "review_on"))
        looked = self._of(SafetyPlanReview).filter(plan__replaced_by__isnull=True).order_by("reviewed_at", "pk")
        return found | dict(looked.values_list("client_id", "review_on"))

    def _came(self) -> dict[UUID, list[_Came]]:
        """Attendance in the present stay, in order of time; a correction stands in for what it corrects."""
        rows = (
            self._of(Attendance)
            .filter(replaced_by__isnull=True)
            .order_by("session__starts_at", "pk")
            .values_list("client_id", "session__starts_at", "status", "session__plan_id")
        )
        found: dict[UUID, list[_Came]] = defaultdict(list)
        for client, when, status, plan in rows:
            if client in self.episodes and when.date() >= self.episodes[client].opened_on:
                found[client].append((when, status, plan))
        return found

    def _stay(self, client: Client) -> Stay:
        came = tuple(when for when, status, _ in self.came.get(client.pk, ()) if status in PRESENT)
        plan = self.plans.get(client.pk)
        is_brief = plan is not None and plan["sessions_planned"] <= BRIEF_PLAN
        return Stay(client.pk, self.episodes[client.pk].pk, ZoneInfo(client.service.time_zone), came, is_brief)

    def _unread(self, key: UUID, came: Iterable[_Came]) -> tuple[tuple[datetime, UUID], ...]:
        """Work handed in since the last meeting that nobody has answered; earlier work was looked at in the meeting."""
        last = max((when for when, status, _ in came if status in PRESENT), default=None)
        return tuple((when, work) for when, work in self.unread.get(key, ()) if last is None or when > last)


def _grouped(rows: Iterable[tuple[UUID, datetime, UUID]]) -> dict[UUID, list[tuple[datetime, UUID]]]:
    found: dict[UUID, list[tuple[datetime, UUID]]] = defaultdict(list)
    for client, when, what in rows:
        found[client].append((when, what))
    return found


def _known_harms(rows: Any) -> dict[UUID, list[tuple[str, str, datetime]]]:
    found: dict[UUID, list[tuple[str, str, datetime]]] = defaultdict(list)
    standing = rows.filter(replaced_by__isnull=True).exclude(standing="set_aside").order_by("written_at", "pk")
    for client, state, kind, when in standing.values_list("client_id", "standing", "kind", "written_at"):
        found[client].append((state, kind, when))
    return found


def _known_harm(rows: Iterable[tuple[str, str, datetime]], zone: ZoneInfo) -> KnownHarm:
    waiting = [when for state, _, when in rows if state == "suggested"]
    worse = [when for state, kind, when in rows if state == "recorded" and kind == "reliable_deterioration"]
    return KnownHarm(
        suggested_at=waiting[0] if waiting else None,
        worse_written_on=worse[-1].astimezone(zone).date() if worse else None,
    )


def _first(rows: Iterable[tuple[UUID, datetime]]) -> dict[UUID, datetime]:
    found: dict[UUID, datetime] = {}
    for client, when in rows:
        found.setdefault(client, when)
    return found


def _running(plan: Mapping[str, Any], came: Iterable[_Came], reviewed: datetime | None) -> RunningPlan:
    held = [when for when, status, of_plan in came if status in PRESENT and of_plan == plan["id"]]
    since = [when for when in held if reviewed is None or when > reviewed]
    return RunningPlan(
        id=plan["id"],
        protocol=plan["protocol"],
        sessions_planned=plan["sessions_planned"],
        review_after_sessions=plan["review_after_sessions"],
        attended=len(held),
        attended_since_review=len(since),
        due_since=held[-1] if held else plan["agreed_at"],
    )
