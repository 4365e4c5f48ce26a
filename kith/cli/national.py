"""`kith simulate`: writes the referrals and sessions of an invented country as Parquet files, part by part."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kith.cli.shelves import stop

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "manifest.json"
WHOLE_NUMBERS = ("phq9", "gad7", "deprivation_decile")
DAYS_IN_A_YEAR = 365


@dataclass(frozen=True)
class Asked:
    """What a folder holds; the same again makes the same files."""

    referrals: int
    first_day: str
    days: int
    seed: int


def simulate(
    folder: Annotated[Path, typer.Argument(help="Where to write; it is made when it is not there.")],
    referrals: Annotated[int, typer.Option(min=1, help="How many referrals.")] = 1_800_000,
    years: Annotated[int, typer.Option(min=1, max=50, help="Over how many years they arrive.")] = 1,
    first_day: Annotated[str, typer.Option(help="The first day, YYYY-MM-DD.")] = "2025-04-01",
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same country.")] = 1,
) -> None:
    """Invent a country's talking therapies: referrals and sessions as Parquet files, at the rates the NHS publishes.

    Nobody in it is real. Work that was stopped goes on where it was when the same is asked again.
    """
    asked = Asked(referrals, _day(first_day).isoformat(), years * DAYS_IN_A_YEAR, seed)
    _claim(folder, asked)
    written = _written(folder)
    started = time.monotonic()
    rows = _write(folder, asked, skip=written)
    spent = time.monotonic() - started
    typer.echo(f"{folder}: {rows['referrals']} referrals and {rows['sessions']} sessions in {spent:.1f} s.", err=True)


def _write(folder: Path, asked: Asked, *, skip: int) -> dict[str, int]:
    from kith.science.outcomes.tables.sums import keep_sums
    from kith.simulation.national import REFERRALS_A_PART, invent_nation

    parts = invent_nation(
        referrals=asked.referrals,
        first_day=date.fromisoformat(asked.first_day),
        days=asked.days,
        seed=asked.seed,
        skip=skip,
    )
    bar = (TextColumn("Inventing a country, part by part"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*bar, console=Console(stderr=True), transient=True) as progress:
        whole = -(-asked.referrals // REFERRALS_A_PART)
        task = progress.add_task("", total=whole, completed=skip)
        for number, part in zip(count(skip), parts, strict=False):
            # The referrals come last: a part counts as written when they are there.
            referrals, sessions = _table(part.referrals), _table(part.sessions)
            _write_table(folder / "sessions" / _name(number), sessions)
            referrals = keep_sums(referrals, sessions, folder / "sessions" / _name(number))
            _write_table(folder / "referrals" / _name(number), referrals)
            progress.advance(task)
    return {name: _rows(folder / name) for name in ("referrals", "sessions")}


def _table(columns: dict[str, Any]) -> pa.Table:
    import pyarrow as pa

    return pa.table({name: _column(name, values) for name, values in columns.items()})


def _write_table(path: Path, table: pa.Table) -> None:
    """Write under another name first, so that a file that is there is whole."""
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    pq.write_table(table, half, compression="zstd")
    half.replace(path)


def _column(name: str, values: Any) -> Any:
    """Words once each, missing numbers as missing, and whole numbers as such."""
    import pyarrow as pa

    made = pa.array(values, from_pandas=True)
    if values.dtype.kind == "U":
        return made.dictionary_encode()
    return made.cast(pa.int16()) if name in WHOLE_NUMBERS else made


def _claim(folder: Path, asked: Asked) -> None:
    """Note what the folder holds, or end the command when it holds something else."""
    manifest = folder / MANIFEST
    if manifest.exists():
        found = json.loads(manifest.read_text(encoding="utf-8"))
        if found != asdict(asked):
            stop(
                f"Nothing was written: the folder holds another country. Found: {found}. Give another folder, or ask "
                "for the same again."
            )
        return
    if folder.exists() and any(folder.iterdir()):
        stop(
            f"Nothing was written: {folder} holds other files. Found no {MANIFEST}. Give a folder that is empty or new."
        )
    folder.mkdir(parents=True, exist_ok=True)
    manifest.write_text(json.dumps(asdict(asked)) + "\n", encoding="utf-8")


def _written(folder: Path) -> int:
    """How many parts are there, from the first on without a hole."""
    return next(number for number in count() if not (folder / "referrals" / _name(number)).exists())


def _name(number: int) -> str:
    return f"part-{number:05d}.parquet"


def _rows(folder: Path) -> int:
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(path).num_rows for path in sorted(folder.glob("*.parquet")))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        stop(f"The first day cannot be read. Found: {text[:40]!r}. Write it as YYYY-MM-DD, such as 2025-04-01.")
