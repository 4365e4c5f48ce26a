"""One step of a worksheet with its pictures is kept whole, or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import pytest

from kith.care.actions import deliver, practise
from kith.care.models import Assignment, AuditEvent, BadInput, Draft, Stale, WorkPicture
from kith.care.permissions import NotYours
from tests.people import People, an_agreed_plan
from tests.photographs import a_png

KEY = uuid.UUID(int=5)


@pytest.fixture
def work(people: People) -> Assignment:
    reflection = deliver.Work("creative-reflection", "To look at it together.", None)
    agreed = an_agreed_plan(people, people.ana)
    return deliver.set_work(plan=agreed, session=None, work=reflection, by=people.sees("ben"), at=people.at)


def save(
    people: People,
    work: Assignment,
    pictures: Mapping[str, bytes | None],
    version: int = 0,
    who: str = "ana",
    **answers: Any,
) -> Draft:
    return practise.save_step(
        assignment=work,
        key=KEY,
        answers={"title": "The boat"} | answers,
        pictures=pictures,
        version=version,
        by=people.sees(who),
        at=people.at,
    )


def test_a_picture_is_kept_with_the_words_and_replaced_for_good(people: People, work: Assignment) -> None:
    first = save(people, work, {"picture": a_png("A boat")}).content["answers"]["picture"]
    assert str(WorkPicture.objects.get().pk) == first
    second = save(people, work, {"picture": a_png("A house")}, 1, picture=first).content["answers"]["picture"]
    assert [str(row.pk) for row in WorkPicture.objects.all()] == [second] != [first]
    assert save(people, work, {"picture": None}, 2, picture=second).content["answers"]["picture"] == ""
    assert not WorkPicture.objects.exists()
    events = AuditEvent.objects.filter(event__startswith="work.picture").values_list("event", flat=True)
    assert sorted(events) == ["work.picture_kept"] * 2 + ["work.picture_removed"] * 2


@pytest.mark.parametrize("answers", [{}, {"title": "x" * 5000}], ids=["changed in another window", "does not fit"])
def test_no_picture_stays_behind_when_the_words_are_refused(
    people: People, work: Assignment, answers: dict[str, str]
) -> None:
    with pytest.raises(BadInput if answers else Stale):
        save(people, work, {"picture": a_png("A boat")}, 0 if answers else 7, **answers)
    assert not WorkPicture.objects.exists()


@pytest.mark.parametrize("who", ["ben", "dev", "eve"])
def test_nobody_else_keeps_it(people: People, work: Assignment, who: str) -> None:
    with pytest.raises(NotYours):
        save(people, work, {"picture": a_png("A boat")}, who=who)
    assert not WorkPicture.objects.exists()
