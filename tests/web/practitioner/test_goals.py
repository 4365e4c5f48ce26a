"""The page of problems and goals."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from kith.care.actions import measure, plan
from kith.care.models import Goal, Problem
from tests.people import People, a_client
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, queries_of


def name(screen: Screen, people: People, words: str) -> Any:
    return screen.post("goals", people.ana.pk, **{"act": "name", "problem-words": words})


def agree(screen: Screen, people: People, words: str, problem: str = "") -> Any:
    fields = {"act": "agree", "goal-words": words, "goal-first_step": "Buy rice", "goal-problem": problem}
    return screen.post("goals", people.ana.pk, **fields)


def test_a_problem_a_goal_and_how_near_it_came(people: People) -> None:
    screen = Screen(people, "ben")
    assert name(screen, people, "Little joy").status_code == 302
    assert agree(screen, people, "Cook for my daughter", str(Problem.objects.get().pk)).status_code == 302
    goal = Goal.objects.get()
    measure.submit_measurement(
        client=people.ana,
        instrument="goal-rating",
        key=uuid.uuid4(),
        answers={"how_near": 4},
        language="en",
        goal=goal,
        by=people.sees("ana"),
        at=people.at,
    )
    text = screen.text("goals", people.ana.pk)
    assert "Rated 4 of 10 now; 4 at the start." in text
    assert "Little joy" in text


def test_a_problem_is_resolved_and_a_goal_closed(people: People) -> None:
    screen = Screen(people, "ben")
    name(screen, people, "Little joy")
    agree(screen, people, "Cook")
    screen.post("goals", people.ana.pk, act="resolve", problem=str(Problem.objects.get().pk))
    screen.post("goals", people.ana.pk, act="close", goal=str(Goal.objects.get().pk))
    assert Problem.objects.get().resolved_at is not None
    assert Goal.objects.get().closed_at is not None
    again = screen.post("goals", people.ana.pk, act="close", goal=str(Goal.objects.get().pk))
    assert again.status_code == 422
    assert "The goal was not closed twice." in again.content.decode()


def test_a_goal_without_words_keeps_its_first_step(people: People) -> None:
    answer = agree(Screen(people, "ben"), people, "  ")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "The goal was not added." in text
    assert 'value="Buy rice"' in text
    assert 'href="#id_goal-words"' in text


@pytest.mark.parametrize("fields", [{"act": "close"}, {"act": "close", "goal": "x"}, {"act": "resolve", "problem": ""}])
def test_a_form_that_names_nothing_is_refused_kindly(people: People, fields: dict[str, str]) -> None:
    answer = Screen(people, "ben").post("goals", people.ana.pk, **fields)
    assert answer.status_code == 422
    assert "Choose it again from the list." in answer.content.decode()


def test_somebody_elses_goal_is_not_closed_from_here(people: People) -> None:
    other = a_client(people, "zoe", "Zoe", "Lund")
    theirs = plan.agree_goal(
        client=other, words="Swim", first_step="", problem=None, by=people.sees("ben"), at=people.at
    )
    assert Screen(people, "ben").post("goals", people.ana.pk, act="close", goal=str(theirs.pk)).status_code == 404
    theirs.refresh_from_db()
    assert theirs.closed_at is None


@pytest.mark.parametrize("who", ["dev", "eve", "ana", "cleo"])
def test_others_find_nothing_there(people: People, who: str) -> None:
    screen = Screen(people, who)
    assert screen.get("goals", people.ana.pk).status_code == 404
    assert name(screen, people, "Mine").status_code == 404
    assert agree(screen, people, "Mine").status_code == 404
    assert not Problem.objects.exists()
    assert not Goal.objects.exists()


def test_many_goals_cost_no_more(people: People) -> None:
    screen = Screen(people, "ben")
    agree(screen, people, "First")
    few = queries_of(lambda: screen.text("goals", people.ana.pk))
    for number in range(4):
        agree(screen, people, f"Goal {number}")
        name(screen, people, f"Problem {number}")
    assert queries_of(lambda: screen.text("goals", people.ana.pk)) == few


def test_every_word_of_ours_can_be_translated(people: People) -> None:
    screen = Screen(people, "ben")
    name(screen, people, "Little joy")
    agree(screen, people, "Cook")
    screen.get("goals", people.ana.pk)  # takes the toast away, which was made before the made-up language was spoken
    assert pseudo.untranslated(screen.pseudo("goals", people.ana.pk)) == []
