"""What a group gives each member beside what it costs them, and as a whole only from eight people on."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args
from uuid import uuid4

import pytest
from django.db.models import Q

from kith.care.actions import gather, measure
from kith.care.models import Block, Client, Group, Measurement
from kith.care.models.knowledge import library
from kith.care.queries import group_gives
from kith.care.queries.group_gives import HARD_SIDE, GroupGives, MemberGives
from kith.care.queries.group_working import group_working
from kith.science.groups import Advice
from kith.web.practitioner.gives_words import ADVICE, gives_shown
from tests.care.courses import a_group, a_meeting, a_member, record
from tests.people import People, a_client

GOOD = [item.id for item in library().instruments["sociotherapy-benefit"].items]
CALM = {item.id: 2.0 if item.id == "someone" else 0.0 for item in library().instruments["sociotherapy-safety"].items}


@pytest.fixture
def circle(people: People) -> Group:
    """Finn's circle with Ana and Bo, which has met once."""
    group = a_group(people)
    a_member(people, group, people.ana, "ana", "Ana")
    a_member(people, group, a_client(people, "bo", "Bo", "Moss"), "bo", "Bo")
    met(people, group)
    return group


def members(group: Group) -> dict[str, Client]:
    return {one.display_name: one.client for one in group.memberships.all()}


def met(people: People, group: Group) -> None:
    meeting = a_meeting(people, group, days=7)
    record(people, meeting, dict.fromkeys(members(group).values(), "attended"))


def gives(people: People, group: Group, name: str, each: float, **more: float) -> Measurement:
    answers = dict.fromkeys(GOOD, each) | more
    return says(people, members(group)[name], "sociotherapy-benefit", answers)


def costs(people: People, group: Group, name: str, **more: float) -> Measurement:
    return says(people, members(group)[name], "sociotherapy-safety", CALM | more)


def says(people: People, client: Client, instrument: str, answers: dict[str, float]) -> Measurement:
    assert client.user is not None
    return measure.submit_measurement(
        client=client,
        instrument=instrument,
        key=uuid4(),
        answers=answers,
        language="en",
        by=people.sees(client.user.username),
        at=people.at,
    )


def page(people: People, group: Group) -> GroupGives | None:
    return group_working(viewer=people.sees("finn"), group_id=group.pk, language="en", at=people.at).gives


def one(people: People, group: Group, name: str = "Ana") -> MemberGives:
    found = page(people, group)
    assert found is not None
    return next(member for member in found.members if member.name == name)


def test_the_good_side_stands_beside_the_hard_side_with_one_thing_to_do(people: People, circle: Group) -> None:
    assert page(people, circle) is None  # nobody was asked yet
    gives(people, circle, "Ana", 2)
    costs(people, circle, "Ana", pushed=1.0)
    ana = one(people, circle)
    assert [(part.title, part.level, part.change) for part in ana.parts] == [
        ("Speaking and listening", "much", None),
        ("Support", "much", None),
        ("Own worth", "much", None),
        ("Less strain", "much", None),
    ]
    assert ana.burdens == ("Somebody pushed the member to tell something",)
    assert ana.advice == "pushed"
    bo = one(people, circle, "Bo")
    assert (bo.benefit_at, bo.burden_at, bo.burdens, bo.advice) == (None, None, (), "ask_both")


def test_a_part_that_moved_by_a_step_is_more_or_less_and_half_a_step_is_as_before(
    people: People, circle: Group
) -> None:
    gives(people, circle, "Ana", 1)
    people.later(days=14)
    gives(people, circle, "Ana", 1, can_ask=2.0, can_help=2.0, as_worthy=0.0, can_do=0.0, say_it=2.0)
    changed = {part.title: (part.level, part.change) for part in one(people, circle).parts}
    assert changed == {
        "Speaking and listening": ("some", "same"),
        "Support": ("much", "more"),
        "Own worth": ("little", "less"),
        "Less strain": ("some", "same"),
    }


