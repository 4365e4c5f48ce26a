"""The golden thread between goals and measures, walked from every end; and how close a plan's sessions were."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kith.care.actions import deliver, finish
from kith.care.models import Goal, Plan, Session
from kith.care.permissions import access_to
from kith.care.queries.fidelity_of_plan import fidelity_of_plan
from kith.care.queries.golden_thread import GoldenThread, golden_thread
from tests.people import People, an_agreed_plan


@pytest.fixture
def agreed(people: People) -> Plan:
    return an_agreed_plan(people, people.ana)


def met(people: People, agreed: Plan, content: dict[str, Any] | None = None, **done: Any) -> Session:
    session = deliver.book_session(
        plan=agreed,
        starts_at=people.at + timedelta(days=1),
        minutes=50,
        setting="clinic",
        practitioner=people.accounts["ben"].pk,
        by=people.sees("ben"),
        at=people.at,
    )
    people.later(days=1, hours=1)
    techniques = tuple(use.technique for use in done.get("uses", ()))
    what = deliver.WhatHappened("We looked at the week.", content or {}, techniques)
    finish.finish_session(
        session=session,
        client=people.ana,
        done=finish.Finished("attended", 50, "", what, **done),
        draft_version=0,
        by=people.sees("ben"),
        at=people.at,
    )
    return session


def thread(people: People, agreed: Plan, who: str = "ben") -> GoldenThread:
    viewer = people.sees(who)
    access = access_to(viewer, people.ana, at=people.at)
    return golden_thread(viewer=viewer, client=people.ana, episode=agreed.episode, access=access, at=people.at)


def test_goal_technique_session_work_and_measure_lead_to_each_other(people: People, agreed: Plan) -> None:
    goal: Goal = agreed.goals.get()
    task = deliver.Work("", "To see people.", None, kind="task", words="Ring my sister.")
    use = finish.Use("monitoring", (goal,), (0,), ("phq9",))
    first = met(people, agreed, work=(task,), uses=(use,))
    second = met(people, agreed, uses=(finish.Use("monitoring", (), (), ("who5",)),))
    found = thread(people, agreed)
    [technique] = found.techniques
    [work] = found.work
    assert technique.sessions == (first.pk, second.pk)
    assert technique.goals == (goal.pk,)
    assert technique.work == (work.id,)
    assert work.title == "Ring my sister."
    assert technique.measures == ("phq9", "who5")
    by_measure = {one.id: one for one in found.measures}
    assert set(by_measure) == {"phq9", "who5"}
    assert by_measure["phq9"].name == "PHQ-9"
    assert by_measure["phq9"].goals == (goal.pk,)
    assert by_measure["phq9"].techniques == (technique.id,)
    assert by_measure["phq9"].work == (work.id,)


def test_whoever_may_not_read_the_records_sees_no_technique(people: People, agreed: Plan) -> None:
    met(people, agreed, uses=(finish.Use("monitoring"),))
    assert thread(people, agreed).techniques
    for who in ("cleo", "finn", "dev"):
        found = thread(people, agreed, who)
        assert (found.techniques, found.measures) == ((), ())


def checked(people: People, agreed: Plan, **ratings: int) -> None:
    items = ["agenda", "review", "work", "safety", "feedback"]
    met(people, agreed, {"fidelity_asked": items, "fidelity": ratings})


def test_closeness_of_a_plan_counts_what_was_judged_and_says_what_is_missing(people: People, agreed: Plan) -> None:
    checked(people, agreed, agenda=2, review=2, work=2, safety=2, feedback=1)  # 9 of 10
    checked(people, agreed, agenda=1, review=1, work=1, safety=2, feedback=1)  # 6 of 10
    checked(people, agreed, agenda=2)  # open
    checked(people, agreed)  # nothing rated
    viewer = people.sees("ben")
    found = fidelity_of_plan(viewer=viewer, plan=agreed, access=access_to(viewer, people.ana, at=people.at))
    assert found is not None
    assert (len(found.sessions), found.rated, found.judged, found.adherent) == (4, 3, 2, 1)
    assert [one.found.share for one in found.sessions] == [0.9, 0.6, 1.0, None]


def test_closeness_is_closed_to_those_who_may_not_read_the_records(people: People, agreed: Plan) -> None:
    checked(people, agreed, agenda=2)
    viewer = people.sees("cleo")
    assert fidelity_of_plan(viewer=viewer, plan=agreed, access=access_to(viewer, people.ana, at=people.at)) is None
