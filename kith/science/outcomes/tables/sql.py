"""The outcome table as one statement of SQL, for an engine that this machine does not reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

import ibis

from kith.science.outcomes.tables.courses import courses
from kith.science.outcomes.tables.delivery import delivery_table
from kith.science.outcomes.tables.measures import MEASURES, Measure
from kith.science.outcomes.tables.outcomes import outcome_table
from kith.science.outcomes.tables.star import REFERRALS, SESSIONS, Column

if TYPE_CHECKING:
    from ibis import Table

    from kith.science.change import MeasurePolicies

Dialect = Literal["trino", "duckdb", "postgres"]
DIALECTS: tuple[Dialect, ...] = get_args(Dialect)
KINDS = {"key": "string", "word": "string", "day": "date", "number": "float64"}
PLACES = {"number": "int32", "deprivation_decile": "int8", "deprivation_quintile": "int8"}
PLACES |= dict.fromkeys(("harms", "serious_harms"), "int16")


def outcome_sql(
    by: Sequence[str],
    policies: MeasurePolicies,
    dialect: Dialect = "trino",
    measures: Sequence[Measure] = MEASURES,
    *,
    first: date | None = None,
    last: date | None = None,
) -> str:
    """What `outcome_table` counts, to be asked where tables named `referrals` and `sessions` are.

    The statement is complete: the limits of the measure policies stand in it as numbers, so nothing is to be loaded but
    the two tables. The columns are those of the star schema; the referral's name is taken as text. Raises ValueError
    as `outcome_table` does.
    """
    counted = outcome_table(courses(*named_tables(), policies), by, measures, first=first, last=last)
    return str(ibis.to_sql(counted, dialect=dialect))


def delivery_sql(
    by: Sequence[str], dialect: Dialect = "trino", *, first: date | None = None, last: date | None = None
) -> str:
    """What `delivery_table` counts, in the same way."""
    return str(ibis.to_sql(delivery_table(*named_tables(), by, first=first, last=last), dialect=dialect))


def named_tables() -> tuple[Table, Table]:
    """`referrals` and `sessions` by their names and columns alone, wherever they are."""
    return ibis.table(_schema(REFERRALS), name="referrals"), ibis.table(_schema(SESSIONS), name="sessions")


def _schema(columns: Mapping[str, Column]) -> dict[str, str]:
    return {name: PLACES.get(name, KINDS[column.kind]) for name, column in columns.items()}
