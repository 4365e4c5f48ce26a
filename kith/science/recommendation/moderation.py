"""A line for each option, held, and free to bend: how what a person began with goes with the outcome of each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement, product
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

__all__ = ["BENDS", "PENALTIES", "Moderation", "fit_moderation", "term_scale", "terms"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

PENALTIES: Final = (np.inf, 3000.0, 1000.0, 300.0, 100.0, 30.0, 10.0)
"""Penalties of the options' own lines, each as so many people who showed no difference. The first means: no personal
differences at all. Below 10, twenty people with an option could bend its line at will."""

BENDS: Final = (np.inf, 10000.0, 3000.0, 1000.0, 300.0, 100.0)
"""The same for how far lines bend; the first means that they are straight. A questionnaire has a floor, and near it
every line bends by some hundredths: that is what the large ones stand for."""

MOST_BENT: Final = 6
"""Covariates up to which lines may bend. Bends grow with the square of their number: seven would have 28 for each
option, more than the people from whom an option may be learned. Our convention."""

FLOOR: Final = 1e-8
"""A penalty on everything else: it changes no digit, and gives a level to an option that nobody in a part had."""

LEAST_WEIGHT: Final = 1e-4
"""Answers that foretell worse than this, of all, change no digit that is shown."""


@dataclass(frozen=True, eq=False)
class Moderation:
    """Expected outcomes: `at_centre` (k,) for a person at `centre` (p,), and `slopes` (k, t) of the `terms` of how far
    somebody is from there, in standard deviations `scale` (p,).

    `covariance` (k t, k t) is of the options' own slopes, option by option. `alike` is how much speaks for all options
    having the same line, from 0 to 1.
    """

    at_centre: Floats
    slopes: Floats
    centre: Floats
    scale: Floats
    covariance: Floats
    alike: float

    def expected(self, covariates: Floats) -> Floats:
        """The expected outcome (n, k) of each option for people with these covariates (n, p)."""
        return np.asarray(self.at_centre + terms((covariates - self.centre) / self.scale) @ self.slopes.T)


def terms(away: Floats) -> Floats:
    """What lines are made of (n, t): covariates (n, p), then all their products of two, where they are few enough.

    >>> terms(np.array([[2.0, 3.0]])).tolist()
    [[2.0, 3.0, 4.0, 6.0, 9.0]]
    """
    pairs = _pairs(away.shape[1])
    return np.hstack([away, away[:, [i for i, _ in pairs]] * away[:, [j for _, j in pairs]]])


def term_scale(scale: Floats) -> Floats:
    """The unit (t,) of each of the `terms` where covariates have these (p,).

    >>> term_scale(np.array([2.0, 3.0])).tolist()
    [2.0, 3.0, 4.0, 6.0, 9.0]
    """
    return np.asarray(terms(scale[None, :])[0])


def _pairs(covariates: int) -> list[tuple[int, int]]:
    return list(combinations_with_replacement(range(covariates), 2)) if covariates <= MOST_BENT else []


def fit_moderation(outcome: Floats, covariates: Floats, option: Ints, options: int) -> Moderation:
    """Fit the lines of all options at once, averaged over how far they may differ and bend.

    In words: the outcome is a level for each option, a slope for each covariate that all share, and an own slope for
    each option and covariate; lines may bend by products of two covariates, together and each by its own. Own slopes
    are normal around nought with one variance, bends with another. The answers for all pairs of variances are averaged
    by how well each foretells the outcomes (restricted likelihood), so that not knowing the variances widens what is
    said. The covariance is that within these answers plus that between them. Nothing of anybody else is used. Source:
    ridge regression (Hoerl and Kennard 1970) as a normal model (Lindley and Smith 1972, recalled), its variances
    averaged over (Morris 1983, recalled), on the personalised advantage index (DeRubeis and others 2014, PLoS ONE
    9:e83875). Covariates (n, p) as they are; they are put into standard deviations here. Takes no missing values. A
    covariate that is the same in everybody gets a slope of nought. Raises nothing.

    >>> rng = np.random.default_rng(4)
    >>> x, had = rng.normal(size=(4000, 1)), rng.integers(0, 2, 4000)
    >>> y = np.where(had == 1, x[:, 0], -x[:, 0]) + rng.normal(size=4000)
    >>> fit_moderation(y, x, had, 2).slopes.round(1)[:, 0].tolist()
    [-1.0, 1.0]
    """
    centre, scale = covariates.mean(axis=0), covariates.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    told = terms((covariates - centre) / scale)
    had = np.eye(options)[option]
    design = np.hstack([had, told, *(told * had[:, [k]] for k in range(options))])
    columns = _Columns.of(options, covariates.shape[1], told.shape[1])
    mean, spread, alike = _averaged(design, outcome, columns)
    shared, apart = mean[options : options + told.shape[1]], mean[columns.is_own].reshape(options, -1)
    own_spread = spread[np.ix_(columns.is_own, columns.is_own)]
    return Moderation(mean[:options], shared + apart, centre, scale, own_spread, alike)


@dataclass(frozen=True, eq=False)
class _Columns:
    """Which columns are an option's own, and which are bends."""

    is_own: NDArray[np.bool_]
    is_bend: NDArray[np.bool_]

    @classmethod
    def of(cls, options: int, covariates: int, told: int) -> _Columns:
        bent = np.arange(told) >= covariates
        return cls(
            np.arange(options + told + options * told) >= options + told,
            np.concatenate([np.zeros(options, dtype=bool), bent, np.tile(bent, options)]),
        )

    @property
    def free(self) -> int:
        """How many are not held."""
        return int((~self.is_own & ~self.is_bend).sum())

    def held(self, line: float, bend: float) -> Floats:
        """The penalty of each; infinite where it is left out."""
        own = np.where(self.is_bend, bend if np.isfinite(line) else np.inf, line)
        return np.where(self.is_own, own, np.where(self.is_bend, bend, FLOOR))


