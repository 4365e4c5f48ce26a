"""Reminders of measures: one for a day, neutral, as the contact rule allows, never once nothing is open any more."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kith.care.actions import asking, deliver, measure, refer, schedule, set_up
from kith.care.models import MeasureRequest, OutboxMessage
from kith.care.models.knowledge import library
from kith.cli.sending import WORDS, FileGateway, send_due
from tests.people import PHQ9_LOW, People, an_agreed_plan

LONDON = ZoneInfo("Europe/London")


def reachable(people: People, channel: str = "sms", hours: tuple[int, int] = (8, 20)) -> None:
    rule = refer.SafeContact(channel, "+44 7700 900001", from_hour=hours[0], to_hour=hours[1])
    refer.set_contact_rule(client=people.ana, rule=rule, by=people.sees("ana"), at=people.at)


def ask(people: People, instrument: str = "phq9", **more: int) -> None:
    given = schedule.Asking(instrument, "weekly", people.at.date(), **more)
    schedule.set_schedule(client=people.ana, asking=given, by=people.sees("ben"), at=people.at)


def planned(people: People) -> list[OutboxMessage]:
    founder = set_up.founder(people.service.pk)
    asking.open_requests(by=founder, at=people.at)
    return asking.plan_measure_reminders(by=founder, at=people.at)


def sent(people: People, folder: Path) -> list[dict[str, str]]:
    """What left the house, as `kith send` does it: look, plan, hand over."""
    planned(people)
    gateway = FileGateway(folder / "messages.jsonl")
    send_due(gateway, by=set_up.founder(), now=lambda: people.at)
    return [json.loads(line) for line in gateway.file.read_text("utf-8").splitlines()] if gateway.file.exists() else []


def answer(people: People) -> None:
    measure.submit_measurement(
        client=people.ana,
        instrument="phq9",
        key=uuid.uuid4(),
        answers=PHQ9_LOW,
        language="en",
        by=people.sees("ana"),
        at=people.at,
    )


def decline(how: Callable[..., MeasureRequest]) -> Callable[[People], None]:
    return lambda people: how(
        request=MeasureRequest.objects.get(), reason="unwell", by=people.sees("ana"), at=people.at
    )


def end(people: People) -> None:
    row = MeasureRequest.objects.get().schedule
    schedule.end_schedule(schedule=row, by=people.sees("ben"), at=people.at)


def test_one_neutral_reminder_for_all_that_is_asked_on_a_day(people: People, tmp_path: Path) -> None:
    reachable(people)
    ask(people)
    ask(people, "gad7")
    for _ in range(5):
        (message,) = sent(people, tmp_path)
        people.later(hours=3)
    assert (
        message["words"]
        == WORDS["measure_reminder"]
        == "Something is waiting for you. Please log in when it suits you."
    )
    assert message["to"] == "+44 7700 900001"
    names = {word for one in library().instruments.values() for word in (one.id, one.short)}
    assert not [name for name in names if name.lower() in json.dumps(message).lower()]


def test_the_next_week_has_a_reminder_of_its_own(people: People, tmp_path: Path) -> None:
    reachable(people)
    ask(people)
    sent(people, tmp_path)
    people.later(days=7)
    assert len(sent(people, tmp_path)) == 2


def test_a_measure_before_a_session_is_reminded_of_a_day_ahead(people: People) -> None:
    reachable(people)
    deliver.book_session(
        plan=an_agreed_plan(people, people.ana), starts_at=people.at + timedelta(hours=40), minutes=50,
        setting="clinic", practitioner=people.accounts["ben"].pk, by=people.sees("ben"), at=people.at,
    )  # fmt: skip
    assert planned(people) == []
    people.later(hours=17)
    assert len(planned(people)) == 1


@pytest.mark.parametrize("channel", ["none", "phone"])
def test_nothing_is_sent_where_ana_has_not_allowed_it(people: People, tmp_path: Path, channel: str) -> None:
    reachable(people, channel)
    ask(people)
    assert sent(people, tmp_path) == []
    assert OutboxMessage.objects.get().state == "withheld"


def test_nothing_is_sent_without_a_contact_rule_or_without_a_log_in(people: People, tmp_path: Path) -> None:
    ask(people)
    assert sent(people, tmp_path) == []
    reachable(people)
    people.ana.user = None
    people.ana.save(update_fields=["user"])
    people.later(days=7)
    assert sent(people, tmp_path) == []
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"withheld"}


def test_a_reminder_waits_for_an_hour_that_ana_allows(people: People, tmp_path: Path) -> None:
    reachable(people, hours=(18, 20))
    ask(people)
    (message,) = planned(people)
    assert message.send_after.astimezone(LONDON).hour == 18
    assert sent(people, tmp_path) == []
    people.later(hours=10)
    assert len(sent(people, tmp_path)) == 1


def test_a_reminder_that_would_come_after_the_end_is_not_queued(people: People) -> None:
    people.later(hours=12)  # nine in the evening; the rule opens at eight in the morning, when the day is over
    reachable(people)
    ask(people, days_open=1)
    (message,) = planned(people)
    assert message.state == "withheld"


@pytest.mark.parametrize(
    "settle",
    [
        answer,
        decline(schedule.skip_request),
        decline(schedule.refuse_request),
        end,
        lambda people: people.later(days=3),
    ],
    ids=["answered", "skipped", "refused", "ended", "let pass"],
)
def test_a_message_that_waits_is_held_back_once_nothing_is_open(
    people: People, tmp_path: Path, settle: Callable[[People], object]
) -> None:
    reachable(people, hours=(18, 20))
    ask(people)
    (message,) = planned(people)
    assert message.state == "waiting"
    settle(people)
    people.later(hours=9)
    assert sent(people, tmp_path) == []
    message.refresh_from_db()
    assert message.state == "withheld"


def test_a_message_whose_first_measure_is_answered_still_goes_for_the_second(people: People, tmp_path: Path) -> None:
    reachable(people, hours=(18, 20))
    ask(people, "gad7")
    ask(people)
    planned(people)
    MeasureRequest.objects.filter(instrument="gad7").update(state="expired")  # the one the message is named after
    people.later(hours=10)
    assert len(sent(people, tmp_path)) == 1


def test_a_message_that_failed_is_not_tried_again_after_the_answer(people: People, tmp_path: Path) -> None:
    reachable(people)
    ask(people)
    planned(people)
    unwritable = FileGateway(tmp_path)  # a folder cannot be written like a file
    assert send_due(unwritable, by=set_up.founder(), now=lambda: people.at) == 0
    assert OutboxMessage.objects.get().state == "waiting"
    answer(people)
    people.later(hours=1)
    assert sent(people, tmp_path) == []


def test_what_others_are_asked_reminds_nobody(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "may_fill_in", lambda instrument: ("self", "parent"))
    reachable(people)
    given = schedule.Asking("k10", "weekly", people.at.date(), respondent="parent")
    schedule.set_schedule(client=people.ana, asking=given, by=people.sees("ben"), at=people.at)
    assert planned(people) == []
