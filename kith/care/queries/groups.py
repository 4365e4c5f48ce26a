"""Groups: those a colleague may see, and one of them with its members, its meetings and who is on the edge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q, QuerySet

from kith.care.models import Attendance, Facilitation, Group, GroupNote, Membership, Session
from kith.care.models.agreements import agreement_lines
from kith.care.models.delivery import PRESENT, WITH_GUESTS
from kith.care.models.families import UNITS, is_held_back
from kith.care.models.keys import preload
from kith.care.models.knowledge import library
from kith.care.models.places import current_members
from kith.care.permissions import (
    LIMITED,
    NotYours,
    Viewer,
    blocked_clients,
    check_function,
    clients_for,
    groups_for,
    live,
    policy,
)
from kith.care.queries.group_climate import Climate, climate_of
from kith.care.queries.looking import note_seen
from kith.care.queries.staff_looking import reach_group

EDGE = 2  # meetings missed in a row, after which somebody is asked how they are
EVERY_WEEK = timedelta(days=7)
LATELY = timedelta(days=28)  # after four weeks it is the list of members that is to be looked at


@dataclass(frozen=True)
class GroupRow:
    """A group on the list."""

    id: UUID
    name: str
    kind: str
    place: str
    has_ended: bool
    leaders: tuple[str, ...]
    members: int
    capacity: int
    next_meeting: datetime | None
    to_record: UUID | None


@dataclass(frozen=True)
class GroupsPage:
    """Every group the viewer may see."""

    time_zone: str
    groups: tuple[GroupRow, ...]
    may_form: bool


@dataclass(frozen=True)
class Member:
    """A member under the name the group uses; one mark for each meeting held, empty where there is none."""

    membership_id: UUID
    client_id: UUID
    name: str
    number: str
    since: datetime
    marks: tuple[str, ...]
    is_on_edge: bool
    may_open: bool


@dataclass(frozen=True)
class Meeting:
    """One meeting; the themes only for those who may read the group's note."""

    id: UUID
    number: int
    starts_at: datetime
    state: str
    present: int | None
    guests: int | None  # None where nobody counted
    themes: str
    note: str


@dataclass(frozen=True)
class Frame:
    """When, where and for whom the group is."""

    state: str
    purpose: str
    weekday: int | None
    meets_at: time | None
    language: str
    is_open: bool
    smallest: int
    room: str
    link: str
    access: tuple[str, ...]


@dataclass(frozen=True)
class Missing:
    """Somebody who stayed away lately and was not reached since."""

    session_id: UUID
    number: int
    name: str
    apologised: bool


@dataclass(frozen=True)
class NextOne:
    """What the form for the next meeting offers."""

    starts_at: datetime
    minutes: int


@dataclass(frozen=True)
class GroupPage:
    """One group. `others` are members whose names the viewer may not know."""

    time_zone: str
    id: UUID
    name: str
    kind: str
    place: str
    has_ended: bool
    intervention: str
    leaders: tuple[str, ...]
    capacity: int
    agreement: tuple[str, ...]
    members: tuple[Member, ...]
    others: int
    meetings: tuple[Meeting, ...]
    coming: tuple[Meeting, ...]
    offered: NextOne
    frame: Frame
    is_unit: bool
    with_guests: bool
    is_held_back: bool  # nothing is said of why, and only to those who lead it, their supervisor and duty
    missing: tuple[Missing, ...]
    climate: Climate | None
    may_change: bool
    may_read_notes: bool
    may_run: bool
    may_name_leaders: bool
    may_ask_leavers: bool


def groups(*, viewer: Viewer, at: datetime) -> GroupsPage:
    """The groups one leads, supervises, has clients in, or is on duty for; those with a meeting soonest come first."""
    check_function(viewer, "caseload")
    viewer = replace(viewer, client_id=None)
    found = list(
        groups_for(viewer, "R", "group", at=at)
        .select_related("site", "service")
        .prefetch_related("facilitations__staff")
        .annotate(
            next_meeting=Min("sessions__starts_at", filter=Q(sessions__state="booked", sessions__starts_at__gte=at)),
            people=Count("memberships", filter=live(at, "memberships__"), distinct=True),
        )
    )
    led = groups_for(viewer, "W", "group_note", at=at).values("pk")
    waiting = dict(
        Session.objects.filter(group__in=led, state="booked", starts_at__lt=at)
        .order_by("-starts_at", "-pk")
        .values_list("group_id", "pk")
    )
    rows = [_row(group, at, waiting.get(group.pk)) for group in found]
    never = at + timedelta(days=36_500)
    rows.sort(key=lambda row: (row.has_ended, row.next_meeting or never, row.name))
    note_seen(viewer, "groups.seen", [], at=at)
    may_form = bool(viewer.roles & set(policy().functions["form_group"]))
    return GroupsPage(found[0].service.time_zone if found else "UTC", tuple(rows), may_form)


