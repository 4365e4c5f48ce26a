"""The step of care is on the record only by somebody who said why."""

from __future__ import annotations

from typing import Any

import pytest

from kith.care.actions import review, step
from kith.care.models import AuditEvent, BadInput, Plan, StepChange, WrongMoment
from kith.care.permissions import NotYours
from kith.care.queries.my_download import my_download
from kith.care.queries.pathways import steps_of_care
from kith.care.queries.planning import planning
from tests.people import People, an_agreed_plan
from tests.web.practitioner.screens import a_session, checked_in


@pytest.fixture
def agreed(people: People) -> Plan:
    return an_agreed_plan(people, people.ana)


def changed(people: People, by: str = "ben", to: int | None = 2, **changes: Any) -> StepChange:
    given: dict[str, Any] = {"pathway": "common-mental-health", "reason": " Moderate, first help. ", "rules": ["x"]}
    return step.change_step(
        client=people.ana, step=step.Step(to=to, **(given | changes)), by=people.sees(by), at=people.at
    )


def test_a_step_is_recorded_with_its_reason_and_what_the_rules_said(people: People) -> None:
    first, second = changed(people), changed(people, to=3)
    assert (first.from_step, first.to_step, first.reason) == (None, 2, "Moderate, first help.")
    assert (second.from_step, second.to_step) == (2, 3)
    assert (first.pathway_version, first.rules) == ("1.1", ["x"])
    assert people.ana.episode_set.get().step == "3"
    assert AuditEvent.objects.filter(event="step.changed").count() == 2


@pytest.mark.parametrize("changes", [{"to": None}, {"to": 5}, {"to": -1}, {"pathway": "nowhere"}, {"reason": " "}])
def test_a_step_that_cannot_be_recorded_says_why(people: People, changes: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as refused:
        changed(people, **changes)
    assert all((refused.value.what, refused.value.found, refused.value.instead, refused.value.field))
    assert not StepChange.objects.exists()
    assert people.ana.episode_set.get().step == ""


def test_the_same_step_again_is_no_change(people: People) -> None:
    changed(people)
    with pytest.raises(WrongMoment, match="already"):
        changed(people)
    assert StepChange.objects.count() == 1


def test_after_the_care_nobody_has_a_way_in_to_change_it(people: People, agreed: Plan) -> None:
    review.end_episode(client=people.ana, ending="moved", note="", by=people.sees("ben"), at=people.at)
    with pytest.raises(NotYours):
        changed(people)


@pytest.mark.parametrize("name", ["dev", "eve", "ana", "cleo", "finn"])
def test_others_change_no_step(people: People, name: str) -> None:
    with pytest.raises(NotYours):
        changed(people, by=name)
    with pytest.raises(NotYours):
        steps_of_care(viewer=people.sees(name), client_id=people.ana.pk, at=people.at)
    assert not StepChange.objects.exists()


def test_the_step_comes_from_the_record_and_never_from_what_was_said(people: People, agreed: Plan) -> None:
    page = planning(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at, facts={"current_step": "3"})
    assert page.step is None
    changed(people)
    page = planning(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at)
    assert page.step == 2


def test_before_any_plan_the_step_is_none_and_with_one_it_is_unknown(people: People) -> None:
    ask = {"client_id": people.ana.pk, "at": people.at}
    assert steps_of_care(viewer=people.sees("ben"), **ask).step == 0
    an_agreed_plan(people, people.ana)
    page = steps_of_care(viewer=people.sees("ben"), **ask)
    assert page.step is None
    waiting = {rule.id: rule.missing for rule in page.pathway.rules if rule.state == "waits"}
    assert "current_step" in waiting["low-intensity-start"]


def test_meetings_at_a_step_are_counted_from_its_change(people: People, agreed: Plan) -> None:
    def at_step() -> Any:
        page = steps_of_care(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at)
        return next(fact.value for fact in page.facts if fact.id == "sessions_at_step")

    a_session(people, agreed)
    assert at_step() == 1
    changed(people)
    assert at_step() == 0
    a_session(people, agreed)
    assert at_step() == 1


def test_facts_are_read_from_the_scores_and_the_rest_is_asked(people: People, agreed: Plan) -> None:
    checked_in(people, people.ana, 12)
    page = steps_of_care(
        viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at, said={"daily_life_hard": "yes"}
    )
    values = {fact.id: (fact.is_asked, fact.value) for fact in page.facts}
    assert values["phq9"] == (False, 12)
    assert values["daily_life_hard"] == (True, True)
    assert values["waits_for_step"] == (True, None)
    other = steps_of_care(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at, name="trauma")
    assert {fact.id: fact.value for fact in other.facts}["pcl5"] is None


@pytest.mark.parametrize(
    ("typed", "value"), [("3", 3.0), ("3.5", 3.5), ("-1", None), ("9999", None), ("many", None), ("", None)]
)
def test_a_number_that_cannot_be_is_not_known(people: People, typed: str, value: float | None) -> None:
    page = steps_of_care(
        viewer=people.sees("ben"),
        client_id=people.ana.pk,
        at=people.at,
        name="trauma",
        said={"weeks_since_trauma": typed},
    )
    assert {fact.id: fact.value for fact in page.facts}["weeks_since_trauma"] == value


def test_the_problem_chooses_the_pathway(people: People) -> None:
    page = planning(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at, facts={"problem": "ptsd"})
    assert page.pathway.id == "trauma"
    page = planning(viewer=people.sees("ben"), client_id=people.ana.pk, at=people.at, facts={"problem": "dementia"})
    assert page.pathway.id == "common-mental-health"


def test_steps_are_in_the_clients_download(people: People) -> None:
    changed(people)
    rows = my_download(viewer=people.sees("ana"), at=people.at).content["steps_of_care"]
    assert (rows[0]["to_step"], rows[0]["reason"]) == (2, "Moderate, first help.")
