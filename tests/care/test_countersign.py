"""Countersign: soon after an alert, care ends only when a supervisor has agreed, and nothing is signed too early."""

from __future__ import annotations

from typing import Any

import pytest

from kith.care.actions import safety
from kith.care.actions.countersign import countersign_ending
from kith.care.actions.review import end_episode
from kith.care.models import Alert, AuditEvent, BadInput, Countersign, WrongMoment
from kith.care.permissions import NotYours
from tests.people import People

ENDS: dict[str, Any] = {"ending": "completed", "note": ""}


def closed_alert(people: People) -> Alert:
    """Raised by Ben, answered and closed by Dan."""
    alert = safety.raise_concern(client=people.ana, level="high", words="Quiet", by=people.sees("ben"), at=people.at)
    given: dict[str, Any] = {"by": people.sees("dan"), "at": people.at}
    safety.see_alert(alert=alert, **given)
    safety.contact_about_alert(alert=alert, note="Rang", **given)
    safety.review_safety_for_alert(alert=alert, note="Looked", **given)
    safety.close_alert(alert=alert, outcome="plan_renewed", note="", **given)
    people.later(hours=1)
    return alert


def signs(people: People, name: str = "eve", words: str = "Her sister looks in on Friday") -> Countersign:
    return countersign_ending(client=people.ana, words=words, by=people.sees(name), at=people.at)


def ends(people: People) -> None:
    end_episode(client=people.ana, **ENDS, by=people.sees("ben"), at=people.at)


def test_a_supervisor_of_the_team_agrees_and_the_care_may_end(people: People) -> None:
    closed_alert(people)
    with pytest.raises(WrongMoment):
        ends(people)
    signs(people)
    assert AuditEvent.objects.filter(event="ending.countersigned", actor_id=people.accounts["eve"].pk).count() == 1
    ends(people)


@pytest.mark.parametrize("name", ["ben", "dev", "dan", "cleo", "finn", "ana"])
def test_nobody_else_agrees(people: People, name: str) -> None:
    closed_alert(people)
    with pytest.raises(NotYours):
        signs(people, name)
    assert not Countersign.objects.exists()


def test_nothing_is_signed_while_an_alert_is_open_or_without_words(people: People) -> None:
    safety.raise_concern(client=people.ana, level="high", words="Quiet", by=people.sees("ben"), at=people.at)
    with pytest.raises(WrongMoment):
        signs(people)
    with pytest.raises(BadInput):
        signs(people, words=" ")
    assert not Countersign.objects.exists()


@pytest.mark.parametrize(("days", "holds"), [(13, True), (15, False)])
def test_it_holds_for_two_weeks(people: People, days: int, holds: bool) -> None:
    closed_alert(people)
    signs(people)
    people.later(days=days)
    if holds:
        ends(people)
    else:
        with pytest.raises(WrongMoment):
            ends(people)


def test_a_month_after_the_last_alert_nobody_is_asked(people: People) -> None:
    closed_alert(people)
    people.later(days=31)
    ends(people)
