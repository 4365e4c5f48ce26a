"""Peer support in the synthetic service today: who walks beside whom, what was written, and the warm line."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from kith.care.actions import pairing, peer_register, peers, set_up, warm_line
from kith.care.models import Client
from kith.care.permissions import Viewer, viewer_of
from kith.cli.replay import Replay

WEEK = timedelta(days=7)
SHARED = pairing.Sharing(
    ("being_a_parent", "deep_sadness", "migration"),
    ("en",),
    ("1-morning", "2-morning", "5-afternoon"),
    "I came here with two children and no work. Walking and a choir brought me back.",
    ("music", "talking", "walking"),
    "short_ride",
)
WISHED = pairing.Sharing(
    ("being_a_parent", "deep_sadness"),
    ("en",),
    ("1-morning", "5-afternoon"),
    "Somebody who knows what mornings can be.",
    ("garden", "music", "talking"),
    "on_foot",
)
WALKS = (
    ("met", 50, "We had tea and told each other who we are.", "Mondays at ten, at the centre.", "Nervous, and glad."),
    ("met", 45, "We walked to the mill and looked over the fence.", "To go in together.", "Better than last week."),
    ("going_along", 70, "We went to the garden project and only looked.", "To go again with the key.", "Tired."),
)
CALLS = (("to_be_heard", 22, "nobody"), ("loneliness", 35, "nobody"), ("in_crisis", 41, "duty"))


def tell_peer_life(replay: Replay, *, peer: str, lead: str, team: str, client: Client, at: datetime) -> None:
    """The person chose, both said yes, three walks are written down, and the newest is seen differently."""
    account, over = replay.accounts[peer], replay.accounts[lead]
    begun = at - 4 * WEEK
    set_up.start_supervision(supervisor=over, supervisee=account, by=set_up.founder(account.service_id), at=begun)
    _register(replay, peer, lead, begun)
    pairing.share_experience(sharing=SHARED, places=4, **_by(viewer_of(account, at=begun), begun))
    mine = _by(viewer_of(client.user, at=begun), begun)  # type: ignore[arg-type]
    pairing.wish_for_peer(client=client, called=client.preferred_name or client.given_name, wish=WISHED, **mine)
    match = pairing.choose_peer(client=client, person=account, **mine)
    pairing.answer_choice(match=match, agrees=True, **_by(viewer_of(account, at=begun), begun))
    pairing.look_at_match(match=match, is_safe=True, **_by(viewer_of(replay.accounts[team], at=begun), begun))
    for number, (way, minutes, did, agreed, said) in enumerate(WALKS, 1):
        then = begun + number * WEEK
        what = peers.Contact(way, then, minutes, did, agreed, said, (then + WEEK).date())
        contact = peers.record_contact(client=client, what=what, **_by(viewer_of(account, at=then), then))
    words = "I was not only tired. I was angry that I did not dare."
    peers.answer_contact(
        contact=contact,
        kind="differently",
        words=words,
        **_by(viewer_of(client.user, at=at), at - timedelta(hours=20)),  # type: ignore[arg-type]
    )
    _line(replay, peer, lead, at)


def _register(replay: Replay, peer: str, lead: str, at: datetime) -> None:
    account = replay.accounts[peer]
    words = "I am reached on weekdays until six. I do not lend money. I do not talk about my brother."
    peer_register.agree_boundaries(words=words, **_by(viewer_of(account, at=at), at))
    over = _by(viewer_of(replay.accounts[lead], at=at), at)
    for topic in ("listening", "own_story", "boundaries", "safety", "privacy", "supervision"):
        peer_register.record_training(person=account, topic=topic, on=(at - WEEK).date(), words="", **over)
    peer_register.record_supervision(person=account, on=at.date(), words="Begin slowly; one person at a time.", **over)


def _line(replay: Replay, peer: str, lead: str, at: datetime) -> None:
    """One shift is going on with calls already counted, and two are to come."""
    account, planned = replay.accounts[peer], at - timedelta(hours=4)
    for days in (0, 3, 7):
        starts = at - timedelta(hours=3) + timedelta(days=days)
        given: dict[str, Any] = {"starts": starts, "ends": starts + timedelta(hours=6)}
        shift = warm_line.plan_warm_line(
            person=account, **given, **_by(viewer_of(replay.accounts[lead], at=planned), planned)
        )
        for number, (need, minutes, passed_on) in enumerate(CALLS if not days else ()):
            when = starts + timedelta(minutes=40 * (number + 1))
            counting = _by(viewer_of(account, at=when), when)
            warm_line.count_call(shift=shift, minutes=minutes, need=need, passed_on=passed_on, **counting)


def _by(viewer: Viewer, at: datetime) -> dict[str, Any]:
    return {"by": viewer, "at": at}
