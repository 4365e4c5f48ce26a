"""The outcome table of a national year, beside a bare scan of the same columns and the same table written for polars.

    kith simulate nation
    python -m benchmarks.outcomes nation     # in the environment that do.py made; polars joins in where it is installed

The floor reads every value of the columns that the table needs and does nothing else. The peer does the same work by
hand: first and last scores of three measures, the measure of each problem or GAD-7, counts by provider, month of the
event and ethnic group. The design asks for at most six times the floor, no slower than polars, and less than 1 GB.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb

from kith.science.library import Library
from kith.science.outcomes.tables import courses, needed_of, open_tables, outcome_table

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
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"floor: a bare scan          {floor:6.2f} s")
    print(f"the outcome table           {ours:6.2f} s, {rows} rows, {ours / floor:.1f} times the floor, {used:.0f} MB")
    if find_spec("polars") is None:
        print("polars                      not installed, so not run")
        return 0
    peer, its_rows = _best(lambda: _polars(folder))
    print(f"polars, written by hand     {peer:6.2f} s, {its_rows} rows; ours takes {ours / peer:.2f} of its time")
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
            ("referrals", ("referral", "provider", "received", "ended", "problem", "ethnicity")),
        ):
            most = ", ".join(f"max({column})" for column in columns)
            base.execute(f"SELECT {most} FROM read_parquet('{folder}/{name}/*.parquet')").fetchall()
    return 0


def _ours(folder: Path) -> int:
    referrals, sessions = open_tables(folder)
    with needed_of(courses(referrals, sessions, Library.open().measure_policies), BY) as needed:
        return int(outcome_table(needed, BY).to_pyarrow().num_rows)


def _polars(folder: Path) -> int:
    import polars as pl

    from kith.science.outcomes.tables.limits import limits_by_problem

    limits = {
        row["problem"]: row for row in limits_by_problem(Library.open().measure_policies) if row["ends"].year > 2100
    }
    scores = ("phq9", "gad7", "specific")
    place = pl.col("number").cast(pl.Int64) * 1_000_000_000
    packed = [(place + (pl.col(name) * 1_000_000).cast(pl.Int64)).alias(name) for name in scores]
    found: Any = (
        pl.scan_parquet(folder / "sessions" / "*.parquet")
        .filter(pl.col("attendance") == "attended")
        .select("referral", "held_on", (pl.col("kind") == "treatment").alias("is_treatment"), *packed)
        .group_by("referral")
        .agg(
            pl.col("is_treatment").sum().alias("attended"),
            pl.col("held_on").filter(pl.col("is_treatment")).min().alias("treated_on"),
            *(pl.col(name).min().alias(f"{name}_first") for name in scores),
            *(pl.col(name).max().alias(f"{name}_last") for name in scores),
        )
    )
    return _counted(pl, found, folder, limits)


def _counted(pl: Any, facts: Any, folder: Path, limits: dict[str, Any]) -> int:
    point = {
        f"{name}_{end}": (pl.col(f"{name}_{end}") % 1_000_000_000) / 1_000_000
        for name in ("phq9", "gad7", "specific")
        for end in ("first", "last")
    }
    own = {name: row for name, row in limits.items() if row["own_cut"] is not None}
    joined = (
        pl.scan_parquet(folder / "referrals" / "*.parquet")
        .join(facts, on="referral", how="left")
        .with_columns(
            own_cut=pl.col("problem")
            .cast(pl.String)
            .replace_strict({n: r["own_cut"] for n, r in own.items()}, default=None),
            own_change=pl.col("problem")
            .cast(pl.String)
            .replace_strict({n: r["own_change"] for n, r in own.items()}, default=None),
            **{
                name: pl.when(pl.col(name) > pl.col(name.replace("_last", "_first"))).then(one)
                if name.endswith("_last")
                else one
                for name, one in point.items()
            },
        )
    )
    has_own = (
        pl.col("own_cut").is_not_null() & pl.col("specific_first").is_not_null() & pl.col("specific_last").is_not_null()
    )
    x1 = pl.when(has_own).then(pl.col("specific_first")).otherwise(pl.col("gad7_first"))
    x2 = pl.when(has_own).then(pl.col("specific_last")).otherwise(pl.col("gad7_last"))
    cut = pl.when(has_own).then(pl.col("own_cut")).otherwise(8.0)
    change = pl.when(has_own).then(pl.col("own_change")).otherwise(4.0)
    d1, d2 = pl.col("phq9_first"), pl.col("phq9_last")
    finished = pl.col("ended").is_not_null() & (pl.col("attended") >= 2)
    paired = finished & d1.is_not_null() & d2.is_not_null() & x1.is_not_null() & x2.is_not_null()
    better, worse = (d1 - d2 >= 6) | (x1 - x2 >= change), (d2 - d1 >= 6) | (x2 - x1 >= change)
    case, well = (d1 >= 10) | (x1 >= cut), (d2 < 10) & (x2 < cut)
    table = joined.select(
        "provider", "ethnicity", "received", "treated_on", "ended", "attended",
        finished=finished, paired=paired, case=paired & case, recovered=paired & case & well,
        improved=paired & better & ~worse, deteriorated=paired & worse & ~better,
    ).collect()  # fmt: skip
    parts = []
    for event, counted in (
        ("received", ()),
        ("treated_on", ()),
        ("ended", ("finished", "paired", "case", "recovered", "improved", "deteriorated")),
    ):
        rows = table.filter(pl.col(event).is_not_null()).with_columns(month=pl.col(event).dt.truncate("1mo"))
        parts.append(rows.group_by(BY).agg(pl.len().alias(event), *(pl.col(name).sum() for name in counted)))
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.join(part, on=BY, how="full", coalesce=True)
    return int(whole.height)


if __name__ == "__main__":
    sys.exit(main())
