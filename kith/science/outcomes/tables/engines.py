"""Where the tables are read: DuckDB on this machine, Spark on one machine or many."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import ibis

from kith.science.outcomes.tables.star import check_star
from kith.science.outcomes.tables.sums import SUMS, sums_count

if TYPE_CHECKING:
    from ibis import Table

Engine = Literal["duckdb", "spark"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
MANIFEST = "manifest.json"
LOCAL = "local[2]"  # two threads of this machine
MEMORY = "550MB"  # what DuckDB may hold before it writes to disk; beside it stand Python and the reading of files


class NoSuchTables(ValueError):
    """A folder without the two tables, or an engine that is not installed."""


def open_tables(folder: Path, engine: Engine = "duckdb", *, master: str = LOCAL) -> tuple[Table, Table]:
    """The referrals and sessions of a folder: the Parquet files in `referrals/` and `sessions/`.

    Where the folder's manifest names its files, those are read and no others: what an export that was stopped left
    behind is not among them. `master` is where Spark works: threads of this machine, or the address of a cluster whose
    workers can read the folder under the same path. Raises NoSuchTables when a table has no file or the engine is not
    installed or not reached, StarProblem when a column is missing. Sums that the referrals keep are left out unless
    they are those of the sessions that are there.
    """
    files = {name: _files_of(folder, name) for name in ("referrals", "sessions")}
    backend = _duckdb() if engine == "duckdb" else _spark(master)
    referrals, sessions = (_read(backend, engine, name, paths) for name, paths in files.items())
    check_star(referrals, sessions)
    if not all(sums_count(Path(one), folder / "sessions" / Path(one).name) for one in files["referrals"]):
        referrals = referrals.drop(*SUMS.keys() & set(referrals.columns))
    return referrals, sessions


def _files_of(folder: Path, name: str) -> list[str]:
    named = _manifest(folder).get("files", {}).get(name)
    found = sorted((folder / name).glob("*.parquet")) if named is None else [folder / name / one for one in named]
    if not found:
        raise NoSuchTables(
            f"There are no tables to read in {folder}; found no Parquet file in its folder {name!r}. Give the "
            "folder that `kith simulate` or `kith export` has written."
        )
    missing = [path.name for path in found if not path.exists()]
    if missing:
        raise NoSuchTables(
            f"The tables in {folder} are not whole; found no {missing[0]} in its folder {name!r}. Run `kith export` on "
            "it again."
        )
    return [str(path) for path in found]


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _read(backend: Any, engine: Engine, name: str, paths: list[str]) -> Table:
    if engine == "duckdb":
        return backend.read_parquet(paths, table_name=name)
    backend._session.read.parquet(*paths).createOrReplaceTempView(name)  # ibis gives Spark one path only
    return backend.table(name)


def _duckdb() -> Any:
    backend = ibis.duckdb.connect()
    backend.raw_sql(f"SET memory_limit = '{MEMORY}'")
    backend.raw_sql("SET preserve_insertion_order = false")
    return backend


def _spark(master: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise NoSuchTables(
            "The outcomes cannot be worked out on Spark; found no pyspark. Install kith[spark], or use --engine duckdb."
        ) from None
    wanted = SparkSession.builder.master(master).appName("kith")
    settings = {"spark.sql.session.timeZone": "UTC", "spark.ui.enabled": "false"}
    try:
        return ibis.pyspark.connect(wanted.config(map=settings).getOrCreate())
    except Exception as problem:  # whatever Java throws
        raise NoSuchTables(
            f"The outcomes cannot be worked out on Spark; found nothing that answers at {master!r}: "
            f"{str(problem).splitlines()[0][:200]}. Start the cluster, or leave --master out to work on this machine."
        ) from problem
