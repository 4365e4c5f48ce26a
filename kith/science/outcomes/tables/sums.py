"""What the appointments of each referral add up to: worked out from them, or read where it was kept with the referral.

Whoever writes the two tables knows every appointment of a referral at that moment and can keep the sums with it, so
that counting a country need not go through its appointments again. A file of referrals that keeps sums carries the
fingerprint of the file of sessions they were made from; where that is another by now, the sums do not count.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from kith.science.outcomes.tables.star import Column

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis import Table
    from ibis.expr.types import NumericColumn, NumericValue

SCORES = ("phq9", "gad7", "specific")
SUMS: Mapping[str, Column] = {
    "attended": Column("number", "How many treatment sessions were attended."),
    "treated_on": Column("day", "The day of the first of them."),
    **{f"{name}_first": Column("number", f"The first {name} of an attended appointment.") for name in SCORES},
    **{f"{name}_last": Column("number", f"The last {name}; empty where only one was taken.") for name in SCORES},
}
MADE_FROM = b"kith.sums_of"
A_PLACE = 1_000_000_000
A_POINT = 1_000_000
"""The place of an appointment and its score are kept as one whole number, the place first: the smallest is then the
first score and the largest the last. It costs a third of looking the score up by its place, and every engine knows the
smallest whole number. Scores keep six decimals, and no scale reaches 1,000."""


def summed(referrals: Table, sessions: Table) -> Table:
    """The referrals with the columns of SUMS: as they are where they keep them, else worked out from the sessions."""
    if SUMS.keys() <= set(referrals.columns):
        return referrals
    joined = referrals.left_join(_of_each_referral(sessions), "referral").drop("referral_right")
    return joined.mutate(attended=joined.attended.fill_null(0))


def keep_sums(referrals: pa.Table, sessions: pa.Table, written: Path) -> pa.Table:
    """The referrals to be written beside the file of their sessions, which must hold all of theirs, with the sums."""
    kept = referrals.sort_by("referral")
    found = summed(ibis.memtable(kept.select(["referral"])), ibis.memtable(sessions)).order_by("referral").to_pyarrow()
    for name in SUMS:
        kept = kept.append_column(name, found[name])
    return kept.replace_schema_metadata({MADE_FROM: _fingerprint(written)})


def sums_count(referrals: Path, sessions: Path) -> bool:
    """Whether a file of referrals keeps the sums of this file of sessions as it is now."""
    import pyarrow.parquet as pq

    found = (pq.read_schema(referrals).metadata or {}).get(MADE_FROM)
    return found is not None and sessions.exists() and found == _fingerprint(sessions)


def _fingerprint(file: Path) -> bytes:
    with file.open("rb") as one:
        return hashlib.file_digest(one, "sha256").hexdigest().encode()


def _of_each_referral(sessions: Table) -> Table:
    """What the attended appointments of each referral say. Scores of other days are no first or last scores."""
    came = sessions.filter(sessions.attendance == "attended")
    place = came.number.cast("int64") * A_PLACE
    marked = came.select(
        "referral",
        is_treatment=came.kind == "treatment",
        treated_on=(came.kind == "treatment").ifelse(came.held_on, ibis.null("date")),
        **{name: place + _in_millionths(came[name]) for name in SCORES},
    )
    found = marked.group_by("referral").aggregate(
        attended=marked.is_treatment.sum(),
        treated_on=marked.treated_on.min(),
        **{f"{name}_first": marked[name].min() for name in SCORES},
        **{f"{name}_last": marked[name].max() for name in SCORES},
    )
    unpacked = {}
    for name in SCORES:
        first, last = found[f"{name}_first"], found[f"{name}_last"]
        unpacked[f"{name}_first"] = _score(first)
        unpacked[f"{name}_last"] = (last > first).ifelse(_score(last), ibis.null("float64"))
    return found.mutate(unpacked)


def _in_millionths(score: NumericColumn) -> NumericValue:
    whole = score.type().is_integer()
    return score.cast("int64") * A_POINT if whole else (score.cast("float64") * A_POINT).round().cast("int64")


def _score(packed: NumericColumn) -> NumericValue:
    return (packed % A_PLACE) / A_POINT
