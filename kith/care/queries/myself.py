"""A client looks at their own record: the way in, and the day it is where they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kith.care.models import Client
from kith.care.permissions import Access, NotYours, Viewer
from kith.care.queries.looking import open_client


@dataclass(frozen=True)
class Own:
    """One's own record, opened: for queries only, never for a page."""

    client: Client
    access: Access
    at: datetime

    @property
    def time_zone(self) -> str:
        """The zone in which the service writes its times."""
        return self.client.service.time_zone

    @property
    def today(self) -> date:
        """The day it is there now."""
        return self.day(self.at)

    @property
    def name(self) -> str:
        """How the person likes to be called."""
        return self.client.preferred_name or self.client.given_name

    def day(self, moment: datetime) -> date:
        """The day on which a moment falls there."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()


def open_own(viewer: Viewer, verb: str, resource: str, *, at: datetime) -> Own:
    """The viewer's own record; NotYours for everybody who is not a client."""
    if viewer.client_id is None:
        raise NotYours
    client, access = open_client(viewer, viewer.client_id, verb, resource, at=at)
    return Own(client, access, at)
