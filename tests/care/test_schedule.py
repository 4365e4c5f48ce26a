"""Measuring over time: what is asked opens once, on its day, and is answered, let pass, or declined with a reason."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from kith.care.actions import asking, deliver, measure, plan, review, schedule, set_up
from kith.care.actions.schedule import Asking
from kith.care.models import (
    AuditEvent,
    BadInput,
    Client,
    Measurement,
    MeasureRequest,
    MeasureSchedule,
    Plan,
    Session,
    WrongMoment,
    knowledge,
)
from kith.care.models.knowledge import library
from kith.care.permissions import NotAllowed, NotYours
from kith.care.queries.today import measures_due
from tests.care.courses import a_group, a_meeting, a_member
from tests.care.test_sent_twice import all_at_once
from tests.people import PHQ9_LOW, People, a_client, a_held_session, a_service, an_agreed_plan

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def parents_may_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library in which K10 may be filled in by a parent too: the free ones of today are all for the person."""
    real = knowledge.may_fill_in

    def may(instrument: str) -> tuple[str, ...]:
        return ("self", "parent") if instrument == "k10" else real(instrument)

    monkeypatch.setattr(schedule, "may_fill_in", may)


def today_of(people: People) -> date:
    return people.at.astimezone(LONDON).date()


def ask(
    people: People, rhythm: str = "weekly", instrument: str = "phq9", by: str = "ben", **more: Any
) -> MeasureSchedule:
    given = Asking(instrument, rhythm, more.pop("starts_on", None) or today_of(people), **more)
    return schedule.set_schedule(client=people.ana, asking=given, by=people.sees(by), at=people.at)


def work(people: People) -> list[MeasureRequest]:
    return asking.open_requests(by=set_up.founder(people.service.pk), at=people.at)


def requests(people: People, **which: Any) -> list[tuple[str, date, str]]:
    rows = MeasureRequest.objects.filter(**which).order_by("due_on", "instrument")
    return [(row.instrument, row.due_on, row.state) for row in rows]


def states(people: People, **which: Any) -> list[str]:
    return [state for _, _, state in requests(people, **which)]


def answer(people: People, instrument: str = "phq9", by: str = "ana", respondent: str = "self") -> Measurement:
    answers = dict(PHQ9_LOW) if instrument == "phq9" else dict.fromkeys((f"x{n}" for n in ()), 1)
    if instrument != "phq9":
        answers = {item.id: 1 for item in knowledge.library().instruments[instrument].items}
    return measure.submit_measurement(
        client=people.ana,
        instrument=instrument,
        key=uuid.uuid4(),
        answers=answers,
        language="en",
        respondent=respondent,
        by=people.sees(by),
        at=people.at,
    )


def booked(people: People, agreed: Plan, **later: float) -> Session:
    return deliver.book_session(
        plan=agreed,
        starts_at=people.at + timedelta(**later),
        minutes=50,
        setting="clinic",
        practitioner=people.accounts["ben"].pk,
        by=people.sees("ben"),
        at=people.at,
    )


def due(people: People) -> list[str]:
    found = measures_due(viewer=people.sees("ana"), client=people.ana, at=people.at)
    return [one.instrument for one in found if one.instrument != "goal-rating"]


# Set and end.


def test_a_measure_that_starts_today_is_open_at_once_and_audited(people: People) -> None:
    row = ask(people)
    assert requests(people) == [("phq9", today_of(people), "open")]
    assert (row.days_open, row.set_by_id, row.months_after) == (3, people.accounts["ben"].pk, [])
    assert AuditEvent.objects.filter(event="schedule.set", object_id=str(row.pk)).count() == 1


