"""Appointments by how they went, and stays with a harm: by hand, and the same on every engine that is here."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pytest
import sqlglot

from kith.science.outcomes.tables import DELIVERED, DIALECTS, delivery_sql, delivery_table
from kith.science.outcomes.tables.sql import named_tables
from kith.simulation.national import invent_nation
from tests.science.outcomes.test_sql import unresolved
from tests.science.outcomes.test_tables import REFERRED, SEEN, referral, session

WITH_HARMS = REFERRED | {"harms": "int16", "serious_harms": "int16"}


def counted(
    referrals: list[dict[str, Any]], sessions: list[dict[str, Any]], by: tuple[str, ...] = (), **within: Any
) -> list[dict[str, Any]]:
    kinds = WITH_HARMS if any("harms" in one for one in referrals) else REFERRED
    tables = ibis.memtable(referrals, schema=kinds), ibis.memtable(sessions, schema=SEEN)
    rows: list[dict[str, Any]] = delivery_table(*tables, by, **within).to_pyarrow().to_pylist()
    return rows


def test_three_stays_by_hand() -> None:
    """One came twice and missed once; one has no appointment; one is still in care, and a measure is none."""
    stays = [
        referral(1, harms=2, serious_harms=1),
        referral(2, harms=0, serious_harms=0, ended=date(2026, 7, 1)),
        referral(3, harms=1, serious_harms=0, ended=None),
    ]
    due = [
        session(date(2026, 2, day), attendance=how) for day, how in ((1, "attended"), (8, "missed"), (9, "attended"))
    ]
    due += [session(date(2026, 3, 1), kind="measure"), session(date(2026, 3, 2), attendance="cancelled", referral=3)]
    (whole,) = counted(stays, due)
    assert whole == {
        "stays": 2, "appointments": 3, "attended": 2, "missed": 1, "cancelled": 0,
        "harm_known": 2, "with_harm": 1, "with_serious_harm": 1,
    }  # fmt: skip
    months = {row["month"]: row["stays"] for row in counted(stays, due, ("month",))}
    assert months == {date(2026, 6, 1): 1, date(2026, 7, 1): 1}
    assert counted(stays, due, last=date(2026, 6, 1))[0]["stays"] == 1


def test_tables_without_a_register_do_not_say_that_nobody_was_harmed() -> None:
    (row,) = counted([referral(1)], [session(date(2026, 2, 1))])
    assert (row["stays"], row["harm_known"], row["with_harm"]) == (1, 0, 0)


def test_what_is_not_there_is_refused_with_what_is() -> None:
    with pytest.raises(ValueError, match="found moon"):
        counted([referral(1)], [session(date(2026, 2, 1))], ("moon",))


@pytest.fixture(scope="module")
def nation() -> Any:
    part = next(invent_nation(referrals=3000, first_day=date(2025, 4, 1), days=365, seed=3))
    numbers = {"deprivation_quintile": "NULL", "harms": "referral % 3", "serious_harms": "referral % 2"}
    lacking = "".join(f", CAST({value} AS SMALLINT) AS {name}" for name, value in numbers.items())
    with duckdb.connect() as base:
        for name, columns in (("referrals", part.referrals), ("sessions", part.sessions)):
            laid = pa.table({key: pa.array(values, from_pandas=True) for key, values in columns.items()})
            base.register("laid", laid)
            more = lacking if name == "referrals" else ""
            base.execute(
                f"CREATE TABLE {name} AS SELECT * REPLACE (CAST(referral AS VARCHAR) AS referral){more} FROM laid"
            )
        yield base


def ours(nation: Any, by: tuple[str, ...]) -> list[dict[str, Any]]:
    backend = ibis.duckdb.from_connection(nation)
    rows: list[dict[str, Any]] = (
        delivery_table(backend.table("referrals"), backend.table("sessions"), by).to_pyarrow().to_pylist()
    )
    return rows


@pytest.mark.parametrize("dialect", [one for one in DIALECTS if one != "duckdb"])
def test_what_is_written_for_another_counts_what_ours_counts(nation: Any, dialect: Any) -> None:
    by = ("provider", "ethnicity")
    if dialect == "trino":
        assert unresolved(delivery_sql(by)) == ""
        assert unresolved(delivery_sql(by).replace('"attendance"', '"came"'))  # the control
    back = sqlglot.transpile(delivery_sql(by, dialect), read=dialect, write="duckdb")[0]
    found = nation.sql(back).to_arrow_table().to_pylist()
    assert len(found) > 500
    assert found == ours(nation, by)


def test_sqlite_counts_the_same(nation: Any) -> None:
    """The statement in SQLite's own words, over the same rows."""
    by = ("provider",)
    with sqlite3.connect(":memory:") as base:
        for name in ("referrals", "sessions"):
            rows = nation.sql(f"FROM {name}").to_arrow_table()
            columns = ", ".join(f'"{one}"' for one in rows.column_names)
            base.execute(f"CREATE TABLE {name} ({columns})")
            values = [[str(one) if isinstance(one, date) else one for one in row.values()] for row in rows.to_pylist()]
            base.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows.column_names))})", values)
        statement = ibis.to_sql(delivery_table(*named_tables(), by), dialect="sqlite")
        found = base.execute(str(statement)).fetchall()
    assert found == [tuple(row.values()) for row in ours(nation, by)]
    assert len(found) > 100


def test_every_measure_says_what_it_is_a_share_of() -> None:
    known = {one.id for one in DELIVERED}
    assert all(one.out_of is None or one.out_of in known for one in DELIVERED)
