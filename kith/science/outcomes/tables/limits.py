"""The limits of two measures for each problem and each period: as rows, and as expressions over a table of stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

import ibis

from kith.science.change import MeasurePolicies, UnknownMeasure
from kith.science.change.policies import MeasurePolicy

if TYPE_CHECKING:
    from ibis import Table
    from ibis.expr.types import NumericValue

DEPRESSION, FALLBACK = "phq9", "gad7"
NO_PROBLEM = ""  # also of problems that the policies do not pair: they are counted by PHQ-9 and GAD-7
FIRST, LAST = date(1900, 1, 1), date(2200, 12, 31)
LIMITS = ("phq9_cut", "phq9_change", "gad7_cut", "gad7_change", "own_cut", "own_change")


def limits_by_problem(policies: MeasurePolicies) -> list[dict[str, Any]]:
    """One row a problem and period: from `starts` to `ends` these limits hold. Both days count, and no day is left out.

    `own_cut` and `own_change` are of the measure that is paired with the problem beside PHQ-9; None where that is
    GAD-7, or where no reliable change is published for it, so that GAD-7 counts. Raises ValueError for a measure whose
    higher scores are better.
    """
    other = [policy.measure for policy in policies.policies if not policy.higher_is_worse]
    if other:
        raise ValueError(
            f"Outcome tables count measures whose higher scores are worse; found {', '.join(other)}. Leave them out of "
            "the policies given, or turn their scores and limits round."
        )
    problems = [NO_PROBLEM, *(pair.problem for pair in policies.pairings)]
    return [
        _row(policies, problem, starts, ends) for problem in problems for starts, ends in _periods(policies.policies)
    ]


def limit(stays: Table, rows: Sequence[dict[str, Any]], name: str) -> NumericValue:
    """The limit of this name that holds for each stay, by its `problem` and the day it `ended`; empty where none is.

    `rows` are those of `limits_by_problem`. A problem they do not name, or none, has the limits of NO_PROBLEM. A stay
    that has not ended has the latest.
    """
    by_end: dict[date, dict[str, float | None]] = {}
    for row in rows:
        by_end.setdefault(row["ends"], {})[row["problem"]] = row[name]
    periods = [(list(same)[-1][0], values) for values, same in groupby(sorted(by_end.items()), key=lambda one: one[1])]
    *earlier, (_, newest) = periods
    until = [(stays.ended <= ibis.literal(ends), _of_problem(stays, values)) for ends, values in earlier]
    return ibis.cases(*until, else_=_of_problem(stays, newest)) if until else _of_problem(stays, newest)


def _of_problem(stays: Table, values: Mapping[str, float | None]) -> NumericValue:
    usual = values[NO_PROBLEM]
    others: dict[float | None, list[str]] = {}
    for problem, value in values.items():
        if value != usual:
            others.setdefault(value, []).append(problem)
    branches = [(stays.problem.isin(problems), _number(value)) for value, problems in others.items()]
    return ibis.cases(*branches, else_=_number(usual)) if branches else _number(usual)


def _number(value: float | None) -> NumericValue:
    return ibis.literal(value, type="float64")


def _periods(policies: tuple[MeasurePolicy, ...]) -> Iterator[tuple[date, date]]:
    """The stretches of time in which no policy begins or ends."""
    begins = {policy.effective_from for policy in policies if policy.effective_from is not None}
    begins |= {policy.effective_to + timedelta(days=1) for policy in policies if policy.effective_to is not None}
    starts = [FIRST, *sorted(begins)]
    ends = [day - timedelta(days=1) for day in starts[1:]] + [LAST]
    yield from zip(starts, ends, strict=True)


def _row(policies: MeasurePolicies, problem: str, starts: date, ends: date) -> dict[str, Any]:
    own = next((pair.anxiety for pair in policies.on(starts).pairings if pair.problem == problem), FALLBACK)
    limits = {name: _limits(policies, name, starts) for name in (DEPRESSION, FALLBACK, own)}
    own_limits = limits[own] if own != FALLBACK else (None, None)
    return {
        "problem": problem,
        "starts": starts,
        "ends": ends,
        "phq9_cut": limits[DEPRESSION][0],
        "phq9_change": limits[DEPRESSION][1],
        "gad7_cut": limits[FALLBACK][0],
        "gad7_change": limits[FALLBACK][1],
        "own_cut": own_limits[0],
        "own_change": own_limits[1],
    }


def _limits(policies: MeasurePolicies, measure: str, day: date) -> tuple[float | None, float | None]:
    """The cut-off and the reliable change; both None unless both are there."""
    try:
        policy = policies.policy(measure, day)
    except UnknownMeasure:
        return None, None
    return (policy.caseness, policy.reliable_change) if policy.reliable_change is not None else (None, None)
