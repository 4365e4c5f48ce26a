"""Pathways with their picture, what applies to a person, and the step that is recorded."""

from __future__ import annotations

import pytest

from kith.care.models import StepChange
from tests.people import People, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, checked_in


def test_a_pathway_shows_its_picture_rules_sources_and_days(people: People) -> None:
    text = Screen(people, "ben").text("pathway", "psychosis-and-bipolar")
    for words in (
        "<svg",
        "Begin higher at once",
        "Refer to an early intervention team today",
        "in force from",
        "Sources",
    ):
        assert words in text
    assert "read at its source" in text


def test_unknown_pathways_are_not_there(people: People) -> None:
    assert Screen(people, "ben").get("pathway", "nowhere").status_code == 404
    assert Screen(people, "ana").get("pathway", "trauma").status_code in {403, 404}


def test_for_a_person_it_says_what_applies_and_what_waits_for_which_fact(people: People) -> None:
    an_agreed_plan(people, people.ana)
    checked_in(people, people.ana, 12)
    text = Screen(people, "ben").text("steps_of_care", people.ana.pk, waits_for_step="yes")
    assert "While waiting: a name to call" in text
    assert "cannot be judged yet" in text
    assert "Missing:" in text
    assert "not known" in text


def test_the_step_is_recorded_with_its_reason(people: People) -> None:
    screen = Screen(people, "ben")
    answer = screen.post("steps_of_care", people.ana.pk, to_step="2", step_reason="Moderate, first help.")
    assert answer.url == f"/care/people/{people.ana.pk}/plan/"
    row = StepChange.objects.get()
    assert (row.to_step, row.pathway, row.from_step) == (2, "common-mental-health", None)
    assert "Step of care now: 2." in screen.text("plan", people.ana.pk)
    assert "Moderate, first help." in screen.text("steps_of_care", people.ana.pk)


@pytest.mark.parametrize("fields", [{"to_step": "2", "step_reason": " "}, {"to_step": "", "step_reason": "It fits"}])
def test_what_cannot_be_recorded_stays_typed(people: People, fields: dict[str, str]) -> None:
    answer = Screen(people, "ben").post("steps_of_care", people.ana.pk, **fields)
    assert answer.status_code == 422
    assert "The step was not changed." in answer.content.decode()
    assert not StepChange.objects.exists()


def test_the_step_no_longer_comes_from_the_address(people: People) -> None:
    an_agreed_plan(people, people.ana)
    text = Screen(people, "ben").text("plan", people.ana.pk, current_step="3")
    assert "Nobody has recorded the step of care yet." in text
    assert 'name="current_step"' not in text


@pytest.mark.parametrize("name", ["dev", "eve", "ana", "cleo"])
def test_others_find_nothing_there(people: People, name: str) -> None:
    screen = Screen(people, name)
    assert screen.get("steps_of_care", people.ana.pk).status_code == 404
    assert screen.post("steps_of_care", people.ana.pk, to_step="2", step_reason="x").status_code == 404
    assert not StepChange.objects.exists()


def test_every_word_can_be_translated(people: People) -> None:
    an_agreed_plan(people, people.ana)
    Screen(people, "ben").post("steps_of_care", people.ana.pk, to_step="2", step_reason="Moderate.")
    screen = Screen(people, "ben")
    assert pseudo.untranslated(screen.pseudo("steps_of_care", people.ana.pk)) == []
    assert pseudo.untranslated(screen.pseudo("pathway", "trauma")) == []
