"""Makes a composition better by moving one person or swapping two, the best step first, also over worse ground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kith.science.groups.standing import full_cost
from kith.science.groups.tables import BROKEN, LEFT_OVER, Floats, Ints, Kinds, Tables

# A person who moved rests for so many steps, so that the search does not go back at once.
_REST, _REST_MORE = 8, 8
_SMALL = 1e-9


def improve(
    tables: Tables,
    placed: Ints,
    *,
    steps: int,
    rng: np.random.Generator | None = None,
    is_over: Callable[[], bool] = lambda: False,
) -> Ints:
    """The best composition met within so many steps, never worse than the one given.

    Without `rng` it stops at the first composition that no move and no swap makes better. With it, it goes on over
    worse ground, and people who moved rest a while (a tabu search). Which groups run does not change.
    """
    search = Neighbourhood(tables, placed.copy())
    best, best_cost = placed.copy(), full_cost(tables, placed)
    cost, rested = best_cost, np.zeros(tables.people, dtype=np.int64)
    for step in range(steps):
        if is_over():
            break
        delta, moved = search.best_step(rested > step, best_cost - cost)
        if not moved or (rng is None and delta > -_SMALL):
            break
        cost += delta
        if rng is not None:
            for person in moved:
                rested[person] = step + _REST + int(rng.integers(_REST_MORE))
        if cost < best_cost - _SMALL:
            best, best_cost = search.placed.copy(), cost
    return best


@dataclass
class Neighbourhood:
    """Where everybody is, and what every step from here would change."""

    tables: Tables
    placed: Ints

    def __post_init__(self) -> None:
        may = self.tables.fits
        self.cost = np.where(may, self.tables.cost, self.tables.cost + BROKEN)
        self.cost[:, -1] += LEFT_OVER
        z = self.tables.severity
        self.weights = self.tables.is_known.astype(np.float64)
        self.moments = np.stack([self.weights, z, z**2], axis=1)
        self.apart = self.tables.apart.astype(np.float64)
        self.of = [np.eye(len(kind.values) + 1)[kind.of] for kind in self.tables.kinds]

    def best_step(
        self, resting: np.ndarray[tuple[int], np.dtype[np.bool_]], aspiration: float
    ) -> tuple[float, list[int]]:
        """Take the best step from here; a resting person may move only if that beats the best so far."""
        swaps, moves = self.deltas()
        swaps = np.where((resting[:, None] | resting[None, :]) & (swaps >= aspiration - _SMALL), np.inf, swaps)
        moves = np.where(resting[:, None] & (moves >= aspiration - _SMALL), np.inf, moves)
        swap, move = int(swaps.argmin()), int(moves.argmin())
        if min(swaps.flat[swap], moves.flat[move]) == np.inf:
            return 0.0, []
        if swaps.flat[swap] < moves.flat[move]:
            i, j = divmod(swap, len(self.placed))
            delta = float(swaps[i, j])
            self.placed[i], self.placed[j] = self.placed[j], self.placed[i]
            return delta, [i, j]
        i, g = divmod(move, self.tables.groups + 1)
        self.placed[i] = g
        return float(moves.flat[move]), [i]

    def deltas(self) -> tuple[Floats, Floats]:
        """What each swap of two people and each move of one would add to the full cost."""
        tables, at = self.tables, self.placed
        rows, groups = np.arange(tables.people), tables.groups
        self.here = np.eye(groups + 1)[at]
        sizes = np.bincount(at, minlength=groups + 1)
        strained = self.apart @ self.here
        strained[:, -1] = 0
        place = self.cost + BROKEN * strained
        # `into[i, j]`: what j brings to i's place when i leaves it, without what j takes away from its own.
        into = place[:, at].T - place[rows, at][None, :] - BROKEN * (tables.apart & (at < groups)[:, None])
        moves = place - place[rows, at][:, None] + self._sizes(sizes, at)
        into += self._severity_swaps(at)
        moves += self._severity_moves(at)
        for kind, of in zip(tables.kinds, self.of, strict=True):
            less, more = self._kind_steps(kind, of)
            one_more = more[at][:, kind.of]
            into += np.where(kind.of[:, None] == kind.of[None, :], 0.0, less[at, kind.of][:, None] + one_more)
            moves += less[at, kind.of][:, None] + more[:, kind.of].T
        swaps = into + into.T
        swaps[at[:, None] == at[None, :]] = np.inf
        moves[rows, at] = np.inf
        moves[:, :-1][:, sizes[:-1] == 0] = np.inf
        return swaps, moves

    def _sizes(self, sizes: Ints, at: Ints) -> Floats:
        def wrong(n: Ints) -> Floats:
            low = np.maximum(self.tables.smallest - n, 0) * (n > 0)
            return BROKEN * np.append(low + np.maximum(n - self.tables.seats, 0), 0).astype(np.float64)

        now = sizes[:-1]
        gains, losses = wrong(now + 1) - wrong(now), wrong(now - 1) - wrong(now)
        # An empty group cannot lose anybody, and to close one is not a step of this search.
        losses[:-1][now == 1] = BROKEN
        return gains[None, :] + losses[at][:, None]

    def _sums(self) -> tuple[Floats, Floats, Floats]:
        """How many severities are known in each group, their sum, and the sum of their squares."""
        table = self.here.T @ self.moments
        return table[:, 0], table[:, 1], table[:, 2]

    def _severity_swaps(self, at: Ints) -> Floats:
        z, m = self.tables.severity, self.weights
        n, total, squares = (one[at] for one in self._sums())
        after = _spread(
            n[:, None] - m[:, None] + m[None, :],
            total[:, None] - z[:, None] + z[None, :],
            squares[:, None] - (z**2)[:, None] + (z**2)[None, :],
        )
        change = after - _spread(n, total, squares)[:, None]
        change[at == self.tables.groups] = 0
        change *= self.tables.request.aims.severity
        return change

    def _severity_moves(self, at: Ints) -> Floats:
        z, m = self.tables.severity, self.weights
        n, total, squares = self._sums()
        now = _spread(n, total, squares)
        joined = _spread(n[None, :] + m[:, None], total[None, :] + z[:, None], squares[None, :] + (z**2)[:, None]) - now
        left = _spread(n[at] - m, total[at] - z, squares[at] - z**2) - now[at]
        joined[:, -1] = 0
        left[at == self.tables.groups] = 0
        change: Floats = self.tables.request.aims.severity * (joined + left[:, None])
        return change

    def _kind_steps(self, kind: Kinds, of: Floats) -> tuple[Floats, Floats]:
        """What one fewer, and one more, of each value costs in each group; 0 for left over and for not known."""
        table = self.here.T @ of
        aims = self.tables.request.aims

        def counts_for(n: Floats) -> Floats:
            price = {"style": aims.diversity, "never alone": BROKEN, "rather not alone": aims.lone}[kind.role]
            counted: Floats = price * (n == (0 if kind.role == "style" else 1))
            return counted

        less, more = counts_for(np.maximum(table - 1, 0)) - counts_for(table), counts_for(table + 1) - counts_for(table)
        for change in (less, more):
            change[-1, :] = change[:, -1] = 0
        return less, more


def _spread(n: Floats, total: Floats, squares: Floats) -> Floats:
    spread: Floats = squares - total**2 / np.where(n > 0, n, 1)
    return spread