def _row(group: Group, at: datetime, to_record: UUID | None) -> GroupRow:
    return GroupRow(
        id=group.pk,
        name=group.name,
        kind=group.kind,
        place=group.site.name,
        has_ended=group.state == "ended",
        leaders=_leaders(group.facilitations.all(), at),
        members=group.people,  # type: ignore[attr-defined]
        capacity=group.capacity,
        next_meeting=group.next_meeting,  # type: ignore[attr-defined]
        to_record=to_record,
    )


def group(*, viewer: Viewer, group_id: UUID, language: str, at: datetime) -> GroupPage:
    """One group as its facilitators, their supervisor, duty, or a member's practitioner may see it."""
    viewer = replace(viewer, client_id=None)
    found, access = reach_group(viewer, group_id, "R", "roster", at=at, related=("site", "service"))
    members = current_members(found, at)
    shown = _shown(members, viewer, at, is_limited=access.level("R", "roster") == LIMITED)
    preload([found.pk, *(member.client_id for member in shown)])
    held = [one for one in found.sessions.order_by("starts_at") if one.state == "held"]
    coming = list(found.sessions.filter(state="booked").order_by("starts_at"))
    marks = _marks(found)
    may_read_notes = access.can("R", "group_note")
    notes = _notes(held) if may_read_notes else {}
    openable = set(clients_for(viewer, "R", "scores", at=at).filter(membership__in=shown).values_list("pk", flat=True))
    page = GroupPage(
        time_zone=found.service.time_zone,
        id=found.pk,
        name=found.name,
        kind=found.kind,
        place=found.site.name,
        has_ended=found.state == "ended",
        intervention=library().protocols[found.protocol].title if found.protocol in library().protocols else "",
        leaders=_leaders(found.facilitations.select_related("staff"), at),
        capacity=found.capacity,
        agreement=agreement_lines(found.agreement),
        members=tuple(_member(one, held, marks, openable) for one in shown),
        others=len(members) - len(shown),
        meetings=tuple(_meeting(one, marks, notes, counted=may_read_notes) for one in reversed(held)),
        coming=tuple(_meeting(one, marks, {}, counted=False) for one in coming),
        offered=_offered(found, [*held, *coming], at),
        frame=_frame(found),
        is_unit=found.kind in UNITS,
        with_guests=found.kind in WITH_GUESTS and may_read_notes,
        is_held_back=bool(coming) and access.can("R", "held_back") and is_held_back(found, at),
        missing=_missing(held, shown, at) if access.can("W", "roster") else (),
        climate=climate_of(found, held, [one.client_id for one in shown], access, language),
        may_change=access.can("W", "group") and found.state != "ended",
        may_read_notes=may_read_notes,
        may_run=access.can("W", "roster"),
        may_name_leaders=access.can("W", "group_leading") and found.state != "ended",
        may_ask_leavers=access.can("W", "group_leaver"),
    )
    note_seen(viewer, "group.seen", [one.client_id for one in shown], at=at, about=found)
    return page


def _frame(found: Group) -> Frame:
    return Frame(
        state=found.state,
        purpose=found.purpose or "",
        weekday=found.weekday,
        meets_at=found.meets_at,
        language=found.language,
        is_open=found.is_open,
        smallest=found.smallest,
        room=found.room,
        link=found.link or "",
        access=tuple(found.access),
    )


