"""The page on which Ben and Ana choose what to try."""

from __future__ import annotations

from typing import Any

import pytest

from kith.care.actions.plan import gates_before
from kith.care.models import Plan
from tests.people import People, a_client, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, a_session, checked_in, queries_of

PROTOCOL = "cbt-depression"


def choose(screen: Screen, people: People, **changes: Any) -> Any:
    fields = {
        "act": "propose",
        "protocol": PROTOCOL,
        "sessions_planned": "12",
        "setting": "clinic",
        "format": "individual",
        "why": "It answers the empty days.",
        "client_choice": "I want to do something.",
        "not_working_if": "No change by session six.",
        "gates": list(gates_before(PROTOCOL)),
        "is_agreed": "on",
    }
    return screen.post("plan", people.ana.pk, **(fields | changes))


def test_the_plan_is_agreed_and_leads_to_booking(people: People) -> None:
    screen = Screen(people, "ben")
    answer = choose(screen, people)
    row = Plan.objects.get()
    assert answer.url.endswith("/book/")
    assert (row.state, row.client_choice, set(row.gates_attested)) == (
        "agreed",
        "I want to do something.",
        set(gates_before(PROTOCOL)),
    )
    assert set(row.options_shown) >= {PROTOCOL, "community-sociotherapy"}
    assert "It answers the empty days." in screen.text("plan", people.ana.pk)


def test_without_its_checks_nothing_is_agreed_and_everything_typed_stays(people: People) -> None:
    answer = choose(Screen(people, "ben"), people, gates=[])
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "The plan was not agreed." in text
    assert "Confirm each one you have made" in text
    assert "It answers the empty days." in text
    assert not Plan.objects.exists()


def test_a_proposal_waits_for_its_checks_and_for_the_person(people: People) -> None:
    screen = Screen(people, "ben")
    choose(screen, people, gates=[], is_agreed="")
    assert "Proposed, not agreed yet" in screen.text("plan", people.ana.pk)
    assert screen.post("plan", people.ana.pk, act="agree").status_code == 422
    screen.post("plan", people.ana.pk, act="agree", gates=list(gates_before(PROTOCOL)))
    assert Plan.objects.get().state == "agreed"


@pytest.mark.parametrize("changes", [{"sessions_planned": "0"}, {"sessions_planned": "many"}, {"why": " "}])
def test_a_choice_that_cannot_be_kept_stays_typed(people: People, changes: dict[str, str]) -> None:
    answer = choose(Screen(people, "ben"), people, **changes)
    assert answer.status_code == 422
    assert "I want to do something." in answer.content.decode()
    assert not Plan.objects.exists()


def test_options_come_with_reasons_comparators_certainty_and_provenance(people: People) -> None:
    text = Screen(people, "ben").text("plan", people.ana.pk, problem="depression")
    assert "It is made for depression." in text
    assert "Made for another problem" in text
    assert text.index("Cognitive behavioural therapy for depression") < text.index("Community-based sociotherapy")
    assert "care as usual" in text
    assert "moderate certainty" in text
    assert "from memory, not yet verified" in text


def test_without_a_problem_no_option_is_said_to_be_better(people: People) -> None:
    text = Screen(people, "ben").text("plan", people.ana.pk)
    assert "there is no clear difference" in text
    assert "Fits the problem" not in text


def test_the_stepped_care_table_says_what_applies_and_what_is_missing(people: People) -> None:
    screen = Screen(people, "ben")
    unknown = screen.text("plan", people.ana.pk, problem="depression")
    assert "No row applies to what is known so far." in unknown
    assert "a PHQ-9 score" in unknown
    checked_in(people, people.ana, 18)
    known = screen.text("plan", people.ana.pk, problem="depression")
    assert "Consider individual CBT" in known


def test_goals_of_somebody_else_cannot_be_slipped_in(people: People) -> None:
    other = a_client(people, "zoe", "Zoe", "Lund")
    theirs = an_agreed_plan(people, other).goals.get()
    an_agreed_plan(people, people.ana)
    answer = choose(Screen(people, "ben"), people, goals=[str(theirs.pk)])
    assert answer.status_code == 422
    assert Plan.objects.filter(client=people.ana).count() == 1


@pytest.mark.parametrize("name", ["dev", "eve", "ana", "cleo"])
def test_others_find_nothing_there(people: People, name: str) -> None:
    screen = Screen(people, name)
    assert screen.get("plan", people.ana.pk).status_code == 404
    assert choose(screen, people).status_code == 404
    assert not Plan.objects.exists()


def test_a_longer_story_costs_no_more(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    checked_in(people, people.ana, 18)
    a_session(people, agreed)
    few = queries_of(lambda: Screen(people, "ben").text("plan", people.ana.pk))
    for total in (17, 16, 15):
        a_session(people, agreed)
        checked_in(people, people.ana, total)
    assert queries_of(lambda: Screen(people, "ben").text("plan", people.ana.pk)) == few


def test_every_word_of_ours_can_be_translated(people: People) -> None:
    screen = Screen(people, "ben")
    an_agreed_plan(people, people.ana)
    assert pseudo.untranslated(screen.pseudo("plan", people.ana.pk)) == []
    with screen.now():
        chosen = pseudo.read(screen.browser, f"/care/people/{people.ana.pk}/plan/?choose={PROTOCOL}&problem=depression")
    assert pseudo.untranslated(chosen) == []
