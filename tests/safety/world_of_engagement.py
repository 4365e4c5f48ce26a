"""What comes before a first meeting brings into the world: a barrier, a remedy, wishes, and tries to reach somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kith.care.actions import allocating, engage, reach_out
from kith.care.models import Client, User
from tests.safety.canaries import canary

SAID = {"who": "peer", "where": "walk", "how": "letter"}


def before_the_first_meeting(client: Client, act: dict[str, Any]) -> dict[str, Any]:
    """Something in the way, an offer that waits for an answer, one promise, wishes, and an outreach that goes on."""
    cost, other = engage.tell_barriers(client=client, kinds=("cost", "other"), words=canary(), **act)
    (promise,) = engage.choose_remedies(client=client, chosen=("fare_paid",), **act)
    offer = engage.offer_remedy(barrier=other, kind="think_together", **act)
    engage.say_first_contact(client=client, wishes=SAID, goal={"step": canary(), "benefit": canary()}, **act)
    outreach = reach_out.begin_outreach(client=client, reason="fell_silent", **act)
    rang = reach_out.Try("phone", "no_answer", act["at"] - timedelta(minutes=1), canary())
    reach_out.record_try(outreach=outreach, what=rang, **act)
    day = act["at"].date() + timedelta(days=3)
    decided = reach_out.Decided("go_on", canary(), canary(), day)
    reach_out.decide_outreach(outreach=outreach, what=decided, **act)
    return {"barrier": cost, "promise": promise, "offer": offer, "outreach": outreach}


def asked_and_declined(client: Client, practitioner: User, act: dict[str, Any]) -> Any:
    """How they would like to be seen first, and a pair that was declined."""
    asks = allocating.Asks(("2-morning",), ("en",), ("video",), gender="woman")
    allocating.note_appointment_wish(client=client, asks=asks, words=canary(), not_now=canary(), **act)
    return allocating.decline_allocation(client=client, practitioner=practitioner, reason=canary(), **act)
