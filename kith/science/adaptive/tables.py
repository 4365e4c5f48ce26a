"""A bank made ready for testing: everything that depends on the bank alone, worked out once at the points of its grid.

A step of a test is then one addition to the log-posterior, one product of the information table with the posterior
and one search for the largest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kith.science.adaptive.responses import FloatArray, item_information, log_probabilities

if TYPE_CHECKING:
    from kith.science.adaptive.bank import ItemBank


@dataclass(frozen=True, eq=False, slots=True)
class Tables:
    """A bank on its grid of g points.

    `log_probability` has a row for each answer of each item, those of item i from `first_row[i]` on; shape (rows, g).
    `information` has shape (items, g), `log_prior` and `grid` (g,). `area_of` gives each item's content area by number,
    `in_area` the same as a table (areas, items).
    """

    items: tuple[str, ...]
    positions: dict[str, int]
    answers: tuple[int, ...]
    first_row: NDArray[np.intp]
    grid: FloatArray
    log_prior: FloatArray
    log_probability: FloatArray
    information: FloatArray
    area_of: tuple[int, ...]
    in_area: NDArray[np.bool_]


def make_tables(bank: ItemBank) -> Tables:
    """Works out the tables of a bank.

    The prior is the normal density at the points of the grid, the two ends counted by half (the trapezoidal rule), made
    to add up to 1. On a smooth bell that rule's error vanishes faster than any power of the step once the bell is wider
    than a step; `ItemBank` refuses a grid that is coarser or shorter than the prior needs.
    """
    grid = np.linspace(bank.grid.lowest, bank.grid.highest, bank.grid.nodes)
    log_prior = -0.5 * ((grid - bank.prior.mean) / bank.prior.sd) ** 2
    log_prior[[0, -1]] -= np.log(2)
    log_prior -= np.logaddexp.reduce(log_prior)
    answers = tuple(item.answers for item in bank.items)
    areas = [area.id for area in bank.areas]
    area_of = tuple(areas.index(item.area) for item in bank.items)
    items = tuple(item.id for item in bank.items)
    return Tables(
        items=items,
        positions={name: position for position, name in enumerate(items)},
        answers=answers,
        first_row=np.concatenate([[0], np.cumsum(answers)[:-1]]).astype(np.intp),
        grid=grid,
        log_prior=log_prior,
        log_probability=np.concatenate([log_probabilities(grid, item.a, item.b).T for item in bank.items]),
        information=np.stack([item_information(grid, item.a, item.b) for item in bank.items]),
        area_of=area_of,
        in_area=np.arange(len(areas))[:, np.newaxis] == np.array(area_of),
    )
