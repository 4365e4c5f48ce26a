"""A group's leaders change, a meeting is called off or moved, and the group ends; access ends when it should."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kith.care.actions import gather, run_group
from kith.care.models import (
    AuditEvent,
    BadInput,
    Block,
    Facilitation,
    Group,
    Membership,
    OutboxMessage,
    Session,
    User,
    WrongMoment,
)
from kith.care.permissions import NotYours
from kith.care.queries.groups import group as group_page
from kith.care.queries.my_groups import my_groups
from kith.care.queries.running_groups import group_leaders, led_groups
from tests.care.courses import a_group, a_meeting, a_member, record
from tests.people import People, another


def opens(people: People, group: Group, who: str) -> bool:
    """Whether somebody gets the page of the group."""
    try:
        group_page(viewer=people.sees(who), group_id=group.pk, language="en", at=people.at)
    except NotYours:
        return False
    return True


def book(people: People, group: Group, days: int) -> Session:
    return gather.book_meeting(
        group=group, starts_at=people.at + timedelta(days=days), minutes=90, by=people.sees("finn"), at=people.at
    )


def end(people: People, group: Group, who: str = "finn") -> None:
    group.refresh_from_db()
    run_group.end_group(group=group, by=people.sees(who), at=people.at)


def told(people: People) -> list[str]:
    return [one.key.split(":")[0] for one in OutboxMessage.objects.filter(to_client=people.ana).order_by("made_at")]


def test_a_group_ends_with_its_places_its_leaders_and_its_meetings_to_come(people: People) -> None:
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    met = a_meeting(people, group)
    record(people, met, {people.ana: "attended"})
    coming = book(people, group, 7)
    end(people, group)
    for row in (group, met, coming):
        row.refresh_from_db()
    assert (group.state, group.ends) == ("ended", people.at)
    assert Membership.objects.get().ends == Facilitation.objects.get().ends == people.at
    assert (met.state, coming.state) == ("held", "cancelled")
    event = AuditEvent.objects.get(event="group.ended")
    assert str(people.ana.pk) in str(event.clients)
    assert told(people) == ["group_ended"]
    page = my_groups(viewer=people.sees("ana"), at=people.at)
    assert (page.groups, [one.name for one in page.ended]) == ((), ["Harbour Circle"])
    people.later(days=29)
    assert my_groups(viewer=people.sees("ana"), at=people.at).ended == ()
    with pytest.raises(WrongMoment, match="has ended"):
        end(people, group)


def test_access_ends_with_the_group_and_for_its_leader_ninety_days_later(people: People) -> None:
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    assert [who for who in ("finn", "ben", "dev", "cleo") if opens(people, group, who)] == ["finn", "ben"]
    end(people, group)
    assert opens(people, group, "finn")
    assert not opens(people, group, "ben")
    people.later(days=89)
    assert opens(people, group, "finn")
    people.later(days=2)
    assert not opens(people, group, "finn")


def test_whoever_left_before_the_end_is_told_nothing_of_it(people: People) -> None:
    group = a_group(people)
    place = a_member(people, group, people.ana, "ana", "Ana")
    people.later(days=1)
    gather.leave_group(membership=place, by=people.sees("finn"), at=people.at)
    people.later(days=1)
    end(people, group)
    assert told(people) == []
    assert my_groups(viewer=people.sees("ana"), at=people.at).ended == ()


def test_somebody_takes_over_and_the_one_before_sees_nothing_from_that_moment(people: People) -> None:
    group, gil = a_group(people), another(people, "gil", "facilitator")
    a_member(people, group, people.ana, "ana", "Ana")
    assert not opens(people, group, "gil")
    run_group.lead_group(group=group, staff=gil, by=people.sees("cleo"), at=people.at)
    people.later(minutes=1)
    assert opens(people, group, "gil")
    assert not opens(people, group, "cleo")  # who names the leaders learns nothing of the members
    first = Facilitation.objects.get(staff=people.accounts["finn"])
    run_group.stop_leading(facilitation=first, by=people.sees("finn"), at=people.at)
    assert not opens(people, group, "finn")
    with pytest.raises(WrongMoment, match="does not lead"):
        run_group.stop_leading(facilitation=first, by=people.sees("gil"), at=people.at)
    with pytest.raises(WrongMoment, match="Nobody else leads"):
        run_group.stop_leading(facilitation=Facilitation.objects.get(staff=gil), by=people.sees("gil"), at=people.at)
    assert AuditEvent.objects.filter(event__in=("group.led", "group.led_no_more")).count() == 2


def test_nobody_leads_whom_a_rule_keeps_away_or_without_the_role(people: People) -> None:
    group, gil = a_group(people), another(people, "gil", "facilitator")
    a_member(people, group, people.ana, "ana", "Ana")
    block = Block(client=people.ana, user=gil, made_at=people.at)
    block.reason = "Neighbours"
    block.save()

    def lead(staff: User, who: str = "finn") -> None:
        run_group.lead_group(group=group, staff=staff, by=people.sees(who), at=people.at)

    with pytest.raises(WrongMoment, match="rule stands") as refused:
        lead(gil)
    assert "Ana" not in str(refused.value)
    with pytest.raises(BadInput, match="no role"):
        lead(people.accounts["ben"])
    with pytest.raises(WrongMoment, match="already"):
        lead(people.accounts["finn"])
    for who in ("ben", "eve", "dan", "gil"):
        with pytest.raises(NotYours):
            lead(gil, who)
    block.lifted_at = people.at
    block.save()
    lead(gil)  # the control: without the rule it goes


def test_a_meeting_called_off_leaves_its_number_to_the_next(people: People) -> None:
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    record(people, a_meeting(people, group), {people.ana: "attended"})
    second, third = book(people, group, 7), book(people, group, 14)
    assert (second.number, third.number) == (2, 3)
    run_group.call_off_meeting(meeting=second, by=people.sees("finn"), at=people.at)
    third.refresh_from_db()
    assert third.number == 2
    assert book(people, group, 21).number == 3
    page = my_groups(viewer=people.sees("ana"), at=people.at)
    assert page.groups[0].cancelled == (second.starts_at,)
    assert page.groups[0].next_meeting is not None
    assert page.groups[0].next_meeting.starts_at == third.starts_at
    assert told(people) == ["meeting_off"]
    with pytest.raises(WrongMoment, match="cancelled already"):
        run_group.call_off_meeting(meeting=second, by=people.sees("finn"), at=people.at)


def test_a_meeting_is_moved_and_numbers_follow_the_days(people: People) -> None:
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    first, second = book(people, group, 7), book(people, group, 14)
    with pytest.raises(BadInput, match="over already"):
        run_group.move_meeting(meeting=first, starts_at=people.at, by=people.sees("finn"), at=people.at)
    with pytest.raises(WrongMoment, match="booked for that time"):
        run_group.move_meeting(meeting=first, starts_at=second.starts_at, by=people.sees("finn"), at=people.at)
    later = people.at + timedelta(days=20)
    run_group.move_meeting(meeting=first, starts_at=later, by=people.sees("finn"), at=people.at)
    for row in (first, second):
        row.refresh_from_db()
    assert (first.starts_at, first.number, second.number) == (later, 2, 1)
    assert told(people) == ["meeting_moved"]


def test_only_those_who_lead_call_off_move_or_end(people: People) -> None:
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    meeting = book(people, group, 7)
    for who in ("ana", "ben", "cleo", "eve", "dan"):
        by = people.sees(who)
        with pytest.raises(NotYours):
            run_group.call_off_meeting(meeting=meeting, by=by, at=people.at)
        with pytest.raises(NotYours):
            run_group.move_meeting(meeting=meeting, starts_at=people.at + timedelta(days=9), by=by, at=people.at)
        with pytest.raises(NotYours):
            run_group.end_group(group=group, by=by, at=people.at)
    assert Session.objects.get().state == "booked"


def test_a_manager_names_leaders_and_reads_nothing_else_of_a_group(people: People) -> None:
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    page = group_leaders(viewer=people.sees("cleo"), group_id=group.pk, at=people.at)
    assert [one.name for one in page.leaders] == ["Finn Doyle"]
    assert not page.may_see_the_group
    assert "Ana" not in str(page)
    assert [one.name for one in led_groups(viewer=people.sees("cleo"), at=people.at)] == ["Harbour Circle"]
    for who in ("ben", "eve", "ana"):
        with pytest.raises(NotYours):
            group_leaders(viewer=people.sees(who), group_id=group.pk, at=people.at)
