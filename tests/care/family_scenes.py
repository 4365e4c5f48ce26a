"""A couple, and each of them asked alone, as tests of families begin."""

from __future__ import annotations

from kith.care.actions import forming, together
from kith.care.models import AskedAlone, Client, Group
from kith.care.models.families import SCREEN
from tests.care.courses import a_member
from tests.people import People


def a_couple(people: People, bo: Client) -> Group:
    """Ana and Bo with Finn."""
    group = forming.form_group(
        site=people.site,
        name="Two chairs",
        kind="couple",
        protocol="behavioural-family-therapy",
        capacity=4,
        facilitators=[people.accounts["finn"]],
        agreement="",
        by=people.sees("finn"),
        at=people.at,
    )
    a_member(people, group, people.ana, "ana", "Ana")
    a_member(people, group, bo, "bo", "Bo")
    return group


NOTHING = dict.fromkeys(SCREEN, "no")


def alone(
    people: People, group: Group, client: Client, answer: str = "safe", who: str = "finn", **said: str
) -> AskedAlone:
    return together.ask_alone(
        group=group,
        client=client,
        said=NOTHING | said,
        answer=answer,
        was_alone=True,
        by=people.sees(who),
        at=people.at,
    )