def test_a_burden_beside_little_benefit_means_that_the_group_takes_more_than_it_gives(
    people: People, circle: Group
) -> None:
    gives(people, circle, "Ana", 0)
    costs(people, circle, "Ana", worn_out=3.0, memories=2.0, wish_less=1.0)
    assert one(people, circle).advice == "takes_more"
    people.later(days=14)
    gives(people, circle, "Ana", 2)  # the control: the same burden beside much benefit
    assert one(people, circle).advice == "memories"


def test_fear_and_dark_thoughts_are_for_the_care_team_alone(people: People, circle: Group) -> None:
    gives(people, circle, "Ana", 2)
    costs(people, circle, "Ana", afraid=2.0, dark_thoughts=3.0)
    ana = one(people, circle)
    assert (ana.burdens, ana.advice) == ((), "go_on")
    people.later(minutes=1)
    costs(people, circle, "Ana", afraid=2.0, dark_thoughts=3.0, trouble=1.0)  # the control: what they do read
    assert one(people, circle).burdens == ("The group brought the member trouble with other people",)


def test_answers_to_words_that_did_not_say_who_reads_them_are_not_told(
    people: People, circle: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = costs(people, circle, "Ana", pushed=1.0)
    assert one(people, circle).burdens  # the control
    untold = Q(instrument=HARD_SIDE, instrument_version=row.instrument_version)
    monkeypatch.setattr(group_gives, "NOT_TOLD_THEN", untold)
    assert page(people, circle) is None


def test_what_is_said_after_another_group_met_is_not_told_here(people: People, circle: Group) -> None:
    other = a_group(people)
    a_member(people, other, people.ana, "ana", "Ana")
    met(people, other)
    gives(people, circle, "Ana", 2)
    assert page(people, circle) is None
    met(people, circle)
    gives(people, circle, "Ana", 2)
    assert one(people, circle).benefit_at == people.at  # the control: their own group has met since


def test_what_was_said_outside_ones_time_in_the_group_is_not_told(people: People, circle: Group) -> None:
    gives(people, circle, "Ana", 2)
    place = circle.memberships.get(client=people.ana)
    gather.leave_group(membership=place, by=people.sees("finn"), at=people.at + timedelta(hours=1))
    people.later(days=14)
    says(people, people.ana, "sociotherapy-benefit", dict.fromkeys(GOOD, 3.0))
    gives(people, circle, "Bo", 1)
    found = page(people, circle)
    assert found is not None
    assert [member.name for member in found.members] == ["Bo"]
    assert [row.whole.reason for row in found.whole] == ["nobody"] * 6  # Ana answered only once while she was in it


@pytest.mark.parametrize(("count", "is_told"), [(7, False), (8, True)])
def test_as_a_whole_it_is_told_from_eight_people_on(people: People, count: int, is_told: bool) -> None:
    group = a_group(people)
    for number in range(count):
        name = f"m{number}"
        a_member(people, group, a_client(people, name, name.title(), "Moss"), name, name.title())
    met(people, group)
    for each in (1, 2):
        for name in members(group):
            gives(people, group, name, each)
            costs(people, group, name, worn_out=float(each))
        people.later(days=14)
    found = page(people, group)
    assert found is not None
    told = {row.title: (row.whole.at_start, row.whole.lately) for row in found.whole}
    whole = {
        "What the group gives": (8, 16),
        "Speaking and listening": (2, 4),
        "Support": (2, 4),
        "Own worth": (2, 4),
        "Less strain": (2, 4),
        "How hard the group was": (1, 2),
    }
    assert told == (whole if is_told else dict.fromkeys(whole, (None, None)))
    shown = gives_shown(found)
    assert shown is not None
    assert ("(worse)" in shown["whole"][-1]["words"]) is is_told


def test_a_leader_who_must_not_see_somebody_is_told_nothing_of_them(people: People, circle: Group) -> None:
    gives(people, circle, "Ana", 2)
    gives(people, circle, "Bo", 1)
    block = Block(client=people.ana, user=people.accounts["finn"], made_at=people.at)
    block.reason = "They are related."
    block.save(force_insert=True)
    found = page(people, circle)
    assert found is not None
    assert [member.name for member in found.members] == ["Bo"]


def test_every_advice_has_its_sentence() -> None:
    assert set(ADVICE) == set(get_args(Advice))
    assert all(str(words).endswith(".") for words in ADVICE.values())
