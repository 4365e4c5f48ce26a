"""Where a group is on its way, what would show that it is ready for more, and who has carried which role when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Group
from kith.care.models.keys import preload
from kith.care.models.phases_of_groups import gates_of, meetings_planned, phase_now, phases_of
from kith.care.models.places import current_members, names_in
from kith.care.models.shared_life import turns_of
from kith.care.permissions import Viewer, blocked_clients
from kith.care.queries.looking import note_seen
from kith.care.queries.meeting_roles import role_titles
from kith.care.queries.staff_looking import reach_group


@dataclass(frozen=True)
class PhaseShown:
    """One phase, what shows that it is done, and the meetings that the intervention gives to it."""

    id: str
    title: str
    purpose: str
    done_when: str
    meetings: tuple[int, ...]
    gates: tuple[tuple[str, str], ...]
    is_now: bool
    was_reached: bool


@dataclass(frozen=True)
class Move:
    """When the group moved, where to, and why."""

    moved_at: datetime
    title: str
    reason: str
    author: str


@dataclass(frozen=True)
class RoleRow:
    """One member and the roles they carried, by the number of the meeting."""

    name: str
    carried: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class PhasesPage:
    """The way of one group. `rows` is None where the viewer may not know who carried what."""

    time_zone: str
    group_id: UUID
    group_name: str
    phases: tuple[PhaseShown, ...]
    held: int
    moves: tuple[Move, ...]
    meetings: tuple[int, ...]
    rows: tuple[RoleRow, ...] | None
    next_meeting: UUID | None
    may_move: bool


def group_phases(*, viewer: Viewer, group_id: UUID, at: datetime) -> PhasesPage:
    """For those who may read the group's notes."""
    found, access = reach_group(viewer, group_id, "R", "group_note", at=at, related=("service",))
    names, hidden = names_in(found), blocked_clients(viewer)
    may_see_roles = access.can("R", "group_role") and access.can("R", "roster")
    shown = [one for one in current_members(found, at) if one.client_id not in hidden] if may_see_roles else []
    rows = list(found.phases.select_related("author").order_by("-moved_at", "-made_at", "-pk"))
    held = sorted(found.sessions.filter(state="held").values_list("number", flat=True))
    carried = _carried(found, {one.client_id for one in shown})
    numbers = sorted({*held, *(number for turns in carried.values() for number, _ in turns)})
    coming = found.sessions.filter(state="booked").order_by("starts_at", "pk").first()
    page = PhasesPage(
        time_zone=found.service.time_zone,
        group_id=found.pk,
        group_name=found.name,
        phases=_phases(found, {row.phase for row in rows}),
        held=len(held),
        moves=tuple(Move(row.moved_at, _title(found, row.phase), row.reason, row.author.display_name) for row in rows),
        meetings=tuple(numbers),
        rows=tuple(RoleRow(names[one.client_id], tuple(carried.get(one.client_id, ()))) for one in shown)
        if may_see_roles
        else None,
        next_meeting=coming.pk if coming and access.can("W", "roster") else None,
        may_move=access.can("W", "group_note") and found.state != "ended",
    )
    note_seen(viewer, "group_phases.seen", [one.client_id for one in shown], at=at, about=found)
    return page


def _phases(found: Group, said: set[str]) -> tuple[PhaseShown, ...]:
    now, phases = phase_now(found), phases_of(found)
    place = phases.index(now) if now in phases else 0
    return tuple(
        PhaseShown(
            id=one.id,
            title=one.title,
            purpose=one.purpose,
            done_when=one.done_when,
            meetings=meetings_planned(found, one.id),
            gates=tuple((gate.id, gate.text) for gate in gates_of(found, one.id)),
            is_now=one == now,
            was_reached=number < place or one.id in said,
        )
        for number, one in enumerate(phases)
    )


def _title(found: Group, phase: str) -> str:
    return next((one.title for one in phases_of(found) if one.id == phase), phase)


def _carried(found: Group, members: set[UUID]) -> dict[UUID, list[tuple[int, str]]]:
    """Client -> (number of the meeting, title of the role), leaving out what was given away in the same meeting."""
    titles, carried = role_titles(found), dict[UUID, list[tuple[int, str]]]()
    turns = [turn for turn in turns_of(found, ()) if turn.client_id in members]
    preload([turn.client_id for turn in turns])
    for turn in turns:
        passed = getattr(turn, "passed_to", None)
        if passed is None or passed.session_id != turn.session_id:
            title = titles.get(turn.role, (turn.role, ""))[0]
            carried.setdefault(turn.client_id, []).append((turn.session.number, title))
    return carried
