"""What a technique was for: its goals, its work and its measures are kept with the session in which it was used."""

from __future__ import annotations

import pytest

from kith.care.actions import deliver, finish
from kith.care.models import BadInput, Goal, Plan, Session, TechniqueUse
from kith.care.permissions import NotYours
from tests.people import People, a_booked_session, a_client, an_agreed_plan


@pytest.fixture
def agreed(people: People) -> Plan:
    return an_agreed_plan(people, people.ana)


def record(people: People, agreed: Plan, *uses: finish.Use, work: tuple[deliver.Work, ...] = ()) -> Session:
    session = a_booked_session(people, agreed)
    what = deliver.WhatHappened("We looked at the week.", techniques=("monitoring", "five-areas"))
    done = finish.Finished("attended", 50, "", what, work=work, uses=uses)
    finish.finish_session(
        session=session, client=people.ana, done=done, draft_version=0, by=people.sees("ben"), at=people.at
    )
    return session


def test_a_technique_is_kept_with_its_goal_its_work_and_its_measure(people: People, agreed: Plan) -> None:
    goal = agreed.goals.get()
    diary = deliver.Work("activity-diary", "To see the week.", None)
    session = record(people, agreed, finish.Use("monitoring", (goal,), (0,), ("phq9",)), work=(diary,))
    uses = {use.technique: use for use in TechniqueUse.objects.filter(record__session=session)}
    assert set(uses) == {"monitoring", "five-areas"}
    use = uses["monitoring"]
    assert list(use.goals.all()) == [goal]
    assert [work.document for work in use.work.all()] == ["activity-diary"]
    assert use.instruments == ["phq9"]
    assert not uses["five-areas"].goals.exists()
    assert list(goal.technique_uses.all()) == [use]


def test_another_persons_goal_is_refused_and_nothing_is_kept(people: People, agreed: Plan) -> None:
    other = a_client(people, "ali", "Ali", "Noor")
    theirs: Goal = an_agreed_plan(people, other).goals.get()
    with pytest.raises(NotYours):
        record(people, agreed, finish.Use("monitoring", (theirs,)))
    assert not TechniqueUse.objects.exists()


@pytest.mark.parametrize("use", [finish.Use("monitoring", work=(0,)), finish.Use("monitoring", instruments=("xyz",))])
def test_work_that_was_not_set_and_unknown_measures_are_refused(people: People, agreed: Plan, use: finish.Use) -> None:
    with pytest.raises(BadInput):
        record(people, agreed, use)
    assert not TechniqueUse.objects.exists()
