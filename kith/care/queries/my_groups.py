"""My groups: when they meet, what was agreed, how often one came; never anything about another member."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F

from kith.care.models import Group, GroupEntry, JointSummary, Membership, Session
from kith.care.models.agenda import points_of
from kith.care.models.agreements import agreement_lines, without_yes
from kith.care.models.families import UNITS
from kith.care.models.keys import preload
from kith.care.models.knowledge import library
from kith.care.models.shared_life import decided_in
from kith.care.permissions import NotYours, Viewer, live
from kith.care.queries.community_meeting import decisions_shown
from kith.care.queries.looking import note_seen
from kith.care.queries.meeting_roles import role_titles
from kith.care.queries.myself import Own, open_own

LATELY = timedelta(days=28)  # how long it is said that a group has ended; our own convention
ENDED_SHOWN = 6  # the newest that came to something; older ones would bury what is open


@dataclass(frozen=True)
class Meeting:
    """One meeting and whether one was there; an empty status means that nobody has said yet."""

    starts_at: datetime
    minutes: int
    status: str


@dataclass(frozen=True)
class SummaryToMe:
    """What a couple or family holds on to together. `my_answer` None: not said yet; nothing is told of the others."""

    id: UUID
    words: str
    is_agreed: bool
    my_answer: bool | None


@dataclass(frozen=True)
class DecisionToMe:
    """Something the group decided since one joined, in nobody's name; what came of it once a meeting has looked."""

    words: str
    carried_by: str
    due_on: date | None
    is_task: bool
    result: str


@dataclass(frozen=True)
class GroupShown:
    """A group one belongs to."""

    name: str
    about: str
    purpose: str
    place: str
    link: str
    leaders: tuple[str, ...]
    agreement: tuple[str, ...]
    asks_for_yes: bool | None  # None where the page of the agreement is not shown
    my_name_there: str
    next_meeting: Meeting | None
    cancelled: tuple[datetime, ...]  # meetings to come that do not take place
    meetings: tuple[Meeting, ...]
    summaries: tuple[SummaryToMe, ...]
    id: UUID
    has_agenda: bool
    agenda: tuple[str, ...]  # what stands on it, in nobody's name
    my_points: tuple[str, ...]  # what I asked for and nobody has put on yet
    decisions: tuple[DecisionToMe, ...]  # those still open first, then the newest
    my_roles: tuple[tuple[datetime, str], ...]  # when I carried what, the newest first; nothing about anybody else
    about_me: tuple[tuple[datetime, str], ...]  # of which meeting, and what its leader wrote for me to read


@dataclass(frozen=True)
class GroupEnded:
    """A group one belonged to until it ended lately."""

    name: str
    ended_at: datetime


@dataclass(frozen=True)
class GroupsPage:
    """Every group one belongs to now, and those that have ended lately."""

    time_zone: str
    groups: tuple[GroupShown, ...]
    ended: tuple[GroupEnded, ...]


def my_groups(*, viewer: Viewer, at: datetime) -> GroupsPage:
    """The client's groups, from the day they joined."""
    own = open_own(viewer, "R", "group", at=at)
    places = list(
        own.client.membership_set.filter(live(at))
        .select_related("group__site")
        .prefetch_related("group__sessions", "group__facilitations__staff")
        .order_by("starts", "pk")
    )
    until_its_end = own.client.membership_set.filter(ends=F("group__ends"), ends__lte=at, ends__gt=at - LATELY)
    preload([own.client.pk, *(place.group_id for place in places)])
    came = dict(own.client.attendance_set.filter(replaced_by__isnull=True).values_list("session", "status"))
    mine = own.client.groupentry_set.filter(is_released=True).select_related("session").order_by("-signed_at")
    written = list(mine) if own.access.can("R", "group_entry") else []
    ended = tuple(
        GroupEnded(place.group.name, place.group.ends)
        for place in until_its_end.select_related("group").order_by("-ends", "pk")
        if place.group.ends is not None
    )
    page = GroupsPage(own.time_zone, tuple(_shown(own, place, came, written) for place in places), ended)
    note_seen(viewer, "groups.seen", [own.client.pk], at=at)
    return page


