"""Where everything of a service's own stands: each version, whose it is, and what the viewer may do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from kith.care.models.authoring import OPEN, OwnVersion
from kith.care.permissions import NotYours, Viewer, check_function, policy

Row = TypeVar("Row", bound=OwnVersion)


@dataclass(frozen=True)
class OwnHead:
    """One version of a measure or a document: whose it is, where it stands, and what this viewer may do with it."""

    id: UUID
    identifier: str
    title: str
    language: str
    kind: str
    number: int
    state: str
    author: str
    is_mine: bool
    edits: int
    saved_at: datetime
    proposed_at: datetime | None
    released_by: str
    released_at: datetime | None
    reason: str
    can_undo: bool
    may_release: bool

    @property
    def is_editable(self) -> bool:
        """A draft, in the hands of its author."""
        return self.state == "draft" and self.is_mine


@dataclass(frozen=True)
class Versions:
    """One measure or document with its versions, the newest first."""

    identifier: str
    title: str
    versions: tuple[OwnHead, ...]

    @property
    def open(self) -> OwnHead | None:
        """The version that is being written or waits for a second person."""
        return next((one for one in self.versions if one.state in OPEN), None)

    @property
    def current(self) -> OwnHead | None:
        """The version that is in use."""
        return next((one for one in self.versions if one.state == "released"), None)


def versions_of_service(viewer: Viewer, model: type[OwnVersion]) -> tuple[Versions, ...]:
    """Everything of one sort that the viewer's service made, by title; nothing of any other service."""
    rows = model._default_manager.filter(service_id=viewer.service_id).select_related("author", "released_by")
    by_id: dict[str, list[OwnHead]] = {}
    for row in rows.order_by("-number"):
        by_id.setdefault(row.identifier, []).append(head_of(viewer, row))
    found = (Versions(name, heads[0].title, tuple(heads)) for name, heads in by_id.items())
    return tuple(sorted(found, key=lambda one: one.title.casefold()))


def row_to_write(viewer: Viewer, model: type[Row], own_id: UUID) -> Row:
    """The row, for those who write in its service; NotYours for everybody else."""
    check_function(viewer, "author")
    row = model._default_manager.filter(pk=own_id).select_related("author", "released_by").first()
    if row is None:
        raise NotYours
    check_function(viewer, "author", service_id=row.service_id)
    return row


def head_of(viewer: Viewer, row: OwnVersion) -> OwnHead:
    """What every page says of a version."""
    is_mine = row.author_id == viewer.user_id
    return OwnHead(
        id=row.pk,
        identifier=row.identifier,
        title=row.title,
        language=row.content.get("language", ""),
        kind=getattr(row, "kind", ""),
        number=row.number,
        state=row.state,
        author=row.author.display_name,
        is_mine=is_mine,
        edits=row.edits,
        saved_at=row.saved_at,
        proposed_at=row.proposed_at,
        released_by=row.released_by.display_name if row.released_by is not None else "",
        released_at=row.released_at,
        reason=row.reason,
        can_undo=bool(row.past) and row.state == "draft",
        may_release=not is_mine and bool(viewer.roles & set(policy().functions["release"])),
    )
