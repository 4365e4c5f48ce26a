"""A diary of the service's own: made in one form, released by two, set in a session, and filled in by the person."""

from __future__ import annotations

import re

import pytest

from kith.care.actions import author_documents
from kith.care.models import Assignment, Entry, OwnDocument
from tests.care.own_documents import a_diary, released
from tests.people import People, a_booked_session, a_service, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen

QUESTIONS = {
    "words-1": "How rested am I?",
    "answer-1": "scale",
    "low-1": "worn out",
    "high-1": "fresh",
    "words-2": "Did I nap?",
    "answer-2": "yes_no",
    "words-3": "How did the night begin?",
    "answer-3": "choice",
    "options-3": "at once\nafter a while\n\nlate",
}


@pytest.fixture
def ben(people: People) -> Screen:
    return Screen(people, "ben")


def test_a_diary_made_in_one_form_lacks_nothing(people: People, ben: Screen) -> None:
    assert ben.post("own_diary", title="My nights", purpose="To see.", rhythm="weekly", **QUESTIONS).status_code == 302
    own = OwnDocument.objects.get()
    data = own.content["data"]
    assert (data["title"], data["rhythm"], data["purpose"]) == ("My nights", "weekly", "To see.")
    fields = data["steps"][0]["fields"]
    assert [one["type"] for one in fields] == ["scale", "yes_no", "choice"]
    assert [one["label"] for one in fields[0]["labels"]] == ["worn out", "fresh"]
    assert [one["label"] for one in fields[2]["options"]] == ["at once", "after a while", "late"]
    assert "Nothing is missing" in ben.text("own_document", own.pk)


@pytest.mark.parametrize("given", [{"title": "My nights"}, {"title": "", **QUESTIONS}])
def test_without_a_title_or_a_question_nothing_is_started_and_nothing_typed_is_lost(
    people: People, ben: Screen, given: dict[str, str]
) -> None:
    answer = ben.post("own_diary", purpose="To see.", **given)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="To see."' in text
    assert "words-1" not in given or 'value="How rested am I?"' in text
    assert not OwnDocument.objects.exists()


def test_from_an_empty_form_to_what_ana_writes_in_the_evening(people: People) -> None:
    session = a_booked_session(people, an_agreed_plan(people, people.ana))
    ben = Screen(people, "ben")
    ben.post("own_diary", title="My nights", **QUESTIONS)
    own = OwnDocument.objects.get()
    assert "My nights" not in ben.text("session", session.pk, part="record")
    assert ben.post("own_document", own.pk, act="propose", edits=own.edits).status_code == 302
    Screen(people, "eve").post("own_document_release", own.pk, do="release", reason="I filled it in.")
    assert "My nights" in ben.text("session", session.pk, part="record")
    key = f"worksheet:{own.identifier}"
    said = {"status": "attended", "minutes": "50", "note": "We looked at the nights.", "other": key, "act": "sign"}
    answer = ben.post("session", session.pk, **said, **{"why-other": "To see them", "draft_version": "0"})
    assert answer.status_code == 302, re.findall(r'class="error"[^>]*>(.*?)</p>', answer.content.decode())
    work = Assignment.objects.get(document=own.identifier)

    ana = Screen(people, "ana")
    assert "My nights" in ana.text("my_work")
    step = ana.text("my_work_item", work.pk, step="1")
    assert "How rested am I?" in step
    hidden = dict(re.findall(r'name="(form-version|form-key)" value="([^"]*)"', step))
    names = [one["id"] for one in own.content["data"]["steps"][0]["fields"]]
    written = {names[0]: "3", names[1]: "yes", names[2]: "late", "form-shown": names}
    sent = ana.post("my_work_item", work.pk, **hidden, **written, **{"form-step": "1", "form-do": "next"})
    assert sent.status_code == 302
    last = ana.text("my_work_item", work.pk, step="end")
    end = dict(re.findall(r'name="(version|key)" value="([^"]*)"', last))
    assert ana.post("my_work_item", work.pk, done="full", **end).status_code == 302
    entry = Entry.objects.get(assignment=work)
    assert entry.answers[names[0]] == 3
    assert entry.answers[names[1]] is True
    assert "How did the night begin?" in ben.text("work_entry", work.pk)


def test_only_what_is_released_and_ones_own_is_offered(people: People) -> None:
    session = a_booked_session(people, an_agreed_plan(people, people.ana))
    ben = Screen(people, "ben")
    there = a_service("Hill Service", at=people.at)
    released(there, a_diary(there))
    assert "How I sleep" not in ben.text("session", session.pk, part="record")
    own = released(people, a_diary(people))
    assert "How I sleep" in ben.text("session", session.pk, part="record")
    author_documents.retire(own=own, reason="Too long", by=people.sees("ben"), at=people.at)
    assert "How I sleep" not in ben.text("session", session.pk, part="record")


def test_every_word_of_ours_can_be_translated(people: People, ben: Screen) -> None:
    assert pseudo.untranslated(ben.pseudo("own_diary")) == []


@pytest.mark.parametrize("name", ["ana", "finn", "dan", "ada", "pia"])
def test_those_who_write_no_documents_are_told_so(people: People, name: str) -> None:
    assert Screen(people, name).get("own_diary").status_code == 403
