"""Who may let a service learn, when, and how a person's scores are judged by what it learned."""

from __future__ import annotations

from datetime import date

import pytest

from kith.care.actions import learn
from kith.care.models import AuditEvent, Client, CourseReference, WrongMoment
from kith.care.permissions import NotAllowed, NotYours
from kith.care.queries.assessing import courses_of_client
from kith.care.queries.courses_of_scores import ScoreCourse
from tests.care.courses import take
from tests.care.references import a_reference, finished_courses
from tests.people import People, a_held_session, a_service, an_agreed_plan


def course_of(people: People, client: Client) -> ScoreCourse:
    found = courses_of_client(
        viewer=people.sees("ben"), client=client, episode=client.newest_episode(), at=people.at, language="en"
    )
    return found.all[0]


def ana_after_a_session(people: People, *totals: int) -> ScoreCourse:
    """Ana's PHQ-9 before her first session, and after each of as many sessions as there are later totals."""
    first, *later = totals
    take(people, people.ana, "phq9", first)
    agreed = an_agreed_plan(people, people.ana)
    for total in later:
        a_held_session(people, agreed)
        take(people, people.ana, "phq9", total)
    return course_of(people, people.ana)


@pytest.mark.parametrize("who", ["ben", "dev", "eve", "finn", "dan", "ada", "ana"])
def test_only_the_manager_lets_it_learn(people: People, who: str) -> None:
    with pytest.raises(NotAllowed):
        learn.refit_expected_courses(by=people.sees(who), at=people.at)
    assert not CourseReference.objects.exists()


def test_the_manager_of_another_service_is_refused(people: People) -> None:
    other = a_service("Hill Service")
    with pytest.raises(NotYours):
        learn.refit_expected_courses(by=people.sees("cleo"), at=people.at, service_id=other.service.pk)


def test_too_few_finished_courses_teach_nothing(people: People) -> None:
    finished_courses(people, [(16, 14, 12), (18, 18, 17)])
    with pytest.raises(WrongMoment, match="Nothing was learned"):
        learn.refit_expected_courses(by=people.sees("cleo"), at=people.at)
    assert not CourseReference.objects.exists()
    assert not AuditEvent.objects.filter(event="programme.courses_learned").exists()


def test_without_a_reference_the_rules_speak_and_say_so(people: People) -> None:
    found = ana_after_a_session(people, 16, 20)
    assert found.judgement is not None
    assert found.judgement.judged_by is not None
    assert (found.judgement.status, found.judgement.judged_by.why_not) == ("on_track", "no_reference")
    assert found.expected == ()


def test_with_a_reference_the_score_is_compared_with_finished_courses(people: People) -> None:
    """From 16, 14 is expected after one session; 80 of 100 lie up to 6.2 points from it: 21 is beyond, 20 is not."""
    a_reference(people)
    found = ana_after_a_session(people, 16, 21)
    assert found.judgement is not None
    assert found.judgement.judged_by is not None
    by = found.judgement.judged_by
    assert (found.judgement.status, found.judgement.reasons) == ("off_track", ("beyond_off_track_edge",))
    assert (by.people, by.learned_on, by.why_not) == (640, date(2026, 1, 5), "")
    (point,) = found.expected
    assert (point.best, point.middle, point.worst) == pytest.approx((7.846, 13.998, 20.149), abs=0.001)


@pytest.mark.parametrize(("total", "status"), [(20, "watch"), (18, "on_track"), (9, "recovered"), (22, "off_track")])
def test_inside_the_edges_and_below_the_cut_off(people: People, total: int, status: str) -> None:
    a_reference(people)
    found = ana_after_a_session(people, 16, total)
    assert found.judgement is not None
    assert found.judgement.status == status


def test_the_reference_of_another_service_is_never_used(people: People) -> None:
    a_reference(a_service("Hill Service"))
    found = ana_after_a_session(people, 16, 21)
    assert found.judgement is not None
    assert found.judgement.judged_by is not None
    assert found.judgement.judged_by.why_not == "no_reference"


def test_where_too_few_began_like_this_the_rules_speak_and_say_so(people: People) -> None:
    a_reference(people)
    found = ana_after_a_session(people, 9, 12)
    assert found.judgement is not None
    assert found.judgement.judged_by is not None
    assert found.judgement.judged_by.why_not == "too_few_began_so"
    assert found.expected == ()
