"""A group that runs itself: decisions without names, roles that go round, phases with their reasons, leavers asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kith.care.actions import gather, share
from kith.care.models import (
    BadInput,
    Block,
    Client,
    DecisionResult,
    Group,
    GroupDecision,
    GroupPhase,
    HereAndNow,
    LeaverAsked,
    RoleTurn,
    Session,
    WrongMoment,
)
from kith.care.permissions import NotYours
from kith.care.queries.community_meeting import CommunityMeeting, community_meeting
from kith.care.queries.group_minutes import group_minutes
from kith.care.queries.group_phases import PhasesPage, group_phases
from kith.care.queries.group_working import WorkingPage, group_working
from kith.care.queries.my_groups import my_groups
from tests.care.courses import a_group, a_meeting, a_member, record
from tests.people import People, a_client

NOT_LEADING = ("ben", "eve", "cleo", "dan", "dev", "ana")


@pytest.fixture
def group(people: People) -> Group:
    """Finn's circle with Ana, Bo and Cy."""
    found = a_group(people)
    a_member(people, found, people.ana, "ana", "Ana")
    for key in ("bo", "cy"):
        a_member(people, found, a_client(people, key, key.title(), "Moss"), key, key.title())
    return found


def member(group: Group, name: str) -> Client:
    return next(one.client for one in group.memberships.all() if one.display_name == name)


def a_held_meeting(people: People, group: Group, **marks: str) -> Session:
    meeting = a_meeting(people, group)
    given = {one.display_name: "attended" for one in group.memberships.filter(ends=None)} | marks
    record(people, meeting, {member(group, name): mark for name, mark in given.items()})
    meeting.refresh_from_db()
    return meeting


def decide(people: People, meeting: Session, words: str, who: str = "finn", **given: Any) -> GroupDecision:
    given = {"kind": "decision", "words": words} | given
    return share.write_decision(meeting=meeting, by=people.sees(who), at=people.at, **given)


def end(people: People, decision: GroupDecision, meeting: Session, result: str, who: str = "finn") -> DecisionResult:
    return share.end_decision(
        decision=decision, meeting=meeting, result=result, words="It worked", by=people.sees(who), at=people.at
    )


def gives(people: People, meeting: Session, client: Client, role: str, who: str = "finn") -> RoleTurn:
    return share.take_role(meeting=meeting, client=client, role=role, by=people.sees(who), at=people.at)


def move(people: People, group: Group, phase: str, who: str = "finn", **given: Any) -> GroupPhase:
    given = {"reason": "A rule was used and it held"} | given
    return share.move_phase(group=group, phase=phase, by=people.sees(who), at=people.at, **given)


def the_page(people: People, meeting: Session) -> CommunityMeeting:
    return community_meeting(viewer=people.sees("finn"), session_id=meeting.pk, at=people.at)


def phases(people: People, group: Group, who: str = "finn") -> PhasesPage:
    return group_phases(viewer=people.sees(who), group_id=group.pk, at=people.at)


def working(people: People, group: Group) -> WorkingPage:
    return group_working(viewer=people.sees("finn"), group_id=group.pk, language="en", at=people.at)


