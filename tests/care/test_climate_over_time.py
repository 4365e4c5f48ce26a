"""Climate, cohesion and dose of a group: against what is expected, by whose word, and never one member's mean."""

from __future__ import annotations

import pytest

from kith.care.actions import asking, schedule, set_up
from kith.care.models import Group, Session
from kith.care.models.knowledge import library
from kith.care.queries.climate_over_time import ClimateLine
from kith.care.queries.group_working import WorkingPage, group_working
from kith.web.practitioner.climate_words import climate_shown
from tests.care import circles
from tests.care.circles import a_circle, answers, members
from tests.care.courses import a_group, a_meeting, a_member
from tests.people import People, a_client

COHESION = ("look_forward", "noticed", "count_on", "different", "counts", "together")
CLIMATE = ("listened", "helped", "room_for_all", "anger", "sides", "left_out", "easy_talk", "kept_back", "elsewhere")


@pytest.fixture
def circle(people: People) -> Group:
    """Finn's circle with Ana, Bo and Cy, who are asked about climate and cohesion at its meetings."""
    group = a_circle(people)
    for place in group.memberships.all():
        for name in ("group-climate", "group-cohesion"):
            given = schedule.Asking(name, "every_session", people.at.date())
            schedule.set_schedule(client=place.client, asking=given, by=people.sees("ben"), at=people.at)
    return group


def met(people: People, group: Group, **marks: str) -> Session:
    meeting = circles.met(people, group, **marks)  # type: ignore[arg-type]
    asking.open_requests(by=set_up.founder(people.service.pk), at=people.at)
    return meeting


def says(people: People, group: Group, name: str, instrument: str, **given: float) -> None:
    answers(people, group, name, instrument, given)


def close(people: People, group: Group, name: str, each: int) -> None:
    says(people, group, name, "group-cohesion", **dict.fromkeys(COHESION, float(each)))


def page(people: People, group: Group) -> WorkingPage:
    return group_working(viewer=people.sees("finn"), group_id=group.pk, language="en", at=people.at)


def lines(people: People, group: Group) -> dict[str, ClimateLine]:
    found = page(people, group).climate
    assert found is not None
    return {one.name: one for one in found}


def test_cohesion_is_a_mean_of_three_beside_an_edge_that_says_it_is_our_own(people: People, circle: Group) -> None:
    assert page(people, circle).climate == ()
    met(people, circle)
    for name in ("Ana", "Bo"):
        close(people, circle, name, 2)
    line = lines(people, circle)["How close I feel to the group"]
    assert [(one.answered, one.mean) for one in line.points] == [(2, None)]
    assert "Too few answers" in climate_shown(line)["drawing"].sentence
    close(people, circle, "Cy", 2)
    met(people, circle)
    for name, each in (("Ana", 1), ("Bo", 1), ("Cy", 0)):
        close(people, circle, name, each)
    line = lines(people, circle)["How close I feel to the group"]
    assert [(one.answered, one.mean) for one in line.points] == [(3, 12.0), (3, 4.0)]
    assert [line.band.holds(one.mean) for one in line.points if one.mean is not None] == [True, False]
    shown = climate_shown(line)
    assert shown["numbers"]["rows"][1][-1] == "Less than expected"
    assert shown["whose"].startswith("Expected is 6 of 18 or more. This edge is our own convention.")


def test_of_tension_more_than_expected_is_the_worse_side_and_the_edge_is_outside(people: People, circle: Group) -> None:
    met(people, circle)
    for name in ("Ana", "Bo", "Cy"):
        says(people, circle, name, "group-climate", **dict.fromkeys(CLIMATE, 2.0))
    found = lines(people, circle)
    assert set(found) == {"Being there for one another", "Tension", "Holding back"}
    tension, engaged = found["Tension"], found["Being there for one another"]
    assert tension.last is not None
    assert tension.last.mean == 6.0
    assert not tension.band.holds(6.0)
    assert tension.band.holds(5.9)
    assert engaged.band.holds(6.0)  # the control: the same mean on a scale on which more is better
    assert climate_shown(tension)["numbers"]["rows"][0][-1] == "More than expected"


def test_an_answer_after_another_group_has_met_too_is_not_told_here(people: People, circle: Group) -> None:
    other = a_group(people)
    a_member(people, other, people.ana, "ana", "Ana")
    met(people, circle)
    a_meeting(people, other, days=0.1)
    for name in ("Ana", "Bo", "Cy"):
        close(people, circle, name, 2)
    (line,) = lines(people, circle).values()
    assert [one.answered for one in line.points] == [2]


def test_dose_counts_what_was_held_and_says_what_nobody_wrote_down(people: People, circle: Group) -> None:
    assert [(one.came, one.held) for one in page(people, circle).dose.members] == [(0, 0)] * 3
    met(people, circle, Bo="did_not_attend")
    a_member(people, circle, a_client(people, "di", "Di", "Moss"), "di", "Di")
    met(people, circle, Bo="late", Cy="apologised")
    assert {one.name: (one.came, one.held, one.unmarked) for one in page(people, circle).dose.members} == {
        "Ana": (2, 2, 0),
        "Bo": (1, 2, 0),
        "Cy": (1, 2, 0),
        "Di": (1, 1, 0),
    }
    circle.memberships.filter(client=members(circle)["Di"]).update(starts=circle.starts)  # nobody marked the first one
    dose = page(people, circle).dose
    assert (dose.held, dose.called_off, dose.planned) == (2, 0, (15, 15))
    assert [(one.came, one.held, one.unmarked) for one in dose.members if one.name == "Di"] == [(1, 2, 1)]


def test_dose_does_not_count_meetings_with_each_alone(people: People, circle: Group) -> None:
    Group.objects.filter(pk=circle.pk).update(protocol="multifamily-groups")
    least, most = page(people, circle).dose.planned or (0, 0)
    protocol = library().protocols["multifamily-groups"]
    assert (least, most) == (
        protocol.dose.sessions_min - protocol.first_together + 1,
        protocol.dose.sessions_max - protocol.first_together + 1,
    )
    assert protocol.first_together > 1  # the control
    Group.objects.filter(pk=circle.pk).update(protocol="lost")
    assert page(people, circle).dose.planned is None
