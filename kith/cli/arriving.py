"""How people of a synthetic service come: referred as they said who they are, with the rule for reaching them."""

from __future__ import annotations

from datetime import datetime

from kith.care.actions import refer
from kith.care.models import Client, Site
from kith.care.permissions import Viewer
from kith.simulation import happenings as told
from kith.simulation import people

CHANNELS = {"text": "sms", "email": "email", "phone": "phone", "letter": "none"}


def refer_person(it: told.Referred, person: people.Client, site: Site, *, by: Viewer, at: datetime) -> Client:
    """The new client, and the day the referral came."""
    new = refer.NewClient(
        person.given_name,
        person.family_name,
        person.preferred_name,
        person.date_of_birth.isoformat(),
        "",
        person.language,
        {"gender": person.gender, "ethnicity": person.ethnicity, "deprivation": str(person.deprivation_quintile)},
    )
    return refer.refer(
        site=site, person=new, source=it.source, reason=it.reason, received_on=it.received_on, by=by, at=at
    )


def say_how_to_reach(person: people.Client, client: Client, *, by: Viewer, at: datetime) -> None:
    """The rule as the person gave it."""
    rule = person.contact_rule
    refer.set_contact_rule(
        client=client,
        rule=refer.SafeContact(
            CHANNELS[rule.channels[0]],
            person.email if rule.channels[0] == "email" else person.phone,
            not rule.never_leave_message,
            int(rule.earliest[:2]),
            int(rule.latest[:2]),
            rule.safe_contact or "",
        ),
        by=by,
        at=at,
    )
