"""Outreach to one person: what was tried, what the contact rule allows, and what the rules would do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Client, Outreach
from kith.care.models.keys import preload
from kith.care.models.knowledge import library
from kith.care.permissions import Access, NotYours, Viewer
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.identities import ContactFacts
from kith.care.queries.looking import note_seen
from kith.care.queries.outreach_rules import is_decision_due, suggested
from kith.care.queries.staff_looking import open_as_staff
from kith.science.pathways import NextTry


@dataclass(frozen=True)
class TryShown:
    """One try, as it was written down."""

    channel: str
    outcome: str
    person: str
    tried_at: datetime
    note: str
    next_on: date | None
    next_channel: str


@dataclass(frozen=True)
class DecisionShown:
    """What was decided about going on."""

    decision: str
    together_with: str
    reason: str
    person: str
    decided_at: datetime
    after_tries: int
    next_on: date | None


@dataclass(frozen=True)
class OutreachShown:
    """One outreach from its first try to its end, the newest try first."""

    id: UUID
    reason: str
    begun_at: datetime
    begun_by: str
    ended_at: datetime | None
    ending: str
    tries: tuple[TryShown, ...]
    decisions: tuple[DecisionShown, ...]


@dataclass(frozen=True)
class OutreachPage:
    """Everything about reaching this person. `contact` is None where nobody has asked how they may be reached."""

    head: ClientHead
    contact: ContactFacts | None
    may_see_contact: bool
    now: OutreachShown | None
    suggestion: NextTry | None
    is_decision_due: bool
    decide_after: int
    before: tuple[OutreachShown, ...]
    may_write: bool


def outreach(*, viewer: Viewer, client_id: UUID, at: datetime) -> OutreachPage:
    """For those who work with the person."""
    client, access = open_as_staff(viewer, client_id, "R", "outreach", at=at)
    preload([client.pk])
    rows = list(client.outreach_set.select_related("begun_by").order_by("-begun_at"))
    running = next((row for row in rows if row.ended_at is None), None)
    page = OutreachPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        contact=_contact(client, access),
        may_see_contact=access.can("R", "contact"),
        now=_shown(running) if running else None,
        suggestion=_suggestion(running, client) if running else None,
        is_decision_due=running is not None and is_decision_due(running),
        decide_after=library().engagement.outreach.decide_after,
        before=tuple(_shown(row) for row in rows if row.ended_at is not None),
        may_write=access.can("W", "outreach"),
    )
    note_seen(viewer, "outreach.seen", [client.pk], at=at)
    return page


def open_outreach_of(*, viewer: Viewer, client_id: UUID, at: datetime) -> Outreach:
    """The outreach that is under way for this person; NotYours when there is none."""
    client, _ = open_as_staff(viewer, client_id, "W", "outreach", at=at)
    found = client.outreach_set.filter(ended_at=None).select_related("client").first()
    if found is None:
        raise NotYours
    return found


def _suggestion(row: Outreach, client: Client) -> NextTry | None:
    return suggested(row, row.tries.order_by("tried_at"), ZoneInfo(client.service.time_zone))


def _contact(client: Client, access: Access) -> ContactFacts | None:
    """With limited access, what a caller must not do is shown, and the address is not."""
    if not access.can("R", "contact"):
        return None
    row = client.contactrule_set.order_by("-confirmed_at", "-made_at", "-pk").first()
    if row is None:
        return None
    is_whole = access.level("R", "contact") == "full"
    return ContactFacts(
        channel=row.channel,
        address=row.address if is_whole else "",
        may_leave_message=row.may_leave_message,
        from_hour=row.from_hour,
        to_hour=row.to_hour,
        note=row.note if is_whole else "",
    )


def _shown(row: Outreach) -> OutreachShown:
    tries = row.tries.select_related("person", "client").order_by("-tried_at", "-made_at", "-pk")
    decisions = row.decisions.select_related("person", "client").order_by("-decided_at", "-pk")
    return OutreachShown(
        id=row.pk,
        reason=row.reason,
        begun_at=row.begun_at,
        begun_by=row.begun_by.display_name,
        ended_at=row.ended_at,
        ending=row.ending,
        tries=tuple(
            TryShown(
                one.channel,
                one.outcome,
                one.person.display_name,
                one.tried_at,
                one.note,
                one.next_on,
                one.next_channel,
            )
            for one in tries
        ),
        decisions=tuple(
            DecisionShown(
                one.decision,
                one.together_with,
                one.reason,
                one.person.display_name,
                one.decided_at,
                one.after_tries,
                one.next_on,
            )
            for one in decisions
        ),
    )
