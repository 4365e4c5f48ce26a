"""What is drawn of somebody's family and home: a genogram that nobody shared, an ecomap that the person may read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kith.care.actions import draw_family
from kith.care.models import Client, FamilyPicture
from kith.care.models.families import draft_or_newest
from tests.safety.canaries import canary


def family_and_home(client: Client, act: dict[str, Any]) -> None:
    """In the draft, somebody was removed and somebody else added, so that what can be undone has a word of its own."""
    _add(client, "genogram", "people", act, name=canary(), kinship="parent")
    draw_family.remove_from_family_picture(part="people", row=1, **_given(client, "genogram", act))
    _add(client, "genogram", "people", act, name=canary(), kinship="parent")
    _add(client, "ecomap", "systems", act, name=canary(), tie="weak")
    draw_family.keep_family_picture(is_shared=True, **_given(client, "ecomap", act))


def _add(client: Client, kind: str, part: str, act: dict[str, Any], **values: Any) -> FamilyPicture:
    return draw_family.change_family_picture(part=part, row=None, values=values, **_given(client, kind, act))


def _given(client: Client, kind: str, act: dict[str, Any]) -> dict[str, Any]:
    by, at = act["by"], act["at"]
    assert isinstance(at, datetime)
    now = draft_or_newest(client, kind)
    return {"client": client, "kind": kind, "shown": now.mark if now is not None else "", "by": by, "at": at}
