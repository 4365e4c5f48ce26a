"""What the facilitators of a meeting marked while it ran: each one's own, side by side and by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kith.care.models import Session
from kith.care.permissions import Viewer, blocked_clients


@dataclass(frozen=True)
class MarksOfOne:
    """The marks of one facilitator. An item or a member that is not in them was not rated, or not counted."""

    author: str
    is_own: bool
    done: Mapping[str, int]
    spoke: Mapping[UUID, int]

    @property
    def has_counted(self) -> bool:
        """Whether this facilitator tapped at all; if not, a member without a tap is unknown and not nought."""
        return any(self.spoke.values())


def marks_of(*, viewer: Viewer, meeting: Session) -> tuple[MarksOfOne, ...]:
    """Everybody's marks for one meeting that the viewer has opened, the viewer's own first."""
    hidden = blocked_clients(viewer)
    rows = meeting.marks.select_related("author", "session").order_by("made_at", "pk")
    found = [
        MarksOfOne(
            author=row.author.display_name,
            is_own=row.author_id == viewer.user_id,
            done=row.points,
            spoke={client: count for client, count in row.spoke.items() if client not in hidden},
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: not one.is_own))
