"""Sending twice: at the same moment, after a lost answer, with other answers, by somebody else."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from kith.care.actions import measure
from kith.care.models import Measurement, Stale
from kith.care.permissions import NotYours
from tests.people import PHQ9_LOW, People, a_client, a_service
from tests.safety.results import keep

AT_ONCE, KEYS = 20, 10


def send(people: People, key: uuid.UUID, who: str = "ana", **changes: int) -> Measurement:
    client = people.ana if who == "ana" else people.accounts[who].client
    return measure.submit_measurement(
        client=client,
        instrument="phq9",
        key=key,
        answers=dict(PHQ9_LOW) | changes,
        language="en",
        by=people.sees(who),
        at=people.at,
    )


def all_at_once(act: Callable[[], Any], times: int) -> list[Any]:
    """Do it in as many threads at the same moment; what each got, an exception included."""
    barrier, results = threading.Barrier(times), []

    def one() -> None:
        barrier.wait()
        try:
            results.append(act())
        except Exception as problem:  # looked at below
            results.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_at_the_same_moment_store_one(emptied_afterwards: None) -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("Threads share one connection of an in-memory SQLite; run with a server: python -m tests.postgres.")
    people = a_service()
    for _ in range(KEYS):
        key = uuid.uuid4()
        results = all_at_once(lambda key=key: (lambda sent: (sent.pk, sent.taken_at))(send(people, key)), AT_ONCE)
        assert len(set(results)) == 1, results
        assert Measurement.objects.filter(key=key).count() == 1
    keep("sent at once", keys=KEYS, at_once=AT_ONCE, rows=Measurement.objects.count())


def test_after_a_lost_answer_the_retry_gets_the_same_id_and_time(people: People) -> None:
    key = uuid.uuid4()
    first = send(people, key)
    people.later(hours=5)
    again = send(people, key)
    assert (again.pk, again.taken_at) == (first.pk, first.taken_at)
    assert Measurement.objects.count() == 1


def test_the_same_key_with_other_answers_is_told_so(people: People) -> None:
    key = uuid.uuid4()
    send(people, key)
    with pytest.raises(Stale):
        send(people, key, mood=3)
    assert Measurement.objects.get().answers["mood"] == 1


def test_the_same_key_from_somebody_else_never_shows_the_first_answers(people: People) -> None:
    a_client(people, "zed", "Zed", "Zoric")
    key = uuid.uuid4()
    send(people, key)
    with pytest.raises(NotYours):
        send(people, key, who="zed")
    assert Measurement.objects.get().client == people.ana


def test_looking_before_writing_is_no_guard_without_the_unique_key(people: People) -> None:
    """The positive control: two senders who both looked before either wrote, with and without the constraint."""

    def both_write(table: str, key: uuid.UUID) -> int:
        with connection.cursor() as cursor:
            for _ in range(2):  # both have looked, and found nothing
                cursor.execute(f"INSERT INTO {table} (key) VALUES (%s)", [key.hex])
            cursor.execute(f"SELECT count(*) FROM {table}")
            return int(cursor.fetchone()[0])

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE loose (key varchar(40))")
        cursor.execute("CREATE TEMPORARY TABLE strict (key varchar(40) UNIQUE)")
    assert both_write("loose", uuid.uuid4()) == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        both_write("strict", uuid.uuid4())
    assert Measurement._meta.get_field("key").unique
