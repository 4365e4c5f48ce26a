"""The service learns once a month from stays that are over, and what it learned is used, or said not to be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from kith.care.actions import learn_benefits, set_up
from kith.care.models import AuditEvent, LearnedBenefit, WrongMoment
from kith.care.permissions import NotAllowed
from kith.care.queries.learned_here import Begun, LearnedHere, learned_here
from kith.science.recommendation import EndedCare
from tests.care.courses import take
from tests.care.references import finished_courses
from tests.people import People, a_held_session, a_service, an_agreed_plan


def a_benefit(people: People, **more: Any) -> LearnedBenefit:
    """Forty-five people had cognitive therapy here and were a little better than published; eight had activation."""
    told = {"modality": "T1", "figures": 3, "low": 0.5, "high": 0.9, "level": 0.9, "mean": 0.71, "published_mean": 0.66}
    few = {"modality": "T6", "figures": 2}
    given = {
        "service": people.service,
        "problem": "depression",
        "learned_at": people.at,
        "benefits": [
            {"protocol": "cbt-depression", "people": 45, "why_not": "", **told},
            {"protocol": "behavioural-activation", "people": 10, "why_not": "too_few_people", **few},
            {"protocol": "interpersonal-therapy", "people": None, "why_not": "too_few_people", **few},
        ],
        "personal": {"why_not": "no_gain_shown", "lines": None},
        **more,
    }
    month = people.at.date().replace(day=1)
    return LearnedBenefit.objects.create(
        measure="phq9", month=month, method="a benefit for tests", library_version="1", made_at=people.at, **given
    )


LINES = {
    "options": ["behavioural-activation", "cbt-depression"],
    "names": ["severity", "other_severity", "weeks_waited"],
    "centre": [12.0, 10.0, 2.0],
    "middle": [13.0, 11.0, 3.0],
    "scale": [5.0, 5.0, 3.0],
    "slopes": [[-0.05, 0.0, 0.0], [0.05, 0.0, 0.0]],
    "covariances": [[[0.0001, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]] * 2,
}
"""For each point of the PHQ-9 above twelve cognitive therapy does 0.05 better than the mean, give or take 0.01."""


def given_to_science(monkeypatch: pytest.MonkeyPatch) -> list[EndedCare]:
    """What the action hands over, kept for looking at."""
    seen: list[EndedCare] = []

    def look(ended: Sequence[EndedCare], modalities: Any, problem: str, evidence: Any) -> tuple[()]:
        if problem == "depression":
            seen.extend(ended)
        return ()

    monkeypatch.setattr(learn_benefits, "benefits_here", look)
    return seen


def test_stays_are_read_as_they_were_meant_and_those_of_this_month_wait(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished_courses(people, [(16, 14, 12), (18, 18, 17)])
    running = an_agreed_plan(people, people.ana)
    take(people, people.ana, "phq9", 20)
    a_held_session(people, running)
    worker, seen = set_up.founder(people.service.pk), given_to_science(monkeypatch)
    learn_benefits.learn_monthly_benefits(by=worker, at=people.at)
    assert seen == []  # both ended in the month that runs
    people.later(days=31)
    learn_benefits.learn_monthly_benefits(by=worker, at=people.at)
    assert sorted((one.protocol, one.first, one.other_first, one.last) for one in seen) == [
        ("cbt-depression", 16.0, None, 12.0),
        ("cbt-depression", 18.0, None, 17.0),
    ]
    assert {one.therapist for one in seen} == {str(people.accounts["ben"].pk)}
    assert not any(one.is_whole for one in seen)  # nobody was asked the other measure


def test_a_few_stays_teach_nothing_and_the_summary_says_so_without_their_number(people: People) -> None:
    finished_courses(people, [(16, 14, 12), (18, 18, 17)])
    worker = set_up.founder(people.service.pk)
    kept = learn_benefits.learn_monthly_benefits(by=worker, at=people.later(days=31))
    assert [one.problem for one in kept] == ["depression", "generalised_anxiety"]
    assert {each["why_not"] for one in kept for each in one.benefits} == {"too_few_people"}
    events = AuditEvent.objects.filter(event="programme.benefits_learned")
    assert [(one.clients, one.service_id) for one in events] == [([], people.service.pk)] * 2


def test_once_a_month_by_the_worker_alone_and_never_from_another_service(people: People) -> None:
    worker = set_up.founder(people.service.pk)
    learn_benefits.learn_monthly_benefits(by=worker, at=people.at)
    with pytest.raises(WrongMoment, match="Nothing was learned again"):
        learn_benefits.learn_monthly_benefits(by=worker, at=people.later(days=1))
    learn_benefits.learn_monthly_benefits(by=worker, at=people.later(days=31))
    with pytest.raises(NotAllowed):
        learn_benefits.learn_monthly_benefits(by=people.sees("cleo"), at=people.later(days=31))


def test_stays_of_another_service_teach_nothing_here(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    finished_courses(people, [(16, 14, 12)])
    hill, seen = a_service("Hill Service"), given_to_science(monkeypatch)
    learn_benefits.learn_monthly_benefits(by=set_up.founder(hill.service.pk), at=people.later(days=31))
    assert seen == []
    learn_benefits.learn_monthly_benefits(by=set_up.founder(people.service.pk), at=people.at)
    assert len(seen) == 1


def test_what_ended_before_the_record_began_is_counted_for_its_problem_beside_what_ended_in_it(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished_courses(people, [(16, 14, 12)])
    seen, one = given_to_science(monkeypatch), EndedCare("cbt-depression", "before", "before", 14.0, 9.0, 2.0, 8.0)
    earlier = {"depression": [one], "generalised_anxiety": [one, one]}
    learn_benefits.learn_monthly_benefits(
        earlier=earlier, by=set_up.founder(people.service.pk), at=people.later(days=31)
    )
    assert [each.first for each in seen] == [16.0, 14.0]


def test_what_is_kept_is_used_until_it_is_too_old_and_only_in_its_own_service(people: People) -> None:
    hill = a_service("Hill Service")
    a_benefit(people)
    viewer = people.sees("ben")
    found = learned_here(viewer=viewer, problem="depression", at=people.at + timedelta(days=92), begun=Begun())
    assert {name: one.standing for name, one in found.items()} == {
        "cbt-depression": "used", "behavioural-activation": "not_yet", "interpersonal-therapy": "not_yet",
    }  # fmt: skip
    figure = found["cbt-depression"].expected
    assert figure is not None
    assert (figure.estimate, figure.low, figure.high, figure.comparator, figure.certainty) == (
        0.71, 0.5, 0.9, "usual_care", "low",
    )  # fmt: skip
    old = learned_here(viewer=viewer, problem="depression", at=people.at + timedelta(days=93), begun=Begun())
    assert {(one.standing, one.expected) for one in old.values()} == {("too_old", None)}
    assert learned_here(viewer=viewer, problem="generalised_anxiety", at=people.at, begun=Begun()) == {}
    assert learned_here(viewer=hill.sees("ben"), problem="depression", at=people.at, begun=Begun()) == {}


def cbt_for(people: People, begun: Begun) -> LearnedHere:
    return learned_here(viewer=people.sees("ben"), problem="depression", at=people.at, begun=begun)["cbt-depression"]


def test_what_is_expected_is_shifted_by_how_one_person_began_and_only_where_lines_were_kept(people: People) -> None:
    """Six points above twelve: 0.3, and 1.6449 times 0.06 to both sides."""
    grave = Begun({"phq9": 18.0, "gad7": 10.0}, 2.0)
    a_benefit(people)
    assert (cbt_for(people, grave).shift, cbt_for(people, grave).why_no_shift) == (None, "no_gain_shown")
    people.later(days=31)
    a_benefit(people, personal={"why_not": "", "lines": LINES})
    shift = cbt_for(people, grave).shift
    assert shift is not None
    assert (round(shift.mean, 6), round(shift.low, 3), round(shift.high, 3)) == (0.3, 0.201, 0.399)


@pytest.mark.parametrize(
    ("begun", "why"),
    [
        (Begun({"phq9": 18.0}, 2.0), "first_score_missing"),
        (Begun(), "first_score_missing"),
        (Begun({"phq9": 27.0, "gad7": 10.0}, 2.0), "unlike_those"),
        (Begun({"phq9": 18.0, "gad7": 10.0}, 10.0), "unlike_those"),
    ],
)
def test_a_person_of_whom_too_little_is_known_or_who_is_unlike_the_others_is_not_shifted(
    people: People, begun: Begun, why: str
) -> None:
    a_benefit(people, personal={"why_not": "", "lines": LINES})
    told = cbt_for(people, begun)
    assert (told.standing, told.shift, told.why_no_shift) == ("used", None, why)


def test_what_was_learned_before_lines_were_looked_for_says_so_and_what_is_too_old_shifts_nobody(
    people: People,
) -> None:
    a_benefit(people, personal=None)
    assert cbt_for(people, Begun()).why_no_shift == "not_looked_at"
    people.later(days=31)
    a_benefit(people, personal={"why_not": "", "lines": LINES})
    people.later(days=93)
    assert cbt_for(people, Begun({"phq9": 18.0, "gad7": 10.0}, 2.0)).shift is None


def test_the_monthly_work_keeps_lines_or_why_there_are_none(people: People) -> None:
    finished_courses(people, [(16, 14, 12)])
    kept = learn_benefits.learn_monthly_benefits(by=set_up.founder(people.service.pk), at=people.later(days=31))
    assert [one.personal for one in kept] == [{"why_not": "nothing_to_compare", "lines": None}] * 2
