"""Where a person's scores may be expected to fall: bands by how it began, most alike people, gains that come early.

The scores after the first are modelled, apart for bands of first scores, each with the first score as a covariate: the
first score itself belongs to everybody's starting point and says nothing about how people move away from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm, t

from kith.science.change.growth import Growth, Prediction, Shape, fit_growth, in_shape, predict

__all__ = [
    "Band",
    "Edges",
    "ExpectedCourse",
    "edges",
    "fit_expected",
    "is_early_response",
    "nearest",
    "own_effects",
    "predict_from_neighbours",
    "sudden_gains",
]

Floats = NDArray[np.float64]
WATCH: Final = float(norm.ppf(0.84))  # upper edge of a two-sided band of 68 %: 0.9945
OFF_TRACK: Final = float(norm.ppf(0.90))  # of one of 80 %: one in ten scores lies beyond it: 1.2816
FEWEST_PEOPLE: Final = 100  # in a band; a convention of ours
MOST_BANDS: Final = 50
FEWEST_NEIGHBOURS: Final = 20


@dataclass(frozen=True)
class Edges:
    """The expected score and the edges beyond which a score is worth a look, and a talk, at each time."""

    expected: Floats
    watch: Floats
    off_track: Floats


@dataclass(frozen=True)
class Band:
    """People whose first score was above `low` and at most `high`, and their course."""

    low: float
    high: float
    people: int
    growth: Growth


@dataclass(frozen=True)
class ExpectedCourse:
    """What is expected of a person by their first score, learned from people whose care has ended."""

    bands: tuple[Band, ...]
    people: int

    def band(self, first: float) -> Band:
        """The band of this first score; the outermost one for a score beyond all that were seen."""
        return next((band for band in self.bands if first <= band.high), self.bands[-1])

    def ahead(self, first: float, sessions: ArrayLike, seen_at: ArrayLike = (), seen: ArrayLike = ()) -> Prediction:
        """Single scores at these sessions (1 on), given the first score and those seen since."""
        growth = self.band(first).growth
        return predict(growth, sessions, seen_at=seen_at, seen=seen, covariates={"first": first})


def edges(prediction: Prediction, *, higher_is_worse: bool = True) -> Edges:
    """The one-sided edges on the side that is worse (Finch, Lambert and Schaalje 2001)."""
    side = 1 if higher_is_worse else -1
    return Edges(
        prediction.mean,
        prediction.mean + side * WATCH * prediction.sd,
        prediction.mean + side * OFF_TRACK * prediction.sd,
    )


def fit_expected(
    person: ArrayLike,
    session: ArrayLike,
    score: ArrayLike,
    *,
    shape: Shape = "log1p",
    fewest: int = FEWEST_PEOPLE,
    most: int = MOST_BANDS,
) -> ExpectedCourse:
    """Learn the expected course from a long table: one row a score, (n,) each; session 0 is the first.

    People count with a first score and two later ones. Raises GrowthProblem when they are too few for one band.
    """
    table = _with_first(np.asarray(person), np.asarray(session, np.float64), np.asarray(score, np.float64))
    who, when, what, first = table
    begins = np.flatnonzero(np.r_[True, who[1:] != who[:-1]]) if who.size else np.array([], dtype=np.intp)
    people = first[begins]
    wanted = int(np.clip(people.size // fewest, 1, most))
    # Quantiles of whole numbers repeat; equal edges are one edge.
    shares = np.linspace(0, 1, wanted + 1)[1:-1]
    cuts = np.unique(np.quantile(people, shares, method="lower")) if people.size else people
    lows, highs = np.r_[-np.inf, cuts], np.r_[cuts, np.inf]
    bands = []
    for low, high in zip(lows, highs, strict=True):
        inside = (first > low) & (first <= high)
        if not inside.any():
            continue
        varies = np.ptp(first[inside]) > 0
        known = {"first": first[inside]}
        count = int(np.unique(who[inside]).size)
        growth = fit_growth(
            who[inside],
            when[inside],
            what[inside],
            covariates=known if varies else {},
            shape=shape,
            slope=int(inside.sum()) > 2 * count,
        )
        bands.append(Band(float(low), float(high), count, _whole(growth, has_first=varies)))
    if not bands:
        fit_growth(who, when, what)  # says what is missing
    return ExpectedCourse(tuple(bands), people.size)


def _with_first(
    who: NDArray[np.generic], when: Floats, what: Floats
) -> tuple[NDArray[np.generic], Floats, Floats, Floats]:
    """The rows after session 0 of people with a first score and two later ones, in order, each with the first score."""
    known = np.isfinite(when) & np.isfinite(what)
    names, person = np.unique(who[known], return_inverse=True)
    when, what = when[known], what[known]
    first = np.full(names.size, np.nan)
    first[person[when == 0]] = what[when == 0]
    later = when > 0
    enough = np.isfinite(first) & (np.bincount(person[later], minlength=names.size) >= 2)
    kept = later & enough[person]
    order = np.lexsort((when[kept], person[kept]))
    person = person[kept][order]
    return names[person], when[kept][order], what[kept][order], first[person]


def _whole(growth: Growth, *, has_first: bool) -> Growth:
    """The same course with every part that others have: a first score that changes nothing where everybody began alike,
    and slopes that do not vary where two later scores a person cannot tell them from chance.
    """
    names, fixed, covariance = growth.names, growth.fixed, growth.covariance
    if not has_first:
        names, fixed, covariance = (*names, "first"), np.r_[fixed, 0.0], np.pad(covariance, (0, 1))
    random = growth.random if growth.has_slope else np.pad(growth.random, (0, 1))
    return replace(growth, names=names, fixed=fixed, covariance=covariance, random=random, has_slope=True)


def own_effects(growth: Growth, time: ArrayLike, score: ArrayLike, **covariates: float) -> Floats:
    """One person's own intercept (and slope) as far as their scores tell (q,): the empirical Bayes estimate."""
    counted = in_shape(time, growth.shape)
    ones = np.ones(counted.size)
    begins = np.column_stack([ones, counted] if growth.has_slope else [ones])
    shift = sum(growth.fixed[i] * covariates[name] for i, name in enumerate(growth.names) if i > 1)
    rest = np.asarray(score, np.float64) - growth.fixed[0] - growth.fixed[1] * counted - shift
    inner = begins @ growth.random @ begins.T + growth.residual * np.eye(counted.size)
    return np.asarray(growth.random @ begins.T @ np.linalg.solve(inner, rest))


