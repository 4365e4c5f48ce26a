"""An attacker who reads all that is shown, knows every rule, and finds which counts can be one number only.

Nothing here is taken from the program but what it shows: bounds, integer programming and the reading of the rules are
written anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array, csr_array

from kith.science.disclosure import ShownCount, shown_breakdowns, shown_count, shown_part, shown_table

Whole = NDArray[np.int64]
Told = tuple[Whole, int, int]
"""A shown number as its reader takes it: which cells it adds up, and the least and the most that their sum may be."""

FAR = 10**6
PROTECTED = range(1, 8)


def read(shown: ShownCount, *, slack: int = 2) -> tuple[int, int]:
    """What may stand behind a shown number, by the published rule; of a total, with slack 4, by the finer ones too.

    A total that was moved is up to 4 away, and that of seven withheld parts is withheld up to 12.
    """
    if shown.reason == "small_numbers":
        return 1, 7 if slack == 2 else 12
    if shown.value is None:
        return 0, FAR
    return (0, 0) if shown.value == 0 else (max(8, shown.value - slack), shown.value + slack)


def ours(table: Whole, *, slack: int = 2) -> Iterator[Told]:
    """A table of one row or more as `shown_breakdowns` and `shown_table` show it, read as its rules say.

    Whoever takes each total for the nearest multiple of 5 (slack 2) is wrong about the few that were moved; whoever
    allows for that (slack 4) is never wrong and knows less.
    """
    if table.sum() < 10:  # nothing but the total is shown, and the reader sees that
        yield np.ones(table.size, dtype=np.int64), *read(shown_count(int(table.sum())))
        return
    if len(table) == 1:
        shown = shown_breakdowns(table[0].tolist())
        yield from _each(table, [shown.breakdowns[0]])
        yield np.ones(table.size, dtype=np.int64), *read(shown.total, slack=slack)
        return
    two_way = shown_table(table.tolist())
    yield from _each(table, two_way.cells)
    for mask, margin in zip(margins(table), (*two_way.rows, *two_way.columns, two_way.total), strict=True):
        yield mask, *read(margin, slack=slack)


def count_by_count(table: Whole) -> Iterator[Told]:
    """The same with each number shown by itself, as when cells and margins come from separate looks."""
    yield from _each(table, [[shown_count(int(cell)) for cell in row] for row in table])
    for mask in margins(table):
        yield mask, *read(shown_count(int(mask @ table.ravel())))


def below_five(table: Whole) -> Iterator[Told]:
    """The control: counts of 1 to 4 hidden, all others and all sums exact."""
    for mask in (*np.eye(table.size, dtype=np.int64), *margins(table)):
        count = int(mask @ table.ravel())
        yield (mask, 1, 4) if 0 < count < 5 else (mask, count, count)


def filtered(table: Whole) -> Iterator[Told]:
    """All without one part, for each part: of a two-way table without each of its rows, the sums that are left.

    Where such a sum is withheld, the reader knows why when what was left out is withheld too: then it tells nothing.
    """
    for mask, whole in _rests(table):
        left, all_of_it = int(mask @ table.ravel()), int(whole @ table.ravel())
        shown = shown_part(left, all_of_it)
        yield (mask, 0, FAR) if shown.value is None and all_of_it - left in PROTECTED else (mask, *read(shown))


def filtered_freely(table: Whole) -> Iterator[Told]:
    """The same sums by a rule that looks only at the sum, and not at what was left out."""
    for mask, _whole in _rests(table):
        yield mask, *read(shown_count(int(mask @ table.ravel())))


def filtered_below_five(table: Whole) -> Iterator[Told]:
    """The same sums by the control."""
    for mask, _whole in _rests(table):
        count = int(mask @ table.ravel())
        yield (mask, 1, 4) if 0 < count < 5 else (mask, count, count)


def margins(table: Whole) -> Iterator[Whole]:
    """The cells of each row, of each column and of the whole; of the whole only, where there is one row."""
    everything = np.ones(table.shape, dtype=np.int64)
    if len(table) > 1:
        for row in range(table.shape[0]):
            mask = 0 * everything
            mask[row] = 1
            yield mask.ravel()
        for column in range(table.shape[1]):
            mask = 0 * everything
            mask[:, column] = 1
            yield mask.ravel()
    yield everything.ravel()


def _each(table: Whole, cells: object) -> Iterator[Told]:
    masks = np.eye(table.size, dtype=np.int64)
    shown = [cell for row in cells for cell in row]  # type: ignore[attr-defined]
    for mask, cell in zip(masks, shown, strict=True):
        yield mask, *read(cell)


def _rests(table: Whole) -> Iterator[tuple[Whole, Whole]]:
    """The cells that are left of a sum without one part, and the cells of that sum."""
    every = list(margins(table))
    parts = np.eye(table.size, dtype=np.int64) if len(table) == 1 else every[: len(table)]
    for part in parts:
        for whole in every[len(table) :] if len(table) > 1 else every:
            yield whole * (1 - part), whole


@dataclass(frozen=True)
class Known:
    """All that the attacker has: each line of `sums` times the cells lies from `low` to `high`."""

    sums: Whole
    low: Whole
    high: Whole

    @property
    def cells(self) -> int:
        """How many cells there are, in both looks together."""
        return self.sums.shape[1]

    def fits(self, truth: Whole) -> bool:
        """Whether the attacker is right so far."""
        sums = self.sums @ truth
        return bool((sums >= self.low).all() and (sums <= self.high).all())


def one_look(told: Iterable[Told]) -> Known:
    """What was shown once."""
    sums, low, high = zip(*told, strict=True)
    return Known(np.array(sums), np.array(low), np.array(high))


def two_looks(first: Iterable[Told], second: Iterable[Told]) -> Known:
    """Two snapshots of the same cells, of which none can have fallen: the second look counts a longer time."""
    one, other = one_look(first), one_look(second)
    each = np.eye(one.cells, dtype=np.int64)
    return Known(
        np.vstack(
            [np.hstack([one.sums, 0 * one.sums]), np.hstack([0 * other.sums, other.sums]), np.hstack([-each, each])]
        ),
        np.concatenate([one.low, other.low, np.zeros(one.cells, dtype=np.int64)]),
        np.concatenate([one.high, other.high, np.full(one.cells, FAR)]),
    )


def narrowed(known: Known) -> tuple[Whole, Whole]:
    """The least and the most of each cell, by going round the sums until nothing moves. They may be too wide."""
    rows, cells = np.nonzero(known.sums)
    weights = known.sums[rows, cells]
    is_plus, weight = weights > 0, np.abs(weights)
    low, high = np.zeros(known.cells, dtype=np.int64), np.full(known.cells, FAR)
    while True:
        least = _by_row(rows, weights * np.where(is_plus, low[cells], high[cells]), known.low)
        most = _by_row(rows, weights * np.where(is_plus, high[cells], low[cells]), known.low)
        room_up, room_down = (known.high - least)[rows], (most - known.low)[rows]
        lowest, highest = low.copy(), high.copy()
        np.minimum.at(highest, cells, low[cells] + np.where(is_plus, room_up, room_down) // weight)
        np.maximum.at(lowest, cells, high[cells] - np.where(is_plus, room_down, room_up) // weight)
        if (highest == high).all() and (lowest == low).all():
            return low, high
        low, high = lowest, highest


def _by_row(rows: Whole, terms: Whole, like: Whole) -> Whole:
    """The sum of the terms of each line."""
    found = np.zeros_like(like)
    np.add.at(found, rows, terms)
    return found


def certain(known: Known, truth: Whole, wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which wanted cells can be one number only, over all whole numbers that fit: exact, by integer programming.

    The truth saves time and decides nothing: a cell is open as soon as one fitting table has another number.
    """
    sums = known.sums @ truth
    assert known.fits(truth), "The truth does not fit: the attacker misreads the rule."
    low, high = narrowed(known)
    left = wanted & (low < high)
    left &= ~_movable(known, sums, left)
    for way in (1, -1):
        if left.any():
            found = _table(known, low, high, way * left)
            assert found is not None, "The truth fits, so that some table does."
            left &= found == truth
    for cell in np.flatnonzero(left):
        above, below = low.copy(), high.copy()
        above[cell], below[cell] = truth[cell] + 1, truth[cell] - 1
        for least, most in ((above, high), (low, below)):
            if left[cell] and least[cell] <= most[cell]:
                other = _table(known, least, most)
                left &= True if other is None else other == truth
    return wanted & ((low == high) | left)


