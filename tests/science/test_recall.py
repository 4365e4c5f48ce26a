"""A recall card rests longer each time it comes to mind, and is back the next day when it does not."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from kith.science.recall import RESTS, comes_again

READ = date(2026, 3, 2)
TRIES = some.lists(some.tuples(some.integers(0, 200), some.booleans()), max_size=12)


def test_a_card_that_always_comes_rests_longer_each_time() -> None:
    day, tries, rests = READ, list[tuple[date, bool]](), list[int]()
    for _time in range(8):
        due = comes_again(READ, tries)
        rests.append((due - day).days)
        day = due
        tries.append((day, True))
    assert rests == [*RESTS, RESTS[-1], RESTS[-1]]


def test_a_card_that_does_not_come_is_back_the_next_day_and_begins_again() -> None:
    tries = [(READ + timedelta(1), True), (READ + timedelta(4), True), (READ + timedelta(11), False)]
    assert comes_again(READ, tries) == READ + timedelta(12)
    assert comes_again(READ, [*tries, (READ + timedelta(12), True)]) == READ + timedelta(15)


def test_trying_before_the_day_changes_nothing_when_it_comes_and_much_when_it_does_not() -> None:
    once = [(READ + timedelta(1), True)]
    assert comes_again(READ, [*once, (READ + timedelta(2), True)]) == comes_again(READ, once)
    assert comes_again(READ, [*once, (READ + timedelta(2), False)]) == READ + timedelta(3)


@given(TRIES)
def test_it_always_comes_again_after_the_last_try_that_counted_and_never_later_than_the_longest_rest(
    tries: list[tuple[int, bool]],
) -> None:
    told = [(READ + timedelta(days), came) for days, came in sorted(tries)]
    due = comes_again(READ, told)
    last = told[-1][0] if told else READ
    assert READ < due <= max(last, READ) + timedelta(RESTS[-1])
    if told and not told[-1][1]:
        assert due == last + timedelta(1)