def test_what_was_decided_comes_first_next_time_until_somebody_says_what_came_of_it(
    people: People, group: Group
) -> None:
    first = a_held_meeting(people, group)
    decision = decide(people, first, "We begin with a song", carried_by="Hosts", due_on=people.at.date())
    assert [one.words for one in the_page(people, first).decided] == ["We begin with a song"]
    second = a_held_meeting(people, group)
    (open_one,) = the_page(people, second).open
    assert (open_one.words, open_one.carried_by, open_one.number, open_one.is_late) == (
        "We begin with a song",
        "Hosts",
        1,
        True,
    )
    end(people, decision, second, "done")
    page = the_page(people, second)
    assert not page.open
    assert [(one.words, one.result, one.is_late) for one in page.ended] == [("We begin with a song", "done", False)]
    with pytest.raises(WrongMoment, match="said already"):
        end(people, decision, second, "dropped")
    with pytest.raises(NotYours):  # of another group
        end(people, decide(people, second, "We sing again"), a_held_meeting(people, a_group(people)), "done")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"words": "Bo brings the tea"}, "name of a member"),
        ({"words": "Tea first", "carried_by": "Cy and the hosts"}, "name of a member"),
        ({"words": "  "}, "no words"),
        ({"words": "x" * 1001}, "1001 characters"),
        ({"words": "Tea first", "kind": "wish"}, "not said what it is"),
        ({"words": "Tea first", "carried_by": "x" * 61}, "61 letters"),
        ({"words": "Tea first", "due_on": "before"}, "before the meeting"),
    ],
)
def test_a_decision_that_cannot_be_kept_is_refused(
    people: People, group: Group, given: dict[str, Any], why: str
) -> None:
    meeting = a_held_meeting(people, group)
    if "due_on" in given:
        given = given | {"due_on": (meeting.starts_at - timedelta(days=1)).date()}
    with pytest.raises(BadInput, match=why):
        decide(people, meeting, **given)
    assert not GroupDecision.objects.exists()


def test_a_role_goes_to_whoever_has_had_none_and_is_passed_on(people: People, group: Group) -> None:
    first = a_held_meeting(people, group)
    turn = gives(people, first, people.ana, "timekeeper")
    own = gives(people, first, member(group, "Bo"), "Singer of songs")
    second = a_held_meeting(people, group)
    roles = {one.code: one for one in the_page(people, second).roles}
    offered = roles["timekeeper"].offered
    assert offered is not None
    assert (offered.name, offered.why) == ("Cy", "never_any")
    assert [one.name for one in roles["timekeeper"].before] == ["Ana"]
    assert [one.name for one in roles["Singer of songs"].before] == ["Bo"]
    assert the_page(people, second).never_had_one == ("Cy",)
    given: dict[str, Any] = {"meeting": second, "by": people.sees("finn"), "at": people.at}
    share.pass_role(turn=turn, client=member(group, "Cy"), **given)
    roles = {one.code: one for one in the_page(people, second).roles}
    assert [one.name for one in roles["timekeeper"].now] == ["Cy"]
    assert not roles["timekeeper"].before
    assert "Cy" not in {one.offered.name for one in roles.values() if one.offered}
    assert [one.name for one in {one.code: one for one in the_page(people, first).roles}["timekeeper"].now] == ["Ana"]
    with pytest.raises(WrongMoment, match="passed on already"):
        share.pass_role(turn=turn, client=member(group, "Bo"), **given)
    with pytest.raises(BadInput, match="carry it now"):
        share.pass_role(turn=own, client=member(group, "Bo"), **given)
    rows = {row.name: row.carried for row in phases(people, group).rows or ()}
    assert rows == {
        "Ana": ((1, "Keeper of time"),),
        "Bo": ((1, "Singer of songs"),),
        "Cy": ((2, "Keeper of time"),),
    }


def test_a_role_needs_a_seat_a_name_and_is_not_carried_twice(people: People, group: Group) -> None:
    meeting = a_held_meeting(people, group)
    with pytest.raises(NotYours):
        gives(people, meeting, a_client(people, "di", "Di", "Hill"), "host")
    for role, why in ((" ", "no name"), ("Helper of Bo", "name of a member"), ("x" * 61, "61 letters")):
        with pytest.raises(BadInput, match=why):
            gives(people, meeting, people.ana, role)
    gives(people, meeting, people.ana, "host")
    gives(people, meeting, member(group, "Bo"), "host")  # two members can be hosts
    with pytest.raises(WrongMoment, match="already"):
        gives(people, meeting, people.ana, "host")
    assert RoleTurn.objects.count() == 2


