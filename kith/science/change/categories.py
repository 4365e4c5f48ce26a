"""The five ways a course can end by one measure: recovered, improved, unchanged, deteriorated, harmed; or unknown."""

from __future__ import annotations

from enum import StrEnum
from typing import overload

import numpy as np
from numpy.typing import NDArray

from kith.science.change.arrays import FloatArray, Scores, columns
from kith.science.change.reliability import CRITICAL_95, EXACT, standard_error_of_difference

Categories = NDArray[np.str_]


class Category(StrEnum):
    """What became of one person by one measure, after Jacobson & Truax (1991)."""

    RECOVERED = "recovered"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    DETERIORATED = "deteriorated"
    HARMED = "harmed"
    UNKNOWN = "unknown"


_NAMES = np.array([str(category) for category in Category])
_CODE = {category: code for code, category in enumerate(Category)}


def is_clinical(scores: FloatArray, cutoff: float, *, higher_is_worse: bool) -> NDArray[np.bool_]:
    """Whether each score is in the clinical range. A score on the cut-off is; a missing score is not.

    >>> is_clinical(np.array([9.0, 10.0, np.nan]), 10, higher_is_worse=True).tolist()
    [False, True, False]
    """
    distance = scores - cutoff if higher_is_worse else cutoff - scores
    return np.asarray(distance >= -EXACT)


@overload
def categorise(
    before: float | None, after: float | None, *, improvement: float | None, cutoff: float, higher_is_worse: bool
) -> Category: ...
@overload
def categorise(
    before: FloatArray, after: FloatArray, *, improvement: FloatArray, cutoff: float, higher_is_worse: bool
) -> Categories: ...
def categorise(
    before: Scores, after: Scores, *, improvement: Scores, cutoff: float, higher_is_worse: bool
) -> Category | Categories:
    """The category of each person, from whether the change was reliable (by any method) and the cut-off.

    In words: recovered is reliably better AND from the clinical range to below it; improved is reliably better only;
    harmed is reliably worse AND into the clinical range; deteriorated is reliably worse only; all else is unchanged.
    Somebody who began outside the clinical range can improve but not recover: give that denominator with the rate.
    Source: Jacobson & Truax (1991); "harmed" as in Claus et al. (2024).

    `improvement` is +1 for reliably better, -1 for reliably worse, 0 for neither. Columns share one shape. Missing:
    where a score or the improvement is NaN or None the category is unknown, never unchanged.

    >>> str(categorise(32.5, 47.5, improvement=1, cutoff=45, higher_is_worse=False))
    'recovered'
    >>> categorise(np.array([18.0, 18.0]), np.array([6.0, np.nan]), improvement=np.array([1.0, 1.0]),
    ...            cutoff=10, higher_is_worse=True).tolist()
    ['recovered', 'unknown']
    """
    (first, last, better), single = columns(before, after, improvement)
    began = is_clinical(first, cutoff, higher_is_worse=higher_is_worse)
    ended = is_clinical(last, cutoff, higher_is_worse=higher_is_worse)
    missing = np.isnan(first) | np.isnan(last) | np.isnan(better)
    conditions: list[tuple[Category, NDArray[np.bool_]]] = [
        (Category.UNKNOWN, missing),
        (Category.RECOVERED, (better > 0) & began & ~ended),
        (Category.IMPROVED, better > 0),
        (Category.HARMED, (better < 0) & ~began & ended),
        (Category.DETERIORATED, better < 0),
    ]
    codes = np.select(
        [np.asarray(condition) for _, condition in conditions],
        [np.int8(_CODE[category]) for category, _ in conditions],
        default=np.int8(_CODE[Category.UNCHANGED]),
    )
    names = _NAMES[codes]
    return Category(str(names)) if single else names


def improvement_by_index(index: Scores, *, higher_is_worse: bool, critical: float = CRITICAL_95) -> FloatArray:
    """+1 where a statistic of `methods` says reliably better, -1 reliably worse, 0 neither, NaN missing.

    A statistic of exactly the critical value is not reliable.

    >>> improvement_by_index(np.array([-2.5, 1.0, 1.96, 2.5, np.nan]), higher_is_worse=True).tolist()
    [1.0, 0.0, 0.0, -1.0, nan]
    """
    (value,), _ = columns(index)
    gain = -value if higher_is_worse else value
    return _direction(gain, np.abs(gain) > critical + EXACT)


def improvement_by_points(
    before: Scores, after: Scores, *, reliable_change: float, higher_is_worse: bool
) -> FloatArray:
    """+1 where the score got better by at least `reliable_change` points, -1 worse by as much, 0 neither, NaN missing.

    For reliable changes fixed by a policy, which count a change of exactly that size.

    >>> before, after = np.array([16.0, 10.0]), np.array([10.0, 5.0])
    >>> improvement_by_points(before, after, reliable_change=6, higher_is_worse=True).tolist()
    [1.0, 0.0]
    """
    (first, last), _ = columns(before, after)
    gain = first - last if higher_is_worse else last - first
    return _direction(gain, np.abs(gain) >= reliable_change - EXACT)


def _direction(gain: FloatArray, reliable: NDArray[np.bool_]) -> FloatArray:
    return np.where(np.isnan(gain), np.nan, np.where(reliable, np.sign(gain), 0.0))


@overload
def classify(
    before: float | None, after: float | None, *, cutoff: float, sd: float, reliability: float, higher_is_worse: bool
) -> Category: ...
@overload
def classify(
    before: FloatArray, after: FloatArray, *, cutoff: float, sd: float, reliability: float, higher_is_worse: bool
) -> Categories: ...
def classify(
    before: Scores, after: Scores, *, cutoff: float, sd: float, reliability: float, higher_is_worse: bool
) -> Category | Categories:
    """The category of each person by Jacobson & Truax (1991), the default: reliable change index beyond 1.96.

    Raises ValueError as `check_spread` does. Missing scores give unknown.

    >>> str(classify(32.5, 47.5, cutoff=50, sd=7.5, reliability=0.80, higher_is_worse=False))
    'improved'
    """
    (first, last), single = columns(before, after)
    index = (last - first) / standard_error_of_difference(sd, reliability)
    better = improvement_by_index(index, higher_is_worse=higher_is_worse)
    found = categorise(first, last, improvement=better, cutoff=cutoff, higher_is_worse=higher_is_worse)
    return found if not single else Category(str(found))


@overload
def classify_by_points(
    before: float | None, after: float | None, *, cutoff: float, reliable_change: float, higher_is_worse: bool
) -> Category: ...
@overload
def classify_by_points(
    before: FloatArray, after: FloatArray, *, cutoff: float, reliable_change: float, higher_is_worse: bool
) -> Categories: ...
def classify_by_points(
    before: Scores, after: Scores, *, cutoff: float, reliable_change: float, higher_is_worse: bool
) -> Category | Categories:
    """The category of each person by a reliable change fixed in points, as measure policies give it.

    Missing scores give unknown.

    >>> str(classify_by_points(16, 8, cutoff=10, reliable_change=6, higher_is_worse=True))
    'recovered'
    """
    (first, last), single = columns(before, after)
    better = improvement_by_points(first, last, reliable_change=reliable_change, higher_is_worse=higher_is_worse)
    found = categorise(first, last, improvement=better, cutoff=cutoff, higher_is_worse=higher_is_worse)
    return found if not single else Category(str(found))
