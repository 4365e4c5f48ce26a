"""A service learns what to expect of scores from its own finished courses; what it keeps holds nobody and stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kith.care.actions import learn
from kith.care.models import AuditEvent, Client, CourseReference, WrongMoment
from kith.care.models.keys import forget_keys
from tests.care.references import finished_courses
from tests.people import People, a_service

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
Learned = tuple[People, CourseReference]


@pytest.fixture(scope="module")
def learned(django_db_setup: None, django_db_blocker: Any) -> Iterator[Learned]:
    """A service with 60 finished courses that go down by chance, and what it learned of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget_keys()
        try:
            people, rng = a_service(), np.random.default_rng(5)
            starts = rng.integers(10, 21, 60)
            falls = rng.normal(3.0, 1.5, 60)
            rows = [
                tuple(int(np.clip(start - fall * np.log1p(s) + rng.normal(0, 1.5), 0, 24)) for s in range(4))
                for start, fall in zip(starts, falls, strict=True)
            ]
            finished_courses(people, rows)
            (kept,) = learn.refit_expected_courses(by=people.sees("cleo"), at=people.at)
            yield people, kept
        finally:
            transaction.set_rollback(True)
    forget_keys()


def test_it_keeps_edges_counts_and_what_produced_them(learned: Learned) -> None:
    people, kept = learned
    (band,) = kept.course["bands"]
    assert (kept.instrument, kept.version, kept.number, kept.course["people"]) == ("phq9", "1", 1, 60)
    assert (band["low"], band["high"], band["people"], band["last_session"]) == (None, None, 60, 3)
    assert band["fixed"][1] == pytest.approx(-3, abs=1.2)
    assert (kept.method, kept.library_version, kept.fitted_at) == (learn.METHOD, kept.library_version, people.at)
    assert kept.ended_from == kept.ended_to == people.at.date()
    told = kept.accuracy
    assert told["limits"]["reliable_change"] == 6
    assert told["expected_course"]["badly"]["people"]["people"] <= 60
    assert told["rules"]["calibration"]["reason"] == "nobody", "rules have no edge"
    assert told["expected_course"]["calibration"]["denominator"] > 100


def test_it_holds_nobody_and_small_groups_lose_their_numbers(learned: Learned) -> None:
    people, kept = learned
    text = json.dumps([kept.course, kept.accuracy])
    for client in Client.objects.filter(service=people.service):
        assert str(client.pk) not in text
        assert client.number not in text
    groups = kept.accuracy["groups"]
    assert {one["name"] for one in groups["gender"]} == {"man", "woman"}
    shown = [one["sensitivity"] for names in groups.values() for one in names]
    for one in shown:
        assert one["numerator"] is None or one["numerator"] % 5 == 0
    small = [one for one in shown if one["reason"] == "small_numbers"]
    assert all(one["value"] is None for one in small)


def test_it_is_audited_and_stays_as_it_is(learned: Learned) -> None:
    people, kept = learned
    event = AuditEvent.objects.get(event="programme.courses_learned")
    assert (event.actor_id, event.object_id, event.clients) == (people.accounts["cleo"].pk, str(kept.pk), [])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CourseReference.objects.filter(pk=kept.pk).update(course={})


def test_it_learns_again_only_in_another_month_and_the_newest_counts(learned: Learned) -> None:
    people, _kept = learned
    at = people.at
    with pytest.raises(WrongMoment, match="Nothing was learned again"):
        learn.refit_expected_courses(by=people.sees("cleo"), at=at)
    people.later(days=31)
    try:
        (second,) = learn.refit_expected_courses(by=people.sees("cleo"), at=people.at)
    finally:
        people.at = at
    assert (second.number, CourseReference.objects.count()) == (2, 2)


def test_learning_costs_the_same_number_of_queries_whatever_the_size(learned: Learned) -> None:
    people, _kept = learned
    zone = ZoneInfo(people.service.time_zone)

    def queries() -> int:
        forget_keys()
        with CaptureQueriesContext(connection) as seen:
            assert learn._Finished(people.service, zone).courses(("phq9", "1"))
        return len(seen)

    before = queries()
    finished_courses(a_service("Hill Service"), [(16, 14, 12, 8)])
    assert queries() == before == 6
