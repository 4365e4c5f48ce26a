"""Sign off: a trainee's record waits for the supervisor of that trainee, who approves it or returns it with words."""

from __future__ import annotations

import pytest

from kith.care.actions import deliver
from kith.care.actions.sign_off import sign_off_record
from kith.care.models import AuditEvent, BadInput, SessionRecord, SignOff, User, WrongMoment
from kith.care.permissions import Refused
from kith.care.queries.sign_offs import sign_offs
from tests.people import People, a_held_session, an_agreed_plan


@pytest.fixture
def record(people: People) -> SessionRecord:
    """Ben is a trainee; the record of his session is signed."""
    User.objects.filter(pk=people.accounts["ben"].pk).update(is_trainee=True)
    held = a_held_session(people, an_agreed_plan(people, people.ana))
    signed = SessionRecord.objects.filter(session=held).first()
    return signed or deliver.record_session(
        session=held, client=people.ana, what=deliver.WhatHappened("We began."), by=people.sees("ben"), at=people.at
    )


def decide(people: People, record: SessionRecord, decision: str, words: str = "", by: str = "eve") -> SignOff:
    return sign_off_record(record=record, decision=decision, words=words, by=people.sees(by), at=people.at)


def waiting(people: People) -> int:
    return len(sign_offs(viewer=people.sees("eve"), at=people.at).waiting)


def test_a_record_is_returned_with_words_and_then_approved(people: People, record: SessionRecord) -> None:
    assert waiting(people) == 1
    decide(people, record, "returned", "Say what you agreed.")
    decide(people, record, "approved")
    assert [row.decision for row in SignOff.objects.order_by("made_at", "decision")].count("approved") == 1
    assert {event.event for event in AuditEvent.objects.filter(event__startswith="record.")} == {
        "record.returned",
        "record.approved",
    }
    assert waiting(people) == 0


@pytest.mark.parametrize("who", ["ana", "ben", "dev", "dan", "cleo"])
def test_only_the_supervisor_of_its_author_signs_it_off(people: People, record: SessionRecord, who: str) -> None:
    with pytest.raises(Refused):
        decide(people, record, "approved", by=who)
    assert not SignOff.objects.exists()


def test_a_return_without_words_and_an_unknown_decision_are_refused(people: People, record: SessionRecord) -> None:
    for decision in ("returned", "perhaps"):
        with pytest.raises(BadInput):
            decide(people, record, decision)


def test_nothing_is_signed_off_twice_nor_for_somebody_who_is_no_trainee(people: People, record: SessionRecord) -> None:
    decide(people, record, "approved")
    with pytest.raises(WrongMoment):
        decide(people, record, "approved")
    User.objects.filter(pk=people.accounts["ben"].pk).update(is_trainee=False)
    record.author.refresh_from_db()
    with pytest.raises(WrongMoment):
        decide(people, record, "approved")
