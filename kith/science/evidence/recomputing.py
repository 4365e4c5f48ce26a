"""Computed rows of the evidence worked out again from their table: the same, or what moved since it was written."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kith.science.evidence.dependence import combine_within_studies
from kith.science.evidence.pooling import pool, quantile_of
from kith.science.evidence.problems import EvidenceProblem
from kith.science.evidence.revisions import TrialEffect
from kith.science.evidence.sizes import Effect
from kith.science.evidence.small_studies import egger
from kith.science.findings import Calculation, EvidenceRow

# How many digits a computed figure is written with. One more would be noise beside the spread of the trials; one less
# would hide that a trial was added.
DIGITS: Final = {"estimate": 3, "interval": 3, "prediction": 2, "i2": 0, "tau2": 4}


@dataclass(frozen=True)
class Recomputed:
    """What comes out, unrounded. None for what the calculation does not give."""

    studies: int
    estimate: float
    interval: tuple[float, float]
    prediction: tuple[float, float] | None
    i2: float | None
    tau2: float | None


@dataclass(frozen=True)
class Moved:
    """A figure that no longer comes out as it is written, both with the digits of its kind."""

    figure: str
    written: tuple[float, ...] | None
    found: tuple[float, ...] | None


def recompute(calculation: Calculation, table: Iterable[Mapping[str, str]]) -> Recomputed:
    """The figures of a computed row from the rows of its table (column: text).

    In words: the rows are chosen whose columns hold one of the named words; effects of one study are combined with the
    stated correlation; then every study is pooled (REML, Hartung and Knapp), or those left when studies go whose normal
    interval lies wholly outside the normal interval of the pooled effect, or the limit of Egger's regression is taken.
    The leaving out of outlying studies follows the design of this product; the rest is in `pool` and `egger`. Missing
    data: a chosen row without a number is refused, not skipped. Raises EvidenceProblem for a column that is not there,
    for what is no number and for too few studies.

    >>> from kith.science.findings import Columns
    >>> columns = Columns(study="s", effect="g", se="se")
    >>> rows = [{"s": name, "g": g, "se": "0.1", "t": "cbt"} for name, g in (("a", "0.3"), ("b", "0.5"))]
    >>> calculation = Calculation(
    ...     file="t.csv", columns=columns, where={"t": ("cbt",)}, method="REML", test="knha", correlation=0.6,
    ...     of="every study",
    ... )
    >>> round(recompute(calculation, rows).estimate, 3)
    0.4
    """
    effects = _chosen(calculation, table)
    estimates, variances = [one.estimate for one in effects.values()], [one.variance for one in effects.values()]
    if calculation.of == "limit of small studies":
        found = egger(estimates, variances)
        return Recomputed(len(estimates), found.limit, found.limit_ci, None, None, None)
    pooled = pool(estimates, variances, method=calculation.method, test=calculation.test)
    return Recomputed(pooled.k, pooled.estimate, pooled.ci, pooled.prediction, pooled.i2, pooled.tau2)


def trials_of(row: str, calculation: Calculation, table: Iterable[Mapping[str, str]]) -> tuple[TrialEffect, ...]:
    """The studies that a computed row pools, one effect each; none for a limit, which is no pooled effect.

    Effects and standard errors are rounded to six digits, far below what a figure is written with. Raises as
    `recompute` does.
    """
    if calculation.of == "limit of small studies":
        return ()
    return tuple(
        TrialEffect(row, study, round(one.estimate, 6), round(one.variance**0.5, 6))
        for study, one in _chosen(calculation, table).items()
    )


def moved(row: EvidenceRow, found: Recomputed) -> tuple[Moved, ...]:
    """Which figures of a row differ from what came out, to the digits in which they are written.

    A figure counts as moved when it is further away than one unit of its last digit, so that a half rounded either way
    is not a difference. Missing data: null beside a number, or a number beside None, has moved. Raises nothing.
    """
    ends, ahead = row.interval.ends, row.prediction.ends
    pairs: dict[str, tuple[tuple[float | None, ...] | None, tuple[float | None, ...] | None]] = {
        "studies": ((row.studies.value,), (found.studies,)),
        "estimate": ((row.estimate.value,), (found.estimate,)),
        "interval": (ends, found.interval),
        "prediction": (ahead, found.prediction),
        "i2": ((row.i2.value,), (found.i2,)),
        "tau2": ((row.tau2.value,), (found.tau2,)),
    }
    told = ((name, _rounded(name, written), _rounded(name, came)) for name, (written, came) in pairs.items())
    return tuple(Moved(name, written, came) for name, written, came in told if not _alike(name, written, came))


def _chosen(calculation: Calculation, table: Iterable[Mapping[str, str]]) -> dict[str, Effect]:
    columns, where = calculation.columns, calculation.where
    rows = [row for row in table if all(_cell(row, key) in words for key, words in where.items())]
    if not rows:
        raise EvidenceProblem(
            f"No row of {calculation.file} is chosen; found none with {dict(where)}. Check the words of the table."
        )
    joined = combine_within_studies(
        [_cell(row, columns.study) for row in rows],
        [_number(row, columns.effect) for row in rows],
        [_number(row, columns.se) ** 2 for row in rows],
        correlation=calculation.correlation,
    )
    return _without_outlying(joined) if calculation.of == "without outlying studies" else joined


def _cell(row: Mapping[str, str], column: str) -> str:
    if column not in row:
        raise EvidenceProblem(f"A column is missing; found {', '.join(row)}. Give a table with the column {column!r}.")
    return row[column]


def _number(row: Mapping[str, str], column: str) -> float:
    try:
        value = float(_cell(row, column))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise EvidenceProblem(
            f"An effect and its standard error are numbers; found {row[column]!r} in {column!r}. Mend the table."
        )
    return value


def _without_outlying(effects: dict[str, Effect]) -> dict[str, Effect]:
    low, high = pool(
        [one.estimate for one in effects.values()], [one.variance for one in effects.values()], test="z"
    ).ci
    reach = quantile_of(0.95, None)
    return {
        study: one
        for study, one in effects.items()
        if one.estimate - reach * one.variance**0.5 <= high and one.estimate + reach * one.variance**0.5 >= low
    }


def _rounded(name: str, values: tuple[float | None, ...] | None) -> tuple[float, ...] | None:
    known = [value for value in values or () if value is not None]
    return tuple(round(value, DIGITS.get(name, 0)) for value in known) if known else None


def _alike(name: str, written: tuple[float, ...] | None, came: tuple[float, ...] | None) -> bool:
    if written is None or came is None:
        return written is came
    unit = 0.0 if name == "studies" else 10.0 ** -DIGITS[name]
    return all(abs(one - other) <= unit * 1.001 for one, other in zip(written, came, strict=True))
