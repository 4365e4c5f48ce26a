"""`kith library`: check every document of the library, and print the schema of a kind of document."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import BaseModel

from kith.cli.shelves import own_folder, stop
from kith.science.documents import LibraryError, did_you_mean
from kith.science.instruments import Cases, Instrument, Wording

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Check the library, or see how it is written.")

_INSTRUMENT_KINDS: dict[str, type[BaseModel]] = {"instrument": Instrument, "wording": Wording, "cases": Cases}


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="Another library folder.")] = None,
    on: Annotated[str | None, typer.Option(help="The day for review dates, YYYY-MM-DD; today when left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Read every file, follow every reference, score every worked case. Exit code 1 when something is wrong.

    Without a folder: the library that comes with Kith, and what this installation keeps of its own.
    """
    from kith.science.library import Library

    try:
        library = Library.open(folder, own_folder() if folder is None else None)
    except LibraryError as error:
        stop(str(error))
    problems = library.check(on=_day(on))
    if as_json:
        found = [
            {name: getattr(one, name) for name in ("file", "line", "what", "found", "instead")} for one in problems
        ]
        typer.echo(json.dumps({"version": library.version, "problems": found}, ensure_ascii=False))
    else:
        for problem in problems:
            typer.echo(str(problem))
        count = {0: "Nothing is wrong", 1: "1 problem"}.get(len(problems), f"{len(problems)} problems")
        typer.echo(f"Library {library.version}: {count}.")
    if problems:
        raise typer.Exit(1)


@app.command()
def coverage(
    folder: Annotated[Path | None, typer.Argument(help="Another library folder.")] = None,
) -> None:
    """Print line by line what stands behind all that the library must span. Exit code 1 where a cell is empty."""
    from kith.science.library import Library, coverage_page

    lines = Library.open(folder).coverage()
    typer.echo(coverage_page(lines))
    if any(line.missing for line in lines):
        raise typer.Exit(1)


@app.command()
def schema(kind: Annotated[str, typer.Argument(help="For example instruments, protocols or worksheets.")]) -> None:
    """Print the JSON schema of a kind of document, for an editor that completes keys."""
    typer.echo(json.dumps(_schema(kind), ensure_ascii=False, indent=2))


def _schema(kind: str) -> dict[str, Any]:
    from kith.science.library import KINDS
    from kith.science.library import schema as library_schema

    singular = kind.removesuffix("s") if kind not in KINDS and kind != "cases" else kind
    if singular in _INSTRUMENT_KINDS:
        return _INSTRUMENT_KINDS[singular].model_json_schema(by_alias=True)
    if singular in KINDS:
        return library_schema(singular)
    advice = did_you_mean(singular, [*KINDS, *_INSTRUMENT_KINDS])
    stop(f"There is no schema of this name. Found: {kind[:40]!r}. Write instead: {advice}")


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(tz=UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        stop(f"--on is not a day. Found: {text[:40]!r}. Write it like 2026-01-31.")
