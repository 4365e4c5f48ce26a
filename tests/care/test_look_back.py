"""After a meeting: who is asked after, how it went without a name, and who would choose whom."""

from __future__ import annotations

from typing import Any

import pytest

from kith.care.actions import gather, look_back
from kith.care.models import AskedAfter, BadInput, Block, ChoiceRound, Client, Debrief, Group, Session, WrongMoment
from kith.care.permissions import NotYours
from kith.care.queries.group_choices import group_choices
from kith.care.queries.groups import group as group_page
from kith.care.queries.look_back import look_back as look_back_page
from tests.care.courses import a_group, a_meeting, a_member, all_say_yes, record
from tests.people import People, a_client


@pytest.fixture
def group(people: People) -> Group:
    """Finn's circle with Ana, Bo and Cy."""
    found = a_group(people)
    a_member(people, found, people.ana, "ana", "Ana")
    for key in ("bo", "cy"):
        a_member(people, found, a_client(people, key, key.title(), "Moss"), key, key.title())
    all_say_yes(people, found)
    return found


def member(group: Group, name: str) -> Client:
    return next(one.client for one in group.memberships.all() if one.display_name == name)


def a_held_meeting(people: People, group: Group, **marks: str) -> Session:
    meeting = a_meeting(people, group)
    given = {"Ana": "attended", "Bo": "attended", "Cy": "attended"} | marks
    record(people, meeting, {member(group, name): mark for name, mark in given.items()})
    meeting.refresh_from_db()
    return meeting


def write(people: People, meeting: Session, who: str = "finn", **seen: Any) -> Debrief:
    return look_back.write_debrief(meeting=meeting, seen=look_back.LookBack(**seen), by=people.sees(who), at=people.at)


def ask(people: People, meeting: Session, client: Client, outcome: str, who: str = "finn") -> AskedAfter:
    return look_back.ask_after(
        attendance=meeting.attendances.get(client=client), outcome=outcome, by=people.sees(who), at=people.at
    )


def test_whoever_stayed_away_is_on_the_list_until_somebody_spoke_with_them(people: People, group: Group) -> None:
    meeting = a_held_meeting(people, group, Bo="did_not_attend", Cy="apologised")
    bo = member(group, "Bo")

    def missing() -> list[str]:
        page = group_page(viewer=people.sees("finn"), group_id=group.pk, language="en", at=people.at)
        return sorted(one.name for one in page.missing)

    assert missing() == ["Bo", "Cy"]
    ask(people, meeting, bo, "not_reached")
    assert missing() == ["Bo", "Cy"]
    ask(people, meeting, bo, "reached")
    assert missing() == ["Cy"]
    with pytest.raises(WrongMoment, match="reached already"):
        ask(people, meeting, bo, "reached")
    with pytest.raises(WrongMoment, match="came"):
        ask(people, meeting, people.ana, "reached")
    a_held_meeting(people, group)
    assert missing() == []  # he came again


def test_only_those_who_lead_ask_after_and_look_back(people: People, group: Group) -> None:
    meeting = a_held_meeting(people, group, Bo="did_not_attend")
    for who in ("ben", "eve", "cleo", "dan", "dev", "ana"):
        with pytest.raises(NotYours):
            ask(people, meeting, member(group, "Bo"), "reached", who)
        with pytest.raises(NotYours):
            write(people, meeting, who, went_well="Calm")
        with pytest.raises(NotYours):
            look_back_page(viewer=people.sees(who), session_id=meeting.pk, at=people.at)
    assert not AskedAfter.objects.exists()
    assert not Debrief.objects.exists()


def test_a_look_back_keeps_parts_roles_and_fidelity_and_no_name(people: People, group: Group) -> None:
    meeting = a_held_meeting(people, group)
    checklist = dict(look_back_page(viewer=people.sees("finn"), session_id=meeting.pk, at=people.at).checklist)
    first, *others = checklist
    with pytest.raises(BadInput, match="name of a member"):
        write(people, meeting, went_well="Bo opened up")
    write(
        people,
        meeting,
        went_well="Somebody opened up",
        roles={member(group, "Bo").pk: "takes_over", people.ana.pk: ""},
        fidelity={first: 2},
    )
    page = look_back_page(viewer=people.sees("finn"), session_id=meeting.pk, at=people.at)
    (written,) = page.written
    assert written.took_part == (("Bo", None, "takes_over"),)
    assert (written.fidelity.points, written.fidelity.rated, written.fidelity.asked) == (2, 1, len(checklist))
    assert others  # the rest is not rated, which is not the same as not done
    assert written.fidelity.share == 1


