"""Forming groups: the lists, the groups with room, and a proposal with its reasons, for those who form groups."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from time import monotonic
from uuid import UUID

from django.db.models import Count

from kith.care.models import GroupWait, Role, Service, Site, User
from kith.care.models.delivery import leading_roles
from kith.care.models.knowledge import library
from kith.care.permissions import NotYours, Viewer, check_function, live
from kith.care.queries.forming import NOT_NOW, NOT_WITH, SECONDS, Forming, forming_of, waiting_for
from kith.care.queries.looking import note_seen
from kith.science.groups import Composed, LeftOver, Member, Plan, bars, compose

SECONDS_LONGER = 8.0
PINNED_OUT = "none"
STRONGEST = 2  # reasons shown for one person


@dataclass(frozen=True)
class WaitingList:
    """How many wait for one intervention."""

    protocol: str
    title: str
    waiting: int


@dataclass(frozen=True)
class RatherIn:
    """A group somebody would rather be in: what shuts them out, or what it would add to the aims, as a share of them.

    Both empty: there is no way there that keeps every rule.
    """

    group: str
    rules: tuple[str, ...]
    adds: float | None


@dataclass(frozen=True)
class Placed:
    """Somebody on the list in a group of the proposal: why, in codes, and how many groups would fit."""

    wait_id: UUID
    number: str
    weeks_waited: int
    fits: int
    is_pinned: bool
    is_prepared: bool
    is_without_others_alike: bool  # the only one of their age
    reasons: tuple[str, ...] = ()  # the two strongest, in codes; how severe it is for them is never among them
    rather_in: tuple[RatherIn, ...] = ()


@dataclass(frozen=True)
class Barrier:
    """What keeps one person out of one group: codes."""

    group: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class NotPlaced:
    """Somebody without a place: what is in the way of each group, and which rules it comes down to."""

    wait_id: UUID
    number: str
    weeks_waited: int
    is_pinned: bool
    is_not_now: bool
    barriers: tuple[Barrier, ...]
    rules: tuple[str, ...]
    group_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class GroupOffered:
    """A group with room, and who would join it."""

    id: UUID
    name: str
    weekday: int
    meets_at: time
    language: str
    place: str
    leaders: tuple[str, ...]
    is_forming: bool
    already: int
    smallest: int
    seats: int
    placed: tuple[Placed, ...] = ()

    @property
    def is_enough(self) -> bool:
        """Whether it could begin, or goes on, with those placed."""
        return self.already + len(self.placed) >= self.smallest


@dataclass(frozen=True)
class FormingPage:
    """One list with a proposal. `gap` is how far it may be from the best, as a share; None where nothing was composed.

    `conflicts` are rules that stand in the way of the places chosen by hand; then there is no proposal.
    """

    lists: tuple[WaitingList, ...]
    protocol: str
    title: str
    groups: tuple[GroupOffered, ...]
    left: tuple[NotPlaced, ...]
    without_yes: int
    gap: float | None = None
    is_cut_short: bool = False
    conflicts: tuple[str, ...] = ()
    sites: tuple[tuple[UUID, str], ...] = ()
    facilitators: tuple[tuple[UUID, str], ...] = ()
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    is_of_families: bool = False
    time_zone: str = "UTC"

    @property
    def placed(self) -> int:
        """How many of the list would have a place."""
        return sum(len(group.placed) for group in self.groups)


def form_groups(
    *, viewer: Viewer, protocol: str, pins: Mapping[UUID, UUID | None], is_longer: bool, at: datetime
) -> FormingPage:
    """The list of one intervention (the longest where none is named) and a proposal that keeps every rule.

    `pins` say where somebody is to be, or None for no group; what is pinned and not on the list any more is left out.
    """
    check_function(viewer, "form_group")
    lists = _lists(viewer)
    known = library().protocols
    chosen = protocol if protocol in known and known[protocol].group_size else lists[0].protocol if lists else ""
    now = forming_of(chosen, viewer=viewer, at=at) if chosen else NOTHING
    kept = {wait: place for wait, place in pins.items() if wait in now.waits and (place is None or place in now.groups)}
    plan = _plan(now, kept, is_longer=is_longer)
    service = Service.objects.get(pk=viewer.service_id)
    page = FormingPage(
        lists=lists,
        protocol=chosen,
        title=known[chosen].title if chosen else "",
        groups=_groups(now, plan, at),
        left=_left(now, plan, at),
        without_yes=now.without_yes,
        gap=plan.gap if plan else None,
        is_cut_short=bool(plan and plan.is_cut_short),
        conflicts=tuple(rule for one in plan.conflicts for rule, _ in one.rules)
        if plan and plan.status == "cannot"
        else (),
        sites=tuple(Site.objects.filter(service=service).order_by("name").values_list("pk", "name")),
        facilitators=those_who_lead(viewer=viewer, kind="therapy", at=at),
        sizes={name: (one.group_size.min, one.group_size.max) for name, one in known.items() if one.group_size},
        is_of_families=bool(chosen and (size := known[chosen].group_size) and size.of_families),
        time_zone=service.time_zone,
    )
    note_seen(viewer, "groups.forming", [wait.client_id for wait in now.waits.values()], at=at)
    return page


def facilitators_of(*, viewer: Viewer, kind: str, user_ids: Collection[UUID], at: datetime) -> list[User]:
    """Colleagues who may lead a group of this kind now; NotYours when one of them may not, or is not here."""
    check_function(viewer, "form_group")
    known = {pk for pk, _ in those_who_lead(viewer=viewer, kind=kind, at=at)}
    if not set(user_ids) <= known:
        raise NotYours
    return list(User.objects.filter(pk__in=user_ids).order_by("display_name"))


def those_who_lead(*, viewer: Viewer, kind: str, at: datetime) -> tuple[tuple[UUID, str], ...]:
    """Colleagues who may lead a group of this kind now, by name; peer supporters lead circles of peers."""
    check_function(viewer, "form_group")
    rows = Role.objects.filter(live(at), name__in=leading_roles(kind), user__is_active=True)
    rows = rows.filter(user__service=viewer.service_id).order_by("user__display_name", "user__pk")
    return tuple(rows.values_list("user__pk", "user__display_name").distinct())


NOTHING = Forming({}, {}, {}, None, {}, 0)


def _lists(viewer: Viewer) -> tuple[WaitingList, ...]:
    rows = waiting_for(viewer).values("protocol").annotate(waiting=Count("pk")).order_by("-waiting", "protocol")
    known = library().protocols
    return tuple(
        WaitingList(row["protocol"], known[row["protocol"]].title, row["waiting"])
        for row in rows
        if row["protocol"] in known
    )


def _plan(now: Forming, pins: Mapping[UUID, UUID | None], *, is_longer: bool) -> Plan | None:
    if now.request is None:
        return None
    kept = {str(wait): None if place is None else str(place) for wait, place in pins.items()} | dict(now.pins)
    return compose(now.request, pins=kept, seconds=SECONDS_LONGER if is_longer else SECONDS, clock=monotonic)


def _groups(now: Forming, plan: Plan | None, at: datetime) -> tuple[GroupOffered, ...]:
    composed = {one.id: one for one in plan.groups} if plan else {}
    return tuple(_offered(now, group_id, composed.get(str(group_id)), plan, at) for group_id in now.groups)


def _offered(now: Forming, group_id: UUID, composed: Composed | None, plan: Plan | None, at: datetime) -> GroupOffered:
    group = now.groups[group_id]
    assert group.weekday is not None
    assert group.meets_at is not None
    waiting = {str(one): one for one in now.waits}
    members = composed.members if composed else ()
    return GroupOffered(
        id=group.pk,
        name=group.name,
        weekday=group.weekday,
        meets_at=group.meets_at,
        language=group.language,
        place=f"{group.site.name}, {group.room}" if group.room else group.site.name,
        leaders=tuple(
            one.staff.display_name
            for one in group.facilitations.all()
            if one.starts <= at and (one.ends is None or one.ends > at)
        ),
        is_forming=group.state == "forming",
        already=now.already[group.pk],
        smallest=group.smallest,
        seats=composed.seats if composed else group.capacity,
        placed=tuple(_placed(now, now.waits[waiting[one.id]], one, plan, at) for one in members if one.id in waiting),
    )


def _placed(now: Forming, wait: GroupWait, member: Member, plan: Plan | None, at: datetime) -> Placed:
    names = {str(group.pk): group.name for group in now.groups.values()}
    whole = plan.objective if plan else None
    return Placed(
        wait_id=wait.pk,
        number=wait.client.number,
        weeks_waited=(at - wait.starts).days // 7,
        fits=len(member.fits),
        is_pinned=member.is_pinned,
        is_prepared=wait.is_prepared,
        is_without_others_alike=any(name == "age" and others == 0 for name, _, others in member.alike),
        reasons=_reasons(now, wait, member),
        rather_in=tuple(
            RatherIn(
                names[one.group],
                tuple(dict.fromkeys(_said_rules(now, wait, one.group))) if one.barred else (),
                one.adds / whole if one.adds is not None and whole else one.adds,
            )
            for one in member.not_there
        ),
    )


def _reasons(now: Forming, wait: GroupWait, member: Member) -> tuple[str, ...]:
    """The two strongest reasons for this place; a place by hand has its own."""
    if member.is_pinned:
        return ()
    alike = {name: others for name, _, others in member.alike}
    longest = min(one.starts for one in now.waits.values())
    holds = {
        "only_fit": len(member.fits) == 1 and len(now.groups) > 1,
        "preferred": bool(member.is_preferred),
        "gender": alike.get("gender", 0) > 0,
        "waits_longest": wait.starts == longest and len(now.waits) > 1,
        "age": alike.get("age", 0) > 0,
        "style": alike.get("style") == 0,
    }
    return tuple(code for code, is_so in holds.items() if is_so)[:STRONGEST]


def _left(now: Forming, plan: Plan | None, at: datetime) -> tuple[NotPlaced, ...]:
    """Those of the list without a place; all of them where nothing was composed."""
    if plan is None or plan.status == "cannot":
        return tuple(_not_placed(now, wait, None, at) for wait in now.waits.values())
    of = {str(one): one for one in now.waits}
    return tuple(_not_placed(now, now.waits[of[one.id]], one, at) for one in plan.left_over if one.id in of)


def _not_placed(now: Forming, wait: GroupWait, left: LeftOver | None, at: datetime) -> NotPlaced:
    rules = [rule for rule, _ in left.conflict.rules] if left and left.conflict else []
    return NotPlaced(
        wait_id=wait.pk,
        number=wait.client.number,
        weeks_waited=(at - wait.starts).days // 7,
        is_pinned=bool(left and left.is_pinned),
        is_not_now=wait.is_not_now,
        barriers=tuple(_barriers(now, wait)) if not wait.is_not_now else (),
        rules=tuple(dict.fromkeys(rule for rule in rules if rule != NOT_NOW)),
        group_names=tuple(group.name for group in now.groups.values()),
    )


def _barriers(now: Forming, wait: GroupWait) -> list[Barrier]:
    """For each group what shuts this one person out; a block is called a rule, and nothing is said of whom."""
    found = [Barrier(group.name, tuple(_said_rules(now, wait, str(group.pk)))) for group in now.groups.values()]
    return [one for one in found if one.rules]


def _said_rules(now: Forming, wait: GroupWait, group_id: str) -> list[str]:
    """What shuts one person out of one group, in codes."""
    if now.request is None:
        return []
    person = next(one for one in now.request.people if one.id == str(wait.pk))
    offer = next(one for one in now.request.groups if one.id == group_id)
    rules: list[str] = [bar.by for bar in bars(person, offer)]
    missing = [need for need in person.needs if need not in offer.offers]
    if "needs" in rules and all(need.startswith(NOT_WITH) for need in missing):
        rules = ["rule" if one == "needs" else one for one in rules]
    return rules
