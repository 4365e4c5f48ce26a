"""What a week of a service holds and what its record lacks: by hand, and nothing that points at a person."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.outcomes import GroupsRunning, StaffWork, capacity_results, missing_results, publish_count
from kith.science.outcomes.capacity import PublishedCapacity, PublishedMissing
from tests.science.outcomes.test_programme import FINISHED, YEAR, cells, results

NO_GROUPS = GroupsRunning(0, None, None)
IN_CARE = replace(FINISHED, ended_on=None)
STAFF = [StaffWork(200, 8, 6.5), StaffWork(150, 12, 14.25), StaffWork(170, 30, 20)]
LEFT = replace(FINISHED, attended_on=(), ended_on=date(2026, 1, 26))


def capacity(episodes: list[Any], staff: list[StaffWork] | None = None) -> PublishedCapacity:
    referred = publish_count(len(episodes))
    return capacity_results(episodes, STAFF if staff is None else staff, NO_GROUPS, period=YEAR, referred=referred)


def missing(episodes: list[Any], **more: Any) -> dict[str, PublishedMissing]:
    given_ = {"unrecorded": (0, 0), "not_stated": "not stated", "period": YEAR, **more}
    shown = results(episodes)
    found = missing_results(episodes, dict(shown.equity), referred=shown.funnel[0].people, **given_)
    return {one.what: one for one in found}


def test_a_week_by_hand() -> None:
    """520 sessions in 365 days by three; half lead 12 or fewer, and carry 14.25 or less; 50 people in care."""
    found = capacity([IN_CARE] * 50)
    assert found.in_care.people == 50
    assert (found.caseload.value, found.caseload_weight.value) == (12, 14.2)
    assert found.practitioners.value == 3
    assert found.sessions_each.value == round(520 / (365 / 7) / 3, 1) == 3.3
    assert found.caseload.value == 12
    assert found.referrals_a_week.value == round(50 / (365 / 7), 1) == 1.0


def test_who_gives_up_and_who_drops_out_by_hand() -> None:
    """Twenty left after 21 days, eighty waited 28 days: 20 of 380 weeks. Twenty of 160 sessions were the last."""
    found = capacity([LEFT] * 20 + [IN_CARE] * 60 + [replace(FINISHED, has_dropped_out=True)] * 20)
    assert found.leaving_a_week.value == round(20 / (20 * 3 + 80 * 4), 3)
    assert found.drop_out_a_session.value == round(20 / 160, 3)


def test_hours_are_a_mean_with_its_error_over_courses_that_finished() -> None:
    some = [replace(FINISHED, practitioner_hours=hours) for hours in (4.0, 8.0)]
    found = capacity(some * 20 + [replace(IN_CARE, practitioner_hours=100)] * 9)
    assert found.hours_of_a_course.value == 6
    assert found.hours_error.value == pytest.approx(0.3, abs=0.05)  # 2.025 / sqrt(40), to one decimal


def test_two_practitioners_are_not_described() -> None:
    found = capacity([IN_CARE] * 50, STAFF[:2])
    assert (found.practitioners.value, found.sessions_each.value, found.caseload.value) == (None, None, None)
    assert found.caseload.reason == "small_numbers"


def test_gaps_by_hand_the_widest_first() -> None:
    no_last = replace(FINISHED, depression=(16, None), strata={"gender": "not stated"})
    found = missing([FINISHED] * 30 + [no_last] * 10, unrecorded=(30, 60))
    assert next(iter(found)) == "attendance"
    assert (found["depression_last"].missing.numerator, found["depression_last"].missing.denominator) == (10, 40)
    assert found["gender"].missing.value == 0.25
    assert found["depression_first"].missing.value == 0


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 7), st.integers(0, 12))
def test_no_number_is_of_fewer_than_eight(finished: int, in_care: int, left: int, unstated: int) -> None:
    world = [FINISHED] * finished + [IN_CARE] * in_care + [LEFT] * left
    world += [replace(FINISHED, depression=(None, 3), strata={"gender": "not stated"})] * unstated
    shown = [asdict(capacity(world)), *(asdict(one) for one in missing(world, unrecorded=(left, left + 9)).values())]
    assert not [count for one in shown for count in cells(one) if 0 < count < 8 or count % 5]


def test_a_neighbour_in_the_middle_of_a_step_changes_nothing() -> None:
    """One more person who waits: 50 and 51 are shown alike. The control, five more, is seen."""
    waiting = replace(FINISHED, attended_on=(), ended_on=None, received_on=date(2026, 12, 31))
    base = [IN_CARE] * 50
    assert asdict(capacity(base)) == asdict(capacity([*base, waiting]))
    assert asdict(capacity(base)) != asdict(capacity([*base, *[IN_CARE] * 5]))