def test_a_blocked_member_is_nobody_the_facilitator_can_give_a_role_or_sees_with_one(
    people: People, group: Group
) -> None:
    meeting = a_held_meeting(people, group)
    bo = member(group, "Bo")
    turn = gives(people, meeting, bo, "host")
    block = Block(client=bo, user=people.accounts["finn"], made_at=people.at)
    block.reason = "Neighbours"
    block.save()
    page = the_page(people, meeting)
    assert [one.name for one in page.seats] == ["Ana", "Cy"]
    assert not any(one.now or one.before for one in page.roles)
    assert {row.name for row in phases(people, group).rows or ()} == {"Ana", "Cy"}
    given: dict[str, Any] = {"meeting": meeting, "by": people.sees("finn"), "at": people.at}
    with pytest.raises(NotYours):
        share.take_role(client=bo, role="watcher", **given)
    with pytest.raises(NotYours):
        share.pass_role(turn=turn, client=people.ana, **given)


def test_a_group_moves_on_with_a_reason_and_its_way_stays_readable(people: People, group: Group) -> None:
    page = phases(people, group)
    assert [one.id for one in page.phases if one.is_now] == ["safety"]
    move(people, group, "trust")
    people.later(days=7)
    move(people, group, "safety", reason="A secret was told outside")
    page = phases(people, group)
    assert [one.id for one in page.phases if one.is_now] == ["safety"]
    assert [(one.title, one.reason) for one in page.moves] == [
        ("Safety", "A secret was told outside"),
        ("Trust", "A rule was used and it held"),
    ]
    with pytest.raises(WrongMoment, match="already"):
        move(people, group, "safety")
    for phase, reason, why in (("peace", "So", "no phase"), ("care", "Bo is ready", "name"), ("care", "", "no words")):
        with pytest.raises(BadInput, match=why):
            move(people, group, phase, reason=reason)


def test_memory_is_not_opened_before_the_supervisor_and_both_facilitators_agree(people: People, group: Group) -> None:
    with pytest.raises(BadInput, match="the group can hold it"):
        move(people, group, "memory")
    assert not GroupPhase.objects.exists()
    assert move(people, group, "memory", gates=["memory-ready"]).gates == ["memory-ready"]


def test_members_read_decisions_and_their_own_role_and_nobody_elses(people: People, group: Group) -> None:
    meeting = a_held_meeting(people, group)
    decide(people, meeting, "We begin with a song")
    gives(people, meeting, people.ana, "timekeeper")
    gives(people, meeting, member(group, "Bo"), "Singer of songs")
    (shown,) = my_groups(viewer=people.sees("ana"), at=people.at).groups
    assert [one.words for one in shown.decisions] == ["We begin with a song"]
    assert [role for _day, role in shown.my_roles] == ["Keeper of time"]
    assert "Singer" not in str(shown)


def test_minutes_hold_titles_of_roles_and_no_name(people: People, group: Group) -> None:
    meeting = a_held_meeting(people, group)
    decide(people, meeting, "We begin with a song")
    gives(people, meeting, member(group, "Bo"), "timekeeper")
    page = group_minutes(viewer=people.sees("finn"), session_id=meeting.pk, at=people.at)
    assert page.roles == ("Keeper of time",)
    assert page.present == 3
    assert not any(name in str(page) for name in ("Ana", "Bo'", "Moss", "Cy'"))


def test_themes_of_the_here_and_now_are_codes_and_a_sentence_without_names(people: People, group: Group) -> None:
    meeting = a_held_meeting(people, group)
    given: dict[str, Any] = {"meeting": meeting, "by": people.sees("finn"), "at": people.at}
    for themes, words, why in (([], "", "empty"), (["gossip"], "", "not on the list"), (["trust"], "Bo cried", "name")):
        with pytest.raises(BadInput, match=why):
            share.note_here_and_now(themes=themes, words=words, **given)
    share.note_here_and_now(themes=["trust", "arriving"], words="The door was watched", **given)
    page = the_page(people, meeting)
    assert (page.themes, page.theme_words) == (("arriving", "trust"), "The door was watched")


