"""Booking, preparing, running and recording a session."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from kith.care.actions import deliver, practise
from kith.care.actions.tailor import tailor_plan
from kith.care.models import Assignment, Draft, Measurement, Plan, Session, SessionRecord, TechniqueUse
from kith.care.models.knowledge import library
from kith.care.queries.session import session_page
from kith.science.protocols import AgendaItem, Change, Frame, Protocol, SheetUsed, Target, TargetSign
from kith.science.protocols.protocol import Principle
from kith.web.practitioner.record_form import RecordForm
from tests.people import People, an_agreed_plan
from tests.web import pseudo
from tests.web.practitioner.screens import Screen, a_booked_session, a_session, checked_in, events_of, queries_of


@pytest.fixture
def agreed(people: People) -> Plan:
    return an_agreed_plan(people, people.ana)


@pytest.fixture
def session(people: People, agreed: Plan) -> Session:
    """A session that began an hour ago."""
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


def record(screen: Screen, session: Session, act: str = "sign", **changes: Any) -> Any:
    fields = {
        "act": act,
        "draft_version": "0",
        "status": "attended",
        "minutes": "48",
        "note": "We read the diary.",
        "risk": "Asked; no thoughts of death.",
        "agenda_done": ["1", "2"],
        "fidelity-safety": "2",
        "feedback-heard": "9",
        "feedback-what_matters": "8",
        "feedback-way_of_working": "8",
        "feedback-overall": "9",
        "work-worksheet:activity-diary": "on",
        "why-worksheet:activity-diary": "To see the hours.",
        "due-worksheet:activity-diary": "2026-01-13",
        "books_next": "on",
        "next_starts_at": "2026-01-13T09:00",
    }
    return screen.post("session", session.pk, **(fields | changes))


def test_a_session_is_booked_at_the_hour_of_the_place(people: People, agreed: Plan) -> None:
    screen = Screen(people, "ben")
    fields = {"starts_at": "2026-07-01T09:30", "minutes": "50", "setting": "clinic"}
    assert screen.post("book", people.ana.pk, **fields).status_code == 302
    row = Session.objects.get()
    assert (row.starts_at.hour, row.starts_at.minute, row.number) == (8, 30, 1)  # London is an hour ahead in July
    assert "Session 1" in screen.text("book", people.ana.pk)


@pytest.mark.parametrize("changes", [{"minutes": "2"}, {"minutes": "long"}, {"starts_at": "soon"}, {"starts_at": ""}])
def test_a_booking_that_cannot_be_kept_stays_typed(people: People, agreed: Plan, changes: dict[str, str]) -> None:
    fields = {"starts_at": "2026-07-01T09:30", "minutes": "50", "setting": "clinic"} | changes
    answer = Screen(people, "ben").post("book", people.ana.pk, **fields)
    assert answer.status_code == 422
    assert all(f'value="{typed}"' in answer.content.decode() for name, typed in fields.items() if name != "setting")
    assert not Session.objects.exists()


def test_without_a_plan_booking_says_where_to_go(people: People) -> None:
    screen = Screen(people, "ben")
    assert "No plan is agreed yet" in screen.text("book", people.ana.pk)
    screen.post("book", people.ana.pk, starts_at="2026-07-01T09:30", minutes="50")
    assert not Session.objects.exists()


def test_the_brief_is_made_from_the_thread(people: People, agreed: Plan) -> None:
    checked_in(people, people.ana, 18)
    before = a_session(people, agreed)
    what = deliver.WhatHappened("Mornings are hardest.")
    deliver.record_session(session=before, client=people.ana, what=what, by=people.sees("ben"), at=people.at)
    work = deliver.Work("activity-diary", "To see the hours.", None)
    deliver.set_work(plan=agreed, session=before, work=work, by=people.sees("ben"), at=people.at)
    checked_in(people, people.ana, 12)
    now = a_session(people, agreed)
    text = Screen(people, "ben").text("session", now.pk, part="prepare")
    for words in ("Mornings are hardest.", "Activity diary", "Cook for my daughter again", "PHQ-9 was 18"):
        assert words in text
    assert "No safety plan yet" in text


def test_running_shows_agenda_minutes_exercises_and_fidelity(people: People, session: Session) -> None:
    text = Screen(people, "ben").text("session", session.pk, part="run")
    for words in ("from minute 5", "Draw the circle", "A five-areas picture was drawn", "Have ready", "Risk check"):
        assert words in text


def test_one_form_records_everything(people: People, session: Session) -> None:
    screen = Screen(people, "ben")
    assert record(screen, session).status_code == 302
    row = SessionRecord.objects.get()
    assert row.content["fidelity"] == {"safety": 2}
    assert row.content["agenda_done"] == [1, 2]
    assert Assignment.objects.get().document == "activity-diary"
    assert Measurement.objects.get().instrument == "session-feedback"
    assert Session.objects.filter(state="booked").count() == 1
    text = screen.text("session", session.pk)
    assert "Signed record" in text
    assert "We read the diary." in text


def test_each_technique_is_kept_with_what_it_was_for_and_a_task_becomes_work(people: People, session: Session) -> None:
    screen = Screen(people, "ben")
    text = screen.text("session", session.pk, part="record")
    assert "What each technique was for" in text
    goal = people.ana.goal_set.get()
    technique = "five-areas"
    record(
        screen,
        session,
        techniques=[technique],
        goals=[str(goal.pk)],
        tasks="Ring my sister.\n\n Walk to the sea. ",
        **{
            f"use-goals-{technique}": [str(goal.pk)],
            f"use-work-{technique}": ["worksheet:activity-diary"],
            f"use-measures-{technique}": ["phq9"],
        },
    )
    use = TechniqueUse.objects.get()
    assert (use.technique, list(use.goals.all()), use.instruments) == (technique, [goal], ["phq9"])
    assert [work.document for work in use.work.all()] == ["activity-diary"]
    tasks = Assignment.objects.filter(kind="task")
    assert {task.words for task in tasks} == {"Ring my sister.", "Walk to the sea."}
    assert {work.goal for work in Assignment.objects.all()} == {goal}
    text = screen.text("session", session.pk)
    assert "Techniques used, and what for" in text
    assert "Ring my sister." in text
    assert "not rated" in text  # the items that nobody rated


def test_what_the_plan_says_is_ticked_before_anybody_looks(people: People, session: Session) -> None:
    page = session_page(viewer=people.sees("ben"), session_id=session.pk, at=people.at)
    form = RecordForm(page)
    goal = str(people.ana.goal_set.get().pk)
    assert page.guide is not None
    for one in page.guide.techniques:
        assert form[f"use-goals-{one.id}"].initial == [goal]
    assert form["goals"].initial == [goal]
    offered = [one["tick"].name for one in form.work_fields()]
    assert offered == [f"work-{one.key}" for one in page.offered if one.is_of_today]


def test_the_page_of_any_modality_says_who_meets_what_comes_first_and_which_sheets(
    people: People, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    rich = a_rich_protocol()
    monkeypatch.setattr("kith.care.models.plan_courses.protocol_of", lambda _plan: rich)
    card = deliver.Work("dbt-diary-card", "To see the week.", None)
    work = deliver.set_work(plan=session.plan, session=None, work=card, by=people.sees("ben"), at=people.at)  # type: ignore[arg-type]
    screen = Screen(people, "ben")
    assert "No card since last time names a target" in screen.text("session", session.pk, part="prepare")
    deliver.hand_in_work(
        assignment=work, key=uuid4(), done="part", answers={"urge_quit": 4, "urge_die": 0}, obstacle="",
        by=people.sees("ana"), at=people.at,
    )  # fmt: skip
    for part in ("prepare", "run"):
        text = screen.text("session", session.pk, part=part)
        for words in (
            "Ana and her mother", "Accept and change", "Link by link",
            "This week's card names “Staying in the work”", "Staying alive",
        ):  # fmt: skip
            assert words.replace("'", "&#x27;") in text or words in text, (part, words)
    assert "Opened together" in text
    assert "Fill it in together." in screen.text("session", session.pk, part="run")


def test_a_tailored_meeting_says_so_with_its_reason(people: People, agreed: Plan) -> None:
    skip = Change("", "skip", meeting="cbt-depression:1")
    longer = Change("", "lengthen", meeting="cbt-depression:2", minutes=80)
    for change, reason in ((skip, "She knows this already."), (longer, "Her sister comes along.")):
        tailor_plan(plan=agreed, change=change, reason=reason, by=people.sees("ben"), at=people.later(minutes=1))
    now = a_booked_session(people, agreed)
    for part in ("prepare", "run"):
        text = Screen(people, "ben").text("session", now.pk, part=part)
        assert "This meeting is tailored to the person" in text
        assert "Her sister comes along." in text
        assert "She knows this already." not in text  # of a meeting that is not this one


def a_rich_protocol() -> Protocol:
    """A protocol that uses everything a page may hold: a frame, who meets, principles, targets and sheets."""
    plain = library().protocols["cbt-depression"]
    quits = TargetSign(worksheet="dbt-diary-card", field="urge_quit", at_least=3)
    dies = TargetSign(worksheet="dbt-diary-card", field="urge_die", at_least=1)
    first = plain.sessions[0].model_copy(update={"with_whom": "Ana and her mother"})
    opened = AgendaItem(minutes=5, title="Opened together", what="Sit down together.")
    sheet = SheetUsed(worksheet="chain-analysis", filled_in="together", why="To see the links.")
    rich = plain.model_copy(
        update={
            "sessions": (first, *plain.sessions[1:]),
            "frame": Frame(opening=(opened,), sheets=(sheet,)),
            "principles": (Principle(id="both", title="Accept and change", what="Both at once."),),
            "targets": (
                Target(id="life", title="Staying alive", what="First of all.", named_by=(dies,)),
                Target(id="work", title="Staying in the work", what="Then this.", named_by=(quits,)),
            ),
        }
    )
    rich.__dict__.pop("pages", None)  # the meetings without the frame, which the copy took along
    return rich


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"status": ""}, "It does not say whether the person came."),
        ({"note": " "}, "It has no note."),
        ({"next_starts_at": ""}, "The next session has no day and hour."),
        ({"minutes": "long"}, "This is not a whole number."),
        ({"due-worksheet:activity-diary": "soon"}, "This is not a day."),
    ],
)
def test_a_record_that_cannot_be_signed_stays_typed(
    people: People, session: Session, changes: dict[str, str], told: str
) -> None:
    answer = record(Screen(people, "ben"), session, **changes)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert told in text
    assert "Asked; no thoughts of death." in text
    session.refresh_from_db()
    assert (session.state, SessionRecord.objects.count(), Assignment.objects.count()) == ("booked", 0, 0)


def test_a_draft_survives_and_ends_with_the_signature(people: People, session: Session) -> None:
    screen = Screen(people, "ben")
    record(screen, session, "draft", note="Half a thought", status="")
    text = screen.text("session", session.pk)
    assert "Half a thought" in text
    assert "You go on from your draft" in text
    assert 'name="draft_version" value="1"' in text
    record(screen, session, draft_version="1")
    assert not Draft.objects.exists()


@pytest.mark.parametrize("act", ["draft", "sign"])
def test_two_windows_lose_neither_text(people: People, session: Session, act: str) -> None:
    screen = Screen(people, "ben")
    record(screen, session, "draft", note="Text of the first window")
    answer = record(screen, session, act, note="Text of the second window")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Text of the first window" in text
    assert "Text of the second window" in text
    assert 'name="draft_version" value="1"' in text
    assert not SessionRecord.objects.exists()


def test_what_is_signed_is_only_added_to(people: People, session: Session) -> None:
    screen = Screen(people, "ben")
    record(screen, session)
    again = record(screen, session, note="A changed mind")
    assert again.status_code == 409
    assert "A changed mind" in again.content.decode()
    empty = screen.post("session", session.pk, act="addendum", addendum=" ")
    assert empty.status_code == 422
    screen.post("session", session.pk, act="addendum", addendum="She also sang.")
    text = screen.text("session", session.pk)
    assert "She also sang." in text
    assert "We read the diary." in text
    assert "A changed mind" not in text


@pytest.mark.parametrize("name", ["dev", "eve", "ana", "cleo", "finn"])
def test_others_find_nothing_there(people: People, session: Session, name: str) -> None:
    screen = Screen(people, name)
    assert screen.get("session", session.pk).status_code == 404
    assert screen.get("book", people.ana.pk).status_code == 404
    assert record(screen, session).status_code == 404
    assert record(screen, session, "draft").status_code == 404
    assert screen.post("book", people.ana.pk, starts_at="2026-07-01T09:30", minutes="50").status_code == 404
    assert (SessionRecord.objects.count(), Draft.objects.count(), Session.objects.count()) == (0, 0, 1)


def test_a_longer_story_costs_no_more_and_a_look_is_one_event(people: People, agreed: Plan) -> None:
    def met(total: int) -> Session:
        row = a_session(people, agreed)
        what = deliver.WhatHappened("Note.")
        deliver.record_session(session=row, client=people.ana, what=what, by=people.sees("ben"), at=people.at)
        work = deliver.Work("activity-diary", "", None)
        deliver.set_work(plan=agreed, session=row, work=work, by=people.sees("ben"), at=people.at)
        checked_in(people, people.ana, total)
        return row

    met(18)
    second = met(17)
    few = queries_of(lambda: Screen(people, "ben").text("session", second.pk, part="prepare"))
    for total in (16, 15, 14):
        last = met(total)
    assert queries_of(lambda: Screen(people, "ben").text("session", last.pk, part="prepare")) == few
    screen = Screen(people, "ben")
    seen = events_of(people.ana.pk, lambda: screen.text("session", last.pk))
    assert [event.event for event in seen] == ["session.seen"]


@pytest.mark.parametrize("part", ["prepare", "run", "record"])
def test_every_word_of_ours_can_be_translated(people: People, session: Session, part: str) -> None:
    screen = Screen(people, "ben")
    with screen.now():
        html = pseudo.read(screen.browser, f"/care/sessions/{session.pk}/?part={part}")
    assert pseudo.untranslated(html) == []


def test_every_word_of_booking_can_be_translated(people: People, session: Session) -> None:
    assert pseudo.untranslated(Screen(people, "ben").pseudo("book", people.ana.pk)) == []


def test_the_preparation_says_what_was_practised_of_their_own_accord(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    session = a_session(people, agreed)
    assert "Practised of their own accord" not in Screen(people, "ben").text("session", session.pk, part="prepare")
    for before, after in ((8, 5), (6, 4), (3, None)):
        ratings = {"before": before} | ({"after": after} if after is not None else {})
        practise.keep_practice(
            client=people.ana,
            practice="paced-breathing",
            ratings=ratings,
            key=uuid4(),
            by=people.sees("ana"),
            at=people.at,
        )
    text = Screen(people, "ben").text("session", session.pk, part="prepare")
    assert ": 3 times" in text
    assert "on average from 7 to 4.5, over the 2 times with both numbers" in text
