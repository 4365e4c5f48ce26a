"""The outcome table written by hand for polars, as somebody would who had only that: every measure, the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from kith.science.change import MeasurePolicies
from kith.science.outcomes.tables.limits import limits_by_problem
from kith.science.outcomes.tables.measures import MEASURES
from kith.science.outcomes.tables.sums import SUMS

SCORES = ("phq9", "gad7", "specific")
A_PLACE = 1_000_000_000
EXACT = 2e-6
NAMES = [*(one.id for one in MEASURES), "sessions_attended"]
OF_EVENT = {
    event: [one.id for one in MEASURES if one.happens == event] + (["sessions_attended"] if event == "ended" else [])
    for event in ("received", "assessed", "treated_on", "ended")
}


def outcome_rows(folder: Path, policies: MeasurePolicies, by: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    """One row a provider, month and ethnic group, in the columns of the outcome table."""
    table = _judged(_with_ends(folder), policies).collect()
    whole: Any = None
    for event, counted in OF_EVENT.items():
        rows = table.filter(pl.col(f"day_{event}").is_not_null())
        rows = rows.with_columns(month=pl.col(f"day_{event}").dt.truncate("1mo"))
        part = rows.group_by(list(by)).agg(pl.col(name).sum().cast(pl.Int64) for name in counted)
        whole = part if whole is None else whole.join(part, on=list(by), how="full", coalesce=True, nulls_equal=True)
    return whole.select(*by, *(pl.col(name).fill_null(0) for name in NAMES)).iter_rows()


def _with_ends(folder: Path) -> pl.LazyFrame:
    """Each referral with how much was attended, the first treatment, and first and last scores."""
    place = pl.col("number").cast(pl.Int64) * A_PLACE
    is_treatment = pl.col("kind") == "treatment"
    facts = (
        pl.scan_parquet(folder / "sessions" / "*.parquet")
        .filter(pl.col("attendance") == "attended")
        .select(
            "referral",
            "held_on",
            is_treatment.alias("is_treatment"),
            *((place + (pl.col(name) * 1_000_000).cast(pl.Int64)).alias(name) for name in SCORES),
        )
        .group_by("referral")
        .agg(
            pl.col("is_treatment").sum().alias("attended"),
            pl.col("held_on").filter(pl.col("is_treatment")).min().alias("treated_on"),
            *(pl.col(name).min().alias(f"{name}_first") for name in SCORES),
            *(pl.col(name).max().alias(f"{name}_last") for name in SCORES),
        )
    )
    found = (
        pl.scan_parquet(folder / "referrals" / "*.parquet")
        .drop(*SUMS, strict=False)
        .join(facts, on="referral", how="left")
    )
    ends = [f"{name}_{end}" for name in SCORES for end in ("first", "last")]
    score = {name: (pl.col(name) % A_PLACE) / 1_000_000 for name in ends}
    later = {name: pl.col(name) > pl.col(name.replace("_last", "_first")) for name in ends if name.endswith("_last")}
    return found.with_columns(
        attended=pl.col("attended").fill_null(0).cast(pl.Int64),
        **{name: pl.when(later[name]).then(one) if name in later else one for name, one in score.items()},
    )


def _judged(table: pl.LazyFrame, policies: MeasurePolicies) -> pl.LazyFrame:
    limits = {row["problem"]: row for row in limits_by_problem(policies) if row["ends"].year > 2100}
    usual = limits[""]
    own = pl.LazyFrame(
        [{"problem": key, "own_cut": row["own_cut"], "own_change": row["own_change"]} for key, row in limits.items()]
    )
    table = table.with_columns(pl.col("problem").cast(pl.String)).join(own, on="problem", how="left")
    has_own = pl.col("own_cut").is_not_null()
    has_own &= pl.col("specific_first").is_not_null() & pl.col("specific_last").is_not_null()
    x1, x2 = (pl.when(has_own).then(f"specific_{end}").otherwise(f"gad7_{end}") for end in ("first", "last"))
    cut = pl.when(has_own).then("own_cut").otherwise(usual["gad7_cut"])
    change = pl.when(has_own).then("own_change").otherwise(usual["gad7_change"]) - EXACT
    d1, d2, d_cut, d_change = pl.col("phq9_first"), pl.col("phq9_last"), usual["phq9_cut"], usual["phq9_change"]
    finished = pl.col("ended").is_not_null() & (pl.col("attended") >= 2)
    paired = finished & d1.is_not_null() & d2.is_not_null() & x1.is_not_null() & x2.is_not_null()
    case, well = (d1 >= d_cut) | (x1 >= cut - EXACT), (d2 < d_cut) & (x2 < cut - EXACT)
    up, down = (d1 - d2 >= d_change) | (x1 - x2 >= change), (d2 - d1 >= d_change) | (x2 - x1 >= change)
    waited = (pl.col("treated_on") - pl.col("received")).dt.total_days()
    return table.select(
        "provider",
        "ethnicity",
        *(pl.col(event).alias(f"day_{event}") for event in OF_EVENT),
        referred=pl.lit(1), assessed=pl.lit(1), treated=pl.lit(1), ended=pl.lit(1),
        dropped_out=(pl.col("ending").cast(pl.String) == "dropped_out").fill_null(False),
        finished=finished,
        within_6_weeks=finished & waited.is_between(0, 42), within_18_weeks=finished & waited.is_between(0, 126),
        paired=paired, case=paired & case, recovered=paired & case & well,
        reliably_recovered=paired & case & well & up & ~down, reliably_improved=paired & up & ~down,
        reliably_deteriorated=paired & down & ~up, no_reliable_change=paired & ~(up & ~down) & ~(down & ~up),
        sessions_attended=pl.when(finished).then("attended").otherwise(0),
    )  # fmt: skip
