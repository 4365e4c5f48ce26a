"""Spark counts what DuckDB counts: on one machine, and on a cluster of two workers that is started here.

Needs pyspark (`pip install kith[spark]`) and Java; where one is missing, the tests are skipped and say so.
"""

from __future__ import annotations

import math
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kith.science.library import Library
from kith.science.outcomes.tables import (
    NoSuchTables,
    courses,
    delivery_table,
    needed_of,
    open_tables,
    outcome_table,
)
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
WORKERS = 2
HARMS = {"harms": 3, "serious_harms": 2}  # in turn from none: the invented nation keeps no register
IN_TIME = 60.0  # seconds until a process that was started must answer


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nation")
    for number, part in enumerate(invent_nation(referrals=2000, first_day=date(2025, 4, 1), days=365, seed=3)):
        harms = {name: np.arange(len(part.referrals["referral"])) % of for name, of in HARMS.items()}
        for name, columns in (("referrals", part.referrals | harms), ("sessions", part.sessions)):
            (folder / name).mkdir(exist_ok=True)
            table = pa.table({key: pa.array(values, from_pandas=True) for key, values in columns.items()})
            pq.write_table(table, folder / name / f"part-{number}.parquet")
    return folder


@pytest.fixture(scope="module", params=["two threads", "a cluster of two workers"])
def master(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of each place where Spark works; the session that was made there is stopped afterwards."""
    from pyspark.sql import SparkSession

    with ExitStack() as started:
        if request.param == "two threads":
            yield "local[2]"
        else:
            yield started.enter_context(cluster(tmp_path_factory.mktemp("cluster")))
        if made := SparkSession.getActiveSession():
            made.stop()


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A standalone cluster as one starts it by hand: a master and two workers, each a process of its own."""
    import pyspark

    home = Path(pyspark.__file__).parent
    os.environ |= {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"}
    port = free_port()
    address = f"spark://127.0.0.1:{port}"
    deployed = "org.apache.spark.deploy"
    with ExitStack() as running:

        def start(*line: str) -> None:
            process = subprocess.Popen(
                [str(home / "bin" / "spark-class"), *line],
                cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            running.callback(process.wait)
            running.callback(process.kill)

        start(f"{deployed}.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        wait_for(port)
        for number in range(WORKERS):
            place = folder / f"worker-{number}"
            limits = ("--cores", "1", "--memory", "1g", "--work-dir", str(place), "--webui-port", "0")
            start(f"{deployed}.worker.Worker", "--host", "127.0.0.1", *limits, address)
        yield address


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(port: int) -> None:
    until = time.monotonic() + IN_TIME
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < until, "The master does not answer."
            time.sleep(0.2)


def counted(folder: Path, engine: Any, by: tuple[str, ...], master: str = "") -> list[dict[str, Any]]:
    referrals, sessions = open_tables(folder, engine, master=master)
    with needed_of(courses(referrals, sessions, POLICIES), by) as needed:
        rows: list[dict[str, Any]] = outcome_table(needed, by).to_pyarrow().to_pylist()
    return rows


def delivered(folder: Path, engine: Any, by: tuple[str, ...], master: str = "") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = (
        delivery_table(*open_tables(folder, engine, master=master), by).to_pyarrow().to_pylist()
    )
    return rows


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Equal keys; numbers within 1e-9, all else exactly."""
    return one.keys() == other.keys() and all(
        math.isclose(value, other[name], rel_tol=0, abs_tol=1e-9)
        if isinstance(value, int | float)
        else value == other[name]
        for name, value in one.items()
    )


def test_a_cluster_that_does_not_answer_is_named(nation: Path) -> None:
    """Stands first: a session that is there answers for any master."""
    with pytest.raises(NoSuchTables, match="found nothing that answers at 'nowhere'"):
        open_tables(nation, "spark", master="nowhere")


def test_spark_counts_what_duckdb_counts(nation: Path, master: str) -> None:
    wanted, found = counted(nation, "duckdb", BY), counted(nation, "spark", BY, master)
    assert len(wanted) > 1000
    assert sum(row["recovered"] for row in wanted) > 100
    assert len(found) == len(wanted)
    assert [row for row, other in zip(found, wanted, strict=True) if not same(row, other)] == []
    assert not same(found[0], found[0] | {"referred": found[0]["referred"] + 1}), "The control: one more is noticed."


def test_spark_counts_appointments_and_harms_as_duckdb_does(nation: Path, master: str) -> None:
    wanted, found = delivered(nation, "duckdb", BY), delivered(nation, "spark", BY, master)
    assert len(wanted) > 1000
    assert sum(row["missed"] for row in wanted) > 100
    assert sum(row["with_harm"] for row in wanted) > 100
    assert len(found) == len(wanted)
    assert [row for row, other in zip(found, wanted, strict=True) if not same(row, other)] == []


def test_the_cluster_has_two_workers(nation: Path, master: str) -> None:
    if not master.startswith("spark:"):
        pytest.skip("One machine has no workers.")
    from pyspark.sql import SparkSession

    open_tables(nation, "spark", master=master)
    context = SparkSession.getActiveSession().sparkContext
    until = time.monotonic() + IN_TIME
    places: set[str] = set()
    while len(places) < WORKERS and time.monotonic() < until:
        places |= set(context.parallelize(range(8), 8).map(lambda _: os.getcwd().split("/")[-3]).collect())
    assert places == {f"worker-{number}" for number in range(WORKERS)}
