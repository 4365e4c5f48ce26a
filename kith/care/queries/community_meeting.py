"""What a group decided and what came of it, who carries which role and whose turn it is, and what it was about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kith.care.models import Group, GroupDecision, RoleTurn, Session
from kith.care.models.agenda import points_of
from kith.care.models.delivery import PRESENT, Membership
from kith.care.models.phases_of_groups import phase_now, planned_phase
from kith.care.models.places import names_in, places_at
from kith.care.models.shared_life import decided_in, turns_of
from kith.care.permissions import NotYours, Viewer, blocked_clients
from kith.care.queries.looking import note_seen
from kith.care.queries.meeting import meeting_to_record
from kith.care.queries.meeting_agenda import PointShown, point_shown
from kith.care.queries.meeting_roles import RoleShown, roles_in


@dataclass(frozen=True)
class DecisionShown:
    """Something decided, or a task; with what came of it once a meeting has looked."""

    id: UUID
    kind: str
    words: str
    carried_by: str
    due_on: date | None
    number: int  # of the meeting that decided it
    result: str
    result_words: str
    is_late: bool


@dataclass(frozen=True)
class Seat:
    """Somebody who can carry a role in this meeting."""

    client_id: UUID
    name: str


@dataclass(frozen=True)
class CommunityMeeting:
    """One meeting as the group's own: decisions, roles and themes."""

    time_zone: str
    id: UUID
    group_id: UUID
    group_name: str
    number: int
    starts_at: datetime
    phase: str
    planned_phase: str
    agenda: tuple[PointShown, ...]
    open: tuple[DecisionShown, ...]
    decided: tuple[DecisionShown, ...]
    ended: tuple[DecisionShown, ...]
    roles: tuple[RoleShown, ...]
    seats: tuple[Seat, ...]
    never_had_one: tuple[str, ...]
    themes: tuple[str, ...]
    theme_words: str


def community_meeting(*, viewer: Viewer, session_id: UUID, at: datetime) -> CommunityMeeting:
    """For those who lead the group; NotYours for everybody else."""
    meeting = meeting_to_record(viewer=viewer, session_id=session_id, at=at)
    group = meeting.group
    assert group is not None
    seats = _seats(group, meeting, blocked_clients(viewer))
    turns = turns_of(group, blocked_clients(viewer), until=meeting.number)
    names = names_in(group)
    decisions = decisions_shown(decided_in(group, until=meeting.number), at.date())
    note = meeting.here_and_now.select_related("session").order_by("-noted_at", "-made_at", "-pk").first()
    phase, planned = phase_now(group), planned_phase(group, meeting.number)
    page = CommunityMeeting(
        time_zone=group.service.time_zone,
        id=meeting.pk,
        group_id=group.pk,
        group_name=group.name,
        number=meeting.number,
        starts_at=meeting.starts_at,
        phase=phase.title if phase else "",
        planned_phase=planned.title if planned else "",
        agenda=tuple(point_shown(one) for one in points_of(group) if one.dealt_in_id in (None, meeting.pk)),
        open=tuple(one for one, _ in decisions if not one.result and one.number < meeting.number),
        decided=tuple(one for one, _ in decisions if one.number == meeting.number),
        ended=tuple(one for one, ended_in in decisions if ended_in == meeting.pk),
        roles=roles_in(group, meeting, [one.client_id for one in seats], turns, names),
        seats=tuple(Seat(one.client_id, names[one.client_id]) for one in seats),
        never_had_one=tuple(
            names[one.client_id] for one in seats if all(turn.client_id != one.client_id for turn in turns)
        ),
        themes=tuple(note.themes) if note else (),
        theme_words=note.words if note else "",
    )
    note_seen(viewer, "community_meeting.seen", [one.client_id for one in seats], at=at, about=meeting)
    return page


def turn_in(*, viewer: Viewer, session_id: UUID, turn_id: UUID, at: datetime) -> RoleTurn:
    """A turn of this meeting's group, for whoever leads it; NotYours otherwise."""
    meeting = meeting_to_record(viewer=viewer, session_id=session_id, at=at)
    found = RoleTurn.objects.filter(pk=turn_id, session__group=meeting.group)
    turn = found.exclude(client__in=blocked_clients(viewer)).select_related("session", "client").first()
    if turn is None:
        raise NotYours
    return turn


def decision_in(*, viewer: Viewer, session_id: UUID, decision_id: UUID, at: datetime) -> GroupDecision:
    """A decision of this meeting's group, for whoever leads it; NotYours otherwise."""
    meeting = meeting_to_record(viewer=viewer, session_id=session_id, at=at)
    found = GroupDecision.objects.filter(pk=decision_id, session__group=meeting.group).select_related("session").first()
    if found is None:
        raise NotYours
    return found


def decisions_shown(rows: Iterable[GroupDecision], today: date) -> list[tuple[DecisionShown, UUID | None]]:
    """Decisions ready to be read, each with the meeting that saw what came of it."""
    return [(_decision(row, today), _ended_in(row)) for row in rows]


def _ended_in(row: GroupDecision) -> UUID | None:
    result = getattr(row, "result", None)
    return result.session_id if result is not None else None


def _decision(row: GroupDecision, today: date) -> DecisionShown:
    result = getattr(row, "result", None)
    return DecisionShown(
        id=row.pk,
        kind=row.kind,
        words=row.words,
        carried_by=row.carried_by,
        due_on=row.due_on,
        number=row.session.number,
        result=result.result if result is not None else "",
        result_words=result.words if result is not None else "",
        is_late=result is None and row.due_on is not None and row.due_on < today,
    )


def _seats(group: Group, meeting: Session, hidden: Collection[UUID]) -> list[Membership]:
    """Who was or will be there: places at the time, without those marked as absent."""
    away = {
        mark.client_id for mark in meeting.attendances.filter(replaced_by__isnull=True) if mark.status not in PRESENT
    }
    return [one for one in places_at(group, meeting, ()) if one.client_id not in away and one.client_id not in hidden]
