"""Gather: form a group, let people join and leave, and record a meeting."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from kith.care.actions.acting import action, trace
from kith.care.models import (
    Attendance,
    BadInput,
    Client,
    Facilitation,
    Group,
    GroupNote,
    Membership,
    Session,
    Site,
    User,
    WrongMoment,
)
from kith.care.models.delivery import ATTENDANCES, PRESENT
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer, check, check_function, live

SHORTEST_NAME = 3  # shorter parts of names are too common as words to refuse a note for


@action
def form_group(
    *,
    site: Site,
    name: str,
    kind: str,
    protocol: str,
    capacity: int,
    facilitators: Sequence[User],
    agreement: str,
    by: Viewer,
    at: datetime,
) -> Group:
    """A new group with its leaders."""
    check_function(by, "form_group")
    if protocol not in library().protocols:
        raise BadInput(
            "The group was not formed.",
            f"There is no intervention “{protocol}”.",
            "Choose one from the list.",
            "protocol",
        )
    if not facilitators:
        raise BadInput(
            "The group was not formed.", "Nobody leads it.", "Name at least one facilitator.", "facilitators"
        )
    group = Group(
        service_id=site.service_id,
        site=site,
        name=name,
        kind=kind,
        protocol=protocol,
        protocol_version=library().protocols[protocol].version,
        capacity=capacity,
        state="running",
        starts=at,
        made_at=at,
    )
    group.agreement = agreement
    group.save(force_insert=True)
    Facilitation.objects.bulk_create(
        [Facilitation(group=group, staff=staff, starts=at, made_at=at) for staff in facilitators]
    )
    trace("group.formed", by=by, at=at, clients=(), about=group)
    return group


@action
def join_group(*, group: Group, client: Client, display_name: str, by: Viewer, at: datetime) -> Membership:
    """A place in the group, under the name the person wants to be called there."""
    check(by, "W", "group", group, at=at)
    if Membership.objects.filter(live(at), group=group).count() >= group.capacity:
        raise WrongMoment(
            "The person did not join.",
            f"The group is full with {group.capacity}.",
            "Choose another group or raise its size.",
        )
    membership = Membership(group=group, client=client, starts=at, made_at=at)
    membership.display_name = display_name
    membership.save(force_insert=True)
    trace("group.joined", by=by, at=at, clients=[client.pk], about=membership)
    return membership


@action
def leave_group(*, membership: Membership, by: Viewer, at: datetime) -> Membership:
    """The place ends now; what was shared while it lasted stays where it was."""
    check(by, "W", "group", membership.group, at=at)
    membership.ends = at
    membership.save(update_fields=["ends"])
    trace("group.left", by=by, at=at, clients=[membership.client_id], about=membership)
    return membership


@action
def book_meeting(*, group: Group, starts_at: datetime, minutes: int, by: Viewer, at: datetime) -> Session:
    """The next meeting of a group."""
    check(by, "W", "group", group, at=at)
    number = (group.sessions.aggregate(last=Max("number"))["last"] or 0) + 1
    session = Session.objects.create(
        group=group,
        practitioner_id=by.user_id,
        number=number,
        starts_at=starts_at,
        minutes=minutes,
        setting=group.site.name,
        made_at=at,
    )
    trace("meeting.booked", by=by, at=at, clients=(), about=session)
    return session


@action
def record_meeting(
    *, meeting: Session, register: Iterable[tuple[UUID, str]], themes: str, note: str, by: Viewer, at: datetime
) -> GroupNote:
    """The register and one note about the group. The note is refused while it holds a member's name."""
    group = meeting.group
    if group is None:
        raise WrongMoment(
            "The meeting was not recorded.", "This is one person's session.", "Record it on the session page."
        )
    check(by, "W", "group_note", group, at=at)
    members = {
        row.client_id: row
        for row in Membership.objects.filter(live(meeting.starts_at), group=group).select_related("client")
    }
    named = names_in(f"{themes} {note}", members.values())
    if named:
        raise BadInput(
            "The note was not saved.",
            "It holds the name of a member.",
            "Write about the group, and put one person's news into that person's own record.",
            "note",
        )
    rows = []
    for client_id, status in register:
        if client_id not in members or status not in ATTENDANCES:
            raise BadInput(
                "The register was not saved.",
                "It holds somebody who is not a member, or an unknown mark.",
                "Mark each member once.",
                "register",
            )
        rows.append(
            Attendance(
                session=meeting,
                client_id=client_id,
                status=status,
                minutes=meeting.minutes if status in PRESENT else None,
                made_at=at,
            )
        )
    for row in rows:
        row.save(force_insert=True)
    meeting.state = "held"
    meeting.save(update_fields=["state"])
    written = GroupNote(session=meeting, author_id=by.user_id, signed_at=at, made_at=at)
    written.themes, written.note = themes, note
    written.save(force_insert=True)
    trace("meeting.recorded", by=by, at=at, clients=[row.client_id for row in rows], about=meeting)
    return written


def names_in(text: str, members: Iterable[Membership]) -> list[str]:
    """Names of members that occur in a text as words, whatever their case and accents."""
    words = set(re.findall(r"[^\W\d_]+", _folded(text)))
    names: set[str] = set()
    for member in members:
        client = member.client
        for name in (member.display_name, client.given_name, client.family_name, client.preferred_name):
            names.update(part for part in re.findall(r"[^\W\d_]+", _folded(name)) if len(part) >= SHORTEST_NAME)
    return sorted(names & (words | {word.removesuffix("s") for word in words}))


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
