"""`kith outcomes`: how many were referred, treated, finished and got better, by provider, month or other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console
from rich.table import Table

from kith.cli.outcomes_shown import delivery_counted, exact_rows, outcomes_counted, published_rows
from kith.cli.shelves import PACKAGED, stop
from kith.science.disclosure import check_dimensions, shown_count
from kith.science.library import Library

if TYPE_CHECKING:
    import ibis
    import pyarrow

    from kith.science.change import MeasurePolicies
    from kith.science.outcomes.tables import Measure

NOT_AN_EFFECT = (
    "A change from first to last score is not the effect of treatment: people come when they feel worst, and some of "
    "the way back would have happened without it."
)
SHOWN = {
    "outcomes": (
        "referred",
        "treated",
        "finished",
        "within_6_weeks",
        "recovered",
        "reliably_improved",
        "reliably_deteriorated",
    ),
    "delivery": ("stays", "appointments", "attended", "missed", "cancelled", "with_harm", "with_serious_harm"),
}
READ_AT_ONCE = 5000  # rows of the table that stand in memory as Python's own values
EXACT_COUNTS = "These counts are exact. They may point at people: use --publish for anything that leaves the service."


def outcomes(
    folder: Annotated[Path, typer.Argument(help="The folder with `referrals` and `sessions` as Parquet files.")],
    by: Annotated[str, typer.Option(help="What to show them by, with commas between: provider,month,ethnicity.")] = "",
    engine: Annotated[Literal["duckdb", "spark"], typer.Option(help="What works them out.")] = "duckdb",
    master: Annotated[
        str | None, typer.Option(help="Where Spark works, such as spark://host:7077; left out, on this machine.")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help="The first day that counts, YYYY-MM-DD.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="The last day that counts, YYYY-MM-DD.")] = None,
    publish: Annotated[bool, typer.Option("--publish", help="Withhold counts of 1 to 7, round the rest to 5.")] = False,
    library: Annotated[Path | None, typer.Option(help="Another library folder.")] = None,
    sql: Annotated[
        Literal["trino", "duckdb", "postgres"] | None, typer.Option(help="Count nothing; print the statement for this.")
    ] = None,
    what: Annotated[
        Literal["outcomes", "delivery"], typer.Option(help="What became of people, or appointments and harms.")
    ] = "outcomes",
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Work out the outcomes of a service, or of a country, from its referrals and sessions.

    With `--what delivery`: appointments by how they went, and stays with a harm in the register, of stays that ended.

    Each count belongs to the month of its own event: a referral to the month it came, an outcome to the month the care
    ended. Rates come with what they are a share of and a 95 % interval.
    """
    if find_spec("ibis") is None:
        stop("The outcomes cannot be worked out. Found no ibis. Install kith[analytics].")
    from kith.science.outcomes.tables import (
        NoSuchTables,
        StarProblem,
        delivery_sql,
        open_tables,
        outcome_sql,
        unknown_dimensions,
    )
    from kith.science.outcomes.tables.outcomes import DIMENSIONS

    dimensions = tuple(name.strip() for name in by.split(",") if name.strip())
    unknown = unknown_dimensions(dimensions)
    if unknown:
        known = ", ".join(DIMENSIONS)
        stop(f"Outcomes cannot be shown by {unknown[0][:40]!r}. Found: {by[:80]!r}. Choose among: {known}.")
    counted = outcomes_counted() if what == "outcomes" else delivery_counted()
    policies = Library.open(library or PACKAGED).measure_policies
    try:
        if publish:
            check_dimensions(dimensions)
        if sql is not None:
            begins, ends = _day(first, "--from"), _day(last, "--to")
            if what == "delivery":
                return typer.echo(delivery_sql(dimensions, sql, first=begins, last=ends))
            return typer.echo(outcome_sql(dimensions, policies, sql, first=begins, last=ends))
        tables = open_tables(folder, engine, **({"master": master} if master else {}))
        table, used = _table(
            tables, dimensions, policies if what == "outcomes" else None, _day(first, "--from"), _day(last, "--to")
        )
    except (NoSuchTables, StarProblem, ValueError) as problem:
        stop(str(problem))
    if not publish:
        typer.echo(EXACT_COUNTS, err=True)
    rows = (row for batch in table.to_batches(max_chunksize=READ_AT_ONCE) for row in batch.to_pylist())
    shown, margins = (
        published_rows([*rows], dimensions, counted) if publish else (exact_rows(rows, dimensions, counted), [])
    )
    if not json_:
        return _print([*shown, *margins], dimensions, SHOWN[what])
    told = {
        "by": list(dimensions),
        "engine": engine,
        "policies_version": policies.version,
        "definitions": _definitions(policies) if what == "outcomes" else _definitions_of(counted.measures),
        "rows_used": {name: shown_count(count).value for name, count in used.items()} if publish else used,
        "published": publish,
        "note": NOT_AN_EFFECT,
    }
    return _write(told | ({"margins": margins} if publish else {}), shown)


