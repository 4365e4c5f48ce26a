"""Work that says somebody may not be safe raises the alert with it, also half-written, and help is shown at once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from kith.care.actions import deliver, practise
from kith.care.models import Alert, AlertStep, Assignment, BadInput, Draft, Entry
from kith.care.models.knowledge import library
from kith.care.permissions import NotYours, Refused
from kith.care.queries.my_work_item import my_work_item
from kith.science.worksheets import check_entry
from kith.simulation.filling import fill_in
from tests.people import People, a_client, an_agreed_plan

FLAGGED = [name for name, sheet in library().worksheets.items() if sheet.flags and "client" in sheet.filled_in_by]


def set_for_ana(people: People, worksheet: str = "dbt-diary-card") -> Assignment:
    return deliver.set_work(
        plan=an_agreed_plan(people, people.ana), session=None, work=deliver.Work(worksheet, "To see the days.", None),
        by=people.sees("ben"), at=people.at,
    )  # fmt: skip


def answers(people: People, *, is_safe: bool, worksheet: str = "dbt-diary-card", seed: int = 3) -> Mapping[str, Any]:
    rng = np.random.default_rng(seed)
    return fill_in(library().worksheets[worksheet], rng, day=people.at.date(), is_safe=is_safe)


def hand_in(people: People, work: Assignment, given: Mapping[str, Any], key: uuid.UUID, done: str = "full") -> Entry:
    return deliver.hand_in_work(
        assignment=work, key=key, done=done, answers=given, obstacle="", by=people.sees("ana"), at=people.at
    )


def test_a_safe_day_raises_nothing_and_shows_no_help(people: People) -> None:
    work = set_for_ana(people)
    hand_in(people, work, answers(people, is_safe=True), uuid.uuid4())
    assert not Alert.objects.exists()
    assert my_work_item(viewer=people.sees("ana"), assignment_id=work.pk, at=people.at).help is None


@pytest.mark.parametrize("name", FLAGGED)
def test_an_unsafe_answer_raises_an_alert_that_somebody_owns_and_shows_help(people: People, name: str) -> None:
    work = set_for_ana(people, name)
    given = next(
        found
        for found in (answers(people, is_safe=False, worksheet=name, seed=seed) for seed in range(40))
        if check_entry(library().worksheets[name], found).flags
    )
    hand_in(people, work, given, uuid.uuid4())
    alert = Alert.objects.get()
    assert alert.client_id == people.ana.pk
    assert alert.contact_due_at > people.at
    shown = my_work_item(viewer=people.sees("ana"), assignment_id=work.pk, at=people.at).help
    assert shown is not None
    assert shown.told == alert.owner.display_name


def test_half_written_work_raises_it_already_and_handing_in_does_not_raise_it_again(people: People) -> None:
    work, key = set_for_ana(people), uuid.uuid4()
    given = answers(people, is_safe=False)
    practise.save_work(assignment=work, key=key, answers=given, version=0, by=people.sees("ana"), at=people.at)
    raised = AlertStep.objects.filter(step="raised").count()
    assert raised >= 1
    work.refresh_from_db()
    hand_in(people, work, given, key)
    assert AlertStep.objects.filter(step="raised").count() == raised
    assert Alert.objects.count() == 1


def test_what_could_not_be_kept_is_heard_all_the_same(people: People) -> None:
    work, key, ana = set_for_ana(people), uuid.uuid4(), people.sees("ana")
    given = {**answers(people, is_safe=False), "sadness": "very"}
    with pytest.raises(BadInput):
        practise.save_work(assignment=work, key=key, answers=given, version=0, by=ana, at=people.at)
    assert not Alert.objects.exists()
    for _twice in range(2):
        practise.hear_refused(assignment=work, key=key, answers=given, by=ana, at=people.at)
    assert Alert.objects.count() == 1
    steps = AlertStep.objects.filter(step="raised")
    assert steps.count() == len(set(steps.values_list("flag", flat=True))) >= 1
    assert not Draft.objects.exists()
    assert not Entry.objects.exists()


def test_nobody_else_is_heard_in_somebodys_name(people: People) -> None:
    work = set_for_ana(people)
    a_client(people, "amir", "Amir", "Haddad")
    for who in ("amir", "ben", "dev"):
        with pytest.raises((NotYours, Refused)):
            practise.hear_refused(
                assignment=work, key=uuid.uuid4(), answers=answers(people, is_safe=False), by=people.sees(who),
                at=people.at,
            )  # fmt: skip
    assert not Alert.objects.exists()
