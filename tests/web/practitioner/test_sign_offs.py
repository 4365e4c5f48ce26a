"""A trainee's record on its way: it waits, goes back with words, is added to, waits again, and is approved."""

from __future__ import annotations

import pytest

from kith.care.actions import deliver
from kith.care.models import SessionRecord, SignOff, User
from tests.people import People, a_held_session, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, events_of, queries_of


@pytest.fixture
def record(people: People) -> SessionRecord:
    """Ben is in training, and has signed the record of a session."""
    User.objects.filter(pk=people.accounts["ben"].pk).update(is_trainee=True)
    return signed(people)


def signed(people: People) -> SessionRecord:
    agreed = people.ana.newest_episode().plans.first() or an_agreed_plan(people, people.ana)  # type: ignore[union-attr]
    session = a_held_session(people, agreed)
    what = deliver.WhatHappened("We read the diary.", {"fidelity": {"safety": 2}})
    return deliver.record_session(session=session, client=people.ana, what=what, by=people.sees("ben"), at=people.at)


def test_a_record_goes_back_is_added_to_and_is_approved(people: People, record: SessionRecord) -> None:
    ben, eve = Screen(people, "ben"), Screen(people, "eve")
    assert "Waits for a supervisor" in ben.text("session", record.session_id)
    assert "Ana Petrova" in eve.text("sign_offs")
    assert "We read the diary." in eve.text("sign_off", record.pk)
    refused = eve.post("sign_off", record.pk, decision="returned", words=" ")
    assert refused.status_code == 422
    assert "It does not say what is missing." in refused.content.decode()
    eve.post("sign_off", record.pk, decision="returned", words="What did she say about risk?")
    text = ben.text("session", record.session_id)
    assert "The record was returned" in text
    assert "What did she say about risk?" in text
    assert "Returned, not answered yet" in eve.text("sign_offs")
    people.later(minutes=5)
    ben.post("session", record.session_id, act="addendum", addendum="Asked; no thoughts of death.")
    assert "Waits for a supervisor" in ben.text("session", record.session_id)
    people.later(minutes=5)
    assert eve.post("sign_off", record.pk, decision="approved", words="").status_code == 302
    assert "Approved by a supervisor" in ben.text("session", record.session_id)
    assert "Nothing waits for you." in eve.text("sign_offs")
    assert [one.decision for one in SignOff.objects.order_by("decided_at")] == ["returned", "approved"]


def test_reading_one_is_one_event_with_its_purpose(people: People, record: SessionRecord) -> None:
    eve = Screen(people, "eve")
    [event] = events_of(people.ana.pk, lambda: eve.text("sign_off", record.pk))
    assert (event.event, event.purpose) == ("sign_off.seen", "supervision")


@pytest.mark.parametrize("who", ["ben", "dev", "dan", "cleo", "ana"])
def test_for_everybody_else_the_record_is_not_there(people: People, record: SessionRecord, who: str) -> None:
    screen = Screen(people, who)
    assert screen.get("sign_off", record.pk).status_code == 404
    assert screen.post("sign_off", record.pk, decision="approved", words="").status_code == 404
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("who", ["ben", "dan"])
def test_the_list_is_for_supervisors(people: People, record: SessionRecord, who: str) -> None:
    assert Screen(people, who).get("sign_offs").status_code == 403


def test_the_record_of_somebody_who_is_trained_needs_nobody(people: People) -> None:
    record = signed(people)
    eve = Screen(people, "eve")
    assert "No trainee" in eve.text("sign_offs")
    assert "nothing needs signing off" in eve.text("sign_off", record.pk)
    assert "Waits for a supervisor" not in Screen(people, "ben").text("session", record.session_id)


def test_a_longer_list_costs_no_more(people: People, record: SessionRecord) -> None:
    few = queries_of(lambda: Screen(people, "eve").text("sign_offs"))
    for _ in range(3):
        signed(people)
    assert queries_of(lambda: Screen(people, "eve").text("sign_offs")) == few


@pytest.mark.parametrize("page", ["sign_offs", "sign_off"])
def test_every_word_of_ours_can_be_translated(people: People, record: SessionRecord, page: str) -> None:
    args = [record.pk] if page == "sign_off" else []
    assert pseudo.untranslated(Screen(people, "eve").pseudo(page, *args)) == []
