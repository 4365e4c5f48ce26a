"""Turns answers into scores, bands and flags, for very many people at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kith.science.instruments.instrument import Instrument
from kith.science.instruments.plan import FlagPlan, Needed, PatternPlan, Plan, ScalePlan, points
from kith.science.instruments.scoring import AnswerProblem, check_answer

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Compare = Callable[[Floats, float], Flags]
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
    sums = [_Sum.of(scale) for scale in sorted(plan.scales, key=lambda scale: bool(scale.parts))]
    result: Results = {}
    for begin in range(0, max(1, len(given)), BLOCK):
        block = given[begin : begin + BLOCK]
        for name, values in _score_block(plan, sums, block).items():
            if name not in result:
                result[name] = np.empty(len(given), values.dtype)
            result[name][begin : begin + BLOCK] = values
    return result


class _Sum(NamedTuple):
    """What makes the total of a scale out of the answers (or other scales) at `rows`; all as long as the scale."""

    scale: ScalePlan
    rows: list[int] | slice
    factors: Floats
    constants: Floats
    weights: Floats

    @classmethod
    def of(cls, scale: ScalePlan) -> _Sum:
        terms = scale.terms or [(place, weight, 0.0, weight) for place, (_, weight) in enumerate(scale.parts)]
        rows = [term[0] for term in terms]
        side_by_side = slice(rows[0], rows[0] + len(rows))  # these need not be copied
        numbers = (np.array([term[part] for term in terms]) for part in (1, 2, 3))
        return cls(scale, side_by_side if rows == list(range(rows[0], rows[-1] + 1)) else rows, *numbers)


def _shaped(plan: Plan, answers: ArrayLike) -> NDArray[np.generic]:
    given = np.asarray(answers)
    if given.ndim != 2 or given.dtype.kind not in "iuf" or not plan.fewest <= given.shape[1] <= len(plan.items):
        what = f"{plan.short} needs numbers in {len(plan.items)} columns"
        found = f"shape {given.shape} of {given.dtype}"
        raise AnswerProblem(what, found, "Give one row for each person, with NaN for a blank.")
    return given


def _score_block(plan: Plan, sums: list[_Sum], block: NDArray[np.generic]) -> Results:
    """The results of a block of people. Inside it each item is a row, so that every step runs along memory."""
    values = np.empty((len(plan.items), len(block)))
    given = values[: block.shape[1]]
    given[:] = block.T
    values[block.shape[1] :] = np.nan
    if given.size:
        _check(plan, given if block.dtype.kind == "f" else np.ascontiguousarray(block.T))  # whole numbers are quicker
    _fill_unasked(plan, values)
    counted = _recoded(plan, values)
    result: Results = {}
    for one in sums:
        parts = [result[name] for name, _ in one.scale.parts]
        result |= _scale(one, np.array(parts, dtype=np.float64) if parts else counted)
    if plan.patterns:
        has_blanks = np.isnan(values.min(axis=1, initial=0))
        for pattern in plan.patterns:
            result[f"pattern.{pattern.id}"] = _pattern(pattern, values, has_blanks)
    for flag in plan.flags:
        result |= _flag(flag, values, result)
    return result


def _check(plan: Plan, given: NDArray[Any]) -> None:
    """Refuses what `score` refuses. Most rows are whole numbers from the lowest answer to the highest."""
    for position, row in enumerate(given):
        allowed = sorted(plan.allowed[position])
        has_gaps = len(allowed) <= allowed[-1] - allowed[0]
        if has_gaps or np.fmin.reduce(row) < allowed[0] or np.fmax.reduce(row) > allowed[-1]:
            wrong = ~np.isnan(row)
            for answer in allowed:
                wrong &= row != answer
        elif row.dtype.kind == "f":
            wrong = row != np.rint(row)
            wrong = wrong & ~np.isnan(row) if wrong.any() else wrong
        else:
            continue
        if wrong.any():
            check_answer(plan, position, float(row[wrong][0]))


def _fill_unasked(plan: Plan, values: Floats) -> None:
    for asked in plan.asked:
        if asked.unasked is not None:
            row = values[asked.position]
            row[np.isnan(row) & ~_has_enough(asked.needed, values, _is_not_below)] = asked.unasked


def _recoded(plan: Plan, values: Floats) -> Floats:
    if not plan.recoded:
        return values
    counted = values.copy()
    for position, table in plan.recoded:
        for value, counts in table.items():
            if value != counts:
                np.copyto(counted[position], counts, where=values[position] == value)
    return counted


def _scale(made: _Sum, counted: Floats) -> Results:
    """Scores, bands and blanks of a scale, from all answers (or its parts)."""
    scale, rows, factors, constants, weights = made
    asked = counted[rows]
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


def _pattern(pattern: PatternPlan, values: Floats, has_blanks: Flags) -> Floats:
    """1 met, 0 not met, NaN where the blanks could still decide it; `has_blanks` says which items have any."""
    is_met = _holds(pattern, values, np.greater_equal)
    requirements = (*pattern.all_of, *pattern.any_of)
    if not any(has_blanks[at] for groups, _ in requirements for group in groups for at, _ in group):
        return is_met.astype(np.float64)
    is_possible = _holds(pattern, values, _is_not_below)
    return np.where(is_met, 1.0, np.where(is_possible, np.nan, 0.0))


def _holds(pattern: PatternPlan, values: Floats, counts: Compare) -> Flags:
    is_met = np.ones(values.shape[1], dtype=bool)
    for needed in pattern.all_of:
        is_met &= _has_enough(needed, values, counts)
    if pattern.any_of:
        is_met &= np.logical_or.reduce([_has_enough(needed, values, counts) for needed in pattern.any_of])
    return is_met


def _is_not_below(answers: Floats, at_least: float) -> Flags:
    """Whether an answer is high enough, or blank."""
    return ~(answers < at_least)


def _has_enough(needed: Needed, values: Floats, counts: Compare) -> Flags:
    """Whether enough groups have an answer that counts."""
    groups, how_many = needed
    met = np.zeros(values.shape[1], dtype=np.int16)
    for group in groups:
        (at, at_least), *others = group
        is_met = counts(values[at], at_least)
        for at, at_least in others:
            is_met |= counts(values[at], at_least)
        met += is_met
    return met >= how_many
