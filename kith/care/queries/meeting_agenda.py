"""What a meeting will talk about, what members asked for, and, in a ward or house, who is there today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import AgendaPoint, AgendaWish, Group, Session
from kith.care.models.agenda import open_wishes, points_of
from kith.care.models.delivery import WARD
from kith.care.models.families import UNITS
from kith.care.models.places import current_members, in_the_house, names_in
from kith.care.permissions import NotYours, Viewer, blocked_clients
from kith.care.queries.looking import note_seen
from kith.care.queries.meeting import meeting_to_record


@dataclass(frozen=True)
class PointShown:
    """A point on the agenda; `dealt_in` is the number of the meeting that dealt with it."""

    id: UUID
    words: str
    is_from_member: bool
    put_on_at: datetime
    dealt_in: int | None


@dataclass(frozen=True)
class WishShown:
    """What a member asked for and nobody has put on the agenda yet."""

    id: UUID
    words: str
    name: str
    asked_at: datetime


@dataclass(frozen=True)
class House:
    """The roster of a ward or house today: a count of those of the house who do not stand on it, and never who."""

    on_it: int
    of_the_house: int
    not_on_it: int
    gone: int


@dataclass(frozen=True)
class AgendaPage:
    """The agenda of one meeting."""

    time_zone: str
    id: UUID
    group_id: UUID
    group_name: str
    number: int
    starts_at: datetime
    state: str
    open: tuple[PointShown, ...]
    dealt: tuple[PointShown, ...]
    wishes: tuple[WishShown, ...]
    house: House | None
    place: str
    has_agenda: bool  # a couple or a family has none
    may_write: bool


def meeting_agenda(*, viewer: Viewer, session_id: UUID, at: datetime) -> AgendaPage:
    """For those who lead the group; NotYours for everybody else."""
    meeting = meeting_to_record(viewer=viewer, session_id=session_id, at=at)
    group = _with_agenda(meeting)
    names, hidden = names_in(group), blocked_clients(viewer)
    wishes = [one for one in open_wishes(group) if one.client_id not in hidden]
    points = points_of(group)
    page = AgendaPage(
        time_zone=group.service.time_zone,
        id=meeting.pk,
        group_id=group.pk,
        group_name=group.name,
        number=meeting.number,
        starts_at=meeting.starts_at,
        state=meeting.state,
        open=tuple(point_shown(one) for one in points if one.dealt_in_id is None),
        dealt=tuple(point_shown(one) for one in points if one.dealt_in_id == meeting.pk),
        wishes=tuple(WishShown(one.pk, one.words, names.get(one.client_id, ""), one.asked_at) for one in wishes),
        house=_house(group, at) if group.kind == WARD else None,
        place=group.site.name,
        has_agenda=group.kind not in UNITS,
        may_write=group.state != "ended" and group.kind not in UNITS,
    )
    note_seen(viewer, "agenda.seen", [one.client_id for one in wishes], at=at, about=meeting)
    return page


def wish_to_put_on(*, viewer: Viewer, session_id: UUID, wish_id: UUID, at: datetime) -> AgendaWish:
    """What a member of this meeting's group asked for, for whoever leads it; NotYours otherwise."""
    group = _with_agenda(meeting_to_record(viewer=viewer, session_id=session_id, at=at))
    for one in open_wishes(group):
        if one.pk == wish_id and one.client_id not in blocked_clients(viewer):
            return one
    raise NotYours


def point_on(*, viewer: Viewer, session_id: UUID, point_id: UUID, at: datetime) -> tuple[Session, AgendaPoint]:
    """The meeting and a point on its agenda, for whoever leads the group; NotYours otherwise."""
    meeting = meeting_to_record(viewer=viewer, session_id=session_id, at=at)
    group = _with_agenda(meeting)
    found = group.agenda_points.filter(pk=point_id).select_related("group").first()
    if found is None:
        raise NotYours
    return meeting, found


def point_shown(row: AgendaPoint) -> PointShown:
    """A point ready to be read, in nobody's name."""
    number = row.dealt_in.number if row.dealt_in is not None else None
    return PointShown(row.pk, row.words, row.wish_id is not None, row.put_on_at, number)


def _with_agenda(meeting: Session) -> Group:
    assert meeting.group is not None  # or `meeting_to_record` had refused
    return meeting.group


def _house(group: Group, at: datetime) -> House:
    members = {one.client_id for one in current_members(group, at)}
    house = {one.pk for one in in_the_house(group)}
    return House(len(members & house), len(house), len(house - members), len(members - house))
