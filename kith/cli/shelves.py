"""Where the command line finds instruments, and how it says that something is wrong."""

import os
from pathlib import Path
from typing import NoReturn

import typer

import kith
from kith.science.documents import did_you_mean
from kith.science.instruments import Instrument, read_instrument

PACKAGED = Path(kith.__file__).parent / "library"


def own_folder() -> Path:
    """Where this installation keeps instruments and texts of its own; it need not exist."""
    return Path(os.environ.get("KITH_HOME") or Path.cwd() / ".kith").absolute() / "library"


def instrument_folders(library: Path | None) -> dict[str, Path]:
    """The folders of all instruments by id: in another library, or in Kith's own with those of the installation."""
    folders = [library] if library else [own_folder(), PACKAGED]
    found = {
        path.parent.name: path.parent for folder in folders for path in folder.glob("instruments/*/instrument.yaml")
    }
    return dict(sorted(found.items()))


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
