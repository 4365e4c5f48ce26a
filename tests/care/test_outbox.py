"""Messages: none is lost when a worker dies at any moment, and a repeat carries the same key."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest

from kith.care.actions import messages
from kith.care.actions.set_up import founder
from kith.care.models import OutboxMessage
from tests.people import START, People
from tests.safety.results import keep

ALERTS = 300


class Died(Exception):
    """The worker's process ended here."""


class Worker:
    """Takes messages and sends them; dies at random points, between any two of its steps."""

    def __init__(self, chance: random.Random, deadly: float, *, done_first: bool = False) -> None:
        self.chance, self.deadly, self.done_first = chance, deadly, done_first
        self.arrived: Counter[str] = Counter()
        self.deaths = 0
        self.at = START + timedelta(days=1)

    def may_die(self) -> None:
        if self.chance.random() < self.deadly:
            self.deaths += 1
            raise Died

    def work(self) -> None:
        """One life: until nothing is due, or until it dies."""
        by = founder()
        while taken := messages.lease_messages(limit=5, by=by, at=self.at):
            for message in taken:
                self.may_die()
                if self.done_first:
                    messages.mark_sent(message=message, by=by, at=self.at)
                    self.may_die()
                    self.arrived[message.key] += 1
                else:
                    self.arrived[message.key] += 1
                    self.may_die()
                    messages.mark_sent(message=message, by=by, at=self.at)
                self.may_die()

    def until_done(self) -> None:
        """Started again after each death, once the lease is over."""
        while OutboxMessage.objects.exclude(state="sent").exists():
            with suppress(Died):
                self.work()
            self.at += messages.LEASE


def queued(people: People) -> set[str]:
    keys = {f"alert:{number}" for number in range(ALERTS)}
    for key in keys:
        messages.queue_message(to=people.accounts["ben"], template="alert_waiting", key=key, at=START)
    return keys | set(OutboxMessage.objects.values_list("key", flat=True))


@pytest.mark.slow
def test_no_message_is_lost_when_workers_die(people: People) -> None:
    deaths = repeats = lost = sent = 0
    for seed, deadly in enumerate((0.02, 0.1, 0.3, 0.5)):
        OutboxMessage.objects.all().delete()
        keys = queued(people)
        worker = Worker(random.Random(seed), deadly)
        worker.until_done()
        lost += len(keys - set(worker.arrived))
        repeats += sum(times - 1 for times in worker.arrived.values())
        deaths, sent = deaths + worker.deaths, sent + len(keys)
        assert set(worker.arrived) == keys, "A message came without a key that was queued."
    keep("outbox", messages=sent, deaths=deaths, lost=lost, repeats_with_the_same_key=repeats)
    assert lost == 0
    assert deaths > 500


def test_marking_done_before_sending_would_lose_messages(people: People) -> None:
    keys = queued(people)
    worker = Worker(random.Random(3), 0.1, done_first=True)
    worker.until_done()
    assert keys - set(worker.arrived)


def test_the_same_key_is_queued_once(people: People) -> None:
    for _ in range(3):
        messages.queue_message(to=people.accounts["ben"], template="alert_waiting", key="one", at=people.at)
    assert OutboxMessage.objects.filter(key="one").count() == 1


def test_a_message_that_cannot_be_sent_is_put_aside_after_five_tries(people: People) -> None:
    OutboxMessage.objects.all().delete()
    messages.queue_message(to=people.accounts["ben"], template="alert_waiting", key="poison", at=people.at)
    at = people.at
    for _ in range(20):
        at += timedelta(hours=2)
        for message in messages.lease_messages(limit=5, by=founder(), at=at):
            messages.mark_failed(message=message, failure="TimeoutError", by=founder(), at=at)
    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts) == ("parked", messages.MOST_ATTEMPTS)
