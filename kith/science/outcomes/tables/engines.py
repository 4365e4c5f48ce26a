"""Where the tables are read: DuckDB on this machine, Spark on one machine or many."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import ibis

from kith.science.outcomes.tables.star import check_star

if TYPE_CHECKING:
    from ibis import Table

Engine = Literal["duckdb", "spark"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
MEMORY = "700MB"  # what DuckDB may hold before it writes to disk; beside it stand Python and the reading of files


class NoSuchTables(ValueError):
    """A folder without the two tables, or an engine that is not installed."""


def open_tables(folder: Path, engine: Engine = "duckdb", *, session: Any = None) -> tuple[Table, Table]:
    """The referrals and sessions of a folder: the Parquet files in `referrals/` and `sessions/`.

    `session` is a Spark session; left out, one is made on this machine. Raises NoSuchTables when a table has no file
    or the engine is not installed, StarProblem when a column is missing.
    """
    for name in ("referrals", "sessions"):
        if not any((folder / name).glob("*.parquet")):
            raise NoSuchTables(
                f"There are no tables to read in {folder}; found no Parquet file in its folder {name!r}. Give the "
                "folder that `kith simulate` or an export has written."
            )
    backend = _duckdb() if engine == "duckdb" else _spark(session)
    referrals, sessions = (
        backend.read_parquet(str(folder / name / "*.parquet"), table_name=name) for name in ("referrals", "sessions")
    )
    check_star(referrals, sessions)
    return referrals, sessions


def _duckdb() -> Any:
    backend = ibis.duckdb.connect()
    backend.raw_sql(f"SET memory_limit = '{MEMORY}'")
    backend.raw_sql("SET preserve_insertion_order = false")
    return backend


def _spark(session: Any) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise NoSuchTables(
            "The outcomes cannot be worked out on Spark; found no pyspark. Install kith[spark], or use --engine duckdb."
        ) from None
    made = session or (
        SparkSession.builder.master("local[2]")
        .appName("kith")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    return ibis.pyspark.connect(made)
