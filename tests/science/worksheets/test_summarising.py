"""A week of a diary: seven days, the empty ones named; numbers over what was written and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.worksheets import Worksheet
from kith.science.worksheets.summarising import CountWeek, NumberWeek, day_of, monday_of, summarise
from tests.science.worksheets.sheets import choice, rows, scale, sheet, text

MONDAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def diary() -> Worksheet:
    return sheet(
        [{"id": "day", "type": "date", "label": "Day"}, scale("mood", optional=True), text("words", optional=True),
         choice("skills", "walk", "call", kind="choices", optional=True),
         {"id": "out", "type": "yes_no", "label": "Out", "optional": True},
         rows("hours", scale("joy", optional=True)),
         {"id": "best", "type": "computed", "label": "Best", "rule": "max", "of": ["hours.joy"]}],
    )  # fmt: skip


def on(day: int, **answers: Any) -> tuple[date, dict[str, Any]]:
    return date(2026, 3, day), answers


def test_empty_days_are_named_and_count_as_nothing(diary: Worksheet) -> None:
    week = summarise(diary, [on(2, mood=8), on(4, mood=4), on(20, mood=1)], MONDAY)
    (mood,) = week.fields
    assert isinstance(mood, NumberWeek)
    assert (mood.first, mood.last, mood.lowest, mood.highest, mood.mean, mood.days) == (8, 4, 4, 8, 6.0, 2)
    assert mood.by_day == (8.0, None, 4.0, None, None, None, None)
    assert week.filled == (date(2026, 3, 2), date(2026, 3, 4))
    assert len(week.missing) == 5


def test_a_day_written_without_the_number_is_filled_and_still_unknown(diary: Worksheet) -> None:
    week = summarise(diary, [on(2, words="Rain"), on(3, mood=0)], MONDAY)
    (mood,) = week.fields
    assert isinstance(mood, NumberWeek)
    assert mood.by_day[:2] == (None, 0.0)
    assert len(week.filled) == 2


def test_choices_and_yes_are_counted_and_words_are_not_summed(diary: Worksheet) -> None:
    week = summarise(
        diary, [on(2, skills=["walk"], out=True, words="a"), on(3, skills=["walk", "call"], out=False)], MONDAY
    )
    told = {one.label: one.counts for one in week.fields if isinstance(one, CountWeek)}
    assert told == {"Skills": (("Walk", 2), ("Call", 1)), "Out": ((True, 1), (False, 1))}
    assert {one.label for one in week.fields} == {"Skills", "Out"}


def test_rows_of_a_day_show_their_mean_and_count_one_by_one(diary: Worksheet) -> None:
    week = summarise(diary, [on(2, hours=[{"joy": 2}, {"joy": None}, {"joy": 6}], computed={"best": 6.0})], MONDAY)
    joy, best = week.fields
    assert isinstance(joy, NumberWeek)
    assert (joy.by_day[0], joy.first, joy.last, joy.days) == (4.0, 2, 6, 1)
    assert isinstance(best, NumberWeek)
    assert best.mean == 6.0


def test_two_entries_of_one_day_are_one_day(diary: Worksheet) -> None:
    week = summarise(diary, [on(2, mood=2), on(2, mood=4)], MONDAY)
    assert len(week.filled) == 1
    assert week.fields[0].days == 1


def test_the_day_is_the_one_that_was_written_else_the_one_it_was_handed_in(diary: Worksheet) -> None:
    assert day_of(diary, {"day": "2026-03-01"}, MONDAY) == date(2026, 3, 1)
    assert day_of(diary, {"day": None}, MONDAY) == MONDAY
    assert day_of(sheet([text("words")]), {}, MONDAY) == MONDAY


@given(st.lists(st.tuples(st.integers(0, 13), st.none() | st.integers(0, 10)), max_size=20))
def test_a_mean_lies_between_and_days_never_exceed_the_filled_ones(written: list[tuple[int, int | None]]) -> None:
    plain = sheet([scale("mood", optional=True)])
    entries = [(date.fromordinal(MONDAY.toordinal() + day), {"mood": mood}) for day, mood in written]
    week = summarise(plain, entries, MONDAY)
    assert len(week.filled) + len(week.missing) == 7
    for one in week.fields:
        assert isinstance(one, NumberWeek)
        assert one.lowest <= one.mean <= one.highest
        assert one.days <= len(week.filled)
        assert one.days == sum(value is not None for value in one.by_day)


@given(st.dates())
def test_a_week_begins_on_a_monday(day: date) -> None:
    assert monday_of(day).weekday() == 0
    assert 0 <= (day - monday_of(day)).days < 7
