"""A small invented family and home, shown where nothing is drawn yet. Whoever is in it is named by relation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.care.queries.family_drawn import SELF


def example_of(kind: str) -> tuple[str, dict[str, Any]]:
    """The name of the person in the middle, and what is drawn around them, in the language of the reader."""
    return _("Sam"), _a_home() if kind == "ecomap" else _a_family()


def _a_family() -> dict[str, Any]:
    people: list[dict[str, Any]] = [
        {"id": SELF, "is_index": True, "gender": "man", "born": 1994},
        {"id": "p2", "name": _("Mother"), "gender": "woman", "born": 1966},
        {"id": "p3", "name": _("Father"), "gender": "man", "born": 1961, "died": 2019},
        {"id": "p4", "name": _("Sister"), "gender": "woman", "born": 1998},
    ]
    return {
        "people": people,
        "unions": [{"partners": ["p2", "p3"], "kind": "divorced"}],
        "children": [{"child": SELF, "of": ["p2", "p3"]}, {"child": "p4", "of": ["p2", "p3"]}],
        "bonds": [{"from": SELF, "to": "p4", "kind": "close"}, {"from": SELF, "to": "p2", "kind": "conflict"}],
    }


def _a_home() -> dict[str, Any]:
    systems: list[dict[str, Any]] = [
        {"id": "s1", "name": _("Work"), "tie": "stressful", "flow": "from household", "whose": [0]},
        {"id": "s2", "name": _("Sports club"), "tie": "strong", "flow": "to household", "whose": [0]},
        {"id": "s3", "name": _("Neighbours"), "tie": "weak", "flow": "none", "whose": []},
    ]
    return {"household": "", "members": [_("Sister")], "systems": systems}
