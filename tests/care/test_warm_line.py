"""The warm line: planned shifts, calls that are counted, and nothing about whoever rings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kith.care.actions import warm_line
from kith.care.models import AuditEvent, BadInput, WarmLineCall, WarmLineShift, WrongMoment
from kith.care.permissions import NotAllowed, NotYours
from kith.care.queries.warm_line import line_peer, line_shift
from kith.care.queries.warm_line import warm_line as line_page
from tests.care.peer_scenes import peered, trained
from tests.people import People, a_service

__all__ = ["peered"]  # a fixture


def planned(people: People, by: str = "cleo", key: str = "pete", hours: float = 3, after: float = 1) -> WarmLineShift:
    starts = people.at + timedelta(hours=after)
    if key == "pete":
        trained(people, key)
    return warm_line.plan_warm_line(
        person=people.accounts[key],
        starts=starts,
        ends=starts + timedelta(hours=hours),
        by=people.sees(by),
        at=people.at,
    )


def counted(people: People, shift: WarmLineShift, by: str = "pete", **more: Any) -> WarmLineCall:
    given: dict[str, Any] = {"minutes": 20, "need": "loneliness", "passed_on": "nobody"} | more
    return warm_line.count_call(shift=shift, by=people.sees(by), at=people.at, **given)


def test_calls_of_a_shift_are_counted_by_whoever_has_it(peered: People) -> None:
    shift = planned(peered)
    with pytest.raises(WrongMoment, match="not begun"):
        counted(peered, shift)
    peered.later(hours=2)
    counted(peered, shift)
    counted(peered, shift, need="in_crisis", passed_on="duty", minutes=40)
    page = line_page(viewer=peered.sees("eve"), at=peered.at)
    assert (page.calls, page.minutes) == (2, 60)
    assert page.needs == {"loneliness": 1, "in_crisis": 1}
    assert page.passed_on == {"nobody": 1, "duty": 1}
    assert page.mine == ()
    (mine,) = line_page(viewer=peered.sees("pete"), at=peered.at).mine
    assert mine.is_now
    for who in ("petra", "eve", "ben"):
        with pytest.raises((NotYours, NotAllowed)):
            counted(peered, shift, by=who)
    peered.later(hours=15)
    with pytest.raises(WrongMoment, match="over for long"):
        counted(peered, shift)
    peered.later(days=28)
    assert line_page(viewer=peered.sees("eve"), at=peered.at).calls == 0


def test_no_call_has_a_place_for_a_name() -> None:
    """The control: the only words of a call are chosen from lists."""
    fields = {field.name: field.get_internal_type() for field in WarmLineCall._meta.fields}
    assert {name for name, kind in fields.items() if kind == "CharField"} == {"need", "passed_on"}
    assert all(WarmLineCall._meta.get_field(name).choices for name in ("need", "passed_on"))


def test_a_crisis_is_never_kept_to_oneself(peered: People) -> None:
    shift = planned(peered)
    peered.later(hours=2)
    with pytest.raises(BadInput, match="nobody was told"):
        counted(peered, shift, need="in_crisis")
    with pytest.raises(BadInput, match="how many minutes"):
        counted(peered, shift, minutes=241)
    with pytest.raises(BadInput, match="questions is open"):
        counted(peered, shift, need="gossip")
    assert not WarmLineCall.objects.exists()


def test_shifts_are_planned_by_few_and_left_by_oneself(peered: People) -> None:
    for who in ("pete", "ben", "ana", "dan"):
        with pytest.raises(NotAllowed):
            planned(peered, by=who)
    shift = planned(peered, by="eve")
    for more, says in (
        ({"hours": 9}, "eight hours"),
        ({"after": -1}, "past"),
        ({}, "already"),
        ({"key": "ben"}, "no peer"),
    ):
        with pytest.raises(BadInput, match=says):
            planned(peered, **more)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        warm_line.leave_warm_line(shift=shift, by=peered.sees("petra"), at=peered.at)
    warm_line.leave_warm_line(shift=shift, by=peered.sees("pete"), at=peered.at)
    with pytest.raises(WrongMoment, match="taken off"):
        warm_line.leave_warm_line(shift=shift, by=peered.sees("cleo"), at=peered.at)
    assert line_page(viewer=peered.sees("pete"), at=peered.at).coming == ()
    assert AuditEvent.objects.filter(event="warm_line.left").count() == 1


def test_nobody_is_put_on_the_line_whose_training_in_safety_is_due_on_that_day(peered: People) -> None:
    def plan(days: int) -> WarmLineShift:
        starts = peered.at + timedelta(days=days)
        return warm_line.plan_warm_line(
            person=peered.accounts["petra"],
            starts=starts,
            ends=starts + timedelta(hours=2),
            by=peered.sees("cleo"),
            at=peered.at,
        )

    with pytest.raises(BadInput, match="training in safety is not done"):
        plan(1)
    trained(peered, "petra", topic="listening")
    with pytest.raises(BadInput, match="training in safety"):
        plan(1)
    trained(peered, "petra")
    plan(1)  # the control
    plan(364)
    with pytest.raises(BadInput, match="too long ago"):
        plan(365)
    page = line_page(viewer=peered.sees("cleo"), at=peered.at)
    assert ([name for _, name in page.peers], page.untrained) == (["Petra Holm"], ("Pete Halloran",))
    assert line_page(viewer=peered.sees("pete"), at=peered.at).untrained == ()


def test_another_service_has_a_line_of_its_own(peered: People) -> None:
    shift, other = planned(peered), a_service("Hill Service", at=peered.at)
    with pytest.raises(NotYours):
        line_shift(viewer=other.sees("cleo"), shift_id=shift.pk)
    with pytest.raises(NotYours):
        line_peer(viewer=other.sees("cleo"), person_id=peered.accounts["pete"].pk, at=other.at)
    with pytest.raises(NotYours):
        warm_line.leave_warm_line(shift=shift, by=other.sees("cleo"), at=other.at)
    assert line_page(viewer=other.sees("cleo"), at=other.at).coming == ()
