"""One penalised line for each option: how what a person began with goes with a better or worse outcome of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["FOLDS", "PENALTIES", "Moderation", "fit_moderation", "folds_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

FOLDS: Final = 5
"""Parts into which people are divided, at random. Ten give nearly the same and take twice as long."""

PENALTIES: Final = (np.inf, 3000.0, 1000.0, 300.0, 100.0, 30.0, 10.0)
"""Penalties that are tried, each as so many people who showed no difference. The first means: no personal differences
at all. Below 10, twenty people with an option could bend its line at will."""

FLOOR: Final = 1e-8
"""A penalty on everything else: it changes no digit, and gives a level to an option that nobody in a part had."""


@dataclass(frozen=True, eq=False)
class Moderation:
    """Expected outcomes: `at_centre` (k,) for a person at `centre` (p,), and `slopes` (k, p) for each unit away from
    it.

    `penalty` is the one that foretold best; where it is infinite, all options have the same slopes. `covariance`
    (k p, k p) is of the options' own slopes, option by option; `scale` (p,) has the standard deviations of covariates.
    """

    at_centre: Floats
    slopes: Floats
    centre: Floats
    penalty: float
    covariance: Floats
    scale: Floats

    def expected(self, covariates: Floats) -> Floats:
        """The expected outcome (n, k) of each option for people with these covariates (n, p)."""
        return np.asarray(self.at_centre + (covariates - self.centre) @ self.slopes.T)


def folds_of(people: int, folds: int, rng: np.random.Generator) -> Ints:
    """The number of the part (n,) to which each person belongs; parts differ in size by one at most.

    >>> sorted(folds_of(5, 2, np.random.default_rng(1)).tolist())
    [0, 0, 0, 1, 1]
    """
    return np.asarray(rng.permutation(people) % folds, dtype=np.intp)


def fit_moderation(
    outcome: Floats, covariates: Floats, option: Ints, options: int, rng: np.random.Generator
) -> Moderation:
    """Fit the lines of all options at once, with the penalty that foretells people best who were left out.

    In words: the outcome is a level for each option, a slope for each covariate that all share, and an own slope for
    each option and covariate; only the own slopes are held towards nought, by a ridge. The penalty is chosen by
    cross-validation among the very people given, so that nothing of anybody else leaks in. The covariance of the
    own slopes takes the ridge for what is believed of them beforehand: so much as the penalty holds back is not
    known either. Source: ridge regression (Hoerl and Kennard 1970) on the model of the personalised advantage index
    (DeRubeis and others 2014, PLoS ONE 9:e83875); the covariance as in Lindley and Smith 1972 (recalled).
    Covariates (n, p) as they are; they are put into standard deviations here. Takes no missing values. A covariate
    that is the same in everybody gets a slope of nought. Raises nothing.

    >>> rng = np.random.default_rng(4)
    >>> x, had = rng.normal(size=(4000, 1)), rng.integers(0, 2, 4000)
    >>> y = np.where(had == 1, x[:, 0], -x[:, 0]) + rng.normal(size=4000)
    >>> fit_moderation(y, x, had, 2, rng).slopes.round(1).tolist()
    [[-1.0], [1.0]]
    """
    centre, scale = covariates.mean(axis=0), covariates.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    design = _design((covariates - centre) / scale, option, options)
    own = np.arange(design.shape[1]) >= options + covariates.shape[1]
    penalty = _best_penalty(design, outcome, own, folds_of(len(outcome), FOLDS, rng))
    told = _ridge(design.T @ design, design.T @ outcome, own, penalty)
    p = covariates.shape[1]
    shared, apart = told[options : options + p], told[options + p :].reshape(options, p)
    every = np.tile(scale, options)
    covariance = _own_covariance(design, outcome - design @ told, own, penalty) / np.outer(every, every)
    return Moderation(told[:options], (shared + apart) / scale, centre, penalty, covariance, scale)


def _design(x: Floats, option: Ints, options: int) -> Floats:
    had = np.eye(options)[option]
    return np.hstack([had, x, *(x * had[:, [k]] for k in range(options))])


def _ridge(within: Floats, across: Floats, own: NDArray[np.bool_], penalty: float) -> Floats:
    """The coefficients, from the products of the columns with each other and with the outcome."""
    used = np.ones_like(own) if np.isfinite(penalty) else ~own
    told = np.zeros(len(own))
    told[used] = np.linalg.solve(within[np.ix_(used, used)] + np.diag(_held(own[used], penalty)), across[used])
    return told


def _held(own: NDArray[np.bool_], penalty: float) -> Floats:
    return np.where(own, penalty if np.isfinite(penalty) else 0.0, FLOOR)


def _own_covariance(design: Floats, missed: Floats, own: NDArray[np.bool_], penalty: float) -> Floats:
    """Of the own slopes; nought where the penalty lets none be."""
    if not np.isfinite(penalty):
        return np.zeros((int(own.sum()),) * 2)
    within = design.T @ design
    inverse = np.linalg.inv(within + np.diag(_held(own, penalty)))
    freedom = len(missed) - float((inverse * within).sum())
    return np.asarray((missed @ missed) / freedom * inverse[np.ix_(own, own)])


def _best_penalty(design: Floats, outcome: Floats, own: NDArray[np.bool_], fold: Ints) -> float:
    missed = dict.fromkeys(PENALTIES, 0.0)
    for part in range(FOLDS):
        rest, left = fold != part, fold == part
        within, across = design[rest].T @ design[rest], design[rest].T @ outcome[rest]
        for penalty in PENALTIES:
            told = _ridge(within, across, own, penalty)
            missed[penalty] += float(((outcome[left] - design[left] @ told) ** 2).sum())
    return min(missed, key=lambda penalty: missed[penalty])
