"""The alliance: a low mark and a fall are reasons to talk; a missing mark is neither."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kith.science.change import alliance_signal

DAY = date(2026, 1, 5)
MARKS = some.lists(some.one_of(some.none(), some.floats(0, 10)), max_size=8)


def reasons(*marks: float | None) -> tuple[str, ...] | None:
    dated = [(DAY + timedelta(weeks=week), mark) for week, mark in enumerate(marks)]
    found = alliance_signal(dated, concern_below=7, fall_of=1)
    return None if found is None else found.reasons


@pytest.mark.parametrize(
    ("marks", "wanted"),
    [
        ((9.0,), ()),
        ((7.0,), ()),
        ((6.8,), ("low",)),
        ((9.4, 8.4), ("fell",)),
        ((9.4, 8.6), ()),
        ((7.8, 6.6), ("low", "fell")),
        ((6.0, 9.0), ()),
        ((9.0, None, 8.0), ("fell",)),
        ((9.0, 8.0, None), ("fell",)),
        ((5.0, 9.0, 8.6), ()),
    ],
)
def test_worked_by_hand(marks: tuple[float | None, ...], wanted: tuple[str, ...]) -> None:
    assert reasons(*marks) == wanted


def test_without_a_mark_nothing_is_said() -> None:
    assert reasons() is None
    assert reasons(None, None) is None


@given(MARKS)
def test_a_missing_mark_changes_nothing(marks: list[float | None]) -> None:
    assert reasons(*marks) == reasons(*(mark for mark in marks if mark is not None))


def test_a_fall_needs_a_size() -> None:
    with pytest.raises(ValueError, match="more than 0 points"):
        alliance_signal([(DAY, 9.0)], concern_below=7, fall_of=0)
