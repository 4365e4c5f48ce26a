"""Growth curves: how a score moves over time in many people, and what that says about one of them.

The model: a score is a straight line in time (or in the logarithm of time) for everybody, plus each person's own
distance from it at the start, plus, if asked, each person's own slope, plus chance. Distances and slopes are normal
with an unknown covariance. It is fitted by restricted maximum likelihood (REML), the criterion of lme4's `lmer`.

Every person is used only through a few sums. People measured equally often at the same times share their matrices, so
their sums are added up once: a step of the fit then costs the same for a hundred and for a hundred thousand of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize

__all__ = ["Growth", "GrowthProblem", "Prediction", "Shape", "fit_growth", "in_shape", "predict"]

Shape = Literal["linear", "log1p"]
Floats = NDArray[np.float64]
TOLERANCE: Final = 1e-12  # of the criterion, relative; the optimum is then found to about 1e-6 of it


class GrowthProblem(ValueError):
    """A table from which no growth curve can be fitted: what is missing, and what was found."""

    def __init__(self, what: str, found: str) -> None:
        super().__init__(f"{what} {found}")
        self.what, self.found = what, found


@dataclass(frozen=True)
class Growth:
    """A fitted growth model.

    `fixed` (p,) and its covariance (p, p) are in points of the scale, in the order of `names`; `random` (q, q) is the
    covariance of the people's own intercepts (and slopes), `residual` the variance of chance, both in squared points.
    `criterion` is minus twice the restricted log-likelihood, as lme4 prints it.
    """

    names: tuple[str, ...]
    fixed: Floats
    covariance: Floats
    random: Floats
    residual: float
    criterion: float
    people: int
    observations: int
    shape: Shape
    has_slope: bool

    @property
    def standard_errors(self) -> Floats:
        """Of the fixed effects, (p,)."""
        return np.sqrt(np.diag(self.covariance))


@dataclass(frozen=True)
class Prediction:
    """Where one person's next scores are expected, at each asked time: the mean and the spread of a single score."""

    mean: Floats
    sd: Floats

    def quantile(self, share: float) -> Floats:
        """The score below which this share of such scores falls, at each time."""
        from scipy.stats import norm

        return self.mean + float(norm.ppf(share)) * self.sd


def in_shape(time: ArrayLike, shape: Shape) -> Floats:
    """Time as the model counts it: as it is, or ln(1 + time)."""
    counted = np.asarray(time, dtype=np.float64)
    return np.log1p(counted) if shape == "log1p" else counted


def fit_growth(
    person: ArrayLike,
    time: ArrayLike,
    score: ArrayLike,
    *,
    covariates: Mapping[str, ArrayLike] | None = None,
    shape: Shape = "log1p",
    slope: bool = True,
) -> Growth:
    """Fit the model to a long table: one row a score, (n,) each. Rows with a missing number are left out.

    `covariates` shift everybody's line up or down. Raises GrowthProblem when there are too few people or scores, when
    nothing varies, or when a covariate cannot be told from the others.
    """
    table = _Table.of(person, time, score, covariates or {}, shape, 2 if slope else 1)
    sums = _Sums.of(table, slope)
    theta = _least(sums)
    return _told(table, sums, theta, shape, slope)


