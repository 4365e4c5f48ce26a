"""The head of every page on which somebody works with one person: who it is, their state, and an open alert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kith.care.models import Client, Episode
from kith.care.permissions import FULL, Access, Viewer
from kith.care.queries.identities import Identity, identity
from kith.care.queries.reasons_to_act import OpenAlert

# Which right opens each page of the way.
STEPS = {
    "person": ("R", "scores"),
    "assess": ("W", "formulation"),
    "formulate": ("W", "formulation"),
    "goals": ("W", "plan"),
    "plan": ("W", "plan"),
    "book": ("W", "appointments"),
    "measures": ("R", "scores"),
    "review": ("W", "plan"),
}


@dataclass(frozen=True)
class ClientHead:
    """Who this is about. `alert` is None when there is none open, or none that this viewer may see.

    `steps` are the pages of the way that open to the viewer; no page offers the others.
    """

    identity: Identity
    state: str
    alert: OpenAlert | None
    today: date
    steps: frozenset[str]

    @property
    def is_open(self) -> bool:
        """Whether care is being given now."""
        return self.state not in {"", "ended"}


def client_head(*, viewer: Viewer, client: Client, access: Access, episode: Episode | None, at: datetime) -> ClientHead:
    """The head of a page, as far as the access goes."""
    alert = None
    if access.level("R", "alerts") == FULL:
        row = client.alert_set.exclude(state="closed").select_related("owner").first()
        if row is not None:
            alert = OpenAlert(row.pk, row.state, row.owner.display_name, row.raised_at, row.contact_due_at)
    return ClientHead(
        identity=identity(viewer=viewer, client=client, access=access),
        state=episode.state if episode is not None else "",
        alert=alert,
        today=at.astimezone(ZoneInfo(client.service.time_zone)).date(),
        steps=frozenset(step for step, (verb, resource) in STEPS.items() if access.can(verb, resource)),
    )
