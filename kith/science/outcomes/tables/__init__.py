"""The measures of a service as expressions over two tables, the same for one clinic and for a nation.

An expression says what is counted and knows nothing of where: DuckDB reads it in the embedded default, Spark on a
cluster, and it can be written out as the SQL of Trino or another, to be read there.
"""

from kith.science.outcomes.tables.courses import courses
from kith.science.outcomes.tables.delivery import DELIVERED, delivery_table
from kith.science.outcomes.tables.engines import ENGINES, Engine, NoSuchTables, open_tables
from kith.science.outcomes.tables.measures import MEASURES, Measure
from kith.science.outcomes.tables.outcomes import DIMENSIONS, needed_of, outcome_table, unknown_dimensions
from kith.science.outcomes.tables.sql import DIALECTS, Dialect, delivery_sql, outcome_sql
from kith.science.outcomes.tables.star import REFERRALS, SESSIONS, StarProblem, check_star
from kith.science.outcomes.tables.versions import measure_versions

__all__ = [
    "DELIVERED",
    "DIALECTS",
    "DIMENSIONS",
    "ENGINES",
    "MEASURES",
    "REFERRALS",
    "SESSIONS",
    "Dialect",
    "Engine",
    "Measure",
    "NoSuchTables",
    "StarProblem",
    "check_star",
    "courses",
    "delivery_sql",
    "delivery_table",
    "measure_versions",
    "needed_of",
    "open_tables",
    "outcome_sql",
    "outcome_table",
    "unknown_dimensions",
]
