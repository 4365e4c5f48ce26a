"""Things to do nearby in the world of the safety tests: a list, an outing that was told of, and a plan that stands."""

from __future__ import annotations

from typing import Any

from kith.care.actions import go_out, keep_activities
from kith.care.models import Activity, Client, Outing
from tests.safety.canaries import canary

CHOIR = keep_activities.Facts("Choir", "People sing", "Town hall", "Thursdays", "Ring Ruth", interests=("music",))


def goes_out(client: Client, act: dict[str, Any], mine: dict[str, Any]) -> tuple[Activity, Outing]:
    """Listed by the practitioner; the person said what they like, went once, and plans to go again."""
    activity = keep_activities.list_activity(facts=CHOIR, review_on=None, **act)
    go_out.say_wish(client=client, part="interests", said=["music"], **mine)
    first = go_out.plan_outing(client=client, activity=activity, **mine)
    go_out.plan_part(outing=first, part="easier", said=canary(), **mine)
    go_out.tell_outing(outing=first, went="yes", **mine)
    go_out.tell_more(outing=first, part="words", words=canary(), **mine)
    plan = go_out.plan_outing(client=client, activity=activity, **mine)
    return activity, go_out.plan_part(outing=plan, part="who", said=canary(), **mine)
