"""`kith pool`: one number from many studies, by a file of effects, with everything that must stand beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any

import typer

from kith import __version__
from kith.cli.csv_rows import UnreadableTable, needed_number_in, read_rows
from kith.cli.evidence_words import Said, facts_of, p_in_words, provenance
from kith.cli.report import check_report_name, write_report
from kith.cli.shelves import stop
from kith.pictures import PooledFacts
from kith.science.evidence import EvidenceProblem, Method, Pooled, PredictionForm, Test, pool, tau2_interval


@dataclass(frozen=True)
class Studies:
    """The studies of a file. `people` and `years` are empty where no column was named."""

    names: tuple[str, ...]
    estimates: tuple[float, ...]
    variances: tuple[float, ...]
    people: tuple[int, ...]
    years: tuple[float, ...]


def pool_studies(
    file: Annotated[Path, typer.Argument(help="A CSV file: one row a study, with its effect and how sure it is.")],
    effect: Annotated[str, typer.Option(help="The column of effects; ratios as logarithms.")],
    variance: Annotated[str | None, typer.Option(help="The column of sampling variances.")] = None,
    se: Annotated[str | None, typer.Option(help="The column of standard errors, instead of variances.")] = None,
    method: Annotated[Method, typer.Option(help="How tau² is estimated.")] = "REML",
    test: Annotated[Test, typer.Option(help="Normal, Hartung-Knapp, or its ad hoc form.")] = "knha",
    prediction: Annotated[
        PredictionForm, typer.Option(help="Prediction by the distribution of the test, or by t with k - 2 degrees.")
    ] = "test",
    level: Annotated[float, typer.Option(help="The level of intervals.")] = 0.95,
    study: Annotated[str | None, typer.Option(help="The column that names the studies.")] = None,
    people: Annotated[str | None, typer.Option(help="The column that counts their people.")] = None,
    year: Annotated[str | None, typer.Option(help="The column of their years, for results as they were added.")] = None,
    ratio: Annotated[bool, typer.Option("--ratio", help="Effects are logarithms of ratios: write ratios.")] = False,
    comparator: Annotated[str | None, typer.Option(help="What the treatment was compared with.")] = None,
    certainty: Annotated[str | None, typer.Option(help="How sure one may be, as somebody rated it.")] = None,
    source: Annotated[str | None, typer.Option(help="Where the table is from.")] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write a report to this file; its ending decides: .html or .pdf.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Pool the effects of studies: a random-effects meta-analysis.

    A pooled effect never stands alone: the interval, where a new study is expected, heterogeneity, comparator,
    certainty and provenance are printed with it, or that they are not known.
    """
    said = Said(comparator, certainty, source, ratio)
    try:
        check_report_name(report)
        studies = read_studies(file, effect=effect, variance=variance, se=se, study=study, people=people, year=year)
        pooled = pool(
            studies.estimates,
            studies.variances,
            method=method,
            test=test,
            prediction=prediction,
            level=level,
            labels=studies.names,
        )
        facts = _facts(studies, pooled, said, file.name)
        if report is not None:
            from kith.cli.pool_report import report_parts

            write_report(report, f"Studies of {file.name} pooled", report_parts(studies, pooled, facts, said))
    except (UnreadableTable, EvidenceProblem) as problem:
        stop(str(problem))
    if json_:
        typer.echo(json.dumps(as_json(pooled), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        typer.echo(as_text(pooled, facts, said))


def read_studies(
    file: Path,
    *,
    effect: str,
    variance: str | None,
    se: str | None,
    study: str | None,
    people: str | None,
    year: str | None,
) -> Studies:
    """The studies of a file.

    Raises UnreadableTable, naming the line, for what is missing, is no number, or is not above nought.
    """
    if (variance is None) == (se is None):
        raise UnreadableTable(
            f"How sure each study is comes from one column; found {'both' if se else 'neither'} of --variance and "
            "--se. Name one of the two."
        )
    spread = variance if variance is not None else se
    assert spread is not None
    wanted = [name for name in (effect, spread, study, people, year) if name is not None]
    rows = list(read_rows(file, list(dict.fromkeys(wanted))))
    spreads = [_above_nought(cells[spread], spread, file, line) for line, cells in rows]
    return Studies(
        names=tuple(cells[study] if study else f"line {line}" for line, cells in rows),
        estimates=tuple(needed_number_in(cells[effect], effect, file, line, what="an effect") for line, cells in rows),
        variances=tuple(value if se is None else value * value for value in spreads),
        people=tuple(round(needed_number_in(cells[people], people, file, line, what="a count")) for line, cells in rows)
        if people
        else (),
        years=tuple(needed_number_in(cells[year], year, file, line, what="a year") for line, cells in rows)
        if year
        else (),
    )


def _above_nought(cell: str, column: str, file: Path, line: int) -> float:
    value = needed_number_in(cell, column, file, line, what="a spread")
    if value <= 0:
        raise UnreadableTable(
            f"{file.name}, line {line}: a variance or standard error is above nought; found {value:g} in {column!r}. "
            "Take it from the report of the study, or leave the study out and say why."
        )
    return value


def _facts(studies: Studies, pooled: Pooled, said: Said, file: str) -> PooledFacts:
    profile = None if pooled.method == "FE" else tau2_interval(studies.estimates, studies.variances, level=pooled.level)
    people = sum(studies.people) if studies.people else None
    return facts_of(pooled, profile, people, said, lambda told: provenance(told, file, __version__))


def as_json(pooled: Pooled) -> dict[str, Any]:
    """The pooled result; `i2` is in percent, and `prediction` is null, with a reason, where there is none."""
    found: dict[str, Any] = {
        "k": pooled.k,
        "estimate": pooled.estimate,
        "se": pooled.se,
        "ci": list(pooled.ci),
        "tau2": pooled.tau2,
        "i2": pooled.i2,
        "q": pooled.q,
        "prediction": None if pooled.prediction is None else list(pooled.prediction),
    }
    return found if pooled.prediction is not None else found | {"prediction_reason": pooled.no_prediction}


def as_text(pooled: Pooled, facts: PooledFacts, said: Said) -> str:
    """The pooled result and, line by line, what must stand beside it."""
    first = f"Pooled: {said.number(pooled.estimate)}, standard error {pooled.se:.4f} ({p_in_words(pooled.p)})"
    scale = ["Ratios; the standard error is of the logarithm."] if said.is_ratio else []
    return "\n".join([first, *scale, *lines_of(facts)])


def lines_of(facts: PooledFacts) -> Sequence[str]:
    """The facts in their order."""
    return [getattr(facts, one.name) for one in fields(facts)]
