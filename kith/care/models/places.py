"""Who has a place in a group, now or when it met."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from kith.care.models.base import live
from kith.care.models.delivery import Group, Membership, Session


def current_members(group: Group, at: datetime) -> list[Membership]:
    """Who has a place now, in the order in which they came."""
    return list(group.memberships.filter(live(at)).select_related("client").order_by("starts", "pk"))


def places_at(group: Group, session: Session, marked: Collection[UUID]) -> list[Membership]:
    """Those who belonged to the group when the meeting began (or were marked), once each."""
    there = [
        row
        for row in group.memberships.select_related("client").order_by("starts", "pk")
        if (row.starts <= session.starts_at and (row.ends is None or row.ends > session.starts_at))
        or row.client_id in marked
    ]
    return list({row.client_id: row for row in there}.values())
