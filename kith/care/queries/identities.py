"""Who somebody is, as far as a colleague may know it: the head of every page about one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.care.models import Client
from kith.care.permissions import FULL, Access, Viewer, live


@dataclass(frozen=True)
class Identity:
    """A name and two identifiers. With limited access only the year of birth is told."""

    client_id: UUID
    name: str
    number: str
    born: str
    pronouns: str
    language: str
    time_zone: str


@dataclass(frozen=True)
class ContactFacts:
    """How the person may be reached safely."""

    channel: str
    address: str
    may_leave_message: bool
    from_hour: int
    to_hour: int
    note: str


@dataclass(frozen=True)
class TeamMember:
    """Somebody of the care team."""

    id: UUID
    name: str
    is_lead: bool


def identity(*, viewer: Viewer, client: Client, access: Access) -> Identity:
    """The identifiers that this access allows."""
    level = access.level("R", "identity")
    born = client.date_of_birth if level == FULL else client.date_of_birth[:4]
    return Identity(
        client_id=client.pk,
        name=client.full_name,
        number=client.number,
        born=born,
        pronouns=client.pronouns if level == FULL else "",
        language=client.language,
        time_zone=client.service.time_zone,
    )


def contact_facts(*, viewer: Viewer, client: Client, access: Access) -> ContactFacts | None:
    """The newest rule; None without access, and where none was agreed."""
    if access.level("R", "contact") != FULL:
        return None
    rule = client.contactrule_set.order_by("-confirmed_at", "-made_at", "-pk").first()
    if rule is None:
        return None
    return ContactFacts(rule.channel, rule.address, rule.may_leave_message, rule.from_hour, rule.to_hour, rule.note)


def care_team(*, viewer: Viewer, client: Client, at: datetime) -> tuple[TeamMember, ...]:
    """Who cares for this person now, the lead first."""
    rows = client.carerelationship_set.filter(live(at), staff__is_active=True).select_related("staff")
    return tuple(
        TeamMember(row.staff_id, row.staff.display_name, row.is_lead)
        for row in rows.order_by("-is_lead", "starts", "pk")
    )
