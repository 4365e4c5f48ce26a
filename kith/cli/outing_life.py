"""Things to do near the synthetic service, one of them not checked for long, and how somebody's outings went."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from kith.care.actions import go_out
from kith.care.actions.keep_activities import Facts, list_activity
from kith.care.models import Client
from kith.care.permissions import viewer_of
from kith.cli.replay import Replay

WEEK: Final = timedelta(days=7)
# Each with how many weeks ago it was put on the list; half a year later it is to be checked again.
THINGS: Final = (
    (
        Facts(
            name="Singing for everybody",
            what="We sing what we know. Nobody needs to read music.",
            place="Town hall, room 2",
            times="Thursdays, 18:00 to 19:30",
            joining="Just come, or ring Ruth before the first time.",
            cost="free",
            distance="on_foot",
            interests=("music", "talking"),
            languages=("en",),
            access={"step_free": "yes", "quiet": "no", "hearing_loop": "yes"},
        ),
        5,
    ),
    (
        Facts(
            name="Garden behind the mill",
            what="People plant, weed and drink tea. Tools are there.",
            place="Mill Lane, second gate",
            times="Tuesdays and Saturdays, 10:00 to 12:00",
            joining="Ask for Tomasz at the gate.",
            cost="free",
            distance="short_ride",
            interests=("garden", "helping", "walking"),
            languages=("en", "pl"),
            access={"step_free": "no", "quiet": "yes", "hearing_loop": "no", "childcare": "no"},
        ),
        9,
    ),
    (
        Facts(
            name="Quiet hour in the library",
            what="A warm room, newspapers, and one person who says hello.",
            place="Library",
            times="Mondays, 9:00 to 10:00",
            joining="Just come.",
            cost="free",
            distance="on_foot",
            interests=("reading", "talking"),
            languages=("en",),
            access={"step_free": "yes", "quiet": "yes", "hearing_loop": "no"},
        ),
        40,
    ),
    (
        Facts(
            name="Cooking from home",
            what="Each week somebody shows a dish of their country.",
            place="Neighbourhood house, kitchen",
            times="Wednesdays, 17:00",
            joining="Sign the list at the door.",
            for_whom="Parents may bring children",
            distance="short_ride",
            interests=("cooking", "talking"),
            languages=("en", "ar"),
            access={"step_free": "yes", "childcare": "yes"},
        ),
        3,
    ),
    (
        Facts(
            name="Chess by telephone",
            what="Two people play and talk as much as they like.",
            place="At home",
            times="When it suits you both",
            joining="Ring the neighbourhood house; they find a partner.",
            cost="a_little",
            distance="at_home",
            interests=("games",),
            languages=("en",),
            access={"step_free": "yes", "quiet": "yes"},
        ),
        7,
    ),
)
SAID: Final = {"interests": ["garden", "music", "talking"], "needs": [], "furthest": "short_ride", "cost": "free"}


def tell_outings(replay: Replay, *, team: str, client: Client, at: datetime) -> None:
    """A list of five; the person went to one of them, and plans to go to another."""
    staff = replay.accounts[team]
    rows = []
    for facts, weeks in THINGS:
        then = at - weeks * WEEK
        rows.append(list_activity(facts=facts, review_on=None, by=viewer_of(staff, at=then), at=then))
    choir, garden = rows[:2]
    assert client.user is not None
    then = at - 2 * WEEK
    mine: dict[str, Any] = {"by": viewer_of(client.user, at=then), "at": then}
    for part, said in SAID.items():
        go_out.say_wish(client=client, part=part, said=said, **mine)
    went = go_out.plan_outing(client=client, activity=garden, **mine)
    _plan(went, (then + timedelta(days=4)).date().isoformat(), "Pete", "Only looking, the first time.", mine)
    then += WEEK
    mine = {"by": viewer_of(client.user, at=then), "at": then}
    went = go_out.tell_outing(outing=went, went="yes", **mine)
    go_out.tell_more(outing=went, part="how", how=7, **mine)
    go_out.tell_more(outing=went, part="words", words="Nobody asked me anything. That was good.", **mine)
    plan = go_out.plan_outing(client=client, activity=choir, **mine)
    _plan(plan, (at + timedelta(days=3)).date().isoformat(), "My sister", "A seat near the door.", mine)


def _plan(outing: Any, day: str, who: str, easier: str, mine: dict[str, Any]) -> None:
    for part, said in (("when", day), ("who", who), ("easier", easier)):
        go_out.plan_part(outing=outing, part=part, said=said, **mine)
