"""What the service's own ended episodes say about its options, adjusted for who got what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kith.science.recommendation.clusters import Spreads, estimate, fit_spreads, working
from kith.science.recommendation.episodes import Episodes
from kith.science.recommendation.who_got_what import centre_covariance, overlap_of

__all__ = ["OwnEffects", "own_effects"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class OwnEffects:
    """Adjusted mean outcome (k,) of each option and its covariance (k, k), for the people in whom options overlap.

    Only differences between options mean anything: nobody was left without help. `slopes` (k, p) say how each
    option's outcome goes with what people began with; `worth` (k,) is how many evenly counted episodes each option is
    worth after weighting.
    """

    options: tuple[str, ...]
    means: Floats
    covariance: Floats
    episodes: tuple[int, ...]
    worth: tuple[float, ...]
    slopes: Floats
    spreads: Spreads


def own_effects(ended: Episodes) -> OwnEffects:
    """Estimate each option's adjusted mean from ended episodes.

    In words: how likely each option was is estimated from what people began with; overlap weights make those who got
    each option alike; within these weights outcomes are regressed on the option, on what people began with and on both
    together, taken at the mean of those in whom options overlap; therapists and sites are pooled in part. Either the
    lines or the likelihoods of the options being right is enough. The covariance counts that other people would have
    had another mean. Source: Li and Li 2019 for the weights, Lin 2013, Ann Appl Stat 7:295 for the products,
    `fit_spreads` for the pooling. Assumes that nothing else steered who got what: that cannot be seen in the episodes.
    Raises as `fit_spreads` does.

    >>> from kith.science.recommendation.episodes import episodes
    >>> rng = np.random.default_rng(2)
    >>> x = rng.normal(size=(4000, 1))
    >>> had = rng.random(4000) < 1 / (1 + np.exp(-x[:, 0]))
    >>> y = 0.5 * had - x[:, 0] + rng.normal(size=4000)
    >>> told = own_effects(episodes(y, x, ["severity"], np.where(had, "b", "a"), ["t"] * 4000, ["s"] * 4000))
    >>> round(float(told.means[1] - told.means[0]), 1)
    0.5
    """
    options = len(ended.options)
    found = overlap_of(ended.covariates, ended.option, options)
    had = np.eye(options)[ended.option]
    kept = ended.covariates.std(axis=0) > 0
    away = (ended.covariates - found.mean(ended.covariates))[:, kept]
    design = np.hstack([had, *(away * had[:, [k]] for k in range(options))])
    sums = working(design, ended.outcome, ended.therapist, ended.site)
    spreads = fit_spreads(sums)
    told, covariance = estimate(sums, spreads, found.weights)
    known = told[options:].reshape(options, -1)
    slopes = np.zeros((options, len(kept)))
    slopes[:, kept] = known
    moved = centre_covariance(found.covariates[:, kept], away, found.likely, ended.option, ended.therapist)
    return OwnEffects(
        options=ended.options,
        means=told[:options],
        covariance=covariance[:options, :options] + known @ moved @ known.T,
        episodes=tuple(int(n) for n in had.sum(axis=0)),
        worth=tuple(float((found.weights @ one) ** 2 / (found.weights**2 @ one)) for one in had.T),
        slopes=slopes,
        spreads=spreads,
    )
