"""One meeting of a group: what to do minute by minute before it, and what was recorded after it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kith.care.models import Client, Group, Session
from kith.care.models.agreements import without_yes
from kith.care.models.delivery import PRESENT, WARD, WITH_GUESTS
from kith.care.models.families import is_held_back
from kith.care.models.knowledge import library
from kith.care.models.phases_of_groups import checklist_of, meeting_page
from kith.care.models.places import names_in, places_at
from kith.care.models.shared_life import turns_of
from kith.care.permissions import NotYours, Viewer, blocked_clients
from kith.care.queries.looking import note_seen
from kith.care.queries.meeting_checks import MeetingCheck, checks_of
from kith.care.queries.meeting_marks import MarksOfOne, marks_of
from kith.care.queries.meeting_roles import RoleShown, roles_in
from kith.care.queries.session_guide import measure_name
from kith.care.queries.staff_looking import reach_meeting
from kith.care.queries.working import title_of
from kith.science.protocols import ProtocolSession


@dataclass(frozen=True)
class AgendaPart:
    """A part of the meeting, and when it begins."""

    minutes: int
    begins_at: datetime
    title: str
    words: str


@dataclass(frozen=True)
class Exercise:
    """Something done in the room."""

    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class UntilNext:
    """Something to do until the next meeting, what it is called, and why it is worth doing."""

    title: str
    why: str
    how_often: str


@dataclass(frozen=True)
class MeetingGuide:
    """The page of the intervention for this meeting; `is_repeated` when its pages have ended and this is the last."""

    is_repeated: bool
    title: str
    purpose: str
    agenda: tuple[AgendaPart, ...]
    exercises: tuple[Exercise, ...]
    materials: tuple[str, ...]
    until_next: tuple[UntilNext, ...]
    carer_measures: tuple[str, ...]
    is_reviewed: bool


@dataclass(frozen=True)
class Seat:
    """A member and the mark that was recorded, if any."""

    client_id: UUID
    name: str
    number: str
    mark: str
    entries: int  # filed to their own record about this meeting


@dataclass(frozen=True)
class MeetingPage:
    """Everything to run and record one meeting."""

    time_zone: str
    id: UUID
    group_id: UUID
    group_name: str
    place: str
    number: int
    starts_at: datetime
    minutes: int
    state: str
    has_begun: bool
    intervention: str
    guide: MeetingGuide | None
    seats: tuple[Seat, ...]
    themes: str
    note: str
    author: str
    with_guests: bool
    is_held_back: bool
    guests: int | None
    checklist: tuple[tuple[str, str], ...]  # what the page of this meeting plans, to be marked as it is done
    marks: tuple[MarksOfOne, ...]
    checks: tuple[MeetingCheck, ...]
    roles: tuple[RoleShown, ...]
    not_said_yes: tuple[str, ...]  # members who have not said yes to the agreement as it stands
    is_ward: bool
    colleagues: int | None


def meeting(*, viewer: Viewer, session_id: UUID, at: datetime, language: str = "en") -> MeetingPage:
    """One meeting for those who lead the group; NotYours for everybody else, and for a session of one person."""
    session = meeting_to_record(viewer=viewer, session_id=session_id, at=at)
    found = session.group
    assert found is not None
    marks = dict(session.attendances.filter(replaced_by__isnull=True).values_list("client_id", "status"))
    hidden = blocked_clients(viewer)
    places = [place for place in places_at(found, session, set(marks)) if place.client_id not in hidden]
    names = names_in(found)  # and the keys of all who have or had a place, in one query
    waiting = without_yes(found, places)
    filed = Counter(session.group_entries.values_list("client_id", flat=True))
    there = [place.client_id for place in places if marks.get(place.client_id, "attended") in PRESENT]
    note = session.group_notes.select_related("author", "session").order_by("-signed_at", "-pk").first()
    protocol = library().protocols.get(found.protocol)
    page = MeetingPage(
        time_zone=found.service.time_zone,
        id=session.pk,
        group_id=found.pk,
        group_name=found.name,
        place=session.setting,
        number=session.number,
        starts_at=session.starts_at,
        minutes=session.minutes,
        state=session.state,
        has_begun=session.starts_at <= at,
        intervention=protocol.title if protocol else "",
        guide=_guide(found, session),
        seats=tuple(
            Seat(
                place.client_id,
                place.display_name,
                place.client.number,
                marks.get(place.client_id, ""),
                filed[place.client_id],
            )
            for place in places
        ),
        themes=note.themes if note else "",
        note=note.note if note else "",
        author=note.author.display_name if note else "",
        with_guests=found.kind in WITH_GUESTS,
        is_held_back=session.state == "booked" and is_held_back(found, min(at, session.starts_at)),
        guests=session.guests,
        checklist=tuple(checklist_of(found, session.number).items()),
        marks=marks_of(viewer=viewer, meeting=session),
        checks=checks_of(
            viewer=viewer,
            group=found,
            meeting=session,
            members=[place.client_id for place in places],
            language=language,
            at=at,
        ),
        roles=roles_in(found, session, there, turns_of(found, hidden, until=session.number), names),
        not_said_yes=tuple(place.display_name for place in places if place.client_id in waiting),
        is_ward=found.kind == WARD,
        colleagues=session.colleagues,
    )
    note_seen(viewer, "meeting.seen", [place.client_id for place in places], at=at, about=session)
    return page


def meeting_to_record(*, viewer: Viewer, session_id: UUID, at: datetime) -> Session:
    """The meeting itself, for whoever leads the group."""
    related = ("group__service", "group__site")
    session, _, _ = reach_meeting(viewer, session_id, "W", "roster", at=at, related=related)
    return session


def _guide(found: Group, session: Session) -> MeetingGuide | None:
    page = meeting_page(found, session.number)
    if page is None:
        return None
    return MeetingGuide(
        is_repeated=session.number > page.last,
        title=page.title,
        purpose=page.purpose,
        agenda=_agenda(page, session.starts_at),
        exercises=tuple(Exercise(one.title, one.steps) for one in page.exercises),
        materials=page.materials,
        until_next=tuple(
            UntilNext(title_of(kind, document), one.why, one.how_often or "")
            for one in page.between
            for kind, document in one.named()
        ),
        carer_measures=tuple(measure_name(name) for name in page.carer_measures),
        is_reviewed=library().protocols[found.protocol].review.status != "awaiting clinical review",
    )


def _agenda(page: ProtocolSession, starts_at: datetime) -> tuple[AgendaPart, ...]:
    parts, begins_at = [], starts_at
    for item in page.agenda:
        parts.append(AgendaPart(item.minutes, begins_at, item.title, item.what))
        begins_at += timedelta(minutes=item.minutes)
    return tuple(parts)


def seat_at(*, viewer: Viewer, session_id: UUID, client_id: UUID, at: datetime) -> tuple[Session, Client]:
    """The meeting and one who has a seat in it, for whoever leads the group; NotYours otherwise."""
    session = meeting_to_record(viewer=viewer, session_id=session_id, at=at)
    assert session.group is not None
    for place in places_at(session.group, session, set()):
        if place.client_id == client_id and client_id not in blocked_clients(viewer):
            return session, place.client
    raise NotYours
