"""Planning: goals in the person's words, and a plan only after its checks are confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kith.care.actions import formulate, plan
from kith.care.models import AuditEvent, BadInput, Goal, Plan, WrongMoment
from kith.care.permissions import NotYours
from tests.people import People, a_client, an_agreed_plan

PROTOCOL = "cbt-depression"


def a_choice(**changes: object) -> plan.Choice:
    whole = plan.Choice(
        protocol=PROTOCOL,
        sessions_planned=12,
        setting="clinic",
        format="individual",
        why="Fits what keeps it going.",
        client_choice="Doing something.",
        not_working_if="No change by session six.",
        options_shown=(PROTOCOL, "community-sociotherapy"),
        gates_attested=plan.gates_before(PROTOCOL),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def proposed(people: People, choice: plan.Choice, by: str = "ben", is_agreed: bool = False) -> Plan:
    return plan.propose_plan(client=people.ana, choice=choice, is_agreed=is_agreed, by=people.sees(by), at=people.at)


def test_a_plan_is_proposed_agreed_and_audited(people: People) -> None:
    row = proposed(people, a_choice(), is_agreed=True)
    assert (row.state, row.agreed_at, row.options_shown) == ("agreed", people.at, [PROTOCOL, "community-sociotherapy"])
    assert set(row.gates_attested) == set(plan.gates_before(PROTOCOL)) != set()
    assert set(AuditEvent.objects.values_list("event", flat=True)) >= {"plan.proposed", "plan.agreed"}


def test_a_plan_is_not_agreed_before_its_checks_are_confirmed_and_nothing_is_kept(people: People) -> None:
    with pytest.raises(BadInput, match="not confirmed"):
        proposed(people, a_choice(gates_attested=()), is_agreed=True)
    assert not Plan.objects.exists()


def test_a_proposal_can_wait_for_its_checks(people: People) -> None:
    ben = people.sees("ben")
    row = proposed(people, a_choice(gates_attested=()))
    with pytest.raises(BadInput):
        plan.agree_plan(plan=row, by=ben, at=people.at)
    row = plan.attest_gates(plan=row, gates=plan.gates_before(PROTOCOL), by=ben, at=people.at)
    assert plan.agree_plan(plan=row, by=ben, at=people.at).state == "agreed"
    assert AuditEvent.objects.filter(event="plan.gates_attested").exists()


def test_checks_of_later_sessions_are_not_asked_for_at_the_start() -> None:
    assert "memory-ready" not in plan.gates_before("community-sociotherapy")
    assert "memory-ready" in plan.gates_before("community-sociotherapy", 13)


def test_agreeing_ends_the_plan_before(people: People) -> None:
    first = an_agreed_plan(people, people.ana)
    second = proposed(people, a_choice(), is_agreed=True)
    first.refresh_from_db()
    assert (first.state, second.replaces_id) == ("ended", first.pk)


@pytest.mark.parametrize(
    "changes",
    [
        {"protocol": "no-such"},
        {"sessions_planned": 0},
        {"sessions_planned": 201},
        {"why": " "},
        {"gates_attested": ("no-such",)},
    ],
)
def test_a_choice_that_cannot_be_kept_says_why(people: People, changes: dict[str, object]) -> None:
    with pytest.raises(BadInput) as refused:
        proposed(people, a_choice(**changes))
    assert all((refused.value.what, refused.value.found, refused.value.instead, refused.value.field))
    assert not Plan.objects.exists()


def test_goals_of_another_person_do_not_get_into_a_plan(people: People) -> None:
    other = a_client(people, "zoe", "Zoe", "Lund")
    ben = people.sees("ben")
    theirs = plan.agree_goal(client=other, words="Swim", first_step="", problem=None, by=ben, at=people.at)
    problem = formulate.name_problem(client=other, words="Alone", by=ben, at=people.at)
    with pytest.raises(BadInput):
        proposed(people, a_choice(goals=(theirs,)))
    with pytest.raises(BadInput):
        plan.agree_goal(client=people.ana, words="Mine", first_step="", problem=problem, by=ben, at=people.at)


def test_a_goal_is_closed_once(people: People) -> None:
    ben = people.sees("ben")
    goal = plan.agree_goal(client=people.ana, words="Cook", first_step="Rice", problem=None, by=ben, at=people.at)
    plan.close_goal(goal=goal, by=ben, at=people.at + timedelta(days=1))
    with pytest.raises(WrongMoment):
        plan.close_goal(goal=goal, by=ben, at=people.at)
    assert set(AuditEvent.objects.values_list("event", flat=True)) >= {"goal.agreed", "goal.closed"}


def test_ana_sets_her_own_goal_but_not_her_plan(people: People) -> None:
    ana = people.sees("ana")
    assert plan.agree_goal(client=people.ana, words="Sing", first_step="", problem=None, by=ana, at=people.at)
    with pytest.raises(NotYours):
        proposed(people, a_choice(), by="ana")


@pytest.mark.parametrize("name", ["dev", "eve", "cleo"])
def test_others_do_not_plan(people: People, name: str) -> None:
    row = proposed(people, a_choice())
    viewer = people.sees(name)
    with pytest.raises(NotYours):
        proposed(people, a_choice(), by=name)
    with pytest.raises(NotYours):
        plan.agree_plan(plan=row, by=viewer, at=people.at)
    with pytest.raises(NotYours):
        plan.attest_gates(plan=row, gates=plan.gates_before(PROTOCOL), by=viewer, at=people.at)
    with pytest.raises(NotYours):
        plan.agree_goal(client=people.ana, words="x", first_step="", problem=None, by=viewer, at=people.at)
    assert not Goal.objects.exists()
