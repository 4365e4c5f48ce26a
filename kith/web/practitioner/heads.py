"""The head of every page about one person: a name, two identifiers, and a colour and sign to know them by."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.care.queries.identities import Identity

SIGNS = (
    "leaf",
    "waves",
    "star",
    "sun",
    "moon",
    "mountain",
    "feather",
    "anchor",
    "sprout",
    "wind",
    "diamond",
    "footprints",
)
HUES = 6


def sign_of(client_id: UUID) -> tuple[int, str]:
    """Colour and sign of a person, the same on every page: a second look that notices a mix-up of two people."""
    return client_id.int % HUES + 1, SIGNS[client_id.int // HUES % len(SIGNS)]


def head_of(identity: Identity) -> dict[str, Any]:
    """What the part `person_header` shows."""
    hue, sign = sign_of(identity.client_id)
    identifiers = [{"label": _("Number"), "value": identity.number}]
    if identity.born:
        identifiers.insert(0, {"label": _("Born"), "value": _born(identity.born)})
    if identity.pronouns:
        identifiers.append({"label": _("Pronouns"), "value": identity.pronouns})
    return {"name": identity.name, "hue": hue, "sign": sign, "identifiers": identifiers}


def crumbs_to(identity: Identity, here: str = "", *, links_person: bool = True) -> list[dict[str, Any]]:
    """The way from the caseload to this page."""
    person: dict[str, Any] = {"label": identity.name, "is_name": True}
    if here and links_person:
        person["url"] = reverse("person", args=[identity.client_id])
    return [{"url": reverse("caseload"), "label": _("Caseload")}, person, *([{"label": here}] if here else [])]


def _born(text: str) -> str:
    try:
        return date_format(date.fromisoformat(text), "DATE_FORMAT")
    except ValueError:
        return text
