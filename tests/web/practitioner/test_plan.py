"""The page on which Ben and Ana choose what to try."""

from __future__ import annotations

from typing import Any

import pytest

from kith.care.actions.plan import gates_before
from kith.care.models import Plan, PlanChoice
from kith.care.queries.planning import planning
from tests.care.choosing import CALM, facts_asked, phq9_taken
from tests.care.courses import take
from tests.care.test_learn_benefits import LINES, a_benefit
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
        "override_reason": "She begins tomorrow.",
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
    assert row.options_shown == []
    text = screen.text("plan", people.ana.pk)
    for words in ("It answers the empty days.", "She begins tomorrow.", "Nothing was suggested: answers were missing"):
        assert words in text
    assert "She begins tomorrow." in screen.text("review", people.ana.pk)
    assert "She begins tomorrow." in Screen(people, "eve").text("decisions")


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
    phq9_taken(people)
    facts_asked(people, circumstances={**CALM, "danger_to_self": True, "effort_makes_ill": True})
    text = Screen(people, "ben").text("plan", people.ana.pk)
    for words in (
        "No clear difference between these.",
        "It is made for the main problem, depression.",
        "0.683 standard deviations better than usual care (95 %: 0.542 to 0.824)",
        "low certainty",
        "Why they are not told apart",
        "A figure is of low certainty:",
        "Never as the only help now: In danger of taking their own life.",
        "First comes a person",
        "Ruled out today: Effort makes ill for days.",
        "care as usual",
        "from memory, not yet verified",
        "Not known: too few people had it here in the last year.",
    ):
        assert words in text, words


def test_without_what_is_needed_nothing_is_suggested_and_each_thing_leads_to_where_it_is_given(people: People) -> None:
    text = Screen(people, "ben").text("plan", people.ana.pk)
    assert "Nothing is suggested yet" in text
    assert f"/care/people/{people.ana.pk}/plan/before/#problems" in text
    assert f"/care/people/{people.ana.pk}/assess/#measures" in text
    assert "Choose this" not in text


def test_an_override_without_a_reason_stays_typed(people: People) -> None:
    answer = choose(Screen(people, "ben"), people, override_reason="")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "no reason is given" in text
    assert "It answers the empty days." in text
    assert not Plan.objects.exists()


def test_the_stepped_care_table_says_what_applies_and_what_is_missing(people: People) -> None:
    screen = Screen(people, "ben")
    facts_asked(people)
    unknown = screen.text("plan", people.ana.pk)
    assert "No row applies to what is known so far." in unknown
    assert "a PHQ-9 score" in unknown
    checked_in(people, people.ana, 18)
    known = screen.text("plan", people.ana.pk)
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
    choose(screen, people)
    screen.text("plan", people.ana.pk)  # shows the message of the choice, and it is gone
    phq9_taken(people)
    facts_asked(people, circumstances={**CALM, "danger_to_self": True, "effort_makes_ill": True})
    assert pseudo.untranslated(screen.pseudo("plan", people.ana.pk)) == []
    with screen.now():
        chosen = pseudo.read(screen.browser, f"/care/people/{people.ana.pk}/plan/?choose={PROTOCOL}")
    assert pseudo.untranslated(chosen) == []


def test_what_was_learned_here_stands_before_what_is_published_and_says_from_how_many(people: People) -> None:
    phq9_taken(people)
    facts_asked(people)
    without = Screen(people, "ben").text("plan", people.ana.pk)
    assert "Nothing was learned from people here yet: published studies only." in without
    assert "Expected benefit here:" not in without
    a_benefit(people)
    text = Screen(people, "ben").text("plan", people.ana.pk)
    for words in (
        "Expected benefit here:</strong> 0.71 standard deviations better than usual care (90 %: 0.5 to 0.9)",
        "From about 45 people here and 3 published figures; learned on",
        "In published studies alone:</strong> 0.683 standard deviations better than usual care",
        "Too few people here yet (about 10 of 20 needed): published studies only.",
        "Too few people here yet (fewer than 8 of 20 needed): published studies only.",
    ):
        assert words in text, words
    people.later(days=93)
    phq9_taken(people)
    facts_asked(people)
    old = Screen(people, "ben").text("plan", people.ana.pk)
    assert "counts for 92 days: published studies only." in old
    assert "Expected benefit here:" not in old


def test_what_is_expected_here_is_shifted_for_this_person_with_its_interval_or_the_page_says_why_not(
    people: People,
) -> None:
    phq9_taken(people)  # sixteen points, four above the centre of the lines
    facts_asked(people)
    a_benefit(people, personal={"why_not": "", "lines": LINES})
    screen = Screen(people, "ben")
    without = screen.text("plan", people.ana.pk)
    assert "A first PHQ-9 and a first GAD-7 of this stay are needed, and one is missing." in without
    assert "For people who began like this person:" not in without
    take(people, people.ana, "gad7", 10)
    text = screen.text("plan", people.ana.pk)
    for words in (
        "For people who began like this person:</strong> 0.2 standard deviations more than that (90 %: 0.13 to 0.27",
        "It changes no order.",
    ):
        assert words in text, words
    assert "Not shifted for this person." not in text
    choose(screen, people)
    kept = {one["protocol"]: one for one in PlanChoice.objects.get().table["options"]}
    assert round(kept["cbt-depression"]["shift_here"]["mean"], 6) == 0.2
    assert kept["interpersonal-therapy"]["shift_here"] is None


def test_no_figure_stands_without_what_lies_behind_it_and_what_nobody_knows_is_said(people: People) -> None:
    phq9_taken(people)
    facts_asked(people)
    screen = Screen(people, "ben")
    page = planning(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at)
    text = screen.text("plan", people.ana.pk)
    cards = {name: card for card in text.split('data-option="')[1:] for name in [card.split('"')[0]]}
    assert set(cards) == {one.protocol for one in page.offered.options}
    for option in page.offered.options:
        card = " ".join(cards[option.protocol].split("</article>")[0].split())
        assert card.count("Behind it:") == len(option.figures), option.protocol
        for figure in option.figures:
            counts = (("studies", figure.studies), ("people", figure.people), ("I² in percent", figure.i2))
            for name, count in counts:
                assert f"{name} {'not known' if count is None else format(count, ',g')}" in card, (
                    option.protocol,
                    name,
                )
            assert figure.prediction is not None or "in a new place not known" in card
    shown = [figure for option in page.offered.options for figure in option.figures]
    assert {figure.is_standardised for figure in shown} == {True, False}
    assert "RR 1.63 beside usual care, where better is above 1 (95 %: 1.46 to 1.82)" in text
