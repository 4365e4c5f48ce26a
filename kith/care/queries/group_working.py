"""Is a group working for its members: whom to reach out to and why, who has left, and how all are doing as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from kith.care.models import Attendance, Group, Membership, RoleTurn, Score, Session
from kith.care.models.delivery import PRESENT
from kith.care.models.keys import preload
from kith.care.models.knowledge import library
from kith.care.models.places import current_members
from kith.care.models.shared_life import turns_of
from kith.care.permissions import Access, NotYours, Viewer, blocked_clients
from kith.care.queries.climate_over_time import ClimateLine, climate_over_time
from kith.care.queries.group_climate import climate_of
from kith.care.queries.group_dose import GroupDose, dose_of
from kith.care.queries.group_gives import GroupGives, group_gives
from kith.care.queries.looking import note_seen
from kith.care.queries.members_off_track import MembersOffTrack, members_off_track
from kith.care.queries.staff_looking import reach_group
from kith.science.groups import AsAWhole, as_a_whole, reasons_to_reach_out

LEFT_LATELY = timedelta(days=90)  # longer ago, asking why is more for us than for them
START = timedelta(days=14)  # what was answered up to two weeks after joining is how somebody began


@dataclass(frozen=True)
class ReachOutTo:
    """A member to reach out to, and every reason for it as a code; there is no score behind it."""

    client_id: UUID
    name: str
    number: str
    reasons: tuple[str, ...]
    session_id: UUID | None  # the newest meeting they missed


@dataclass(frozen=True)
class Leaver:
    """Somebody who left lately: whether they were asked why, what they said and what they were offered."""

    membership_id: UUID
    name: str
    number: str
    left_at: datetime
    tries: tuple[tuple[datetime, str], ...]
    why: str
    offered: str

    @property
    def is_asked(self) -> bool:
        """Whether somebody spoke with them."""
        return any(outcome == "reached" for _, outcome in self.tries)


@dataclass(frozen=True)
class Outcome:
    """One measure for the group as a whole."""

    title: str
    higher_is_worse: bool
    whole: AsAWhole


@dataclass(frozen=True)
class WorkingPage:
    """Everything that says whether the group is working."""

    time_zone: str
    group_id: UUID
    group_name: str
    held: int
    reach_out: tuple[ReachOutTo, ...]
    off_track: MembersOffTrack | None
    gives: GroupGives | None
    climate: tuple[ClimateLine, ...] | None
    dose: GroupDose
    leavers: tuple[Leaver, ...]
    outcomes: tuple[Outcome, ...]
    is_partly_hidden: bool


def group_working(*, viewer: Viewer, group_id: UUID, language: str, at: datetime) -> WorkingPage:
    """For those who lead the group; NotYours for everybody else."""
    found, access = reach_group(viewer, group_id, "W", "group_leaver", at=at, related=("service",))
    hidden = blocked_clients(viewer)
    members = current_members(found, at)
    shown = [one for one in members if one.client_id not in hidden]
    left = _left(found, {one.client_id for one in members} | hidden, at)
    preload([found.pk, *(one.client_id for one in [*shown, *left])])
    held = list(found.sessions.filter(state="held").order_by("starts_at"))
    page = WorkingPage(
        time_zone=found.service.time_zone,
        group_id=found.pk,
        group_name=found.name,
        held=len(held),
        reach_out=_reach_out(found, held, shown, access, language),
        off_track=members_off_track(viewer=replace(viewer, client_id=None), group=found, members=shown, at=at),
        gives=group_gives(viewer=viewer, group=found, held=held, access=access, language=language, at=at),
        climate=climate_over_time(found, held, [one.client_id for one in shown], access, language),
        dose=dose_of(viewer=viewer, group=found, held=held, members=members),
        leavers=tuple(_leaver(one) for one in left),
        outcomes=_outcomes(found) if access.can("R", "group_outcome") else (),
        is_partly_hidden=len(shown) < len(members),
    )
    about = [one.client_id for one in [*shown, *left]]
    note_seen(viewer, "group_working.seen", about, at=at, about=found)
    return page


def leaver_of(*, viewer: Viewer, group_id: UUID, membership_id: UUID, at: datetime) -> Membership:
    """A place in this very group, for whoever may ask the one who had it; NotYours otherwise."""
    found, _ = reach_group(viewer, group_id, "W", "group_leaver", at=at, related=("service",))
    place = found.memberships.filter(pk=membership_id).select_related("client", "group").first()
    if place is None or place.client_id in blocked_clients(viewer):
        raise NotYours
    return place


def _reach_out(
    found: Group, held: Sequence[Session], shown: Sequence[Membership], access: Access, language: str
) -> tuple[ReachOutTo, ...]:
    people = [one.client_id for one in shown]
    climate = climate_of(found, held, people, access, language)
    fallen = {one.client_id for one in climate.members if one.has_fallen} if climate else set()
    turns = turns_of(found, ())
    rows = []
    for one in shown:
        marks = _marks(one, held)
        reasons = reasons_to_reach_out(
            [mark.status in PRESENT for mark in marks],
            has_fallen=one.client_id in fallen,
            turns=sum(turn.client_id == one.client_id for turn in turns),
            others_with_a_role=_share_with_a_role(one, shown, turns),
        )
        missed = [mark.session_id for mark in marks if mark.status not in PRESENT]
        if reasons:
            session = missed[-1] if missed else None
            rows.append(ReachOutTo(one.client_id, one.display_name, one.client.number, reasons, session))
    return tuple(rows)


def _share_with_a_role(one: Membership, shown: Sequence[Membership], turns: Sequence[RoleTurn]) -> float:
    others = [other.client_id for other in shown if other.client_id != one.client_id]
    carried = {turn.client_id for turn in turns}
    return sum(other in carried for other in others) / len(others) if others else 0.0


def _marks(one: Membership, held: Sequence[Session]) -> list[Attendance]:
    """The marks that count, of the meetings since this member joined."""
    rows = Attendance.objects.filter(session__in=held, client=one.client_id, replaced_by__isnull=True)
    return list(rows.filter(session__starts_at__gte=one.starts).order_by("session__starts_at", "pk"))


def _left(found: Group, leave_out: set[UUID] | frozenset[UUID], at: datetime) -> list[Membership]:
    """Who left within three months and has not come back; nobody whose place ended with the group."""
    rows = found.memberships.filter(ends__lte=at, ends__gte=at - LEFT_LATELY).exclude(client__in=leave_out)
    if found.ends is not None:
        rows = rows.filter(ends__lt=found.ends)
    newest = {one.client_id: one for one in rows.select_related("client").order_by("ends", "pk")}
    return sorted(newest.values(), key=lambda one: one.ends or at, reverse=True)


def _leaver(one: Membership) -> Leaver:
    rows = list(one.leaver_asked.order_by("asked_at", "made_at", "pk"))
    assert one.ends is not None
    return Leaver(
        membership_id=one.pk,
        name=one.display_name,
        number=one.client.number,
        left_at=one.ends,
        tries=tuple((row.asked_at, row.outcome) for row in rows),
        why=next((row.why for row in reversed(rows) if row.why), ""),
        offered=next((row.offered for row in reversed(rows) if row.offered), ""),
    )


def _outcomes(found: Group) -> tuple[Outcome, ...]:
    """Each measure with which the intervention ends, for everybody who ever had a place and has both scores.

    Those who left count too: otherwise a group would look better for losing the people it does not help.
    """
    protocol = library().protocols.get(found.protocol)
    names = [name for name in protocol.ending.measures if name in library().instruments] if protocol else []
    places = list(found.memberships.order_by("starts"))
    rows = []
    for name in names:
        definition = library().instruments[name]
        if definition.scales:
            pairs = _pairs(places, name, definition.scales[0].id)
            rows.append(Outcome(definition.short, definition.higher_is_worse, as_a_whole(pairs)))
    return tuple(rows)


def _pairs(places: Sequence[Membership], instrument: str, scale: str) -> list[tuple[float, float]]:
    """(first, latest) of each person once: at the start of their first place, and the newest later one."""
    begun = {one.client_id: one.starts for one in reversed(places)}
    scores = (
        Score.objects.standing()
        .filter(client__in=begun, measurement__instrument=instrument, measurement__respondent="self", scale=scale)
        .select_related("measurement")
        .order_by("measurement__taken_at", "pk")
    )
    first: dict[UUID, float] = {}
    last: dict[UUID, float] = {}
    for score in scores:
        known = first if score.measurement.taken_at <= begun[score.client_id] + START else last
        if score.value is not None:
            known[score.client_id] = score.value
    return [(first[who], last[who]) for who in first if who in last]
