"""Whoever leads a group learns that a member's course is off track: a flag, never a score, and of nobody else."""

from __future__ import annotations

import pytest

from kith.care.models import Block, Client, Group
from kith.care.permissions import NotYours
from kith.care.queries.caseload import cases_of
from kith.care.queries.group_working import group_working
from kith.care.queries.members_off_track import MembersOffTrack
from tests.care.courses import a_group, a_member, take
from tests.people import People, a_client


@pytest.fixture
def group(people: People) -> Group:
    """Finn's circle with Ana and Bo; Cy is in care and in no group."""
    found = a_group(people)
    a_member(people, found, people.ana, "ana", "Annie")
    a_member(people, found, a_client(people, "bo", "Bo", "Moss"), "bo", "Bosse")
    a_client(people, "cy", "Cy", "Moss")
    people.later(hours=1)
    return found


def answers(people: People, client: Client, *totals: int) -> None:
    for total in totals:
        take(people, client, "phq9", total)
        people.later(days=7)


def told(people: People, group: Group) -> MembersOffTrack | None:
    return group_working(viewer=people.sees("finn"), group_id=group.pk, language="en", at=people.at).off_track


def test_a_member_who_got_worse_is_named_and_too_few_answers_are_said_to_be_too_few(
    people: People, group: Group
) -> None:
    assert told(people, group) == MembersOffTrack((), unknown=2, members=2)
    answers(people, people.ana, 12, 22)
    answers(people, people.accounts["bo"].client, 12)
    answers(people, people.accounts["cy"].client, 12, 22)
    found = told(people, group)
    assert found == MembersOffTrack(((people.ana.pk, "Annie", people.ana.number),), unknown=1, members=2)
    judged = {case.client_id: case.status for case in cases_of(viewer=people.sees("ben"), at=people.at, language="en")}
    assert judged[people.ana.pk] == "off_track"  # the same judgement as the practitioner's
    assert judged[people.accounts["cy"].client.pk] == "off_track"  # the control: not told, for she is no member


def test_a_member_who_does_well_is_not_named(people: People, group: Group) -> None:
    answers(people, people.ana, 20, 8)
    assert told(people, group) == MembersOffTrack((), unknown=1, members=2)


def test_nothing_is_told_of_somebody_who_is_not_shown_or_has_left(people: People, group: Group) -> None:
    answers(people, people.ana, 12, 22)
    block = Block(client=people.ana, user=people.accounts["finn"], made_at=people.at)
    block.reason = "Neighbours"
    block.save()
    assert told(people, group) == MembersOffTrack((), unknown=1, members=1)
    block.delete()
    found = told(people, group)
    assert found is not None  # the control
    assert found.people
    group.memberships.filter(client=people.ana).update(ends=people.at)
    assert told(people, group) == MembersOffTrack((), unknown=1, members=1)


@pytest.mark.parametrize("who", ["ana", "cleo", "dev", "eve"])
def test_nobody_else_reads_it(people: People, group: Group, who: str) -> None:
    answers(people, people.ana, 12, 22)
    with pytest.raises(NotYours):
        group_working(viewer=people.sees(who), group_id=group.pk, language="en", at=people.at)
