"""Messages: planned as the contact rule allows, leased, sent, and marked done only afterwards."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kith.care.actions import deliver, messages, refer, set_up
from kith.care.models import OutboxMessage
from kith.cli.sending import FileGateway, send_due
from tests.people import People, an_agreed_plan

LONDON = ZoneInfo("Europe/London")


def booked_tomorrow(people: People, channel: str) -> None:
    refer.set_contact_rule(
        client=people.ana,
        rule=refer.SafeContact(channel, "+44 7700 900001", from_hour=12, to_hour=14),
        by=people.sees("ana"),
        at=people.at,
    )
    deliver.book_session(
        plan=an_agreed_plan(people, people.ana), starts_at=people.at + timedelta(days=1), minutes=50, setting="clinic",
        practitioner=people.accounts["ben"].pk, by=people.sees("ben"), at=people.at,
    )  # fmt: skip


def planned(people: People) -> list[OutboxMessage]:
    return messages.plan_reminders(by=set_up.founder(people.service.pk), at=people.at)


def test_a_reminder_waits_for_an_hour_that_ana_allows(people: People) -> None:
    booked_tomorrow(people, "sms")
    (reminder,) = planned(people)
    assert reminder.state == "waiting"
    assert reminder.send_after.astimezone(LONDON).hour == 12


def test_a_reminder_is_planned_once(people: People) -> None:
    booked_tomorrow(people, "sms")
    planned(people)
    planned(people)
    assert OutboxMessage.objects.filter(template="session_reminder").count() == 1


@pytest.mark.parametrize("channel", ["none", "phone"])
def test_nothing_is_sent_where_ana_has_not_allowed_it(people: People, channel: str) -> None:
    booked_tomorrow(people, channel)
    (reminder,) = planned(people)
    assert reminder.state == "withheld"


@pytest.mark.parametrize(("hour", "expected"), [(8, (0, 9)), (9, (0, 9)), (17, (0, 17)), (18, (1, 9)), (23, (1, 9))])
def test_the_hours_of_a_rule_are_kept_on_both_sides(people: People, hour: int, expected: tuple[int, int]) -> None:
    rule = refer.set_contact_rule(
        client=people.ana, rule=refer.SafeContact("sms", "x"), by=people.sees("ana"), at=people.at
    )
    asked = datetime(2026, 3, 28, hour, 0, tzinfo=LONDON)  # the clocks change in the night that follows
    allowed = messages.allowed_from(rule, asked, "Europe/London").astimezone(LONDON)
    assert ((allowed.date() - asked.date()).days, allowed.hour) == expected


def test_a_message_names_nothing_and_is_done_after_it_was_taken(people: People, tmp_path: Path) -> None:
    messages.queue_message(to=people.accounts["ben"], template="alert_waiting", key="k1", at=people.at)
    gateway = FileGateway(tmp_path / "messages.jsonl")
    assert send_due(gateway, by=set_up.founder(), now=lambda: people.at) == 1
    assert send_due(gateway, by=set_up.founder(), now=lambda: people.at) == 0
    (line,) = gateway.file.read_text("utf-8").splitlines()
    assert json.loads(line) == {"to": "ben", "words": "Something is waiting for you. Please log in soon.", "key": "k1"}
    assert OutboxMessage.objects.get(key="k1").state == "sent"


def test_a_message_that_fails_is_tried_again_later_and_parked_after_five_tries(people: People, tmp_path: Path) -> None:
    messages.queue_message(to=people.accounts["ben"], template="alert_waiting", key="k1", at=people.at)
    unwritable = FileGateway(tmp_path)  # a folder cannot be written like a file
    for _ in range(5):
        assert send_due(unwritable, by=set_up.founder(), now=lambda: people.at) == 0
        people.later(hours=2)
    assert OutboxMessage.objects.get(key="k1").state == "parked"


def test_a_worker_that_dies_leaves_its_message_to_the_next(people: People, tmp_path: Path) -> None:
    messages.queue_message(to=people.accounts["ben"], template="alert_waiting", key="k1", at=people.at)
    assert len(messages.lease_messages(limit=10, by=set_up.founder(), at=people.at)) == 1
    gateway = FileGateway(tmp_path / "messages.jsonl")
    assert send_due(gateway, by=set_up.founder(), now=lambda: people.at) == 0
    people.later(minutes=3)
    assert send_due(gateway, by=set_up.founder(), now=lambda: people.at) == 1
