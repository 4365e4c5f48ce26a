"""The rota: who may plan it, weeks without a hole, and what an absence does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kith.care.actions import rota
from kith.care.models import Absence, AuditEvent, BadInput, DutyShift, WrongMoment
from kith.care.permissions import NotAllowed, NotYours
from kith.care.queries.on_duty import outlook
from kith.care.queries.rota import rota as rota_page
from tests import people as named
from tests.people import People

DAY = timedelta(days=1)


def planned(people: People, starts: datetime, ends: datetime, who: str = "dan", **more: bool) -> DutyShift:
    given = {"is_backup": False, **more}
    person = people.accounts[who]
    return rota.plan_shift(person=person, starts=starts, ends=ends, by=people.sees("cleo"), at=people.at, **given)


def next_week(people: People) -> tuple[date, datetime, datetime]:
    monday = rota.week_of(people.service, people.at) + 7 * DAY
    return (monday, *rota.week_bounds(people.service, monday))


def a_published_week(people: People) -> tuple[date, list[DutyShift]]:
    monday, starts, _ends = next_week(people)
    rows = [planned(people, starts + n * DAY, starts + (n + 1) * DAY) for n in range(7)]
    rota.publish_week(service=people.service, monday=monday, by=people.sees("cleo"), at=people.at)
    return monday, rows


def test_a_manager_plans_and_nobody_else(people: People) -> None:
    _monday, starts, _ends = next_week(people)
    shift = planned(people, starts, starts + DAY)
    assert shift.published_at is None
    assert AuditEvent.objects.filter(event="shift.planned").count() == 1
    for name in ("ben", "eve", "dan", "finn"):
        with pytest.raises(NotAllowed):
            rota.withdraw_shift(shift=shift, by=people.sees(name), at=people.at)


def test_another_service_has_its_own_rota(people: People) -> None:
    elsewhere = named.a_service("Hill Service")
    _monday, starts, _ends = next_week(people)
    with pytest.raises(NotYours):
        rota.plan_shift(
            person=people.accounts["dan"],
            starts=starts,
            ends=starts + DAY,
            is_backup=False,
            by=elsewhere.sees("cleo"),
            at=people.at,
        )


@pytest.mark.parametrize(
    ("who", "hours", "says"),
    [("ben", 8, "does not hold the duty role"), ("dan", 49, "more than 48 hours"), ("dan", 0, "no time")],
)
def test_a_slip_is_refused(people: People, who: str, hours: int, says: str) -> None:
    _monday, starts, _ends = next_week(people)
    with pytest.raises(BadInput, match=says):
        planned(people, starts, starts + timedelta(hours=hours), who)


def test_nobody_is_on_duty_twice_at_once(people: People) -> None:
    _monday, starts, _ends = next_week(people)
    planned(people, starts, starts + DAY)
    with pytest.raises(BadInput, match="on duty at that time already"):
        planned(people, starts + DAY / 2, starts + 2 * DAY)


def test_a_published_week_keeps_its_hours(people: People) -> None:
    _monday, rows = a_published_week(people)
    with pytest.raises(WrongMoment, match="Nobody else would be on duty"):
        rota.withdraw_shift(shift=rows[2], by=people.sees("cleo"), at=people.at)
    rows[2].refresh_from_db()
    assert rows[2].withdrawn_at is None
    with pytest.raises(WrongMoment, match="over"):
        rota.withdraw_shift(shift=rows[0], by=people.sees("cleo"), at=rows[0].ends)


def test_a_hole_in_the_night_on_which_clocks_change_is_found(people: People) -> None:
    """London, 29 March 2026: one o'clock becomes two. Shifts by the clock leave no hole, shifts by hours leave one."""
    people.at = datetime(2026, 3, 16, 9, tzinfo=UTC)
    monday, starts, _ends = next_week(people)
    for n in range(6):
        planned(people, starts + n * DAY, starts + (n + 1) * DAY)
    sunday = starts.astimezone(UTC) + 6 * DAY
    short = planned(people, sunday, sunday + timedelta(hours=22))
    with pytest.raises(WrongMoment, match="29 Mar, 23:00 to Mon 30 Mar, 00:00"):
        rota.publish_week(service=people.service, monday=monday, by=people.sees("cleo"), at=people.at)
    rota.withdraw_shift(shift=short, by=people.sees("cleo"), at=people.at)
    planned(people, sunday, sunday + timedelta(hours=23))
    assert rota.publish_week(service=people.service, monday=monday, by=people.sees("cleo"), at=people.at) == 7


