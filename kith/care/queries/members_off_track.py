"""Which members of a group go worse than expected: a flag for those who lead it, and never a score or a measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Attendance, Episode, Group, Membership, Plan
from kith.care.models.delivery import PRESENT
from kith.care.permissions import Viewer
from kith.care.queries.courses_of_scores import Courses, Stay, courses_of_scores
from kith.care.queries.sight import Sight
from kith.care.queries.situations import BRIEF_PLAN

FLAG = "off_track_flag"
UNKNOWN = "not_enough_data"


@dataclass(frozen=True)
class MembersOffTrack:
    """(client, name in the group, number) of those who are off track, and of how many members nothing can be said."""

    people: tuple[tuple[UUID, str, str], ...]
    unknown: int
    members: int


def members_off_track(
    *, viewer: Viewer, group: Group, members: Iterable[Membership], at: datetime
) -> MembersOffTrack | None:
    """By the main course of each member's stay, judged as on every other page; None where the viewer may not know."""
    sight = Sight(viewer=viewer, clients=[one.client_id for one in members], at=at)
    told = set(sight.readable(FLAG))
    if not told:
        return None
    shown = [one for one in members if one.client_id in told]
    stays, protocols = _stays(group, told)
    courses = courses_of_scores(viewer=viewer, sight=sight, stays=stays, as_part_of=FLAG)
    status = {client: _status(courses.get(client, Courses()), protocols.get(client, "")) for client in told}
    return MembersOffTrack(
        people=tuple(
            (one.client_id, one.display_name, one.client.number)
            for one in shown
            if status[one.client_id] == "off_track"
        ),
        unknown=sum(one == UNKNOWN for one in status.values()),
        members=len(told),
    )


def _status(courses: Courses, protocol: str) -> str:
    course = courses.main(protocol)
    return course.judgement.status if course is not None and course.judgement is not None else UNKNOWN


def _stays(group: Group, told: Iterable[UUID]) -> tuple[list[Stay], dict[UUID, str]]:
    """What each course is read against, and the intervention of each member's plan."""
    zone = ZoneInfo(group.service.time_zone)
    episodes = {row.client_id: row for row in Episode.objects.filter(client__in=told).exclude(state="ended")}
    plans = {
        client: (protocol, planned)
        for client, protocol, planned in Plan.objects.filter(client__in=told, state="agreed").values_list(
            "client_id", "protocol", "sessions_planned"
        )
    }
    came: dict[UUID, list[datetime]] = defaultdict(list)
    rows = Attendance.objects.filter(client__in=told, replaced_by__isnull=True, status__in=PRESENT)
    for client, when in rows.order_by("session__starts_at", "pk").values_list("client_id", "session__starts_at"):
        if client in episodes and when.date() >= episodes[client].opened_on:
            came[client].append(when)
    stays = [
        Stay(client, one.pk, zone, tuple(came[client]), client in plans and plans[client][1] <= BRIEF_PLAN)
        for client, one in episodes.items()
    ]
    return stays, {client: protocol for client, (protocol, _) in plans.items()}
