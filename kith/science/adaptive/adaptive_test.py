"""An adaptive test as a value: the answers so far, what they say, which item comes next, or why the test is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kith.science.adaptive.bank import ItemBank, StoppingRule
from kith.science.adaptive.estimating import Estimate, check_answer, moments, posterior, summary
from kith.science.adaptive.responses import FloatArray
from kith.science.adaptive.selecting import Exposure, area_due, most_informative
from kith.science.adaptive.stopping import Stop, stop_reason
from kith.science.instruments import AnswerProblem

Answers = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, eq=False, slots=True)
class AdaptiveTest:
    """One moment of a test; `answer` gives the next moment and changes nothing in this one.

    `answers` are in the order they were asked, None for a skipped item. `next_item` is None exactly when `stopped` says
    why. Everything follows from bank, rule, exposure and answers: keep these, and `resume` brings the rest back.
    """

    bank: ItemBank
    rule: StoppingRule
    exposure: Exposure | None
    answers: Answers
    estimate: Estimate
    next_item: str | None
    stopped: Stop | None
    _log_posterior: FloatArray = field(repr=False)
    _is_left: NDArray[np.bool_] = field(repr=False)
    _answered_by_area: tuple[int, ...] = field(repr=False)
    _left_by_area: tuple[int, ...] = field(repr=False)

    def answer(self, item: str, given: int | None) -> AdaptiveTest:
        """The test after one more answer, or after the item was skipped (None): it is not asked again.

        It need not be the item that was offered, and a test that could have stopped may go on. Raises `AnswerProblem`
        for an unknown item, an answer the item does not have, and an item that was asked before.
        """
        tables = self.bank.tables
        position, category = check_answer(tables, item, given)
        if not self._is_left[position]:
            raise AnswerProblem("An item was answered twice", item, "Give each item one answer.")
        is_left = self._is_left.copy()
        is_left[position] = False
        area = tables.area_of[position]
        left = _changed(self._left_by_area, area, -1)
        answers = (*self.answers, (item, category))
        if category is None:
            return _look(self, answers, self._log_posterior, is_left, self._answered_by_area, left)
        log_posterior = self._log_posterior + tables.log_probability[tables.first_row[position] + category]
        return _look(self, answers, log_posterior, is_left, _changed(self._answered_by_area, area, 1), left)


def start(bank: ItemBank, rule: StoppingRule | None = None, exposure: Exposure | None = None) -> AdaptiveTest:
    """A test before its first answer, by the bank's own stopping rule or another.

    In words: the next item is the one with the most information, averaged over the posterior (van der Linden 1998,
    Psychometrika 63:201), within the content area that is due. Before there are answers the posterior is the prior, and
    averaging over it keeps a first guess from being taken for knowledge.

    >>> from kith.science.library import Library
    >>> test = start(Library.open().bank("distress-simulated"))
    >>> while test.next_item is not None:
    ...     test = test.answer(test.next_item, 2)
    >>> str(test.stopped), len(test.answers), round(test.estimate.t_score, 1), round(test.estimate.t_error, 1)
    ('precise', 4, 53.0, 2.9)
    """
    tables = bank.tables
    by_area = tuple(int(count) for count in tables.in_area.sum(axis=1))
    blank = AdaptiveTest(
        bank=bank,
        rule=bank.stopping if rule is None else rule,
        exposure=exposure,
        answers=(),
        estimate=Estimate(None, None, None, None, 0),
        next_item=None,
        stopped=None,
        _log_posterior=tables.log_prior,
        _is_left=np.ones(len(tables.items), dtype=np.bool_),
        _answered_by_area=(0,) * len(by_area),
        _left_by_area=by_area,
    )
    return _look(blank, (), blank._log_posterior, blank._is_left, blank._answered_by_area, by_area)


def resume(
    bank: ItemBank,
    answers: Iterable[tuple[str, int | None]],
    rule: StoppingRule | None = None,
    exposure: Exposure | None = None,
) -> AdaptiveTest:
    """The test after all these answers, in their order. Raises `AnswerProblem` as `AdaptiveTest.answer` does.

    >>> from kith.science.library import Library
    >>> resume(Library.open().bank("distress-simulated"), [("mood_01", 3), ("energy_02", None)]).estimate.answered
    1
    """
    test = start(bank, rule, exposure)
    for item, given in answers:
        test = test.answer(item, given)
    return test


def _look(
    before: AdaptiveTest,
    answers: Answers,
    log_posterior: FloatArray,
    is_left: NDArray[np.bool_],
    answered_by_area: tuple[int, ...],
    left_by_area: tuple[int, ...],
) -> AdaptiveTest:
    """The moment that these answers make: the estimate, then whether to stop, then the next item."""
    bank, rule, tables = before.bank, before.rule, before.bank.tables
    weights = posterior(log_posterior)
    theta, error = moments(tables.grid, weights)
    answered = sum(answered_by_area)
    information = tables.information @ weights
    area = area_due(bank.areas, answered_by_area, left_by_area, rule.maximum - len(answers))
    stopped = stop_reason(
        rule,
        asked=len(answers),
        answered=answered,
        error=error,
        best_left=None if area is None else float(information.max(where=is_left, initial=0.0)),
        is_covered=_is_covered(before.bank, answered_by_area, left_by_area),
    )
    next_item = None
    if stopped is None and area is not None:
        is_eligible = is_left & tables.in_area[area]
        next_item = tables.items[most_informative(information, is_eligible, len(answers), before.exposure)]
    return AdaptiveTest(
        bank=bank,
        rule=rule,
        exposure=before.exposure,
        answers=answers,
        estimate=summary(bank.t_score, answered, theta, error),
        next_item=next_item,
        stopped=stopped,
        _log_posterior=log_posterior,
        _is_left=is_left,
        _answered_by_area=answered_by_area,
        _left_by_area=left_by_area,
    )


def _is_covered(bank: ItemBank, answered: tuple[int, ...], left: tuple[int, ...]) -> bool:
    """Whether every area has the answers it must have, or no item left to get them from."""
    return all(has >= area.at_least or not items for area, has, items in zip(bank.areas, answered, left, strict=True))


def _changed(counts: tuple[int, ...], place: int, by: int) -> tuple[int, ...]:
    return (*counts[:place], counts[place] + by, *counts[place + 1 :])
