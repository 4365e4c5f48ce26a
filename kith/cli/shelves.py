"""Where the command line finds instruments, and how it says that something is wrong."""

from pathlib import Path
from typing import NoReturn

import typer

import kith
from kith.science.documents import did_you_mean
from kith.science.instruments import Instrument, read_instrument


def instrument_folders(library: Path | None) -> dict[str, Path]:
    """The folders of all instruments by id, in the library of Kith or in another one."""
    folder = (library or Path(kith.__file__).parent / "library") / "instruments"
    return {path.parent.name: path.parent for path in sorted(folder.glob("*/instrument.yaml"))}


def instrument_called(name: str, library: Path | None) -> Instrument:
    """The instrument of this id, or the end of the command with the nearest id."""
    folders = instrument_folders(library)
    if name not in folders:
        stop(f"There is no instrument of this name. Found: {name[:40]!r}. Write instead: {did_you_mean(name, folders)}")
    return read_instrument(folders[name])


def stop(message: str) -> NoReturn:
    """Says what is wrong on the error stream and ends with exit code 2."""
    typer.echo(message, err=True)
    raise typer.Exit(2)
