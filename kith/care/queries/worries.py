"""Worries: who would read one now, and the page on which whoever answers finds out whom it is about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from kith.care.models import Client, Concern
from kith.care.models.duty import OPEN_CONCERN
from kith.care.models.keys import preload
from kith.care.permissions import FULL, NotYours, Refused, Viewer, access_to, check_function, clients_for, policy
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import open_own
from kith.care.queries.on_duty import DutyNow, duty_for, duty_now
from kith.care.queries.plain_names import PlainName
from kith.care.queries.staff_looking import open_as_staff
from kith.science.pathways import contact_by

SHORTEST_SEARCH = 2  # letters; less would list nearly everybody
MOST_FOUND = 10


@dataclass(frozen=True)
class ConcernRow:
    """A concern that waits for somebody to find out whom it is about."""

    id: UUID
    level: str
    state: str
    owner: str
    raised_at: datetime
    contact_due_at: datetime


@dataclass(frozen=True)
class WorryPage:
    """Who reads a worry that is told now; for those who answer, the concerns that wait."""

    on_duty: DutyNow
    waiting: tuple[ConcernRow, ...]


@dataclass(frozen=True)
class MyWorryPage:
    """Who would be told now, and by when each choice is answered."""

    time_zone: str
    on_duty: DutyNow
    contact_by: dict[str, datetime]


@dataclass(frozen=True)
class Found:
    """Somebody in care here whom the viewer may answer for."""

    client_id: UUID
    name: str
    number: str
    birth_year: str


@dataclass(frozen=True)
class ConcernPage:
    """One concern as it was told, and how far it is. `alert` is None where the viewer may not open it."""

    row: ConcernRow
    raised_by: str
    is_own: bool
    about: str
    words: str
    closed_by: str
    closed_at: datetime | None
    reason: str
    alert: UUID | None
    asked: str
    found: tuple[Found, ...]
    is_cut: bool

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to find out whom it is about."""
        return self.row.state in OPEN_CONCERN


def worry_page(*, viewer: Viewer, at: datetime) -> WorryPage:
    """The form of anybody who works here, as the address says; nothing of any record. What waits, for who answers."""
    return WorryPage(duty_now(viewer=viewer, at=at), concerns_waiting(viewer=viewer))


def concerns_waiting(*, viewer: Viewer) -> tuple[ConcernRow, ...]:
    """Concerns of the service that nobody has linked or closed, the most urgent first; none for who answers none."""
    if not viewer.roles & set(policy().functions["answer_concern"]):
        return ()
    rows = Concern.objects.filter(service_id=viewer.service_id, state__in=OPEN_CONCERN).select_related("owner")
    return tuple(_row(row) for row in rows.order_by("contact_due_at", "raised_at"))


def my_worry(*, viewer: Viewer, at: datetime) -> MyWorryPage:
    """The form of somebody in care."""
    own = open_own(viewer, "W", "alerts", at=at)
    due = {level: contact_by(level, at, own.time_zone) for level in ("moderate", "high", "imminent")}
    note_seen(viewer, "my_worry.seen", [own.client.pk], at=at)
    return MyWorryPage(own.time_zone, duty_for(own.client, at=at), due)


def concern_to_answer(*, viewer: Viewer, concern_id: UUID) -> Concern:
    """The concern, for those who answer concerns in its service; NotYours in another."""
    check_function(viewer, "answer_concern")
    row = Concern.objects.select_related("owner", "raised_by", "closed_by", "alert__client")
    found = row.filter(pk=concern_id, service_id=viewer.service_id).first()
    if found is None:
        raise NotYours
    return found


def answer_concern(*, viewer: Viewer, concern_id: UUID, at: datetime, name: str = "") -> ConcernPage:
    """What was told, and who of those the viewer may answer for has this name or number."""
    row = concern_to_answer(viewer=viewer, concern_id=concern_id)
    found = _find(viewer, name, at) if row.state in OPEN_CONCERN else []
    note_seen(viewer, "concern.page_seen", [one.pk for one in found[:MOST_FOUND]], at=at, about=row)
    return ConcernPage(
        row=_row(row),
        raised_by=row.raised_by.display_name if row.raised_by.roles.exists() else "",
        is_own=row.raised_by_id == viewer.user_id,
        about=row.about,
        words=row.words,
        closed_by=row.closed_by.display_name if row.closed_by is not None else "",
        closed_at=row.closed_at,
        reason=row.reason,
        alert=row.alert_id if row.alert is not None and _may_answer(viewer, row.alert.client, at) else None,
        asked=name,
        found=tuple(Found(one.pk, one.full_name, one.number, one.date_of_birth[:4]) for one in found[:MOST_FOUND]),
        is_cut=len(found) > MOST_FOUND,
    )


def person_of_concern(*, viewer: Viewer, client_id: UUID, at: datetime) -> Client:
    """The person a concern is linked with; NotYours unless the viewer may answer for them."""
    client, access = open_as_staff(viewer, client_id, "W", "alerts", at=at)
    if access.level("W", "alerts") != FULL:
        raise Refused(viewer, client, "W alerts", at)
    return client


def _row(row: Concern) -> ConcernRow:
    return ConcernRow(row.pk, row.level, row.state, row.owner.display_name, row.raised_at, row.contact_due_at)


def _find(viewer: Viewer, name: str, at: datetime) -> list[Client]:
    """Those whose name or number holds what was typed, of the people whose alerts the viewer may answer in full."""
    wanted = PlainName(name.strip())
    if len(name.strip()) < SHORTEST_SEARCH:
        return []
    as_staff = replace(viewer, client_id=None)
    rows = list(clients_for(as_staff, "W", "alerts", at=at).select_related("service"))
    preload([row.pk for row in rows])
    named = [row for row in rows if wanted in PlainName(f"{row.full_name} {row.given_name} {row.number}")]
    return sorted((row for row in named if _may_answer(viewer, row, at)), key=lambda row: row.full_name)


def _may_answer(viewer: Viewer, client: Client, at: datetime) -> bool:
    if viewer.client_id == client.pk:
        return False
    access = access_to(replace(viewer, client_id=None), client, at=at)
    return access.level("W", "alerts") == FULL and access.can("R", "identity")
