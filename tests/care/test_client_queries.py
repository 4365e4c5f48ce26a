"""What a client's own pages are told: which measures are due, what a change means, and whose eyes are on the record."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from kith.care.actions import deliver, measure, practise, review
from kith.care.models import AuditEvent, BadInput, Measurement, Stale
from kith.care.permissions import NotYours
from kith.care.queries.check_in import check_in, check_in_done
from kith.care.queries.endings import staying_well
from kith.care.queries.my_download import my_download
from kith.care.queries.my_goals import my_goals
from kith.care.queries.my_groups import my_groups
from kith.care.queries.my_record import my_record
from kith.care.queries.my_safety_plan import my_safety_plan
from kith.care.queries.my_work import my_work
from kith.care.queries.my_work_item import my_work_item
from kith.care.queries.story import story
from kith.care.queries.today import measures_due, today
from tests import people as named
from tests.people import PHQ9_LOW, People

QUERIES = (my_download, my_goals, my_groups, my_record, my_safety_plan, my_work, staying_well, story, today)


def due(people: People) -> list[str]:
    found = measures_due(viewer=people.sees("ana"), client=people.ana, at=people.at)
    return [one.instrument for one in found]


def a_check_in(people: People, **answers: float | None) -> Measurement:
    return measure.submit_measurement(
        client=people.ana,
        instrument="phq9",
        key=uuid.uuid4(),
        answers=PHQ9_LOW | answers,
        language="en",
        by=people.sees("ana"),
        at=people.at,
    )


def done(people: People, sent: Measurement):
    return check_in_done(viewer=people.sees("ana"), measurement_id=sent.pk, language="en", at=people.at)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.__name__)
def test_a_page_about_oneself_is_for_clients_only(people: People, query) -> None:
    for name in ("ben", "cleo", "dev", "pia"):
        with pytest.raises(NotYours):
            query(viewer=people.sees(name), at=people.at)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.__name__)
def test_looking_leaves_one_trace(people: People, query) -> None:
    before = AuditEvent.objects.count()
    query(viewer=people.sees("ana"), at=people.at)
    assert AuditEvent.objects.count() == before + 1


def test_without_a_plan_the_usual_two_measures_are_due(people: People) -> None:
    assert due(people) == ["phq9", "gad7"]


def test_a_plan_asks_for_its_own_measures_and_for_its_goals(people: People) -> None:
    agreed = named.an_agreed_plan(people, people.ana)
    assert due(people) == ["phq9", "gad7", "goal-rating"]
    named.a_held_session(people, agreed)
    deliver.book_session(
        plan=agreed,
        starts_at=people.at + timedelta(days=7),
        minutes=50,
        setting="clinic",
        practitioner=people.accounts["ben"].pk,
        by=people.sees("ben"),
        at=people.at,
    )
    assert due(people) == ["phq9", "goal-rating"]


@pytest.mark.parametrize(("days", "expected"), [(0, ["gad7"]), (4, ["gad7"]), (5, ["phq9", "gad7"])])
def test_a_measure_of_the_last_five_days_is_not_asked_again(people: People, days: int, expected: list[str]) -> None:
    a_check_in(people)
    people.later(days=days)
    assert due(people) == expected


def test_nothing_is_due_when_care_has_ended(people: People) -> None:
    review.end_episode(client=people.ana, ending="completed", note="", by=people.sees("ben"), at=people.at)
    assert due(people) == []


def test_a_goal_that_was_rated_is_not_due(people: People) -> None:
    named.an_agreed_plan(people, people.ana)
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
    assert "goal-rating" not in due(people)
    assert [rating.value for rating in my_goals(viewer=people.sees("ana"), at=people.at).goals[0].ratings] == [3]


@pytest.mark.parametrize(("more", "kind"), [(-6, "better"), (-5, "same"), (0, "same"), (5, "same"), (6, "worse")])
def test_a_change_is_real_from_the_published_size_on(people: People, more: int, kind: str) -> None:
    ones = dict.fromkeys(PHQ9_LOW, 1) | {"self_harm": 0}
    before = ones | {"interest": 3, "mood": 3}  # 12
    a_check_in(people, **before)
    people.later(days=7)
    after = dict(before)
    for item in list(after) * 3:
        step = (more > 0) - (more < 0)
        if item != "self_harm" and sum(after.values()) != 12 + more and 0 <= after[item] + step <= 3:
            after[item] += step
    sent = a_check_in(people, **after)
    change = done(people, sent).results[0].since.start
    assert change is not None
    assert (change.before, change.now, change.kind) == (12, 12 + more, kind)


def test_the_first_answer_has_nothing_to_be_compared_with(people: People) -> None:
    result = done(people, a_check_in(people)).results[0]
    assert (result.since.start, result.since.last) == (None, None)
    assert result.words == "Low mood bothered you a little in these two weeks."


def test_too_many_blanks_give_no_score_and_no_change_never_zero(people: People) -> None:
    a_check_in(people)
    people.later(days=7)
    result = done(people, a_check_in(people, mood=None, sleep=None, energy=None)).results[0]
    assert result.value is None
    assert result.since.start is None


def test_a_score_of_another_respondent_is_never_on_the_same_line(people: People) -> None:
    measure.submit_measurement(
        client=people.ana,
        instrument="phq9",
        key=uuid.uuid4(),
        answers=dict(PHQ9_LOW),
        language="en",
        respondent="carer",
        by=people.sees("ben"),
        at=people.at,
    )
    people.later(days=7)
    assert done(people, a_check_in(people)).results[0].since.start is None
    assert [len(course.points) for course in story(viewer=people.sees("ana"), at=people.at).courses] == [1]


def test_bens_draft_is_not_anas(people: People) -> None:
    for name, value in (("ben", 3), ("ana", 1)):
        measure.answer_question(
            client=people.ana,
            instrument="phq9",
            item="mood",
            value=value,
            key=uuid.uuid4(),
            version=0,
            by=people.sees(name),
            at=people.at,
        )
    page = check_in(viewer=people.sees("ana"), instrument="phq9", language="en", at=people.at)
    assert page.questions[1].value == 1


def test_a_check_in_keeps_its_first_key(people: People) -> None:
    first = uuid.uuid4()
    for version, item in enumerate(("mood", "sleep")):
        draft = measure.answer_question(
            client=people.ana,
            instrument="phq9",
            item=item,
            value=1,
            key=first if version == 0 else uuid.uuid4(),
            version=version,
            by=people.sees("ana"),
            at=people.at,
        )
    assert draft.content == {"key": str(first), "answers": {"mood": 1, "sleep": 1}}


def test_an_older_summary_is_not_sent_over_newer_answers(people: People) -> None:
    key = uuid.uuid4()
    given = {"client": people.ana, "instrument": "phq9", "key": key, "by": people.sees("ana"), "at": people.at}
    measure.answer_question(item="mood", value=1, version=0, **given)
    measure.answer_question(item="mood", value=3, version=1, **given)
    with pytest.raises(Stale):
        measure.send_check_in(version=1, language="en", **given)
    assert measure.send_check_in(version=2, language="en", **given).answers["mood"] == 3


def test_nothing_answered_is_not_sent(people: People) -> None:
    with pytest.raises(BadInput):
        measure.send_check_in(
            client=people.ana,
            instrument="phq9",
            key=uuid.uuid4(),
            version=0,
            language="en",
            by=people.sees("ana"),
            at=people.at,
        )


def test_a_rating_cannot_hang_on_somebody_elses_goal(people: People) -> None:
    amir = named.a_client(people, "amir", "Amir", "Haddad")
    named.an_agreed_plan(people, people.ana)
    with pytest.raises(NotYours):
        measure.submit_measurement(
            client=amir,
            instrument="goal-rating",
            key=uuid.uuid4(),
            answers={"how_near": 3},
            language="en",
            goal=people.ana.goal_set.get(),
            by=people.sees("amir"),
            at=people.at,
        )


def test_half_written_work_is_kept_as_typed_and_only_by_ana(people: People) -> None:
    plan = named.an_agreed_plan(people, people.ana)
    work = deliver.set_work(
        plan=plan, session=None, work=deliver.Work("thought-record", "", None), by=people.sees("ben"), at=people.at
    )
    given = {"assignment": work, "key": uuid.uuid4(), "at": people.at}
    practise.save_work(answers={"mood": " sad "}, version=0, by=people.sees("ana"), **given)
    work.refresh_from_db()
    page = my_work_item(viewer=people.sees("ana"), assignment_id=work.pk, at=people.at)
    assert (work.state, page.version, page.written) == ("started", 1, {"mood": " sad "})
    with pytest.raises(Stale):
        practise.save_work(answers={"mood": "angry"}, version=0, by=people.sees("ana"), **given)
    with pytest.raises(BadInput):
        practise.save_work(answers={"mood_before": "180"}, version=1, by=people.sees("ana"), **given)
    for name in ("ben", "dev"):
        with pytest.raises(NotYours):
            practise.save_work(answers={"mood": "angry"}, version=1, by=people.sees(name), **given)
