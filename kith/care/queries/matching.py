"""Who could see whom: everybody who waits for somebody, what practitioners bring, and what comes out of both."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from kith.care.models import (
    Absence,
    Allocation,
    AppointmentWish,
    Availability,
    BadInput,
    Block,
    CareRelationship,
    Client,
    Episode,
    User,
)
from kith.care.models.allocating import communities_of, part_of_slot
from kith.care.models.keys import preload
from kith.care.models.weighing import caseload_weights
from kith.care.permissions import Viewer, clients_for, live
from kith.science.matching import Format, KeepFault, Match, Matching, Opening, Practitioner, Request, Seeker, match

NOT_SAID: Final = "not-said"  # a gender that nobody asks for: whoever says nothing meets no wish
ASKED_FOR: Final = ("parts", "formats", "languages")
# Pairs that are not proposed: declined and not taken back, or handed back by the practitioner.
LEFT_OUT: Final = Q(decision="declined", undone_at=None) | Q(decision="accepted", undone_by=F("practitioner"))


@dataclass(frozen=True)
class Waiting:
    """Somebody whom nobody is responsible for, and what they asked for; None where nobody has asked them."""

    client: Client
    since: date
    weeks: int
    wish: AppointmentWish | None

    @property
    def unknown(self) -> tuple[str, ...]:
        """What has to be asked before anybody can be proposed."""
        return tuple(name for name in ASKED_FOR if self.wish is None or not self.wish.asks[name])


@dataclass(frozen=True)
class OnStaff:
    """A practitioner, what they bring (None where they have not said), how many they lead and what these weigh."""

    person: User
    said: Availability | None
    people: int
    weight: float
    is_away: bool
    taken: frozenset[str]

    @property
    def places(self) -> int | None:
        """How many more people they may take; None where they have not said."""
        return None if self.said is None else max(self.said.most_people - self.people, 0)

    @property
    def hours(self) -> dict[str, tuple[Format, ...]]:
        """The hours that are still free, each with the ways to meet in it."""
        hours = self.said.brings["hours"] if self.said is not None else {}
        return {slot: tuple(formats) for slot, formats in hours.items() if slot not in self.taken}

    @property
    def can_be_asked(self) -> bool:
        """Whether anything can be proposed to them now."""
        return self.said is not None and not self.is_away


@dataclass(frozen=True)
class Matched:
    """What the matching began from and what came out; `result` is None where nobody could be matched."""

    waiting: Mapping[str, Waiting]
    staff: Mapping[str, OnStaff]
    result: Matching | None

    def match_for(self, client_id: UUID) -> Match | None:
        """What is proposed for one person."""
        found = self.result.matches if self.result is not None else ()
        return next((one for one in found if one.id == str(client_id)), None)

    def is_asked(self, client_id: UUID) -> bool:
        """Whether this person waits and has said all that a proposal needs."""
        one = self.waiting.get(str(client_id))
        return one is not None and not one.unknown

    @staticmethod
    def way_kept(one: Match) -> dict[str, Any]:
        """Hour, way to meet and reasons, as they are kept beside a decision."""
        return {
            "slot": one.way.slot,
            "format": one.way.format,
            "language": one.language,
            "is_first_language": one.is_first_language,
            "met": [name for name, _value in one.met],
            "unmet": [wish.name for wish in one.unmet],
            "others": len(one.others),
            "weeks_waited": one.weeks_waited,
        }


def matching_of(*, viewer: Viewer, at: datetime, keep: Mapping[str, str | None]) -> Matched:
    """The best matching of everybody the viewer may allocate; `keep` holds people with a practitioner, or with nobody.

    What is not known is never taken as fitting: whoever was not asked is not matched, nor is a practitioner who has
    said nothing or is away. Raises BadInput when what is to be kept cannot be.
    """
    waiting = {str(one.client.pk): one for one in _waiting(viewer, at)}
    staff = {str(one.person.pk): one for one in on_staff(viewer, at)}
    asked = [one for one in waiting.values() if not one.unknown]
    offering = [one for one in staff.values() if one.can_be_asked]
    if not asked or not offering:
        return Matched(waiting, staff, None)
    apart = _apart([one.client for one in asked], {one.person.pk for one in offering})
    hours = sorted({slot for one in offering for slot in one.hours})
    request = Request(
        people=tuple(_seeker(one, hours, apart[one.client.pk]) for one in asked),
        practitioners=tuple(_practitioner(one) for one in offering),
    )
    here = {one.id for one in request.people}
    try:
        return Matched(waiting, staff, match(request, keep={one: with_ for one, with_ in keep.items() if one in here}))
    except KeepFault:
        raise BadInput(
            _("The proposal was not changed."),
            _("What you want to keep breaks a rule, or there is no place or free hour left for it."),
            _("See at each person what is in the way, and keep them with somebody else."),
        ) from None


def _waiting(viewer: Viewer, at: datetime) -> list[Waiting]:
    led = CareRelationship.objects.filter(live(at), client=OuterRef("pk"), is_lead=True)
    rows = list(
        clients_for(viewer, "W", "allocation", at=at)
        .filter(~Exists(led), episode__in=Episode.objects.exclude(state="ended"))
        .annotate(waiting_since=F("episode__opened_on"))
        .order_by("waiting_since", "number")
    )
    preload([row.pk for row in rows])
    wishes = {
        wish.client_id: wish
        for wish in AppointmentWish.objects.filter(client__in=rows).select_related("client").order_by("said_at", "pk")
    }
    today = at.date()
    return [Waiting(row, row.waiting_since, (today - row.waiting_since).days // 7, wishes.get(row.pk)) for row in rows]


def on_staff(viewer: Viewer, at: datetime) -> list[OnStaff]:
    """Every practitioner of the viewer's service, for a query that has checked who may know what they bring."""
    people = list(
        User.objects.filter(live(at, "roles__"), service_id=viewer.service_id, roles__name="practitioner")
        .filter(is_active=True)
        .distinct()
        .order_by("display_name")
    )
    preload([one.pk for one in people])
    said = {row.person_id: row for row in Availability.objects.filter(person__in=people).order_by("said_at", "pk")}
    leads = Counter(
        CareRelationship.objects.filter(live(at), staff__in=people, is_lead=True).values_list("staff", flat=True)
    )
    absent = Absence.objects.filter(live(at), person__in=people, withdrawn_at=None)
    away = set(absent.values_list("person", flat=True))
    taken = _hours_taken(said, at)
    weights = caseload_weights(viewer.service_id, at, [one.pk for one in people])
    return [
        OnStaff(
            one,
            said.get(one.pk),
            leads[one.pk],
            weights.get(one.pk, 0.0),
            one.pk in away,
            frozenset(taken[one.pk]),
        )
        for one in people
    ]


