"""How each person of a list gets on with the peer supporter they chose: for those who may look at it and end it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import PeerContact, PeerMatch, PeerMatchReview
from kith.care.models.peers import MEETINGS
from kith.care.queries.sight import Sight
from kith.science.groups import GettingOn, getting_on


class Befriendings:
    """Three queries, however long the list is."""

    def __init__(self, sight: Sight, *, at: datetime) -> None:
        self.at = at
        deciding = sight.only([key for key, access in sight.accesses.items() if access.can("W", "peer_match")])
        begun = deciding.rows(PeerMatch).filter(ended_at=None, begun__isnull=False)
        self.begun: dict[UUID, tuple[UUID, datetime]] = {
            client: (person, since)
            for client, person, since in begun.values_list("client_id", "person_id", "begun__starts")
        }
        self.met = defaultdict[tuple[UUID, UUID], list[datetime]](list)  # what the one who was chosen wrote down
        held = deciding.rows(PeerContact).filter(client_id__in=self.begun, replaced_by=None, way__in=MEETINGS)
        for client, author, when in held.values_list("client_id", "author_id", "began_at"):
            self.met[client, author].append(when)
        reviewed = deciding.rows(PeerMatchReview).filter(match__ended_at=None)
        self.reviewed: set[UUID] = set(reviewed.values_list("client_id", flat=True))

    def of(self, client: UUID, zone: ZoneInfo) -> GettingOn | None:
        """One person's; None where nobody walks beside them, or the viewer may not decide about it."""
        if client not in self.begun:
            return None
        person, since = self.begun[client]
        return getting_on(
            [when.astimezone(zone).date() for when in self.met[client, person]],
            begun_on=since.astimezone(zone).date(),
            today=self.at.astimezone(zone).date(),
            is_reviewed=client in self.reviewed,
        )
