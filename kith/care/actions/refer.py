"""Refer: somebody asks for care; a person, a referral and a waiting episode begin; somebody is made responsible."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.leading import decision_of, make_responsible, proposed_for
from kith.care.models import Allocation, BadInput, Client, ContactRule, Episode, Referral, Site, User
from kith.care.permissions import Viewer, check, check_function


@dataclass(frozen=True)
class NewClient:
    """Who somebody is, as told at referral. Only a name is needed."""

    given_name: str
    family_name: str = ""
    preferred_name: str = ""
    date_of_birth: str = ""
    pronouns: str = ""
    language: str = "en"
    equity: dict[str, str] = field(default_factory=dict)


@action
def refer(
    *, site: Site, person: NewClient, source: str, reason: str, received_on: date, by: Viewer, at: datetime
) -> Client:
    """Take in a referral: the person starts to wait, and the wait is counted from the day it was received."""
    check_function(by, "refer", service_id=site.service_id)
    if not person.given_name.strip():
        raise BadInput(
            _("The referral was not kept."),
            _("It has no name."),
            _("Give at least the name the person goes by."),
            "given_name",
        )
    if received_on > at.date():
        raise BadInput(
            _("The referral was not kept."),
            _("It is dated %(day)s, which has not come yet.") % {"day": date_format(received_on, "DATE_FORMAT")},
            _("Give the day it was received."),
            "received_on",
        )
    number = f"K{Client.objects.filter(service_id=site.service_id).count() + 1:05d}"
    client = Client(service_id=site.service_id, site=site, number=number, language=person.language, made_at=at)
    client.given_name, client.family_name, client.preferred_name = (
        person.given_name,
        person.family_name,
        person.preferred_name,
    )
    client.date_of_birth, client.pronouns, client.equity = person.date_of_birth, person.pronouns, dict(person.equity)
    client.save(force_insert=True)
    referral = Referral(client=client, source=source, received_on=received_on, made_at=at)
    referral.reason = reason
    referral.save(force_insert=True)
    Episode.objects.create(client=client, referral=referral, opened_on=received_on, made_at=at)
    trace("client.referred", by=by, at=at, clients=[client.pk], about=referral)
    return client


@action
def allocate(
    *, client: Client, practitioner: User, by: Viewer, at: datetime, reason: str = "", is_told: bool = False
) -> Allocation:
    """Make a practitioner responsible by hand; the one before, if any, hands over at this moment.

    Kept like every other choice, with what had been proposed. Refused where the two must not meet, and without a
    reason where the person said what they ask for and the proposal is another. `is_told`: the person knows already.
    """
    check_function(by, "allocate", service_id=client.service_id)
    free = proposed_for(client, by, at)
    row = decision_of(client, practitioner, "accepted", reason, by, at)
    row.told_at = at if is_told else None
    return make_responsible(row, free, None if free.differs(practitioner) else free.match, by, at)


@dataclass(frozen=True)
class SafeContact:
    """How a person may be reached."""

    channel: str
    address: str = ""
    may_leave_message: bool = False
    from_hour: int = 9
    to_hour: int = 18
    note: str = ""


@action
def set_contact_rule(*, client: Client, rule: SafeContact, by: Viewer, at: datetime) -> ContactRule:
    """Say how this person may be reached safely; counts from now on, the earlier rule is kept."""
    check(by, "W", "contact", client, at=at)
    if not 0 <= rule.from_hour < rule.to_hour <= 24:
        raise BadInput(
            _("The contact rule was not kept."),
            _("It runs from %(first)s to %(last)s.") % {"first": rule.from_hour, "last": rule.to_hour},
            _("Give an earlier hour first, between 0 and 24."),
            "from_hour",
        )
    row = ContactRule(
        client=client,
        channel=rule.channel,
        may_leave_message=rule.may_leave_message,
        from_hour=rule.from_hour,
        to_hour=rule.to_hour,
        confirmed_at=at,
        made_at=at,
    )
    row.address, row.note = rule.address, rule.note
    row.save(force_insert=True)
    trace("contact_rule.set", by=by, at=at, clients=[client.pk], about=row)
    return row
