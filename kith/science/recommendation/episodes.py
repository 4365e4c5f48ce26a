"""Ended episodes of one service, as arrays: what each person began with, had, and came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kith.science.recommendation.person import check_not_protected
from kith.science.recommendation.problems import RecommendationProblem

__all__ = ["FEWEST_EPISODES", "Episodes", "episodes"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

FEWEST_EPISODES: Final = 20
"""Ended episodes that one option needs before it is learned from: with fewer its regression on what people began with
has as many unknowns as people, and the weights of who got what are a guess. Our convention."""


@dataclass(frozen=True, eq=False)
class Episodes:
    """Ended episodes (n). `outcome` (n,) is in standard deviations, better is larger; `covariates` (n, p) were known at
    the start; `option`, `therapist` and `site` (n,) are numbers of `options` (k,), `therapists` and `sites`.

    `left_out` counts episodes in which a number was missing, `too_few` names options with too few to learn from.
    """

    outcome: Floats
    covariates: Floats
    names: tuple[str, ...]
    option: Ints
    options: tuple[str, ...]
    therapist: Ints
    therapists: int
    site: Ints
    sites: int
    left_out: int
    too_few: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.outcome)

    def of(self, rows: Ints | NDArray[np.bool_]) -> tuple[Floats, Floats, Ints]:
        """Outcome, covariates and option of some rows."""
        return self.outcome[rows], self.covariates[rows], self.option[rows]


def episodes(
    outcome: ArrayLike,
    covariates: ArrayLike,
    names: Sequence[str],
    option: Sequence[str],
    therapist: Sequence[str],
    site: Sequence[str],
    *,
    fewest: int = FEWEST_EPISODES,
) -> Episodes:
    """Ended episodes, checked: one row each, in any order.

    In words: an episode with a missing number is left out and counted; an option with fewer than `fewest` episodes is
    left out and named. That is fair only where what is missing can be foretold from what is there; people who leave
    without a last score are seldom like those who stay, so the last score there is should be given (own convention).
    Raises RecommendationProblem for protected attributes, lengths that differ, and fewer than two options to compare.

    >>> told = episodes([0.1, 0.5, None, 0.2], [[1], [2], [3], [4]], ["severity"], ["a", "b", "a", "a"], ["t"] * 4,
    ...     ["s"] * 4, fewest=1)
    >>> len(told), told.options, told.left_out
    (3, ('a', 'b'), 1)
    """
    check_not_protected(names)
    y, x = np.asarray(outcome, dtype=np.float64), np.asarray(covariates, dtype=np.float64)
    lengths = {len(y), len(x), len(option), len(therapist), len(site)}
    if y.ndim != 1 or x.ndim != 2 or len(lengths) > 1 or x.shape[1] != len(names):
        raise RecommendationProblem(
            f"Episodes need one row each in every part; found an outcome of shape {y.shape}, covariates of {x.shape} "
            f"for {len(names)} names, {len(option)} options, {len(therapist)} therapists and {len(site)} sites. Give "
            "one value for each episode."
        )
    whole = np.isfinite(y) & np.isfinite(x).all(axis=1)
    had = np.asarray(option, dtype=np.str_)
    counted = {str(one): int((had[whole] == one).sum()) for one in np.unique(had)}
    kept = tuple(sorted(one for one, count in counted.items() if count >= fewest))
    if len(kept) < 2:
        raise RecommendationProblem(
            f"Options are learned about by comparing two or more; found {len(kept)} with {fewest} ended episodes. Wait "
            "until there are more, and use what is published."
        )
    rows = whole & np.isin(had, kept)
    therapists, by_therapist = np.unique(np.asarray(therapist, dtype=np.str_)[rows], return_inverse=True)
    sites, by_site = np.unique(np.asarray(site, dtype=np.str_)[rows], return_inverse=True)
    return Episodes(
        outcome=y[rows],
        covariates=x[rows],
        names=tuple(names),
        option=np.searchsorted(np.array(kept), had[rows]),
        options=kept,
        therapist=by_therapist.reshape(-1),
        therapists=len(therapists),
        site=by_site.reshape(-1),
        sites=len(sites),
        left_out=int((~whole).sum()),
        too_few=tuple(one for one in counted if one not in kept),
    )
