"""A refusal can be read in every language of the pages: what happened, what was found and what to do."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from kith.care.actions import deliver, evaluate, plan, safety
from kith.care.actions.plan import gates_before
from kith.care.models import Goal
from kith.care.models.keys import forget_keys
from kith.care.models.refusals import Refusal
from tests import people as named
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

Sent = tuple[str, list[Any], dict[str, Any]]
SUMMARY = re.compile(r'<div class="errors".*?</div>', re.DOTALL)


@pytest.fixture
def people(db: None) -> Iterator[People]:
    """A service with Ana, Ben and the others."""
    forget_keys()
    yield named.a_service()
    forget_keys()


def a_goal_closed_again(people: People) -> Sent:
    given = {"by": people.sees("ben"), "at": people.at}
    goal: Goal = plan.agree_goal(client=people.ana, words="Cook", first_step="Rice", problem=None, **given)
    plan.close_goal(goal=goal, **given)
    return "goals", [people.ana.pk], {"act": "close", "goal": goal.pk}


def an_alert_closed_too_early(people: People) -> Sent:
    alert = safety.raise_concern(client=people.ana, level="high", words="Goodbye", by=people.sees("eve"), at=people.at)
    return "alert", [alert.pk], {"step": "closed", "outcome": "safe_and_supported", "note": "Fine."}


def an_assessment_without_words(people: People) -> Sent:
    return "assess", [people.ana.pk], {"psychological": " "}


def a_plan_without_its_checks(people: People) -> Sent:
    assert gates_before("cbt-depression")
    typed = {"protocol": "cbt-depression", "sessions_planned": "12", "setting": "clinic", "format": "individual"}
    words = {"why": "It fits.", "client_choice": "Yes.", "not_working_if": "No change.", "override_reason": "Asked."}
    return "plan", [people.ana.pk], {"act": "propose", "is_agreed": "on"} | typed | words


def an_answer_that_is_not_offered(people: People) -> Sent:
    typed = {"in_order": "9 1 1 1 1 1 1 1 0 1", "respondent": "self", "key": str(uuid.uuid4())}
    return "measure", [people.ana.pk, "phq9"], typed


def an_ending_while_an_alert_is_open(people: People) -> Sent:
    named.an_agreed_plan(people, people.ana)
    safety.raise_concern(client=people.ana, level="high", words="Goodbye", by=people.sees("ben"), at=people.at)
    typed = {"decision": "end", "reason": "Done.", "ends_care": "on", "ending": "completed", "ending_note": ""}
    return "review", [people.ana.pk], typed


def a_second_snapshot_of_a_month(people: People) -> Sent:
    evaluate.take_snapshot(
        period_from=date(2025, 12, 1), period_to=date(2025, 12, 31), by=people.sees("cleo"), at=people.at
    )
    return "take_snapshot", [], {"period": "1"}


def a_number_outside_the_range(people: People) -> Sent:
    set_work = deliver.set_work(
        plan=named.an_agreed_plan(people, people.ana),
        session=None,
        work=deliver.Work("thought-record", "To look at it again.", None),
        by=people.sees("ben"),
        at=people.at,
    )
    step = {"form-step": 2, "form-version": 0, "form-do": "next", "form-shown": ["mood", "mood_before"]}
    return "my_work_item", [set_work.pk], step | {"mood": "sad", "mood_before": "180"}


def hours_the_wrong_way_round(people: People) -> Sent:
    return "my_contact", [], {"channel": "sms", "address": "07700 900456", "from_hour": 18, "to_hour": 9}


REFUSED: dict[Callable[[People], Sent], tuple[str, str]] = {
    a_goal_closed_again: ("ben", "It was closed on"),
    an_alert_closed_too_early: ("ben", "This alert cannot become"),
    an_assessment_without_words: ("ben", "Write at least one part."),
    a_plan_without_its_checks: ("ben", "not confirmed"),
    an_answer_that_is_not_offered: ("ben", "has an answer that is not offered"),
    an_ending_while_an_alert_is_open: ("ben", "An alert is still open."),
    a_second_snapshot_of_a_month: ("cleo", "One of the same months was taken on 5 January."),
    a_number_outside_the_range: ("ana", "This number is outside the range."),
    hours_the_wrong_way_round: ("ana", "It runs from 18 to 9."),
}


def summaries(people: People, mistake: Callable[[People], Sent], who: str) -> tuple[str, str]:
    """The error summary in English, and as somebody reads it in a made-up language."""
    page, about, typed = mistake(people)
    screen = Screen(people, who)
    with screen.now():
        english = screen.browser.post(reverse(page, args=about), typed).content.decode()
        made_up = pseudo.sent(screen.browser, reverse(page, args=about), typed)
    found = [SUMMARY.search(html) for html in (english, made_up)]
    assert all(found), f"There is no error summary: {english}"
    return tuple(one[0] for one in found if one)  # type: ignore[return-value]


@pytest.mark.parametrize("mistake", REFUSED)
def test_a_refusal_is_translated_through(people: People, mistake: Callable[[People], Sent]) -> None:
    who, words = REFUSED[mistake]
    english, made_up = summaries(people, mistake, who)
    assert words in english
    assert pseudo.untranslated(made_up, inside="div") == []


def test_a_refusal_in_plain_english_would_be_noticed(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """Positive control: one sentence that never went through gettext."""

    def plainly(**_given: Any) -> None:
        raise Refusal("The goal was not closed.", "It was closed.", "Nothing needs to be done.")

    monkeypatch.setattr("kith.web.practitioner.goals.close_goal", plainly)
    _, made_up = summaries(people, a_goal_closed_again, "ben")
    assert "It was closed." in pseudo.untranslated(made_up, inside="div")
