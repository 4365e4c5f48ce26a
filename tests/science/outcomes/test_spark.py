"""Spark counts what DuckDB counts: on one machine, and on a cluster of two workers that is started here.

Needs pyspark (`pip install kith[spark]`) and Java; where one is missing, the tests are skipped and say so.
"""

from __future__ import annotations

import math
import os
import shutil
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kith.science.library import Library
from kith.science.outcomes.tables import courses, needed_of, open_tables, outcome_table
from kith.simulation.national import invent_nation

MISSING = [name for name, there in (("pyspark", find_spec("pyspark")), ("Java", shutil.which("java"))) if not there]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"Spark was not tried: found no {' and no '.join(MISSING)}."),
    # pyspark and what it starts leave sockets to be closed when the process ends.
    pytest.mark.filterwarnings("default"),
]
POLICIES = Library.open().measure_policies
BY = ("provider", "month")
# local[2]: two threads. local-cluster: a standalone master and two workers, each a process of its own with 1 GB.
MASTERS = ("local[2]", "local-cluster[2,1,1024]")


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nation")
    for number, part in enumerate(invent_nation(referrals=2000, first_day=date(2025, 4, 1), days=365, seed=3)):
        for name, columns in (("referrals", part.referrals), ("sessions", part.sessions)):
            (folder / name).mkdir(exist_ok=True)
            table = pa.table({key: pa.array(values, from_pandas=True) for key, values in columns.items()})
            pq.write_table(table, folder / name / f"part-{number}.parquet")
    return folder


@pytest.fixture(scope="module", params=MASTERS)
def session(request: pytest.FixtureRequest) -> Iterator[Any]:
    import pyspark
    from pyspark.sql import SparkSession

    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)  # workers are started from there
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    builder = SparkSession.builder.master(request.param).appName("kith-tests")
    for name, value in (
        ("spark.sql.session.timeZone", "UTC"),
        ("spark.ui.enabled", "false"),
        ("spark.driver.host", "127.0.0.1"),
        ("spark.sql.shuffle.partitions", "2"),
    ):
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    yield made
    made.stop()


def counted(folder: Path, engine: Any, by: tuple[str, ...], session: Any = None) -> list[dict[str, Any]]:
    referrals, sessions = open_tables(folder, engine, session=session)
    with needed_of(courses(referrals, sessions, POLICIES), by) as needed:
        rows: list[dict[str, Any]] = outcome_table(needed, by).to_pyarrow().to_pylist()
    return rows


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Equal keys; numbers within 1e-9, all else exactly."""
    return one.keys() == other.keys() and all(
        math.isclose(value, other[name], rel_tol=0, abs_tol=1e-9)
        if isinstance(value, int | float)
        else value == other[name]
        for name, value in one.items()
    )


def test_spark_counts_what_duckdb_counts(nation: Path, session: Any) -> None:
    wanted, found = counted(nation, "duckdb", BY), counted(nation, "spark", BY, session)
    assert len(wanted) > 1000
    assert sum(row["recovered"] for row in wanted) > 100
    assert len(found) == len(wanted)
    assert [row for row, other in zip(found, wanted, strict=True) if not same(row, other)] == []
    assert not same(found[0], found[0] | {"referred": found[0]["referred"] + 1}), "The control: one more is noticed."


def test_the_cluster_has_two_workers(session: Any) -> None:
    if "cluster" not in session.sparkContext.master:
        pytest.skip("One machine has no workers.")
    pids = session.sparkContext.parallelize(range(8), 8).map(lambda _: os.getppid()).distinct().collect()
    assert len(pids) >= 2
