"""What is counted, once each: the words, the day it belongs to, who is counted, and out of whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kith.science.outcomes.waits import EIGHTEEN_WEEKS_IN_DAYS, SIX_WEEKS_IN_DAYS

if TYPE_CHECKING:
    from ibis import Table
    from ibis.expr.types import NumericColumn

Event = Literal["received", "assessed", "treated_on", "ended"]
NHS = "NHS Talking Therapies manual; NHS England's published queries"
OURS = "Our own convention"


@dataclass(frozen=True)
class Measure:
    """A number of referrals: those for whom `counts` holds, in the month of their `happens`, as a share of `out_of`.

    Where `counts` is a number and no condition, it is added up.

    `counts` works on the table that `courses` makes. `out_of` is another measure of the same event, or None for a
    number that is no share.
    """

    id: str
    what: str
    happens: Event
    counts: Callable[[Table], NumericColumn]
    out_of: str | None
    source: str


MEASURES: tuple[Measure, ...] = (
    Measure("referred", "Referrals received.", "received", lambda t: t.received.notnull(), None, NHS),
    Measure("assessed", "Came to an assessment.", "assessed", lambda t: t.assessed.notnull(), None, NHS),
    Measure(
        "treated", "Came to a first treatment session: entered treatment.", "treated_on",
        lambda t: t.treated_on.notnull(), None, NHS,
    ),
    Measure("ended", "Stays in care that ended.", "ended", lambda t: t.ended.notnull(), None, NHS),
    Measure(
        "dropped_out", "Stays in care that the person left before the work was done.", "ended",
        lambda t: t.has_dropped_out, "ended", OURS,
    ),
    Measure(
        "finished", "Ended after two attended treatment sessions or more: a finished course.", "ended",
        lambda t: t.is_finished, "ended", NHS,
    ),
    Measure(
        "within_6_weeks", "Finished courses that began within 42 days of the referral, the 42nd counted.", "ended",
        lambda t: t.is_finished & (t.wait_days <= SIX_WEEKS_IN_DAYS), "finished", NHS,
    ),
    Measure(
        "within_18_weeks", "Finished courses that began within 126 days of the referral, the 126th counted.", "ended",
        lambda t: t.is_finished & (t.wait_days <= EIGHTEEN_WEEKS_IN_DAYS), "finished", NHS,
    ),
    Measure(
        "paired", "Finished courses with both measures taken at the start and at the end: completeness.", "ended",
        lambda t: t.is_paired, "finished", NHS,
    ),
    Measure(
        "case", "Of those with both scores, at or above the cut-off on either measure at the start.", "ended",
        lambda t: t.is_case, "paired", NHS,
    ),
    Measure(
        "recovered", "Of the cases, below the cut-off on both measures at the end.", "ended",
        lambda t: t.is_recovered, "case", NHS,
    ),
    Measure(
        "reliably_recovered", "Of the cases, recovered and reliably improved.", "ended",
        lambda t: t.is_recovered & t.is_improved, "case", NHS,
    ),
    Measure(
        "reliably_improved", "Better by the reliable change on one measure at least, and worse by it on none.", "ended",
        lambda t: t.is_improved, "paired", NHS,
    ),
    Measure(
        "reliably_deteriorated", "Worse by the reliable change on one measure at least, and better by it on none.",
        "ended", lambda t: t.is_deteriorated, "paired", NHS,
    ),
    Measure(
        "no_reliable_change", "Neither; or better on one measure and worse on the other.", "ended",
        lambda t: t.is_paired & ~t.is_improved & ~t.is_deteriorated, "paired", NHS,
    ),
)  # fmt: skip
"""A change from the first to the last score is not the effect of the treatment: people come when they feel worst, and
some of the way back would have happened without it (regression to the mean). Every report of these says so."""
