"""Due days never shift: not by a change of the clocks, not at the end of a month, not in any zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science import occasions

# Zones whose clocks change at one, at two and at midnight itself, one that never changes, and one that left out a day.
ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/London",
        "America/New_York",
        "Asia/Beirut",
        "America/Santiago",
        "America/Havana",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Apia",
    )
]
days = st.dates(date(2015, 1, 1), date(2035, 12, 31))
zones = st.sampled_from(ZONES)
rhythms = st.sampled_from(["weekly", "fortnightly", "monthly"])


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


@given(days, zones)
def test_a_day_begins_on_its_day_and_the_moment_before_is_the_day_before(day: date, zone: ZoneInfo) -> None:
    begins = occasions.start_of(day, zone)
    assert local_day(begins, zone) == day
    assert local_day(begins - timedelta(seconds=1), zone) < day


def test_an_hour_that_the_clocks_skip_would_have_shifted_the_day_if_days_were_24_hours() -> None:
    """The control: counting 24 hours from a midnight before the change ends on the wrong day in London."""
    london = ZoneInfo("Europe/London")
    autumn = occasions.start_of(date(2026, 10, 25), london)
    assert local_day(autumn + timedelta(hours=24), london) == date(2026, 10, 25)
    assert local_day(occasions.start_of(date(2026, 10, 26), london), london) == date(2026, 10, 26)


@given(days, st.integers(1, 28), zones)
def test_a_diary_day_is_open_on_its_whole_day_and_overdue_after_it(day: date, days_open: int, zone: ZoneInfo) -> None:
    one = occasions.on_day(day, days_open, zone)
    assert (one.due_on, local_day(one.opens_at, zone)) == (day, day)
    assert local_day(one.due_at - timedelta(seconds=1), zone) == day
    assert one.opens_at < one.due_at <= one.expires_at
    # A zone may leave out a whole day, as Samoa did in 2011; since then the last moment lies on the last day.
    assert local_day(one.expires_at - timedelta(seconds=1), zone) == day + timedelta(days=days_open - 1)


@given(days, st.integers(0, 24 * 60 - 1), st.integers(1, 7), zones)
def test_a_session_is_asked_for_from_two_days_before_until_after_it(
    day: date, minute: int, days_open: int, zone: ZoneInfo
) -> None:
    starts_at = datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(minutes=minute)
    one = occasions.before_session(starts_at, days_open, zone)
    assert one.due_on == local_day(starts_at, zone)
    assert local_day(one.opens_at, zone) == one.due_on - timedelta(days=2)
    assert one.opens_at < one.due_at == starts_at < one.expires_at
    assert local_day(one.expires_at, zone) == one.due_on + timedelta(days=days_open)


@given(rhythms, days, st.integers(-60, 800), st.integers(0, 400))
def test_every_due_day_is_found_once_wherever_one_begins_to_look(
    rhythm: str, starts_on: date, skipped: int, length: int
) -> None:
    """The second opinion counts day by day from the start."""
    first = starts_on + timedelta(days=skipped)
    last = first + timedelta(days=length)
    day, turn, wanted = starts_on, 0, []
    while day <= last:
        if day >= first:
            wanted.append(day)
        turn += 1
        day = (
            occasions.months_later(starts_on, turn)
            if rhythm == "monthly"
            else starts_on + timedelta(days=(7 if rhythm == "weekly" else 14) * turn)
        )
    assert list(occasions.due_days(rhythm, starts_on, first, last)) == wanted


@given(days, st.integers(0, 60))
def test_a_month_later_is_the_same_day_or_the_last_one(day: date, months: int) -> None:
    later = occasions.months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_the_ends_of_months(day: date, months: int, expected: date) -> None:
    assert occasions.months_later(day, months) == expected


def test_a_rhythm_without_days_of_its_own_is_refused() -> None:
    with pytest.raises(KeyError):
        occasions.due_days("every_session", date(2026, 1, 1), date(2026, 1, 1), date(2026, 2, 1))


def test_follow_ups_are_counted_from_the_ending_and_only_those_asked_for() -> None:
    ended, far = date(2026, 8, 31), date(2030, 1, 1)
    found = occasions.days_after_ending(ended, (12, 1, 3, 6), ended, far)
    assert found == (date(2026, 9, 30), date(2026, 11, 30), date(2027, 2, 28), date(2027, 8, 31))
    assert occasions.days_after_ending(ended, (1, 3), date(2026, 10, 1), far) == (date(2026, 11, 30),)


@given(days, st.integers(0, 24 * 60 - 1), st.integers(1, 7), zones)
def test_a_question_about_a_session_opens_with_it_and_is_overdue_when_its_day_is_over(
    day: date, minute: int, days_open: int, zone: ZoneInfo
) -> None:
    starts_at = datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(minutes=minute)
    one = occasions.after_session(starts_at, days_open, zone)
    assert one.opens_at == starts_at < one.due_at <= one.expires_at
    assert local_day(one.due_at - timedelta(seconds=1), zone) == one.due_on == local_day(starts_at, zone)
