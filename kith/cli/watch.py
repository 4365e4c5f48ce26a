"""`kith watch`: whether there is more harm than was expected, looked at after each person."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kith import __version__
from kith.cli.csv_rows import UnreadableTable, number_in, read_rows
from kith.cli.shelves import stop
from kith.science.trials import HarmWatch, TrialProblem, watch_harm

NOT_SAID = (
    "A signal says: stop and look, case by case. No signal says nothing of a single person, and never that care is "
    "safe. Every death by suicide is looked at by itself, whatever this says."
)


def watch(
    file: Annotated[Path, typer.Argument(help="A CSV file with one row a person, in the order of time.")],
    expected: Annotated[float, typer.Option(help="The share who are harmed if all is as it should be, 0 to 1.")],
    odds_ratio: Annotated[float, typer.Option(help="How many times these odds are watched for.")] = 2.0,
    harmed: Annotated[str, typer.Option(help="The column: 1 harmed, 0 not; an empty cell is unknown.")] = "harmed",
    alpha: Annotated[float, typer.Option(help="How often a signal may be false, about.")] = 0.05,
    beta: Annotated[float, typer.Option(help="How often harm may be missed in the end, about.")] = 0.2,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Add up the evidence that more people are harmed than expected, person by person, for as long as one likes.

    kith watch deteriorated.csv --expected 0.06 --odds-ratio 2
    """
    try:
        outcomes = [_outcome(cells[harmed], harmed, file, line) for line, cells in read_rows(file, [harmed])]
        found = watch_harm(outcomes, expected=expected, odds_ratio=odds_ratio, alpha=alpha, beta=beta)
    except (UnreadableTable, TrialProblem) as problem:
        stop(str(problem))
    if as_json:
        told = {**asdict(found), "people": len(outcomes), "note": NOT_SAID, "version": __version__}
        typer.echo(json.dumps(told, indent=2, allow_nan=False))
        return
    typer.echo("\n".join([*_lines(found, outcomes, expected, odds_ratio), NOT_SAID]))


def _outcome(cell: str, column: str, file: Path, line: int) -> bool | None:
    found = number_in(cell, column, file, line, what="an outcome")
    if found not in (None, 0.0, 1.0):
        raise UnreadableTable(
            f"{file.name}, line {line}: an outcome is neither harmed nor not; found {cell[:40]!r}. Write 1 or 0, or "
            "leave the cell empty where it is unknown."
        )
    return None if found is None else bool(found)


def _lines(found: HarmWatch, outcomes: list[bool | None], expected: float, odds_ratio: float) -> list[str]:
    known = len(outcomes) - found.unknown
    harmed = sum(one is True for one in outcomes)
    evidence = found.path[-1] if found.path else 0.0
    lines = [
        f"{harmed} of {known} known outcomes are harm; {found.unknown} unknown, which count for nothing.",
        f"Evidence for odds {odds_ratio:g} times those of {expected:g}: {evidence:.2f}; a signal from "
        f"{found.limit:.2f} on.",
    ]
    if found.signal_at is None:
        return [*lines, "No signal so far."]
    return [*lines, f"SIGNAL after person {found.signal_at}, in the order of the file."]
