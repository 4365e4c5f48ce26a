"""The outcome table of a national year, beside a bare scan of the same columns and the same table written for polars.

    kith simulate nation
    python -m benchmarks.outcomes nation     # in the environment that do.py made; polars joins in where it is installed

The floor reads every value of the columns that the table needs and does nothing else. The peer does the same work by
hand: first and last scores of three measures, the measure of each problem or GAD-7, every count by provider, month of
the event and ethnic group; `python -m benchmarks.outcome_peers` compares its rows. Ours is timed twice: with the sums
of each referral's appointments that the tables keep, and worked out from every appointment, as the peer does. The
design asks for at most six times the floor, no slower than polars, and less than 1 GB.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import duckdb

from kith.science.library import Library
from kith.science.outcomes.tables import courses, needed_of, open_tables, outcome_table
from kith.science.outcomes.tables.sums import SUMS

BY = ["provider", "month", "ethnicity"]
ROUNDS = 5


def main() -> int:
    """Print the seconds of each, the best of five, and the memory of this process."""
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "sessions").is_dir():
        print("There is no country to count. Found no folder of sessions. Write: python -m benchmarks.outcomes FOLDER")
        return 2
    folder = Path(sys.argv[1])
    floor, _ = _best(lambda: _bare(folder))
    ours, rows = _best(lambda: _ours(folder))
    whole, _ = _best(lambda: _ours(folder, kept=False))
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"floor: a bare scan          {floor:6.2f} s")
    print(f"the outcome table           {ours:6.2f} s, {rows} rows, {ours / floor:.1f} times the floor, {used:.0f} MB")
    print(f"  from every appointment    {whole:6.2f} s, {whole / floor:.1f} times the floor")
    if find_spec("polars") is None:
        print("polars                      not installed, so not run")
        return 0
    peer, its_rows = _best(lambda: _polars(folder))
    print(
        f"polars, written by hand     {peer:6.2f} s, {its_rows} rows; ours takes {ours / peer:.2f} of its time, "
        f"from every appointment {whole / peer:.2f}"
    )
    return 0 if its_rows == rows else 1


def _best(work: Callable[[], int]) -> tuple[float, int]:
    spent, rows = [], 0
    for _ in range(ROUNDS):
        started = time.perf_counter()
        rows = work()
        spent.append(time.perf_counter() - started)
    return min(spent), rows


def _bare(folder: Path) -> int:
    with duckdb.connect() as base:
        for name, columns in (
            ("sessions", ("referral", "number", "held_on", "kind", "attendance", "phq9", "gad7", "specific")),
            ("referrals", ("referral", "provider", "received", "assessed", "ended", "ending", "problem", "ethnicity")),
        ):
            most = ", ".join(f"max({column})" for column in columns)
            base.execute(f"SELECT {most} FROM read_parquet('{folder}/{name}/*.parquet')").fetchall()
    return 0


def _ours(folder: Path, *, kept: bool = True) -> int:
    referrals, sessions = open_tables(folder)
    referrals = referrals if kept else referrals.drop(*SUMS)
    with needed_of(courses(referrals, sessions, Library.open().measure_policies), BY) as needed:
        return len(outcome_table(needed, BY).to_pyarrow().to_pylist())


def _polars(folder: Path) -> int:
    from benchmarks.outcome_polars import outcome_rows

    return len(list(outcome_rows(folder, Library.open().measure_policies, BY)))


if __name__ == "__main__":
    sys.exit(main())
