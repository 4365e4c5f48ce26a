"""Randomisation tests for one person or a few: was the change larger than at the other times it might have begun?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations, pairwise, permutations
from math import factorial, prod
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kith.science.trials.problems import TrialProblem, check_whole

Floats = NDArray[np.float64]
Changes = tuple[int, ...]
# Every assignment is worked out, none is drawn; this many take a second or two.
MOST_ASSIGNMENTS: Final = 2_000_000
# Means that are equal on paper differ in the last bits; such an assignment counts as one that is as good.
TIE: Final = 1e-9


@dataclass(frozen=True)
class RandomisationTest:
    """How the assignment that was drawn compares with all that could have been.

    `difference` is the mean of treated less the mean of untreated periods, averaged over people, turned so that above
    0 is better. `p` is the share of assignments with a difference as large or larger; it is one-sided, and cannot be
    below `smallest_p`.
    """

    difference: float
    p: float
    assignments: int

    @property
    def smallest_p(self) -> float:
        """1 / assignments: with fewer than twenty nothing can be called unlikely at 5 %."""
        return 1 / self.assignments


def possible_starts(periods: int, *, fewest_before: int, fewest_after: int) -> tuple[int, ...]:
    """The places, from 0, at which a treatment could begin that leave so many periods before and after.

    >>> possible_starts(10, fewest_before=3, fewest_after=4)
    (3, 4, 5, 6)
    """
    check_whole("Periods before", fewest_before, least=1)
    check_whole("Periods after", fewest_after, least=1)
    if fewest_before + fewest_after > periods:
        raise TrialProblem(
            f"There is no room for a start; found {periods} periods for {fewest_before} before and {fewest_after} "
            "after. Measure more often, or ask for fewer."
        )
    return tuple(range(fewest_before, periods - fewest_after + 1))


def possible_changes(periods: int, *, phases: int, fewest: int) -> tuple[Changes, ...]:
    """All ways to cut a row of periods into phases of at least `fewest`; four phases are ABAB. A phase begins at each
    place of a cut, from 0.

    >>> possible_changes(7, phases=3, fewest=2)
    ((2, 4), (2, 5), (3, 5))
    """
    check_whole("Phases", phases, least=2)
    check_whole("Periods in a phase", fewest, least=1)
    if phases * fewest > periods:
        raise TrialProblem(
            f"There is no room for the phases; found {periods} periods for {phases} phases of {fewest}. Measure more "
            "often, or ask for fewer."
        )
    # Shortening each phase but one leaves free cuts, which are combinations.
    spare = periods - phases * fewest
    return tuple(
        tuple(cut + (fewest - 1) * (place + 1) for place, cut in enumerate(cuts))
        for cuts in combinations(range(1, spare + phases), phases - 1)
    )


def phase_test(
    values: Sequence[float | None], actual: Changes, possible: Sequence[Changes], *, higher_is_worse: bool
) -> RandomisationTest:
    """One person whose changes of phase were drawn from `possible`: A, B, A, B and so on; (start,) for AB.

    p = the share of possible assignments whose difference of means is as large or larger (Edgington 1975, Journal of
    Psychology 90, 57; Onghena 1992, Behavioral Assessment 14, 153). Assumes only that the assignment was drawn, each
    with one chance, before the values were seen; no normal scores, no independence in time. Unknown values (None) are
    left out; an assignment that leaves a phase without values cannot be judged and TrialProblem is raised, as it is
    when `actual` is not among the possible.

    >>> found = phase_test([9, 8, 9, 9, 8, 3, 2, 3, 2, 3], (5,), [(n,) for n in range(2, 9)], higher_is_worse=True)
    >>> round(found.difference, 1), found.p == found.smallest_p == 1 / 7
    (6.0, True)
    """
    _check_actual(actual, possible)
    differences = np.array([_difference(values, changes, higher_is_worse) for changes in possible])
    return _judged(differences, float(differences[list(possible).index(actual)]))


def multiple_baseline_test(
    series: Sequence[Sequence[float | None]],
    actual: Sequence[int],
    possible: Sequence[Sequence[int]],
    *,
    higher_is_worse: bool,
) -> RandomisationTest:
    """Several people, each with a start that was drawn from places of their own, one independently of the other.

    The difference is averaged over people; the assignments are all combinations of starts (Marascuilo and Busk 1988,
    Behavioral Assessment 10, 1). Assumptions and missing values as `phase_test`. Raises TrialProblem for more than two
    million combinations.

    >>> found = multiple_baseline_test([[5, 5, 5, 1, 1, 1], [6, 6, 6, 6, 2, 2]], [3, 4], [[2, 3, 4]] * 2,
    ...                                higher_is_worse=True)
    >>> found.p == 1 / 9
    True
    """
    _check_people(series, actual, possible)
    _check_count(prod(len(starts) for starts in possible))
    each = [
        np.array([_difference(values, (start,), higher_is_worse) for start in starts])
        for values, starts in zip(series, possible, strict=True)
    ]
    for start, starts in zip(actual, possible, strict=True):
        _check_actual((start,), [(one,) for one in starts])
    drawn = sum(float(of[list(starts).index(start)]) for of, starts, start in zip(each, possible, actual, strict=True))
    sums = reduce(lambda total, of: np.add.outer(total, of).ravel(), each)
    return _judged(sums / len(series), drawn / len(series))


def staggered_baseline_test(
    series: Sequence[Sequence[float | None]], actual: Sequence[int], *, higher_is_worse: bool
) -> RandomisationTest:
    """Several people and as many starts, fixed before; who gets which start was drawn (Wampold and Worsham 1986).

    `actual` gives the start of each person. All orders of the starts are possible assignments (Behavioral Assessment 8,
    135). Assumptions and missing values as `phase_test`. Raises TrialProblem for two equal starts, and for ten people
    or more.

    >>> found = staggered_baseline_test([[5, 5, 1, 1, 1], [6, 6, 6, 2, 2], [4, 4, 4, 4, 1]], [2, 3, 4],
    ...                                 higher_is_worse=True)
    >>> found.assignments, found.p == 1 / 6
    (6, True)
    """
    _check_people(series, actual, [actual] * len(actual))
    if len(set(actual)) < len(actual):
        raise TrialProblem(f"Staggered starts differ; found {list(actual)}. Give each person a start of their own.")
    _check_count(factorial(len(actual)))
    table = np.array([[_difference(values, (start,), higher_is_worse) for start in actual] for values in series])
    orders = np.array(list(permutations(range(len(actual)))))
    return _judged(table[np.arange(len(actual)), orders].mean(axis=1), float(np.trace(table)) / len(actual))


def _difference(values: Sequence[float | None], changes: Changes, higher_is_worse: bool) -> float:
    cuts = [0, *changes, len(values)]
    untreated: list[float] = []
    treated: list[float] = []
    for phase, (begin, end) in enumerate(pairwise(cuts)):
        known = [value for value in values[max(begin, 0) : max(end, 0)] if value is not None]
        if not known:
            raise TrialProblem(
                f"A phase has no known value; found none from place {begin} to {end} of {len(values)}. Ask for longer "
                "phases, and leave out starts that could not be judged."
            )
        (treated if phase % 2 else untreated).extend(known)
    gain = float(np.mean(treated) - np.mean(untreated))
    return -gain if higher_is_worse else gain


def _judged(differences: Floats, drawn: float) -> RandomisationTest:
    scale = max(float(np.abs(differences).max()), 1.0)
    as_good = int((differences >= drawn - TIE * scale).sum())
    return RandomisationTest(drawn, as_good / differences.size, int(differences.size))


def _check_actual(actual: Changes, possible: Sequence[Changes]) -> None:
    if list(possible).count(actual) != 1:
        raise TrialProblem(
            f"What was drawn is one of what could be drawn, each listed once; found {list(possible).count(actual)} of "
            f"{actual} among {len(possible)}. List every place that was in the draw, and only those."
        )


def _check_people(
    series: Sequence[Sequence[float | None]], actual: Sequence[int], possible: Sequence[Sequence[int]]
) -> None:
    if not len(series) == len(actual) == len(possible) >= 2:
        raise TrialProblem(
            f"A multiple baseline has two people or more, each with values and a start; found {len(series)} rows, "
            f"{len(actual)} starts and {len(possible)} lists. Give one of each for everybody."
        )


def _check_count(assignments: int) -> None:
    if assignments > MOST_ASSIGNMENTS:
        raise TrialProblem(
            f"There are too many assignments to work out; found {assignments:,} and the most is {MOST_ASSIGNMENTS:,}. "
            "Draw from fewer places, or test people in two sets."
        )
