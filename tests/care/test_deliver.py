"""Delivering: a session is recorded whole or not at all; what is signed is never edited."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kith.care.actions import deliver, finish
from kith.care.models import (
    Assignment,
    Attendance,
    AuditEvent,
    BadInput,
    Draft,
    Measurement,
    Plan,
    Session,
    SessionRecord,
    Stale,
    WrongMoment,
)
from kith.care.permissions import NotYours
from kith.care.queries.my_work import my_work
from tests.people import People, an_agreed_plan

MARKS = {"heard": 9.0, "what_matters": 8.0, "way_of_working": 8.0, "overall": 9.0}


@pytest.fixture
def agreed(people: People) -> Plan:
    return an_agreed_plan(people, people.ana)


@pytest.fixture
def session(people: People, agreed: Plan) -> Session:
    """A session that began an hour ago and is not recorded yet."""
    row = deliver.book_session(
        plan=agreed,
        starts_at=people.at + timedelta(days=1),
        minutes=50,
        setting="clinic",
        practitioner=people.accounts["ben"].pk,
        by=people.sees("ben"),
        at=people.at,
    )
    people.later(days=1, hours=1)
    return row


def all_of_it(people: People) -> finish.Finished:
    return finish.Finished(
        status="attended",
        minutes=48,
        reason="",
        what=deliver.WhatHappened("Read the diary.", {"agenda_done": [1, 2]}, ("monitoring",)),
        work=(
            deliver.Work("activity-diary", "To see the hours.", None),
            deliver.Work("depression-and-doing", "To know why.", None, kind="lesson"),
        ),
        feedback=MARKS,
        feedback_key=uuid.uuid4(),
        next=finish.Next(people.at + timedelta(days=6), 50, "clinic"),
    )


def finished(people: People, session: Session, done: finish.Finished, by: str = "ben", version: int = 0) -> Any:
    return finish.finish_session(
        session=session, client=people.ana, done=done, draft_version=version, by=people.sees(by), at=people.at
    )


def drafted(people: People, session: Session, version: int, note: str = "Half", by: str = "ben") -> Draft:
    return finish.save_session_draft(
        session=session,
        client=people.ana,
        content={"note": [note]},
        version=version,
        by=people.sees(by),
        at=people.at,
    )


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Attendance, SessionRecord, Assignment, Measurement, Session))


def test_one_act_records_everything_and_is_audited(people: People, session: Session) -> None:
    drafted(people, session, 0)
    record = finished(people, session, all_of_it(people), version=1)
    session.refresh_from_db()
    assert (session.state, record.techniques, counts()) == ("held", ["monitoring"], (1, 1, 2, 1, 2))
    assert people.ana.episode_set.get().state == "in_treatment"
    assert Measurement.objects.get().session_id == session.pk
    assert not Draft.objects.exists()
    wanted = {"attendance.recorded", "session.recorded", "work.set", "measurement.submitted", "session.finished"}
    assert wanted | {"session.booked"} <= set(AuditEvent.objects.values_list("event", flat=True))


@pytest.mark.parametrize("part", ["status", "note", "work", "feedback", "next"])
def test_one_wrong_part_keeps_nothing_half_done(people: People, session: Session, part: str) -> None:
    whole, before = all_of_it(people), counts()
    broken = {
        "status": replace(whole, status=""),
        "note": replace(whole, what=deliver.WhatHappened("  ")),
        "work": replace(whole, work=(*whole.work, deliver.Work("no-such", "", None))),
        "feedback": replace(whole, feedback=MARKS | {"heard": 99.0}),
        "next": replace(whole, next=finish.Next(people.at, 2, "clinic")),
    }[part]
    with pytest.raises(BadInput) as refused:
        finished(people, session, broken)
    assert all((refused.value.what, refused.value.found, refused.value.instead))
    session.refresh_from_db()
    assert (counts(), session.state) == (before, "booked")


def test_somebody_who_did_not_come_has_no_record_and_no_work(people: People, session: Session) -> None:
    gone = replace(all_of_it(people), status="did_not_attend", what=deliver.WhatHappened(""), next=None)
    assert finished(people, session, gone) is None
    session.refresh_from_db()
    assert (session.state, counts()) == ("missed", (1, 0, 0, 0, 1))


def test_nobody_comes_to_a_session_that_has_not_begun(people: People, session: Session) -> None:
    people.later(hours=-2)
    with pytest.raises(WrongMoment):
        finished(people, session, all_of_it(people))


def test_a_record_is_signed_once_and_then_only_added_to(people: People, session: Session) -> None:
    done = replace(all_of_it(people), next=None)
    record = finished(people, session, done)
    before = counts()
    with pytest.raises(Stale):
        finished(people, session, replace(done, feedback_key=uuid.uuid4()))
    assert counts() == before
    with pytest.raises(Stale):
        drafted(people, session, 0)
    added = deliver.record_session(
        session=session,
        client=people.ana,
        what=deliver.WhatHappened("She also sang."),
        adds_to=record,
        by=people.sees("ben"),
        at=people.at,
    )
    assert added.adds_to == record
    assert SessionRecord.objects.get(pk=record.pk).note == "Read the diary."


def test_a_draft_is_never_written_over_another_windows_text(people: People, session: Session) -> None:
    drafted(people, session, 0, "First")
    drafted(people, session, 1, "Second")
    with pytest.raises(Stale):
        drafted(people, session, 1, "From an old window")
    with pytest.raises(Stale):
        finished(people, session, all_of_it(people), version=1)
    assert Draft.objects.get().content == {"note": ["Second"]}
    assert not SessionRecord.objects.exists()


@pytest.mark.parametrize("name", ["dev", "eve", "ana", "finn", "cleo"])
def test_others_neither_record_nor_draft(people: People, session: Session, name: str) -> None:
    with pytest.raises(NotYours):
        finished(people, session, all_of_it(people), by=name)
    with pytest.raises(NotYours):
        drafted(people, session, 0, by=name)
    assert not SessionRecord.objects.exists()


def test_a_lesson_is_kept_by_its_name_in_all_languages(people: People, agreed: Plan) -> None:
    for name in ("depression-and-doing", "depression-and-doing.en"):
        work = deliver.Work(name, "", None, kind="lesson")
        row = deliver.set_work(plan=agreed, session=None, work=work, by=people.sees("ben"), at=people.at)
        assert (row.document, row.document_version) == ("depression-and-doing", "1.0")


def test_a_reply_stands_beside_the_entry_and_only_ben_writes_it(people: People, agreed: Plan) -> None:
    work = deliver.set_work(
        plan=agreed,
        session=None,
        work=deliver.Work("activity-diary", "", None),
        by=people.sees("ben"),
        at=people.at,
    )
    entry = deliver.hand_in_work(
        assignment=work,
        key=uuid.uuid4(),
        done="not",
        answers={},
        obstacle="No time",
        by=people.sees("ana"),
        at=people.at,
    )
    for name in ("dev", "eve", "ana"):
        with pytest.raises(NotYours):
            deliver.reply_to_work(entry=entry, words="Well done", by=people.sees(name), at=people.at)
    with pytest.raises(BadInput):
        deliver.reply_to_work(entry=entry, words=" ", by=people.sees("ben"), at=people.at)
    reply = deliver.reply_to_work(entry=entry, words="Thank you for saying so.", by=people.sees("ben"), at=people.at)
    assert reply.words == "Thank you for saying so."
    assert AuditEvent.objects.filter(event="work.replied").count() == 1


def a_task(people: People, agreed: Plan, words: str, by: str = "ben") -> Assignment:
    work = deliver.Work("", "To see people.", None, kind="task", words=words)
    return deliver.set_work(plan=agreed, session=None, work=work, by=people.sees(by), at=people.at)


def test_a_task_in_words_is_work_that_the_client_sees_and_hands_in(people: People, agreed: Plan) -> None:
    set_ = a_task(people, agreed, "  Ring my sister on Sunday.  ")
    assert (set_.kind, set_.document, set_.document_version) == ("task", "", "")
    assert Assignment.objects.get(pk=set_.pk).words == "Ring my sister on Sunday."

    [row] = my_work(viewer=people.sees("ana"), at=people.at).to_do
    assert (row.kind, row.title, row.minutes) == ("task", "Ring my sister on Sunday.", 0)

    deliver.hand_in_work(
        assignment=set_, key=uuid.uuid4(), done="not", answers={}, obstacle="No credit", by=people.sees("ana"),
        at=people.at,
    )  # fmt: skip
    assert Assignment.objects.get(pk=set_.pk).state == "not_done"
    assert AuditEvent.objects.filter(event="work.set", subjects__client_id=people.ana.pk).count() == 1


@pytest.mark.parametrize("words", ["", "   ", "x" * (deliver.LONGEST_TASK + 1)])
def test_a_task_needs_words_and_not_too_many(people: People, agreed: Plan, words: str) -> None:
    with pytest.raises(BadInput, match="The work was not set"):
        a_task(people, agreed, words)
    assert not Assignment.objects.exists()


def test_another_team_sets_no_task(people: People, agreed: Plan) -> None:
    with pytest.raises(NotYours):
        a_task(people, agreed, "Ring my sister.", by="dev")


def test_open_work_is_taken_back_and_the_client_no_longer_finds_it(people: People, agreed: Plan) -> None:
    set_ = a_task(people, agreed, "Ring my sister.")
    deliver.withdraw_work(assignment=set_, by=people.sees("ben"), at=people.at)
    assert Assignment.objects.get(pk=set_.pk).state == "withdrawn"
    assert my_work(viewer=people.sees("ana"), at=people.at).is_empty
    assert AuditEvent.objects.filter(event="work.withdrawn", subjects__client_id=people.ana.pk).count() == 1


@pytest.mark.parametrize("name", ["dev", "ana", "eve"])
def test_others_take_no_work_back(people: People, agreed: Plan, name: str) -> None:
    set_ = a_task(people, agreed, "Ring my sister.")
    with pytest.raises(NotYours):
        deliver.withdraw_work(assignment=set_, by=people.sees(name), at=people.at)
    assert Assignment.objects.get(pk=set_.pk).state == "set"


@pytest.mark.parametrize("done", ["full", "part", "not", None])
def test_work_that_came_back_or_was_taken_back_is_not_open_any_more(
    people: People, agreed: Plan, done: str | None
) -> None:
    set_ = a_task(people, agreed, "Ring my sister.")
    if done is None:
        deliver.withdraw_work(assignment=set_, by=people.sees("ben"), at=people.at)
    else:
        deliver.hand_in_work(
            assignment=set_, key=uuid.uuid4(), done=done, answers={}, obstacle="", by=people.sees("ana"), at=people.at
        )
    before = Assignment.objects.get(pk=set_.pk).state
    with pytest.raises(WrongMoment, match="The work was not taken back"):
        deliver.withdraw_work(assignment=set_, by=people.sees("ben"), at=people.at)
    assert Assignment.objects.get(pk=set_.pk).state == before


def test_work_taken_back_at_the_same_moment_stays_taken_back(people: People, agreed: Plan) -> None:
    """The client's page was read before; what they send comes after, and must not bring the work back."""
    set_ = a_task(people, agreed, "Ring my sister.")
    as_read_before = Assignment.objects.get(pk=set_.pk)
    deliver.withdraw_work(assignment=set_, by=people.sees("ben"), at=people.at)
    with pytest.raises(WrongMoment):
        deliver.hand_in_work(
            assignment=as_read_before,
            key=uuid.uuid4(),
            done="full",
            answers={},
            obstacle="",
            by=people.sees("ana"),
            at=people.at,
        )
    assert Assignment.objects.get(pk=set_.pk).state == "withdrawn"
    assert not set_.entries.exists()
