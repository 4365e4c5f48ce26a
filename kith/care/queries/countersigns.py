"""Whether somebody else has to agree before care ends: what stands on the page of the ending, and of the last alert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Client
from kith.care.models.at_risk import HOLDS, newest_alert_since, signed_since
from kith.care.permissions import FULL, Access, Viewer
from kith.care.queries.on_duty import supervisors_of
from kith.care.queries.staff_looking import open_as_staff


@dataclass(frozen=True)
class Signed:
    """One agreement to an ending, with what was talked through."""

    person: str
    signed_at: datetime
    holds_until: datetime
    words: str
    is_own: bool


@dataclass(frozen=True)
class EndingAfterAlert:
    """There was an alert in the last thirty days: whom to ask before care ends, and what was agreed so far."""

    alert_id: UUID
    is_open: bool
    supervisors: tuple[str, ...]
    signed: tuple[Signed, ...]

    @property
    def is_agreed(self) -> bool:
        """Whether somebody other than the viewer has agreed: nobody agrees to what they do themselves."""
        return any(not one.is_own for one in self.signed)


def ending_after_alert(*, viewer: Viewer, client: Client, access: Access, at: datetime) -> EndingAfterAlert | None:
    """None when there was no alert lately, care has ended, or the viewer may not read alerts."""
    alert, episode = newest_alert_since(client, at), client.newest_episode()
    if alert is None or episode is None or episode.state == "ended" or access.level("R", "alerts") != FULL:
        return None
    rows = signed_since(alert, episode, at).select_related("person")
    return EndingAfterAlert(
        alert_id=alert.pk,
        is_open=alert.state != "closed",
        supervisors=tuple(one.name for one in supervisors_of(client, at=at)),
        signed=tuple(
            Signed(
                row.person.display_name,
                row.signed_at,
                row.signed_at + HOLDS,
                row.words,
                row.person_id == viewer.user_id,
            )
            for row in rows.order_by("-signed_at")
        ),
    )


def to_countersign(*, viewer: Viewer, client_id: UUID, at: datetime) -> tuple[Client, UUID | None]:
    """The client whose ending a supervisor agrees to, and the last alert; NotYours for everybody else."""
    client, _ = open_as_staff(viewer, client_id, "W", "supervision", at=at)
    alert = newest_alert_since(client, at)
    return client, alert.pk if alert is not None else None
