"""`kith instruments`: which instruments there are, in which languages, and whether their text may be shown."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from kith.cli.shelves import instrument_folders, stop
from kith.science.documents import LibraryError
from kith.science.instruments import read_cases, read_instrument, read_wordings

app = typer.Typer(add_completion=False, no_args_is_help=True, help="See which instruments there are.")


@app.callback()
def _instruments() -> None:
    """See which instruments there are."""


@app.command("list")
def list_instruments(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    library: Annotated[Path | None, typer.Option(help="Another library folder.")] = None,
) -> None:
    """List the instruments with their rights, languages and worked cases."""
    try:
        rows = [_described(folder) for folder in instrument_folders(library).values()]
    except LibraryError as error:
        stop(str(error))
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        languages = ", ".join(row["languages"])
        typer.echo(f"{row['id']:<18} {row['short']:<18} rights {row['rights']:<4} {languages:<8} {row['cases']} cases")


def _described(folder: Path) -> dict[str, Any]:
    instrument = read_instrument(folder)
    return {
        "id": instrument.id,
        "title": instrument.title,
        "short": instrument.short,
        "version": instrument.version,
        "rights": instrument.licence.rights,
        "ship_text": instrument.licence.ship_text,
        "languages": sorted(read_wordings(folder, instrument)),
        "cases": len(read_cases(folder, instrument)),
        "review": instrument.review.status,
    }
