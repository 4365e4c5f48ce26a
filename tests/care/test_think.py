"""Process notes: kept for their author alone, and never the only place where danger is written."""

from __future__ import annotations

import pytest

from kith.care.actions.think import write_process_note
from kith.care.models import AuditEvent, BadInput, ProcessNote, Session, SessionRecord, WrongMoment
from kith.care.models.keys import key_of
from kith.care.permissions import Refused
from kith.care.queries.process_notes import process_notes
from tests.people import People, a_held_session, an_agreed_plan


@pytest.fixture
def held(people: People) -> Session:
    return a_held_session(people, an_agreed_plan(people, people.ana))


def write(people: People, held: Session, words: str, by: str = "ben", **given: str) -> ProcessNote:
    return write_process_note(session=held, words={"own": words}, by=people.sees(by), at=people.at, **given)


def test_a_process_note_is_kept_and_audited_without_a_word_of_it(people: People, held: Session) -> None:
    note = write(people, held, "I felt hurried today.")
    assert note.words == {"own": "I felt hurried today."}
    event = AuditEvent.objects.get(event="process_note.written")
    assert (event.object_id, event.actor_id) == (str(note.pk), people.accounts["ben"].pk)
    page = process_notes(viewer=people.sees("ben"), session_id=held.pk, at=people.at)
    assert "I felt hurried today." in str(page)


@pytest.mark.parametrize("who", ["ana", "eve", "dev", "dan", "cleo", "finn"])
def test_nobody_but_its_author_writes_or_reads_one(people: People, held: Session, who: str) -> None:
    write(people, held, "I felt hurried today.")
    with pytest.raises(Refused):
        write(people, held, "Mine.", by=who)
    with pytest.raises(Refused):
        process_notes(viewer=people.sees(who), session_id=held.pk, at=people.at)


def test_its_key_is_neither_the_clients_nor_another_authors(people: People, held: Session) -> None:
    note = write(people, held, "I felt hurried today.")
    owners = {note.key_owner_id, people.ana.pk, people.accounts["ben"].pk}
    assert len(owners) == 3
    assert key_of(note.key_owner_id) != key_of(people.ana.pk)


def test_words_of_danger_may_not_stand_only_where_nobody_reads(people: People, held: Session) -> None:
    with pytest.raises(BadInput) as refused:
        write(people, held, "She spoke of suicide in passing.")
    assert refused.value.field == "in_record"
    assert not ProcessNote.objects.exists()
    assert not SessionRecord.objects.filter(session=held, adds_to__isnull=False).exists()
    write(people, held, "She spoke of suicide in passing.", in_record="copied", copy="Ana named thoughts of suicide.")
    assert "thoughts of suicide" in [row.note for row in SessionRecord.objects.filter(session=held)][-1]


def test_a_note_without_danger_asks_for_nothing(people: People, held: Session) -> None:
    write(people, held, "We laughed a lot.")
    assert ProcessNote.objects.count() == 1


def test_an_empty_note_and_one_before_the_session_are_refused(people: People, held: Session) -> None:
    with pytest.raises(BadInput):
        write(people, held, "   ")
    Session.objects.filter(pk=held.pk).update(state="booked")
    held.refresh_from_db()
    with pytest.raises(WrongMoment):
        write(people, held, "Too early.")
