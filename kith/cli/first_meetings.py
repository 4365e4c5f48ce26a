"""Before the first meetings of the synthetic service: what is in the way, what was promised, who is tried again."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from kith.care.actions import engage, reach_out, refer
from kith.care.models import CareRelationship, Client
from kith.care.permissions import Viewer, viewer_of
from kith.cli.replay import Replay

SHOWN = 6  # people who wait and of whom something is known
SINCE = timedelta(days=14)
STORIES: tuple[tuple[tuple[str, ...], tuple[str, ...], dict[str, str], dict[str, str]], ...] = (
    (
        ("cost", "stigma"),
        ("fare_paid", "neutral_place"),
        {"who": "woman", "where": "near_me", "how": "sms"},
        {"step": "Sleep through one night", "benefit": "Not to snap at the children in the morning"},
    ),
    (
        ("ambivalence",),
        ("one_talk",),
        {"who": "anybody", "where": "walk", "how": "phone"},
        {"step": "Get out of the house once a day", "benefit": ""},
    ),
    (("transport", "bad_experience"), (), {"who": "peer", "how": "phone"}, {}),
)
TRIED = ((11, 10, "no_answer"), (9, 16, "no_message"))  # days ago, hour, what came of it


def tell_first_meetings(replay: Replay, *, at: datetime) -> None:
    """The people of each practitioner who have waited longest: asked what is in the way, and some of them tried."""
    zone = ZoneInfo(replay.service.time_zone)
    for number, link in enumerate(_waiting(replay, at)):
        by, then = viewer_of(link.staff, at=at), at - SINCE + timedelta(hours=1)
        kinds, chosen, wishes, goal = STORIES[number % len(STORIES)]
        engage.tell_barriers(client=link.client, kinds=kinds, by=by, at=then)
        if chosen:
            engage.choose_remedies(client=link.client, chosen=chosen, by=by, at=then)
        engage.say_first_contact(client=link.client, wishes=wishes, goal=goal, by=by, at=then)
        if number % 2:
            _tried(link.client, by, at, zone)


def _tried(client: Client, by: Viewer, at: datetime, zone: ZoneInfo) -> None:
    """Two calls without a word; the next try is a letter, in some days."""
    rule = refer.SafeContact("phone", "+44 20 7946 0018", may_leave_message=False, note="Her sister shares the phone.")
    refer.set_contact_rule(client=client, rule=rule, by=by, at=at - SINCE + timedelta(hours=2))
    outreach = reach_out.begin_outreach(client=client, reason="not_met_yet", by=by, at=at - SINCE + timedelta(hours=3))
    for days, hour, outcome in TRIED:
        moment = datetime.combine((at - timedelta(days=days)).astimezone(zone).date(), time(hour), zone)
        is_last = days == TRIED[-1][0]
        what = reach_out.Try(
            "phone",
            outcome,
            moment,
            next_on=(at + timedelta(days=3)).date() if is_last else None,
            next_channel="letter" if is_last else "",
        )
        reach_out.record_try(outreach=outreach, what=what, by=by, at=moment)


def _waiting(replay: Replay, at: datetime) -> list[CareRelationship]:
    rows = CareRelationship.objects.filter(
        client__service=replay.service,
        client__episode__state__in=("waiting", "assessed"),
        is_lead=True,
        ends=None,
        starts__lt=at - SINCE,
    )
    return list(rows.select_related("client__service", "staff").order_by("client__number").distinct()[:SHOWN])
