"""Turns answers into scores, bands and flags, for very many people at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kith.science.instruments.instrument import Instrument
from kith.science.instruments.plan import FlagPlan, PatternPlan, Plan, ScalePlan, points
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
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    result: dict[str, NDArray[np.generic]] = {}
    for scale in plan.scales:
        result |= _scale(scale, filled, known)
    for flag in plan.flags:
        seen = values[:, flag.position] if flag.position is not None else result[flag.scale or ""]
        result |= _flag(flag, np.asarray(seen, dtype=np.float64))
    for pattern in plan.patterns:
        result[f"pattern.{pattern.id}"] = _pattern(pattern, filled, known)
    return result


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
    columns = list(scale.positions)
    factors, constants, weights = (np.array([term[part] for term in scale.terms]) for part in (1, 2, 3))
    answered = known[:, columns]
    total = filled[:, columns] @ factors + answered @ constants
    missing = len(columns) - answered.sum(axis=1)
    is_scored = missing <= scale.at_most_missing
    value = points(scale, total, np.where(is_scored, answered @ weights, 1.0))
    value = np.where(is_scored, value, np.nan)
    band = np.searchsorted(np.array(scale.band_starts), value, side="right") - 1
    band = np.where(is_scored & (len(scale.band_starts) > 0), band, -1).astype(np.int8)
    return {scale.id: value, f"{scale.id}.band": band, f"{scale.id}.missing": missing}


def _flag(flag: FlagPlan, seen: NDArray[np.float64]) -> dict[str, NDArray[np.generic]]:
    if flag.at_least is not None:
        raised = seen >= flag.at_least
    else:
        assert flag.below is not None
        raised = seen < flag.below
    return {f"flag.{flag.id}": raised, f"flag.{flag.id}.unknown": np.isnan(seen)}


def _pattern(pattern: PatternPlan, filled: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    is_met = np.ones(len(filled), dtype=bool)
    is_possible = np.ones(len(filled), dtype=bool)
    for positions, at_least, how_many in pattern.requirements:
        columns = list(positions)
        high = (known[:, columns] & (filled[:, columns] >= at_least)).sum(axis=1)
        blank = (~known[:, columns]).sum(axis=1)
        is_met &= high >= how_many
        is_possible &= high + blank >= how_many
    return np.where(is_met, 1.0, np.where(is_possible, np.nan, 0.0))
