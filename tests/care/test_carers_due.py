"""What is due with those who care stands on the list of people, for whoever may read it, and nowhere else."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from kith.care.actions import carer_plan, caring
from kith.care.models import Carer
from kith.care.permissions import invited
from kith.care.queries.caseload import caseload
from kith.care.queries.reasons_to_act import Reason
from tests.care.test_caring import HEAVY, LIGHT, a_link, answers, mia, seen
from tests.people import People, a_client
from tests.web.practitioner.screens import Screen, a_group_with_ana, queries_of


def due(people: People, name: str = "ben") -> Reason | None:
    for case in caseload(viewer=people.sees(name), at=people.at).cases:
        if case.client_id == people.ana.pk:
            return next((one for one in case.reasons if one.id == "carer_due"), None)
    return None


def keeps_a_plan(people: People, carer: Carer) -> None:
    link = a_link(people, carer)
    act: dict[str, Any] = {"invitation": link, "by": invited(link), "at": people.at}
    carer_plan.write_carer_plan(part="break", words="Thursday, swimming", **act)
    carer_plan.keep_carer_plan(is_shared=False, **act)
    answers(people, link, LIGHT)


def test_a_load_is_due_again_after_four_weeks_until_the_link_is_out(people: People) -> None:
    carer = mia(people)
    answers(people, a_link(people, carer), LIGHT)
    people.later(days=27)
    assert due(people) is None
    people.later(days=1)
    found = due(people)
    assert found is not None
    assert (found.facts, found.act, found.is_today, found.since.date()) == (
        {"again": 1}, "look_at_carers", False, people.at.date(),
    )  # fmt: skip
    a_link(people, carer)
    assert due(people) is None
    people.later(days=40)  # nobody used it
    assert due(people) is not None
    caring.let_carer_go(carer=carer, by=people.sees("ben"), at=people.at)
    assert due(people) is None


def test_a_plan_is_looked_at_again_after_twelve_weeks_and_kept_once_more(people: People) -> None:
    carer = mia(people)
    keeps_a_plan(people, carer)
    for days in (27, 27, 27):
        people.later(days=days)
        answers(people, a_link(people, carer), LIGHT)
    people.later(days=2)
    assert (due(people), seen(people).act) == (None, "none")
    people.later(days=1)
    found = due(people)
    assert found is not None
    assert (found.facts, seen(people).act) == ({"review": 1}, "review")
    keeps_a_plan(people, carer)
    assert due(people) is None


def test_a_heavy_load_stands_there_for_its_week_and_fear_has_its_alert(people: People) -> None:
    answers(people, a_link(people, mia(people)), HEAVY)
    found = due(people)
    assert found is not None
    assert found.facts == {"relief": 1}
    people.later(days=7)
    assert due(people) is not None
    people.later(days=1)
    assert due(people) is None
    tom = caring.Named("Tom Petrov", "parent", "client", "Evenings")
    other = caring.name_carer(client=people.ana, named=tom, by=people.sees("ben"), at=people.at)
    caring.hear_carer(carer=other, says_yes=True, by=people.sees("ben"), at=people.at)
    answers(people, a_link(people, other), HEAVY, afraid=1)
    assert due(people) is None
    [case] = caseload(viewer=people.sees("ben"), at=people.at).cases
    assert case.why.id == "alert_open"


@pytest.mark.parametrize(("name", "reads"), [("ben", True), ("eve", True), ("finn", False)])
def test_only_those_who_may_read_of_carers_are_told(people: People, name: str, reads: bool) -> None:
    a_group_with_ana(people)
    answers(people, a_link(people, mia(people)), LIGHT)
    people.later(days=28)
    assert (due(people, name) is not None) == reads
    text = Screen(people, name).text("caseload")
    assert ("1 carer is to be asked again" in text) == reads
    assert "Mia" not in text


def test_it_costs_the_same_for_any_number_of_carers(people: People) -> None:
    a_client(people, "omar", "Omar", "Haddad")

    def look() -> int:
        return queries_of(lambda: caseload(viewer=people.sees("ben"), at=people.at))

    answers(people, a_link(people, mia(people)), LIGHT)
    one = look()
    for number in range(3):
        named = caring.Named(f"Carer {number}", "friend", "carer", "Any time")
        carer = caring.name_carer(client=people.ana, named=named, by=people.sees("ben"), at=people.at)
        caring.hear_carer(carer=carer, says_yes=True, by=people.sees("ben"), at=people.at)
        answers(people, a_link(people, carer, uuid.uuid4().hex[:6]), LIGHT)
    assert look() == one
