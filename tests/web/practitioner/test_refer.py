"""Taking somebody in: a name is enough, a name that is here already is said without details."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from kith.care.models import AuditEvent, CareRelationship, Client
from tests.people import People, a_service
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, events_of


def told(people: People, **changes: Any) -> dict[str, Any]:
    """What is known of Omar."""
    known = {
        "given_name": "Omar", "family_name": "Haddad", "date_of_birth": "1988-02-03", "language": "en",
        "source": "self", "reason": "Cannot sleep.", "received_on": "2026-01-05", "site": str(people.site.pk),
    }  # fmt: skip
    return known | changes


def test_dan_takes_omar_in_and_goes_on_to_who_sees_whom(people: People) -> None:
    dan = Screen(people, "dan")
    assert dan.post("refer", **told(people)).status_code == 302
    omar = Client.objects.exclude(pk=people.ana.pk).get()
    assert (omar.full_name, omar.date_of_birth, omar.episode_set.get().state) == (
        "Omar Haddad",
        "1988-02-03",
        "waiting",
    )
    text = dan.text("refer")
    for found in ("Nobody is responsible yet", "Omar Haddad", reverse("allocating"), _wish_of(omar)):
        assert found in text
    given = {"what": "choose", "client": str(omar.pk), "practitioner": str(people.accounts["ben"].pk)}
    assert dan.post("allocating", **given).status_code == 302
    assert CareRelationship.objects.get(client=omar).staff == people.accounts["ben"]
    assert "Nobody is responsible yet" not in dan.text("refer")
    for name in ("person", "engagement"):
        assert _wish_of(people.ana) in Screen(people, "ben").text(name, people.ana.pk)


def _wish_of(client: Client) -> str:
    return reverse("appointment_wish", args=[client.pk])


def test_ben_refers_and_leaves_the_choice_to_duty(people: People) -> None:
    ben = Screen(people, "ben")
    answer = ben.post("refer", **told(people))
    assert (answer.status_code, answer.url) == (302, "/care/")
    assert "Nobody is responsible yet" not in ben.text("refer")
    omar = Client.objects.exclude(pk=people.ana.pk).get()
    given = {"what": "choose", "client": str(omar.pk), "practitioner": str(people.accounts["ben"].pk)}
    assert ben.post("allocating", **given).status_code == 403
    assert not CareRelationship.objects.filter(client=omar).exists()


def test_a_name_that_is_here_already_is_said_without_details(people: People) -> None:
    dan = Screen(people, "dan")
    same = told(people, given_name="ANA", family_name="pétrova")
    answer = dan.post("refer", **same)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody with this name is already here" in text
    for detail in (people.ana.number, "1990", "Ben Okafor", "Low for months"):
        assert detail not in text.split("Somebody new")[1]
    assert "Cannot sleep." in text
    assert Client.objects.count() == 1
    assert dan.post("refer", **same, is_another_person="on").status_code == 302
    assert Client.objects.count() == 2


def test_a_name_of_another_service_is_not_here(people: People) -> None:
    elsewhere = a_service("Other Service", at=people.at)
    dan = Screen(elsewhere, "dan")
    elsewhere.ana.refresh_from_db()
    assert dan.post("refer", **told(elsewhere, given_name="Omar")).status_code == 302
    assert Screen(people, "dan").post("refer", **told(people)).status_code == 302


def test_a_comparison_of_names_leaves_a_trace(people: People) -> None:
    dan = Screen(people, "dan")
    events = events_of(None, lambda: dan.post("refer", **told(people, given_name="Ana", family_name="Petrova")))
    assert "referral.name_compared" in [event.event for event in events]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"given_name": " "}, "It has no name."),
        ({"received_on": "2027-01-05"}, "has not come yet"),
        ({"received_on": ""}, "Received on"),
        ({"date_of_birth": "31.31.1990"}, "Date of birth"),
        ({"site": "0b0f6c9c-6f5e-4a39-8d0c-3e5a2f3f0000"}, "Where"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(people: People, wrong: dict[str, str], said: str) -> None:
    answer = Screen(people, "dan").post("refer", **told(people, **wrong))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text.split('class="errors"')[1]
    assert "Cannot sleep." in text
    assert Client.objects.count() == 1


def test_a_site_or_colleague_of_another_service_is_not_there(people: People) -> None:
    elsewhere = a_service("Other Service", at=people.at)
    dan = Screen(people, "dan")
    assert dan.post("refer", **told(people, site=str(elsewhere.site.pk))).status_code == 422
    ours, theirs = (str(each.accounts["ben"].pk) for each in (people, elsewhere))
    for client, who, status in (
        (people.ana, theirs, 404),
        (elsewhere.ana, ours, 404),
        (people.ana, "", 422),
        (people.ana, str(people.accounts["cleo"].pk), 422),
    ):
        assert dan.post("allocating", what="choose", client=str(client.pk), practitioner=who).status_code == status


@pytest.mark.parametrize(("name", "status"), [("eve", 403), ("finn", 403), ("cleo", 403), ("ana", 403), ("ben", 200)])
def test_who_may_refer(people: People, name: str, status: int) -> None:
    assert Screen(people, name).get("refer").status_code == status


def test_every_word_can_be_translated(people: People) -> None:
    dan = Screen(people, "dan")
    dan.post("refer", **told(people))
    dan.get("refer")  # takes the toast away, which was made before the pages spoke the made-up language
    assert pseudo.untranslated(dan.pseudo("refer")) == []


def test_one_look_is_one_event(people: People) -> None:
    dan = Screen(people, "dan")
    before = AuditEvent.objects.count()
    dan.get("refer")
    assert [event.event for event in AuditEvent.objects.order_by("sequence")[before:]] == ["referrals.seen"]
