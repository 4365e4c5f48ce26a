"""Turns answers into scores, bands and flags, for very many people at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kith.science.instruments.instrument import Instrument
from kith.science.instruments.plan import FlagPlan, Needed, PatternPlan, Plan, ScalePlan, points
from kith.science.instruments.scoring import AnswerProblem, check_answer


def score_many(instrument: Instrument, answers: ArrayLike) -> dict[str, NDArray[np.generic]]:
    """The same rules as `score`, for n people in one array.

    `answers` has shape (n, items) in the order of the items, NaN where an answer is blank; columns at the end that are
    not required may be left out. Returns arrays of length n:

    - `<scale>`: the score, NaN where the rules give none;
    - `<scale>.band`: the position of the band among the scale's bands, -1 where there is none;
    - `<scale>.missing`: how many answers are blank;
    - `flag.<id>`: whether it is raised; `flag.<id>.unknown`: whether its question is blank;
    - `pattern.<id>`: 1 met, 0 not met, NaN open.

    Raises `AnswerProblem` for infinity, for a number that is not one of the item's answers, and for a wrong shape.

    >>> from pathlib import Path
    >>> import kith
    >>> from kith.science.instruments import read_instrument
    >>> gad7 = read_instrument(Path(kith.__file__).parent / "library/instruments/gad7")
    >>> result = score_many(gad7, [[1, 1, 1, 1, 1, 1, 1], [3, 3, 3, 3, 3, 3, 3]])
    >>> result["total"].tolist(), result["total.band"].tolist()
    ([7.0, 21.0], [1, 3])
    """
    plan = instrument.plan
    values = _checked(plan, answers)
    _fill_unasked(plan, values)
    counted = _recoded(plan, values)
    known = ~np.isnan(counted)
    filled = np.where(known, counted, 0.0)
    result: dict[str, NDArray[np.generic]] = {}
    for scale in plan.scales:
        result |= _scale(scale, filled, known) if scale.terms else _scale_of_parts(scale, result)
    for pattern in plan.patterns:
        result[f"pattern.{pattern.id}"] = _pattern(pattern, values)
    for flag in plan.flags:
        result |= _flag(flag, values, result)
    return result


def _fill_unasked(plan: Plan, values: NDArray[np.float64]) -> None:
    for asked in plan.asked:
        if asked.unasked is not None:
            column = values[:, asked.position]
            column[np.isnan(column) & ~_can_be_met(asked.needed, values)] = asked.unasked


def _recoded(plan: Plan, values: NDArray[np.float64]) -> NDArray[np.float64]:
    if not plan.recoded:
        return values
    counted = values.copy()
    for position, table in plan.recoded:
        column = values[:, position]
        for value, counts in table.items():
            counted[column == value, position] = counts
    return counted


def _checked(plan: Plan, answers: ArrayLike) -> NDArray[np.float64]:
    """The answers as numbers, with a column for every item; refuses what `score` refuses."""
    given = np.asarray(answers)
    if given.ndim != 2 or given.dtype.kind not in "iuf" or not plan.fewest <= given.shape[1] <= len(plan.items):
        what = f"{plan.short} needs numbers in {len(plan.items)} columns"
        found = f"shape {given.shape} of {given.dtype}"
        raise AnswerProblem(what, found, "Give one row for each person, with NaN for a blank.")
    values = np.full((given.shape[0], len(plan.items)), np.nan)
    values[:, : given.shape[1]] = given
    for position, allowed in enumerate(plan.allowed):
        column = values[:, position]
        low, high = min(allowed), max(allowed)
        if len(allowed) == high - low + 1:
            wrong = (column < low) | (column > high) | (column != np.floor(column))
        else:
            wrong = ~np.isin(column, list(allowed))
        wrong &= ~np.isnan(column)
        if wrong.any():
            check_answer(plan, position, float(column[wrong][0]))
    return values


def _scale(scale: ScalePlan, filled: NDArray[np.float64], known: NDArray[np.bool_]) -> dict[str, NDArray[np.generic]]:
    columns = [term[0] for term in scale.terms]
    factors, constants, weights = (np.array([term[part] for term in scale.terms]) for part in (1, 2, 3))
    answered = known[:, columns]
    total = filled[:, columns] @ factors + answered @ constants
    return _scored(scale, total, answered, weights)


def _scale_of_parts(scale: ScalePlan, scores: dict[str, NDArray[np.generic]]) -> dict[str, NDArray[np.generic]]:
    values = np.column_stack([np.asarray(scores[name], dtype=np.float64) for name, _ in scale.parts])
    weights = np.array([weight for _, weight in scale.parts])
    answered = ~np.isnan(values)
    return _scored(scale, np.where(answered, values, 0.0) @ weights, answered, weights)


def _scored(
    scale: ScalePlan, total: NDArray[np.float64], answered: NDArray[np.bool_], weights: NDArray[np.float64]
) -> dict[str, NDArray[np.generic]]:
    missing = scale.count - answered.sum(axis=1)
    is_scored = missing <= scale.at_most_missing
    value = points(
        scale,
        total,
        np.where(is_scored, answered @ weights, 1.0),
        np.where(is_scored, answered @ (weights * weights), 1.0),
    )
    value = np.where(is_scored, value, np.nan)
    band = np.searchsorted(np.array(scale.band_starts), value, side="right") - 1
    band = np.where(is_scored & (len(scale.band_starts) > 0), band, -1).astype(np.int8)
    return {scale.id: value, f"{scale.id}.band": band, f"{scale.id}.missing": missing}


def _flag(
    flag: FlagPlan, values: NDArray[np.float64], result: dict[str, NDArray[np.generic]]
) -> dict[str, NDArray[np.generic]]:
    if flag.pattern is not None:
        seen, at_least, below = result[f"pattern.{flag.pattern}"], 1.0, None
    else:
        seen = values[:, flag.position] if flag.position is not None else result[flag.scale or ""]
        at_least, below = flag.at_least, flag.below
    seen = np.asarray(seen, dtype=np.float64)
    raised = seen >= at_least if at_least is not None else seen < below
    return {f"flag.{flag.id}": raised, f"flag.{flag.id}.unknown": np.isnan(seen)}


def _pattern(pattern: PatternPlan, values: NDArray[np.float64]) -> NDArray[np.float64]:
    is_met = np.ones(len(values), dtype=bool)
    is_possible = np.ones(len(values), dtype=bool)
    for needed in pattern.all_of:
        is_met &= _is_certain(needed, values)
        is_possible &= _can_be_met(needed, values)
    if pattern.any_of:
        is_met &= np.logical_or.reduce([_is_certain(needed, values) for needed in pattern.any_of])
        is_possible &= np.logical_or.reduce([_can_be_met(needed, values) for needed in pattern.any_of])
    return np.where(is_met, 1.0, np.where(is_possible, np.nan, 0.0))


def _is_certain(needed: Needed, values: NDArray[np.float64]) -> NDArray[np.bool_]:
    thresholds, how_many = needed
    return sum(values[:, at] >= at_least for at, at_least in thresholds) >= how_many


def _can_be_met(needed: Needed, values: NDArray[np.float64]) -> NDArray[np.bool_]:
    thresholds, how_many = needed
    return sum(~(values[:, at] < at_least) for at, at_least in thresholds) >= how_many