def test_whoever_misses_two_meetings_is_to_be_reached_with_the_reason(people: People, group: Group) -> None:
    a_held_meeting(people, group)
    assert not working(people, group).reach_out
    a_held_meeting(people, group, Bo="did_not_attend")
    assert not working(people, group).reach_out
    a_held_meeting(people, group, Bo="apologised")
    (one,) = working(people, group).reach_out
    assert (one.name, one.reasons) == ("Bo", ("missed_two_running",))


def test_whoever_left_is_due_until_somebody_spoke_with_them(people: People, group: Group) -> None:
    place = group.memberships.get(client=member(group, "Bo"))
    given: dict[str, Any] = {"membership": place, "by": people.sees("finn")}
    with pytest.raises(WrongMoment, match="member now"):
        share.ask_leaver(outcome="reached", at=people.at, **given)
    gather.leave_group(at=people.at, **given)
    people.later(days=1)
    place.refresh_from_db()
    (due,) = working(people, group).leavers
    assert not due.is_asked
    with pytest.raises(BadInput, match="name of a member"):
        share.ask_leaver(outcome="reached", why="Cy was loud", at=people.at, **given)
    with pytest.raises(BadInput, match="not said whether"):
        share.ask_leaver(outcome="gone", at=people.at, **given)
    share.ask_leaver(outcome="not_reached", at=people.at, **given)
    assert not working(people, group).leavers[0].is_asked
    share.ask_leaver(outcome="reached", why="Bo has work then", offered="another_group", at=people.at, **given)
    (asked,) = working(people, group).leavers
    assert (asked.is_asked, asked.why, asked.offered, len(asked.tries)) == (
        True,
        "Bo has work then",
        "another_group",
        2,
    )
    people.later(days=91)
    assert not working(people, group).leavers  # long ago, asking is more for us than for them


def test_the_group_as_a_whole_is_not_told_of_three(people: People, group: Group) -> None:
    outcomes = working(people, group).outcomes
    assert outcomes
    assert all(one.whole.at_start is None and one.whole.reason == "nobody" for one in outcomes)


def test_only_those_who_lead_write_and_read(people: People, group: Group) -> None:
    meeting = a_held_meeting(people, group)
    decision, turn = decide(people, meeting, "We sing"), gives(people, meeting, people.ana, "host")
    place = group.memberships.get(client=member(group, "Cy"))
    gather.leave_group(membership=place, by=people.sees("finn"), at=people.at)
    place.refresh_from_db()
    before = people.at
    for who in NOT_LEADING:
        by: dict[str, Any] = {"by": people.sees(who), "at": before}
        tries = [
            lambda by=by: share.move_phase(group=group, phase="trust", reason="So", **by),
            lambda by=by: share.write_decision(meeting=meeting, kind="task", words="Tea", **by),
            lambda by=by: share.end_decision(decision=decision, meeting=meeting, result="done", **by),
            lambda by=by: share.take_role(meeting=meeting, client=people.ana, role="watcher", **by),
            lambda by=by: share.pass_role(turn=turn, meeting=meeting, client=member(group, "Bo"), **by),
            lambda by=by: share.note_here_and_now(meeting=meeting, themes=["trust"], **by),
            lambda by=by: share.ask_leaver(membership=place, outcome="reached", **by),
            lambda who=who: community_meeting(viewer=people.sees(who), session_id=meeting.pk, at=before),
            lambda who=who: group_working(viewer=people.sees(who), group_id=group.pk, language="en", at=before),
        ]
        for one in tries:
            with pytest.raises(NotYours):
                one()
    assert not any(model.objects.exists() for model in (GroupPhase, DecisionResult, HereAndNow, LeaverAsked))