def _missing(held: list[Session], shown: list[Membership], at: datetime) -> tuple[Missing, ...]:
    """Those who stayed away from the newest meeting they belonged to, within four weeks, and were not reached."""
    names = {one.client_id: one.display_name for one in shown}
    lately = [one for one in held if one.starts_at >= at - LATELY]
    rows = (
        Attendance.objects.filter(session__in=lately, client__in=names, replaced_by__isnull=True)
        .exclude(asked_after__outcome="reached")
        .select_related("session")
        .order_by("session__starts_at")
    )
    newest = {
        row.client_id: row for row in Attendance.objects.filter(session__in=lately).order_by("session__starts_at", "pk")
    }
    return tuple(
        Missing(row.session_id, row.session.number, names[row.client_id], row.status == "apologised")
        for row in rows
        if row.status not in PRESENT and newest[row.client_id].session_id == row.session_id
    )


def membership_of(*, viewer: Viewer, group_id: UUID, membership_id: UUID, at: datetime) -> Membership:
    """A place in this very group, for whoever may change it; NotYours otherwise."""
    found, _ = reach_group(viewer, group_id, "W", "group", at=at)
    place = _places(found).filter(pk=membership_id).select_related("client", "group").first()
    if place is None:
        raise NotYours
    return place


def group_to_change(*, viewer: Viewer, group_id: UUID, at: datetime) -> Group:
    """The group itself, for an action of whoever may change it."""
    found, _ = reach_group(viewer, group_id, "W", "group", at=at, related=("site", "service"))
    return found


def _places(found: Group) -> QuerySet[Membership]:
    return Membership.objects.filter(group=found)


def _shown(members: list[Membership], viewer: Viewer, at: datetime, *, is_limited: bool) -> list[Membership]:
    """Those whose names the viewer may know: all but the blocked, or only the viewer's own people."""
    hidden = blocked_clients(viewer)
    known = [one for one in members if one.client_id not in hidden]
    if not is_limited:
        return known
    own = set(
        clients_for(viewer, "R", "appointments", at=at)
        .filter(pk__in=[one.client_id for one in known])
        .values_list("pk", flat=True)
    )
    return [one for one in known if one.client_id in own]


def _marks(found: Group) -> Mapping[UUID, Mapping[UUID, str]]:
    """Meeting -> client -> mark that counts now."""
    marks: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    rows = Attendance.objects.filter(session__group=found, replaced_by__isnull=True)
    for session_id, client_id, status in rows.values_list("session_id", "client_id", "status"):
        marks[session_id][client_id] = status
    return marks


def _notes(held: Iterable[Session]) -> dict[UUID, GroupNote]:
    rows = GroupNote.objects.filter(session__in=list(held)).select_related("session").order_by("signed_at")
    return {row.session_id: row for row in rows}


def _member(
    one: Membership, held: list[Session], marks: Mapping[UUID, Mapping[UUID, str]], openable: Collection[UUID]
) -> Member:
    own = tuple(marks.get(meeting.pk, {}).get(one.client_id, "") for meeting in held if meeting.starts_at >= one.starts)
    return Member(
        membership_id=one.pk,
        client_id=one.client_id,
        name=one.display_name,
        number=one.client.number,
        since=one.starts,
        marks=own,
        is_on_edge=len(own) >= EDGE and all(mark and mark not in PRESENT for mark in own[-EDGE:]),
        may_open=one.client_id in openable,
    )


def _meeting(
    one: Session, marks: Mapping[UUID, Mapping[UUID, str]], notes: Mapping[UUID, GroupNote], *, counted: bool
) -> Meeting:
    note = notes.get(one.pk)
    return Meeting(
        id=one.pk,
        number=one.number,
        starts_at=one.starts_at,
        state=one.state,
        present=sum(mark in PRESENT for mark in marks.get(one.pk, {}).values()) if counted else None,
        guests=one.guests if counted else None,
        themes=note.themes if note else "",
        note=note.note if note else "",
    )


def _leaders(rows: Iterable[Facilitation], at: datetime) -> tuple[str, ...]:
    return tuple(row.staff.display_name for row in rows if row.starts <= at and (row.ends is None or row.ends > at))


def _offered(found: Group, meetings: list[Session], at: datetime) -> NextOne:
    """A week after the last one, at the same hour of the clock, for as long as the intervention says."""
    zone = ZoneInfo(found.service.time_zone)
    protocol = library().protocols.get(found.protocol)
    minutes = meetings[-1].minutes if meetings else protocol.dose.minutes if protocol else 60
    when = (meetings[-1].starts_at if meetings else at).astimezone(zone)
    when += EVERY_WEEK
    while when < at:
        when += EVERY_WEEK
    return NextOne(when, minutes)
