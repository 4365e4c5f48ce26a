"""The people around somebody in the synthetic service: a map they drew and show, and a sister who is asked herself."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Final

from kith.care.actions import carer_plan, caring, connect, inviting
from kith.care.models import Client, Invitation
from kith.care.permissions import invited, viewer_of
from kith.cli.replay import Replay

# Kind, ring and name, and how many weeks ago it came onto the map.
ON_THE_MAP: Final = (
    ("person", "close", "My sister", 9),
    ("person", "near", "Ruth from work", 9),
    ("place", "near", "Bench by the canal", 9),
    ("group", "further", "Thursday choir", 9),
    ("person", "further", "Neighbour with the dog", 2),
)
MOVED_NEARER: Final = ("Thursday choir", "near")
LOADS: Final = (
    {"tired": 2, "nights": 2, "alone": 3, "on_call": 2, "lost_pay": 1}
    | {"time_off": 1, "know_how": 1, "own_life": 1, "good_moments": 2, "afraid_at_home": 0},
    {"tired": 1, "nights": 1, "alone": 1, "on_call": 2, "lost_pay": 1}
    | {"time_off": 2, "know_how": 2, "own_life": 2, "good_moments": 3, "afraid_at_home": 0},
)
PLAN: Final = {
    "break": "Tuesday evenings I swim. Nobody rings me then.",
    "support": "My friend Jo, every other Sunday.",
    "ring": "The team's number by day, the crisis line at night.",
    "no_more": "I do not ring the office for her any more.",
}


def tell_people_around(replay: Replay, *, team: str, client: Client, at: datetime) -> None:
    """A map of nine weeks that is shown to the practitioner; two who care, one of them to be asked again."""
    _draw(client, at)
    by = viewer_of(replay.accounts[team], at=at)
    named = caring.Named("Nora", "sibling", "client", "Evenings, by text")
    began = at - timedelta(weeks=6)
    carer = caring.name_carer(client=client, named=named, by=by, at=began)
    carer = caring.hear_carer(carer=carer, says_yes=True, by=by, at=began)
    for number, answers in enumerate(LOADS):
        moment = began + timedelta(weeks=5 * number)
        link = caring.invite_carer(
            carer=carer, agreed_word="heron", key=uuid.uuid5(carer.pk, str(number)), by=by, at=moment
        ).invitation
        _answer(link, answers, moment)
    for part, words in PLAN.items():
        carer_plan.write_carer_plan(invitation=link, part=part, words=words, by=invited(link), at=moment)
    carer_plan.keep_carer_plan(invitation=link, is_shared=True, by=invited(link), at=moment)
    named_at = began + timedelta(days=1)
    friend = caring.name_carer(
        client=client, named=caring.Named("Tom", "friend", "carer", "Mornings, by phone"), by=by, at=named_at
    )
    friend = caring.hear_carer(carer=friend, says_yes=True, by=by, at=named_at)
    link = caring.invite_carer(
        carer=friend, agreed_word="heron", key=uuid.uuid5(friend.pk, "0"), by=by, at=named_at
    ).invitation
    _answer(link, LOADS[1], named_at)


def _draw(client: Client, at: datetime) -> None:
    assert client.user is not None
    own = viewer_of(client.user, at=at)
    for kind, ring, called, weeks in ON_THE_MAP:
        then = at - timedelta(weeks=weeks)
        one = connect.add_connection(client=client, kind=kind, ring=ring, called=called, by=own, at=then)
        if called == MOVED_NEARER[0]:
            connect.move_connection(connection=one, ring=MOVED_NEARER[1], by=own, at=at - timedelta(weeks=1))
    connect.share_map(client=client, by=own, at=at - timedelta(weeks=1))


def _answer(link: Invitation, answers: dict[str, int], at: datetime) -> None:
    by = invited(link)
    for version, (item, value) in enumerate(answers.items()):
        key = uuid.uuid5(link.pk, item)
        draft = inviting.answer_invited(
            invitation=link, instrument="carer-load", item=item, value=value, version=version, key=key, by=by, at=at
        )
    inviting.send_invited(
        invitation=link,
        instrument="carer-load",
        key=uuid.UUID(draft.content["key"]),
        version=draft.version,
        language="en",
        by=by,
        at=at,
    )
