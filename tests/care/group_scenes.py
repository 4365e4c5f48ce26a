"""Waiting lists and groups that have room, as tests of groups begin."""

from __future__ import annotations

from datetime import time
from typing import Any

from kith.care.actions import forming, waiting
from kith.care.models import Client, Group, GroupWait
from tests.care.courses import says_yes_to_groups
from tests.people import People, a_client

CIRCLE = "community-sociotherapy"
TUESDAY = forming.Frame(smallest=2, weekday=2, meets_at=time(10), room="Green room", access=("step_free",))


def a_new_group(people: People, *, capacity: int = 4, name: str = "Tuesday circle", **frame: Any) -> Group:
    """A group that waits for people, on Tuesday mornings unless said otherwise."""
    return forming.form_group(
        site=people.site,
        name=name,
        kind="therapy",
        protocol=CIRCLE,
        capacity=capacity,
        facilitators=[people.accounts["finn"]],
        agreement="",
        frame=forming.Frame(**{**vars(TUESDAY), **frame}),
        is_waiting=True,
        by=people.sees("finn"),
        at=people.at,
    )


def waits(people: People, client: Client, key: str, *, yes: bool = True, **wanted: Any) -> GroupWait:
    """The person waits for a circle; they can come on Tuesday mornings unless said otherwise."""
    if yes:
        says_yes_to_groups(people, client, key)
    given: dict[str, Any] = {
        "protocol": CIRCLE,
        "display_name": key.title(),
        "parts": ("2-morning",),
        "languages": ("en",),
        "is_prepared": True,
    }
    return waiting.put_on_group_list(
        client=client, wanted=waiting.Wanted(**(given | wanted)), by=people.sees("ben"), at=people.at
    )


def somebody(people: People, key: str, **wanted: Any) -> GroupWait:
    """A new client of Ben's who waits."""
    return waits(people, a_client(people, key, key.title(), "Moss"), key, **wanted)
