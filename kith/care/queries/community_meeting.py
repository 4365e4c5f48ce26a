"""What a group decided and what came of it, who carries which role and whose turn it is, and what it was about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as lazy

from kith.care.models import Group, GroupDecision, RoleTurn, Session
from kith.care.models.agenda import points_of
from kith.care.models.delivery import PRESENT, WARD, Membership
from kith.care.models.knowledge import library
from kith.care.models.phases_of_groups import phase_now, planned_phase
from kith.care.models.places import names_in, places_at
from kith.care.models.shared_life import decided_in, turns_of
from kith.care.permissions import NotYours, Viewer, blocked_clients
from kith.care.queries.looking import note_seen
from kith.care.queries.meeting import meeting_to_record
from kith.care.queries.meeting_agenda import PointShown, point_shown
from kith.science.groups import Turn, next_turn

WARD_ROLES = {  # awaiting clinical review
    "chair": (
        lazy("Chair"),
        lazy("Opens, reads the agenda, sees that everybody can speak, and closes in time. A colleague sits beside."),
    ),
    "minutes": (
        lazy("Minutes"),
        lazy("Writes down what was decided, who does it and by when, without names, and reads it at the end."),
    ),
    "welcome": (
        lazy("Welcome"),
        lazy("Greets whoever is new, tells how the meeting goes, and sits beside them if they like."),
    ),
}


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
class Carrier:
    """Somebody who carries a role, or did in an earlier meeting."""

    turn_id: UUID
    client_id: UUID
    name: str
    number: int  # of the meeting


@dataclass(frozen=True)
class TurnOffered:
    """Whose turn it is, and why."""

    client_id: UUID
    name: str
    why: str
    turns: int


@dataclass(frozen=True)
class RoleShown:
    """A role: what it is, who carries it in this meeting, who did last, and whose turn it is."""

    code: str
    title: str
    what: str
    now: tuple[Carrier, ...]
    before: tuple[Carrier, ...]
    offered: TurnOffered | None


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
        roles=_roles(group, meeting, seats, turns, names),
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


def role_titles(group: Group) -> dict[str, tuple[str, str]]:
    """The roles that members take in turn: code -> title and what it is. A ward or house has its own three."""
    if group.kind == WARD:
        return {code: (str(title), str(what)) for code, (title, what) in WARD_ROLES.items()}
    protocol = library().protocols.get(group.protocol)
    return {one.id: (one.title, one.what) for one in protocol.roles if one.taken_by == "member"} if protocol else {}


def _seats(group: Group, meeting: Session, hidden: Collection[UUID]) -> list[Membership]:
    """Who was or will be there: places at the time, without those marked as absent."""
    away = {
        mark.client_id for mark in meeting.attendances.filter(replaced_by__isnull=True) if mark.status not in PRESENT
    }
    return [one for one in places_at(group, meeting, ()) if one.client_id not in away and one.client_id not in hidden]


def _roles(
    group: Group, meeting: Session, seats: list[Membership], turns: list[RoleTurn], names: dict[UUID, str]
) -> tuple[RoleShown, ...]:
    titles = role_titles(group)
    own = {turn.role: (turn.role, "") for turn in turns if turn.role not in titles}
    members = [str(one.client_id) for one in seats]
    held = [Turn(str(turn.client_id), turn.role, turn.session.number) for turn in turns if _counts(turn)]
    promised: list[Turn] = []
    found = []
    for code, (title, what) in (titles | own).items():
        mine = [turn for turn in turns if turn.role == code and not _is_passed_on(turn, meeting)]
        now = [turn for turn in mine if turn.session_id == meeting.pk]
        spread = next_turn(members, [*held, *promised], role=code, meeting=meeting.number)
        offered = spread or next_turn(members, held, role=code, meeting=meeting.number)
        if offered is not None and not now:
            promised.append(Turn(offered.member, code, meeting.number))  # the next role is offered to somebody else
        found.append(
            RoleShown(
                code=code,
                title=title,
                what=what,
                now=_carriers(now, names),
                before=_carriers(_last(turn for turn in mine if turn.session_id != meeting.pk), names),
                offered=TurnOffered(UUID(offered.member), names[UUID(offered.member)], offered.why, offered.turns)
                if offered
                else None,
            )
        )
    return tuple(found)


def _counts(turn: RoleTurn) -> bool:
    """A turn given away before the meeting was over was nobody's turn."""
    passed = getattr(turn, "passed_to", None)
    return passed is None or passed.session_id != turn.session_id


def _is_passed_on(turn: RoleTurn, meeting: Session) -> bool:
    passed = getattr(turn, "passed_to", None)
    return passed is not None and passed.session.number <= meeting.number


def _last(turns: Iterable[RoleTurn]) -> list[RoleTurn]:
    """Those of the newest meeting among them."""
    rows = list(turns)
    newest = max((turn.session.number for turn in rows), default=0)
    return [turn for turn in rows if turn.session.number == newest]


def _carriers(turns: Iterable[RoleTurn], names: dict[UUID, str]) -> tuple[Carrier, ...]:
    return tuple(Carrier(turn.pk, turn.client_id, names.get(turn.client_id, ""), turn.session.number) for turn in turns)
