"""What a client is asked at the moment: the open times of asking, those declined that can still be opened again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Client
from kith.care.models.knowledge import library
from kith.care.permissions import NotYours, Viewer
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import open_own
from kith.care.queries.who_sees import Seer, who_sees

DECLINED = ("skipped", "refused")


@dataclass(frozen=True)
class MyRequest:
    """One time of asking: its measure, until when it can be answered, and what was decided about it."""

    id: UUID
    instrument: str
    title: str
    state: str
    expires_at: datetime

    @property
    def is_declined(self) -> bool:
        """Whether it was skipped or refused."""
        return self.state in DECLINED


@dataclass(frozen=True)
class MyRequests:
    """What is asked now, what was declined now, and the measures of which a schedule decides when they are asked."""

    open: tuple[MyRequest, ...] = ()
    declined: tuple[MyRequest, ...] = ()
    decided_by_schedule: frozenset[str] = frozenset()


@dataclass(frozen=True)
class DeclinePage:
    """The page on which a measure is passed over: nothing is asked when `request` is None."""

    time_zone: str
    request: MyRequest | None
    readers: tuple[Seer, ...]


def my_requests(*, viewer: Viewer, client: Client, at: datetime, language: str = "en") -> MyRequests:
    """Two queries, however long the record is.

    A schedule decides from its first time of asking on; one for every session only waits for a session until then, and
    what is asked after the care says nothing about now.
    """
    if viewer.client_id != client.pk:
        raise NotYours
    rows = client.measurerequest_set.filter(
        respondent="self", state__in=("open", *DECLINED), opens_at__lte=at, expires_at__gt=at
    ).order_by("due_at", "made_at", "pk")
    found = [
        MyRequest(row.pk, row.instrument, title_of_measure(row.instrument, language), row.state, row.expires_at)
        for row in rows.only("instrument", "state", "expires_at")
        if row.instrument in library().instruments
    ]
    live = client.measureschedule_set.filter(respondent="self", ended_at__isnull=True)
    decided = (
        live.exclude(rhythm="follow_up")
        .exclude(rhythm="every_session", requests__isnull=True)
        .values_list("instrument", flat=True)
    )
    return MyRequests(
        tuple(one for one in found if not one.is_declined),
        tuple(one for one in found if one.is_declined),
        frozenset(decided),
    )


def decline(*, viewer: Viewer, instrument: str, at: datetime, language: str = "en") -> DeclinePage:
    """What can be declined of one measure, or opened again."""
    own = open_own(viewer, "W", "answers", at=at)
    asked = my_requests(viewer=viewer, client=own.client, at=at, language=language)
    request = next((one for one in (*asked.open, *asked.declined) if one.instrument == instrument), None)
    readers = who_sees(["answers"], viewer=viewer, client=own.client, at=at)["answers"]
    note_seen(viewer, "decline.seen", [own.client.pk], at=at)
    return DeclinePage(own.time_zone, request, readers)


def title_of_measure(instrument: str, language: str) -> str:
    """What an instrument calls itself, in the language of the page or in English."""
    return library().wording(instrument, language).title
