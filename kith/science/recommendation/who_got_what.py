"""Who got what: how likely each option was for each person, and weights that make those who got each alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

__all__ = ["Overlap", "centre_covariance", "overlap_of", "overlap_weights", "propensities", "propensity_model"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

SLOPE_PENALTY: Final = 1.0
"""Half of this times the squared slopes, for covariates in standard deviations, is taken from the log-likelihood. It is
worth about one observation: nothing with hundreds of episodes, and without it one option that only the gravely ill got
would drive a slope to infinity."""

LEVEL_PENALTY: Final = 1e-6
"""On the levels: it changes no digit, and settles what would be free, because only differences of levels matter."""


def propensity_model(covariates: Floats, option: Ints, options: int) -> Floats:
    """Coefficients (options, 1 + p) of a multinomial logistic regression of the option on what was known before.

    In words: the log of each option's odds is a line in the covariates; slopes are held by a small ridge penalty.
    Source: McFadden 1974; the penalty is ours. Covariates (n, p) in standard deviations, option (n,) numbers below
    `options`. Assumes that all that steered the choice is among the covariates. Takes no missing values. Raises
    nothing.

    >>> x = np.array([[-1.0], [0.0], [1.0], [-1.0], [0.0], [1.0]])
    >>> model = propensity_model(x, np.array([0, 0, 1, 0, 1, 1]), 2)
    >>> bool(model[1, 1] > 0 > model[0, 1])
    True
    """
    design = np.column_stack([np.ones(len(covariates)), covariates])
    had = np.eye(options)[option]

    def loss(flat: Floats) -> tuple[float, Floats]:
        slopes = flat.reshape(options, -1)
        lines = design @ slopes.T
        log_sum = logsumexp(lines, axis=1)
        held = np.where(np.arange(design.shape[1]) > 0, SLOPE_PENALTY, LEVEL_PENALTY) * slopes
        value = float(log_sum.sum() - (lines * had).sum() + 0.5 * (held * slopes).sum())
        return value, ((np.exp(lines - log_sum[:, None]) - had).T @ design + held).ravel()

    found = minimize(loss, np.zeros(options * design.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return np.asarray(found.x, dtype=np.float64).reshape(options, -1)


def propensities(model: Floats, covariates: Floats) -> Floats:
    """How likely each option was for each person (n, options), by the coefficients of `propensity_model`.

    Each row adds up to 1. Takes no missing values; raises nothing.

    >>> propensities(np.zeros((2, 2)), np.array([[0.3], [0.7]])).tolist()
    [[0.5, 0.5], [0.5, 0.5]]
    """
    lines = np.column_stack([np.ones(len(covariates)), covariates]) @ model.T
    return np.asarray(np.exp(lines - logsumexp(lines, axis=1, keepdims=True)), dtype=np.float64)


def overlap_weights(likely: Floats, option: Ints) -> tuple[Floats, Floats]:
    """Weights (n,) that make the groups of all options alike, and each person's share (n,) in whom they then are like.

    In words: a person counts by one over how likely their own option was, times one over the sum of these over all
    options. The share is that last factor: it is largest for people who could as well have got any option, and near
    nought for those who could only have got one, of whom nothing can be learned. Source: Li and Li 2019, Ann Appl Stat
    13:2389 (formula read in the documentation of PSweight and PSsurvival). For two options the weight is how likely the
    *other* option was. Assumes that propensities (n, options) are right and above nought. Raises nothing.

    >>> weights, share = overlap_weights(np.array([[0.8, 0.2], [0.5, 0.5]]), np.array([0, 1]))
    >>> weights.round(4).tolist(), share.round(4).tolist()
    ([0.2, 0.5], [0.16, 0.25])
    """
    share = 1 / (1 / likely).sum(axis=1)
    return np.asarray(share / likely[np.arange(len(option)), option], dtype=np.float64), np.asarray(share)


@dataclass(frozen=True, eq=False)
class Overlap:
    """In whom options overlap: covariates (n, p) in standard deviations from the mean of all, how `likely` (n, k) each
    option was, and the `weights` and shares (n,) of `overlap_weights`."""

    covariates: Floats
    likely: Floats
    weights: Floats
    share: Floats

    def mean(self, values: Floats) -> Floats:
        """The mean of some values (n, q) over the people in whom options overlap."""
        return np.asarray(self.share @ values / self.share.sum())


def overlap_of(covariates: Floats, option: Ints, options: int) -> Overlap:
    """In whom options overlap, by `propensity_model` and `overlap_weights`. Raises nothing.

    >>> told = overlap_of(np.array([[1.0], [2.0], [1.0], [2.0]]), np.array([0, 1, 1, 0]), 2)
    >>> told.covariates[:, 0].tolist(), told.likely.round(6)[0].tolist()
    ([-1.0, 1.0, -1.0, 1.0], [0.5, 0.5])
    """
    scale = covariates.std(axis=0)
    x = (covariates - covariates.mean(axis=0)) / np.where(scale > 0, scale, 1.0)
    likely = propensities(propensity_model(x, option, options), x)
    return Overlap(x, likely, *overlap_weights(likely, option))


def centre_covariance(covariates: Floats, away: Floats, likely: Floats, option: Ints, therapist: Ints) -> Floats:
    """How far the mean (p, p) of the people in whom options overlap may be from that of people like them.

    In words: other people would have had other covariates, and other likelihoods would have been estimated of them;
    each therapist's part in both is added up, squared, because people of one therapist share that therapist's
    habits, and another service has others. Where there is one therapist alone, each person's part is. Where options
    help different people, another mean is another difference between options, and intervals that take it for known
    are too narrow. Source: delta method with the influence of each observation (Huber 1967, recalled), added up
    within therapists (Liang and Zeger 1986, recalled). `covariates` are those of `propensity_model`, `away`
    (n, p) whatever is averaged, from its weighted mean. Assumes that propensities (n, options) are right.
    Takes no missing values; raises numpy's LinAlgError where no covariate varies.

    >>> rng = np.random.default_rng(3)
    >>> x, even = rng.normal(size=(1000, 1)), np.full((1000, 2), 0.5)
    >>> told = centre_covariance(x, x - x.mean(), even, rng.integers(0, 2, 1000), np.zeros(1000, dtype=int))
    >>> round(1000 * float(told[0, 0]), 1)  # where chance alone decided, it is that of a plain mean
    1.0
    """
    share = 1 / (1 / likely).sum(axis=1)
    design = np.column_stack([np.ones(len(covariates)), covariates])
    terms, options = design.shape[1], likely.shape[1]
    score = ((np.eye(options)[option] - likely)[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    moved = (share[:, None] * (share[:, None] / likely - likely))[:, :, None] * design[:, None, :]
    gradient = moved.reshape(len(design), -1).T @ away / share.sum()
    between = likely[:, :, None] * (np.eye(options) - likely[:, None, :])
    curved = np.einsum("njl,na,nb->jalb", between, design, design).reshape(options * terms, -1)
    held = np.tile(np.where(np.arange(terms) > 0, SLOPE_PENALTY, LEVEL_PENALTY), options)
    parts = share[:, None] * away / share.sum() + score @ np.linalg.solve(curved + np.diag(held), gradient)
    count = int(therapist.max()) + 1
    if count == 1:
        return np.asarray(parts.T @ parts)
    sums = np.eye(count)[therapist].T @ parts
    return np.asarray(sums.T @ sums * count / (count - 1))
