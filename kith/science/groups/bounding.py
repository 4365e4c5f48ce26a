"""How good a composition can be at best: numbers that no composition of the request is below."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from kith.science.groups.programme import Answer, Programme
from kith.science.groups.tables import Floats, Ints, Tables

# Where a group's mean severity may lie, in standard deviations of everybody: the finer the steps, the tighter the
# bound and the slower it is found. Means of groups rarely leave the middle ones.
_STEPS: Final = (-1.2, -0.6, -0.2, 0.2, 0.6, 1.2)


def plain_bound(tables: Tables, placed: int) -> float:
    """A bound from each person's cheapest place and from the least severity spread; for so many people placed.

    Each aim at its own best is together no more than all of them in one composition. Lone attributes and absent
    styles are bounded by 0.
    """
    inside = np.where(tables.fits[:, :-1], tables.cost[:, :-1], np.inf).min(axis=1)
    outside = np.where(tables.fits[:, -1], tables.cost[:, -1], np.inf)
    left = tables.people - placed
    # Everybody in their cheapest group, but for the `left` people whom leaving over makes cheapest.
    forced = ~np.isfinite(inside)
    gains = np.sort((outside - inside)[~forced])
    rest = max(left - int(forced.sum()), 0)
    cheapest = float(outside[forced].sum() + inside[~forced].sum() + gains[:rest].sum())
    return cheapest + spread_bound(tables, left)


def spread_bound(tables: Tables, left: int) -> float:
    """What the severity spread adds at the least, in any division into at most so many groups of at most so many seats.

    In one dimension a best division is made of neighbours (Fisher 1958), so a table over people in order of severity
    finds it; up to `left` people may be skipped.
    """
    z = np.sort(tables.severity[tables.is_known])
    people, seats = len(z), int(tables.seats.max())
    sums, squares = np.append(0.0, z.cumsum()), np.append(0.0, (z**2).cumsum())
    # best[skipped, i]: the first i people divided, so many of them skipped.
    best = np.full((min(left, people) + 1, people + 1), np.inf)
    for skipped in range(len(best)):
        best[skipped, skipped] = 0.0
    for _ in range(tables.groups):
        after = best.copy()
        for i in range(1, people + 1):
            sizes = np.arange(1, min(seats, i) + 1)
            spread = squares[i] - squares[i - sizes] - (sums[i] - sums[i - sizes]) ** 2 / sizes
            after[:, i] = np.minimum(after[:, i], (best[:, i - sizes] + spread).min(axis=1))
            after[1:, i] = np.minimum(after[1:, i], after[:-1, i - 1])
        best = after
    finite = best[:, people][np.isfinite(best[:, people])]
    return tables.request.aims.severity * max(float(finite.min()), 0.0) if finite.size else 0.0


def level_answer(tables: Tables, placed: int, *, seconds: float, halved: int = 0) -> Answer:
    """A bound by a programme in which each group's mean severity lies on one of a few levels, and what it found.

    A level from a to b charges each member (z - a)(z - b). Over a group with its mean in between, that adds up to its
    spread less n (mean - a)(b - mean), so never to more: a bound of the programme is a bound of every composition.
    `halved` times each level is cut in two.
    """
    programme = Programme(tables, at_least=placed)
    known = tables.severity[tables.is_known]
    if programme.pairs and known.size and tables.request.aims.severity > 0:
        low, high = float(known.min()), float(known.max())
        inner = [step for step in _STEPS if low < step < high]
        edges = [low, *inner, high]
        for _ in range(halved):
            edges = sorted([*edges, *((one + other) / 2 for one, other in pairwise(edges))])
        _add_levels(programme, edges)
    return programme.solve(tables.cost, seconds=seconds)


def _add_levels(programme: Programme, edges: list[float]) -> None:
    tables = programme.tables
    for g in range(tables.groups):
        members = [i for i in programme.people_in(g) if tables.is_known[i]]
        levels = [programme.new_column(is_whole=True) for _ in edges[1:]]
        shares: dict[int, list[int]] = {i: [] for i in members}
        programme.add_row({**dict.fromkeys(levels, 1.0), programme.runs + g: -1.0}, 0.0, 0.0)
        for level, (low, high) in zip(levels, pairwise(edges), strict=True):
            columns = {}
            for i in members:
                z = float(tables.severity[i])
                columns[i] = programme.new_column(tables.request.aims.severity * (z - low) * (z - high))
                shares[i].append(columns[i])
                programme.add_row({columns[i]: 1.0, level: -1.0}, -np.inf, 0.0)
            _hold(programme, g, level, columns, (low, high))
        for i, columns_of in shares.items():
            programme.add_row({**dict.fromkeys(columns_of, 1.0), programme.column(i, g): -1.0}, 0.0, 0.0)


def _hold(programme: Programme, g: int, level: int, columns: dict[int, int], ends: tuple[float, float]) -> None:
    """A group is on a level as a whole, and its mean lies between the level's ends."""
    tables, members = programme.tables, dict.fromkeys(columns.values(), 1.0)
    programme.add_row({**members, level: -float(tables.seats[g])}, -np.inf, 0.0)
    if len(columns) == len(programme.people_in(g)):  # with unknown severities a level may hold fewer than the group
        programme.add_row({**members, level: -float(tables.smallest[g])}, 0.0, np.inf)
    away = {column: float(tables.severity[i]) for i, column in columns.items()}
    programme.add_row({column: z - ends[0] for column, z in away.items()}, 0.0, np.inf)
    programme.add_row({column: ends[1] - z for column, z in away.items()}, 0.0, np.inf)


def means(tables: Tables, placed: Ints) -> Floats:
    """The mean severity of each group; 0, the mean of everybody, where nobody's is known."""
    length = tables.groups + 1
    count = np.bincount(placed, weights=tables.is_known.astype(np.float64), minlength=length)[:-1]
    total = np.bincount(placed, weights=tables.severity, minlength=length)[:-1]
    centres: Floats = np.where(count > 0, total / np.maximum(count, 1), 0.0)
    return centres
