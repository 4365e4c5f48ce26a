"""What is asked before choosing, two people at one screen, and what is kept of it."""

from __future__ import annotations

from typing import Any

import pytest

from kith.care.actions.assess import record_assessment
from kith.care.models import Plan, PlanChoice, PlanningFacts
from tests.care.choosing import CALM, facts_asked, phq9_taken
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

COMPARED = ["cbt-depression", "behavioural-activation"]
LOOKED_AT: Any = {"with": COMPARED}
DECIDED = {"with": COMPARED, "outcome": "behavioural-activation", "client_choice": "Small steps.", "few_meetings": "2"}


def asked(people: People, **fields: Any) -> Any:
    return Screen(people, "ben").post("plan_facts", people.ana.pk, **fields)


def ready(people: People) -> None:
    phq9_taken(people)
    facts_asked(people)


def test_a_part_is_kept_when_it_is_ticked_or_changed_and_no_other(people: People) -> None:
    answer = asked(
        people, main_problem="depression", other_problems="panic", asked_history="on", is_mania="no", spoken="en"
    )
    assert answer.url.endswith("/plan/")
    assert PlanningFacts.objects.get().said == {
        "problems": ["depression", "panic"],
        "history": [],
        "circumstances": {"mania": False},
    }
    text = Screen(people, "ben").text("plan_facts", people.ana.pk)
    assert "no on 5 Jan" in text
    assert "Behavioural activation" in text


def test_what_was_tried_is_kept_with_how_it_was(people: People) -> None:
    asked(people, tried_1="cbt-panic", result_1="worse", tried_2="erp-ocd", spoken="en")
    assert PlanningFacts.objects.get().said == {"history": [["cbt-panic", "worse"]]}


def test_nothing_asked_is_said_and_nothing_kept(people: People) -> None:
    answer = asked(people, spoken="en")
    assert answer.status_code == 422
    assert "No part was ticked" in answer.content.decode()
    assert not PlanningFacts.objects.exists()


def test_two_options_and_nothing_for_now_stand_side_by_side_with_the_same_hundred(people: People) -> None:
    ready(people)
    text = Screen(people, "ben").text("choose_together", people.ana.pk, **LOOKED_AT)
    assert text.count("data-card=") == 3
    assert "Nothing for now" in text
    assert "of 100 people do better than the average person without it" in text
    assert "Studies cannot tell which of these helps more" in text


def test_a_strength_that_was_assessed_is_asked_about_speaks_for_and_stands_on_the_card(people: People) -> None:
    record_assessment(
        client=people.ana,
        circumstances={"strengths": "She kept a garden for years."},
        by=people.sees("ben"),
        at=people.at,
    )
    ready(people)
    screen = Screen(people, "ben")
    text = screen.text("plan_facts", people.ana.pk)
    assert "From the assessment of 5 January 2026:" in text
    assert "She kept a garden for years." in text
    before = screen.text("choose_together", people.ana.pk, **LOOKED_AT)
    assert "What it builds on" not in before
    people.later(minutes=1)
    asked(people, main_problem="depression", goals="G2", strengths="once_did_good", spoken="en")
    assert PlanningFacts.objects.order_by("-made_at", "-pk").first().said == {"strengths": ["once_did_good"]}  # type: ignore[union-attr]
    assert "It builds on a strength of this person: knows things that once did them good." in screen.text(
        "plan", people.ana.pk
    )
    assert "you know things that once did you good" in screen.text("choose_together", people.ana.pk, **LOOKED_AT)
    screen.post("choose_together", people.ana.pk, **DECIDED)
    assert "you know things that once did you good" in Screen(people, "ana").text("my_choice")


def test_what_matters_moves_an_option_and_the_reason_stands_beside_it(people: People) -> None:
    ready(people)
    text = Screen(people, "ben").text("choose_together", people.ana.pk, few_meetings="2", **LOOKED_AT)
    first = text[text.index("data-card=") :][:800]
    assert 'data-card="behavioural-activation"' in first
    assert "Moved forward, because of what matters to you." in first
    assert "Fits: Not too many meetings" in first


def test_the_choice_is_kept_and_leads_to_the_plan_that_it_does_not_begin(people: People) -> None:
    ready(people)
    screen = Screen(people, "ben")
    answer = screen.post("choose_together", people.ana.pk, **DECIDED)
    assert "choose=behavioural-activation" in answer.url
    row = PlanChoice.objects.get()
    assert (row.protocol, row.words, row.matters) == ("behavioural-activation", "Small steps.", {"few_meetings": 2})
    assert [one["protocol"] for one in row.table["compared"]] == COMPARED
    assert not Plan.objects.exists()
    assert "Small steps." in screen.text("plan", people.ana.pk, choose="behavioural-activation")
    own = Screen(people, "ana").text("my_choice")
    assert "Small steps." in own
    assert own.count("data-card=") == 3


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"outcome": ""}, "It does not say what was chosen."), ({"client_choice": " "}, "It has no words of the person.")],
)
def test_half_a_choice_stays_typed(people: People, changes: dict[str, str], said: str) -> None:
    ready(people)
    answer = Screen(people, "ben").post("choose_together", people.ana.pk, **(DECIDED | changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not PlanChoice.objects.exists()


def test_no_circumstance_stands_where_somebody_may_look_over_a_shoulder(people: People) -> None:
    phq9_taken(people)
    facts_asked(people, circumstances={**CALM, "danger_from_others": True})
    Screen(people, "ben").post("choose_together", people.ana.pk, **DECIDED)
    assert "In danger from somebody" in Screen(people, "ben").text("plan", people.ana.pk)
    for page in (Screen(people, "ben").text("choose_together", people.ana.pk), Screen(people, "ana").text("my_choice")):
        assert "n danger from" not in page
        assert "danger_from" not in page


def test_without_what_is_needed_the_page_says_what_comes_first(people: People) -> None:
    assert "We need to ask a few things first" in Screen(people, "ben").text("choose_together", people.ana.pk)
    assert "Nothing was chosen yet" in Screen(people, "ana").text("my_choice")
    assert "No decision waits" in Screen(people, "eve").text("decisions")


@pytest.mark.parametrize("name", ["dev", "eve", "ana", "cleo"])
def test_others_find_nothing_there(people: People, name: str) -> None:
    screen = Screen(people, name)
    for page in ("choose_together", "plan_facts"):
        assert screen.get(page, people.ana.pk).status_code == 404
        assert screen.post(page, people.ana.pk, **DECIDED).status_code == 404


def test_every_word_of_ours_can_be_translated(people: People) -> None:
    ready(people)
    screen = Screen(people, "ben")
    for page in ("plan_facts", "choose_together"):
        assert pseudo.untranslated(screen.pseudo(page, people.ana.pk)) == []
    screen.post("choose_together", people.ana.pk, **DECIDED)
    assert pseudo.untranslated(Screen(people, "ana").pseudo("my_choice")) == []
    assert pseudo.untranslated(Screen(people, "eve").pseudo("decisions")) == []
