"""Who has a place in a group, now or when it met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from kith.care.models.base import live
from kith.care.models.delivery import Group, Membership, Session
from kith.care.models.keys import preload
from kith.care.models.people import Client
from kith.care.models.way import Episode

IN_CARE = ("assessed", "in_treatment")  # who only waits is not in the house yet


def current_members(group: Group, at: datetime) -> list[Membership]:
    """Who has a place now, in the order in which they came."""
    return list(group.memberships.filter(live(at)).select_related("client").order_by("starts", "pk"))


def in_the_house(group: Group) -> list[Client]:
    """Everybody in care at the place of a ward or house now, by number."""
    stays = Episode.objects.filter(state__in=IN_CARE, client__service=group.service_id, client__site=group.site_id)
    return list(Client.objects.filter(pk__in=stays.values("client")).order_by("number"))


def places_at(group: Group, session: Session, marked: Collection[UUID]) -> list[Membership]:
    """Those who belonged to the group when the meeting began (or were marked), once each."""
    there = [
        row
        for row in group.memberships.select_related("client").order_by("starts", "pk")
        if (row.starts <= session.starts_at and (row.ends is None or row.ends > session.starts_at))
        or row.client_id in marked
    ]
    return list({row.client_id: row for row in there}.values())


def names_in(group: Group) -> dict[UUID, str]:
    """What the group calls everybody who has or had a place in it; with the number where two have one name."""
    places = list(group.memberships.select_related("client").order_by("starts", "pk"))
    preload([group.pk, *(one.client_id for one in places)])
    names = {one.client_id: one.display_name for one in places}
    often = Counter(names.values())
    numbers = {one.client_id: one.client.number for one in places}
    return {who: f"{name} ({numbers[who]})" if often[name] > 1 else name for who, name in names.items()}
