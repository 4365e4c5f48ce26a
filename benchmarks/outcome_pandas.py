"""The outcome table written by hand for pandas, as somebody would who had only that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kith.science.change import MeasurePolicies
from kith.science.outcomes.tables.limits import limits_by_problem
from kith.science.outcomes.tables.measures import MEASURES
from kith.science.outcomes.tables.sums import SUMS

SCORES = ("phq9", "gad7", "specific")
# The day on which a stay ended and the number of those that did have one name, and so with assessments; here the
# number has another.
NUMBER = {"ended": "number_ended", "assessed": "number_assessed"}
ENDED = [NUMBER.get(one.id, one.id) for one in MEASURES if one.happens == "ended"]


def outcome_rows(folder: Path, policies: MeasurePolicies, by: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    """One row a provider, month and ethnic group, in the columns of the outcome table."""
    table = _judged(_with_ends(folder), policies)
    names = [*(NUMBER.get(one.id, one.id) for one in MEASURES), "sessions_attended"]
    parts = []
    for event, counted in (
        ("received", ["referred"]),
        ("assessed", ["number_assessed"]),
        ("treated_on", ["treated"]),
        ("ended", ENDED),
    ):
        rows = table[table[event].notna()].copy()
        rows["month"] = rows[event].dt.to_period("M").dt.start_time
        more = ["sessions_attended"] if event == "ended" else []
        parts.append(rows.groupby(list(by), observed=True)[[*counted, *more]].sum())
    whole = pd.concat(parts, axis=1).fillna(0).astype("int64").reindex(columns=names).reset_index()
    return _rows(whole)


def _rows(whole: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    for row in whole.itertuples(index=False):
        yield tuple(value.to_pydatetime() if isinstance(value, pd.Timestamp) else value for value in row)


def _with_ends(folder: Path) -> pd.DataFrame:
    seen = pd.read_parquet(folder / "sessions")
    seen = seen[seen["attendance"] == "attended"].sort_values(["referral", "number"])
    treated = seen[seen["kind"] == "treatment"].groupby("referral")["held_on"].agg(["size", "min"])
    found = pd.read_parquet(folder / "referrals").drop(columns=[*SUMS], errors="ignore").set_index("referral")
    found["attended"] = treated["size"].reindex(found.index).fillna(0).astype("int64")
    found["treated_on"] = pd.to_datetime(treated["min"].reindex(found.index))
    for name in SCORES:
        marks = seen.dropna(subset=[name]).groupby("referral")[name].agg(["first", "last", "size"])
        marks.loc[marks["size"] < 2, "last"] = np.nan
        for end in ("first", "last"):
            found[f"{name}_{end}"] = marks[end].reindex(found.index).astype("float64")
    for name in ("received", "assessed", "ended"):
        found[name] = pd.to_datetime(found[name])
    return found


def _judged(table: pd.DataFrame, policies: MeasurePolicies) -> pd.DataFrame:
    limits = pd.DataFrame([row for row in limits_by_problem(policies) if row["ends"].year > 2100]).set_index("problem")
    own = limits.reindex(table["problem"].astype(str)).set_index(table.index)
    uses_own = own["own_cut"].notna() & table["specific_first"].notna() & table["specific_last"].notna()
    d1, d2 = table["phq9_first"], table["phq9_last"]
    x1, x2 = (table[f"specific_{end}"].where(uses_own, table[f"gad7_{end}"]) for end in ("first", "last"))
    cut = own["own_cut"].where(uses_own, limits.loc["", "gad7_cut"]).astype(float)
    change = own["own_change"].where(uses_own, limits.loc["", "gad7_change"]).astype(float)
    d_cut, d_change = limits.loc["", "phq9_cut"], limits.loc["", "phq9_change"]
    finished = table["ended"].notna() & (table["attended"] >= 2)
    paired = finished & d1.notna() & d2.notna() & x1.notna() & x2.notna()
    case = paired & ((d1 >= d_cut) | (x1 >= cut - 1e-6))
    up = (d1 - d2 >= d_change) | (x1 - x2 >= change - 1e-6)
    down = (d2 - d1 >= d_change) | (x2 - x1 >= change - 1e-6)
    better, worse = paired & up & ~down, paired & down & ~up
    recovered = case & (d2 < d_cut) & (x2 < cut - 1e-6)
    waited = (table["treated_on"] - table["received"]).dt.days
    waits = {f"within_{weeks}_weeks": finished & waited.between(0, weeks * 7) for weeks in (6, 18)}
    return table.assign(
        referred=1, number_assessed=1, treated=1, number_ended=1, finished=finished, paired=paired, case=case,
        dropped_out=table["ending"].astype(str) == "dropped_out", recovered=recovered, **waits,
        reliably_recovered=recovered & better, reliably_improved=better, reliably_deteriorated=worse,
        no_reliable_change=paired & ~better & ~worse, sessions_attended=table["attended"].where(finished, 0),
    )  # fmt: skip