@dataclass(frozen=True)
class _Table:
    """The rows in order of person, without missing numbers; score, time and covariates are centred and scaled.

    People's own effects are then those in the middle of time, which are far less entangled than those at its beginning.
    """

    names: tuple[str, ...]
    first: NDArray[np.intp]  # where each person's rows begin
    design: Floats  # (n, p): ones, time, covariates
    score: Floats
    back: Floats  # (p, p): from scaled to plain fixed effects
    middle: float
    spread: float

    @classmethod
    def of(
        cls,
        person: ArrayLike,
        time: ArrayLike,
        score: ArrayLike,
        covariates: Mapping[str, ArrayLike],
        shape: Shape,
        own: int,
    ) -> _Table:
        who = np.asarray(person)
        given = [np.asarray(one, dtype=np.float64) for one in (time, score, *covariates.values())]
        if any(one.shape != who.shape or one.ndim != 1 for one in given):
            raise GrowthProblem("The columns must have one row for each score.", f"Shapes: {[g.shape for g in given]}.")
        if shape == "log1p" and given[0].size and np.nanmin(given[0]) <= -1:
            raise GrowthProblem(
                "The logarithm of time needs times from 0 on.", f"The earliest is {np.nanmin(given[0])}."
            )
        known = np.isfinite(given[0])
        for one in given[1:]:
            known &= np.isfinite(one)
        who, given = who[known], [one[known] for one in given]
        if who.size == 0:
            raise GrowthProblem("No row has a person, a time and a score.", "0 rows were complete.")
        order = np.argsort(who, kind="stable")
        who, given = who[order], [one[order] for one in given]
        first = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])
        counted, scores, others = in_shape(given[0], shape), given[1], given[2:]
        names = ("(intercept)", shape if shape == "log1p" else "time", *covariates)
        plain = np.column_stack([np.ones(scores.size), counted, *others])
        # As many own effects as scores would leave nothing for chance.
        if first.size < 2 or scores.size <= own * first.size or scores.size <= plain.shape[1] + 3:
            found = f"{first.size} people with {scores.size} scores."
            raise GrowthProblem("A growth curve needs several people with several scores each.", found)
        return cls._scaled(names, first, plain, scores)

    @classmethod
    def _scaled(cls, names: tuple[str, ...], first: NDArray[np.intp], plain: Floats, scores: Floats) -> _Table:
        spread = float(scores.std())
        middles, spreads = plain[:, 1:].mean(axis=0), plain[:, 1:].std(axis=0)
        if spread == 0:
            raise GrowthProblem("Every score is the same.", f"All are {scores[0]:g}.")
        if (spreads == 0).any():
            still = names[1 + int(np.argmin(spreads))]
            raise GrowthProblem(f"“{still}” does not vary.", "It has one value in every row.")
        design = plain.copy()
        design[:, 1:] = (plain[:, 1:] - middles) / spreads
        if np.linalg.matrix_rank(design.T @ design) < design.shape[1]:
            raise GrowthProblem("A covariate says the same as the others.", f"Columns: {', '.join(names)}.")
        back = np.diag(np.r_[1.0, 1 / spreads])
        back[0, 1:] = -middles / spreads
        return cls(
            names=names,
            first=first,
            design=design,
            score=(scores - scores.mean()) / spread,
            back=back * spread,
            middle=float(scores.mean()),
            spread=spread,
        )


@dataclass(frozen=True)
class _Sums:
    """What the criterion needs: sums over all rows, and over the people of each kind of time grid.

    `grams` (g, q, q) are Z'Z of a grid, `counts` (g,) how many people have it; `products` hold, for each pair i <= j of
    own effects, (g, k * k) sums over those people of the products of the rows i and j of Z'[X y].
    """

    whole: Floats  # (k, k): [X y]'[X y]
    grams: Floats
    counts: Floats
    products: tuple[Floats, ...]
    observations: int

    @classmethod
    def of(cls, table: _Table, slope: bool) -> _Sums:
        both = np.column_stack([table.design, table.score])
        begins = [table.design[:, place] for place in range(2 if slope else 1)]
        pairs = [(i, j) for i in range(len(begins)) for j in range(i, len(begins))]
        add = np.add.reduceat
        rows = [add(one[:, None] * both, table.first, axis=0) for one in begins]
        flat = np.column_stack([add(begins[i] * begins[j], table.first) for i, j in pairs])
        # Times that are equal up to rounding add up to equal sums; those of another grid differ in the first digits.
        _kinds, chosen, kind, counts = np.unique(
            flat.round(9), axis=0, return_index=True, return_inverse=True, return_counts=True
        )
        order = np.argsort(kind.reshape(-1), kind="stable")
        begin = np.r_[0, np.cumsum(counts)[:-1]]
        products = []
        for i, j in pairs:
            product = np.einsum("na,nb->nab", rows[i], rows[j])
            product = product if i == j else product + product.transpose(0, 2, 1)
            products.append(add(product.reshape(len(order), -1)[order], begin, axis=0))
        grams = np.empty((len(chosen), len(begins), len(begins)))
        for place, (i, j) in enumerate(pairs):
            grams[:, i, j] = grams[:, j, i] = flat[chosen, place]
        return cls(both.T @ both, grams, counts.astype(np.float64), tuple(products), table.score.size)


