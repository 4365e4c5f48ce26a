"""Finn's circle with three members, its meetings, and what members answer after them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from kith.care.actions import measure
from kith.care.models import Client, Group, Session
from tests.care.courses import a_group, a_meeting, a_member, record
from tests.people import People, a_client


def a_circle(people: People) -> Group:
    """Ana, Bo and Cy."""
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    for key in ("bo", "cy"):
        a_member(people, group, a_client(people, key, key.title(), "Moss"), key, key.title())
    return group


def members(group: Group) -> dict[str, Client]:
    """By the name the group uses."""
    return {one.display_name: one.client for one in group.memberships.all()}


def met(people: People, group: Group, days: float = 7, **marks: str) -> Session:
    """A meeting that was recorded; everybody came unless said otherwise."""
    meeting = a_meeting(people, group, days=days)
    there = dict.fromkeys(members(group), "attended") | marks
    record(people, meeting, {members(group)[name]: mark for name, mark in there.items()})
    return meeting


def answers(people: People, group: Group, name: str, instrument: str, given: Mapping[str, float]) -> None:
    """What one member answers."""
    measure.submit_measurement(
        client=members(group)[name],
        instrument=instrument,
        key=uuid4(),
        answers=dict(given),
        language="en",
        by=people.sees(name.lower()),
        at=people.at,
    )
