"""Each referral's course: when treatment began, how much was attended, first and last scores, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from kith.science.change import MeasurePolicies
from kith.science.outcomes.funnel import SESSIONS_OF_A_COURSE
from kith.science.outcomes.tables.limits import LIMITS, limit, limits_by_problem
from kith.science.outcomes.tables.star import REFERRALS, completed
from kith.science.outcomes.tables.sums import summed

if TYPE_CHECKING:
    from ibis import Table
    from ibis.expr.types import BooleanValue

EXACT = 2e-6  # room for the six decimals of a score, on both sides of a difference
DROPPED_OUT = "dropped_out"
COUNTED = (
    "attended",
    "wait_days",
    "has_dropped_out",
    "is_finished",
    "is_paired",
    "is_case",
    "is_recovered",
    "is_improved",
    "is_deteriorated",
)


def courses(referrals: Table, sessions: Table, policies: MeasurePolicies) -> Table:
    """One row a referral, with everything that the measures count. Columns beside those of the referral:

    `treated_on` (the first treatment session attended) and `attended` (how many of them), `wait_days` (referral to
    first treatment; empty where the dates contradict), `has_dropped_out` (ended, and the person had left before the
    work was done), `is_finished` (ended, with two treatment sessions attended or more), and of finished courses
    `is_paired` (first and last scores on both measures), `is_case`, `is_recovered`, `is_improved` and
    `is_deteriorated`; these are False wherever they do not apply.

    The rules are those of `kith.science.change.count_outcomes`, written once more for tables. The first and last score
    of a measure are those of the first and last attended appointment that has one; a measure taken only once has no
    last score. A problem's own measure counts when it was taken at both ends, else GAD-7. The policies are those in
    force on the day the care ended. Source: NHS Talking Therapies manual and published queries.
    """
    joined = summed(completed(referrals), sessions)
    waited = joined.treated_on.delta(joined.received, unit="day")
    joined = joined.mutate(
        wait_days=(waited >= 0).ifelse(waited, ibis.null("int64")),
        has_dropped_out=_yes(joined.ended.notnull() & (joined.ending == DROPPED_OUT)),
        is_finished=joined.ended.notnull() & (joined.attended >= SESSIONS_OF_A_COURSE),
    )
    rules = limits_by_problem(policies)
    limits = {name: limit(joined, rules, name) for name in LIMITS}
    return _with_outcomes(joined.mutate(limits)).select(*REFERRALS, "treated_on", *COUNTED)


def _with_outcomes(known: Table) -> Table:
    """The outcome of each finished course by its two measures."""
    has_own = known.own_cut.notnull() & known.specific_first.notnull() & known.specific_last.notnull()
    known = known.mutate(
        x_first=has_own.ifelse(known.specific_first, known.gad7_first),
        x_last=has_own.ifelse(known.specific_last, known.gad7_last),
        x_cut=has_own.ifelse(known.own_cut, known.gad7_cut),
        x_change=has_own.ifelse(known.own_change, known.gad7_change),
    )
    complete = [known[name].notnull() for name in ("phq9_first", "phq9_last", "x_first", "x_last", "x_cut")]
    known = known.mutate(
        is_paired=known.is_finished & ibis.and_(*complete),
        d_gain=known.phq9_first - known.phq9_last,
        x_gain=known.x_first - known.x_last,
    )
    case = (known.phq9_first >= known.phq9_cut - EXACT) | (known.x_first >= known.x_cut - EXACT)
    well = (known.phq9_last < known.phq9_cut - EXACT) & (known.x_last < known.x_cut - EXACT)
    better = (known.d_gain >= known.phq9_change - EXACT) | (known.x_gain >= known.x_change - EXACT)
    worse = (-known.d_gain >= known.phq9_change - EXACT) | (-known.x_gain >= known.x_change - EXACT)
    return known.mutate(
        is_case=_yes(known.is_paired & case),
        is_recovered=_yes(known.is_paired & case & well),
        is_improved=_yes(known.is_paired & better & ~worse),
        is_deteriorated=_yes(known.is_paired & worse & ~better),
    )


def _yes(answer: BooleanValue) -> BooleanValue:
    return answer.fill_null(False)
