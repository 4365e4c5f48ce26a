"""A first composition, person by person; and what is left of one when every broken rule has been taken out."""

from __future__ import annotations

import numpy as np

from kith.science.groups.standing import counts
from kith.science.groups.tables import Bools, Floats, Ints, Tables


def greedy(tables: Tables, rng: np.random.Generator) -> Ints:
    """Place everybody, those with the fewest groups first, each where it costs least at that moment.

    Groups that fewer people than their smallest size would come to are closed, emptiest first, and their people placed
    again. Rules may still be broken (somebody alone in their kind); `improve` mends that and `without_broken` ends it.
    """
    is_open = _running(tables, np.ones(tables.groups, dtype=np.bool_))
    while True:
        placed = _fill(tables, is_open, rng)
        sizes = np.bincount(placed, minlength=tables.groups + 1)[:-1]
        short = is_open & (sizes < tables.smallest)
        if not short.any():
            return placed
        is_open[np.where(short, sizes - tables.smallest, 0).argmin()] = False


def _running(tables: Tables, is_open: Bools) -> Bools:
    """Of two groups that cannot both run, the one that fewer people fit stays closed."""
    fitting = tables.fits[:, :-1].sum(axis=0)
    for g, h in tables.clashes:
        if is_open[g] and is_open[h]:
            is_open[g if fitting[g] < fitting[h] else h] = False
    return is_open


def _fill(tables: Tables, is_open: Bools, rng: np.random.Generator) -> Ints:
    placed = np.full(tables.people, tables.groups, dtype=np.int64)
    sizes = np.zeros(tables.groups, dtype=np.int64)
    totals, known = np.zeros(tables.groups), np.zeros(tables.groups)
    may = tables.fits[:, :-1] & is_open
    # Those who fit few places first; chance decides between equals, and the seed decides chance.
    order = np.lexsort((rng.random(tables.people), may.sum(axis=1), tables.fits[:, -1]))
    for i in order:
        meets = np.zeros(tables.groups + 1, dtype=np.bool_)
        meets[placed[tables.apart[i]]] = True
        free = may[i] & (sizes < tables.seats) & ~meets[:-1]
        if free.any():
            g = int(np.where(free, _price(tables, int(i), sizes, totals, known), np.inf).argmin())
            placed[i] = g
            sizes[g] += 1
            totals[g] += tables.severity[i]
            known[g] += tables.is_known[i]
    return placed


def _price(tables: Tables, i: int, sizes: Ints, totals: Floats, known: Floats) -> Floats:
    """The cost of each group for one person now: its aims, the distance from its mean, and a call to fill up."""
    means = totals / np.maximum(known, 1)
    unlike = tables.request.aims.severity * (tables.severity[i] - means) ** 2 * (known > 0)
    empty: Floats = np.maximum(tables.smallest - sizes, 0) / np.maximum(tables.smallest, 1)
    price: Floats = tables.cost[i, :-1] + unlike - 0.5 * empty
    return price


def without_broken(tables: Tables, placed: Ints) -> Ints:
    """The composition with people left over until no rule is broken; those who waited least are left over first."""
    placed = placed.copy()
    rows, out = np.arange(tables.people), tables.groups
    patience = np.array([person.weeks_waited for person in tables.request.people])
    placed[~tables.fits[rows, placed]] = out
    for one, other in zip(*np.nonzero(np.triu(tables.apart)), strict=True):
        if placed[one] == placed[other] != out:
            placed[one if patience[one] < patience[other] else other] = out
    for g in range(tables.groups):
        inside = rows[placed == g]
        over = len(inside) - int(tables.seats[g])
        if over > 0:
            placed[inside[np.argsort(patience[inside], kind="stable")[:over]]] = out
    for g, h in tables.clashes:
        if (placed == g).any() and (placed == h).any():
            placed[placed == (g if (placed == g).sum() < (placed == h).sum() else h)] = out
    while (wrong := _alone_or_short(tables, placed)).any():
        placed[wrong] = out
    return placed


def _alone_or_short(tables: Tables, placed: Ints) -> Bools:
    sizes = np.bincount(placed, minlength=tables.groups + 1)
    wrong: Bools = (sizes[placed] < np.append(tables.smallest, 0)[placed]) & (placed < tables.groups)
    for kind in tables.kinds:
        if kind.role == "never alone":
            table = np.pad(counts(tables, kind, placed), ((0, 1), (0, 1)))
            wrong |= table[placed, kind.of] == 1
    return wrong
