"""The safety plan as colleagues see it: in the person's words, every version kept, never saved over a newer one."""

from __future__ import annotations

import pytest

from kith.care.actions import safety
from kith.care.models import SafetyPlan
from tests.people import People
from tests.web.practitioner.screens import Screen, assert_no_prediction, checked_in, events_of

WORDS = {
    "warning_signs": "I stop answering",
    "coping": "Walk to the river\n\nSing one song",
    "ask_for_help": "Ines 0700 900 123",
}


def test_ben_writes_it_with_ana_and_the_earlier_version_is_kept(people: People) -> None:
    ben = Screen(people, "ben")
    assert "No safety plan yet" in ben.text("safety_plan", people.ana.pk)
    answer = ben.post("safety_plan", people.ana.pk, **WORDS, reasons_for_living="My daughter")
    assert answer.status_code == 302
    first = SafetyPlan.objects.get()
    assert first.steps["coping"] == ["Walk to the river", "Sing one song"]
    people.later(days=1)
    ben = Screen(people, "ben")
    ben.post("safety_plan", people.ana.pk, shown=first.pk, coping="Call the choir")
    text = ben.text("safety_plan", people.ana.pk)
    assert SafetyPlan.objects.count() == 2
    assert text.index("Call the choir") < text.index("Earlier versions") < text.index("Walk to the river")
    assert "Look at it again by 6 April 2026" in text
    assert_no_prediction(text)


def test_it_says_when_it_is_time_to_look_again(people: People) -> None:
    Screen(people, "ben").post("safety_plan", people.ana.pk, **WORDS)
    people.later(days=91)
    assert "Time to look again" in Screen(people, "ben").text("safety_plan", people.ana.pk)


def test_it_is_not_saved_over_what_ana_wrote_meanwhile(people: People) -> None:
    ben = Screen(people, "ben")
    ben.post("safety_plan", people.ana.pk, **WORDS)
    shown = SafetyPlan.objects.get().pk
    safety.write_safety_plan(
        client=people.ana, steps={"coping": ["Ring Ines"]}, reasons_for_living="", by=people.sees("ana"),
        at=people.later(minutes=5),
    )  # fmt: skip
    answer = ben.post("safety_plan", people.ana.pk, shown=shown, coping="Something of Ben's")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "was not saved over a newer one" in text
    assert "Something of Ben&#x27;s" in text
    assert "Ring Ines" in text
    assert SafetyPlan.objects.count() == 2


def test_an_empty_plan_is_not_kept(people: People) -> None:
    answer = Screen(people, "ben").post("safety_plan", people.ana.pk, coping="  \n ")
    assert answer.status_code == 422
    assert "Fill at least one of the six steps" in answer.content.decode()
    assert not SafetyPlan.objects.exists()


@pytest.mark.parametrize("name", ["eve", "dan"])
def test_those_who_may_read_it_cannot_write_it(people: People, name: str) -> None:
    Screen(people, "ben").post("safety_plan", people.ana.pk, **WORDS)
    screen = Screen(people, name)
    text = screen.text("safety_plan", people.ana.pk)
    assert "Walk to the river" in text
    assert 'name="coping"' not in text
    assert screen.post("safety_plan", people.ana.pk, **WORDS).status_code == 404
    assert SafetyPlan.objects.count() == 1


@pytest.mark.parametrize("name", ["dev", "ana", "cleo", "finn"])
def test_nobody_else_sees_it_here(people: People, name: str) -> None:
    screen = Screen(people, name)
    assert screen.get("safety_plan", people.ana.pk).status_code == 404
    assert screen.post("safety_plan", people.ana.pk, **WORDS).status_code == 404
    assert not SafetyPlan.objects.exists()


def test_an_open_alert_is_one_tap_away(people: People) -> None:
    checked_in(people, people.ana, 12, self_harm=1)
    assert "Open the alert" in Screen(people, "ben").text("safety_plan", people.ana.pk)


def test_one_look_is_one_event(people: People) -> None:
    ben = Screen(people, "ben")
    [event] = events_of(people.ana.pk, lambda: ben.get("safety_plan", people.ana.pk))
    assert event.event == "safety_plan.seen"
