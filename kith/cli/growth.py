"""`kith growth`: how a score moves over time in many people, by a long file of scores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from kith.cli.csv_rows import UnreadableTable
from kith.cli.growth_report import Columns, as_json, as_text, fit_table, read_scores
from kith.cli.shelves import stop
from kith.science.change.growth import GrowthProblem


def growth(
    file: Annotated[Path, typer.Argument(help="A CSV file: one row a score, several rows a person.")],
    id: Annotated[str, typer.Option(help="The column that says who it is.")],
    time: Annotated[str, typer.Option(help="The column of times: weeks, months or sessions.")],
    score: Annotated[str, typer.Option(help="The column of scores.")],
    covariate: Annotated[list[str] | None, typer.Option(help="A column of numbers that shifts the line.")] = None,
    shape: Annotated[Literal["linear", "log1p"], typer.Option(help="Time as it is, or ln(1 + time).")] = "linear",
    slope: Annotated[bool, typer.Option("--slope", help="Let each person have a slope of their own.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Fit a growth curve by REML: a line for everybody, each person's distance from it and, if asked, their slope.

    Rows in which a number is missing are left out and counted; people with a single score still count.
    """
    columns = Columns(id, time, score, tuple(dict.fromkeys(covariate or ())))
    try:
        report = fit_table(read_scores(file, columns), columns, shape=shape, slope=slope)
    except UnreadableTable as problem:
        stop(str(problem))
    except GrowthProblem as problem:
        stop(f"{file.name}: {problem} Add rows with numbers in these columns, or ask for a plainer model.")
    if json_:
        typer.echo(json.dumps(as_json(report), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        as_text(report)
