"""My record and my say: who can see what, who looked, what one agreed to, and how one may be reached."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from kith.care.models import AuditEvent, Consent, ContactRule
from kith.care.models.access import PURPOSES
from kith.care.permissions import Viewer, live
from kith.care.queries.hiding import is_told, untold
from kith.care.queries.looking import note_seen
from kith.care.queries.myself import Own, open_own
from kith.care.queries.who_sees import Seer, who_sees

THINGS = (
    "identity",
    "contact",
    "appointments",
    "plan",
    "goals",
    "answers",
    "off_track_flag",
    "work",
    "safety_plan",
    "formulation",
    "progress_note",
    "alerts",
    "harms",
    "peer_log",
    "connections",
    "outings",
)
LOOKS_SHOWN = 400  # events read for one page; older ones are in the download


@dataclass(frozen=True)
class Look:
    """Somebody did something with the record on a day; `times` more than once."""

    day: date
    name: str
    event: str
    times: int


@dataclass(frozen=True)
class Decision:
    """Where a consent stands: the newest answer, or None when nobody has asked yet."""

    purpose: str
    is_given: bool | None
    decided_on: date | None


@dataclass(frozen=True)
class Contact:
    """How the person may be reached."""

    channel: str
    address: str
    may_leave_message: bool
    from_hour: int
    to_hour: int
    note: str
    confirmed_on: date


@dataclass(frozen=True)
class AccessGiven:
    """Access the person gave to somebody, such as a carer."""

    grant_id: UUID
    name: str
    kind: str
    resources: tuple[str, ...]
    ends_on: date


@dataclass(frozen=True)
class Readers:
    """One kind of thing, and who can read it."""

    thing: str
    seers: tuple[Seer, ...]


@dataclass(frozen=True)
class RecordPage:
    """Everything about who sees the record and what the person has said about it."""

    time_zone: str
    readers: tuple[Readers, ...]
    looks: tuple[Look, ...]
    consents: tuple[Decision, ...]
    contact: Contact | None
    grants: tuple[AccessGiven, ...]


def my_record(*, viewer: Viewer, at: datetime) -> RecordPage:
    """The client's own page about their own record."""
    own = open_own(viewer, "R", "who_looked", at=at)
    seen = who_sees(THINGS, viewer=viewer, client=own.client, at=at)
    page = RecordPage(
        own.time_zone,
        tuple(Readers(thing, seers) for thing, seers in seen.items()),
        tuple(_looks(viewer, own)),
        tuple(_decisions(own)),
        _contact(own),
        tuple(_grants(own)),
    )
    note_seen(viewer, "record.seen", [own.client.pk], at=at)
    return page


def _looks(viewer: Viewer, own: Own) -> list[Look]:
    events = AuditEvent.objects.filter(subjects__client_id=own.client.pk, allowed=True).exclude(actor_id=viewer.user_id)
    events = events.exclude(untold(own, viewer=viewer))
    newest = events.order_by("-sequence").values_list("at", "actor_id", "event")
    rows = list(islice((row for row in newest.iterator() if is_told(row[2], own, is_own_act=False)), LOOKS_SHOWN))
    names = dict(
        own.client.service.user_set.filter(pk__in={actor for _, actor, _ in rows}).values_list("pk", "display_name")
    )
    counted = Counter((own.day(when), names.get(actor, ""), event) for when, actor, event in rows)  # type: ignore[arg-type]
    return [Look(day, name, event, times) for (day, name, event), times in counted.items()]


def _decisions(own: Own) -> list[Decision]:
    newest: dict[str, Consent] = {
        one.purpose: one for one in own.client.consent_set.order_by("decided_at", "made_at", "pk")
    }
    return [
        Decision(purpose, newest[purpose].is_given, own.day(newest[purpose].decided_at))
        if purpose in newest
        else Decision(purpose, None, None)
        for purpose in PURPOSES
    ]


def _contact(own: Own) -> Contact | None:
    rule: ContactRule | None = own.client.contactrule_set.order_by("-confirmed_at", "-made_at", "-pk").first()
    if rule is None:
        return None
    return Contact(
        rule.channel,
        rule.address,
        rule.may_leave_message,
        rule.from_hour,
        rule.to_hour,
        rule.note,
        own.day(rule.confirmed_at),
    )


def _grants(own: Own) -> list[AccessGiven]:
    given = own.client.grant_set.filter(
        live(own.at), kind__in=("proxy", "consent"), withdrawn_at__isnull=True
    ).select_related("grantee")
    return [
        AccessGiven(one.pk, one.grantee.display_name, one.kind, tuple(one.resources), own.day(one.ends))
        for one in given.order_by("starts")
    ]
