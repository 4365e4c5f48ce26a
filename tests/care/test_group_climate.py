"""Is the group working: asked of everybody who came, told to those who lead it, and never one member's mean."""

from __future__ import annotations

import pytest

from kith.care.models import Group, MeasureRequest, MeasureSchedule
from kith.care.models.asking import GROUP_CHECK
from kith.care.queries.group_climate import Climate
from kith.care.queries.groups import group as group_page
from tests.care.circles import a_circle, answers, members, met
from tests.care.courses import a_group, a_member
from tests.people import People

RATINGS = ("arriving", "belonged", "could_speak", "what_matters", "safe_here", "leaving")
CALM = {"drained": 0, "told_too_much": 0, "afraid": 0}


@pytest.fixture
def circle(people: People) -> Group:
    """Finn's circle with Ana, Bo and Cy."""
    return a_circle(people)


def says(people: People, group: Group, name: str, mark: int, **more: int) -> None:
    answers(people, group, name, GROUP_CHECK, dict.fromkeys(RATINGS, float(mark)) | CALM | more)


def climate(people: People, group: Group, who: str = "finn") -> Climate | None:
    return group_page(viewer=people.sees(who), group_id=group.pk, language="en", at=people.at).climate


def test_joining_asks_the_check_once_and_those_who_came_can_answer_at_once(people: People, circle: Group) -> None:
    assert MeasureSchedule.objects.filter(instrument=GROUP_CHECK).count() == 3
    meeting = met(people, circle, Cy="did_not_attend")
    asked = MeasureRequest.objects.filter(instrument=GROUP_CHECK, session=meeting, state="open")
    assert {row.client for row in asked} == {members(circle)["Ana"], members(circle)["Bo"]}
    says(people, circle, "Ana", 7)
    assert asked.all().count() == 1


def test_a_mean_needs_three_and_each_members_word_is_told_to_those_who_lead(people: People, circle: Group) -> None:
    assert climate(people, circle) is None
    met(people, circle)
    for name in ("Ana", "Bo"):
        says(people, circle, name, 8)
    found = climate(people, circle)
    assert found is not None
    assert [(one.answered, one.mean) for one in found.meetings] == [(2, None)]
    says(people, circle, "Cy", 5)
    found = climate(people, circle)
    assert found is not None
    assert [(one.answered, one.mean) for one in found.meetings] == [(3, 28.0)]
    assert {one.value for one in found.members} == {32.0, 20.0}
    low = next(one for one in found.members if one.value == 20)
    assert low.client_id == members(circle)["Cy"].pk
    assert low.signs == ("The meeting did not go well for the member",)


def test_a_fall_is_against_the_same_members_own_word_before(people: People, circle: Group) -> None:
    met(people, circle)
    says(people, circle, "Ana", 9)
    says(people, circle, "Bo", 7)
    met(people, circle)
    says(people, circle, "Ana", 7)
    says(people, circle, "Bo", 7)
    found = climate(people, circle)
    assert found is not None
    fallen = {one.client_id for one in found.members if one.has_fallen}
    assert fallen == {members(circle)["Ana"].pk}


def test_another_groups_meetings_are_not_told_here(people: People, circle: Group) -> None:
    other = a_group(people)
    a_member(people, other, people.ana, "ana", "Ana")
    met(people, other)
    says(people, other, "Ana", 2)
    assert climate(people, circle) is None
    assert climate(people, other) is not None  # the control


def test_an_answer_after_another_group_has_met_too_is_not_told_here(people: People, circle: Group) -> None:
    other = a_group(people)
    a_member(people, other, people.ana, "ana", "Ana")
    met(people, circle)
    met(people, other, days=0.1)
    says(people, other, "Ana", 3)
    assert MeasureRequest.objects.filter(instrument=GROUP_CHECK, client=people.ana, state="answered").exists()
    assert climate(people, circle) is None
    met(people, circle)
    says(people, circle, "Ana", 7)  # the control
    assert climate(people, circle) is not None


def test_a_practitioner_reads_their_own_persons_word_and_a_member_nobodys(people: People, circle: Group) -> None:
    met(people, circle)
    for name in ("Ana", "Bo", "Cy"):
        says(people, circle, name, 8)
    found = climate(people, circle, "ben")  # all three are Ben's
    assert found is not None
    assert len(found.members) == 3
    assert climate(people, circle, "dan") is not None


@pytest.mark.parametrize(
    ("marks", "drained", "stops"),
    [
        (((8, 8), (8, 8), (8, 8)), 0, ()),
        (((4, 5), (5, 4), (5, 5)), 0, ("two_low",)),
        (((8, 5), (8, 5), (8, 5)), 0, ()),
        (((8, 8), (8, 8), (8, 8)), 2, ("many_burdened",)),
    ],
)
def test_the_stop_rule_speaks_after_two_low_meetings_or_when_it_is_too_much_for_many(
    people: People, circle: Group, marks: tuple[tuple[int, int], ...], drained: int, stops: tuple[str, ...]
) -> None:
    for place in range(2):
        met(people, circle)
        for name, given in zip(("Ana", "Bo", "Cy"), marks, strict=True):
            burden = drained if place == 1 and name != "Cy" else 0
            says(people, circle, name, given[place], drained=burden)
    found = climate(people, circle)
    assert found is not None
    assert found.stops == stops


def test_somebody_who_is_afraid_stops_it_at_once(people: People, circle: Group) -> None:
    met(people, circle)
    says(people, circle, "Ana", 8, afraid=1)
    found = climate(people, circle)
    assert found is not None
    assert found.stops == ("afraid",)
