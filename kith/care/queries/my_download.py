"""My download: everything of one's own in one file that other programs can read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kith.care.models import AuditEvent
from kith.care.permissions import Viewer
from kith.care.queries.hiding import is_told, untold
from kith.care.queries.looking import note_seen
from kith.care.queries.my_parts import PARTS
from kith.care.queries.myself import Own, open_own

FORMAT = "kith-own-record/1"


@dataclass(frozen=True)
class Download:
    """The content of the file, made of plain values, and a name for it that says nothing about the person."""

    file_name: str
    content: dict[str, Any]


def my_download(*, viewer: Viewer, at: datetime) -> Download:
    """One's own data, as far as the policy shows it to the person it is about."""
    own = open_own(viewer, "R", "export", at=at)
    content = {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "person": _person(own),
        **_parts(own),
        "who_looked": _looks(viewer, own),
    }
    note_seen(viewer, "record.exported", [own.client.pk], at=at)
    return Download(f"my-record-{own.today.isoformat()}.json", content)


def _person(own: Own) -> dict[str, Any]:
    names = ("number", "given_name", "family_name", "preferred_name", "date_of_birth", "pronouns", "equity", "language")
    return {name: getattr(own.client, name) for name in names}


def _parts(own: Own) -> dict[str, Any]:
    return {
        name: _rows(rows(own), fields)
        for name, (resource, rows, fields) in PARTS.items()
        if own.access.can("R", resource)
    }


def _rows(rows: Iterable[Any], fields: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{name.replace(".", "_"): _value(row, name) for name in fields} for row in rows]


def _value(row: Any, name: str) -> Any:
    for part in name.split("."):
        row = getattr(row, part)
    return (
        row.isoformat()
        if hasattr(row, "isoformat")
        else row
        if isinstance(row, str | int | float | dict | list | None)
        else str(row)
    )


def _looks(viewer: Viewer, own: Own) -> list[dict[str, Any]]:
    events = (
        AuditEvent.objects.filter(subjects__client_id=own.client.pk)
        .exclude(untold(own, viewer=viewer))
        .order_by("sequence")
    )
    names = dict(own.client.service.user_set.exclude(display_name="").values_list("pk", "display_name"))
    return [
        {"at": when.isoformat(), "who": names.get(actor, "") if actor else "", "what": event, "allowed": allowed}
        for when, actor, event, allowed in events.values_list("at", "actor_id", "event", "allowed")
        if is_told(event, own, is_own_act=actor == own.client.user_id)
    ]