def _table(
    tables: tuple[ibis.Table, ibis.Table],
    by: tuple[str, ...],
    policies: MeasurePolicies | None,
    first: date | None,
    last: date | None,
) -> tuple[pyarrow.Table, dict[str, int]]:
    """The counts, and how many rows of each table there were to count from; without policies those of delivery."""
    from kith.science.outcomes.tables import courses, delivery_table, needed_of, outcome_table

    referrals, sessions = tables
    used = {"referrals": referrals.count().to_pyarrow().as_py(), "sessions": sessions.count().to_pyarrow().as_py()}
    if policies is None:
        return delivery_table(referrals, sessions, by, first=first, last=last).to_pyarrow(), used
    with needed_of(courses(referrals, sessions, policies), by) as needed:
        return outcome_table(needed, by, first=first, last=last).to_pyarrow(), used


def _write(told: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> None:
    """As JSON, each row written on a line of its own before the next is made: those of ten years would fill 2 GB."""
    typer.echo("{")
    for name, value in told.items():
        typer.echo(f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)},")
    typer.echo('  "rows": [', nl=False)
    for place, row in enumerate(rows):
        typer.echo(("," if place else "") + "\n    " + json.dumps(row, ensure_ascii=False), nl=False)
    typer.echo("\n  ]\n}")


def _definitions_of(measures: Iterable[Measure]) -> list[dict[str, Any]]:
    return [
        {"id": one.id, "what": one.what, "in_the_month_of": one.happens, "out_of": one.out_of, "source": one.source}
        for one in measures
    ]


def _definitions(policies: MeasurePolicies) -> list[dict[str, Any]]:
    """What each measure counts, where that comes from, and the version of the code that counted it."""
    from kith.science.outcomes.tables import MEASURES, measure_versions

    versions = measure_versions(policies)
    return [one | {"version": versions[one["id"]]} for one in _definitions_of(MEASURES)]


def _print(rows: list[dict[str, Any]], by: tuple[str, ...], shown: tuple[str, ...]) -> None:
    table = Table(*by, *(name.replace("_", " ") for name in shown))
    for row in rows:
        table.add_row(*(_group(row, name) for name in by), *(_cell(row[name]) for name in shown))
    console = Console()
    console.print(table)
    if shown == SHOWN["outcomes"]:
        console.print(NOT_AN_EFFECT)


def _group(row: dict[str, Any], name: str) -> str:
    """The group a row is of; a margin is of all."""
    value = row.get(name, "all")
    return "" if value is None else str(value)


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        if value["value"] is None:
            return "withheld" if value["denominator"] is None or value["denominator"] else "none"
        low, high = value["ci"]
        return f"{100 * value['value']:.1f} % ({100 * low:.1f}-{100 * high:.1f}) of {value['denominator']}"
    return "withheld" if value is None else str(value)


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        stop(f"The day of {option} cannot be read. Found: {text[:40]!r}. Write it as YYYY-MM-DD.")
