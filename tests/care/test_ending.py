"""A plan ends with what helped, what to do when it gets harder, and the days to meet and measure again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kith.care.actions import asking, review, set_up
from kith.care.actions.ending import Closing, end_plan_with
from kith.care.actions.tailor import Change, tailor_plan
from kith.care.models import AuditEvent, BadInput, MeasureRequest, MeasureSchedule, Plan, PlanEnding, WrongMoment
from kith.care.permissions import NotYours
from kith.care.queries.my_download import my_download
from tests.people import People, a_held_session, an_agreed_plan

WRITTEN = Closing(
    helped="Getting up at the same hour.",
    early_signs="I stop answering the phone.",
    what_to_do="Walk, and call Mira.",
    whom_to_ask="Mira, then the clinic.",
    measures=("phq9",),
    months_after=(1, 3),
)


def end(people: People, agreed: Plan, by: str = "ben", care: review.Ending | None = None, **changes: Any) -> PlanEnding:
    return end_plan_with(
        plan=agreed, closing=replace(WRITTEN, **changes), ends_care=care, by=people.sees(by), at=people.at
    )


@pytest.fixture
def agreed(people: People) -> Plan:
    row = an_agreed_plan(people, people.ana)
    a_held_session(people, row)
    return row


def ended_by_a_review(people: People, agreed: Plan) -> None:
    review.decide_review(
        plan=agreed,
        decision="end",
        reason="Done.",
        client_says="Yes.",
        seen_then={},
        by=people.sees("ben"),
        at=people.at,
    )


def test_a_plan_ends_with_its_words_and_days_and_the_care_stays_open(people: People, agreed: Plan) -> None:
    in_a_month = people.at.date() + timedelta(days=28)
    kept = end(people, agreed, boosters=(in_a_month,))
    agreed.refresh_from_db()
    agreed.episode.refresh_from_db()
    assert kept.words["what_to_do"] == "Walk, and call Mira."
    assert kept.booster_on == [in_a_month.isoformat()]
    assert (agreed.state, agreed.episode.state) == ("ended", "in_treatment")
    assert AuditEvent.objects.filter(event="plan.ended_with").exists()


def test_the_measures_are_asked_again_after_the_plan_though_the_care_goes_on(people: People, agreed: Plan) -> None:
    end(people, agreed)
    row = MeasureSchedule.objects.get(rhythm="follow_up")
    assert (row.instrument, row.months_after, row.plan_id) == ("phq9", [1, 3], agreed.pk)
    people.later(days=32)
    asking.open_requests(by=set_up.founder(people.service.pk), at=people.at)
    assert MeasureRequest.objects.filter(schedule=row, state="open").exists()


def test_the_care_ends_with_the_plan_and_only_what_was_chosen_is_asked_afterwards(people: People, agreed: Plan) -> None:
    end(people, agreed, care=review.Ending("completed"))
    agreed.episode.refresh_from_db()
    assert agreed.episode.state == "ended"
    assert [row.instrument for row in MeasureSchedule.objects.filter(ended_at__isnull=True)] == ["phq9"]


def test_a_plan_that_a_review_has_ended_is_completed(people: People, agreed: Plan) -> None:
    ended_by_a_review(people, agreed)
    assert end(people, agreed).plan_id == agreed.pk


def test_the_worksheet_of_the_protocol_is_set_with_it(people: People, agreed: Plan) -> None:
    end(people, agreed, sets_worksheet=True)
    assert agreed.assignments.get().document == "staying-well-plan"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"helped": " ", "early_signs": "", "what_to_do": "", "whom_to_ask": ""}, "helped"),
        ({"months_after": (0,)}, "months_after"),
        ({"months_after": (61,)}, "months_after"),
        ({"measures": ()}, "measures"),
        ({"measures": ("nothing",)}, "instrument"),
        ({"boosters": (0,)}, "boosters"),
        ({"boosters": (800,)}, "boosters"),
    ],
)
def test_an_ending_that_cannot_be_kept_says_why(
    people: People, agreed: Plan, changes: dict[str, Any], field: str
) -> None:
    if "boosters" in changes:
        changes = {"boosters": tuple(people.at.date() + timedelta(days=days) for days in changes["boosters"])}
    with pytest.raises(BadInput) as refused:
        end(people, agreed, **changes)
    assert refused.value.field == field
    agreed.refresh_from_db()
    assert agreed.state == "agreed"


def test_ana_finds_it_in_her_download_with_what_was_changed_on_the_way(people: People, agreed: Plan) -> None:
    tailor_plan(
        plan=agreed, change=Change("", "add", title="Bus stop"), reason="She wants to.", by=people.sees("ben"),
        at=people.at,
    )  # fmt: skip
    end(people, agreed)
    content = my_download(viewer=people.sees("ana"), at=people.at).content
    assert content["plan_endings"][0]["words"]["helped"] == "Getting up at the same hour."
    assert content["plan_changes"][0]["words"] == {"title": "Bus stop"}


def test_a_plan_ends_once(people: People, agreed: Plan) -> None:
    end(people, agreed)
    with pytest.raises(WrongMoment, match="already"):
        end(people, agreed)


def test_a_worksheet_is_not_set_when_the_plan_is_over(people: People, agreed: Plan) -> None:
    ended_by_a_review(people, agreed)
    with pytest.raises(BadInput, match="no worksheet"):
        end(people, agreed, sets_worksheet=True)


def test_an_ending_is_not_written_when_the_care_has_ended(people: People, agreed: Plan) -> None:
    review.end_episode(client=people.ana, ending="completed", note="", by=people.sees("ben"), at=people.at)
    with pytest.raises(NotYours):
        end(people, agreed)
    assert not PlanEnding.objects.exists()


@pytest.mark.parametrize("name", ["ana", "dev", "cleo", "eve"])
def test_others_do_not_end_the_plan(people: People, agreed: Plan, name: str) -> None:
    with pytest.raises(NotYours):
        end(people, agreed, by=name)
