"""The page on which Ben assesses Ana."""

from __future__ import annotations

import pytest

from kith.care.models import Assessment
from tests.people import People
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, checked_in, events_of, queries_of


def test_ben_writes_and_is_led_to_the_next_step(people: People) -> None:
    screen = Screen(people, "ben")
    sent = screen.post("assess", people.ana.pk, psychological="Low since March.", strengths="Sings.")
    assert sent.status_code == 302
    text = screen.text("assess", people.ana.pk)
    assert "Low since March." in text
    assert "Name the problems" in text
    assert "Draft the formulation" in text


def test_an_empty_form_says_what_to_do(people: People) -> None:
    answer = Screen(people, "ben").post("assess", people.ana.pk, social="   ")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "The assessment was not kept." in text
    assert "Write at least one part." in text


def test_a_text_that_is_too_long_stays_on_the_page(people: People) -> None:
    long = "word " * 2000
    answer = Screen(people, "ben").post("assess", people.ana.pk, social=long, strengths="Her choir")
    assert answer.status_code == 422
    assert long.strip() in answer.content.decode()
    assert "Her choir" in answer.content.decode()
    assert not Assessment.objects.exists()


def test_measures_are_offered_with_the_day_they_were_last_asked(people: People) -> None:
    checked_in(people, people.ana, 14)
    text = Screen(people, "ben").text("assess", people.ana.pk)
    assert "PHQ-9" in text
    assert "last on 5 January 2026" in text
    assert "not asked yet" in text


@pytest.mark.parametrize("name", ["dev", "eve", "ana", "cleo", "finn"])
def test_others_find_nothing_there(people: People, name: str) -> None:
    screen = Screen(people, name)
    assert screen.get("assess", people.ana.pk).status_code == 404
    assert screen.post("assess", people.ana.pk, social="x").status_code == 404
    assert not Assessment.objects.exists()


def test_a_look_is_one_event_and_costs_the_same_however_much_was_written(people: People) -> None:
    screen = Screen(people, "ben")
    screen.post("assess", people.ana.pk, social="First")
    few = queries_of(lambda: screen.text("assess", people.ana.pk))
    for total in (10, 11, 12):
        checked_in(people, people.ana, total)
        screen.post("assess", people.ana.pk, social=f"After {total}")
    assert queries_of(lambda: screen.text("assess", people.ana.pk)) == few
    seen = events_of(people.ana.pk, lambda: screen.text("assess", people.ana.pk))
    assert [event.event for event in seen] == ["assessment.seen"]


def test_every_word_of_ours_can_be_translated(people: People) -> None:
    screen = Screen(people, "ben")
    screen.post("assess", people.ana.pk, social="Alone.")
    screen.get("assess", people.ana.pk)  # takes the toast away, which was made before the made-up language was spoken
    assert pseudo.untranslated(screen.pseudo("assess", people.ana.pk)) == []
