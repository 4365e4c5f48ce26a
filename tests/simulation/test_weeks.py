"""Sessions lie in the working hours of the place, on both sides of a clock change."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kith.simulation import SyntheticService, simulate
from kith.simulation.happenings import GroupMet, SessionBooked
from kith.simulation.weeks import CLOSES, OPENS, WorkingTime
from tests.simulation.conftest import ENDS

LONDON = WorkingTime("Europe/London")
moments = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def check_working_hours(service: SyntheticService) -> None:
    work = WorkingTime(service.time_zone)
    meetings = [h.starts_at for h in service.happenings if isinstance(h, SessionBooked | GroupMet)]
    for starts in map(work.local, meetings):
        assert starts.weekday() < 5
        assert time(9) <= starts.time() <= time(15, 45)


def test_sessions_are_on_weekdays_in_working_hours(service: SyntheticService) -> None:
    check_working_hours(service)


def test_sessions_keep_the_working_hours_of_another_time_zone() -> None:
    check_working_hours(simulate(1, ends=ENDS, clients=40, time_zone="Africa/Kigali"))


def test_a_client_keeps_the_hour_on_the_wall_when_clocks_change(service: SyntheticService) -> None:
    hours: dict[str, set[time]] = {}
    offsets = set()
    for booked in (h for h in service.happenings if isinstance(h, SessionBooked)):
        local = LONDON.local(booked.starts_at)
        hours.setdefault(booked.client, set()).add(local.time())
        offsets.add(local.utcoffset())
    assert all(len(kept) == 1 for kept in hours.values())
    assert len(offsets) == 2, "the period must hold a clock change for this to show anything"


@given(moments, st.integers(-60, 60))
def test_weeks_later_is_the_same_weekday_and_wall_clock_time(moment: datetime, weeks: int) -> None:
    then, later = LONDON.local(moment), LONDON.local(LONDON.weeks_later(moment, weeks))
    assert later.date() == then.date() + timedelta(weeks=weeks)
    assert later.time() == then.time() or abs((later - then) % timedelta(weeks=1)) in (timedelta(0), timedelta(hours=1))


@given(moments)
def test_opening_is_never_earlier_and_always_open(moment: datetime) -> None:
    opening = LONDON.opening_from(moment)
    assert opening >= moment
    assert LONDON.is_open(opening)
    assert OPENS <= LONDON.local(opening).time() <= CLOSES


@given(moments)
def test_a_week_back_from_any_coming_session_is_a_session_that_is_over(moment: datetime) -> None:
    for start in LONDON.session_starts_after(moment):
        assert moment < start
        assert LONDON.weeks_later(start, -1) + timedelta(hours=2) < moment