@pytest.mark.parametrize("name", ["dev", "eve", "ana", "cleo", "finn", "dan"])
def test_others_set_and_end_nothing(people: People, name: str) -> None:
    row = ask(people)
    with pytest.raises(NotYours):
        ask(people, instrument="gad7", by=name)
    with pytest.raises(NotYours):
        schedule.end_schedule(schedule=row, by=people.sees(name), at=people.at)
    assert MeasureSchedule.objects.get().ended_at is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"instrument": "no-such-thing"}, "instrument"),
        ({"instrument": "goal-rating"}, "instrument"),
        ({"respondent": "teacher"}, "respondent"),
        ({"respondent": "neighbour"}, "respondent"),
        ({"rhythm": "daily"}, "rhythm"),
        ({"starts_on": date(2026, 1, 4)}, "starts_on"),
        ({"ends_on": date(2026, 1, 4)}, "ends_on"),
        ({"days_open": 0}, "days_open"),
        ({"days_open": 8}, "days_open"),
        ({"rhythm": "follow_up", "months_after": ()}, "months_after"),
        ({"rhythm": "follow_up", "months_after": (0, 3)}, "months_after"),
    ],
)
def test_what_cannot_be_asked_says_why(people: People, changes: dict[str, Any], field: str) -> None:
    given = replace(Asking("phq9", "weekly", today_of(people)), **changes)
    with pytest.raises(BadInput) as refused:
        schedule.set_schedule(client=people.ana, asking=given, by=people.sees("ben"), at=people.at)
    assert all((refused.value.what, refused.value.found, refused.value.instead))
    assert refused.value.field == field
    assert not MeasureSchedule.objects.exists()


def test_the_same_measure_of_the_same_respondent_is_not_asked_twice(people: People) -> None:
    ask(people)
    with pytest.raises(BadInput, match="already asked"):
        ask(people, "monthly")
    ask(people, "follow_up")  # what comes after the care is another matter
    with pytest.raises(BadInput, match="already asked"):
        ask(people, "follow_up", months_after=(2,))


def test_the_database_keeps_a_second_live_one_out_too(people: People) -> None:
    row = ask(people)
    row.pk, row._state.adding = uuid.uuid4(), True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_ending_withdraws_what_is_open_and_keeps_what_was_answered(people: People) -> None:
    row = ask(people)
    answer(people)
    people.later(days=7)
    work(people)
    schedule.end_schedule(schedule=row, by=people.sees("ben"), at=people.at)
    assert states(people) == ["answered", "withdrawn"]
    people.later(days=7)
    work(people)
    assert len(requests(people)) == 2
    with pytest.raises(WrongMoment, match="twice"):
        schedule.end_schedule(schedule=row, by=people.sees("ben"), at=people.at)
    ask(people)  # and may be set anew


def test_nothing_is_set_after_the_care(people: People) -> None:
    review.end_episode(client=people.ana, ending="moved", note="", by=people.sees("ben"), at=people.at)
    with pytest.raises((WrongMoment, NotYours)):
        ask(people)


# Open and let pass.


def test_the_worker_opens_each_day_once_however_often_it_comes(people: People) -> None:
    ask(people)
    for _ in range(22):
        for _ in range(3):
            work(people)
        people.later(days=1)
    first = date(2026, 1, 5)
    assert requests(people) == [
        ("phq9", first + timedelta(days=days), "open" if days == 21 else "expired") for days in (0, 7, 14, 21)
    ]


def test_a_day_on_which_nobody_looked_was_never_asked(people: People) -> None:
    ask(people)
    people.later(days=16)
    work(people)  # the worker was away over the second week and came back two days into the third
    assert requests(people) == [("phq9", date(2026, 1, 5), "expired"), ("phq9", date(2026, 1, 19), "open")]


def test_only_the_installation_runs_the_worker(people: People) -> None:
    for name in ("ben", "ana", "cleo", "dan"):
        with pytest.raises(NotAllowed):
            asking.open_requests(by=people.sees(name), at=people.at)
        with pytest.raises(NotAllowed):
            asking.plan_measure_reminders(by=people.sees(name), at=people.at)


def test_two_workers_that_both_see_a_day_missing_open_it_once(people: People) -> None:
    row = ask(people)
    people.later(days=7)
    opened = work(people)
    with transaction.atomic():  # the second worker looked before the first had written
        MeasureRequest.objects.bulk_create(
            [asking._request(row, asking.on_day(opened[0].due_on, 3, LONDON), None, people.at)], ignore_conflicts=True
        )
    assert MeasureRequest.objects.filter(due_on=opened[0].due_on).count() == 1


