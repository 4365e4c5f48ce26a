"""The version of each measure: its expression as it is compiled, with the limits that stand in it, as a fingerprint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import ibis

from kith.science.outcomes.tables.courses import courses
from kith.science.outcomes.tables.measures import MEASURES, Measure
from kith.science.outcomes.tables.sql import named_tables
from kith.science.outcomes.versions import version_of

if TYPE_CHECKING:
    from kith.science.change import MeasurePolicies


def measure_versions(policies: MeasurePolicies, measures: Sequence[Measure] = MEASURES) -> Mapping[str, str]:
    """By measure, the version of the package and the fingerprint of what it counts and what that is a share of.

    It changes with the expression, with the courses it counts on and with the limits of the policies; it stays the same
    with the words, the engine and the data.
    """
    laid = courses(*named_tables(), policies)
    ground = str(ibis.to_sql(laid, dialect="duckdb"))
    table = ibis.table(laid.schema(), name="courses")
    written = {one.id: f"{one.happens}: {ibis.to_sql(one.counts(table).sum(), dialect='duckdb')}" for one in measures}
    return {one.id: version_of(ground, written[one.id], written.get(one.out_of or "", "")) for one in measures}
