"""Reading a stepped-wedge trial: the effect beside the passing of time, and a test by the orders of crossing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from kith.science.trials.problems import TrialProblem, check_share, check_whole
from kith.science.trials.stepped_wedge import NO_INFORMATION, Treated

Floats = NDArray[np.float64]
# With fewer there is no spread between clusters to speak of once two degrees are taken away.
FEWEST_CLUSTERS: Final = 4
# The variance between clusters over that within, as a logarithm: from an icc of .00005 to one of .99.
RATIOS: Final = (-10.0, 5.0)
TIE: Final = 1e-9


@dataclass(frozen=True)
class WedgeEffect:
    """The effect of a stepped-wedge trial with its standard error, interval and two-sided p value.

    `icc` is the share of variance between clusters as estimated; `p_by_order` is the share of orders of crossing with
    an effect as far from 0, of `orders` that were drawn.
    """

    effect: float
    se: float
    low: float
    high: float
    p: float
    icc: float
    degrees: int
    cells: int
    p_by_order: float
    orders: int


@dataclass(frozen=True)
class _Cells:
    """The cells in which somebody was seen, one after the other."""

    mean: Floats
    people: Floats
    cluster: NDArray[np.int_]
    period: NDArray[np.int_]


def analyse_wedge(
    treated: Treated,
    means: Sequence[Sequence[float | None]],
    people: Sequence[Sequence[int]],
    rng: np.random.Generator,
    *,
    coverage: float = 0.95,
    orders: int = 999,
) -> WedgeEffect:
    """Fit period + effect x treated + cluster to the mean of each cluster in each period, and test it by orders.

    Model of Hussey and Hughes 2007: fixed periods, random clusters, errors with variance s^2 / people; variances by
    restricted maximum likelihood, the effect by generalised least squares, t with clusters - 2 degrees (a convention).
    Test by orders: rows of the design are given to clusters anew `orders` times, as the draw might have done; p = (1 +
    orders with an effect as far from 0) / (1 + orders), weights from a fit without effect (Ji, Fink, Robyn and Small
    2017, Annals of Applied Statistics 11, 1, recalled). It holds whatever the variances are, if the order was drawn.

    `means` and `people` are clusters by periods; a cell with nobody is None and 0, and left out. Assumes an effect that
    is there at once, stays, and is the same in all clusters: where it differs between them both are too sure. Raises
    TrialProblem for shapes that differ, fewer than four clusters, an effect that time hides, and no spread.

    >>> from kith.science.trials.stepped_wedge import wedge
    >>> seen = [[5, 3, 3], [6, 4.5, 4], [7, 7, 5], [6, 6.5, 4]]
    >>> found = analyse_wedge(wedge([2, 2]), seen, [[10] * 3] * 4, np.random.default_rng(1), orders=99)
    >>> round(found.effect, 2), found.degrees
    (-2.02, 2)
    """
    check_share("The coverage", coverage)
    check_whole("Orders to draw", orders, least=19)
    cells = _cells(treated, means, people)
    x = treated[cells.cluster, cells.period].astype(np.float64)
    _check_information(cells, x)
    ratio = _ratio(cells, _periods(cells, x))
    effect, information, spread = _estimate(cells, x, ratio)
    se, degrees = float(np.sqrt(spread / information)), len(treated) - 2
    half = float(stats.t.isf((1 - coverage) / 2, degrees)) * se
    return WedgeEffect(
        effect=effect,
        se=se,
        low=effect - half,
        high=effect + half,
        p=float(2 * stats.t.sf(abs(effect) / se, degrees)),
        icc=ratio / (1 + ratio),
        degrees=degrees,
        cells=len(x),
        p_by_order=_p_by_order(treated, cells, rng, orders),
        orders=orders,
    )


def _cells(treated: Treated, means: Sequence[Sequence[float | None]], people: Sequence[Sequence[int]]) -> _Cells:
    shapes = {treated.shape, (len(means), *{len(row) for row in means}), (len(people), *{len(row) for row in people})}
    if len(shapes) > 1 or len(treated) < FEWEST_CLUSTERS:
        raise TrialProblem(
            f"Design, means and people are tables of one shape with {FEWEST_CLUSTERS} clusters or more; found "
            f"{sorted(shapes)}. Give a row for each cluster and a column for each period."
        )
    seen = [
        (mean, count, row, column)
        for row, (of, counts) in enumerate(zip(means, people, strict=True))
        for column, (mean, count) in enumerate(zip(of, counts, strict=True))
        if mean is not None or count
    ]
    for mean, count, row, column in seen:
        if mean is None or count < 1 or not np.isfinite(mean):
            raise TrialProblem(
                f"A cell has a finite mean and people, or neither; found {mean} and {count} in cluster {row + 1}, "
                f"period {column + 1}. Correct one of the two."
            )
    return _Cells(
        np.array([cell[0] for cell in seen], dtype=np.float64),
        np.array([cell[1] for cell in seen], dtype=np.float64),
        np.array([cell[2] for cell in seen]),
        np.array([cell[3] for cell in seen]),
    )


def _periods(cells: _Cells, *more: Floats) -> Floats:
    dummies = (cells.period[:, None] == np.unique(cells.period)[None, :]).astype(np.float64)
    return np.column_stack([dummies, *more])


def _weight(cells: _Cells, ratio: float) -> tuple[Floats, float]:
    """The inverse of the covariance over s^2, and the logarithm of the determinant of what was inverted."""
    covariance = ratio * (cells.cluster[:, None] == cells.cluster[None, :]) + np.diag(1 / cells.people)
    return np.linalg.inv(covariance), float(np.linalg.slogdet(covariance)[1])


def _ratio(cells: _Cells, design: Floats) -> float:
    """Variance between clusters over that within: where the restricted likelihood is largest."""

    def lack(logarithm: float) -> float:
        weight, determinant = _weight(cells, float(np.exp(logarithm)))
        information = design.T @ weight @ design
        residual = cells.mean - design @ np.linalg.lstsq(information, design.T @ weight @ cells.mean, rcond=None)[0]
        spread = float(residual @ weight @ residual)
        degrees = len(design) - design.shape[1]
        return float(determinant + np.linalg.slogdet(information)[1] + degrees * np.log(spread))

    return float(np.exp(optimize.minimize_scalar(lack, bounds=RATIOS, method="bounded").x))


def _projection(cells: _Cells, ratio: float) -> Floats:
    """What is left of weights once periods are taken out."""
    weight, _ = _weight(cells, ratio)
    periods = _periods(cells)
    return np.asarray(weight - weight @ periods @ np.linalg.inv(periods.T @ weight @ periods) @ periods.T @ weight)


def _estimate(cells: _Cells, x: Floats, ratio: float) -> tuple[float, float, float]:
    """The effect, its information over s^2, and s^2."""
    projection = _projection(cells, ratio)
    information = float(x @ projection @ x)
    effect = float(x @ projection @ cells.mean) / information
    residual = cells.mean - effect * x
    degrees = len(x) - len(np.unique(cells.period)) - 1
    return effect, information, float(residual @ projection @ residual) / degrees


def _check_information(cells: _Cells, x: Floats) -> None:
    periods = _periods(cells)
    left = x - periods @ np.linalg.lstsq(periods, x, rcond=None)[0]
    if float(left @ left) <= NO_INFORMATION:
        raise TrialProblem(
            "Time and treatment cannot be told apart; found no period in which some clusters were treated and others "
            "not. Compare clusters that crossed at different times."
        )
    design = _periods(cells, x)
    residual = cells.mean - design @ np.linalg.lstsq(design, cells.mean, rcond=None)[0]
    if float(np.abs(residual).max()) <= 1e-10 * max(float(np.abs(cells.mean).max()), 1.0):
        raise TrialProblem(
            "Cells of a period do not differ but for the treatment; found no spread, so nothing says how sure the "
            "effect is. Use the means as they were measured."
        )


def _p_by_order(treated: Treated, cells: _Cells, rng: np.random.Generator, orders: int) -> float:
    projection = _projection(cells, _ratio(cells, _periods(cells)))

    def effect(order: NDArray[np.int_]) -> float:
        x = treated[order[cells.cluster], cells.period].astype(np.float64)
        information = float(x @ projection @ x)
        return float(x @ projection @ cells.mean) / information if information > NO_INFORMATION else 0.0

    drawn = abs(effect(np.arange(len(treated))))
    as_far = sum(abs(effect(rng.permutation(len(treated)))) >= drawn * (1 - TIE) for _ in range(orders))
    return (1 + as_far) / (1 + orders)
