"""A sheet of paper is entered as of its day, and slips are found by typing it twice."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from kith.care.actions import paper
from kith.care.models import Alert, AuditEvent, BadInput, Measurement
from kith.care.permissions import NotYours
from tests.people import PHQ9_LOW, People


def enter(people: People, day: date, by: str = "ben", **changes: Any) -> Measurement:
    given: dict[str, Any] = {"instrument": "phq9", "answers": PHQ9_LOW, "filled_in_on": day}
    form = paper.PaperForm(**given | changes)
    return paper.enter_paper_form(client=people.ana, form=form, key=uuid.uuid4(), by=people.sees(by), at=people.at)


@pytest.fixture
def weeks_later(people: People) -> date:
    """The day of the referral, three weeks ago."""
    referred = people.at.date()
    people.later(days=21)
    return referred


def test_a_sheet_counts_from_its_own_day_and_says_when_it_was_entered(people: People, weeks_later: date) -> None:
    sent = enter(people, weeks_later + timedelta(days=2), respondent="parent")
    assert sent.taken_at.date() == weeks_later + timedelta(days=2)
    assert (sent.made_at, sent.mode, sent.respondent) == (people.at, "paper", "parent")
    assert sent.sender == people.accounts["ben"]
    assert AuditEvent.objects.filter(event="measurement.submitted", object_id=str(sent.pk)).exists()


def test_a_sheet_of_today_counts_from_now(people: People) -> None:
    assert enter(people, people.at.date()).taken_at == people.at


@pytest.mark.parametrize(("days", "told"), [(1, "still to come"), (-22, "before the referral")])
def test_a_day_that_cannot_be_is_refused(people: People, weeks_later: date, days: int, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        enter(people, people.at.date() + timedelta(days=days))
    assert not Measurement.objects.exists()


@pytest.mark.parametrize("days", [0, -21])
def test_the_first_and_the_last_day_are_fine(people: People, weeks_later: date, days: int) -> None:
    assert enter(people, people.at.date() + timedelta(days=days)).pk


@pytest.mark.parametrize("by", ["dev", "ana", "eve", "cleo"])
def test_others_enter_nothing(people: People, by: str) -> None:
    with pytest.raises(NotYours):
        enter(people, people.at.date(), by=by)
    assert not Measurement.objects.exists()


def test_an_answer_that_asks_for_help_raises_its_alert_on_entry(people: People, weeks_later: date) -> None:
    enter(people, weeks_later, answers=dict(PHQ9_LOW) | {"self_harm": 3})
    assert Alert.objects.get().raised_at == people.at


def test_what_was_typed_differently_is_told_by_question_and_kept_nowhere(people: People) -> None:
    again = dict(PHQ9_LOW) | {"sleep": 3, "self_harm": None}
    with pytest.raises(BadInput) as refused:
        enter(people, people.at.date(), again=again)
    assert "3: 1 / 3; 9: 0 / –" in refused.value.found
    assert not Measurement.objects.exists()


def test_typed_alike_is_kept(people: People) -> None:
    assert enter(people, people.at.date(), again=dict(PHQ9_LOW)).pk