def test_a_measure_ends_on_its_last_day(people: People) -> None:
    ask(people, ends_on=date(2026, 1, 12))
    people.later(days=7)
    assert len(work(people)) == 1
    people.later(days=7)
    assert work(people) == []


@pytest.mark.parametrize("clocks", [datetime(2026, 3, 26, 12, tzinfo=UTC), datetime(2026, 10, 22, 12, tzinfo=UTC)])
def test_a_weekly_day_stays_a_weekday_when_the_clocks_change(people: People, clocks: datetime) -> None:
    people.at = clocks
    ask(people, days_open=1)
    for _ in range(21 * 4):
        people.later(hours=6)
        work(people)
    rows = list(MeasureRequest.objects.order_by("due_on"))
    assert [row.due_on for row in rows] == [clocks.date() + timedelta(weeks=week) for week in range(4)]
    for row in rows:
        opens, expires = row.opens_at.astimezone(LONDON), row.expires_at.astimezone(LONDON)
        assert (opens.date(), opens.hour, expires.date() - row.due_on, expires.hour) == (
            row.due_on,
            0,
            timedelta(days=1),
            0,
        )


def test_a_monthly_measure_of_the_31st_keeps_its_day(people: People) -> None:
    people.at = datetime(2026, 1, 31, 9, tzinfo=UTC)
    ask(people, "monthly")
    for _ in range(95):
        people.later(days=1)
        work(people)
    assert [day for _, day, _ in requests(people)] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


# Sessions.


