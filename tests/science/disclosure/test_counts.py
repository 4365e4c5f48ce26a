"""Small counts never reach a page, directly or through a rate."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.disclosure import ShownCount, ShownRate, shown_count, shown_figure, shown_rate


@pytest.mark.parametrize(
    ("count", "value"), [(0, 0), (1, None), (7, None), (8, 10), (12, 10), (13, 15), (17, 15), (18, 20), (1002, 1000)]
)
def test_counts_as_a_page_shows_them(count: int, value: int | None) -> None:
    found = shown_count(count)
    assert found.value == value
    assert found.reason == ("small_numbers" if value is None else None)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        shown_count(-1)


@given(st.integers(0, 10_000))
def test_every_shown_count_stands_for_several_true_ones(count: int) -> None:
    value = shown_count(count).value
    assert value is None or value % 5 == 0
    if value:
        assert sum(shown_count(other).value == value for other in range(max(0, count - 6), count + 7)) >= 5


@given(st.integers(0, 400), st.data())
def test_a_rate_is_worked_out_from_what_is_shown_and_stays_a_share(denominator: int, data: st.DataObject) -> None:
    numerator = data.draw(st.integers(0, denominator))
    found = shown_rate(numerator, denominator)
    if found.value is None:
        assert found.reason in ("small_numbers", "nobody")
    else:
        assert found.numerator.value is not None
        assert found.denominator.value
        assert found.value == found.numerator.value / found.denominator.value
        assert 0 <= found.value <= 1


def test_a_rate_is_withheld_when_the_people_left_over_are_few() -> None:
    assert shown_rate(50, 52) == ShownRate(ShownCount(None, "small_numbers"), ShownCount(50), None, "small_numbers")
    assert shown_rate(26, 52).value == 0.5


def test_a_median_of_few_people_is_withheld_with_the_reason() -> None:
    assert shown_figure(12.0, people=3) == (None, "small_numbers")
    assert shown_figure(12.0, people=30) == (12.0, None)


def share_recovered(show: Callable[[int], int | None]) -> float:
    """Of hidden counts in 4,000 random tables, the share that totals minus shown parts give back exactly.

    The attacker knows the rule, and each table shows its parts and their total by that rule.
    """
    random = np.random.default_rng(20260302)
    hidden = found = 0
    for _ in range(4000):
        parts = [int(part) for part in random.poisson(random.choice([3, 10, 30], size=4))]
        total, seen = show(sum(parts)), [show(part) for part in parts]
        for part, value in zip(parts, seen, strict=True):
            if part > 0 and value is None:
                hidden += 1
                others = [other for place, other in enumerate(seen) if place != parts.index(part)]
                if total is not None and None not in others:
                    found += total - sum(other for other in others if other is not None) == part
    return found / hidden


def test_totals_give_few_hidden_counts_back() -> None:
    def below_five_only(count: int) -> int | None:
        return None if 0 < count < 5 else count

    ours = share_recovered(lambda count: shown_count(count).value)
    assert ours < 0.06  # the attacker guesses a multiple of 5, and one hidden count in seven is one: 5
    assert share_recovered(below_five_only) > 3 * ours
