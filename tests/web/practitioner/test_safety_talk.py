"""A talk about safety on its page: nothing typed is lost, nobody is given a level, and contact again has its clock."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.utils.html import escape

from kith.care.actions import safety
from kith.care.models import Alert, FollowUp, FollowUpTry, SafetyTalk
from tests.people import People
from tests.web.practitioner.screens import Screen, assert_no_prediction

NO = {"wish": "no", "thoughts": "no", "acts": "no", "now": "no"}


def keep(people: People, name: str = "ben", /, **fields: Any) -> Any:
    sent = {"key": str(uuid4()), **NO, "words_needs": "Somebody to sit with her", **fields}
    return Screen(people, name).post("safety_talk", people.ana.pk, **sent)


def test_ben_writes_down_a_talk_and_reads_how_soon_somebody_makes_contact(people: People) -> None:
    assert keep(people, thoughts="yes", plan="yes", method="no", intention="not_said").status_code == 302
    text = Screen(people, "ben").text("safety_talk", people.ana.pk)
    assert "at once, within thirty minutes" in text
    assert "Still to be asked" in text
    assert "Meaning to act on the thoughts" in text
    assert "Somebody to sit with her" in text
    assert "Contact again" in text
    assert Alert.objects.get().level == "imminent"
    assert_no_prediction(text)


def test_all_noes_are_no_all_clear(people: People) -> None:
    keep(people)
    text = Screen(people, "ben").text("safety_talk", people.ana.pk)
    assert "Nothing in the answers asks for contact sooner than planned" in text
    assert "a no today says nothing of tomorrow" in text
    assert_no_prediction(text)


def test_a_topic_that_was_left_alone_was_not_asked(people: People) -> None:
    Screen(people, "ben").post("safety_talk", people.ana.pk, key=str(uuid4()), wish="no")
    row = SafetyTalk.objects.get()
    assert row.answers["now"] == "not_asked"
    assert row.call["row"] == "ask_again"


def test_an_empty_form_is_refused_and_what_was_typed_stays(people: People) -> None:
    answer = Screen(people, "ben").post("safety_talk", people.ana.pk, key=str(uuid4()))
    assert answer.status_code == 422
    assert "Answer at least one topic" in answer.content.decode()
    too_long = "Her sister's house. " * 500
    answer = keep(people, words_told=too_long)
    assert answer.status_code == 422
    assert escape(too_long.strip())[:60] in answer.content.decode()
    assert "Somebody to sit with her" in answer.content.decode()
    assert not SafetyTalk.objects.exists()


def test_a_correction_begins_with_what_was_written(people: People) -> None:
    keep(people, acts="earlier")
    row = SafetyTalk.objects.get()
    text = Screen(people, "ben").text("safety_talk", people.ana.pk, correct=str(row.pk))
    assert "Somebody to sit with her" in text
    assert f'value="{row.pk}"' in text
    keep(people, acts="recent", replaces=str(row.pk))
    text = Screen(people, "ben").text("safety_talk", people.ana.pk)
    assert "corrected since" in text
    assert "a correction" in text
    assert keep(people, replaces=str(row.pk)).status_code == 422


def test_the_topics_are_our_own_and_every_word_can_be_translated(people: People) -> None:
    keep(people, acts="earlier")
    text = Screen(people, "ben").pseudo("safety_talk", people.ana.pk)
    assert "Talk about safety" not in text


@pytest.mark.parametrize("name", ["dev", "cleo", "finn", "ana", "pia"])
def test_nobody_else_opens_it(people: People, name: str) -> None:
    keep(people, acts="earlier")
    assert Screen(people, name).get("safety_talk", people.ana.pk).status_code == 404
    assert Screen(people, name).get("follow_up", FollowUp.objects.get().pk).status_code == 404
    assert keep(people, name).status_code == 404
    assert SafetyTalk.objects.count() == 1


def test_contact_again_is_recorded_by_reaching_the_person(people: People) -> None:
    keep(people, acts="earlier")
    row = FollowUp.objects.get()
    screen = Screen(people, "ben")
    answer = screen.post("follow_up", row.pk, note="Rang twice")
    assert answer.status_code == 422
    assert "Rang twice" in answer.content.decode()
    assert screen.post("follow_up", row.pk, is_reached="no", note="Rang twice").status_code == 302
    assert "not reached" in screen.text("follow_up", row.pk)
    people.later(hours=73)
    assert "overdue by" in Screen(people, "ben").text("follow_up", row.pk)
    assert Screen(people, "ben").post("follow_up", row.pk, is_reached="yes", note="Spoke").status_code == 302
    assert "The person was reached" in Screen(people, "ben").text("follow_up", row.pk)
    assert FollowUpTry.objects.count() == 2


def closed(people: People) -> None:
    given: dict[str, Any] = {"by": people.sees("ben"), "at": people.at}
    alert = Alert.objects.get()
    safety.see_alert(alert=alert, **given)
    safety.contact_about_alert(alert=alert, note="Spoke", **given)
    safety.review_safety_for_alert(alert=alert, note="Looked", **given)
    safety.close_alert(alert=alert, outcome="plan_renewed", note="", **given)


def test_it_stands_on_the_caseload_with_its_clock(people: People) -> None:
    keep(people, acts="earlier")
    assert "Also: Contact again, planned" in Screen(people, "ben").text("caseload")
    closed(people)
    text = Screen(people, "ben").text("caseload")
    assert "Contact again by Thu 8 Jan" in text
    assert "due in 2 days" in text or "due in 3 days" in text
    assert "Record the contact" in text
    assert "Contact again" in Screen(people, "ben").text("person", people.ana.pk)
    people.later(days=3, hours=2)
    text = Screen(people, "ben").text("caseload")
    assert "overdue by 2 h" in text
    assert "1 needs something today" in text
    Screen(people, "ben").post("follow_up", FollowUp.objects.get().pk, is_reached="yes", note="Spoke")
    assert "Contact again" not in Screen(people, "ben").text("caseload")


def test_a_plan_that_was_not_looked_at_stands_on_the_caseload(people: People) -> None:
    Screen(people, "ben").post("safety_plan", people.ana.pk, coping="Walk")
    assert "Safety plan to look at" not in Screen(people, "ben").text("caseload")
    people.later(days=91)
    assert "The safety plan was to be looked at on 5 Apr" in Screen(people, "ben").text("caseload")


def test_the_alert_says_that_a_talk_raised_it(people: People) -> None:
    keep(people, acts="earlier")
    assert "Raised by a talk about safety" in Screen(people, "ben").text("alert", Alert.objects.get().pk)
