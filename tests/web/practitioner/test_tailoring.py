"""The page on which Ben changes the course of Ana's plan, each time with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from kith.care.models import Plan, Tailoring
from kith.care.models.plan_courses import course_of_plan, course_page
from tests.people import People, a_held_session, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, a_session

OWN, OTHER = "cbt-depression", "cbt-panic"


@pytest.fixture
def agreed(people: People) -> Plan:
    return an_agreed_plan(people, people.ana)


@pytest.fixture
def screen(people: People, agreed: Plan) -> Screen:
    return Screen(people, "ben")


def change(screen: Screen, act: str, **fields: Any) -> Any:
    address = reverse("plan", args=[screen.people.ana.pk])
    with screen.now():
        return screen.browser.post(address, {"act": act, "reason": "It fits her."} | fields)


def test_the_course_is_shown_by_phases_with_what_was_held_and_what_comes(people: People, agreed: Plan) -> None:
    a_held_session(people, agreed)
    text = Screen(people, "ben").text("plan", people.ana.pk)
    found = course_of_plan(agreed)
    assert found is not None
    assert "1 of 12 agreed meetings held, 11 left; the course has 16." in text
    for meeting in found.course.meetings:
        assert meeting.title.replace("'", "&#x27;") in text
    assert "The next may begin when:" in text


def test_every_change_is_made_from_the_page_and_shown_with_its_reason(screen: Screen, agreed: Plan) -> None:
    for act, fields in (
        ("skip", {"meeting": f"{OWN}:3", "reason": "She knows it."}),
        ("move", {"meeting": f"{OWN}:9", "after": f"{OWN}:1", "reason": "It helps her now."}),
        ("lengthen", {"meeting": f"{OWN}:4", "minutes": "90", "times": "1", "reason": "She needs time."}),
        ("add", {"title": "To the bus stop", "purpose": "Go.", "reason": "She wants to go out."}),
        ("add", {"page": f"{OWN}:2", "reason": "Once more."}),
        ("phase", {"phase": "activate", "reason": "She is ready."}),
    ):
        answer = change(screen, act, **fields)
        assert answer.status_code == 302, answer.content.decode()
    text = screen.text("plan", screen.people.ana.pk)
    for words in (
        "She knows it.",
        "It helps her now.",
        "She needs time.",
        "To the bus stop",
        "Once more.",
        "She is ready.",
    ):
        assert words in text
    assert agreed.tailorings.count() == 5


def test_what_is_combined_asks_for_its_checks_and_keeps_what_was_typed(screen: Screen, agreed: Plan) -> None:
    answer = change(screen, "combine", protocol=OTHER, way="alternating", reason="Panic comes on the bus.")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "asks for checks that are not confirmed" in text
    assert "Panic comes on the bus." in text
    assert f'value="{OTHER}/medical-look"' in text
    answer = change(screen, "combine", protocol=OTHER, way="alternating", gates=[f"{OTHER}/medical-look"])
    assert answer.status_code == 302
    assert "before meeting" in screen.text("plan", screen.people.ana.pk)


def test_a_change_is_undone_from_the_page(screen: Screen, agreed: Plan) -> None:
    change(screen, "skip", meeting=f"{OWN}:3")
    assert "Left out" in screen.text("plan", screen.people.ana.pk)
    assert change(screen, "undo", undoes=str(Tailoring.objects.get().pk)).status_code == 302
    text = screen.text("plan", screen.people.ana.pk)
    assert "Left out" not in text
    assert "taken back" in text


@pytest.mark.parametrize(
    ("act", "fields", "words"),
    [
        ("skip", {"meeting": f"{OWN}:3", "reason": " "}, "It has no reason."),
        ("add", {"purpose": "To go out together."}, "It has no title."),
        ("lengthen", {"meeting": f"{OWN}:3"}, "neither how long nor how often"),
        ("lengthen", {"meeting": f"{OWN}:3", "minutes": "3"}, "would last 3 minutes"),
        ("lengthen", {"meeting": f"{OWN}:3", "minutes": "many"}, "not a whole number"),
        ("phase", {"phase": ""}, "no such phase"),
        ("undo", {"undoes": ""}, "does not say what to change"),
    ],
)
def test_a_change_that_cannot_be_made_keeps_what_was_typed(
    screen: Screen, agreed: Plan, act: str, fields: dict[str, str], words: str
) -> None:
    if act == "undo":
        change(screen, "skip", meeting=f"{OWN}:5")
    before = agreed.tailorings.count()
    answer = change(screen, act, **fields)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    for typed in fields.values():
        assert typed.strip() in text
    assert agreed.tailorings.count() == before


def test_the_session_is_run_from_the_course_and_says_what_was_fitted(people: People, agreed: Plan) -> None:
    change(Screen(people, "ben"), "move", meeting=f"{OWN}:9", after="")
    session = a_session(people, agreed)
    text = Screen(people, "ben").text("session", session.pk, part="prepare")
    assert course_page(agreed, 1).page.title in text  # type: ignore[union-attr]
    assert "This meeting is tailored to the person" in text


def test_a_newer_version_is_told_in_words_and_moved_to(screen: Screen, agreed: Plan) -> None:
    Plan.objects.filter(pk=agreed.pk).update(protocol_version="0.9")
    assert "this plan runs in 0.9" in screen.text("plan", screen.people.ana.pk)
    assert change(screen, "version").status_code == 302
    assert Plan.objects.get(state="agreed").replaces_id == agreed.pk
    assert "this plan runs in" not in screen.text("plan", screen.people.ana.pk)


def test_the_five_best_are_shown_and_the_others_are_one_step_away(people: People) -> None:
    text = Screen(people, "ben").text("plan", people.ana.pk)
    assert text.count('class="card option') <= 5
    assert "/care/interventions/" in text


def test_the_course_reads_whole_in_another_language(screen: Screen, agreed: Plan) -> None:
    change(screen, "skip", meeting=f"{OWN}:3", reason="She knows it.")
    screen.text("plan", screen.people.ana.pk)  # takes the message along
    assert pseudo.untranslated(screen.pseudo("plan", screen.people.ana.pk)) == []