def nearest(
    known: ArrayLike, person: ArrayLike, *, weights: ArrayLike | None = None, count: int = 30
) -> NDArray[np.intp]:
    """The rows of `known` (n, k) that are most alike to `person` (k,), the nearest first (Lutz and colleagues 2005).

    Each column is put on a common footing by its mean and standard deviation; a number that is missing on either side
    counts as no difference and no likeness: the distance is the mean over what is known on both.
    """
    table, one = np.asarray(known, np.float64), np.asarray(person, np.float64)
    spread = np.nanstd(table, axis=0)
    apart = ((table - one) / np.where(spread > 0, spread, 1.0)) ** 2
    weight = np.broadcast_to(
        np.ones(table.shape[1]) if weights is None else np.asarray(weights, np.float64), apart.shape
    )
    both = np.isfinite(apart)
    total = np.where(both, weight, 0.0).sum(axis=1)
    distance = np.where(both, apart * weight, 0.0).sum(axis=1) / np.where(total > 0, total, np.nan)
    order = np.argsort(np.where(np.isfinite(distance), distance, np.inf), kind="stable")
    return order[: min(count, int(np.isfinite(distance).sum()))]


def predict_from_neighbours(
    growth: Growth, effects: ArrayLike, at: ArrayLike, **covariates: float
) -> Prediction | None:
    """The course of the most alike: the mean of their own effects (k, q), the spread between them, and chance.

    None with fewer than twenty of them: use the bands instead, and say so.
    """
    own = np.atleast_2d(np.asarray(effects, np.float64))
    if len(own) < FEWEST_NEIGHBOURS:
        return None
    counted = in_shape(at, growth.shape)
    begins = np.column_stack([np.ones(counted.size), counted] if growth.has_slope else [np.ones(counted.size)])
    shift = sum(growth.fixed[i] * covariates[name] for i, name in enumerate(growth.names) if i > 1)
    courses = begins @ own.T
    mean = growth.fixed[0] + growth.fixed[1] * counted + shift + courses.mean(axis=1)
    return Prediction(mean, np.sqrt(courses.var(axis=1, ddof=1) + growth.residual))


def is_early_response(
    sessions: Sequence[float], scores: Sequence[float], *, reliable: float, by: int = 4, higher_is_worse: bool = True
) -> bool | None:
    """Whether the score was better by at least `reliable` at some session up to `by`; None when it is not known."""
    side = 1 if higher_is_worse else -1
    early = [score for session, score in zip(sessions, scores, strict=True) if 0 < session <= by]
    first = next((score for session, score in zip(sessions, scores, strict=True) if session == 0), None)
    if first is None or not early:
        return None
    return any(side * (first - score) >= reliable for score in early)


def sudden_gains(scores: Sequence[float], *, threshold: float, higher_is_worse: bool = True) -> tuple[int, ...]:
    """The places i at which the score fell suddenly between i - 1 and i (Tang and DeRubeis 1999).

    The fall is at least `threshold` points and a quarter of the score before it, and the up to three scores before
    differ from the up to three after by the two-sided t test of 5 %; with fewer than two on either side it is none.
    """
    row = np.asarray(scores, np.float64) * (1 if higher_is_worse else -1)
    found = []
    for i in range(2, row.size - 1):
        before, after = row[max(0, i - 3) : i], row[i : i + 3]
        fall = row[i - 1] - row[i]
        if (
            fall < threshold
            or fall < 0.25 * abs(row[i - 1])
            or not (np.isfinite(before).all() and np.isfinite(after).all())
        ):
            continue
        free = before.size + after.size - 2
        pooled = ((before.size - 1) * before.var(ddof=1) + (after.size - 1) * after.var(ddof=1)) / free
        error = np.sqrt(pooled * (1 / before.size + 1 / after.size))
        if before.mean() - after.mean() > float(t.ppf(0.975, free)) * error:
            found.append(i)
    return tuple(found)
