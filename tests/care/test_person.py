"""One person's page: the thread is linked both ways, the line has its gaps, and access filters every part."""

from __future__ import annotations

from uuid import uuid4

import pytest

from kith.care.actions import consent, deliver, formulate, gather, measure, plan, refer, safety
from kith.care.models import AuditEvent, Goal
from kith.care.models.knowledge import library
from kith.care.permissions import NotYours
from kith.care.queries.person import PersonPage, person
from kith.care.queries.plain_names import PlainName
from tests.people import PHQ9_LOW, People, an_agreed_plan
from tests.web.practitioner.screens import a_group_with_ana, a_session, checked_in, queries_of


def seen_by(people: People, name: str, measure: str = "") -> PersonPage:
    return person(viewer=people.sees(name), client_id=people.ana.pk, at=people.at, measure=measure)


def a_way_so_far(people: People) -> None:
    """A problem, a goal that serves it, a plan, one session with its note and work, scores and a rating."""
    ben = people.sees("ben")
    problem = formulate.name_problem(client=people.ana, words="Little joy", by=ben, at=people.at)
    plan.agree_goal(client=people.ana, words="Sing again", first_step="Hum", problem=problem, by=ben, at=people.at)
    agreed = an_agreed_plan(people, people.ana)
    checked_in(people, people.ana, 18)
    session = a_session(people, agreed)
    goal = Goal.objects.get(plans=agreed)
    what = deliver.WhatHappened("Talked about mornings.", techniques=("activity-planning",), goals=(goal,))
    deliver.record_session(session=session, client=people.ana, what=what, by=people.sees("ben"), at=people.at)
    work = deliver.Work("thought-record", "To catch the thought.", None, goal=goal)
    deliver.set_work(plan=agreed, session=session, work=work, by=people.sees("ben"), at=people.at)
    measure.submit_measurement(
        client=people.ana, instrument="goal-rating", key=uuid4(), answers={"how_near": 3}, language="en", goal=goal,
        by=people.sees("ana"), at=people.at,
    )  # fmt: skip


def test_the_thread_is_linked_both_ways(people: People) -> None:
    a_way_so_far(people)
    thread = seen_by(people, "ben").thread
    [problem], [session], [work], [agreed] = thread.problems, thread.sessions, thread.work, thread.plans
    cooking = next(goal for goal in thread.goals if goal.words.startswith("Cook"))
    singing = next(goal for goal in thread.goals if goal.words == "Sing again")
    assert (problem.goals, singing.problem) == ((singing.id,), problem.id)
    assert (cooking.plans, agreed.goals) == ((agreed.id,), (cooking.id,))
    assert (cooking.sessions, session.goals) == ((session.id,), (cooking.id,))
    assert (cooking.work, work.goal) == ((work.id,), cooking.id)
    assert (session.work, work.session) == ((work.id,), session.id)
    assert (session.plan, agreed.attended) == (agreed.id, 1)
    assert [value for _, value in cooking.ratings] == [3]


