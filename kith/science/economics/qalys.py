"""Quality-adjusted life years: the area under what people's health is worth over time, compared fairly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from kith.science.economics.discounting import NICE_RATE, discount_factor
from kith.science.economics.outcomes import check_level
from kith.science.economics.problems import EconomicsProblem, Figure, numbers

WEEKS_IN_A_YEAR: Final = 52
"""Trials count follow-up in weeks and call 52 of them a year; 52.18 would make every QALY a third of a percent less."""
BEST_HEALTH: Final = 1.0


@dataclass(frozen=True)
class QalyDifference:
    """How many more QALYs one arm had than the other, as it is and adjusted for what people began with.

    `by_baseline` is by how much QALYs differ for each unit of utility at the start.
    """

    unadjusted: float
    adjusted: float
    se: float
    ci: tuple[float, float]
    by_baseline: float
    people: int


def qalys(weeks: Sequence[float], utilities: Sequence[float | None], *, rate: float = NICE_RATE) -> Figure:
    """The QALYs of one person, or of an arm's mean utilities, from utilities at some weeks.

    In words: the utility is taken to move on a straight line from one measurement to the next; the area below it, in
    years of 52 weeks, is the QALYs (trapezium rule). What lies after the first year is discounted by full years.
    Source: Matthews and others (1990), BMJ 300:230, for summary by area; Manca and others (2005), Health Econ 14:487.
    Assumes measurements close enough for straight lines. A utility of None makes the QALYs unknown, with the reason:
    imputing is a decision that has to be named. Raises EconomicsProblem for weeks that do not rise from 0, and for a
    utility above 1; below 0 is allowed (states valued worse than death).

    >>> round(qalys([0, 8, 26, 52], [0.52, 0.60, 0.68, 0.68]).value, 6)
    0.647692
    >>> qalys([0, 52], [0.5, None])
    Figure(value=None, reason='the utility at week 52 is not known')
    """
    _check_times(weeks, utilities)
    for week, utility in zip(weeks, utilities, strict=True):
        if utility is None:
            return Figure(None, f"the utility at week {week:g} is not known")
        if not math.isfinite(utility) or utility > BEST_HEALTH:
            raise EconomicsProblem(
                f"A utility is at most 1, full health; found {utility:g} at week {week:g}. Map scores to utilities "
                "first."
            )
    known = [utility for utility in utilities if utility is not None]
    return Figure(sum(
        _area(one, other, rate)
        for one, other in pairwise(zip((week / WEEKS_IN_A_YEAR for week in weeks), known, strict=True))
    ))  # fmt: skip


def _check_times(weeks: Sequence[float], utilities: Sequence[float | None]) -> None:
    rises = len(weeks) >= 2 and weeks[0] == 0 and all(one < other for one, other in pairwise(weeks))
    if not rises or len(weeks) != len(utilities):
        raise EconomicsProblem(
            f"Weeks rise from 0, with a utility at each; found weeks {', '.join(f'{week:g}' for week in weeks)} and "
            f"{len(utilities)} utilities. Begin at 0 and sort by time."
        )


def _area(one: tuple[float, float], other: tuple[float, float], rate: float) -> float:
    """The area below a line from (years, utility) to another, cut at whole years, each part by its factor."""
    (start, first), (end, last) = one, other

    def utility(when: float) -> float:
        return first + (last - first) * (when - start) / (end - start)

    whole = [float(year) for year in range(math.floor(start) + 1, math.ceil(end))]
    return sum(
        (right - left) * (utility(left) + utility(right)) / 2 * discount_factor(math.floor(left), rate)
        for left, right in pairwise([start, *whole, end])
    )


def qaly_difference(
    qalys_: ArrayLike, baseline: ArrayLike, is_new: Sequence[bool], *, level: float = 0.95
) -> QalyDifference:
    """How many more QALYs people of the new arm had, adjusted for their utility at the start.

    In words: the least-squares fit of QALYs (n,) on the arm and on utility at the start (n,); the coefficient of the
    arm, with its t interval of n - 3 degrees. The start is part of the area, so arms that begin unequally differ even
    if nothing helps. Source: Manca, Hawkins and Sculpher (2005), Health Econ 14:487. Assumes one slope in both arms,
    and like spread. Every number must be known: EconomicsProblem is raised otherwise, and for fewer than four people,
    an empty arm, or a start that is the same for all.

    >>> found = qaly_difference([0.5, 0.7, 0.62, 0.78], [0.4, 0.6, 0.4, 0.6], [False, False, True, True])
    >>> round(found.adjusted, 6), round(found.by_baseline, 6)
    (0.1, 0.9)
    """
    check_level(level)
    y, start = numbers(qalys_, "QALYs", 4), numbers(baseline, "utilities at the start", 4)
    arm = np.array([float(one) for one in is_new])
    if not y.size == start.size == arm.size:
        raise EconomicsProblem(
            f"Each person has QALYs, a start and an arm; found {y.size}, {start.size} and {arm.size}. Give three lists "
            "of one length."
        )
    design = np.column_stack([np.ones(y.size), arm, start])
    if np.linalg.matrix_rank(design) < 3:
        raise EconomicsProblem(
            "Adjusting needs two arms and starts that differ within them; found one arm, or starts that say no more "
            "than the arm. Compare without adjusting, and say so."
        )
    coefficients, *_ = np.linalg.lstsq(design, y, rcond=None)
    left = y - design @ coefficients
    freedom = y.size - 3
    variance = float(left @ left) / freedom
    se = math.sqrt(variance * float(np.linalg.inv(design.T @ design)[1, 1]))
    reach = float(stdtrit(freedom, (1 + level) / 2)) * se
    adjusted = float(coefficients[1])
    return QalyDifference(
        unadjusted=float(y[arm == 1].mean() - y[arm == 0].mean()),
        adjusted=adjusted,
        se=se,
        ci=(adjusted - reach, adjusted + reach),
        by_baseline=float(coefficients[2]),
        people=int(y.size),
    )
