"""What care was kept and what harm was written down: appointments by how they went, and stays with a harm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import ibis

from kith.science.outcomes.tables.measures import OURS, Measure
from kith.science.outcomes.tables.outcomes import DIMENSIONS, MONTH, unknown_dimensions
from kith.science.outcomes.tables.star import completed

if TYPE_CHECKING:
    from ibis import Table

MARKS = ("attended", "missed", "cancelled")
STAYS = "stays"
DELIVERED: tuple[Measure, ...] = (
    Measure(STAYS, "Stays in care that ended: the people on whom the other numbers rest.", "ended",
            lambda t: t.ended.notnull(), None, OURS),
    Measure("appointments", "Treatment appointments of these stays, whatever became of them.", "ended",
            lambda t: t.attended + t.missed + t.cancelled, None, OURS),
    Measure("attended", "Appointments that the person came to.", "ended", lambda t: t.attended, "appointments", OURS),
    Measure("missed", "Appointments that the person missed without saying so.", "ended", lambda t: t.missed,
            "appointments", OURS),
    Measure("cancelled", "Appointments that were called off.", "ended", lambda t: t.cancelled, "appointments", OURS),
    Measure("harm_known", "Stays whose tables say how many harms were written down, none among them.", "ended",
            lambda t: t.harms.notnull(), STAYS, OURS),
    Measure("with_harm", "Of those, stays with an unwanted event or effect of care in the register.", "ended",
            lambda t: (t.harms > 0).fill_null(False), "harm_known", OURS),
    Measure("with_serious_harm", "Of those, stays with one that was judged serious or worse.", "ended",
            lambda t: (t.serious_harms > 0).fill_null(False), "harm_known", OURS),
)  # fmt: skip


def delivery_table(
    referrals: Table,
    sessions: Table,
    by: Sequence[str],
    measures: Sequence[Measure] = DELIVERED,
    *,
    first: date | None = None,
    last: date | None = None,
) -> Table:
    """Counts of each of `DELIVERED` for each group of `by`, ordered by group, of the stays that ended.

    Appointments keep no day of their own in what leaves a record, so all of a stay count in the month it ended. A
    record without a register of harms has no column of them: they are unknown and in no share. `first` and `last` leave
    out stays that ended before and after. Raises ValueError for a dimension that is not there.
    """
    unknown = unknown_dimensions(by)
    if unknown:
        raise ValueError(
            f"This can be shown by {', '.join(DIMENSIONS)}; found {', '.join(unknown)}. Choose among those."
        )
    stays = completed(referrals)
    stays = stays.filter(stays.ended.notnull())
    if first is not None:
        stays = stays.filter(stays.ended >= ibis.literal(first))
    if last is not None:
        stays = stays.filter(stays.ended <= ibis.literal(last))
    joined = stays.left_join(_of_each(sessions), "referral").drop("referral_right")
    joined = joined.mutate({name: joined[name].fill_null(0) for name in MARKS})
    if MONTH in by:
        joined = joined.mutate(month=joined.ended.truncate("M"))
    counts = {one.id: one.counts(joined).sum() for one in measures}
    found = joined.group_by(list(by)).aggregate(counts) if by else joined.aggregate(counts)
    found = found.select(*by, *(found[name].fill_null(0).cast("int64").name(name) for name in counts))
    return found.order_by(list(by)) if by else found


def _of_each(sessions: Table) -> Table:
    """How many treatment appointments of each referral went in each way."""
    due = sessions.filter(sessions.kind == "treatment")
    return due.group_by("referral").aggregate({name: (due.attendance == name).sum() for name in MARKS})
