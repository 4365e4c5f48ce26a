"""Partial pooling by therapist and site: how alike the outcomes of one therapist and of one site are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from kith.science.recommendation.problems import RecommendationProblem

__all__ = ["Spreads", "Working", "fit_spreads", "working"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
MOST: Final = 3.0
"""Largest standard deviation between therapists or sites, in those of chance, that is looked for. Therapists account
for about 5 % of the variance of outcomes (Baldwin and Imel 2013, recalled), a ratio of 0.23."""


@dataclass(frozen=True)
class Spreads:
    """Standard deviations of outcomes: of chance, between therapists and between sites, all else held equal."""

    chance: float
    therapists: float
    sites: float


@dataclass(frozen=True, eq=False)
class Working:
    """Sums of which everything is made; `u` (n, q) tells therapist and site of each row."""

    x: Floats
    y: Floats
    u: Floats
    of_site: NDArray[np.bool_]

    def scale(self, therapists: float, sites: float) -> Floats:
        """The standard deviation of each column of `u`, in those of chance."""
        return np.where(self.of_site, sites, therapists)


def working(x: Floats, y: Floats, therapist: Ints, site: Ints) -> Working:
    """The columns of therapists and sites beside the rest. One site alone, or one therapist, has no column.

    >>> told = working(np.ones((3, 1)), np.arange(3.0), np.array([0, 0, 1]), np.array([0, 0, 0]))
    >>> told.u.shape
    (3, 2)
    """
    parts = [np.eye(int(one.max()) + 1)[one] if one.max() > 0 else np.zeros((len(y), 0)) for one in (therapist, site)]
    of_site = np.arange(parts[0].shape[1] + parts[1].shape[1]) >= parts[0].shape[1]
    return Working(x, y, np.hstack(parts), of_site)


def fit_spreads(sums: Working) -> Spreads:
    """The spreads by restricted maximum likelihood.

    In words: outcomes are a line in the columns of x, plus a normal deviation for each therapist, one for each site,
    and chance. The two spreads relative to chance are looked for that make the restricted likelihood largest, with the
    line and chance worked out for each. Source: Patterson and Thompson 1971; the criterion as in Bates and others 2015,
    J Stat Softw 67(1). Assumes normal deviations that do not depend on the option. With one site, or one therapist, the
    spread is 0. Raises RecommendationProblem when there are no more rows than columns.

    >>> rng = np.random.default_rng(1)
    >>> who = np.repeat(np.arange(200), 20)
    >>> y = rng.normal(0, 0.5, 200)[who] + rng.normal(0, 1, 4000)
    >>> spreads = fit_spreads(working(np.ones((4000, 1)), y, who, np.zeros(4000, dtype=int)))
    >>> round(spreads.therapists, 1), spreads.sites
    (0.5, 0.0)
    """
    rows, columns = sums.x.shape
    if rows <= columns + 1:
        raise RecommendationProblem(
            f"More episodes than unknowns are needed; found {rows} episodes and {columns} unknowns. Leave covariates "
            "out, or wait."
        )
    products = _products(sums)
    if not sums.u.shape[1]:
        return Spreads(_criterion(sums, products, 0.0, 0.0)[1], 0.0, 0.0)
    has_sites, has_therapists = bool(sums.of_site.any()), not bool(sums.of_site.all())

    def minus_twice(ratios: Floats) -> float:
        return _criterion(sums, products, ratios[0] * has_therapists, ratios[1] * has_sites)[0]

    found = minimize(minus_twice, np.array([0.25, 0.15]), bounds=[(0.0, MOST)] * 2, method="L-BFGS-B")
    therapists, sites = float(found.x[0]) * has_therapists, float(found.x[1]) * has_sites
    chance = _criterion(sums, products, therapists, sites)[1]
    return Spreads(chance, therapists * chance, sites * chance)


Products = tuple[Floats, Floats, Floats]


def _products(sums: Working) -> Products:
    whole = np.column_stack([sums.x, sums.y])
    return whole.T @ whole, sums.u.T @ whole, sums.u.T @ sums.u


def _criterion(sums: Working, products: Products, therapists: float, sites: float) -> tuple[float, float]:
    """Minus twice the restricted log-likelihood, but for a constant, and the standard deviation of chance."""
    within, across, between = products
    scale = sums.scale(therapists, sites)
    inner = np.eye(len(scale)) + scale[:, None] * between * scale
    carried = scale[:, None] * across
    pooled = within - carried.T @ np.linalg.solve(inner, carried)
    xx, xy, yy = pooled[:-1, :-1], pooled[:-1, -1], pooled[-1, -1]
    freedom = len(sums.y) - len(xx)
    chance = max(float(yy - xy @ np.linalg.solve(xx, xy)) / freedom, 1e-12)
    value = freedom * np.log(chance) + np.linalg.slogdet(inner)[1] + np.linalg.slogdet(xx)[1]
    return float(value), float(np.sqrt(chance))


def estimate(sums: Working, spreads: Spreads, weights: Floats) -> tuple[Floats, Floats]:
    """Coefficients (c,) of the columns of x by weighted generalised least squares, and their covariance (c, c).

    In words: each row counts by its weight, and rows of one therapist or site share what they have in common; the
    covariance is that of this very sum when outcomes vary as `spreads` say, so that weights which are uneven cost
    precision. Source: generalised least squares (Aitken 1935) with a working weight, and the model-based form of the
    sandwich of Liang and Zeger 1986. Takes no missing values. Raises nothing.

    >>> sums = working(np.ones((4, 1)), np.array([1.0, 2.0, 3.0, 4.0]), np.zeros(4, dtype=int), np.zeros(4, dtype=int))
    >>> told, covariance = estimate(sums, Spreads(2.0, 0.0, 0.0), np.ones(4))
    >>> float(told[0]), float(covariance[0, 0])
    (2.5, 1.0)
    """
    scale = sums.scale(spreads.therapists, spreads.sites) / spreads.chance
    root = np.sqrt(weights * len(weights) / weights.sum())
    u, x = sums.u * scale, root[:, None] * sums.x
    inner = np.eye(u.shape[1]) + u.T @ u
    pulled = root[:, None] * (x - u @ np.linalg.solve(inner, u.T @ x))
    bread = np.linalg.inv(pulled.T @ sums.x)
    pull = pulled @ bread.T
    spread = spreads.chance**2 * (pull.T @ pull + (u.T @ pull).T @ (u.T @ pull))
    return pull.T @ sums.y, spread
