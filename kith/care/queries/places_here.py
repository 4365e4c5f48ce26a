"""Whether the service has a place for an intervention now, and in which forms and places it can be given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Q

from kith.care.models import Client, Group
from kith.care.models.delivery import CLOSED_AFTER
from kith.care.permissions import Viewer, live
from kith.care.queries.matching import OnStaff, on_staff
from kith.science.protocols import Protocol
from kith.science.protocols.protocol import Format, Setting

BY_A_PRACTITIONER: Final = frozenset[Format]({"individual", "couple", "family", "blended"})
IN_A_ROOM: Final = frozenset[Setting]({"clinic", "hospital", "community", "school", "workplace"})
SETTINGS_OF: Final[dict[str, frozenset[Setting]]] = {
    "in person": IN_A_ROOM,
    "at home": frozenset({"home"}),
    "video": frozenset({"online"}),
    "phone": frozenset({"online"}),
}


@dataclass(frozen=True)
class PlacesHere:
    """What is known of one intervention. `has_places` None: nobody can say; forms and places None: as written in it."""

    has_places: bool | None
    formats: frozenset[Format] | None = None
    settings: frozenset[Setting] | None = None


class Places:
    """What practitioners have said they bring, and the groups there are, as they stand for one person today."""

    def __init__(self, *, viewer: Viewer, client: Client, at: datetime) -> None:
        """Reads both once, for all interventions; for those who have opened the record."""
        self._staff = on_staff(viewer, at)
        self._leads = _leads(client, at)
        self._groups = _groups(viewer, at)

    def of(self, protocol: Protocol) -> PlacesHere:
        """A form is left out when it is known that nobody has a place in it; there is none when that goes for all."""
        known = {one: self._of_format(one, protocol) for one in protocol.format}
        left = frozenset(one for one, has_place in known.items() if has_place is not False)
        if not left:
            return PlacesHere(False)
        has_places = True if any(known[one] for one in left) else None
        settings = self._settings(protocol) if left <= BY_A_PRACTITIONER else None
        return PlacesHere(has_places, left, settings)

    def _of_format(self, one: Format, protocol: Protocol) -> bool | None:
        if one in BY_A_PRACTITIONER:
            return None if protocol.group_size is not None else self._of_practitioners(protocol)
        return self._groups.get(protocol.id) if one == "group" else None

    def _of_practitioners(self, protocol: Protocol) -> bool | None:
        """Nobody is asked whether they lead what is made for groups, and nobody who is away says that there is none."""
        if self._may_stay(protocol) or any(_has_room(one) for one in self._trained(protocol)):
            return True
        is_all_said = bool(self._staff) and all(one.said is not None for one in self._staff)
        return False if is_all_said and not any(one.is_away for one in self._trained(protocol)) else None

    def _settings(self, protocol: Protocol) -> frozenset[Setting] | None:
        """Where those with room meet; None where the person's own practitioner gives it, who meets them anyway."""
        is_all_said = all(one.said is not None and not one.is_away for one in self._staff)
        if not is_all_said or self._may_stay(protocol):
            return None
        open_now = [one for one in self._trained(protocol) if _has_room(one)]
        ways = {way for one in open_now for formats in one.hours.values() for way in formats}
        return frozenset(place for way in ways for place in SETTINGS_OF[way]) if open_now else None

    def _trained(self, protocol: Protocol) -> list[OnStaff]:
        return [one for one in self._staff if one.said is not None and protocol.id in one.said.brings["trained"]]

    def _may_stay(self, protocol: Protocol) -> bool:
        """Whether somebody who sees the person already is trained: that takes no place that is not theirs."""
        return any(one.person.pk in self._leads for one in self._trained(protocol))


def _has_room(one: OnStaff) -> bool:
    return one.can_be_asked and bool(one.places) and bool(one.hours)


def _leads(client: Client, at: datetime) -> frozenset[UUID]:
    rows = client.carerelationship_set.filter(live(at), kind="practitioner")
    return frozenset(rows.values_list("staff", flat=True))


def _groups(viewer: Viewer, at: datetime) -> dict[str, bool]:
    """For each intervention with a group that has not ended, whether one of them would take somebody in."""
    rows = (
        Group.objects.filter(service_id=viewer.service_id)
        .exclude(state="ended")
        .exclude(kind__in=("couple", "family"))
        .annotate(
            members=Count("memberships", filter=live(at, "memberships__"), distinct=True),
            held=Count("sessions", filter=Q(sessions__state="held"), distinct=True),
        )
    )
    told: dict[str, bool] = {}
    for row in rows:
        told[row.protocol] = told.get(row.protocol, False) or _takes_in(
            row.capacity, row.members, row.held, row.is_open
        )
    return told


def _takes_in(capacity: int, members: int, held: int, is_open: bool) -> bool:
    return members < capacity and (is_open or held < CLOSED_AFTER)
