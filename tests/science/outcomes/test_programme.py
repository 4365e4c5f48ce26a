"""The results of a programme: right by hand, and never a number that points at a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.change import Limits
from kith.science.outcomes import (
    AlertFacts,
    EpisodeFacts,
    Period,
    ProgrammeResults,
    individuals_limits,
    programme,
    programme_results,
    publish_ranges,
)
from kith.science.outcomes.dated_limits import DatedLimits
from kith.science.outcomes.published import PublishedCount

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
FINISHED = EpisodeFacts(
    place="Clinic",
    strata={"gender": "woman"},
    received_on=date(2026, 1, 5),
    is_assessed=True,
    attended_on=(date(2026, 2, 2), date(2026, 2, 9)),
    missed_on=(),
    ended_on=date(2026, 6, 1),
    has_dropped_out=False,
    depression=(16, 8),
    anxiety=(13, 6),
)
# The seven people of the counting rules: PHQ-9 first and last, GAD-7 first and last.
SEVEN = (((16, 8), (13, 6)), ((11, 9), (9, 7)), ((20, 12), (15, 10)), ((8, 14), (6, 7)), ((18, 10), (9, 13)),
         ((9, 3), (7, 3)), ((10, 9), (7, 7)))  # fmt: skip
STAFF = {"Clinic": {"a", "b", "c"}, "School": {"c", "d", "e"}}


def results(episodes: list[EpisodeFacts], alerts: list[AlertFacts] | None = None, **more: Any) -> ProgrammeResults:
    given: dict[str, Any] = {"strata": ("gender",), "staff_of_place": STAFF, **more}
    return programme_results(
        episodes, alerts or [], period=YEAR, limits=DatedLimits.always(Limits(10, 6), Limits(8, 4)), **given
    )


def cells(found: Any) -> Iterator[int]:
    """Every count anywhere in the results."""
    if isinstance(found, dict):
        for name, value in found.items():
            if name in {"people", "numerator", "denominator"} and isinstance(value, int):
                yield value
            else:
                yield from cells(value)
    elif isinstance(found, list | tuple):
        for value in found:
            yield from cells(value)


def small_cells(found: ProgrammeResults) -> list[int]:
    return [count for count in cells(asdict(found)) if 0 < count < 8 or count % 5]


def test_the_seven_people_ten_times() -> None:
    """By hand: 5 of 7 are cases, 3 of 5 recover, 1 of 5 reliably, 3 of 7 improve reliably, 1 of 7 deteriorates."""
    world = [replace(FINISHED, depression=phq, anxiety=gad) for phq, gad in SEVEN for _ in range(10)]
    world += [replace(FINISHED, depression=(16, None))] * 10
    found = results(world).outcomes
    counted = {name: (one["numerator"], one["denominator"]) for name, one in asdict(found).items() if "value" in one}
    assert counted == {
        "completeness": (70, 80),
        "caseness": (50, 70),
        "recovery": (30, 50),
        "reliable_recovery": (10, 50),
        "reliable_improvement": (30, 70),
        "reliable_deterioration": (10, 70),
        "no_reliable_change": (30, 70),
    }
    assert (found.finished.people, found.missing_pairs.people) == (80, 10)
    assert found.recovery.value == 0.6
    assert found.recovery.low == pytest.approx(0.4618, abs=5e-4)  # Wilson, 30 of 50
    assert found.recovery.high == pytest.approx(0.7239, abs=5e-4)


def test_how_far_people_came_and_how_long_they_waited() -> None:
    world = [FINISHED] * 20
    world += [replace(FINISHED, attended_on=FINISHED.attended_on[:1], ended_on=None)] * 10  # in treatment
    world += [replace(FINISHED, attended_on=(), is_assessed=True, ended_on=None)] * 10  # waits after an assessment
    world += [replace(FINISHED, attended_on=(), is_assessed=False, received_on=date(2026, 12, 20), ended_on=None)] * 15
    world += [replace(FINISHED, received_on=date(2025, 11, 1))] * 20  # referred before the period, finished in it
    found = results(world)
    assert [step.people.people for step in found.funnel] == [55, 40, 30, 20]
    assert found.outcomes.finished.people == 40
    assert found.waits.days_to_first.value == (28 + 93) / 2
    assert (found.waits.within_six_weeks.numerator, found.waits.within_eighteen_weeks.numerator) == (20, 40)
    assert found.waits.days_to_second.value == 7
    assert (found.waits.waiting.people, found.waits.waiting_over_six_weeks.people) == (25, 10)


def test_sessions_that_were_missed_and_courses_that_broke_off() -> None:
    stayed_away = replace(FINISHED, missed_on=(date(2026, 3, 2), date(2025, 12, 1)), has_dropped_out=True)
    found = results([FINISHED] * 30 + [stayed_away] * 10).attendance
    assert (found.did_not_attend.numerator, found.did_not_attend.denominator) == (10, 90)
    assert (found.dropped_out.numerator, found.dropped_out.denominator) == (10, 40)
    assert found.sessions_of_a_course.value == 2


def test_alerts_are_judged_by_their_own_limit_and_those_not_yet_due_are_left_out() -> None:
    raised = datetime(2026, 5, 4, 9, tzinfo=UTC)
    due, closed = raised + timedelta(hours=4), raised + timedelta(days=2)
    in_time = AlertFacts(raised, due, raised + timedelta(hours=2), closed)
    late = AlertFacts(raised, due, raised + timedelta(hours=6), closed)
    never = AlertFacts(raised, due, None, None)
    fresh = AlertFacts(YEAR.ends - timedelta(hours=1), YEAR.ends + timedelta(hours=3), None, None)
    found = results([FINISHED] * 20, [in_time] * 20 + [late] * 10 + [never] * 10 + [fresh] * 10).alerts
    assert (found.raised.people, found.open.people, found.late.people) == (50, 20, 20)
    assert (found.contacted_in_time.numerator, found.contacted_in_time.denominator) == (20, 40)
    assert found.hours_to_contact.value == 2.0


def test_places_stand_in_the_order_of_the_alphabet_and_small_ones_are_joined() -> None:
    world = [replace(FINISHED, place=place) for place in ("School", "Clinic", "Annex") for _ in range(20)]
    found = results(world, staff_of_place=STAFF | {"Annex": {"z"}}).places["completeness"]
    assert [one.names for one in found] == [("Annex", "Clinic"), ("School",)]
    assert {one.standing for one in found} == {"as_expected"}
    assert results(world[:40], staff_of_place={"Clinic": {"a"}, "School": {"a"}}).places["completeness"] == ()


def test_limits_of_single_values_are_those_of_the_printed_chart() -> None:
    """2.66 times the mean moving range, as it is printed in textbooks (here to the digit that is printed)."""
    values = [50, 40, 60, 50, 45, 55]
    found = individuals_limits(values)
    assert found is not None
    ranges = [10, 20, 10, 5, 10]
    assert found.centre == 50
    assert found.high == pytest.approx(50 + 2.66 * sum(ranges) / 5, abs=0.07)
    assert found.low == pytest.approx(50 - 2.66 * sum(ranges) / 5, abs=0.07)
    assert individuals_limits(values[:5]) is None
    assert individuals_limits([0, 9, 0, 9, 0, 9]).low == 0  # type: ignore[union-attr]


def test_a_place_far_from_the_others_lies_outside_the_limits() -> None:
    unchanged = replace(FINISHED, place="School", depression=(16, 16), anxiety=(13, 13))
    found = results([FINISHED] * 100 + [unchanged] * 100).places["reliable_improvement"]
    assert [(one.names, one.standing) for one in found] == [(("Clinic",), "very_high"), (("School",), "very_low")]


def test_each_month_counts_its_own_and_a_small_one_is_withheld() -> None:
    june = [replace(FINISHED, received_on=date(2026, 3, 31))] * 20
    july = [replace(FINISHED, ended_on=date(2026, 7, 1), depression=(16, 16), anxiety=(13, 13))] * 10
    august = [replace(FINISHED, ended_on=date(2026, 8, 31))] * 7
    months = results([*june, *july, *august]).months
    assert [one.first for one in months] == [f"2026-{n:02}-01" for n in range(1, 13)]
    found = {one.first: one.rates["reliable_improvement"] for one in months}
    assert (found["2026-06-01"].value, found["2026-07-01"].value) == (1.0, 0.0)
    assert (found["2026-08-01"].value, found["2026-08-01"].reason) == (None, "small_numbers")
    assert found["2026-09-01"].reason == "nobody"
    assert {one.first: one.referred.people for one in months}["2026-03-01"] == 20


def episodes() -> st.SearchStrategy[list[EpisodeFacts]]:
    score = st.one_of(st.none(), st.integers(0, 21))
    days = st.integers(-60, 400).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
    one = st.builds(
        EpisodeFacts,
        place=st.sampled_from(["Clinic", "School", "Annex"]),
        strata=st.fixed_dictionaries({"gender": st.sampled_from(["woman", "man", "not stated"])}),
        received_on=days,
        is_assessed=st.booleans(),
        attended_on=st.lists(days, max_size=4).map(lambda found: tuple(sorted(found))),
        missed_on=st.lists(days, max_size=2).map(tuple),
        ended_on=st.one_of(st.none(), days),
        has_dropped_out=st.booleans(),
        depression=st.tuples(score, score),
        anxiety=st.tuples(score, score),
    )
    return st.lists(st.tuples(one, st.integers(1, 25)), max_size=12).map(
        lambda found: [episode for episode, times in found for _ in range(times)]
    )


@given(episodes())
def test_no_small_count_anywhere(world: list[EpisodeFacts]) -> None:
    assert small_cells(results(world, staff_of_place=STAFF | {"Annex": {"z"}})) == []


def test_a_count_that_is_not_suppressed_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programme, "publish_count", lambda count: PublishedCount(count))
    assert 3 in small_cells(results([FINISHED] * 3))


@given(st.lists(st.integers(0, 300), max_size=80))
def test_ranges_of_waits_lose_nobody_and_hide_the_few(days: list[int]) -> None:
    found = publish_ranges(days, edges=(14, 28, 42))
    assert all(one.people == 0 or one.people >= 10 for one in found)
    if len(days) >= 8:
        assert abs(sum(one.people for one in found) - len(days)) <= 2 * len(found)
        assert (found[0].above, found[-1].up_to) == (None, None)
    else:
        assert found == ()


def test_referrals_by_everything_share_one_total_that_gives_nothing_back() -> None:
    """8 women, 8 men and 1 who did not say are 17: as 15, two of 8 or more would leave 1."""
    said = {"woman": 8, "man": 8, "not stated": 1}
    found = results(
        [replace(FINISHED, strata={"gender": name}) for name, people in said.items() for _ in range(people)]
    )
    assert [step.people.people for step in found.funnel] == [20] * 4, "All of them finished: 15 anywhere would say 17."
    assert found.funnel[1].of_previous.denominator == 20
    assert {row.category: row.referred.people for row in found.equity["gender"]} == {
        "man": 10,
        "not stated": None,
        "woman": 10,
    }
    january = next(one for one in found.months if one.first == "2026-01-01")
    assert january.referred.people == 20, "All came in January: 15 would say the same again."


def test_fewer_than_ten_referrals_are_not_broken_down() -> None:
    found = results([FINISHED] * 9)
    assert found.funnel[0].people.people == 10
    assert {row.referred.reason for row in found.equity["gender"]} == {"not_broken_down"}
    assert {one.referred.reason for one in found.months} == {"not_broken_down"}
