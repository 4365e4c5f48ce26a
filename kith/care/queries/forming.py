"""Who waits for which group, what could be offered to them, and which composition keeps every rule.

People are told apart by their number alone: whoever forms groups need not know who waits, or how they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.care.models import Block, Client, Consent, Episode, Group, GroupWait, KeptApart, Membership, Score
from kith.care.models.keys import preload
from kith.care.models.knowledge import library
from kith.care.models.week_parts import week_part
from kith.care.permissions import Viewer, live
from kith.science.groups import Candidate, Offer, Request

NOT_WITH = "not-with:"  # a need of ours: not to be led by somebody whom a block keeps away
NOT_NOW = "not now"
MEMBERS_PER_LEADER: int = Request.model_fields["members_per_leader"].default
SECONDS = 2.0  # small lists are settled in a fraction of it; of a long one the page offers to look longer
YOUNG, OLD = 25, 65
HOW_PEOPLE_ARE = ("symptoms", "distress", "wellbeing")  # kinds of measure by which severities are compared


@dataclass(frozen=True)
class Forming:
    """What a composition is worked out from. Those who are members already are pinned where they are."""

    waits: Mapping[UUID, GroupWait]
    groups: Mapping[UUID, Group]
    already: Mapping[UUID, int]
    request: Request | None
    pins: Mapping[str, str]
    without_yes: int


def forming_of(protocol: str, *, viewer: Viewer, at: datetime) -> Forming:
    """Everybody on one list who has said yes to groups, and every group that could still take somebody.

    Somebody whom a block hides from the viewer is not on it for them. `request` is None where nobody waits or where
    there is no group to offer.
    """
    service_id = viewer.service_id
    waiting = list(waiting_for(viewer).filter(protocol=protocol).select_related("client").order_by("starts", "pk"))
    said_yes = _said_yes([wait.client_id for wait in waiting], at)
    waits = {wait.pk: wait for wait in waiting if wait.client_id in said_yes}
    members = _members(service_id, protocol, at)
    groups = {group.pk: group for group in _groups(service_id, protocol, at) if _has_room(group, members, at)}
    inside = [one for group in groups for one in members.get(group, ())]
    preload([*(wait.client_id for wait in waits.values()), *(one.client_id for one in inside)])
    people = {str(wait.pk): wait.client for wait in waits.values()} | {str(one.pk): one.client for one in inside}
    blocks = _blocks(people.values())
    severity = _severity(protocol, [client.pk for client in people.values()])
    minded = {wait.wants["gender"] for wait in waits.values() if wait.wants["not_the_only_one"]}
    offered = {str(group) for group in groups}
    genders = _genders_inside(inside, minded)
    candidates = [
        *(_candidate(wait, blocks, severity, minded, offered, at) for wait in waits.values()),
        *(_seated(one, groups[one.group_id], severity, genders.get(one.pk), at) for one in inside),
    ]
    can = bool(waits and groups)
    return Forming(
        waits=waits,
        groups=groups,
        already={group: len(members.get(group, ())) for group in groups},
        request=Request(
            groups=tuple(_offer(group, blocks, at) for group in groups.values()),
            people=tuple(candidates),
            apart=_apart(people, at),
            never_alone=_named(candidates, "gender"),
            rather_not_alone=_named(candidates, "age"),
        )
        if can
        else None,
        pins={str(one.pk): str(one.group_id) for one in inside},
        without_yes=len(waiting) - len(waits),
    )


def waiting_for(viewer: Viewer) -> QuerySet[GroupWait]:
    """Who waits in the viewer's service, but for those whom a block hides; whoever has left care waits no longer."""
    hidden = Block.objects.filter(user=viewer.user_id, lifted_at=None).values("client")
    in_care = Episode.objects.exclude(state="ended").values("client")
    rows = GroupWait.objects.filter(client__service_id=viewer.service_id, client__in=in_care, ends=None)
    return rows.exclude(client__in=hidden)


def _said_yes(clients: Collection[UUID], at: datetime) -> set[UUID]:
    rows = Consent.objects.filter(client__in=clients, purpose="group", decided_at__lte=at).order_by("decided_at", "pk")
    return {client for client, is_given in dict(rows.values_list("client", "is_given")).items() if is_given}


def _groups(service_id: UUID, protocol: str, at: datetime) -> QuerySet[Group]:
    """Those of the intervention that have a day, and take people in."""
    found = Group.objects.filter(service_id=service_id, protocol=protocol, weekday__isnull=False)
    return (
        found.filter(Q(state="forming") | Q(state="running", is_open=True))
        .select_related("site", "service")
        .prefetch_related("facilitations__staff")
        .order_by("weekday", "meets_at", "pk")
    )


def leaders_of(group: Group, at: datetime) -> list[UUID]:
    """Who leads the group now."""
    return [
        one.staff_id for one in group.facilitations.all() if one.starts <= at and (one.ends is None or one.ends > at)
    ]


def _has_room(group: Group, members: Mapping[UUID, list[Membership]], at: datetime) -> bool:
    """Whether one more fits: not into a group that nobody leads, or that has as many people as its leaders can hold."""
    seats: int = min(group.capacity, MEMBERS_PER_LEADER * len(leaders_of(group, at)))
    return len(members.get(group.pk, ())) < seats


