"""Formulating: problems, and versions that never overwrite each other."""

from __future__ import annotations

import pytest

from kith.care.actions import formulate
from kith.care.models import AuditEvent, BadInput, Formulation, Stale, WrongMoment
from kith.care.permissions import NotYours
from tests.people import People


def written(people: People, text: str = "I stay in bed.", by: str = "ben", shown: str | None = None) -> Formulation:
    return formulate.write_formulation(
        client=people.ana,
        template="five-ps",
        boxes={"perpetuating": text},
        is_shared=False,
        shown=shown,
        by=people.sees(by),
        at=people.at,
    )


def test_a_new_version_points_at_the_one_before(people: People) -> None:
    first = written(people)
    people.later(days=7)
    second = written(people, "I stay in bed and hide the letters.", shown=str(first.pk))
    assert second.replaces == first
    assert Formulation.objects.get(pk=first.pk).boxes == {"perpetuating": "I stay in bed."}
    assert AuditEvent.objects.filter(event="formulation.written").count() == 2


def test_a_version_written_over_a_newer_one_is_held_back(people: People) -> None:
    first = written(people, shown="")
    written(people, "Second", shown=str(first.pk))
    for seen in ("", str(first.pk)):
        with pytest.raises(Stale):
            written(people, "Third", shown=seen)
    assert Formulation.objects.count() == 2


@pytest.mark.parametrize(("template", "boxes"), [("no-such", {"x": "y"}), ("five-ps", {"x": "y"}), ("five-ps", {})])
def test_boxes_that_do_not_fit_are_refused(people: People, template: str, boxes: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        formulate.write_formulation(
            client=people.ana, template=template, boxes=boxes, is_shared=False, by=people.sees("ben"), at=people.at
        )


def test_problems_are_named_and_resolved_once(people: People) -> None:
    ben = people.sees("ben")
    problem = formulate.name_problem(client=people.ana, words=" Little joy ", by=ben, at=people.at)
    assert problem.words == "Little joy"
    formulate.resolve_problem(problem=problem, by=ben, at=people.at)
    with pytest.raises(WrongMoment):
        formulate.resolve_problem(problem=problem, by=ben, at=people.at)
    assert set(AuditEvent.objects.values_list("event", flat=True)) >= {"problem.named", "problem.resolved"}


def test_a_problem_needs_words(people: People) -> None:
    with pytest.raises(BadInput):
        formulate.name_problem(client=people.ana, words="  ", by=people.sees("ben"), at=people.at)


@pytest.mark.parametrize("name", ["dev", "eve", "ana"])
def test_others_neither_formulate_nor_name_problems(people: People, name: str) -> None:
    problem = formulate.name_problem(client=people.ana, words="Little joy", by=people.sees("ben"), at=people.at)
    with pytest.raises(NotYours):
        written(people, by=name)
    with pytest.raises(NotYours):
        formulate.name_problem(client=people.ana, words="Other", by=people.sees(name), at=people.at)
    with pytest.raises(NotYours):
        formulate.resolve_problem(problem=problem, by=people.sees(name), at=people.at)
    assert not Formulation.objects.exists()