def _averaged(design: Floats, outcome: Floats, columns: _Columns) -> tuple[Floats, Floats, float]:
    """Mean and covariance of all columns over all penalties, and the weight of no differences."""
    within, across, total = design.T @ design, design.T @ outcome, float(outcome @ outcome)
    freedom = max(len(outcome) - columns.free, 1)
    bends = BENDS if columns.is_bend.any() else BENDS[:1]
    tried = list(product(PENALTIES, bends))
    logs = np.array([_foretells(within, across, total, freedom, columns.held(*one)) for one in tried])
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    mean, inner = np.zeros(len(across)), np.zeros_like(within)
    for weight, one in zip(weights, tried, strict=True):
        if weight >= LEAST_WEIGHT:
            told, spread = _answer(within, across, total, freedom, columns.held(*one))
            mean += weight * told
            inner += weight * (spread + np.outer(told, told))
    return mean, inner - np.outer(mean, mean), float(weights[[not np.isfinite(line) for line, _ in tried]].sum())


def _foretells(within: Floats, across: Floats, total: float, freedom: int, held: Floats) -> float:
    """The restricted log-likelihood of these penalties, but for a constant, chance worked out for each."""
    used = np.isfinite(held)
    factor = cho_factor(within[np.ix_(used, used)] + np.diag(held[used]))
    chance = max(total - float(across[used] @ cho_solve(factor, across[used])), 1e-12) / freedom
    penalties = held[used][held[used] > FLOOR]
    determinant = 2 * float(np.log(np.diag(factor[0])).sum()) - float(np.log(penalties).sum())
    return -0.5 * (freedom * float(np.log(chance)) + determinant)


def _answer(within: Floats, across: Floats, total: float, freedom: int, held: Floats) -> tuple[Floats, Floats]:
    """Coefficients and their covariance for these penalties; nought where a column is left out."""
    used = np.isfinite(held)
    inverse = np.linalg.inv(within[np.ix_(used, used)] + np.diag(held[used]))
    told, spread = np.zeros(len(held)), np.zeros_like(within)
    told[used] = inverse @ across[used]
    spread[np.ix_(used, used)] = max(total - float(across @ told), 1e-12) / freedom * inverse
    return told, spread