def _members(service_id: UUID, protocol: str, at: datetime) -> dict[UUID, list[Membership]]:
    rows = Membership.objects.filter(live(at), group__service_id=service_id, group__protocol=protocol)
    found: dict[UUID, list[Membership]] = {}
    for row in rows.select_related("client").order_by("starts", "pk"):
        found.setdefault(row.group_id, []).append(row)
    return found


def _blocks(clients: Iterable[Client]) -> dict[UUID, set[UUID]]:
    """Client -> colleagues whom a block keeps away from them."""
    found: dict[UUID, set[UUID]] = {}
    rows = Block.objects.filter(client__in=[one.pk for one in clients], lifted_at=None)
    for client, user in rows.values_list("client", "user"):
        found.setdefault(client, set()).add(user)
    return found


def _candidate(
    wait: GroupWait,
    blocks: Mapping[UUID, set[UUID]],
    severity: Mapping[UUID, float],
    minded: Collection[str],
    offered: Collection[str],
    at: datetime,
) -> Candidate:
    """One who waits. Gender counts only where somebody of that gender would not want to be the only one."""
    wants = wait.wants
    gender = wants["gender"] if wants["gender"] in minded else None
    return Candidate(
        id=str(wait.pk),
        slots=tuple(wants["parts"]),
        languages=tuple(wants["languages"]),
        needs=(
            *wants["needs"],
            *(f"{NOT_WITH}{user}"[:60] for user in sorted(blocks.get(wait.client_id, ()), key=str)),
        ),
        severity=severity.get(wait.client_id),
        attributes={"gender": gender or None, "age": _age_band(wait.client, at.date())},
        style=wants["style"] or None,
        weeks_waited=(at - wait.starts).days / 7,
        prefers=tuple(one for one in wait.wants.get("prefers", ()) if one in offered),
        not_now=NOT_NOW if wait.is_not_now else None,
    )


def part_of(group: Group) -> str:
    """The part of the week in which a group meets that has a day."""
    assert group.weekday is not None
    assert group.meets_at is not None
    return week_part(group.weekday, group.meets_at)


def _genders_inside(inside: Collection[Membership], minded: Collection[str]) -> dict[UUID, str]:
    """Membership -> gender, as somebody said it when they waited, where two or more of one group share a minded one.

    A single one counts as not known: somebody who is a member already stays, so that a rule about them as the only one
    could be met only by placing somebody else there, whoever that suits.
    """
    rows = GroupWait.objects.filter(client__in=[one.client_id for one in inside], ending="placed")
    said = {row.client_id: row.wants["gender"] for row in rows.order_by("ends", "pk")}
    found = {one.pk: said.get(one.client_id, "") for one in inside}
    often = Counter((one.group_id, found[one.pk]) for one in inside)
    return {
        one.pk: found[one.pk] for one in inside if found[one.pk] in minded and often[one.group_id, found[one.pk]] > 1
    }


def _seated(
    one: Membership, group: Group, severity: Mapping[UUID, float], gender: str | None, at: datetime
) -> Candidate:
    return Candidate(
        id=str(one.pk),
        slots=(part_of(group),),
        languages=(group.language,),
        severity=severity.get(one.client_id),
        attributes={"gender": gender, "age": _age_band(one.client, at.date())},
    )


def _offer(group: Group, blocks: Mapping[UUID, set[UUID]], at: datetime) -> Offer:
    leaders = leaders_of(group, at)
    kept_away = {user for users in blocks.values() for user in users}
    return Offer(
        id=str(group.pk),
        slot=part_of(group),
        language=group.language,
        smallest=group.smallest,
        largest=group.capacity,
        leaders=tuple(str(one) for one in leaders),
        offers=(*group.access, *(f"{NOT_WITH}{user}"[:60] for user in kept_away if user not in leaders)),
    )


def _apart(people: Mapping[str, Client], at: datetime) -> tuple[tuple[str, str], ...]:
    of = {client.pk: name for name, client in people.items()}
    rows = KeptApart.objects.filter(live(at), client__in=of, other__in=of).values_list("client", "other")
    return tuple(sorted({(of[one], of[other]) for one, other in rows}))


def _named(candidates: Iterable[Candidate], attribute: str) -> tuple[str, ...]:
    """The attribute, where somebody has it; a rule about one that nobody has would be a slip."""
    return (attribute,) if any(one.attributes.get(attribute) for one in candidates) else ()


def _age_band(client: Client, today: date) -> str | None:
    try:
        born = date.fromisoformat(client.date_of_birth)
    except ValueError:
        return None  # unknown, or only a year
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return "young" if age < YOUNG else "old" if age >= OLD else "between"


def _severity(protocol: str, clients: Collection[UUID]) -> dict[UUID, float]:
    """The newest score on the intervention's first measure of how people are, where there is one."""
    measure = _main_measure(protocol)
    if measure is None:
        return {}
    rows = (
        Score.objects.standing()
        .filter(client__in=clients, measurement__instrument=measure[0], scale=measure[1], value__isnull=False)
        .order_by("measurement__taken_at", "pk")
    )
    return {client: value for client, value in rows.values_list("client", "value") if value is not None}


def _main_measure(protocol: str) -> tuple[str, str] | None:
    known = library()
    for page in known.protocols[protocol].pages:
        for name in page.measures:
            if name in known.instruments and known.instruments[name].kind in HOW_PEOPLE_ARE:
                return name, known.instruments[name].scales[0].id
    return None
