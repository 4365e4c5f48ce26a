"""Pete and Petra are peer supporters; Pete walks beside Ana. The row is written as the end of a matching writes it."""

from __future__ import annotations

import pytest

from kith.care.actions import peer_register, peers, set_up
from kith.care.models import CareRelationship, Client, PeerContact
from tests.people import People

SECRET = "We walked by the sea and talked about her daughter"


def a_peer(people: People, key: str, shown: str) -> None:
    """Somebody who works here as a peer supporter, supervised by Eve."""
    founder = set_up.founder(people.service.pk)
    people.accounts[key] = set_up.open_account(
        service=people.service,
        username=key,
        display_name=shown,
        roles=["peer_supporter"],
        password=None,
        by=founder,
        at=people.at,
    )
    set_up.start_supervision(
        supervisor=people.accounts["eve"], supervisee=people.accounts[key], by=founder, at=people.at
    )


def trained(people: People, *keys: str, topic: str = "safety") -> None:
    """Eve writes down today that they did a training."""
    for key in keys:
        peer_register.record_training(
            person=people.accounts[key],
            topic=topic,
            on=people.at.date(),
            words="",
            by=people.sees("eve"),
            at=people.at,
        )


def beside(people: People, key: str, client: Client) -> CareRelationship:
    """Walks beside this person from now on."""
    return CareRelationship.objects.create(
        client=client, staff=people.accounts[key], kind="peer_supporter", starts=people.at, made_at=people.at
    )


@pytest.fixture
def peered(people: People) -> People:
    """The service with Pete beside Ana, and Petra beside nobody."""
    a_peer(people, "pete", "Pete Halloran")
    a_peer(people, "petra", "Petra Holm")
    beside(people, "pete", people.ana)
    people.later(minutes=1)
    return people


def wrote(people: People, did: str = SECRET, by: str = "pete", **more: object) -> PeerContact:
    """Pete writes down that he met Ana an hour ago."""
    what = peers.Contact(**{"way": "met", "began_at": people.at, "minutes": 50, "did": did} | more)  # type: ignore[arg-type]
    row = peers.record_contact(client=people.ana, what=what, by=people.sees(by), at=people.at)
    people.later(minutes=1)
    return row
