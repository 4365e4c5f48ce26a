"""The sums that are kept with the referrals are those of their sessions, and count only while they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from kith.cli import main
from kith.science.library import Library
from kith.science.outcomes.tables import courses, needed_of, open_tables, outcome_table
from kith.science.outcomes.tables.sums import SUMS, sums_count

POLICIES = Library.open().measure_policies
BY = ("provider", "month")


@pytest.fixture
def nation(tmp_path: Path) -> Path:
    folder = tmp_path / "nation"
    made = CliRunner().invoke(main, ["simulate", str(folder), "--referrals", "3000"])
    assert made.exit_code == 0, made.output
    return folder


def counted(referrals: Any, sessions: Any) -> list[dict[str, Any]]:
    with needed_of(courses(referrals, sessions, POLICIES), BY) as needed:
        rows: list[dict[str, Any]] = outcome_table(needed, BY).to_pyarrow().to_pylist()
    return rows


def only(folder: Path, name: str) -> Path:
    return next((folder / name).glob("*.parquet"))


def test_a_table_of_kept_sums_is_that_of_every_appointment(nation: Path) -> None:
    referrals, sessions = open_tables(nation)
    assert set(SUMS) <= set(referrals.columns)
    kept, worked_out = counted(referrals, sessions), counted(referrals.drop(*SUMS), sessions)
    assert kept == worked_out
    assert sum(row["recovered"] for row in kept) > 100


def test_sums_of_other_sessions_do_not_count(nation: Path) -> None:
    """An appointment is taken out of the file: the sums still hold it, and are left aside."""
    before = counted(*open_tables(nation))
    file = only(nation, "sessions")
    table = pq.read_table(file)
    pq.write_table(table.slice(0, table.num_rows // 2), file)
    assert not sums_count(only(nation, "referrals"), file)
    referrals, sessions = open_tables(nation)
    assert not set(SUMS) & set(referrals.columns)
    after = counted(referrals, sessions)
    assert sum(row["recovered"] for row in after) < sum(row["recovered"] for row in before)


def test_sums_without_a_fingerprint_do_not_count(nation: Path) -> None:
    file = only(nation, "referrals")
    pq.write_table(pq.read_table(file).replace_schema_metadata(None), file)
    assert not set(SUMS) & set(open_tables(nation)[0].columns)
