"""The statement for another engine is complete, is that engine's own, and counts the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
import pytest
import sqlglot
from sqlglot.optimizer.qualify import qualify

from kith.science.library import Library
from kith.science.outcomes.tables import DIALECTS, DIMENSIONS, MEASURES, courses, outcome_sql, outcome_table
from kith.science.outcomes.tables.measures import Measure
from kith.science.outcomes.tables.sql import KINDS, PLACES
from kith.science.outcomes.tables.star import MAY_LACK, REFERRALS, SESSIONS
from kith.simulation.national import invent_nation

POLICIES = Library.open().measure_policies
BY = ("provider", "month", "ethnicity")
TRINO = {
    "string": "varchar",
    "date": "date",
    "float64": "double",
    "int32": "integer",
    "int16": "smallint",
    "int8": "tinyint",
}


def schema() -> dict[str, dict[str, str]]:
    """What Trino would say that the tables hold."""
    return {
        name: {column: TRINO[PLACES.get(column, KINDS[known.kind])] for column, known in columns.items()}
        for name, columns in (("referrals", REFERRALS), ("sessions", SESSIONS))
    }


def unresolved(statement: str) -> str:
    """What Trino's own grammar and the columns of the tables have against a statement; empty for nothing."""
    try:
        parsed = sqlglot.parse_one(statement, read="trino")
        qualify(parsed, schema=schema(), dialect="trino", validate_qualify_columns=True)
    except sqlglot.errors.SqlglotError as problem:
        return str(problem)
    return ""


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.id)
def test_each_measure_can_be_asked_of_trino(measure: Measure) -> None:
    statement = outcome_sql(BY, POLICIES, "trino", [measure], first=date(2025, 4, 1), last=date(2026, 3, 31))
    assert unresolved(statement) == ""
    assert measure.id in statement


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_each_dimension_can_be_asked_of_trino(dimension: str) -> None:
    assert unresolved(outcome_sql((dimension,), POLICIES)) == ""


def test_a_column_that_is_not_there_would_be_found() -> None:
    statement = outcome_sql(BY, POLICIES)
    assert unresolved(statement.replace('"held_on"', '"day_held"'))
    assert unresolved(statement.replace("GROUP BY", "GROUPED BY"))


def test_nothing_is_asked_for_but_the_two_tables() -> None:
    parsed = sqlglot.parse_one(outcome_sql(BY, POLICIES), read="trino")
    made = {cte.alias for cte in parsed.find_all(sqlglot.exp.CTE)}
    assert {table.name for table in parsed.find_all(sqlglot.exp.Table)} - made == {"referrals", "sessions"}


@pytest.fixture(scope="module")
def nation() -> Any:
    part = next(invent_nation(referrals=3000, first_day=date(2025, 4, 1), days=365, seed=3))
    with duckdb.connect() as base:
        for name, columns in (("referrals", part.referrals), ("sessions", part.sessions)):
            laid = pa.table({key: pa.array(values, from_pandas=True) for key, values in columns.items()})
            base.register("laid", laid)
            lacking = "".join(f", CAST(NULL AS SMALLINT) AS {one}" for one in MAY_LACK if one not in columns)
            more = lacking if name == "referrals" else ""
            base.execute(
                f"CREATE TABLE {name} AS SELECT * REPLACE (CAST(referral AS VARCHAR) AS referral){more} FROM laid"
            )
        yield base


@pytest.mark.parametrize("dialect", [one for one in DIALECTS if one != "duckdb"])
def test_what_is_written_for_another_counts_what_ours_counts(nation: Any, dialect: Any) -> None:
    """The statement goes back through the grammar of its own dialect and is then counted here."""
    import ibis

    statement = outcome_sql(BY, POLICIES, dialect)
    back = sqlglot.transpile(statement, read=dialect, write="duckdb")[0]
    backend = ibis.duckdb.from_connection(nation)
    table = courses(backend.table("referrals"), backend.table("sessions"), POLICIES)
    wanted = outcome_table(table, BY).to_pyarrow().to_pylist()
    found = [row | {"month": as_day(row["month"])} for row in nation.sql(back).to_arrow_table().to_pylist()]
    assert len(wanted) > 1000
    assert found == wanted


def as_day(value: Any) -> date:
    return value.date() if hasattr(value, "date") else value
