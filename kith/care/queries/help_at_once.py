"""Help at once: who has been told about an answer that says somebody may not be safe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import AlertStep
from kith.care.permissions import Viewer
from kith.care.queries.myself import Own


@dataclass(frozen=True)
class HelpAtOnce:
    """Who has been told about an answer, by when they make contact, and what the response to it says to the person."""

    told: str
    contact_due_at: datetime
    is_open: bool
    words: str = ""


def help_at_once(*, viewer: Viewer, own: Own, key: UUID, words: str = "") -> HelpAtOnce | None:
    """Who was told about what came in under this key; None when nobody had to be."""
    if not own.access.can("R", "alerts"):
        return None
    step: AlertStep | None = (
        own.client.alertstep_set.filter(source_key=key, step="raised")
        .select_related("alert__owner")
        .order_by("-at", "-pk")
        .first()
    )
    if step is None:
        return None
    is_open = step.alert.state in {"raised", "seen"}
    return HelpAtOnce(step.alert.owner.display_name, step.alert.contact_due_at, is_open, words)
