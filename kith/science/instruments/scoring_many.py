"""Turns answers into scores, bands and flags, for very many people at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kith.science.instruments.instrument import Instrument
from kith.science.instruments.plan import FlagPlan, Needed, PatternPlan, Plan, ScalePlan, points
from kith.science.instruments.scoring import AnswerProblem, check_answer

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Results = dict[str, NDArray[np.generic]]

# People are scored in blocks that stay in a core's cache. Ten times as many halve the speed (the answers leave the
# cache between two steps); ten times fewer do too (the cost of each step is paid more often).
BLOCK = 8_192


def score_many(instrument: Instrument, answers: ArrayLike) -> Results:
    """The same rules as `score`, for n people in one array.

    `answers` has shape (n, items) in the order of the items, NaN where an answer is blank; columns at the end that are
    not required may be left out. Returns arrays of length n:

    - `<scale>`: the score, NaN where the rules give none;
    - `<scale>.band`: the position of the band among the scale's bands, -1 where there is none;
    - `<scale>.missing`: how many answers (or parts) are blank;
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
    given = _shaped(plan, answers)
    result: Results = {}
    for begin in range(0, max(1, len(given)), BLOCK):
        block = given[begin : begin + BLOCK]
        for name, values in _score_block(plan, block).items():
            if name not in result:
                result[name] = np.empty(len(given), values.dtype)
            result[name][begin : begin + BLOCK] = values
    return result


def _shaped(plan: Plan, answers: ArrayLike) -> NDArray[np.generic]:
    given = np.asarray(answers)
    if given.ndim != 2 or given.dtype.kind not in "iuf" or not plan.fewest <= given.shape[1] <= len(plan.items):
        what = f"{plan.short} needs numbers in {len(plan.items)} columns"
        found = f"shape {given.shape} of {given.dtype}"
        raise AnswerProblem(what, found, "Give one row for each person, with NaN for a blank.")
    return given


def _score_block(plan: Plan, block: NDArray[np.generic]) -> Results:
    """The results of a block of people. Inside it each item is a row, so that every step runs along memory."""
    values = np.full((len(plan.items), len(block)), np.nan)
    values[: block.shape[1]] = block.T
    _check(plan, values)
    _fill_unasked(plan, values)
    counted = _recoded(plan, values)
    result: Results = {}
    for scale in plan.scales:
        if scale.terms:
            result |= _scale(scale, counted)
    for scale in plan.scales:
        if scale.parts:
            result |= _scale_of_parts(scale, result)
    for pattern in plan.patterns:
        result[f"pattern.{pattern.id}"] = _pattern(pattern, values)
    for flag in plan.flags:
        result |= _flag(flag, values, result)
    return result


def _check(plan: Plan, values: Floats) -> None:
    """Refuses what `score` refuses."""
    for position, allowed in enumerate(plan.allowed):
        row = values[position]
        low, high = min(allowed), max(allowed)
        if len(allowed) == high - low + 1:
            is_right = (row >= low) & (row <= high) & (row == np.rint(row))
        else:
            is_right = np.isin(row, list(allowed))
        if not is_right.all():
            wrong = ~is_right & ~np.isnan(row)
            if wrong.any():
                check_answer(plan, position, float(row[wrong][0]))


def _fill_unasked(plan: Plan, values: Floats) -> None:
    for asked in plan.asked:
        if asked.unasked is not None:
            row = values[asked.position]
            row[np.isnan(row) & ~_can_be_met(asked.needed, values)] = asked.unasked


def _recoded(plan: Plan, values: Floats) -> Floats:
    if not plan.recoded:
        return values
    counted = values.copy()
    for position, table in plan.recoded:
        for value, counts in table.items():
            counted[position, values[position] == value] = counts
    return counted


def _scale(scale: ScalePlan, counted: Floats) -> Results:
    rows = [term[0] for term in scale.terms]
    factors, constants, weights = (np.array([term[part] for term in scale.terms]) for part in (1, 2, 3))
    return _scored(scale, counted[rows], factors, constants, weights)


def _scale_of_parts(scale: ScalePlan, scores: Results) -> Results:
    parts = np.array([scores[name] for name, _ in scale.parts], dtype=np.float64)
    weights = np.array([weight for _, weight in scale.parts])
    return _scored(scale, parts, weights, np.zeros(len(weights)), weights)


def _scored(scale: ScalePlan, asked: Floats, factors: Floats, constants: Floats, weights: Floats) -> Results:
    """Scores, bands and blanks from the answers `asked`, of shape (items, people)."""
    total = factors @ asked + constants.sum()
    missing = np.zeros(asked.shape[1], dtype=np.int16)
    if not np.isnan(total).any():  # most blocks hold no blank, and need no account of them
        value = points(scale, total, weights.sum(), (weights * weights).sum())
        return _with_band(scale, value, missing)
    answered = ~np.isnan(asked)
    missing[:] = scale.count - answered.sum(axis=0)
    is_scored = missing <= scale.at_most_missing
    total = factors @ np.where(answered, asked, 0.0) + constants @ answered
    weight, squares = (np.where(is_scored, each @ answered, 1.0) for each in (weights, weights * weights))
    return _with_band(scale, np.where(is_scored, points(scale, total, weight, squares), np.nan), missing)


def _with_band(scale: ScalePlan, value: Floats, missing: NDArray[np.int16]) -> Results:
    band = np.full(len(value), -1, dtype=np.int8)
    for start in scale.band_starts:
        band += value >= start
    return {scale.id: value, f"{scale.id}.band": band, f"{scale.id}.missing": missing}


def _flag(flag: FlagPlan, values: Floats, result: Results) -> Results:
    if flag.position is not None:
        seen = values[flag.position]
    else:
        name = f"pattern.{flag.pattern}" if flag.pattern is not None else flag.scale or ""
        seen = np.asarray(result[name], dtype=np.float64)
    at_least = 1.0 if flag.at_least is None else flag.at_least
    raised = seen < flag.below if flag.below is not None else seen >= at_least
    return {f"flag.{flag.id}": raised, f"flag.{flag.id}.unknown": np.isnan(seen)}


def _pattern(pattern: PatternPlan, values: Floats) -> Floats:
    is_met, is_possible = (np.ones(values.shape[1], dtype=bool) for _ in range(2))
    for needed in pattern.all_of:
        is_met &= _is_certain(needed, values)
        is_possible &= _can_be_met(needed, values)
    if pattern.any_of:
        is_met &= np.logical_or.reduce([_is_certain(needed, values) for needed in pattern.any_of])
        is_possible &= np.logical_or.reduce([_can_be_met(needed, values) for needed in pattern.any_of])
    return np.where(is_met, 1.0, np.where(is_possible, np.nan, 0.0))


def _is_certain(needed: Needed, values: Floats) -> Flags:
    thresholds, how_many = needed
    return _count([values[at] >= at_least for at, at_least in thresholds]) >= how_many


def _can_be_met(needed: Needed, values: Floats) -> Flags:
    thresholds, how_many = needed
    return _count([~(values[at] < at_least) for at, at_least in thresholds]) >= how_many


def _count(rows: Sequence[Flags]) -> NDArray[np.int64]:
    return np.asarray(np.add.reduce(rows, axis=0, dtype=np.int64))