def test_agreeing_a_plan_asks_its_measures_at_every_session(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    rows = MeasureSchedule.objects.order_by("-instrument")
    assert [(row.instrument, row.rhythm, row.plan_id) for row in rows] == [
        ("phq9", "every_session", agreed.pk),
        ("negative-effects", "monthly", agreed.pk),
        ("gad7", "every_session", agreed.pk),
    ]
    booked(people, agreed, days=5)
    assert work(people) == []
    people.later(days=3)
    work(people)
    assert requests(people) == [(name, date(2026, 1, 10), "open") for name in ("gad7", "phq9")]
    row = MeasureRequest.objects.first()
    assert row.due_at == row.session.starts_at


def test_a_session_called_off_asks_nothing_and_one_booked_anew_asks_again(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    session = booked(people, agreed, days=1)
    work(people)
    deliver.record_attendance(
        session=session,
        client=people.ana,
        status="cancelled",
        minutes=None,
        reason="",
        by=people.sees("ben"),
        at=people.at,
    )
    work(people)
    assert states(people) == ["withdrawn", "withdrawn"]
    booked(people, agreed, days=1, hours=2)
    work(people)
    assert sorted(states(people)) == ["open", "open", "withdrawn", "withdrawn"]


def test_a_session_missed_can_still_be_answered_and_then_passes(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    session = booked(people, agreed, days=1)
    work(people)
    people.later(days=1, hours=1)
    deliver.record_attendance(
        session=session,
        client=people.ana,
        status="did_not_attend",
        minutes=None,
        reason="",
        by=people.sees("ben"),
        at=people.at,
    )
    work(people)
    assert states(people) == ["open", "open"]
    people.later(days=2)
    work(people)
    assert states(people) == ["expired", "expired"]


OF_THE_GROUP = ("group-session-check", date(2026, 1, 6), "open")  # how the meeting itself was, asked of every member


def test_meetings_of_a_group_ask_those_without_a_plan_of_their_own(people: People) -> None:
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    ask(people, "every_session", "k10")
    a_meeting(people, group)
    work(people)
    assert requests(people) == [OF_THE_GROUP, ("k10", date(2026, 1, 6), "open")]


def test_whoever_has_sessions_of_their_own_is_not_asked_at_the_groups_too(people: People) -> None:
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    an_agreed_plan(people, people.ana)
    a_meeting(people, group)
    work(people)
    assert requests(people) == [OF_THE_GROUP]


def test_a_new_plan_goes_on_with_what_both_ask_and_ends_the_rest(people: People) -> None:
    first = an_agreed_plan(people, people.ana)
    ask(people, "monthly", "k10")
    kept = set(MeasureSchedule.objects.filter(instrument__in=("phq9", "gad7")).values_list("pk", flat=True))
    an_agreed_plan(people, people.ana, protocol="cbt-panic")
    first.refresh_from_db()
    assert first.state == "ended"
    assert (
        set(MeasureSchedule.objects.filter(ended_at=None, rhythm="every_session").values_list("pk", flat=True)) == kept
    )
    an_agreed_plan(people, people.ana, protocol="community-sociotherapy")
    live = MeasureSchedule.objects.filter(ended_at=None).order_by("instrument")
    by_hand = [row.instrument for row in live if row.plan_id is None]
    assert ([row.instrument for row in live], by_hand) == (
        ["k10", "negative-effects", "phq9", "session-feedback", "sociotherapy-benefit", "sociotherapy-safety"],
        ["k10"],
    )


def test_questions_about_a_session_are_asked_after_it_and_not_about_one_that_was_missed(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    ask(people, "every_session", "session-feedback")
    session, feedback = booked(people, agreed, days=1), {"instrument": "session-feedback"}
    work(people)
    assert requests(people, **feedback) == []
    people.later(days=1)
    work(people)
    assert states(people, **feedback) == ["open"]
    deliver.record_attendance(
        session=session,
        client=people.ana,
        status="did_not_attend",
        minutes=None,
        reason="",
        by=people.sees("ben"),
        at=people.at,
    )
    work(people)
    assert states(people, **feedback) == ["withdrawn"]
    work(people)
    assert states(people, **feedback) == ["withdrawn"]


# After the care.


def ended(people: People, ending: str = "completed") -> None:
    a_held_session(people, an_agreed_plan(people, people.ana))
    review.end_episode(client=people.ana, ending=ending, note="", by=people.sees("ben"), at=people.at)


def test_after_the_care_the_measures_are_asked_at_1_3_6_and_12_months_and_answered(people: People) -> None:
    people.at = datetime(2026, 8, 30, 9, tzinfo=UTC)
    people.ana.episode_set.update(opened_on=date(2026, 8, 1))
    ended(people)
    assert {(row.rhythm, tuple(row.months_after)) for row in MeasureSchedule.objects.filter(ended_at=None)} == {
        ("follow_up", (1, 3, 6, 12)),
        ("follow_up", (1,)),
    }
    assert MeasureSchedule.objects.get(ended_at=None, months_after=[1]).instrument == "negative-effects"
    people.at = datetime(2026, 9, 30, 8, tzinfo=UTC)
    work(people)
    assert due(people) == ["phq9", "gad7", "negative-effects"]
    answer(people)
    assert due(people) == ["gad7", "negative-effects"]
    for _ in range(370):
        people.later(days=1)
        work(people)
    assert [(day, state) for name, day, state in requests(people) if name == "phq9"] == [
        (date(2026, 9, 30), "answered"),
        (date(2026, 11, 30), "expired"),
        (date(2027, 2, 28), "expired"),
        (date(2027, 8, 31), "expired"),
    ]


@pytest.mark.parametrize("ending", ["declined", "transferred"])
def test_those_who_said_no_or_are_cared_for_elsewhere_are_left_in_peace(people: People, ending: str) -> None:
    ended(people, ending)
    assert not MeasureSchedule.objects.filter(ended_at=None).exists()


def test_those_who_were_never_treated_are_not_followed_up(people: People) -> None:
    an_agreed_plan(people, people.ana)
    review.end_episode(client=people.ana, ending="dropped_out", note="", by=people.sees("ben"), at=people.at)
    assert not MeasureSchedule.objects.filter(ended_at=None).exists()


def test_a_follow_up_agreed_with_the_person_is_kept_as_agreed(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    a_held_session(people, agreed)
    ask(people, "follow_up", months_after=(2,))
    review.end_episode(client=people.ana, ending="completed", note="", by=people.sees("ben"), at=people.at)
    live = MeasureSchedule.objects.filter(ended_at=None).order_by("instrument")
    assert [(row.instrument, row.months_after) for row in live] == [
        ("gad7", [1, 3, 6, 12]),
        ("negative-effects", [1]),
        ("phq9", [2]),
    ]


def test_what_is_open_is_withdrawn_when_the_care_ends(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    a_held_session(people, agreed)
    booked(people, agreed, days=1)
    work(people)
    review.end_episode(client=people.ana, ending="completed", note="", by=people.sees("ben"), at=people.at)
    assert set(states(people, due_on__gt=today_of(people))) == {"withdrawn"}


# Answer.


def test_an_answer_finds_its_request_in_the_same_moment(people: People) -> None:
    ask(people)
    ask(people, instrument="gad7")
    sent = answer(people)
    row = MeasureRequest.objects.get(instrument="phq9")
    assert (row.state, row.measurement_id, row.decided_at) == ("answered", sent.pk, people.at)
    assert states(people, instrument="gad7") == ["open"]


def test_an_answer_by_somebody_else_answers_nothing_of_the_persons(people: People) -> None:
    ask(people)
    answer(people, by="ben", respondent="clinician")
    assert states(people) == ["open"]


def test_a_goal_that_is_rated_answers_no_measure(people: People) -> None:
    an_agreed_plan(people, people.ana)
    row = ask(people, "weekly", "k10")
    MeasureRequest.objects.filter(schedule=row).update(instrument="goal-rating")
    measure.submit_measurement(
        client=people.ana,
        instrument="goal-rating",
        key=uuid.uuid4(),
        answers={"how_near": 3},
        language="en",
        goal=people.ana.goal_set.get(),
        by=people.sees("ana"),
        at=people.at,
    )
    assert states(people, schedule=row) == ["open"]


def test_an_answer_that_is_refused_leaves_the_request_open(people: People) -> None:
    ask(people)
    with pytest.raises(BadInput):
        measure.submit_measurement(
            client=people.ana,
            instrument="phq9",
            key=uuid.uuid4(),
            answers={"mood": 99},
            language="en",
            by=people.sees("ana"),
            at=people.at,
        )
    assert states(people) == ["open"]


def test_an_answer_after_the_end_is_kept_and_answers_nothing(people: People) -> None:
    ask(people)
    people.later(days=3)
    answer(people)
    assert (Measurement.objects.count(), states(people)) == (1, ["open"])
    work(people)
    assert states(people) == ["expired"]


def test_an_answer_given_before_the_worker_came_counts_once(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    booked(people, agreed, days=1)
    booked(people, agreed, days=2)
    sent = answer(people)
    work(people)
    rows = MeasureRequest.objects.filter(instrument="phq9").order_by("due_on")
    assert [(row.state, row.measurement_id) for row in rows] == [("answered", sent.pk), ("open", None)]
    people.later(days=1)
    work(people)
    assert [row.state for row in rows.all()] == ["answered", "open"]


def test_an_answer_of_six_days_before_a_session_is_too_old(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    answer(people)
    booked(people, agreed, days=6)
    people.later(days=4)
    work(people)
    assert states(people, instrument="phq9") == ["open"]


# Decline.


def declined(
    people: People, how: str = "skip", by: str = "ana", reason: str = "unwell", words: str = ""
) -> MeasureRequest:
    decide = schedule.skip_request if how == "skip" else schedule.refuse_request
    return decide(request=MeasureRequest.objects.get(), reason=reason, words=words, by=people.sees(by), at=people.at)


@pytest.mark.parametrize(("how", "state"), [("skip", "skipped"), ("refuse", "refused")])
@pytest.mark.parametrize("by", ["ana", "ben"])
def test_a_no_with_its_reason_is_kept_and_audited(people: People, how: str, state: str, by: str) -> None:
    ask(people)
    declined(people, how, by, words="  It was a long week. ")
    row = MeasureRequest.objects.get()
    assert (row.state, row.reason, row.words, row.decided_by_id) == (
        state,
        "unwell",
        "It was a long week.",
        people.accounts[by].pk,
    )
    assert AuditEvent.objects.filter(event=f"request.{state}").count() == 1
    assert due(people) == ["gad7"], "gad7 is asked by the usual rule; what was declined is not."
    declined(people, how, by, reason="no_time")  # the second press of a button
    assert MeasureRequest.objects.get().reason == "no_time"


@pytest.mark.parametrize("reason", ["", "because"])
def test_a_no_without_a_reason_is_not_kept(people: People, reason: str) -> None:
    ask(people)
    with pytest.raises(BadInput) as refused:
        declined(people, reason=reason)
    assert refused.value.field == "reason"
    assert states(people) == ["open"]


@pytest.mark.parametrize("name", ["dev", "eve", "cleo", "finn", "dan", "zoe"])
def test_nobody_else_says_no_for_ana(people: People, name: str) -> None:
    if name == "zoe":
        a_client(people, "zoe", "Zoe", "Lund")
    ask(people)
    for verb in (schedule.skip_request, schedule.refuse_request):
        with pytest.raises(NotYours):
            verb(request=MeasureRequest.objects.get(), reason="unwell", by=people.sees(name), at=people.at)
    with pytest.raises(NotYours):
        schedule.reopen_request(request=MeasureRequest.objects.get(), by=people.sees(name), at=people.at)
    assert states(people) == ["open"]


def test_ana_does_not_decide_for_her_parent(people: People, parents_may_answer: None) -> None:
    ask(people, instrument="k10", respondent="parent")
    with pytest.raises(NotYours):
        declined(people)
    assert declined(people, by="ben", reason="not_reached").state == "skipped"


def test_after_its_end_nothing_is_declined_or_opened_again(people: People) -> None:
    ask(people)
    declined(people)
    people.later(days=3)
    for act in (
        lambda: declined(people, "refuse"),
        lambda: schedule.reopen_request(request=MeasureRequest.objects.get(), by=people.sees("ana"), at=people.at),
    ):
        with pytest.raises(WrongMoment, match="ended on 8 January 2026"):
            act()
    work(people)
    assert states(people) == ["skipped"], "A no is not turned into silence."


def test_a_no_is_taken_back_while_it_lasts(people: People) -> None:
    ask(people)
    declined(people, "refuse", words="Not now.")
    schedule.reopen_request(request=MeasureRequest.objects.get(), by=people.sees("ana"), at=people.at)
    row = MeasureRequest.objects.get()
    assert (row.state, row.reason, row.words, row.decided_by_id, row.decided_at) == ("open", "", "", None, None)
    assert due(people)[0] == "phq9"
    with pytest.raises(WrongMoment):
        schedule.reopen_request(request=row, by=people.sees("ana"), at=people.at)


def test_what_ana_decided_only_ana_takes_back_and_what_ben_noted_ben_may(people: People) -> None:
    ask(people)
    declined(people, by="ana")
    with pytest.raises(WrongMoment, match="decided this themselves"):
        schedule.reopen_request(request=MeasureRequest.objects.get(), by=people.sees("ben"), at=people.at)
    schedule.reopen_request(request=MeasureRequest.objects.get(), by=people.sees("ana"), at=people.at)
    declined(people, by="ben")
    schedule.reopen_request(request=MeasureRequest.objects.get(), by=people.sees("ben"), at=people.at)
    assert states(people) == ["open"]


def test_an_answer_may_follow_a_no(people: People) -> None:
    ask(people)
    declined(people)
    answer(people)
    assert states(people) == ["answered"]


def test_an_answer_is_not_turned_into_a_no(people: People) -> None:
    ask(people)
    answer(people)
    with pytest.raises(WrongMoment):
        declined(people)


# Raters.


def test_a_parent_and_the_person_are_asked_side_by_side_and_answer_apart(
    people: People, parents_may_answer: None
) -> None:
    ask(people, instrument="k10")
    ask(people, instrument="k10", respondent="parent")
    answer(people, "k10", by="ben", respondent="parent")
    assert states(people, respondent="parent") == ["answered"]
    assert states(people, respondent="self") == ["open"]


# Today.


def test_a_schedule_decides_and_what_has_none_keeps_the_usual_rule(people: People) -> None:
    ask(people)
    assert due(people) == ["phq9", "gad7"]
    answer(people)
    people.later(days=6)
    work(people)
    assert due(people) == ["gad7"], "Five days are over, but the next time of PHQ-9 is tomorrow."
    people.later(days=1)
    work(people)
    assert due(people) == ["phq9", "gad7"]


def test_a_plan_asks_from_its_first_day_and_from_its_first_session_on_by_its_sessions(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    assert due(people) == ["phq9", "gad7"]
    answer(people)
    booked(people, agreed, days=1)
    work(people)
    assert due(people) == ["gad7"]
    answer(people, "gad7")
    people.later(days=8)
    work(people)
    assert due(people) == []


def test_nothing_is_asked_of_the_person_that_a_parent_is_asked(people: People, parents_may_answer: None) -> None:
    ask(people, instrument="k10", respondent="parent")
    assert "k10" not in due(people)


def test_nobody_but_the_client_is_told_what_is_asked_of_them(people: People) -> None:
    ask(people)
    with pytest.raises(NotYours):
        measures_due(viewer=people.sees("ben"), client=people.ana, at=people.at)


def test_another_services_people_are_left_alone(people: People) -> None:
    ask(people)
    people.later(days=7)
    other = set_up.founder(uuid.uuid4())
    assert asking.open_requests(by=other, at=people.at) == []
    assert states(people) == ["open"]


def test_the_moment_a_client_is_out_of_reach_of_the_clock_changes_nothing(people: People) -> None:
    """The control: the worker uses the time it is given, never the machine's."""
    ask(people)
    with time_machine.travel(people.at + timedelta(days=400), tick=False):
        assert work(people) == []
    assert Client.objects.filter(pk=people.ana.pk).exists()
    assert states(people) == ["open"]


def test_agreeing_and_ending_through_a_review_leaves_one_chain(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    a_held_session(people, agreed)
    agreed.refresh_from_db()
    review.decide_review(
        plan=agreed,
        decision="end",
        reason="Well.",
        client_says="Yes.",
        seen_then={},
        ending=review.Ending("completed"),
        by=people.sees("ben"),
        at=people.at,
    )
    live = MeasureSchedule.objects.filter(ended_at=None)
    assert {(row.rhythm, row.plan_id) for row in live} == {("follow_up", agreed.pk)}


def test_every_measure_of_a_protocol_is_named_once_in_its_own_order() -> None:
    assert schedule.measures_of("cbt-depression") == ("phq9", "gad7")
    assert schedule.measures_of("community-sociotherapy") == (
        "phq9",
        "session-feedback",
        "sociotherapy-safety",
        "sociotherapy-benefit",
    )
    assert schedule.measures_of("unknown") == ()


def test_a_plan_that_is_only_proposed_asks_nothing(people: People) -> None:
    choice = plan.Choice("cbt-depression", 8, "clinic", "individual", "It fits.", "Yes.", "No change by six.")
    plan.propose_plan(client=people.ana, choice=choice, by=people.sees("ben"), at=people.at)
    assert not MeasureSchedule.objects.exists()


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_the_same_moment_open_each_day_once(emptied_afterwards: None) -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("Threads share one connection of an in-memory SQLite; run with a server: python -m tests.postgres.")
    people = a_service()
    for name in ("phq9", "gad7", "k10"):
        ask(people, instrument=name)
    people.later(days=7)
    results = all_at_once(lambda: len(work(people)), 8)
    assert all(isinstance(opened, int) for opened in results), results
    assert sorted(states(people)) == ["expired"] * 3 + ["open"] * 3


@pytest.mark.parametrize("name", ["sociotherapy-safety", "sociotherapy-benefit"])
def test_what_a_group_does_to_people_is_asked_in_each_phase_and_every_two_weeks(people: People, name: str) -> None:
    protocol = library().protocols["community-sociotherapy"]
    asked = {page.phase for page in protocol.sessions if name in page.measures}
    assert asked == {phase.id for phase in protocol.phases}
    an_agreed_plan(people, people.ana, "cbt-depression")
    assert not MeasureSchedule.objects.filter(instrument=name).exists()  # the control
    bo = a_client(people, "bo", "Bo", "Lund")
    an_agreed_plan(people, bo, "community-sociotherapy")
    row = MeasureSchedule.objects.get(instrument=name)
    assert (row.client, row.rhythm) == (bo, "fortnightly")
    assert row.starts_on == today_of(people) + timedelta(days=14)
    usual = MeasureSchedule.objects.get(instrument="negative-effects", client=bo)
    assert (usual.rhythm, usual.starts_on) == ("monthly", today_of(people) + timedelta(days=28))