def test_the_course_is_judged_by_the_policy_of_its_measure(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    for total in (18, 17, 12):
        checked_in(people, people.ana, total)
        a_session(people, agreed)
    judged = seen_by(people, "ben").course.judgement
    assert (judged.category, judged.status, judged.is_case) == ("improved", "on_track", True)
    assert (judged.cut_off, judged.reliable_change) == (10, 6)
    assert "Talking Therapies" in judged.source


def test_a_session_without_a_measure_is_a_gap(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)
    checked_in(people, people.ana, 18)
    a_session(people, agreed)
    people.later(days=6)
    missed = a_session(people, agreed)
    people.later(days=6)
    checked_in(people, people.ana, 15)
    a_session(people, agreed)
    assert seen_by(people, "ben").missed == (missed.starts_at.date(),)


def test_another_measure_has_a_line_of_its_own(people: People) -> None:
    checked_in(people, people.ana, 18)
    gad = {item.id: 2 for item in library().instruments["gad7"].items}
    measure.submit_measurement(
        client=people.ana,
        instrument="gad7",
        key=uuid4(),
        answers=gad,
        language="en",
        by=people.sees("ana"),
        at=people.at,
    )
    page = seen_by(people, "ben")
    assert [course.name for course in page.courses] == ["PHQ-9", "GAD-7"]
    assert page.course.name == "PHQ-9"
    assert seen_by(people, "ben", "gad7-self-1").course.name == "GAD-7"


def test_a_clinicians_rating_is_never_on_the_persons_own_line(people: People) -> None:
    checked_in(people, people.ana, 18)
    measure.submit_measurement(
        client=people.ana, instrument="phq9", key=uuid4(), answers=dict.fromkeys(PHQ9_LOW, 0),
        language="en", respondent="clinician", by=people.sees("ben"), at=people.at,
    )  # fmt: skip
    page = seen_by(people, "ben")
    assert [(course.respondent, len(course.points)) for course in page.courses] == [("self", 1), ("clinician", 1)]
    assert page.course.respondent == "self"


def test_an_incomplete_measure_is_a_reason_and_never_a_zero(people: People) -> None:
    checked_in(people, people.ana, 18)
    answers = {"interest": 2, "mood": 2}
    people.later(days=7)
    measure.submit_measurement(
        client=people.ana,
        instrument="phq9",
        key=uuid4(),
        answers=answers,
        language="en",
        by=people.sees("ana"),
        at=people.at,
    )
    points = seen_by(people, "ben").course.points
    assert [point.value for point in points] == [18, None]
    assert points[1].reason


def test_an_alert_and_the_plan_stand_on_the_line(people: People) -> None:
    an_agreed_plan(people, people.ana)
    checked_in(people, people.ana, 14, self_harm=1)
    page = seen_by(people, "ben")
    assert [mark.kind for mark in page.marks] == ["plan_agreed", "alert"]
    assert page.alert.owner == "Ben Okafor"


@pytest.mark.parametrize("name", ["dev", "cleo", "finn", "ada", "pia"])
def test_others_see_nothing_at_all(people: People, name: str) -> None:
    with pytest.raises(NotYours):
        seen_by(people, name)


def test_ana_has_her_own_pages_and_not_this_one(people: People) -> None:
    with pytest.raises(NotYours):
        seen_by(people, "ana")


def test_eve_reads_the_case_but_not_how_to_reach_ana(people: People) -> None:
    a_way_so_far(people)
    rule = refer.SafeContact("phone", "+44 20 7946 0000", note="Only mornings")
    refer.set_contact_rule(client=people.ana, rule=rule, by=people.sees("ben"), at=people.at)
    page = seen_by(people, "eve")
    assert page.thread.sessions[0].notes[0].text == "Talked about mornings."
    assert page.contact is None
    assert page.identity.born == "1990"
    assert page.may == {"concern", "safety_talk", "harms", "safe_mode", "appointment_wish"}
    assert seen_by(people, "ben").contact.address == "+44 20 7946 0000"


def test_a_carer_who_works_here_sees_no_note_without_leave_for_it(people: People) -> None:
    """Dev holds Ana's consent for scores and goals only: the rest of her record stays closed to him."""
    a_way_so_far(people)
    checked_in(people, people.ana, 14, self_harm=1)
    consent.give_grant(
        client=people.ana, grantee=people.accounts["dev"], kind="proxy", resources=["scores", "goals"],
        ends=people.at.replace(year=2026, month=6), reason="My brother", by=people.sees("ana"), at=people.at,
    )  # fmt: skip
    page = seen_by(people, "dev")
    assert page.course.known
    assert [goal.words for goal in page.thread.goals]
    assert (page.thread.sessions, page.thread.plans, page.thread.problems, page.thread.work) == ((), (), (), ())
    assert (page.alert, page.contact, page.safety_plan, page.formulation) == (None, None, None, None)
    assert [mark.kind for mark in page.marks] == []


def test_a_break_glass_reader_sees_and_does_not_write(people: People) -> None:
    a_way_so_far(people)
    consent.open_in_emergency(
        client=people.ana, reason="Ana is at our door, unwell", by=people.sees("dev"), at=people.at
    )
    page = seen_by(people, "dev")
    assert page.thread.sessions[0].notes
    assert page.may == frozenset()


def test_the_safety_plan_says_when_to_look_again(people: People) -> None:
    safety.write_safety_plan(
        client=people.ana, steps={"coping": ["Walk"]}, reasons_for_living="", by=people.sees("ben"), at=people.at
    )
    assert not seen_by(people, "ben").safety_plan.is_overdue
    people.later(days=91)
    assert seen_by(people, "ben").safety_plan.is_overdue


def test_a_meeting_of_the_group_is_part_of_the_thread(people: People) -> None:
    group = a_group_with_ana(people)
    meeting = gather.book_meeting(group=group, starts_at=people.at, minutes=90, by=people.sees("finn"), at=people.at)
    people.later(hours=2)
    gather.record_meeting(
        meeting=meeting,
        register=[(people.ana.pk, "late")],
        themes="Sleep",
        note="A calm evening.",
        by=people.sees("finn"),
        at=people.at,
    )
    [session] = seen_by(people, "ben").thread.sessions
    assert (session.group, session.status, session.notes) == ("Tuesday", "late", ())


def test_one_look_is_one_event(people: People) -> None:
    a_way_so_far(people)
    before = AuditEvent.objects.count()
    seen_by(people, "ben")
    [event] = AuditEvent.objects.order_by("sequence")[before:]
    assert (event.event, event.clients, event.allowed) == ("person.seen", [str(people.ana.pk)], True)


def test_the_page_costs_the_same_after_three_sessions_and_after_twelve(people: People) -> None:
    agreed = an_agreed_plan(people, people.ana)

    def sessions(how_many: int) -> None:
        for _ in range(how_many):
            checked_in(people, people.ana, 15, self_harm=1)
            held = a_session(people, agreed)
            what = deliver.WhatHappened("A note.", techniques=("x",), goals=tuple(agreed.goals.all()))
            deliver.record_session(session=held, client=people.ana, what=what, by=people.sees("ben"), at=people.at)

    sessions(3)
    few = queries_of(lambda: seen_by(people, "ben"))
    sessions(9)
    assert queries_of(lambda: seen_by(people, "ben")) == few


def test_names_are_compared_without_case_and_accents() -> None:
    assert PlainName("Zoë  MÜLLER ") == PlainName("zoe muller")
    assert PlainName("Zoë") != PlainName("Zoi")
