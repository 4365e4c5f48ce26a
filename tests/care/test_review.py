"""Reviewing: a dated decision with its reason, and an ending that an open alert holds back."""

from __future__ import annotations

from typing import Any

import pytest

from kith.care.actions import review, safety
from kith.care.models import AuditEvent, BadInput, Plan, Review, WrongMoment
from kith.care.permissions import NotYours
from tests.people import People, an_agreed_plan


@pytest.fixture
def agreed(people: People) -> Plan:
    return an_agreed_plan(people, people.ana)


def decided(people: People, agreed: Plan, by: str = "ben", **changes: Any) -> Review:
    given: dict[str, Any] = {
        "decision": "go_on",
        "reason": "It helps.",
        "client_says": "Mornings are easier.",
        "seen_then": {"method": "signal", "courses": {}},
    }
    return review.decide_review(plan=agreed, by=people.sees(by), at=people.at, **(given | changes))


def test_going_on_keeps_the_plan_and_what_was_seen(people: People, agreed: Plan) -> None:
    row = decided(people, agreed)
    agreed.refresh_from_db()
    assert (agreed.state, row.seen_then["method"]) == ("agreed", "signal")
    assert AuditEvent.objects.filter(event="review.decided").count() == 1


@pytest.mark.parametrize("decision", ["change", "step_up", "step_down", "end"])
def test_any_other_decision_ends_the_plan_and_leaves_the_care_open(people: People, agreed: Plan, decision: str) -> None:
    decided(people, agreed, decision=decision)
    agreed.refresh_from_db()
    assert agreed.state == "ended"
    assert people.ana.episode_set.get().state != "ended"


def test_an_ending_ends_both(people: People, agreed: Plan) -> None:
    decided(people, agreed, decision="end", ending=review.Ending("completed", "Sing on Thursdays."))
    episode = people.ana.episode_set.get()
    assert (episode.state, episode.ending, episode.ending_note) == ("ended", "completed", "Sing on Thursdays.")
    assert AuditEvent.objects.filter(event="episode.ended").exists()


def test_an_open_alert_holds_the_ending_back_and_nothing_is_kept(people: People, agreed: Plan) -> None:
    safety.raise_concern(
        client=people.ana, level="high", words="She said goodbye.", by=people.sees("ben"), at=people.at
    )
    with pytest.raises(WrongMoment, match="alert") as refused:
        decided(people, agreed, decision="end", ending=review.Ending("completed"))
    assert all((refused.value.what, refused.value.found, refused.value.instead))
    agreed.refresh_from_db()
    assert (agreed.state, Review.objects.count()) == ("agreed", 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"decision": ""},
        {"reason": " "},
        {"decision": "end", "ending": review.Ending("")},
        {"decision": "go_on", "ending": review.Ending("completed")},
    ],
)
def test_a_decision_that_cannot_be_kept_says_why(people: People, agreed: Plan, changes: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as refused:
        decided(people, agreed, **changes)
    assert all((refused.value.what, refused.value.found, refused.value.instead, refused.value.field))
    assert not Review.objects.exists()


def test_a_plan_that_has_ended_is_not_reviewed(people: People, agreed: Plan) -> None:
    decided(people, agreed, decision="change")
    agreed.refresh_from_db()
    with pytest.raises(WrongMoment):
        decided(people, agreed)


@pytest.mark.parametrize("name", ["dev", "eve", "ana", "cleo"])
def test_others_do_not_decide(people: People, agreed: Plan, name: str) -> None:
    with pytest.raises(NotYours):
        decided(people, agreed, by=name)
    with pytest.raises(NotYours):
        review.end_episode(client=people.ana, ending="moved", note="", by=people.sees(name), at=people.at)
    assert not Review.objects.exists()
