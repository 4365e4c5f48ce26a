"""A family and a home of the synthetic service, as a practitioner would draw them with the person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kith.care.actions import draw_family
from kith.care.models import Client
from kith.care.models.families import draft_or_newest
from kith.care.permissions import Viewer
from kith.care.queries.family_drawn import SELF

RELATIVES: tuple[dict[str, Any], ...] = (
    {"name": "Mum", "gender": "woman", "born": 1961, "kinship": "parent"},
    {"name": "Dad", "gender": "man", "born": 1958, "died": 2019, "kinship": "parent", "couple": "divorced"},
    {"name": "Big brother", "gender": "man", "born": 1986, "kinship": "sibling", "notes": ("lost_work",)},
    {"name": "Partner", "kinship": "partner", "couple": "together"},
    {"name": "The little one", "born": 2019, "kinship": "child"},
    {"name": "Grandma", "gender": "woman", "has_died": True, "kinship": "parent", "whom": "p2"},
)
BONDS: tuple[dict[str, Any], ...] = (
    {"one": SELF, "other": "p2", "kind": "conflict"},
    {"one": SELF, "other": "p7", "kind": "very close"},
    {"one": "p4", "other": "p3", "kind": "cut off"},
)
SYSTEMS: tuple[dict[str, Any], ...] = (
    {"name": "Nursery school", "tie": "strong", "flow": "both", "whose": ["2"]},
    {"name": "Work at the bakery", "tie": "stressful", "flow": "from household", "whose": ["0"]},
    {"name": "Neighbours", "tie": "strong", "flow": "to household"},
    {"name": "Rent and debts", "tie": "stressful", "flow": "from household"},
    {"name": "Mosque", "tie": "weak", "flow": "to household", "whose": ["1"]},
)


def draw_a_family(client: Client, *, by: Viewer, at: datetime) -> None:
    """A genogram that is still a draft, and an ecomap that was kept and shared."""
    rows = [("genogram", "people", values) for values in RELATIVES]
    rows += [("genogram", "bonds", values) for values in BONDS]
    rows += [("ecomap", "household", {"household": "The flat above the bakery", "members": "Partner\nThe little one"})]
    rows += [("ecomap", "systems", values) for values in SYSTEMS]
    for place, (kind, part, values) in enumerate(rows):
        moment = at - timedelta(minutes=len(rows) - place)
        given: dict[str, Any] = {"client": client, "kind": kind, "shown": _mark(client, kind), "by": by, "at": moment}
        draw_family.change_family_picture(part=part, row=None, values=values, **given)
    draw_family.keep_family_picture(
        client=client, kind="ecomap", is_shared=True, shown=_mark(client, "ecomap"), by=by, at=at
    )


def _mark(client: Client, kind: str) -> str:
    now = draft_or_newest(client, kind)
    return now.mark if now is not None else ""