@dataclass(frozen=True)
class _Profile:
    """The criterion at one factor, its slope there, and what the criterion was worked out from."""

    criterion: float
    slope: Floats
    fixed: Floats
    inverse: Floats  # (X'V^-1X)^-1 in units of the residual variance
    residual: float


def _factor(theta: Floats) -> Floats:
    """The relative covariance factor: lower triangular, in units of the residual standard deviation."""
    return np.array([[theta[0]]]) if len(theta) == 1 else np.array([[theta[0], 0.0], [theta[1], theta[2]]])


def _inverse(many: Floats) -> tuple[Floats, Floats]:
    """Of many matrices of one or two rows: their inverses and determinants."""
    if many.shape[1] == 1:
        return 1 / many, many[:, 0, 0]
    determinant = many[:, 0, 0] * many[:, 1, 1] - many[:, 0, 1] * many[:, 1, 0]
    turned = np.empty_like(many)
    turned[:, 0, 0], turned[:, 1, 1] = many[:, 1, 1], many[:, 0, 0]
    turned[:, 0, 1], turned[:, 1, 0] = -many[:, 0, 1], -many[:, 1, 0]
    return turned / determinant[:, None, None], determinant


def _profile(sums: _Sums, theta: Floats) -> _Profile:
    """The REML criterion with fixed effects and residual variance at their best for this factor (lme4's profile).

    With A = Z'Z of a grid and G the relative covariance of the own effects, (ZGZ' + I)^-1 = I - ZHZ' where
    H = G (I + AG)^-1; its change with G is (I + GA)^-1 dG (I + AG)^-1, which gives the slope.
    """
    factor = _factor(theta)
    width, size = len(factor), len(sums.whole)
    own = factor @ factor.T
    back, determinants = _inverse(np.eye(width) + sums.grams @ own)
    held = own @ back
    pairs = [(i, j) for i in range(width) for j in range(i, width)]
    taken = np.sum([held[:, i, j] @ one for (i, j), one in zip(pairs, sums.products, strict=True)], axis=0)
    left = sums.whole - taken.reshape(size, size)
    free = sums.observations - (size - 1)
    triangle = np.linalg.cholesky(left[:-1, :-1])
    inverse = np.linalg.inv(left[:-1, :-1])
    fixed = inverse @ left[:-1, -1]
    rest = max(float(left[-1, -1] - left[:-1, -1] @ fixed), 1e-300)
    spread = np.log(determinants) @ sums.counts + 2 * np.log(np.diag(triangle)).sum()
    apart = np.r_[-fixed, 1.0]
    weights = free / rest * np.outer(apart, apart)
    weights[:-1, :-1] += inverse
    pull = np.empty_like(sums.grams)
    for (i, j), one in zip(pairs, sums.products, strict=True):
        pull[:, i, j] = pull[:, j, i] = one @ weights.reshape(-1) / (1 if i == j else 2)
    turned = sums.counts[:, None, None] * (back @ sums.grams) - back @ pull @ back.transpose(0, 2, 1)
    whole = turned.sum(axis=0)
    slope = ((whole + whole.T) @ factor)[np.tril_indices(width)]
    return _Profile(float(spread + free * (1 + np.log(2 * np.pi * rest / free))), slope, fixed, inverse, rest / free)