def test_a_week_is_repeated_by_the_clock_and_not_doubled(people: People) -> None:
    monday, rows = a_published_week(people)
    given = {"service": people.service, "by": people.sees("cleo"), "at": people.at}
    again = rota.repeat_week(monday=monday + 7 * DAY, **given)
    assert len(again) == len(rows)
    assert {row.published_at for row in again} == {None}
    assert rota.repeat_week(monday=monday + 7 * DAY, **given) == []


def test_an_absence_makes_a_hole_that_everybody_sees(people: People) -> None:
    monday, _rows = a_published_week(people)
    people.at = rota.week_bounds(people.service, monday)[0] + timedelta(hours=9)
    assert outlook(viewer=people.sees("ben"), at=people.at).now.people[0].name == people.accounts["dan"].display_name
    leaves = people.at + DAY
    away = rota.record_own_absence(starts=leaves, ends=leaves + DAY, by=people.sees("dan"), at=people.at)
    assert outlook(viewer=people.sees("ben"), at=people.at).next_hole == (leaves, leaves + DAY)
    page = rota_page(viewer=people.sees("ben"), at=people.at)
    assert page.holes == ((leaves, leaves + DAY),)
    assert not page.may_plan
    rota.end_absence(absence=away, by=people.sees("dan"), at=people.at)
    assert rota_page(viewer=people.sees("ben"), at=people.at).holes == ()


def test_somebody_elses_absence_is_ended_by_a_manager_only(people: People) -> None:
    away = rota.record_absence(
        person=people.accounts["dan"], starts=people.at, ends=None, by=people.sees("cleo"), at=people.at
    )
    with pytest.raises(NotAllowed):
        rota.end_absence(absence=away, by=people.sees("ben"), at=people.at)
    people.later(hours=1)
    rota.end_absence(absence=away, by=people.sees("cleo"), at=people.at)
    with pytest.raises(WrongMoment, match="over"):
        rota.end_absence(absence=Absence.objects.get(), by=people.sees("cleo"), at=people.at)
    assert list(AuditEvent.objects.filter(event__startswith="absence.").values_list("event", flat=True)) == [
        "absence.recorded",
        "absence.ended",
    ]


def test_a_draft_of_the_week_before_covers_nothing(people: People) -> None:
    """It reaches into the week, and is not published with it."""
    monday, starts, _ends = next_week(people)
    planned(people, starts - timedelta(hours=4), starts + timedelta(hours=8))
    for n in range(7):
        begin = starts + n * DAY + (timedelta(hours=8) if not n else timedelta())
        planned(people, begin, starts + (n + 1) * DAY)
    assert rota_page(viewer=people.sees("cleo"), at=people.at, week=monday).holes == (
        (starts, starts + timedelta(hours=8)),
    )
    with pytest.raises(WrongMoment, match="Nobody is on duty"):
        rota.publish_week(service=people.service, monday=monday, by=people.sees("cleo"), at=people.at)


def test_whoever_loses_the_duty_role_covers_nothing_any_more(people: People) -> None:
    monday, rows = a_published_week(people)
    people.at = rota.week_bounds(people.service, monday)[0] + timedelta(hours=9)
    assert outlook(viewer=people.sees("ben"), at=people.at).next_hole is not None  # the week after, in which none is
    people.accounts["dan"].roles.filter(name="duty").update(ends=people.at)
    people.later(minutes=1)
    seen = outlook(viewer=people.sees("ben"), at=people.at)
    assert seen.now.people == ()
    assert seen.next_hole is not None
    assert seen.next_hole[0] == people.at
    with pytest.raises(WrongMoment, match="Nobody is on duty"):
        rota.publish_week(service=people.service, monday=monday, by=people.sees("cleo"), at=people.at)
    assert len(rows) == 7


def test_a_rota_that_has_not_begun_says_when_it_does(people: People) -> None:
    monday, rows = a_published_week(people)
    seen = outlook(viewer=people.sees("ben"), at=people.at)
    assert (seen.has_rota, seen.rota_begins) == (False, rows[0].starts)
    assert [one.name for one in seen.now.people] == [people.accounts["dan"].display_name]
    assert monday.weekday() == 0


def test_without_a_rota_the_truth_is_said(people: People) -> None:
    seen = outlook(viewer=people.sees("ben"), at=people.at)
    assert (seen.has_rota, seen.next_hole) == (False, None)
    assert [one.name for one in seen.now.people] == [people.accounts["dan"].display_name]
