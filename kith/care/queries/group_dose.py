"""How much of a group there was: meetings held and attended, against what its intervention plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from kith.care.models import Attendance, Group, Membership, Session
from kith.care.models.delivery import PRESENT
from kith.care.models.knowledge import library
from kith.care.models.phases_of_groups import first_meeting
from kith.care.permissions import Viewer, blocked_clients


@dataclass(frozen=True)
class MemberDose:
    """One member: came to so many of the meetings held while they had a place; of `unmarked` nobody wrote it down."""

    name: str
    number: str
    came: int
    held: int
    unmarked: int


@dataclass(frozen=True)
class GroupDose:
    """The group's own meetings; the plan is (least, most), or None where the library has lost the intervention."""

    held: int
    called_off: int
    planned: tuple[int, int] | None
    members: tuple[MemberDose, ...]


def dose_of(*, viewer: Viewer, group: Group, held: Sequence[Session], members: Iterable[Membership]) -> GroupDose:
    """For members of a group that was opened, but for those whom the viewer must not see.

    A mark that was corrected counts as corrected.
    """
    hidden = blocked_clients(viewer)
    shown = [one for one in members if one.client_id not in hidden]
    marks: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    rows = Attendance.objects.filter(
        session__in=held, client__in=[one.client_id for one in shown], replaced_by__isnull=True
    )
    for client, session, status in rows.order_by("pk").values_list("client_id", "session_id", "status"):
        marks[client][session] = status
    return GroupDose(
        held=len(held),
        called_off=group.sessions.filter(state="cancelled").count(),
        planned=_planned(group),
        members=tuple(_member(one, held, marks[one.client_id]) for one in shown),
    )


def _planned(group: Group) -> tuple[int, int] | None:
    """Without the meetings that are held with each alone beforehand: they are not the group's own."""
    protocol = library().protocols.get(group.protocol)
    if protocol is None:
        return None
    alone = first_meeting(group) - 1
    return protocol.dose.sessions_min - alone, protocol.dose.sessions_max - alone


def _member(one: Membership, held: Sequence[Session], marks: dict[UUID, str]) -> MemberDose:
    there = [meeting.pk for meeting in held if meeting.starts_at >= one.starts]
    return MemberDose(
        name=one.display_name,
        number=one.client.number,
        came=sum(marks.get(meeting) in PRESENT for meeting in there),
        held=len(there),
        unmarked=sum(meeting not in marks for meeting in there),
    )
