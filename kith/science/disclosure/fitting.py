"""What a reader who adds up can still find possible: which cells of a table may be more than one number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, eye_array, kron, vstack

Whole = NDArray[np.int64]
Weights = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Bounds:
    """The least and the most of each cell (r x c), each row (r), each column (c) and the total (one), all included."""

    cells: tuple[Whole, Whole]
    rows: tuple[Whole, Whole]
    columns: tuple[Whole, Whole]
    total: tuple[Whole, Whole]


def cells_without_choice(bounds: Bounds, wanted: NDArray[np.bool_], *, known: Whole | None = None) -> NDArray[np.bool_]:
    """Which of the wanted cells have the same number in every table of whole numbers within the bounds.

    In words: for each cell the least and the most over all tables, by linear programming; the cell has no choice where
    the two agree. Rows, columns and a total make a matrix whose corners are whole numbers (totally unimodular: a
    transportation problem; Hoffman and Kruskal 1956), so that this is the answer over whole numbers too. Most cells are
    settled before, by moving one person in a table that fits. `known` is a table within the bounds, where there is one
    at hand; the answer does not depend on it. Shapes: cells, `wanted`, `known` and the answer are r x c.

    Every wanted cell has no choice where no table fits. Raises ValueError when the solver gives up.

    >>> wide = np.array([0]), np.array([9])
    >>> bounds = Bounds((np.array([[1, 1]]), np.array([[7, 1]])), wide, (np.array([0, 0]), np.array([9, 9])), wide)
    >>> cells_without_choice(bounds, np.array([[True, True]]))
    array([[False,  True]])
    """
    fitting = _table(bounds, np.zeros(wanted.shape)) if known is None else known
    if fitting is None:
        return wanted.copy()
    open_ = wanted & ~_may_move(bounds, fitting)
    for way in (1.0, -1.0):
        if open_.any():
            open_ &= _extreme(bounds, way * open_) == fitting
    for cell in zip(*np.nonzero(open_), strict=True):
        alone = np.zeros(wanted.shape)
        alone[cell] = 1
        open_[cell] = _extreme(bounds, alone)[cell] == _extreme(bounds, -alone)[cell]
    return open_


def _may_move(bounds: Bounds, table: Whole) -> NDArray[np.bool_]:
    """Cells that may be one more or one less, by themselves or against another cell of their row or their column."""
    found = np.zeros(table.shape, dtype=bool)
    for way in (1, -1):
        cell, row, column, total = _room(bounds, table, way)
        cell_back, row_back, column_back, _ = _room(bounds, table, -way)
        found |= cell & row[:, None] & column[None, :] & total
        found |= (cell & column[None, :]) & _another(cell_back & column_back[None, :], axis=1)
        found |= (cell & row[:, None]) & _another(cell_back & row_back[:, None], axis=0)
    return found


def _room(bounds: Bounds, table: Whole, way: int) -> tuple[NDArray[np.bool_], ...]:
    """Where there is room for one more (way 1) or one less (way -1): cells, rows, columns, total."""
    side = 1 if way == 1 else 0
    sums = ((bounds.cells, table), (bounds.rows, table.sum(axis=1)), (bounds.columns, table.sum(axis=0)))
    room = tuple(way * (limits[side] - now) > 0 for limits, now in sums)
    return (*room, way * (bounds.total[side] - table.sum()) > 0)


def _another(can: NDArray[np.bool_], *, axis: int) -> NDArray[np.bool_]:
    """Whether another cell of the same line can."""
    others: NDArray[np.bool_] = can.sum(axis=axis, keepdims=True) - can > 0
    return others


def _extreme(bounds: Bounds, weights: Weights) -> Whole:
    """A table within the bounds with the largest sum of its cells by these weights."""
    found = _table(bounds, weights)
    if found is None:
        raise ValueError("The table was lost: found no whole numbers within bounds that had some. Report it.")
    return found


def _table(bounds: Bounds, weights: Weights) -> Whole | None:
    height, width = weights.shape
    across = kron(eye_array(height), csr_array(np.ones((1, width))))
    down = kron(csr_array(np.ones((1, height))), eye_array(width))
    sums = vstack([across, down, csr_array(np.ones((1, height * width)))], format="csr")
    low, high = (
        np.concatenate([bounds.rows[side], bounds.columns[side], bounds.total[side]]).astype(float) for side in (0, 1)
    )
    found = linprog(
        -np.asarray(weights, dtype=float).ravel(),
        A_ub=vstack([sums, -sums], format="csr"),
        b_ub=np.concatenate([high, -low]),
        bounds=np.column_stack([side.ravel() for side in bounds.cells]),
        method="highs-ds",  # the simplex method ends in a corner, and corners are whole numbers here
    )
    if found.status == 2:
        return None
    if found.status != 0:
        raise ValueError(f"No table was found within the bounds; the solver said: {found.message}. Report it.")
    whole: Whole = np.rint(found.x).astype(np.int64).reshape(height, width)
    return whole
