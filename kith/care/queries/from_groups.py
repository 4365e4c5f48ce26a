"""What meetings of groups were for one person, as their practitioner reads it: their own part, and nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models.keys import preload
from kith.care.permissions import Viewer
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.looking import note_seen
from kith.care.queries.staff_looking import open_as_staff


@dataclass(frozen=True)
class GroupEntryShown:
    """What was written about one meeting. It does not say which group: who reads the record need not know that."""

    met_at: datetime
    author: str
    words: str
    is_released: bool


@dataclass(frozen=True)
class FromGroupsPage:
    """Every entry, the newest first."""

    head: ClientHead
    entries: tuple[GroupEntryShown, ...]


def from_groups(*, viewer: Viewer, client_id: UUID, at: datetime) -> FromGroupsPage:
    """All entries from groups in one person's record."""
    client, access = open_as_staff(viewer, client_id, "R", "group_entry", at=at)
    preload([client.pk])
    rows = client.groupentry_set.select_related("author", "session").order_by("-session__starts_at", "-signed_at")
    page = FromGroupsPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        entries=tuple(
            GroupEntryShown(row.session.starts_at, row.author.display_name, row.words, row.is_released) for row in rows
        ),
    )
    note_seen(viewer, "group_entries.seen", [client.pk], at=at)
    return page
