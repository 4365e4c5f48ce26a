"""The rota: holes are found to the minute, also on the nights on which clocks change."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.pathways import Away, Shift, holes, is_away, is_working_hour, next_working_day, on_duty

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 3, 2, tzinfo=UTC)
hours = st.integers(0, 48).map(lambda n: START + timedelta(hours=n))


@st.composite
def stretches(draw: st.DrawFn) -> tuple[datetime, datetime]:
    begin = draw(hours)
    return begin, begin + timedelta(hours=draw(st.integers(1, 24)))


shifts = st.lists(st.builds(lambda who, at: Shift(who, *at), st.sampled_from("abc"), stretches()), max_size=6)
absences = st.lists(st.builds(lambda who, at: Away(who, *at), st.sampled_from("abc"), stretches()), max_size=3)


@given(shifts, absences)
def test_every_hour_is_either_covered_or_in_a_hole(rows: list[Shift], away: list[Away]) -> None:
    end = START + timedelta(hours=48)
    found = holes(rows, away, START, end)
    for hour in range(48):
        at = START + timedelta(hours=hour, minutes=30)
        assert any(a <= at < b for a, b in found) != bool(on_duty(rows, away, at))


@given(shifts, absences)
def test_holes_are_in_order_and_do_not_touch(rows: list[Shift], away: list[Away]) -> None:
    found = holes(rows, away, START, START + timedelta(hours=48))
    assert all(a < b for a, b in found)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(found))


@pytest.mark.parametrize(("night", "lasts"), [(date(2026, 3, 28), 9), (date(2026, 10, 24), 11)])
def test_a_night_on_which_clocks_change_has_no_hole_and_its_own_length(night: date, lasts: int) -> None:
    evening = datetime(night.year, night.month, night.day, 22, tzinfo=LONDON)
    morning = datetime(night.year, night.month, night.day + 1, 8, tzinfo=LONDON)
    rows = [Shift("dan", evening, morning), Shift("eve", morning, morning + timedelta(hours=4))]
    assert holes(rows, [], evening, morning + timedelta(hours=4)) == ()
    assert morning.astimezone(UTC) - evening.astimezone(UTC) == timedelta(hours=lasts)


def test_clock_times_without_their_zone_would_miss_the_hour_that_comes_twice() -> None:
    """Positive control: a rota that adds ten hours to the evening ends an hour early on the longer night."""
    evening = datetime(2026, 10, 24, 22, tzinfo=LONDON).astimezone(UTC)
    morning = datetime(2026, 10, 25, 8, tzinfo=LONDON)
    naive = Shift("dan", evening, evening + timedelta(hours=10))
    assert holes([naive], [], evening, morning) == ((morning - timedelta(hours=1), morning),)


def test_back_ups_are_asked_last_and_whoever_is_away_is_not_asked() -> None:
    end = START + timedelta(hours=8)
    rows = [Shift("pat", START, end, is_backup=True), Shift("dan", START + timedelta(hours=1), end)]
    at = START + timedelta(hours=2)
    assert on_duty(rows, [], at) == ("dan", "pat")
    assert on_duty(rows, [Away("dan", START)], at) == ("pat",)
    assert on_duty(rows, [], end) == ()


def test_somebody_without_an_end_is_away_until_it_is_said() -> None:
    assert is_away([Away("ben", START)], "ben", START + timedelta(days=400))
    assert not is_away([Away("ben", START, START + timedelta(days=1))], "ben", START + timedelta(days=1))


def test_working_hours_are_those_of_the_service() -> None:
    at = datetime(2026, 7, 6, 8, 30, tzinfo=UTC)  # Monday, half past nine in London
    assert is_working_hour(at, "Europe/London")
    assert not is_working_hour(at, "UTC")
    assert not is_working_hour(datetime(2026, 7, 5, 12, tzinfo=UTC), "UTC")
    assert [next_working_day(date(2026, 7, day)).day for day in (2, 3, 4, 5)] == [3, 6, 6, 6]
