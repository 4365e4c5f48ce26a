"""Looking back on one meeting: the checklist, who was there, and what was written by each facilitator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import AskedAfter, Attendance, Session
from kith.care.models.delivery import PRESENT
from kith.care.models.keys import preload
from kith.care.models.phases_of_groups import checklist_of
from kith.care.models.places import places_at
from kith.care.permissions import Viewer, blocked_clients
from kith.care.queries.looking import note_seen
from kith.care.queries.meeting import meeting_to_record
from kith.care.queries.meeting_marks import MarksOfOne, marks_of
from kith.science.protocols import Fidelity, fidelity


@dataclass(frozen=True)
class Present:
    """Somebody who came."""

    client_id: UUID
    name: str
    number: str


@dataclass(frozen=True)
class Absent:
    """Somebody who did not come, and what became of asking after them."""

    attendance_id: UUID
    name: str
    number: str
    mark: str
    tries: tuple[tuple[datetime, str], ...]

    @property
    def is_reached(self) -> bool:
        """Whether somebody spoke with them."""
        return any(outcome == "reached" for _, outcome in self.tries)


@dataclass(frozen=True)
class DebriefShown:
    """What one facilitator wrote, with who took part by the name of the group.

    `took_part` is (name, how often they spoke, role): None was not counted, and a word is a step of older debriefs.
    """

    author: str
    written_at: datetime
    went_well: str
    was_hard: str
    next_time: str
    took_part: tuple[tuple[str, int | str | None, str], ...]
    fidelity: Fidelity


@dataclass(frozen=True)
class LookBackPage:
    """One meeting, looked back on."""

    time_zone: str
    id: UUID
    group_id: UUID
    group_name: str
    number: int
    starts_at: datetime
    is_recorded: bool
    checklist: tuple[tuple[str, str], ...]
    present: tuple[Present, ...]
    absent: tuple[Absent, ...]
    written: tuple[DebriefShown, ...]
    marks: tuple[MarksOfOne, ...]  # made while the meeting ran, the viewer's own first


def look_back(*, viewer: Viewer, session_id: UUID, at: datetime) -> LookBackPage:
    """For those who lead the group; NotYours for everybody else."""
    meeting = meeting_to_record(viewer=viewer, session_id=session_id, at=at)
    group = meeting.group
    assert group is not None
    marks = {one.client_id: one for one in meeting.attendances.filter(replaced_by__isnull=True)}
    hidden = blocked_clients(viewer)
    seats = [one for one in places_at(group, meeting, set(marks)) if one.client_id not in hidden]
    preload([group.pk, *(one.client_id for one in seats)])
    came = [one for one in seats if one.client_id in marks and marks[one.client_id].status in PRESENT]
    stayed = [one for one in seats if one.client_id in marks and marks[one.client_id].status not in PRESENT]
    tries = _tries([marks[one.client_id] for one in stayed])
    names = {str(one.client_id): one.display_name for one in seats}
    checklist = checklist_of(group, meeting.number)
    page = LookBackPage(
        time_zone=group.service.time_zone,
        id=meeting.pk,
        group_id=group.pk,
        group_name=group.name,
        number=meeting.number,
        starts_at=meeting.starts_at,
        is_recorded=meeting.state == "held",
        checklist=tuple(checklist.items()),
        present=tuple(Present(one.client_id, one.display_name, one.client.number) for one in came),
        absent=tuple(
            Absent(mark.pk, one.display_name, one.client.number, mark.status, tries.get(mark.pk, ()))
            for one in stayed
            if (mark := marks[one.client_id])
        ),
        written=_written(meeting, names, checklist),
        marks=marks_of(viewer=viewer, meeting=meeting),
    )
    note_seen(viewer, "debrief.seen", [one.client_id for one in seats], at=at, about=meeting)
    return page


def absence_of(*, viewer: Viewer, session_id: UUID, attendance_id: UUID, at: datetime) -> Attendance | None:
    """The mark of somebody who stayed away from this very meeting, for whoever leads the group."""
    meeting = meeting_to_record(viewer=viewer, session_id=session_id, at=at)
    rows = meeting.attendances.filter(pk=attendance_id, replaced_by__isnull=True)
    return rows.exclude(client__in=blocked_clients(viewer)).select_related("session__group").first()


def _tries(marks: list[Attendance]) -> dict[UUID, tuple[tuple[datetime, str], ...]]:
    found: dict[UUID, tuple[tuple[datetime, str], ...]] = {}
    rows = AskedAfter.objects.filter(attendance__in=marks).order_by("asked_at", "pk")
    for mark, when, outcome in rows.values_list("attendance_id", "asked_at", "outcome"):
        found[mark] = (*found.get(mark, ()), (when, outcome))
    return found


def _written(meeting: Session, names: dict[str, str], checklist: dict[str, str]) -> tuple[DebriefShown, ...]:
    rows = meeting.debriefs.select_related("author", "session").order_by("written_at", "pk")
    return tuple(
        DebriefShown(
            author=row.author.display_name,
            written_at=row.written_at,
            **row.words,
            took_part=tuple((names[who], *how) for who, how in row.took_part.items() if who in names),
            fidelity=fidelity(checklist, row.fidelity),
        )
        for row in rows
    )
