"""Which months can be looked at together: a free choice would let windows be subtracted from each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise


@dataclass(frozen=True)
class PeriodOffered:
    """Whole months that can be looked at now: twelve, three or one."""

    period_from: date
    period_to: date
    months: int


def offered_periods(today: date) -> tuple[PeriodOffered, ...]:
    """The last twelve months that are over, the last quarter of the calendar that is over, and the last month.

    Why no others: with windows free to begin and end in any month, differences between them give counts of single
    months back that each of them withholds; so do windows of six or three months that move on with each month. Which
    share, docs/methods/disclosure-control.md says: it was measured for these, and for every snapshot of a year.

    >>> [(one.months, str(one.period_from), str(one.period_to)) for one in offered_periods(date(2026, 5, 2))][:2]
    [(12, '2025-05-01', '2026-04-30'), (3, '2026-01-01', '2026-03-31')]
    """
    this_month = today.replace(day=1)
    last = this_month - timedelta(days=1)
    ((first_of_quarter, last_of_quarter),) = quarters_over(today, 1)
    return (
        PeriodOffered(_months_before(this_month, 12), last, 12),
        PeriodOffered(first_of_quarter, last_of_quarter, 3),
        PeriodOffered(_months_before(this_month, 1), last, 1),
    )


def quarters_over(today: date, count: int) -> tuple[tuple[date, date], ...]:
    """The first and the last day of so many calendar quarters that are over, the oldest first.

    >>> [str(day) for day in quarters_over(date(2026, 5, 20), 2)[-1]]
    ['2026-01-01', '2026-03-31']
    """
    begins = _months_before(today.replace(day=1), (today.month - 1) % 3)
    firsts = [_months_before(begins, 3 * back) for back in range(count, -1, -1)]
    return tuple((first, following - timedelta(days=1)) for first, following in pairwise(firsts))


def _months_before(first: date, months: int) -> date:
    counted = first.year * 12 + first.month - 1 - months
    return date(counted // 12, counted % 12 + 1, 1)