def _movable(known: Known, sums: Whole, wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Cells that may be one more or one less, alone or against one other, in one look or in both.

    What a move changes outside the lines of the cell itself depends on the other cell alone, and is looked at once.
    """
    half = known.cells // 2 if known.cells % 2 == 0 else 0
    both = known.sums[:, :half] + known.sums[:, half : 2 * half]
    moves = csr_array(np.hstack([np.zeros((len(sums), 1), dtype=np.int64), known.sums, both]))
    up, down = known.high - sums, known.low - sums
    entries = moves.tocoo()
    breaks = {
        sign: np.bincount(entries.col[_too_far(sign * entries.data, entries.row, up, down)], minlength=moves.shape[1])
        for sign in (1, -1)
    }
    found = wanted.copy()
    for cell in np.flatnonzero(wanted):
        owns = [1 + cell, 1 + known.cells + cell % half] if half else [1 + cell]
        found[cell] = any(_has_partner(moves, own, sign, breaks[-sign], up, down) for own in owns for sign in (1, -1))
    return found


def _has_partner(moves: csr_array, own: int, sign: int, breaks: Whole, up: Whole, down: Whole) -> bool:
    """Whether the cell can move by this sign while nothing, or some other, moves against it and every sum fits."""
    lines = np.flatnonzero(moves[:, [own]].toarray().ravel())
    there, rows = moves[lines].toarray(), lines[:, None]
    alone = _too_far(-sign * there, rows, up, down).sum(axis=0)
    together = _too_far(sign * (there[:, [own]] - there), rows, up, down).sum(axis=0)
    left = breaks - alone + together
    left[own] = 1  # not against itself
    return bool((left == 0).any())


def _too_far(change: Whole, rows: Whole, up: Whole, down: Whole) -> NDArray[np.bool_]:
    return (change > up[rows]) | (change < down[rows])


def _table(known: Known, low: Whole, high: Whole, towards: NDArray[np.bool_ | np.int64] | int = 0) -> Whole | None:
    """A table of whole numbers that fits, none where there is none; `towards` says which cells should be large."""
    found = milp(
        -np.broadcast_to(towards, known.cells).astype(float),
        constraints=LinearConstraint(csc_array(known.sums), known.low, known.high),
        bounds=Bounds(low, high),
        integrality=1,
        options={"mip_rel_gap": 0.1},  # any table that fits will do
    )
    assert found.status in (0, 2), found.message
    return None if found.x is None else np.rint(found.x).astype(np.int64)


def by_trying(known: Known) -> list[set[int]]:
    """The numbers that each cell may be, by trying every table: slow, and written without bounds or programming."""
    cells = known.cells
    found: list[set[int]] = [set() for _ in range(cells)]

    def on(table: list[int]) -> None:
        if len(table) == cells:
            sums = known.sums @ np.array(table)
            if (sums >= known.low).all() and (sums <= known.high).all():
                for values, number in zip(found, table, strict=True):
                    values.add(number)
            return
        place = len(table)
        own = (known.sums != 0).sum(axis=1) == 1
        own &= known.sums[:, place] == 1
        for number in range(int(known.low[own].max()), int(known.high[own].min()) + 1):
            on([*table, number])

    on([])
    return found
