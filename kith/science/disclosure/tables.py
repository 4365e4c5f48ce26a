"""Two-way tables: cells, rows, columns and the total at once, so that no margin gives a withheld cell back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from kith.science.disclosure.counts import (
    GIVES_BACK,
    NOT_BROKEN_DOWN,
    SMALLEST_SHOWN,
    WITHHELD,
    ShownCount,
    could_be,
    other_side,
    shown_count,
)
from kith.science.disclosure.fitting import Bounds, Whole, cells_without_choice
from kith.science.disclosure.limits import FEWEST_PEOPLE

Line = tuple[ShownCount, ...]
Move = tuple[str, int, ShownCount]
"""Which margin, which of them, and what it is shown as instead."""
NO_LIMIT = 10**9
"""More people than any table counts: the upper end of a margin of which nothing is said."""

SEVEN_ONES = SMALLEST_SHOWN - 1
WITHHELD_UP_TO = 12
"""Seven withheld parts whose sum is withheld too would be seven ones. Their sum is withheld up to 12 instead, which is
the end of what would be shown as 10, so that those tables look the same."""


@dataclass(frozen=True)
class ShownTable:
    """A two-way table fit for a page: `cells` by row, then the sums of rows and of columns, and the total."""

    cells: tuple[Line, ...]
    rows: Line
    columns: Line
    total: ShownCount


def shown_table(counts: Sequence[Sequence[int]]) -> ShownTable:
    """A whole two-way table with its margins, as a page may show it.

    In words: each cell and each margin is shown as `shown_count` shows it. If a reader who knows the rules and adds up
    could then tell a withheld cell exactly, margins of that cell are given, one after the other, as the other multiple
    of 5 beside the true sum, less than 5 from it, until no cell can be told (controlled rounding, Cox 1987). What is
    shown in the end is also what tables are shown as that needed no such change, so that knowing this rule does not
    help. Fewer than 10 people are not broken down at all. If no change will do, all margins are withheld as
    `gives_back`. The margins of seven withheld cells among zeros are withheld up to 12.

    `counts` has one sequence for each row, all of the same length. Raises ValueError for a negative count, rows of
    different lengths, or an empty table.

    >>> shown = shown_table([[20, 3, 0], [9, 14, 31]])
    >>> [[cell.value for cell in row] for row in shown.cells]
    [[20, None, 0], [10, 15, 30]]
    >>> [row.value for row in shown.rows], [column.value for column in shown.columns], shown.total.value
    ([25, 55], [30, 15, 30], 75)
    """
    table = _as_table(counts)
    total = int(table.sum())
    if 0 < total < FEWEST_PEOPLE:
        rows, columns = ((ShownCount(None, NOT_BROKEN_DOWN),) * lines for lines in table.shape)
        return ShownTable((columns,) * len(rows), rows, columns, shown_count(total))
    shown = _count_by_count(table)
    told = _told(shown, known=table)
    while told.any():
        better = _with_fewer_told(shown, table, told)
        if better is None:
            return _without_margins(shown)
        shown, told = better
    return shown


def _with_fewer_told(
    shown: ShownTable, table: Whole, told: NDArray[np.bool_]
) -> tuple[ShownTable, NDArray[np.bool_]] | None:
    """The table with margins moved by which fewest cells can be told: one of a told cell, else two, else any one."""
    near, every = _moves(shown, table, told), _moves(shown, table, np.ones_like(told))
    for ways in (combinations(near, 1), combinations(near, 2), combinations(every, 1)):
        tried = [(one, _told(one)) for one in (_moved(shown, way) for way in ways)]
        better = min(tried, key=lambda pair: int(pair[1].sum()), default=None)
        if better is not None and better[1].sum() < told.sum():
            return better
    return None


def _as_table(counts: Sequence[Sequence[int]]) -> Whole:
    lengths = {len(row) for row in counts}
    if len(lengths) != 1 or 0 in lengths:
        found = ", ".join(map(str, sorted(lengths))) or "no row"
        raise ValueError(f"A table needs rows of one length, 1 or more; found {found}. Write 0 where nobody was.")
    return np.array(counts, dtype=np.int64)


def _count_by_count(table: Whole) -> ShownTable:
    cells = tuple(tuple(shown_count(int(count)) for count in row) for row in table)
    return ShownTable(
        cells,
        tuple(_margin(int(count), row) for count, row in zip(table.sum(axis=1), cells, strict=True)),
        tuple(
            _margin(int(count), column)
            for count, column in zip(table.sum(axis=0), zip(*cells, strict=True), strict=True)
        ),
        _margin(int(table.sum()), [cell for row in cells for cell in row]),
    )


def _margin(count: int, parts: Sequence[ShownCount]) -> ShownCount:
    return WITHHELD if _are_seven(parts) and count <= WITHHELD_UP_TO else shown_count(count)


def _are_seven(parts: Sequence[ShownCount]) -> bool:
    """Seven withheld parts, and nobody elsewhere."""
    return sum(part == WITHHELD for part in parts) == SEVEN_ONES == sum(part.value != 0 for part in parts)


def _told(shown: ShownTable, *, known: Whole | None = None) -> NDArray[np.bool_]:
    """Which withheld cells a reader could tell exactly, from cells and margins together."""
    withheld = np.array([[cell == WITHHELD for cell in row] for row in shown.cells])
    return cells_without_choice(_bounds(shown), withheld, known=known)


def _bounds(shown: ShownTable) -> Bounds:
    low, high = np.array([[could_be(cell) for cell in row] for row in shown.cells]).transpose(2, 0, 1)
    columns = list(zip(*shown.cells, strict=True))
    total_low, total_high = _margin_bounds([shown.total], [[cell for row in shown.cells for cell in row]])
    return Bounds(
        (low, high),
        _margin_bounds(shown.rows, shown.cells),
        _margin_bounds(shown.columns, columns),
        (np.maximum(total_low, min(FEWEST_PEOPLE, int(total_high[0]))), total_high),
    )


def _margin_bounds(margins: Sequence[ShownCount], lines: Sequence[Sequence[ShownCount]]) -> tuple[Whole, Whole]:
    found = [_margin_could_be(margin, line) for margin, line in zip(margins, lines, strict=True)]
    low, high = np.array(found, dtype=np.int64).T
    return low, high


def _margin_could_be(margin: ShownCount, line: Sequence[ShownCount]) -> tuple[int, int]:
    if margin.reason == GIVES_BACK:
        return 0, NO_LIMIT
    low, high = could_be(margin)
    if not _are_seven(line):
        return low, high
    return (low, WITHHELD_UP_TO) if margin == WITHHELD else (max(low, WITHHELD_UP_TO + 1), high)


def _moves(shown: ShownTable, table: Whole, near: NDArray[np.bool_]) -> list[Move]:
    """The total, rows and columns of these cells, each as the multiple of 5 on the other side of its true sum."""
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    found = [
        ("total", 0, _other_side(shown.total, int(table.sum()))),
        *(("rows", place, _other_side(shown.rows[place], int(rows[place]))) for place in _lines(near, 1)),
        *(("columns", place, _other_side(shown.columns[place], int(columns[place]))) for place in _lines(near, 0)),
    ]
    return [(margin, place, other) for margin, place, other in found if other is not None]


def _lines(near: NDArray[np.bool_], axis: int) -> list[int]:
    return [int(place) for place in np.flatnonzero(near.any(axis=axis))]


def _moved(shown: ShownTable, moves: Iterable[Move]) -> ShownTable:
    for margin, place, other in moves:
        if margin == "total":
            shown = replace(shown, total=other)
        elif margin == "rows":
            shown = replace(shown, rows=(*shown.rows[:place], other, *shown.rows[place + 1 :]))
        else:
            shown = replace(shown, columns=(*shown.columns[:place], other, *shown.columns[place + 1 :]))
    return shown


def _other_side(margin: ShownCount, count: int) -> ShownCount | None:
    """None for a margin that was moved already."""
    return other_side(margin, count) if margin == shown_count(count) else None


def _without_margins(shown: ShownTable) -> ShownTable:
    nothing = ShownCount(None, GIVES_BACK)
    return replace(shown, rows=(nothing,) * len(shown.rows), columns=(nothing,) * len(shown.columns), total=nothing)