def _hours_taken(said: Mapping[UUID, Availability], at: datetime) -> dict[UUID, set[str]]:
    """Hours that were given away since the practitioner last said which are free."""
    taken: dict[UUID, set[str]] = defaultdict(set)
    rows = Allocation.objects.filter(live(at, "relationship__"), practitioner__in=said, decision="accepted")
    for row in rows.filter(undone_at=None).select_related("client"):
        if row.way is not None and row.decided_at > said[row.practitioner_id].said_at:
            taken[row.practitioner_id].add(row.way["slot"])
    return taken


def _apart(clients: Collection[Client], staff: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Who must not see whom: a block, one's own record, a declined pair, or one that the practitioner handed back."""
    apart: dict[UUID, set[UUID]] = defaultdict(set)
    blocks = Block.objects.filter(client__in=clients, user__in=staff, lifted_at=None)
    no = Allocation.objects.filter(LEFT_OUT, client__in=clients, practitioner__in=staff)
    for pairs in (blocks.values_list("client", "user"), no.values_list("client", "practitioner")):
        for client, person in pairs:
            apart[client].add(person)
    for one in clients:
        apart[one.pk] |= {person for person in staff if person == one.user_id}
    return apart


def _seeker(one: Waiting, hours: Iterable[str], apart: Iterable[UUID]) -> Seeker:
    """The person in the words of the matching: nothing but what they asked for, and how long they have waited."""
    assert one.wish is not None  # whoever was not asked is not matched
    asks = one.wish.asks
    gender = {"gender": asks["gender"]} if asks["gender"] else {}
    return Seeker(
        id=str(one.client.pk),
        slots=tuple(slot for slot in hours if part_of_slot(slot) in asks["parts"]) or tuple(asks["parts"]),
        languages=tuple(asks["languages"]),
        formats=tuple(asks["formats"]),
        needs=tuple(asks["needs"]),
        intervention=asks["intervention"] or None,
        must=gender if asks["is_must"] else {},
        wishes={} if asks["is_must"] else gender,
        community=asks.get("community") or None,
        apart=tuple(str(person) for person in sorted(apart)),
        is_urgent=asks["is_urgent"],
        weeks_waited=one.weeks,
        not_now=one.wish.not_now or None,
    )


def _practitioner(one: OnStaff) -> Practitioner:
    assert one.said is not None  # whoever has said nothing is not matched
    brings = one.said.brings
    return Practitioner(
        id=str(one.person.pk),
        languages=tuple(brings["languages"]),
        openings=tuple(Opening(slot=slot, formats=formats) for slot, formats in one.hours.items()),
        room=one.places or 0,
        trained=tuple(brings["trained"]),
        offers=tuple(brings["offers"]),
        about={"gender": brings["gender"] or NOT_SAID},
        communities=tuple(communities_of(one.said)),
        load=one.weight,
        full_load=one.said.most_people or None,
    )
