"""The page on which a plan is looked at and decided about."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from kith.care.actions import safety
from kith.care.models import Plan, Review
from tests.people import People, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, a_session, checked_in, queries_of


@pytest.fixture
def agreed(people: People) -> Plan:
    return an_agreed_plan(people, people.ana)


def decide(screen: Screen, people: People, **changes: Any) -> Any:
    fields = {
        "decision": "go_on",
        "reason": "She has begun to go out.",
        "client_says": "Mornings are easier.",
        "look-alliance": "We want the same.",
    }
    return screen.post("review", people.ana.pk, **(fields | changes))


def test_going_on_keeps_what_the_scores_said_then(people: People, agreed: Plan) -> None:
    for total in (18, 20, 24):
        checked_in(people, people.ana, total)
        a_session(people, agreed)
    assert decide(Screen(people, "ben"), people).status_code == 302
    seen = Review.objects.get().seen_then
    course = seen["courses"][seen["main"]]
    assert [score for _, score in course["scores"]] == [18, 20, 24]
    assert course["signal"] == "off_track"
    assert "reliably_worse_than_start" in course["reasons"]
    assert seen["method"] == "kith.science.change.signal"
    assert Review.objects.get().looked_at == {"alliance": "We want the same."}


def test_off_track_opens_the_six_things_to_look_at(people: People, agreed: Plan) -> None:
    for total in (12, 20):
        checked_in(people, people.ana, total)
        a_session(people, agreed)
    text = Screen(people, "ben").text("review", people.ana.pk)
    assert "Off track" in text
    assert "Reliably worse than at the start" in text
    assert "Look at these one by one before you decide" in text
    for title in ("How we work together", "Readiness", "People around", "What life has brought", "Medicine and body"):
        assert title in text


def test_without_scores_the_page_says_so_and_asks_no_less(people: People, agreed: Plan) -> None:
    text = Screen(people, "ben").text("review", people.ana.pk)
    assert "There is no score yet, so the scores say nothing." in text
    assert "Too few scores" in text


@pytest.mark.parametrize(
    ("decision", "page"),
    [("go_on", ""), ("change", "plan/"), ("step_up", "steps/"), ("step_down", "steps/"), ("end", "ending/")],
)
def test_each_decision_leads_on(people: People, agreed: Plan, decision: str, page: str) -> None:
    answer = decide(Screen(people, "ben"), people, decision=decision)
    assert answer.url == f"/care/people/{people.ana.pk}/{page}"


def test_an_ending_closes_the_care(people: People, agreed: Plan) -> None:
    ending = {"decision": "end", "ends_care": "on", "ending": "completed", "ending_note": "Sing."}
    assert decide(Screen(people, "ben"), people, **ending).url == "/care/"
    assert people.ana.episode_set.get().state == "ended"


def test_an_open_alert_holds_the_ending_back_and_nothing_typed_is_lost(people: People, agreed: Plan) -> None:
    safety.raise_concern(client=people.ana, level="high", words="Goodbye", by=people.sees("ben"), at=people.at)
    ending = {"decision": "end", "ends_care": "on", "ending": "completed", "ending_note": "Sing on Thursdays."}
    answer = decide(Screen(people, "ben"), people, **ending)
    text = answer.content.decode()
    assert answer.status_code == 422
    for words in (
        "The episode was not ended.",
        "An alert is still open.",
        "Close the alert with its outcome first.",
        "Sing on Thursdays.",
        "Mornings are easier.",
        "We want the same.",
    ):
        assert words in text
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"decision": ""}, {"decision": "maybe"}, {"reason": " "}, {"decision": "go_on", "ends_care": "on"}],
)
def test_a_decision_that_cannot_be_kept_stays_typed(people: People, agreed: Plan, changes: dict[str, str]) -> None:
    answer = decide(Screen(people, "ben"), people, **changes)
    assert answer.status_code == 422
    assert "Mornings are easier." in answer.content.decode()
    assert not Review.objects.exists()


def test_without_a_plan_there_is_nothing_to_review(people: People) -> None:
    screen = Screen(people, "ben")
    assert "No plan is running" in screen.text("review", people.ana.pk)
    decide(screen, people)
    assert not Review.objects.exists()


@pytest.mark.parametrize("name", ["dev", "eve", "ana", "cleo"])
def test_others_find_nothing_there(people: People, agreed: Plan, name: str) -> None:
    screen = Screen(people, name)
    assert screen.get("review", people.ana.pk).status_code == 404
    assert decide(screen, people).status_code == 404
    assert not Review.objects.exists()


def test_a_longer_story_costs_no_more(people: People, agreed: Plan) -> None:
    def met(total: int) -> None:
        checked_in(people, people.ana, total)
        a_session(people, agreed)

    met(18)
    few = queries_of(lambda: Screen(people, "ben").text("review", people.ana.pk))
    for total in (17, 16, 15):
        met(total)
    assert queries_of(lambda: Screen(people, "ben").text("review", people.ana.pk)) == few


def test_every_word_of_ours_can_be_translated(people: People, agreed: Plan) -> None:
    for total in (12, 20):
        checked_in(people, people.ana, total)
        a_session(people, agreed)
    assert pseudo.untranslated(Screen(people, "ben").pseudo("review", people.ana.pk)) == []


def off_track(people: People, agreed: Plan) -> None:
    for total in (12, 20):
        checked_in(people, people.ana, total)
        a_session(people, agreed)


def test_what_is_ticked_and_chosen_is_kept_for_the_plan(people: People, agreed: Plan) -> None:
    off_track(people, agreed)
    goal = agreed.goals.get()
    answer = decide(
        Screen(people, "ben"),
        people,
        **{
            "looked-events": "on",
            "try-motivation": ["smaller-step", "rulers"],
            "goal-motivation": str(goal.pk),
            "own-support": "Ring her sister",
        },
    )
    assert answer.status_code == 302
    row = Review.objects.get()
    assert row.looked_at == {"alliance": "We want the same.", "motivation": "", "support": "", "events": ""}
    kept = {(one.area, one.tool, one.words, one.goal_id) for one in row.tries.all()}
    assert kept == {
        ("motivation", "smaller-step", "", goal.pk),
        ("motivation", "rulers", "", goal.pk),
        ("support", "", "Ring her sister", None),
    }
    text = Screen(people, "ben").text("review", people.ana.pk)
    assert "Ring her sister" in text
    assert "looked at, nothing written" in text
    assert f'href="{reverse("intervention", args=["motivational-interviewing"])}"' in text
    assert "after the score" in text


def test_the_page_says_by_when_and_that_a_signal_is_no_decision(people: People, agreed: Plan) -> None:
    off_track(people, agreed)
    text = Screen(people, "ben").text("review", people.ana.pk)
    assert "This review was due by" in text or "Review it by" in text
    assert "The score came on" in text
    assert "A signal is a prompt for review, not a decision." in text
    assert "Answers about danger" in text
    assert "none is open" in text


def test_a_try_that_is_not_offered_is_refused_and_stays_typed(people: People, agreed: Plan) -> None:
    answer = decide(Screen(people, "ben"), people, **{"try-alliance": ["rulers"]})
    assert answer.status_code == 422
    assert "We want the same." in answer.content.decode()
    assert not Review.objects.exists()
