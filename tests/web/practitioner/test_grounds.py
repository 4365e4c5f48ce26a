"""A signal says on the page what it rests on: finished courses, or rules and why only those."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.care.models import Client
from kith.care.queries.courses_of_scores import Judgement
from kith.science.change import EXPECTED_RULES, RULES
from kith.web.practitioner.pictures import WHY, WHY_BY_RULE, why_words
from tests.care.courses import take
from tests.care.references import a_reference
from tests.people import People, a_held_session, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, assert_no_prediction, queries_of

COMPARED = "Compared with about 640 finished courses of this service, learned on 5 January 2026."
BY_RULE = "Judged by rule: this service has no expected course of this measure yet."
GROUNDS = ("no_reference", "no_first_score", "before_first_session", "too_few_began_so", "beyond_last_session")


def off_track(people: People) -> Client:
    """Ana began at 16 and is at 23 after a session: reliably worse, and beyond the edge."""
    take(people, people.ana, "phq9", 16)
    a_held_session(people, an_agreed_plan(people, people.ana))
    take(people, people.ana, "phq9", 23)
    return people.ana


def test_every_rule_and_every_ground_has_its_words() -> None:
    assert {rule.id for rule in (*RULES, *EXPECTED_RULES)} <= set(WHY)
    assert set(WHY_BY_RULE) == set(GROUNDS)


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        (("reliably_worse_than_start", "worse_since_start", "stalled"), ["reliably_worse_than_start"]),
        (("worse_since_start", "stalled"), ["worse_since_start"]),
        (("no_response_at_expected_dose", "stalled"), ["no_response_at_expected_dose", "stalled"]),
    ],
)
def test_a_weak_reason_takes_nothing_back_from_a_stronger_one(reasons: tuple[str, ...], said: list[str]) -> None:
    judged = Judgement(10, 6, "A manual", True, "off_track", reasons, None, "", True, True)
    assert why_words(judged) == [WHY[reason] for reason in said]


def test_person_and_review_say_compared_with_what_and_draw_it(people: People) -> None:
    a_reference(people)
    client = off_track(people)
    screen = Screen(people, "ben")
    for page in (screen.text("person", client.pk), screen.text("review", client.pk)):
        assert COMPARED in page
        assert "Nine in ten scores of people who began alike were better by now" in page
        assert "about 14; of 100 scores, 80 lie between 8 and 20." in page
        assert BY_RULE not in page
        assert_no_prediction(page)


def test_without_finished_courses_they_say_by_rule(people: People) -> None:
    client = off_track(people)
    screen = Screen(people, "ben")
    for page in (screen.text("person", client.pk), screen.text("review", client.pk)):
        assert BY_RULE in page
        assert "Compared with" not in page
        assert "Expected by" not in page


def test_the_caseload_says_it_in_two_words(people: People) -> None:
    off_track(people)
    screen = Screen(people, "ben")
    assert "Reliably worse than at the start (by rule)" in screen.text("caseload")
    a_reference(people)
    assert "Reliably worse than at the start (beside about 640 finished courses)" in screen.text("caseload")


def test_what_was_learned_costs_the_caseload_nothing_more(people: People) -> None:
    off_track(people)
    screen = Screen(people, "ben")

    def cost() -> int:
        return queries_of(lambda: screen.text("caseload"))

    without = cost()
    for number in (1, 2, 3):
        a_reference(people, number=number)
    assert cost() == without


def test_the_newest_of_several_counts(people: People) -> None:
    a_reference(people, number=1)
    people.at += timedelta(days=31)
    a_reference(people, number=2)
    client = off_track(people)
    assert "learned on 5 February 2026." in Screen(people, "ben").text("person", client.pk)


def test_a_client_is_shown_no_signal_and_no_ground(people: People) -> None:
    a_reference(people)
    off_track(people)
    page = Screen(people, "ana").text("story")
    assert "finished courses" not in page
    assert "began alike" not in page


@pytest.mark.parametrize("has_reference", [True, False])
def test_every_word_can_be_translated(people: People, has_reference: bool) -> None:
    if has_reference:
        a_reference(people)
    client = off_track(people)
    assert pseudo.untranslated(Screen(people, "ben").pseudo("person", client.pk)) == []


def test_early_response_and_sudden_gains_are_named(people: People) -> None:
    take(people, people.ana, "phq9", 20)
    agreed = an_agreed_plan(people, people.ana)
    for total in (20, 12, 11, 12):
        a_held_session(people, agreed)
        take(people, people.ana, "phq9", total)
    page = Screen(people, "ben").text("person", people.ana.pk)
    assert "Early response: better by more than chance within four sessions." in page
    assert "Sudden gain before" in page
