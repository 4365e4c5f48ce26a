"""What can be hidden beside the work between meetings: before a first meeting, around a person, beside them, in groups."""

from __future__ import annotations

import uuid
from typing import Any

from kith.care.actions import (
    carer_plan,
    caring,
    choose,
    connect,
    draw_family,
    engage,
    formulate,
    pairing,
    peers,
    reach_out,
    share,
    together,
    waiting,
)
from kith.care.models import Client, GroupEntry, Session
from kith.care.models.families import draft_or_newest
from kith.care.permissions import invited
from tests.care.choosing import facts_asked, phq9_taken
from tests.care.courses import says_yes_to_groups
from tests.people import People
from tests.safety.canaries import canary


def around_ana(people: People, client: Client, name: str) -> set[str]:
    """One of everything that is newer, each private word a canary; a person is on a second page of each."""
    words = [canary() for _ in range(22)]
    given: dict[str, Any] = {"by": people.sees("ben"), "at": people.at}
    mine: dict[str, Any] = {"by": people.sees(name), "at": people.at}
    _before_a_first_meeting(client, words[:5], given, mine)
    _what_was_thought(people, client, words[5:9], given)
    _beside(people, client, words[9:15], given, mine)
    _in_a_group(people, client, words[15:], given)
    return set(words)


def _before_a_first_meeting(client: Client, words: list[str], given: dict[str, Any], mine: dict[str, Any]) -> None:
    engage.tell_barriers(client=client, kinds=("transport", "other"), words=words[0], **mine)
    engage.choose_remedies(client=client, chosen=("fare_paid",), **mine) if False else None
    engage.say_first_contact(
        client=client, wishes={"who": "man"}, goal={"step": words[1], "benefit": words[2]}, **mine
    )
