"""`kith series`: whether a row of values over time moves by more than chance, and what changed when something began."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from kith import __version__
from kith.cli.csv_rows import UnreadableTable, id_in, number_in, read_rows
from kith.cli.shelves import stop
from kith.science.trials import Effect, Interrupted, RunChart, TrialProblem, interrupted, run_chart
from kith.science.trials.interrupted import Errors

NOT_SAID = (
    "These values show when something moved, not why: whatever else began at the same time would look the same. With "
    "few periods an interval is too narrow."
)


def series(
    file: Annotated[Path, typer.Argument(help="A CSV file with one row for each period, in the order of time.")],
    period: Annotated[str, typer.Option(help="The column that names the period.")] = "period",
    value: Annotated[str, typer.Option(help="The column of values; an empty cell is unknown.")] = "value",
    since: Annotated[str, typer.Option(help="The first period in which it was so, as the file names it.")] = "",
    errors: Annotated[Errors, typer.Option(help="How neighbours are taken to be alike.")] = "AR(1)",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Read values over time: a run chart, and with --since a jump and a change of slope (interrupted time series).

    kith series months.csv --period month --value waits --since 2025-11
    """
    try:
        rows = [
            (id_in(cells[period], period, file, line), number_in(cells[value], value, file, line, what="a value"))
            for line, cells in read_rows(file, [period, value])
        ]
        names, values = [name for name, _ in rows], [number for _, number in rows]
        chart = run_chart(values)
        found = interrupted(values, _place(names, since, file), errors=errors) if since else None
    except (UnreadableTable, TrialProblem) as problem:
        stop(str(problem))
    if as_json:
        typer.echo(json.dumps(_json(names, chart, since, found), ensure_ascii=False, indent=2, allow_nan=False))
        return
    typer.echo("\n".join([*_runs(names, chart), *(_effects(found, since) if found else []), NOT_SAID]))


def _place(names: list[str], since: str, file: Path) -> int:
    if names.count(since) != 1:
        raise UnreadableTable(
            f"{file.name}: the first period after is not there once; found {names.count(since)} rows called {since!r}. "
            f"Name one of the periods, from {names[0]!r} to {names[-1]!r}."
        )
    return names.index(since)


def _runs(names: list[str], chart: RunChart) -> list[str]:
    known = len(names) - chart.unknown
    rows = [f"{known} known values of {len(names)} periods; median {chart.median:g}."]
    if chart.is_signal is None:
        rows.append(f"No verdict: {chart.reason}.")
    else:
        verdict = "more than chance brings" if chart.is_signal else "no more than chance brings"
        rows.append(
            f"It moves {verdict}: the longest run is {chart.longest_run} (chance: up to {chart.longest_by_chance}), "
            f"crossings {chart.crossings} (chance: {chart.fewest_by_chance} or more)."
        )
    rows += [f"  on one side from {names[first]} to {names[last]}" for first, last in chart.shifts]
    rows += [f"  all one way from {names[first]} to {names[last]}" for first, last in chart.trends]
    return rows


def _effects(found: Interrupted, since: str) -> list[str]:
    how = f"AR(1), correlation {found.correlation:.2f}" if found.correlation is not None else f"{found.lags} lags"
    return [
        f"From {since} on ({found.before} known values before, {found.after} after; {how}):",
        f"  jump {_words(found.step)}",
        f"  change of slope a period {_words(found.slope_change)}",
    ]


def _words(effect: Effect) -> str:
    return f"{effect.value:.3f}, 95 % interval {effect.low:.3f} to {effect.high:.3f} (p {effect.p:.4f})"


def _json(names: list[str], chart: RunChart, since: str, found: Interrupted | None) -> dict[str, Any]:
    runs = {
        "median": chart.median,
        "known": len(names) - chart.unknown,
        "useful": chart.useful,
        "longest_run": chart.longest_run,
        "longest_by_chance": chart.longest_by_chance,
        "crossings": chart.crossings,
        "fewest_by_chance": chart.fewest_by_chance,
        "is_signal": chart.is_signal,
        "reason": chart.reason,
        "shifts": [[names[first], names[last]] for first, last in chart.shifts],
        "trends": [[names[first], names[last]] for first, last in chart.trends],
    }
    change = found and {
        "since": since,
        **{name: vars(getattr(found, name)) for name in ("level", "slope", "step", "slope_change")},
        "errors": found.errors,
        "correlation": found.correlation,
        "lags": found.lags,
        "before": found.before,
        "after": found.after,
        "coverage": found.coverage,
    }
    return {"run_chart": runs, "change": change, "not_said": NOT_SAID, "made_by": f"kith {__version__}"}
