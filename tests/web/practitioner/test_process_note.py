"""The page on which a practitioner thinks for themselves: kept for them, and danger is copied into the record."""

from __future__ import annotations

import pytest

from kith.care.actions import deliver
from kith.care.models import ProcessNote, Session, SessionRecord
from tests.people import People, a_held_session, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, events_of

DANGER = "I was tired. She said she thinks of dying some nights."


@pytest.fixture
def held(people: People) -> Session:
    session = a_held_session(people, an_agreed_plan(people, people.ana))
    what = deliver.WhatHappened("We read the diary.")
    deliver.record_session(session=session, client=people.ana, what=what, by=people.sees("ben"), at=people.at)
    return session


def test_what_ben_thinks_is_kept_and_read_again_after_the_next_meeting(people: People, held: Session) -> None:
    screen = Screen(people, "ben")
    assert "For yourself" in screen.text("process_note", held.pk)
    assert f"/care/sessions/{held.pk}/process-note/" in screen.text("session", held.pk)
    assert screen.post("process_note", held.pk, **{"on-free": "I hurried her."}).status_code == 302
    later = a_held_session(people, held.plan)  # type: ignore[arg-type]
    screen = Screen(people, "ben")  # a day later
    text = screen.text("process_note", later.pk)
    assert "I hurried her." in text
    assert "Session 1" in text
    seen = events_of(people.ana.pk, lambda: screen.text("process_note", later.pk))
    assert [event.event for event in seen] == ["process_note.seen"]


def test_danger_is_asked_about_and_copied_and_no_word_is_lost_on_the_way(people: People, held: Session) -> None:
    screen = Screen(people, "ben")
    asked = screen.post("process_note", held.pk, **{"on-free": DANGER})
    text = asked.content.decode()
    assert asked.status_code == 422
    assert "It holds words about danger: dying." in text
    assert text.count("She said she thinks of dying some nights.") == 2  # what was typed, and what would be copied
    assert not ProcessNote.objects.exists()
    copied = "She thinks of dying some nights."
    screen.post("process_note", held.pk, **{"on-free": DANGER, "in_record": "copied", "copy": copied})
    assert SessionRecord.objects.get(adds_to__isnull=False).note == copied
    assert ProcessNote.objects.get().words == {"free": DANGER}


def test_what_stands_in_the_record_already_is_not_copied_again(people: People, held: Session) -> None:
    screen = Screen(people, "ben")
    screen.post("process_note", held.pk, **{"on-free": DANGER, "in_record": "there_already"})
    assert ProcessNote.objects.count() == 1
    assert SessionRecord.objects.count() == 1


def test_before_the_record_there_is_nothing_to_write_and_typed_words_stay(people: People, held: Session) -> None:
    Session.objects.filter(pk=held.pk).update(state="booked")
    screen = Screen(people, "ben")
    assert "Record it first; then come back." in screen.text("process_note", held.pk)
    answer = screen.post("process_note", held.pk, **{"on-free": "I hurried her."})
    assert answer.status_code == 422
    assert "I hurried her." in answer.content.decode()


@pytest.mark.parametrize("who", ["ana", "eve", "dev", "dan", "cleo", "finn", "pia"])
def test_for_everybody_else_the_page_is_not_there(people: People, held: Session, who: str) -> None:
    screen = Screen(people, who)
    assert screen.get("process_note", held.pk).status_code == 404
    assert screen.post("process_note", held.pk, **{"on-free": "Mine"}).status_code == 404
    assert not ProcessNote.objects.exists()


def test_every_word_of_ours_can_be_translated(people: People, held: Session) -> None:
    screen = Screen(people, "ben")
    screen.post("process_note", held.pk, **{"on-free": "Written"})
    assert "Kept. Only you read it." in screen.text("process_note", held.pk)
    assert pseudo.untranslated(screen.pseudo("process_note", held.pk)) == []
