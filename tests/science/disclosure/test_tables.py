"""Whole tables as a page shows them: multiples of 5, nobody small, every number near the truth."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.science.disclosure import ShownBreakdowns, ShownCount, ShownTable, shown_breakdowns, shown_rate, shown_table
from kith.science.disclosure.fitting import Bounds, cells_without_choice

counts = st.integers(0, 40) | st.integers(0, 9)


def grids() -> st.SearchStrategy[list[list[int]]]:
    return st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(counts, min_size=width, max_size=width), min_size=1, max_size=5)
    )


def margins(table: list[list[int]], shown: ShownTable) -> Iterator[tuple[int, ShownCount]]:
    yield from zip(map(sum, table), shown.rows, strict=True)
    yield from zip((sum(column) for column in zip(*table, strict=True)), shown.columns, strict=True)
    yield sum(map(sum, table)), shown.total


def is_fit(true: int, shown: ShownCount) -> bool:
    """No number for 1 to 7; a multiple of 5 less than 5 away; 0 only for nobody; a reason where there is no number."""
    if shown.value is None:
        return shown.reason is not None
    is_near = abs(shown.value - true) < 5 and shown.value % 5 == 0
    return is_near and not 0 < true < 8 and (shown.value == 0) == (true == 0)


@settings(max_examples=60)
@given(grids())
def test_no_number_of_a_table_is_small_or_far_from_the_truth(table: list[list[int]]) -> None:
    shown = shown_table(table)
    cells = [pair for row, told in zip(table, shown.cells, strict=True) for pair in zip(row, told, strict=True)]
    assert all(is_fit(true, told) for true, told in [*cells, *margins(table, shown)])


@given(st.lists(counts, min_size=1, max_size=9), st.randoms(use_true_random=False))
def test_no_number_of_a_breakdown_is_small_or_far_from_the_truth(parts: list[int], random: st.DataObject) -> None:
    shuffled = random.sample(parts, len(parts))  # type: ignore[attr-defined]
    shown = shown_breakdowns(parts, shuffled)
    told = [*zip(parts, shown.breakdowns[0], strict=True), *zip(shuffled, shown.breakdowns[1], strict=True)]
    assert all(is_fit(true, one) for true, one in [*told, (sum(parts), shown.total)])


def test_the_check_of_numbers_would_find_a_small_or_a_wrong_one() -> None:
    assert not is_fit(3, ShownCount(5))
    assert not is_fit(12, ShownCount(12))
    assert not is_fit(12, ShownCount(20))
    assert not is_fit(9, ShownCount(0))
    assert not is_fit(3, ShownCount(None))


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_share_is_that_of_the_rounded_counts_and_alike_for_all_that_are_shown_alike(top: int, rest: int) -> None:
    """So a share never tells more than the two counts beside it do."""
    found = shown_rate(top, top + rest)
    assert found.value is None or found.value == (found.numerator.value or 0) / (found.denominator.value or 1)
    for other in range(max(0, top - 4), top + 5):
        again = shown_rate(other, other + rest)
        if (again.numerator, again.denominator) == (found.numerator, found.denominator):
            assert again.value == found.value


@given(st.lists(st.integers(0, 40), min_size=2, max_size=6), st.data())
def test_one_more_person_is_seen_only_where_a_count_crosses_a_step(parts: list[int], data: st.DataObject) -> None:
    """Where none crosses, the neighbour with one person more is shown the same."""
    place = data.draw(st.integers(0, len(parts) - 1))
    more = [count + (index == place) for index, count in enumerate(parts)]
    one, other = shown_breakdowns(parts), shown_breakdowns(more)
    changed = [a != b for a, b in zip(one.breakdowns[0], other.breakdowns[0], strict=True)]
    if sum(parts) >= 10:
        assert not any(is_changed for index, is_changed in enumerate(changed) if index != place)
        assert changed[place] == (parts[place] in (0, 7) or (parts[place] > 7 and parts[place] % 5 == 2))


def test_a_breakdown_by_hand() -> None:
    assert shown_breakdowns([20, 30, 4]) == ShownBreakdowns(
        ShownCount(55), ((ShownCount(20), ShownCount(30), ShownCount(None, "small_numbers")),)
    )
    # 28 is 4 times 7: as 30, which is 28 or more, it would say so. As 25 it is 23 to 27.
    assert shown_breakdowns([7, 7, 7, 7]).total == ShownCount(25)
    assert shown_breakdowns([7, 7, 7, 6]).total == ShownCount(25)
    assert shown_breakdowns([0, 0]).total == ShownCount(0)


def test_two_breakdowns_of_the_same_people_share_a_total_that_is_safe_for_both() -> None:
    """Both together say 17, and so 1, even without a total: one is at least 17 and the other at most."""
    shown = shown_breakdowns([8, 8, 1], [17, 0])
    assert (shown.total, shown.breakdowns[1]) == (ShownCount(20), (ShownCount(20), ShownCount(0)))


def test_what_cannot_be_made_safe_is_not_broken_down() -> None:
    """Fourteen ones beside two sevens: the parts by themselves say both, and none of them is shown."""
    shown = shown_breakdowns([1] * 14, [7, 7])
    assert {part.reason for parts in shown.breakdowns for part in parts} == {"gives_back"}
    assert shown.total == ShownCount(15)


def test_fewer_than_ten_are_not_broken_down() -> None:
    assert {part.reason for part in shown_breakdowns([9, 0]).breakdowns[0]} == {"not_broken_down"}
    table = shown_table([[4, 0], [0, 5]])
    assert {one.reason for line in (*table.cells, table.rows, table.columns) for one in line} == {"not_broken_down"}
    assert table.total == ShownCount(10)
    assert shown_breakdowns([10, 0]).breakdowns[0] == (ShownCount(10), ShownCount(0))
    assert shown_table([[0, 0]]).cells == ((ShownCount(0), ShownCount(0)),)


@pytest.mark.parametrize(
    ("given", "says"),
    [([], "found no breakdown"), ([[1, 2], [4]], "found 3, 4. Count everybody once"), ([[12, -1]], "0 or more")],
)
def test_breakdowns_that_do_not_belong_together_are_refused(given: list[list[int]], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        shown_breakdowns(*given)


@pytest.mark.parametrize(
    ("given", "says"),
    [([], "found no row"), ([[]], "found 0"), ([[1, 2], [4]], "found 1, 2"), ([[12, -1]], "0 or more")],
)
def test_what_is_no_table_is_refused(given: list[list[int]], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        shown_table(given)


def by_trying(bounds: Bounds) -> tuple[np.ndarray, int]:
    """Which cells are the same in every table within the bounds, and how many such tables there are."""
    low, high = bounds.cells
    ranges = [range(one, other + 1) for one, other in zip(low.ravel(), high.ravel(), strict=True)]
    fitting = []
    for cells in product(*ranges):
        table = np.array(cells).reshape(low.shape)
        sums = ((bounds.rows, table.sum(axis=1)), (bounds.columns, table.sum(axis=0)), (bounds.total, table.sum()))
        if all((limits[0] <= now).all() and (now <= limits[1]).all() for limits, now in sums):
            fitting.append(table)
    every = np.array(fitting) if fitting else np.empty((0, *low.shape))
    return (every == every[:1]).all(axis=0) if fitting else np.ones(low.shape, dtype=bool), len(fitting)


def test_cells_without_choice_are_those_that_trying_every_table_finds() -> None:
    random, sizes = np.random.default_rng(11), []
    for _ in range(60):
        shape = (int(random.integers(1, 4)), 2)
        table = random.integers(0, 5, size=shape)

        def around(true: np.ndarray, slack: int = 2) -> tuple[np.ndarray, np.ndarray]:
            low = np.maximum(true - random.integers(0, slack, size=np.shape(true)), 0)
            return low, true + random.integers(0, slack, size=np.shape(true))

        sums = (table.sum(axis=1), table.sum(axis=0), np.array([table.sum()]))
        bounds = Bounds(around(table, 4), *(around(one) for one in sums))
        expected, size = by_trying(bounds)
        every = np.ones(shape, dtype=bool)
        assert (cells_without_choice(bounds, every, known=table) == expected).all()
        assert (cells_without_choice(bounds, every) == expected).all()
        sizes.append(size)
    assert min(sizes) == 1
    assert max(sizes) > 20


def test_where_no_table_fits_no_cell_has_a_choice() -> None:
    wide = np.array([0]), np.array([9])
    bounds = Bounds((np.array([[5]]), np.array([[7]])), wide, wide, (np.array([8]), np.array([9])))
    assert cells_without_choice(bounds, np.array([[True]])).all()
