"""What a genogram or an ecomap of the record says, as values; the person's own name is read from their record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kith.care.models import Client
from kith.science.families import Ecomap, Family, family_places

SELF: Final = "p1"  # the person it is about, in every genogram
NOBODY_YET: Final[Mapping[str, Mapping[str, Any]]] = {
    "genogram": {"people": [{"id": SELF, "is_index": True}], "unions": [], "children": [], "bonds": []},
    "ecomap": {"household": "", "members": [], "systems": []},
}


def own_name(client: Client) -> str:
    """How the person is called in their own picture."""
    return (client.preferred_name or client.given_name)[:60]


def family_of(content: Mapping[str, Any], name: str) -> Family:
    """The family that was drawn, with the person's own name."""
    people = [{**row, "name": name} if row["id"] == SELF else row for row in content["people"]]
    return Family.model_validate({**content, "people": people})


def content_of(family: Family) -> dict[str, Any]:
    """What is kept of a family: everything but the name of the person it is about."""
    kept = family.model_dump(mode="json", by_alias=True, exclude_none=True)
    for row in kept["people"]:
        if row["id"] == SELF:
            del row["name"]
    return kept


def ecomap_of(content: Mapping[str, Any], name: str, home: str) -> Ecomap:
    """The household that was drawn; the person is its first member, and ties are kept by the place of their owners."""
    members = (name, *content["members"])
    systems = [{**row, "whose": [members[place] for place in row["whose"]]} for row in content["systems"]]
    return Ecomap.model_validate({"household": content["household"] or home, "members": members, "systems": systems})


def rows_of(family: Family) -> dict[str, tuple[int, float]]:
    """Where everybody stands: the row from the top, and how many steps from the left."""
    return {id: (place.row, place.step) for id, place in family_places(family).items()}
