"""Ben reads what Ana wrote, and answers inside it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from kith.care.actions import deliver
from kith.care.models import Assignment, Entry, Reply
from tests.people import People, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, queries_of

ANSWERS: dict[str, Any] = {
    "day": "2026-01-06",
    "task": "Stand in the queue",
    "prediction": "I will faint",
    "expected": 80,
    "distress_before": 60,
    "ratings": [{"at": "16:00", "distress": 70}, {"at": "16:05", "distress": 40}],
    "distress_end": 30,
    "expected_after": 20,
    "safety_behaviours": "Hold on to the trolley",
    "dropped": "some",
    "happened": "Nobody looked.",
    "violated": "not_at_all",
    "learned": "It passes.",
}


@pytest.fixture
def work(people: People) -> Assignment:
    return deliver.set_work(
        plan=an_agreed_plan(people, people.ana),
        session=None,
        work=deliver.Work("exposure-record", "To find out.", None, "Ask my sister"),
        by=people.sees("ben"),
        at=people.at,
    )


def handed_in(people: People, work: Assignment, done: str = "part", **answers: Any) -> Entry:
    given = {} if done == "not" else ANSWERS | answers
    return deliver.hand_in_work(
        assignment=work,
        key=uuid.uuid4(),
        done=done,
        answers=given,
        obstacle="The shop was shut" if done == "not" else "",
        by=people.sees("ana"),
        at=people.at,
    )


def test_fields_stand_in_order_with_computed_values_and_pictures(people: People, work: Assignment) -> None:
    handed_in(people, work)
    text = Screen(people, "ben").text("work_entry", work.pk)
    places = [text.index(words) for words in ("Stand in the queue", "I will faint", "Distress at the end")]
    assert places == sorted(places)
    assert "Highest distress" in text
    assert "-60 points" in text
    assert "<svg" in text[text.index("Distress while I did it") :]


def test_not_done_shows_what_got_in_the_way(people: People, work: Assignment) -> None:
    screen = Screen(people, "ben")
    assert "Nothing has come back yet" in screen.text("work_entry", work.pk)
    handed_in(people, work, "not")
    assert "The shop was shut" in screen.text("work_entry", work.pk)


def test_ben_answers_inside_the_work(people: People, work: Assignment) -> None:
    entry = handed_in(people, work)
    screen = Screen(people, "ben")
    assert screen.post("work_entry", work.pk, entry=str(entry.pk), words="You stayed.").status_code == 302
    assert "You stayed." in screen.text("work_entry", work.pk)


@pytest.mark.parametrize("entry", ["", "x", None])
def test_an_answer_without_words_or_place_is_refused(people: People, work: Assignment, entry: str | None) -> None:
    known = str(handed_in(people, work).pk)
    answer = Screen(people, "ben").post("work_entry", work.pk, entry=known if entry is None else entry, words=" ")
    assert answer.status_code == 422
    assert "The reply was not sent." in answer.content.decode()


def test_an_entry_of_other_work_is_not_answered_here(people: People, work: Assignment) -> None:
    other = deliver.set_work(
        plan=work.plan,
        session=None,
        work=deliver.Work("activity-diary", "", None),
        by=people.sees("ben"),
        at=people.at,
    )
    entry = handed_in(people, work)
    assert Screen(people, "ben").post("work_entry", other.pk, entry=str(entry.pk), words="Hm").status_code == 404


def test_eve_reads_and_does_not_answer(people: People, work: Assignment) -> None:
    entry = handed_in(people, work)
    eve = Screen(people, "eve")
    assert 'name="entry"' not in eve.text("work_entry", work.pk)
    assert eve.post("work_entry", work.pk, entry=str(entry.pk), words="Good").status_code == 404
    assert not Reply.objects.exists()


@pytest.mark.parametrize("name", ["dev", "ana", "cleo"])
def test_others_find_nothing_there(people: People, work: Assignment, name: str) -> None:
    entry = handed_in(people, work)
    screen = Screen(people, name)
    assert screen.get("work_entry", work.pk).status_code == 404
    assert screen.post("work_entry", work.pk, entry=str(entry.pk), words="x").status_code == 404
    assert not Reply.objects.exists()


def test_many_entries_cost_no_more(people: People, work: Assignment) -> None:
    screen = Screen(people, "ben")
    for _ in range(2):
        entry = handed_in(people, work, "full")
        deliver.reply_to_work(entry=entry, words="Seen", by=people.sees("ben"), at=people.at)
    few = queries_of(lambda: screen.text("work_entry", work.pk))
    for _ in range(3):
        entry = handed_in(people, work, "full")
        deliver.reply_to_work(entry=entry, words="Seen", by=people.sees("ben"), at=people.at)
    assert queries_of(lambda: screen.text("work_entry", work.pk)) == few


def test_every_word_of_ours_can_be_translated(people: People, work: Assignment) -> None:
    handed_in(people, work)
    assert pseudo.untranslated(Screen(people, "ben").pseudo("work_entry", work.pk)) == []
