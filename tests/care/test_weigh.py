"""The stop rule asks for a decision before the next meeting: kept with its reason, told to the supervisor, obeyed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kith.care.actions import gather, run_group, set_up, weigh
from kith.care.models import AuditEvent, BadInput, Block, Group, OutboxMessage, Session, StopDecision, WrongMoment
from kith.care.permissions import NotYours
from kith.care.queries.stop_rule import StopPage, group_stop
from tests.care.test_group_climate import circle, met, says
from tests.people import People

__all__ = ["circle"]


def book(people: People, group: Group, days: float = 7) -> Session:
    starts_at = people.at + timedelta(days=days)
    return gather.book_meeting(group=group, starts_at=starts_at, minutes=90, by=people.sees("finn"), at=people.at)


def decide(people: People, group: Group, decision: str = "go_on", who: str = "finn", **given: Any) -> StopDecision:
    people.later(minutes=1)
    given = {"reason": "Seen alone, calm again"} | given
    return weigh.decide_on_stop(group=group, decision=decision, by=people.sees(who), at=people.at, **given)


def page(people: People, group: Group, who: str = "finn") -> StopPage:
    return group_stop(viewer=people.sees(who), group_id=group.pk, at=people.at)


def frightened(people: People, group: Group, name: str = "Ana") -> None:
    met(people, group)
    says(people, group, name, 8, afraid=1)


def test_no_meeting_is_booked_until_it_is_decided_and_a_newer_meeting_asks_anew(people: People, circle: Group) -> None:
    assert not page(people, circle).was_answered
    met(people, circle)
    says(people, circle, "Ana", 8)
    book(people, circle, 2)  # the control: nothing speaks against it
    says(people, circle, "Bo", 8, afraid=1)
    assert page(people, circle).stops == ("afraid",)
    with pytest.raises(WrongMoment, match="nobody has decided"):
        book(people, circle)
    booked = circle.sessions.get(state="booked")
    with pytest.raises(WrongMoment, match="nobody has decided"):
        run_group.move_meeting(
            meeting=booked, starts_at=people.at + timedelta(days=3), by=people.sees("finn"), at=people.at
        )
    row = decide(people, circle, "lighten")
    assert (row.stops, row.until, row.meeting_id) == (["afraid"], None, circle.sessions.get(state="held").pk)
    assert AuditEvent.objects.filter(event="stop_rule.decided", object_id=str(row.pk)).count() == 1
    assert not page(people, circle).is_undecided
    book(people, circle, 20)
    frightened(people, circle)
    with pytest.raises(WrongMoment, match="nobody has decided"):
        book(people, circle, 30)


def test_a_further_reason_about_the_same_meeting_asks_anew(people: People, circle: Group) -> None:
    frightened(people, circle)
    decide(people, circle)
    says(people, circle, "Bo", 8, drained=2)
    says(people, circle, "Cy", 8, drained=2)
    assert page(people, circle).stops == ("afraid", "many_burdened")
    assert page(people, circle).is_undecided


def test_a_pause_lasts_until_its_day_and_a_stop_until_it_is_decided_anew(people: People, circle: Group) -> None:
    frightened(people, circle)
    until = people.at.date() + timedelta(days=10)
    decide(people, circle, "pause", until=until)
    with pytest.raises(WrongMoment, match="pauses until"):
        book(people, circle, 8)
    book(people, circle, 11)
    decide(people, circle, "stop")
    with pytest.raises(WrongMoment, match="decided that the group stops"):
        book(people, circle, 12)
    decide(people, circle, "go_on")
    book(people, circle, 12)
    assert [one.decision for one in page(people, circle).decided] == ["go_on", "stop", "pause"]


def test_the_supervisors_of_those_who_lead_are_asked_to_log_in_once_and_read_it(people: People, circle: Group) -> None:
    assert decide(people, circle).told == 0
    set_up.start_supervision(
        supervisor=people.accounts["eve"],
        supervisee=people.accounts["finn"],
        by=set_up.founder(people.service.pk),
        at=people.at,
    )
    people.later(minutes=1)
    before = OutboxMessage.objects.filter(to_user=people.accounts["eve"]).count()
    assert decide(people, circle).told == 1
    assert OutboxMessage.objects.filter(to_user=people.accounts["eve"]).count() == before + 1
    assert page(people, circle, "eve").decided[0].reason == "Seen alone, calm again"
    with pytest.raises(NotYours):
        decide(people, circle, who="eve")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"decision": "hope"}, "not said how"),
        ({"reason": "  "}, "no reason"),
        ({"reason": "x" * 2001}, "2001 characters"),
        ({"reason": "Bo is afraid of Cy"}, "name of a member"),
        ({"decision": "pause"}, "no day"),
        ({"decision": "pause", "until": date(2020, 1, 1)}, "has passed"),
    ],
)
def test_a_decision_that_cannot_be_kept_is_refused(
    people: People, circle: Group, given: dict[str, Any], why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        decide(people, circle, **given)
    assert not StopDecision.objects.exists()


def test_whoever_must_not_see_a_member_decides_and_is_not_told_why(people: People, circle: Group) -> None:
    frightened(people, circle)
    block = Block(client=people.ana, user=people.accounts["finn"], made_at=people.at)
    block.reason = "Neighbours"
    block.save()
    found = page(people, circle)
    assert (found.is_undecided, found.stops) == (True, ())
    decide(people, circle)
    assert page(people, circle).decided[0].stops == ()
    block.delete()
    assert page(people, circle).decided[0].stops == ("afraid",)  # the control


@pytest.mark.parametrize("who", ["ben", "eve", "cleo", "dev", "ana"])
def test_nobody_else_decides_or_reads(people: People, circle: Group, who: str) -> None:
    with pytest.raises(NotYours):
        decide(people, circle, who=who)
    with pytest.raises(NotYours):
        page(people, circle, who)
