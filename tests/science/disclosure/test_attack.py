"""What leaves is attacked with everything that leaves, and every rule known; the same attack breaks the older rule.

Tables of 3 to 8 sites by 3 to 6 groups, or of one row, whose cells are Poisson counts around 3, 10 or 30. The attacker
has the table with its margins, the same without each site, and a second look a month later in which nothing fell.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest

from kith.science.disclosure import GIVES_BACK, ShownCount, shown_breakdowns, shown_count, shown_table
from tests.science.disclosure.attack import (
    PROTECTED,
    Known,
    Told,
    Whole,
    below_five,
    by_trying,
    certain,
    count_by_count,
    filtered,
    filtered_below_five,
    filtered_freely,
    narrowed,
    one_look,
    ours,
    two_looks,
)

Show = Callable[..., Iterator[Told]]
ONE_WAY, TWO_WAY = 0.002, 0.01
"""The shares of protected cells that may be recovered at most."""


def worlds(seed: int, tables: int, *, ways: int) -> Iterator[tuple[Whole, Whole]]:
    """Tables of a year, and the same a month later."""
    chance = np.random.default_rng(seed)
    for _ in range(tables):
        height, width = (chance.integers(3, 9), chance.integers(3, 7)) if ways == 2 else (1, chance.integers(3, 9))
        rates = chance.choice([3, 10, 30], size=(height, width))
        first = chance.poisson(rates)
        yield first, first + chance.poisson(rates / 12)


def share_recovered(some: Iterator[tuple[Whole, Whole]], show: Show, *filters: Show, looks: int = 2) -> float:
    """Of all cells of 1 to 7, shown or not, the share that the attacker is certain of."""
    protected = recovered = 0
    for pair in some:
        truth = np.concatenate([table.ravel() for table in pair[:looks]])
        wanted = np.isin(truth, PROTECTED)
        known = _known(pair[:looks], show, filters)
        if show is ours and not known.fits(truth):
            known = _known(pair[:looks], show, filters, slack=4)
        protected += int(wanted.sum())
        recovered += int(certain(known, truth, wanted).sum())
    return recovered / protected


def _known(tables: tuple[Whole, ...], show: Show, filters: tuple[Show, ...], **reading: Any) -> Known:
    told = [[*show(table, **reading), *(one for each in filters for one in each(table))] for table in tables]
    return two_looks(*told) if len(told) == 2 else one_look(told[0])


def test_a_row_a_total_filters_and_two_looks_give_almost_nothing_back() -> None:
    assert share_recovered(worlds(1, 1000, ways=1), ours, filtered) <= ONE_WAY


def test_a_table_its_margins_filters_and_two_looks_give_almost_nothing_back() -> None:
    assert share_recovered(worlds(1, 60, ways=2), ours, filtered) <= TWO_WAY


@pytest.mark.slow
def test_four_thousand_rows() -> None:
    assert share_recovered(worlds(2026, 4000, ways=1), ours, filtered) <= ONE_WAY


@pytest.mark.slow
@pytest.mark.parametrize("quarter", range(4))
def test_four_thousand_tables(quarter: int) -> None:
    assert share_recovered(worlds(2026 + quarter, 1000, ways=2), ours, filtered) <= TWO_WAY


def test_the_older_rule_falls_to_the_same_attack() -> None:
    """Counts below 5 hidden, everything else exact."""
    assert share_recovered(worlds(1, 400, ways=1), below_five, looks=1) > 0.45
    assert share_recovered(worlds(1, 100, ways=2), below_five, looks=1) > 0.8
    assert share_recovered(worlds(1, 400, ways=1), below_five, filtered_below_five, looks=1) > 0.759
    assert share_recovered(worlds(1, 100, ways=2), below_five, filtered_below_five, looks=1) > 0.97


def test_filters_that_do_not_look_at_what_they_leave_out_give_too_much_back() -> None:
    assert share_recovered(worlds(1, 400, ways=1), ours, filtered_freely, looks=1) > ONE_WAY
    assert share_recovered(worlds(1, 100, ways=2), ours, filtered_freely, looks=1) > TWO_WAY


@pytest.mark.parametrize("ways", [1, 2])
def test_a_table_by_itself_gives_nothing_back_and_never_goes_without_its_margins(ways: int) -> None:
    tables = 1500 if ways == 1 else 120
    assert share_recovered(worlds(3, tables, ways=ways), ours, looks=1) == 0
    for table, _later in worlds(3, tables, ways=ways):
        shown = shown_breakdowns(table[0].tolist()) if ways == 1 else shown_table(table.tolist())
        assert shown.total.reason != GIVES_BACK


def test_bounds_alone_would_miss_what_whole_numbers_tell() -> None:
    """Why the attack does not stop at going round the sums: they are never wrong, and too wide."""
    found = []
    for table, _later in worlds(4, 300, ways=1):
        known, truth = one_look([*count_by_count(table), *filtered_freely(table)]), table.ravel()
        low, high = narrowed(known)
        by_bounds, exact = low == high, certain(known, truth, np.isin(truth, PROTECTED))
        assert not (np.isin(truth, PROTECTED) & by_bounds & ~exact).any()
        found.append((by_bounds & np.isin(truth, PROTECTED)).sum() < exact.sum())
    assert any(found)


@pytest.mark.parametrize("show", [count_by_count, below_five, ours])
@pytest.mark.parametrize("shape", [(1, 3), (1, 4), (2, 2)])
def test_the_attack_finds_what_trying_every_table_finds(show: Show, shape: tuple[int, int]) -> None:
    chance, is_told = np.random.default_rng(7), []
    for _ in range(25):
        table = chance.choice([0, 1, 2, 4, 6, 7, 8, 8, 12, 13], size=shape)
        if table.sum() < 10:
            continue
        known, truth = one_look([*show(table), *filtered(table)]), table.ravel()
        if not known.fits(truth):
            known = one_look([*ours(table, slack=4), *filtered(table)])
        every = np.ones(truth.size, dtype=bool)
        assert [len(values) == 1 for values in by_trying(known)] == certain(known, truth, every).tolist()
        is_told.append(certain(known, truth, np.isin(truth, PROTECTED)).any())
    assert any(is_told) or show is not below_five


Table = tuple[int, ...]


def told_by_everything(show: Callable[[Table], Any], tables: Iterable[Table]) -> set[Table]:
    """Of each set of tables that are shown alike, one, if a cell of 1 to 7 is the same in all of them.

    This attacker has the whole program and turns it round. `tables` must hold every table that is shown as one of them.
    """
    alike: dict[Any, list[Table]] = {}
    for table in tables:
        alike.setdefault(show(table), []).append(table)
    return {
        some[0]
        for some in alike.values()
        for values in zip(*some, strict=True)
        if len(set(values)) == 1 and values[0] in PROTECTED
    }


def each_by_itself(*groups: tuple[int, ...]) -> Callable[[Table], Any]:
    """Cells, and the sums of these groups of cells, each shown without a look at the others."""
    return lambda table: (
        *(shown_count(count) for count in table),
        *(shown_count(sum(table[place] for place in group)) for group in groups),
    )


def test_whoever_turns_the_program_round_learns_no_withheld_part() -> None:
    """Tables up to 17, where a class of rounding ends."""
    three, four = list(product(range(18), repeat=3)), product(range(13), repeat=4)
    assert told_by_everything(each_by_itself((0, 1, 2)), three), "Nothing would show that this attack works."
    assert told_by_everything(shown_breakdowns, three) == set()
    assert told_by_everything(shown_breakdowns, four) == set()
    moved = [table for table in three if shown_breakdowns(table).total != shown_count(sum(table))]
    assert (8, 8, 1) in moved
    assert len(moved) < 0.01 * len(three)


@pytest.mark.slow
def test_whoever_turns_two_breakdowns_round_learns_no_withheld_part() -> None:
    tables = [
        (*three, one, sum(three) - one) for three in product(range(13), repeat=3) for one in range(sum(three) + 1)
    ]
    by_itself = each_by_itself((0, 1, 2))
    ours = told_by_everything(lambda five: shown_breakdowns(five[:3], five[3:]), tables)
    whole = {table for table in ours if max(_values(table)) <= 10}
    assert told_by_everything(by_itself, tables), "Nothing would show that this attack works."
    assert whole == set()


def _values(table: Table) -> list[int]:
    """What is shown of the first breakdown: above 10 not every table that is shown alike was tried."""
    return [part.value or 0 for part in shown_breakdowns(table[:3], table[3:]).breakdowns[0]]


@pytest.mark.parametrize("most", [60, pytest.param(10**6, marks=pytest.mark.slow)])
def test_whoever_turns_a_two_way_table_round_learns_no_withheld_cell(most: int) -> None:
    """All of 2 by 2 up to 12. Only tables that would tell are changed, so that only those need to be shown by us.

    Leaving some of them out makes the attack stronger, not weaker: fewer tables look alike.
    """
    alike: dict[Any, list[Table]] = {}
    by_itself = each_by_itself((0, 1), (2, 3), (0, 2), (1, 3), (0, 1, 2, 3))
    for table in product(range(13), repeat=4):
        if sum(table) >= 10:
            alike.setdefault(by_itself(table), []).append(table)
    telling = [some for some in alike.values() if told_by_everything(by_itself, some)]
    changed = {table for some in telling for table in some}
    assert len(changed) > 100, "Nothing would show that this attack works."
    for some in telling:
        del alike[by_itself(some[0])]
    others = random.Random(3).sample([some[-1] for some in alike.values()], 200)
    assert [flat(table) for table in others] == [by_itself(table) for table in others], "Only those that tell change."
    shown = {table: flat(table) for table in random.Random(4).sample(sorted(changed), min(most, len(changed)))}
    for table, one in shown.items():
        alike.setdefault(one, []).append(table)
    assert {table for one in shown.values() for table in told_by_everything(lambda _table: None, alike[one])} == set()


def flat(table: Table) -> tuple[ShownCount, ...]:
    """A 2 by 2 table as we show it: cells, rows, columns, total."""
    shown = shown_table([table[:2], table[2:]])
    return (*shown.cells[0], *shown.cells[1], *shown.rows, *shown.columns, shown.total)


def test_seven_ones_among_zeros_look_like_others() -> None:
    """Withheld in a sum that is withheld too, seven parts would be one each."""
    ones, more = np.zeros((7, 4), dtype=int), np.zeros((7, 4), dtype=int)
    ones[:, 0] = more[:, 0] = 1
    more[0, 0] = 3
    ones[0, 1:] = more[0, 1:] = 32, 30, 30
    shown = shown_table(ones.tolist())
    assert shown.columns[0] == ShownCount(None, "small_numbers")
    assert shown == shown_table(more.tolist())
    more[0, 0] = 7
    assert shown_table(more.tolist()).columns[0] == ShownCount(15)
