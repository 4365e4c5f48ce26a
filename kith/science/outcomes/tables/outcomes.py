"""The outcome table: every measure, for each provider, month, ethnic group or whatever else is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, get_args

import ibis

from kith.science.outcomes.tables.courses import COUNTED
from kith.science.outcomes.tables.measures import MEASURES, Event, Measure

if TYPE_CHECKING:
    from ibis import Table
    from ibis.expr.types import IntegerValue

MONTH = "month"
DIMENSIONS = (
    "provider",
    MONTH,
    "problem",
    "ethnicity",
    "gender",
    "age_band",
    "deprivation_decile",
    "deprivation_quintile",
)
ATTENDED = "sessions_attended"  # of finished courses: their sum, so that means can be worked out of any sum


def unknown_dimensions(by: Iterable[str]) -> tuple[str, ...]:
    """Those that the tables do not have."""
    return tuple(name for name in by if name not in DIMENSIONS)


def needed_of(courses: Table, by: Sequence[str]) -> Table:
    """The columns of the courses that an outcome table reads, worked out once and held by the engine.

    Each event is counted by itself; without this the courses would be worked out for every one of them. Close it, or
    use it in a `with`, when the table has been read.
    """
    dimensions = [name for name in by if name != MONTH]
    return courses.select(*dimensions, *get_args(Event), *COUNTED).cache()


def outcome_table(
    courses: Table,
    by: Sequence[str],
    measures: Sequence[Measure] = MEASURES,
    *,
    first: date | None = None,
    last: date | None = None,
) -> Table:
    """Counts of each measure for each group of `by`, and `sessions_attended` of finished courses, ordered by group.

    Each count belongs to the month of its own event: a referral to the month it was received, an outcome to the month
    the care ended. A person can so be counted in one month as referred and in another as recovered. Where `by` has no
    month, all time is one. `first` and `last` leave out what happened before and after; both days count. Raises
    ValueError for a dimension that is not there.
    """
    unknown = unknown_dimensions(by)
    if unknown:
        raise ValueError(
            f"Outcomes can be shown by {', '.join(DIMENSIONS)}; found {', '.join(unknown)}. Choose among those."
        )
    parts = [_of_event(_within(courses, event, first, last), event, by, measures) for event in get_args(Event)]
    laid = reduce(lambda one, other: one.union(other), parts)
    added = _grouped(laid, by, {name: laid[name].sum().cast("int64") for name in _names(measures)})
    return added.order_by(list(by)) if by else added


def _within(courses: Table, event: Event, first: date | None, last: date | None) -> Table:
    rows = courses.filter(courses[event].notnull())
    if first is not None:
        rows = rows.filter(rows[event] >= ibis.literal(first))
    return rows if last is None else rows.filter(rows[event] <= ibis.literal(last))


def _of_event(rows: Table, event: Event, by: Sequence[str], measures: Sequence[Measure]) -> Table:
    """The counts that belong to one event, and 0 for those of the others, so that they can be laid on each other."""
    if MONTH in by:
        rows = rows.mutate(month=rows[event].truncate("M"))
    counts = {one.id: one.counts(rows).sum() for one in measures if one.happens == event}
    if event == "ended":
        counts[ATTENDED] = rows.attended.sum(where=rows.is_finished)
    counted = _grouped(rows, by, counts)
    others = {name: ibis.literal(0) for name in _names(measures) if name not in counts}
    counted = counted.mutate(others)
    return counted.select(*by, *(counted[name].fill_null(0).cast("int64").name(name) for name in _names(measures)))


def _grouped(rows: Table, by: Sequence[str], counts: dict[str, IntegerValue]) -> Table:
    return rows.group_by(list(by)).aggregate(counts) if by else rows.aggregate(counts)


def _names(measures: Sequence[Measure]) -> list[str]:
    return [*(measure.id for measure in measures), ATTENDED]