@pytest.mark.parametrize(
    ("seen", "why"),
    [({}, "empty"), ({"fidelity": {"no-such": 2}}, "not on the list"), ({"was_hard": "x" * 4001}, "too long")],
)
def test_a_look_back_that_cannot_be_kept_is_refused(
    people: People, group: Group, seen: dict[str, Any], why: str
) -> None:
    meeting = a_held_meeting(people, group)
    with pytest.raises(BadInput, match=why):
        write(people, meeting, **seen)


def test_there_is_nothing_to_look_back_on_before_the_meeting_is_recorded(people: People, group: Group) -> None:
    with pytest.raises(WrongMoment, match="not recorded yet"):
        write(people, a_meeting(people, group), went_well="Calm")


def choose(people: People, group: Group, choices: dict[str, list[str]], *, allowed: int = 1, who: str = "finn") -> None:
    ids = {name: member(group, name).pk for name in ("Ana", "Bo", "Cy")}
    look_back.record_choices(
        group=group,
        question="With whom would you cook?",
        allowed=allowed,
        choices={ids[one]: [ids[other] for other in others] for one, others in choices.items()},
        by=people.sees(who),
        at=people.at,
    )


def test_choices_are_counted_and_compared_with_the_round_before(people: People, group: Group) -> None:
    choose(people, group, {"Ana": ["Bo"], "Bo": ["Ana"], "Cy": ["Ana"]})
    people.later(days=30)
    choose(people, group, {"Ana": ["Cy"], "Cy": ["Ana"]})
    page = group_choices(viewer=people.sees("finn"), group_id=group.pk, at=people.at)
    now, before = page.rounds
    names = {one: before.names[one] for one in before.names}
    assert [names[one.id] for one in before.measured.members if one.is_isolate] == ["Cy"]
    assert (before.measured.mutual_pairs, now.measured.mutual_pairs) == (1, 1)
    assert now.measured.asked == 2
    assert [names[one.id] for one in now.measured.members if one.is_isolate] == ["Bo"]
    assert now.since is not None
    assert [names[one] for one in now.since.no_longer_isolated] == ["Cy"]


def test_members_never_see_who_chose_whom_and_nor_do_their_practitioners(people: People, group: Group) -> None:
    choose(people, group, {"Ana": ["Bo"], "Bo": ["Ana"]})
    for who in ("ana", "ben", "cleo", "dev"):
        with pytest.raises(NotYours):
            group_choices(viewer=people.sees(who), group_id=group.pk, at=people.at)


def test_a_round_with_somebody_who_must_not_exist_for_the_viewer_is_left_out(people: People, group: Group) -> None:
    choose(people, group, {"Ana": ["Bo"], "Bo": ["Ana"]})
    block = Block(client=people.ana, user=people.accounts["finn"], made_at=people.at)
    block.reason = "Neighbours"
    block.save()
    page = group_choices(viewer=people.sees("finn"), group_id=group.pk, at=people.at)
    assert page.is_partly_hidden
    assert not page.rounds
    assert {one.name for one in page.members} == {"Bo", "Cy"}
    with pytest.raises(NotYours):
        choose(people, group, {"Ana": ["Bo"], "Bo": ["Ana"]})


@pytest.mark.parametrize(
    ("choices", "allowed", "why"),
    [
        ({"Ana": ["Bo"]}, 1, "Fewer than two"),
        ({"Ana": ["Ana"], "Bo": []}, 1, "chose themselves"),
        ({"Ana": ["Bo", "Cy"], "Bo": []}, 1, "more than 1"),
        ({"Ana": [], "Bo": []}, 3, "3 choices"),
        ({"Ana": [], "Bo": []}, 0, "0 choices"),
    ],
)
def test_choices_that_cannot_be_counted_are_refused(
    people: People, group: Group, choices: dict[str, list[str]], allowed: int, why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        choose(people, group, choices, allowed=allowed)
    assert not ChoiceRound.objects.exists()


def test_guests_are_counted_where_a_group_has_them_and_only_there(people: People, group: Group) -> None:
    meeting = a_meeting(people, group)
    register = [(one.client_id, "attended") for one in group.memberships.all()]
    given: dict[str, Any] = {"meeting": meeting, "register": register, "themes": "Trust", "note": ""}
    with pytest.raises(BadInput, match="only members"):
        gather.record_meeting(**given, guests=3, by=people.sees("finn"), at=people.at)
    Group.objects.update(kind="peer")
    meeting = Session.objects.select_related("group").get(pk=meeting.pk)
    given["meeting"] = meeting
    with pytest.raises(BadInput, match="0 to 500"):
        gather.record_meeting(**given, guests=-1, by=people.sees("finn"), at=people.at)
    gather.record_meeting(**given, guests=3, by=people.sees("finn"), at=people.at)
    assert Session.objects.get().guests == 3
