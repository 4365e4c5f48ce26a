"""Lets invented people take adaptive tests and fixed forms, and says how far the estimates are from the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kith.science.adaptive import AdaptiveTest, Exposure, ItemBank, StoppingRule, estimate_many, start
from kith.science.adaptive.estimating import NORMAL_95

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Trial:
    """How n people fared: their true and estimated theta, which items each was asked, and why each test ended.

    `asked` has shape (n, items of the bank). A fixed form has no reasons to end.
    """

    truth: FloatArray
    theta: FloatArray
    standard_error: FloatArray
    asked: NDArray[np.bool_]
    stops: tuple[str, ...] = ()


@dataclass(frozen=True)
class Accuracy:
    """A trial in a few numbers: items per person and how far from the truth, in units of theta.

    `coverage` is the share of people whose 95 % interval holds the truth; `most_used` is the share of people who were
    asked the item that was asked most.
    """

    people: int
    items: float
    fewest: int
    most: int
    bias: float
    rmse: float
    error: float
    coverage: float
    most_used: float


def try_adaptive(
    bank: ItemBank,
    truth: FloatArray,
    answers: NDArray[np.intp],
    rule: StoppingRule | None = None,
    *,
    best_of: int = 1,
) -> Trial:
    """One adaptive test for each person. `answers` holds what they would say to every item; shape (n, items).

    With `best_of` above 1 items are drawn from so many; the seed of a person is the person's number.
    """
    tests = [_taken(bank, row, rule, Exposure(best_of, seed=number)) for number, row in enumerate(answers)]
    asked = np.zeros(answers.shape, dtype=np.bool_)
    for number, test in enumerate(tests):
        asked[number, [bank.tables.positions[item] for item, _ in test.answers]] = True
    theta = np.array([test.estimate.theta for test in tests], dtype=np.float64)
    error = np.array([test.estimate.standard_error for test in tests], dtype=np.float64)
    return Trial(truth, theta, error, asked, tuple(str(test.stopped) for test in tests))


def try_form(bank: ItemBank, truth: FloatArray, answers: NDArray[np.intp], items: Sequence[str] | None = None) -> Trial:
    """A fixed form of these items for each person, or the full bank."""
    names = bank.tables.items if items is None else tuple(items)
    columns = [bank.tables.positions[name] for name in names]
    found = estimate_many(bank, answers[:, columns], names)
    asked = np.zeros(answers.shape, dtype=np.bool_)
    asked[:, columns] = True
    return Trial(truth, found.theta, found.standard_error, asked)


def accuracy(trial: Trial) -> Accuracy:
    """The numbers of a trial."""
    off = trial.theta - trial.truth
    items = trial.asked.sum(axis=1)
    return Accuracy(
        people=len(off),
        items=float(items.mean()),
        fewest=int(items.min()),
        most=int(items.max()),
        bias=float(off.mean()),
        rmse=float(np.sqrt((off**2).mean())),
        error=float(trial.standard_error.mean()),
        coverage=float((np.abs(off) <= NORMAL_95 * trial.standard_error).mean()),
        most_used=float(trial.asked.mean(axis=0).max()),
    )


def area_shares(bank: ItemBank, trial: Trial) -> dict[str, float]:
    """The share of all asked items that came from each content area."""
    by_area = bank.tables.in_area.astype(np.float64) @ trial.asked.sum(axis=0)
    return {area.id: float(count) for area, count in zip(bank.areas, by_area / by_area.sum(), strict=True)}


def _taken(bank: ItemBank, row: NDArray[np.intp], rule: StoppingRule | None, exposure: Exposure) -> AdaptiveTest:
    test = start(bank, rule, exposure)
    while test.next_item is not None:
        test = test.answer(test.next_item, int(row[bank.tables.positions[test.next_item]]))
    return test