def _shown(own: Own, place: Membership, came: dict[UUID, str], written: list[GroupEntry]) -> GroupShown:
    group = place.group
    booked = sorted(
        (one for one in group.sessions.all() if one.starts_at >= place.starts), key=lambda one: (one.starts_at, one.pk)
    )
    sessions = [one for one in booked if one.state != "cancelled"]
    coming = [one for one in sessions if one.state == "booked" and one.starts_at >= own.at]
    past = [one for one in sessions if one.starts_at < own.at]
    leaders = [
        one.staff.display_name
        for one in group.facilitations.all()
        if one.starts <= own.at and (one.ends is None or one.ends > own.at)
    ]
    protocol = library().protocols[group.protocol].title_for_client if group.protocol in library().protocols else ""
    return GroupShown(
        name=group.name,
        about=protocol,
        purpose=group.purpose or "",
        place=f"{group.site.name}, {group.room}" if group.room else group.site.name,
        link=group.link or "",
        leaders=tuple(leaders),
        agreement=agreement_lines(group.agreement),
        asks_for_yes=_asks_for_yes(own, place),
        my_name_there=place.display_name,
        next_meeting=_meeting(coming[0], came) if coming else None,
        cancelled=tuple(one.starts_at for one in booked if one.state == "cancelled" and one.starts_at >= own.at),
        meetings=tuple(_meeting(one, came) for one in past),
        summaries=_summaries(own, place),
        id=group.pk,
        has_agenda=_has_agenda(own, group),
        agenda=_agenda(own, group),
        my_points=tuple(
            one.words
            for one in own.client.agendawish_set.filter(group=group, point__isnull=True).order_by("asked_at", "pk")
        ),
        decisions=_decisions(own, group, {one.number for one in sessions}),
        my_roles=_my_roles(own, group),
        about_me=tuple((one.session.starts_at, one.words) for one in written if one.session.group_id == group.pk),
    )


def _summaries(own: Own, place: Membership) -> tuple[SummaryToMe, ...]:
    """Those that were offered since one came and still stand, the newest first."""
    if not own.access.can("R", "joint_note") or "group_entry" in own.client.hides:
        return ()
    mine = dict(own.client.summaryanswer_set.order_by("answered_at", "made_at", "pk").values_list("summary", "agrees"))
    rows = place.group.joint_summaries.filter(is_offered=True, written_at__gte=place.starts).order_by("-written_at")
    return tuple(SummaryToMe(row.pk, row.words, row.agreed_at is not None, mine.get(row.pk)) for row in rows)


def _asks_for_yes(own: Own, place: Membership) -> bool | None:
    if not own.access.can("R", "group_agreement"):
        return None
    return bool(without_yes(place.group, [place]))


def _agenda(own: Own, group: Group) -> tuple[str, ...]:
    if not _has_agenda(own, group) or "group_entry" in own.client.hides:
        return ()
    return tuple(one.words for one in points_of(group) if one.dealt_in_id is None)


def _has_agenda(own: Own, group: Group) -> bool:
    return group.kind not in UNITS and own.access.can("R", "group_agenda")


def my_place(*, viewer: Viewer, group_id: UUID, at: datetime) -> Membership:
    """One's own place in a group now; NotYours for any other."""
    own = open_own(viewer, "R", "group", at=at)
    place = (
        own.client.membership_set.filter(live(at), group=group_id).select_related("group", "client__service").first()
    )
    if place is None:
        raise NotYours
    return place


def _decisions(own: Own, group: Group, meetings: set[int]) -> tuple[DecisionToMe, ...]:
    if not own.access.can("R", "group_decision") or "group_entry" in own.client.hides:
        return ()
    shown = [one for one, _ in reversed(decisions_shown(decided_in(group), own.today)) if one.number in meetings]
    still_open = [one for one in shown if not one.result]
    ended = [one for one in shown if one.result][:ENDED_SHOWN]
    return tuple(
        DecisionToMe(one.words, one.carried_by, one.due_on, one.kind == "task", one.result)
        for one in (*still_open, *ended)
    )


def _my_roles(own: Own, group: Group) -> tuple[tuple[datetime, str], ...]:
    if not own.access.can("R", "group_role"):
        return ()
    titles = role_titles(group)
    rows = own.client.roleturn_set.filter(
        session__group=group, passed_to__isnull=True
    ) | own.client.roleturn_set.filter(session__group=group, passed_to__session__starts_at__gt=F("session__starts_at"))
    turns = rows.select_related("session").order_by("-session__starts_at")
    return tuple((turn.session.starts_at, titles.get(turn.role, (turn.role, ""))[0]) for turn in turns)


def offered_to_me(*, viewer: Viewer, summary_id: UUID, at: datetime) -> JointSummary:
    """A summary of one of one's own groups, for saying yes or no; NotYours otherwise."""
    own = open_own(viewer, "W", "joint_note", at=at)
    places = own.client.membership_set.filter(live(at)).select_related("group")
    for place in places:
        offered = place.group.joint_summaries.filter(is_offered=True, written_at__gte=place.starts)
        found = offered.filter(pk=summary_id).select_related("group").first()
        if found is not None:
            return found
    raise NotYours


def _meeting(session: Session, came: dict[UUID, str]) -> Meeting:
    return Meeting(session.starts_at, session.minutes, came.get(session.pk, ""))
