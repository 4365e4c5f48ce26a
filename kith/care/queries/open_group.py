"""Opening a couple, a family, a programme or a circle that no waiting list asks for: what there is to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Service, Site
from kith.care.models.delivery import WARD
from kith.care.models.families import UNITS
from kith.care.models.knowledge import is_known_document, library
from kith.care.permissions import Viewer, check_function
from kith.care.queries.form_groups import those_who_lead
from kith.science.protocols import Protocol

KINDS = (
    "couple",
    "family",
    "school",
    "workplace",
    "community",
    "peer",
    WARD,
)  # a therapy group takes people from its list
SIZES: Mapping[str, tuple[int, int]] = {"couple": (2, 2), "family": (2, 8), WARD: (2, 60)}
ANY_SIZE = (4, 15)  # where the interventions name no size: our own convention


@dataclass(frozen=True)
class OpenGroupPage:
    """One kind of group: the interventions that are made for it, the places, who may lead, and sizes to begin with."""

    kind: str
    protocols: tuple[tuple[str, str], ...]
    sites: tuple[tuple[UUID, str], ...]
    facilitators: tuple[tuple[UUID, str], ...]
    smallest: int
    largest: int
    is_open: bool
    follows_nothing: bool  # a ward or house: it needs no intervention
    time_zone: str


def open_group(*, viewer: Viewer, kind: str, at: datetime) -> OpenGroupPage:
    """What can be opened of one kind; a kind that there is not is read as the first."""
    check_function(viewer, "form_group")
    chosen = kind if kind in KINDS else KINDS[0]
    service = Service.objects.get(pk=viewer.service_id)
    found = [
        one
        for one in library().protocols.values()
        if is_made_for(one, chosen) and is_known_document("protocol", one.id, service.pk)
    ]
    sizes = [one.group_size for one in found if one.group_size]
    smallest, largest = SIZES.get(chosen) or (
        (min(one.min for one in sizes), max(one.max for one in sizes)) if sizes else ANY_SIZE
    )
    return OpenGroupPage(
        kind=chosen,
        protocols=tuple(sorted(((one.id, one.title) for one in found), key=lambda pair: pair[1])),
        sites=tuple(Site.objects.filter(service=service).order_by("name", "pk").values_list("pk", "name")),
        facilitators=those_who_lead(viewer=viewer, kind=chosen, at=at),
        smallest=smallest,
        largest=largest,
        is_open=chosen in ("peer", "community", WARD),
        follows_nothing=chosen == WARD,
        time_zone=service.time_zone,
    )


def is_made_for(protocol: Protocol, kind: str) -> bool:
    """Couples and families by their format; a circle of peers is a group that peers lead; a programme by its place.

    No intervention is made for the meeting of a ward or house.
    """
    if kind == WARD:
        return False
    if kind in UNITS:
        return kind in protocol.format
    is_group = "group" in protocol.format
    return is_group and ("peer" in protocol.format if kind == "peer" else kind in protocol.settings)
