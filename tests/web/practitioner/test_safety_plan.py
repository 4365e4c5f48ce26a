"""The safety plan as colleagues see it: in the person's words, every version kept, never saved over a newer one."""

from __future__ import annotations

import pytest

from kith.care.actions import safety
from kith.care.models import SafetyPlan
from kith.care.queries.safety_plans import _version
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
    assert text.index("Call the choir") < text.index("Earlier versions") < text.index("<li>Walk to the river")
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


AGREED = {
    "keep_1_what": "The tablets",
    "keep_1_who": "Ines",
    "keep_1_until": "2026-02-01",
    "copies": "Ines\nBen",
    "may_know": "Ines",
}


def test_it_says_who_keeps_what_and_who_has_a_copy(people: People) -> None:
    assert Screen(people, "ben").post("safety_plan", people.ana.pk, **WORDS, **AGREED).status_code == 302
    plan = SafetyPlan.objects.get()
    assert plan.agreements["means"] == [{"what": "The tablets", "who": "Ines", "until": "2026-02-01"}]
    text = Screen(people, "ben").text("safety_plan", people.ana.pk)
    assert "until 1 February 2026" in text
    assert "agree it anew" not in text
    assert "Ines, Ben" in text
    assert 'href="tel:0700900123"' in text
    people.later(days=40)
    assert "agree it anew" in Screen(people, "ben").text("safety_plan", people.ana.pk)


def test_a_day_that_is_none_is_refused_and_nothing_typed_is_lost(people: People) -> None:
    wrong = AGREED | {"keep_1_until": "next week"}
    answer = Screen(people, "ben").post("safety_plan", people.ana.pk, **WORDS, **wrong)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "This is not a day" in text
    assert "The tablets" in text
    assert "Walk to the river" in text
    assert not SafetyPlan.objects.exists()


def test_the_next_version_begins_with_what_was_agreed_and_says_what_changed(people: People) -> None:
    ben = Screen(people, "ben")
    ben.post("safety_plan", people.ana.pk, **WORDS, **AGREED)
    text = ben.text("safety_plan", people.ana.pk)
    assert 'value="The tablets"' in text
    assert "What changed with this version" not in text
    people.later(days=1)
    coping = "Walk to the river\nRing the choir"
    shown = SafetyPlan.objects.get().pk
    Screen(people, "ben").post("safety_plan", people.ana.pk, **WORDS | {"coping": coping}, shown=shown)
    text = Screen(people, "ben").text("safety_plan", people.ana.pk)
    assert '<ins translate="no">Ring the choir</ins>' in text
    assert '<del translate="no">Sing one song</del>' in text
    assert '<ins translate="no">Walk to the river</ins>' not in text


def test_looking_at_it_puts_the_next_look_off(people: People) -> None:
    Screen(people, "ben").post("safety_plan", people.ana.pk, **WORDS)
    people.later(days=91)
    assert Screen(people, "ben").post("safety_plan", people.ana.pk, act="still_fits").status_code == 302
    text = Screen(people, "ben").text("safety_plan", people.ana.pk)
    assert "Time to look again" not in text
    assert "Look at it again by 5 July 2026" in text
    for name in ("dan", "eve", "dev"):
        assert Screen(people, name).post("safety_plan", people.ana.pk, act="still_fits").status_code == 404


def test_a_facilitator_sees_the_steps_and_not_what_was_agreed(people: People) -> None:
    plan = safety.write_safety_plan(
        client=people.ana, steps={"coping": ["Walk"]}, reasons_for_living="My daughter",
        agreements={"means": [{"what": "The tablets", "who": "Ines", "until": ""}], "copies": ["Ines"]},
        by=people.sees("ben"), at=people.at,
    )  # fmt: skip
    for limited, words in ((True, ()), (False, ("The tablets", "Ines"))):
        shown = _version(plan, None, "Ana", people.at.date(), limited).agreements
        assert tuple(word for row in shown.means for word in (row.what, row.who)) == words