def _least(sums: _Sums) -> Floats:
    """The factor with the least criterion; begun a second time from beside where the first try ended."""
    start = np.array([1.0] if sums.grams.shape[1] == 1 else [1.0, 0.0, 1.0])
    bounds = [(0.0, None)] if len(start) == 1 else [(0.0, None), (None, None), (0.0, None)]
    how = {"ftol": TOLERANCE, "gtol": 1e-8, "maxiter": 500}

    def at(theta: Floats) -> tuple[float, Floats]:
        here = _profile(sums, theta)
        return here.criterion, here.slope

    found: list[Any] = []
    for _time in range(2):
        found.append(minimize(at, start, jac=True, method="L-BFGS-B", bounds=bounds, options=how))
        start = found[0].x * 1.05 + 0.02
    best = min(found, key=lambda one: float(one.fun))
    return np.asarray(best.x, dtype=np.float64)


def _told(table: _Table, sums: _Sums, theta: Floats, shape: Shape, slope: bool) -> Growth:
    """The fit in points of the scale and in the units of time that were given."""
    best = _profile(sums, theta)
    factor, spread = _factor(theta), table.spread
    width = len(factor)
    own = table.back[:width, :width] / spread  # from effects in the middle of time to those at its beginning
    variance = best.residual * spread**2
    random = own @ factor @ factor.T @ own.T * variance
    fixed = table.back @ best.fixed
    fixed[0] += table.middle
    # The criterion is of scaled columns; each scale adds a constant to it.
    free = table.score.size - len(table.names)
    scales = np.log(np.abs(np.linalg.det(table.back / spread)))
    criterion = best.criterion + 2 * free * np.log(spread) - 2 * scales
    return Growth(
        names=table.names,
        fixed=fixed,
        covariance=table.back @ best.inverse @ table.back.T * best.residual,
        random=random,
        residual=variance,
        criterion=float(criterion),
        people=table.first.size,
        observations=table.score.size,
        shape=shape,
        has_slope=slope,
    )


def predict(
    growth: Growth,
    at: ArrayLike,
    *,
    seen_at: ArrayLike = (),
    seen: ArrayLike = (),
    covariates: Mapping[str, float] | None = None,
) -> Prediction:
    """Single scores of one person at the times `at` (m,), given what was seen of them so far at `seen_at` (s,).

    Without anything seen it is the course of people in general. The spread holds the person's own distance as far as it
    is still unknown, chance, and the uncertainty of the fitted line. Raises KeyError for a covariate that is missing.
    """
    given = covariates or {}
    shift = [float(given[name]) for name in growth.names[2:]]
    begins, design = _of_person(growth, in_shape(at, growth.shape), shift)
    before, design_before = _of_person(growth, in_shape(seen_at, growth.shape), shift)
    inner = before @ growth.random @ before.T + growth.residual * np.eye(len(before))
    gain = np.linalg.solve(inner, before @ growth.random).T
    own = gain @ (np.asarray(seen, dtype=np.float64) - design_before @ growth.fixed)
    unknown = growth.random - gain @ before @ growth.random
    apart = design - begins @ gain @ design_before
    line = np.einsum("mp,pq,mq->m", apart, growth.covariance, apart)
    spread = np.einsum("mq,qr,mr->m", begins, unknown, begins) + growth.residual + line
    return Prediction(design @ growth.fixed + begins @ own, np.sqrt(spread))


def _of_person(growth: Growth, counted: Floats, shift: list[float]) -> tuple[Floats, Floats]:
    ones = np.ones(counted.size)
    begins = np.column_stack([ones, counted] if growth.has_slope else [ones])
    return begins, np.column_stack([ones, counted, *(np.full(counted.size, one) for one in shift)])
