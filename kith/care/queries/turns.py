"""Who takes turns when a couple or a family practises together: names and nothing that anybody told alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models.families import all_say_safe
from kith.care.models.keys import preload
from kith.care.models.places import current_members
from kith.care.permissions import Viewer, blocked_clients
from kith.care.queries.looking import note_seen
from kith.care.queries.together import unit_of


@dataclass(frozen=True)
class TurnsPage:
    """The people of the unit in the order in which they joined, and whether they may practise together now."""

    time_zone: str
    group_id: UUID
    group_name: str
    names: tuple[str, ...]
    can_practise: bool


def turns(*, viewer: Viewer, group_id: UUID, at: datetime) -> TurnsPage:
    """For those who lead the treatment. Without a fresh "safe" of everybody, nobody practises together."""
    group = unit_of(viewer=viewer, group_id=group_id, at=at)
    everybody, hidden = current_members(group, at), blocked_clients(viewer)
    preload([group.pk, *(one.client_id for one in everybody)])
    shown = [one for one in everybody if one.client_id not in hidden]
    is_whole = len(shown) == len(everybody) and len(shown) > 1 and group.state != "ended"
    page = TurnsPage(
        time_zone=group.service.time_zone,
        group_id=group.pk,
        group_name=group.name,
        names=tuple(one.display_name for one in shown),
        can_practise=is_whole and all_say_safe(group, everybody, at),
    )
    note_seen(viewer, "together.seen", [one.client_id for one in shown], at=at, about=group)
    return page
