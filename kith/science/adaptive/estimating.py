"""Where on the scale the answers put a person, and how sure that is: the mean and SD of the posterior (EAP)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kith.science.adaptive.bank import ItemBank, TScale
from kith.science.adaptive.responses import FloatArray
from kith.science.adaptive.tables import Tables
from kith.science.documents import did_you_mean
from kith.science.instruments import AnswerProblem

NORMAL_95 = 1.959963984540054
"""The normal quantile that leaves 2.5 % on either side."""

_CELLS = 4_000_000  # numbers held at a time for many people: 32 MB, small beside any server and large beside a call


@dataclass(frozen=True, slots=True)
class Estimate:
    """One person's place on the scale. Without a single answer everything is None: the prior is not a measurement."""

    theta: float | None
    standard_error: float | None
    t_score: float | None
    t_error: float | None
    answered: int

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of theta, as if the posterior were normal."""
        if self.theta is None or self.standard_error is None:
            return None
        reach = NORMAL_95 * self.standard_error
        return self.theta - reach, self.theta + reach


@dataclass(frozen=True, eq=False, slots=True)
class Estimates:
    """The same for n people, as arrays of length n; NaN for whoever has too few answers."""

    theta: FloatArray
    standard_error: FloatArray
    t_score: FloatArray
    t_error: FloatArray
    answered: NDArray[np.intp]


def estimate(bank: ItemBank, answers: Mapping[str, int | None]) -> Estimate:
    """One person's estimate from any answers: a whole bank, a fixed short form, or what an adaptive test asked.

    In words: the posterior is the prior times the probability of each given answer; theta is its mean and the standard
    error its standard deviation, both summed over the bank's grid. Source: Bock & Mislevy (1982), Applied Psychological
    Measurement 6:431. None, and an item that is left out, says nothing: this is right when *why* there is no answer has
    nothing to do with the trait beyond the answers that are there. Raises `AnswerProblem` for an unknown item and for
    an answer the item does not have.

    >>> from kith.science.library import Library
    >>> bank = Library.open().bank("distress-simulated")
    >>> found = estimate(bank, {"mood_01": 3, "energy_02": 2, "mood_02": None})
    >>> found.answered, round(found.theta, 2), round(found.standard_error, 2)
    (2, 0.36, 0.64)
    """
    tables = bank.tables
    log_posterior = tables.log_prior
    answered = 0
    for name, given in answers.items():
        position, category = check_answer(tables, name, given)
        if category is not None:
            log_posterior = log_posterior + tables.log_probability[tables.first_row[position] + category]
            answered += 1
    return summary(bank.t_score, answered, *moments(tables.grid, posterior(log_posterior)))


def estimate_many(
    bank: ItemBank, answers: ArrayLike, items: Sequence[str] | None = None, *, at_least: int = 1
) -> Estimates:
    """The same estimate for n people at once.

    `answers` has shape (n, k), NaN for a blank; its columns are `items`, or all items of the bank in their order.
    Whoever has fewer than `at_least` answers gets NaN. Raises `AnswerProblem` for another shape, infinity, an unknown
    item or an answer the item does not have.

    >>> from kith.science.library import Library
    >>> bank = Library.open().bank("distress-simulated")
    >>> found = estimate_many(bank, [[3, 2], [float("nan")] * 2], ["mood_01", "energy_02"])
    >>> found.theta.round(2).tolist(), found.answered.tolist()
    ([0.36, nan], [2, 0])
    """
    tables = bank.tables
    positions = _positions(tables, tables.items if items is None else items)
    values = _checked(tables, positions, answers)
    people, rows = len(values), sum(tables.answers[position] for position in positions)
    chunk = max(1, _CELLS // (rows + len(tables.grid)))
    theta, error = np.empty(people), np.empty(people)
    for first in range(0, people, chunk):
        part = slice(first, first + chunk)
        theta[part], error[part] = _moments_of_many(tables, positions, values[part])
    answered = (~np.isnan(values)).sum(axis=1)
    theta[answered < max(at_least, 1)] = np.nan
    error[np.isnan(theta)] = np.nan
    scale = bank.t_score
    return Estimates(theta, error, scale.mean + scale.sd * theta, scale.sd * error, answered)


def posterior(log_posterior: FloatArray) -> FloatArray:
    """The posterior at the points of the grid, adding up to 1."""
    weights: FloatArray = np.exp(log_posterior - log_posterior.max())
    weights /= weights.sum()
    return weights


def moments(grid: FloatArray, weights: FloatArray) -> tuple[float, float]:
    """The mean and the standard deviation of a posterior."""
    mean = float(weights @ grid)
    return mean, math.sqrt(float(weights @ (grid - mean) ** 2))


def summary(scale: TScale, answered: int, theta: float, error: float) -> Estimate:
    """The estimate as it is told: in theta and as a T-score, or nothing when nothing was answered."""
    if not answered:
        return Estimate(None, None, None, None, 0)
    return Estimate(theta, error, scale.mean + scale.sd * theta, scale.sd * error, answered)


def check_answer(tables: Tables, name: str, given: object) -> tuple[int, int | None]:
    """The item's position and the answer's number. Raises `AnswerProblem` for what cannot be an answer."""
    position = tables.positions.get(name)
    if position is None:
        advice = did_you_mean(str(name), tables.items)
        raise AnswerProblem("The bank has no such item", repr(name)[:60], f"Write instead: {advice}")
    if given is None:
        return position, None
    offered = range(tables.answers[position])
    category = None if isinstance(given, bool | np.bool_) else next((one for one in offered if one == given), None)
    if category is None:
        instead = f"Give a whole number from 0 to {offered[-1]}, or leave it blank."
        raise AnswerProblem(f"Item {name} has no such answer", repr(given)[:40], instead)
    return position, category


def _positions(tables: Tables, items: Sequence[str]) -> list[int]:
    positions = [check_answer(tables, name, None)[0] for name in items]
    if len(set(positions)) < len(positions):
        raise AnswerProblem("An item has two columns", ", ".join(items)[:60], "Give each item one column.")
    return positions


def _checked(tables: Tables, positions: Sequence[int], answers: ArrayLike) -> FloatArray:
    given = np.asarray(answers)
    if given.ndim != 2 or given.dtype.kind not in "iuf" or given.shape[1] != len(positions):
        found = f"shape {given.shape} of {given.dtype}"
        what = f"The answers need numbers in {len(positions)} columns"
        raise AnswerProblem(what, found, "Give one row for each person, with NaN for a blank.")
    values = given.astype(np.float64)
    highest = np.array([tables.answers[position] - 1 for position in positions])
    wrong = ~np.isnan(values) & ~((values >= 0) & (values <= highest) & (values == np.floor(values)))
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        check_answer(tables, tables.items[positions[column]], float(values[row, column]))
    return values


def _moments_of_many(tables: Tables, positions: Sequence[int], values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Means and SDs for some people: which answers were given, as a table of 0 and 1, times the log-probabilities."""
    counts = [tables.answers[position] for position in positions]
    rows = np.concatenate([tables.first_row[p] + np.arange(n) for p, n in zip(positions, counts, strict=True)])
    firsts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    person, column = np.nonzero(~np.isnan(values))
    given = np.zeros((len(values), len(rows)))
    given[person, firsts[column] + values[person, column].astype(np.intp)] = 1.0
    weights = given @ tables.log_probability[rows]
    weights += tables.log_prior
    weights -= weights.max(axis=1, keepdims=True)
    np.exp(weights, out=weights)
    centred = tables.grid - tables.grid.mean()
    mass, first, second = (weights @ np.stack([np.ones_like(centred), centred, centred**2], axis=1)).T
    mean = first / mass
    spread = np.sqrt(np.maximum(second / mass - mean**2, 0.0))
    return mean + tables.grid.mean(), spread
