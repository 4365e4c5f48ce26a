"""People who wait for somebody, and practitioners who say what they bring."""

from __future__ import annotations

from typing import Any

from kith.care.actions import allocating, refer
from kith.care.models import Client
from tests.people import People

TUESDAY, THURSDAY = "2-10:00", "4-18:00"


def act(people: People, who: str) -> dict[str, Any]:
    """Who acts, and when."""
    return {"by": people.sees(who), "at": people.at}


def waits(people: People, given: str) -> Client:
    """Somebody is referred, and nobody is responsible yet."""
    person = refer.NewClient(given, "Haddad")
    return refer.refer(
        site=people.site,
        person=person,
        source="self",
        reason="",
        received_on=people.at.date(),
        **act(people, "dan"),
    )


def asks(people: People, client: Client, *parts: str, words: str = "", not_now: str = "", **more: Any) -> None:
    """Dan has asked how they would like to be seen."""
    wish = {"languages": ("en",), "formats": ("in person",), **more}
    allocating.note_appointment_wish(
        client=client,
        asks=allocating.Asks(parts=parts or ("2-morning",), **wish),
        words=words,
        not_now=not_now,
        **act(people, "dan"),
    )


def brings(people: People, who: str, *slots: str, most: int = 9, **more: Any) -> None:
    """A practitioner says which hours are free, and what they bring."""
    hours = dict.fromkeys(slots or (TUESDAY,), ("in person", "video"))
    given = allocating.Brings(hours=hours, most_people=most, **({"languages": ("en",)} | more))
    allocating.say_availability(brings=given, **act(people, who))
