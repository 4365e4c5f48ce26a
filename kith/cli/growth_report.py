"""What `kith growth` reads, works out, and how it is put into words and into JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kith.cli.csv_rows import UnreadableTable, id_in, number_in, read_rows
from kith.science.change.growth import Growth, Shape, fit_growth

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Columns:
    """The names of the columns to read."""

    id: str
    time: str
    score: str
    covariates: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns that hold numbers, in the order of `Scores.numbers`."""
        return (self.time, self.score, *self.covariates)


@dataclass(frozen=True)
class Scores:
    """A long table: whose row it is (n,), and the numbers of each column (n, k), NaN where one is missing."""

    person: NDArray[np.int64]
    numbers: Floats


@dataclass(frozen=True)
class Report:
    """A fitted curve, and what was left out of it."""

    growth: Growth
    names: tuple[str, ...]
    rows: int
    missing: Mapping[str, int]
    left_out: int
    people_left_out: int
    people_once: int
    notes: tuple[str, ...]


def read_scores(path: Path, columns: Columns) -> Scores:
    """The scores in a CSV file. Raises UnreadableTable for what is no number, and for a row without an id."""
    people: dict[str, int] = {}
    person: list[int] = []
    numbers: list[list[float]] = []
    for line, cells in read_rows(path, [columns.id, *columns.numbers]):
        person.append(people.setdefault(id_in(cells[columns.id], columns.id, path, line), len(people)))
        found = [number_in(cells[name], name, path, line, what="a value") for name in columns.numbers]
        numbers.append([np.nan if one is None else one for one in found])
    if not person:
        raise UnreadableTable(
            f"{path.name}: nobody to fit a curve to; found column names and no rows. Add a row for each score."
        )
    table = np.array(numbers, dtype=np.float64).reshape(len(person), len(columns.numbers))
    return Scores(np.array(person, dtype=np.int64), table)


def fit_table(scores: Scores, columns: Columns, *, shape: Shape, slope: bool) -> Report:
    """Fit the curve to the complete rows, and count the others. Raises GrowthProblem where there are too few."""
    time, score, *others = scores.numbers.T
    covariates = dict(zip(columns.covariates, others, strict=True))
    growth = fit_growth(scores.person, time, score, covariates=covariates, shape=shape, slope=slope)
    known: NDArray[np.bool_] = np.asarray(np.isfinite(scores.numbers).all(axis=1))
    counts = np.bincount(scores.person[known], minlength=int(scores.person.max()) + 1)
    missing = {name: int(np.isnan(one).sum()) for name, one in zip(columns.numbers, scores.numbers.T, strict=True)}
    of_time = columns.time if shape == "linear" else f"ln(1 + {columns.time})"
    return Report(
        growth=growth,
        names=("(intercept)", of_time, *columns.covariates),
        rows=len(known),
        missing=missing,
        left_out=int((~known).sum()),
        people_left_out=int((counts == 0).sum()),
        people_once=int((counts == 1).sum()),
        notes=_cautions(growth, int((~known).sum())),
    )


def _cautions(growth: Growth, left_out: int) -> tuple[str, ...]:
    notes = ["A course over time is not the effect of the treatment: people also change without it."]
    if left_out:
        notes.append(
            "Rows with a missing number are left out. That is fair only if what is missing can be foretold from what "
            "was seen."
        )
    if _is_at_the_edge(growth):
        notes.append(
            "The fit is at the edge: a variance is zero, or intercepts and slopes are one and the same. The data "
            "cannot tell the people's own effects apart; ask for a plainer model."
        )
    return tuple(notes)


def _is_at_the_edge(growth: Growth) -> bool:
    relative = growth.random / growth.residual
    own = np.sqrt(np.diag(relative))
    return bool((own < 1e-4).any()) or (len(own) > 1 and abs(relative[0, 1]) > (1 - 1e-6) * own[0] * own[1])


def _components(growth: Growth) -> dict[str, float | None]:
    own = {"intercept_variance": float(growth.random[0, 0]), "intercept_sd": float(np.sqrt(growth.random[0, 0]))}
    if not growth.has_slope:
        return dict(own)
    slope, covariance = float(growth.random[1, 1]), float(growth.random[0, 1])
    spreads = float(np.sqrt(growth.random[0, 0] * slope))
    return {
        **own,
        "slope_variance": slope,
        "slope_sd": float(np.sqrt(slope)),
        "covariance": covariance,
        "correlation": covariance / spreads if spreads > 0 else None,
    }


def as_json(report: Report) -> dict[str, object]:
    """The report as plain values for JSON."""
    growth = report.growth
    effects = zip(report.names, growth.fixed, growth.standard_errors, strict=True)
    return {
        "n_persons": growth.people,
        "n_observations": growth.observations,
        "shape": growth.shape,
        "slope": growth.has_slope,
        "fixed_effects": {name: {"estimate": float(one), "standard_error": float(se)} for name, one, se in effects},
        "variance_components": _components(growth),
        "residual_variance": growth.residual,
        "residual_sd": float(np.sqrt(growth.residual)),
        "reml_criterion": growth.criterion,
        "left_out": {
            "rows": report.left_out,
            "persons": report.people_left_out,
            "missing": dict(report.missing),
        },
        "n_persons_with_one_score": report.people_once,
        "notes": list(report.notes),
    }


def as_text(report: Report) -> None:
    """Print the report as tables."""
    from rich.console import Console
    from rich.table import Table

    growth = report.growth
    fixed = Table("Everybody", "Estimate", "Standard error")
    for name, one, error in zip(report.names, growth.fixed, growth.standard_errors, strict=True):
        fixed.add_row(name, f"{one:.4f}", f"{error:.4f}")
    spread = Table("Between and within people", "Value")
    for name, value in (*_components(growth).items(), ("residual_variance", growth.residual)):
        spread.add_row(name.replace("_", " "), "-" if value is None else f"{value:.4f}")
    console = Console(highlight=False, markup=False)
    console.print(f"{growth.people} people, {growth.observations} scores; REML criterion {growth.criterion:.4f}")
    console.print(fixed)
    console.print(spread)
    missing = ", ".join(f"{count} without “{name}”" for name, count in report.missing.items() if count)
    left_out = f"Left out: {report.left_out} of {report.rows} rows, {report.people_left_out} people altogether"
    console.print(f"{left_out} ({missing})." if missing else f"{left_out}.")
    for note in report.notes:
        console.print(f"Note: {note}")
