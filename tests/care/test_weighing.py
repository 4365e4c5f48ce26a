"""A caseload is weighed by step, meetings and open alerts, and whoever carries less is proposed first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.care.models import Alert, CareRelationship, Client, Session, StepChange
from kith.care.models.weighing import caseload_weights
from kith.care.queries.allocating import allocating as allocation_page
from tests.care.allocating_scenes import TUESDAY, asks, brings, waits
from tests.people import People, a_client


@pytest.fixture
def kim(people: People) -> Client:
    """Dev leads Kim as Ben leads Ana: one person each."""
    return a_client(people, "kim", "Kim", "Person", practitioner="dev")


def weights(people: People) -> dict[str, float]:
    found = caseload_weights(people.service, people.at)
    return {key: found[people.accounts[key].pk] for key in ("ben", "dev") if people.accounts[key].pk in found}


def stepped(people: People, client: Client, to: int) -> None:
    change = StepChange(
        client=client, episode=client.episode_set.get(), author=people.accounts["ben"], to_step=to,
        pathway="stepped-care", pathway_version="1", decided_at=people.at, made_at=people.at,
    )  # fmt: skip
    change.reason = ""
    change.save(force_insert=True)


def test_step_meetings_and_alert_by_hand(people: People, kim: Client) -> None:
    assert weights(people) == {"ben": 1.0, "dev": 1.0}  # nothing is known yet, and nobody weighs nothing
    stepped(people, kim, 1)
    stepped(people, people.ana, 4)
    assert weights(people) == {"ben": 1.5, "dev": 0.5}
    Alert.objects.create(
        client=kim, level="urgent", owner=people.accounts["dan"], raised_at=people.at, contact_due_at=people.at,
        made_at=people.at,
    )  # fmt: skip
    assert weights(people) == {"ben": 1.5, "dev": 1.0}
    for number in range(1, 7):
        Session.objects.create(
            client=people.ana, practitioner=people.accounts["ben"], number=number, minutes=50, setting="clinic",
            starts_at=people.at + timedelta(days=number), made_at=people.at,
        )  # fmt: skip
    people.later(days=27)
    assert weights(people)["ben"] == 1.5  # not led for four weeks: how often they meet is not known
    CareRelationship.objects.filter(client=people.ana).update(starts=people.at - timedelta(days=60))
    assert weights(people)["ben"] == 2.25
    people.later(days=40)
    assert weights(people)["ben"] == 0.75  # and nobody met since
    CareRelationship.objects.filter(client=kim).update(ends=people.at)
    assert "dev" not in weights(people)


@pytest.mark.parametrize(("heavy", "chosen"), [("ana", "dev"), ("kim", "ben")])
def test_with_as_many_people_each_whoever_carries_less_is_proposed(
    people: People, kim: Client, heavy: str, chosen: str
) -> None:
    stepped(people, {"ana": people.ana, "kim": kim}[heavy], 4)
    omar = waits(people, "Omar")
    for who in ("ben", "dev"):
        brings(people, who, TUESDAY, most=9)
    people.later(minutes=1)
    asks(people, omar)
    (one,) = allocation_page(viewer=people.sees("cleo"), at=people.at, keep={}).proposals
    assert one.practitioner.person == people.accounts[chosen]


def test_four_queries_whatever_the_number_of_people(people: People) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            caseload_weights(people.service, people.at)
        return len(seen)

    few = queries()
    for n in range(5):
        a_client(people, f"m{n}", f"More{n}", "Person", practitioner="dev" if n % 2 else "ben")
    assert queries() == few
