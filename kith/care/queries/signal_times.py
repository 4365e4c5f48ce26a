"""When a signal came, who first opened a page that shows it, and when its review was opened, by the audit chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import AuditSubject, Client, User
from kith.care.permissions import Viewer
from kith.care.queries.courses_of_scores import ScoreCourse
from kith.care.queries.reasons_to_act import first_off_track

SHOWS_IT = ("person.seen", "review.seen", "discussion.seen")
OPENS_IT = "review.seen"


@dataclass(frozen=True)
class SignalSeen:
    """The signal of a course, and the moments that follow it. Moments are kept for an off-track course only."""

    signal: str = ""
    arrived_at: datetime | None = None
    seen_at: datetime | None = None
    seen_by: UUID | None = None
    seen_by_name: str = ""
    opened_at: datetime | None = None


@dataclass(frozen=True)
class FirstLooks:
    """The first look at a page that shows a signal, by whom, and the first opening of the review page."""

    seen_at: datetime | None = None
    seen_by: UUID | None = None
    seen_by_name: str = ""
    opened_at: datetime | None = None


def signal_seen(*, viewer: Viewer, client: Client, course: ScoreCourse | None) -> SignalSeen:
    """The signal of this course with its moments, up to now."""
    judgement = course.judgement if course is not None else None
    if course is None or judgement is None:
        return SignalSeen()
    day = first_off_track(course, _last_review(client))
    arrived = _arrived(client, course, day) if day is not None else None
    if arrived is None:
        return SignalSeen(judgement.status)
    look = first_looks(viewer=viewer, since={client.pk: arrived}).get(client.pk, FirstLooks())
    return SignalSeen(judgement.status, arrived, look.seen_at, look.seen_by, look.seen_by_name, look.opened_at)


def first_looks(*, viewer: Viewer, since: Mapping[UUID, datetime]) -> dict[UUID, FirstLooks]:
    """For each client the first looks since a moment, by those who work here; two queries for any number.

    The clients are those whom the viewer has opened, or whom a list of theirs shows.
    """
    found: dict[UUID, FirstLooks] = {}
    rows = (
        AuditSubject.objects.filter(
            client_id__in=list(since),
            event__event__in=SHOWS_IT,
            event__allowed=True,
            event__service_id=viewer.service_id,
            event__at__gte=min(since.values(), default=None),
        )
        .order_by("event__sequence")
        .values_list("client_id", "event__event", "event__at", "event__actor_id")
        if since
        else ()
    )
    for client, event, when, actor in rows:
        look = found.get(client, FirstLooks())
        if when < since[client]:
            continue
        if look.seen_at is None:
            look = FirstLooks(when, actor)
        if event == OPENS_IT and look.opened_at is None:
            look = FirstLooks(look.seen_at, look.seen_by, "", when)
        found[client] = look
    colleagues = User.objects.filter(service_id=viewer.service_id, pk__in=[one.seen_by for one in found.values()])
    names = dict(colleagues.values_list("pk", "display_name"))
    return {
        client: replace(one, seen_by_name=names.get(one.seen_by, "") if one.seen_by is not None else "")
        for client, one in found.items()
    }


def _last_review(client: Client) -> date | None:
    last = client.review_set.order_by("decided_at", "pk").last()
    zone = ZoneInfo(client.service.time_zone)
    return last.decided_at.astimezone(zone).date() if last is not None else None


def _arrived(client: Client, course: ScoreCourse, day: date) -> datetime | None:
    """When the form behind the score of a day was kept."""
    zone = ZoneInfo(client.service.time_zone)
    rows = client.measurement_set.filter(instrument=course.instrument, respondent=course.respondent, goal=None)
    kept = (
        made
        for taken, made in rows.order_by("-taken_at").values_list("taken_at", "made_at")
        if taken.astimezone(zone).date() == day
    )
    return next(kept, None)
