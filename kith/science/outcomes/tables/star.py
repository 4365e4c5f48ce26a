"""The two tables that outcomes are worked out from: one row a referral, and one row an appointment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import ibis

from kith.science.documents import did_you_mean

Kind = Literal["key", "day", "word", "number"]


@dataclass(frozen=True)
class Column:
    """A column: what kind of value it holds, and what it says."""

    kind: Kind
    what: str


REFERRALS: Mapping[str, Column] = {
    "referral": Column("key", "The referral, by a name that says nothing about the person."),
    "provider": Column("word", "The service that received it."),
    "received": Column("day", "The day it arrived."),
    "assessed": Column("day", "The day of the assessment; empty where there was none."),
    "ended": Column("day", "The day the stay in care ended; empty while it is open."),
    "ending": Column("word", "How it ended: completed, dropped_out or another word; empty while it is open."),
    "problem": Column("word", "The main problem, as the measure policies name it, or a broad group of problems."),
    "ethnicity": Column("word", "The ethnic group; empty when it was not said."),
    "gender": Column("word", "The gender; empty when it was not said."),
    "age_band": Column("word", "The age band at referral."),
    "deprivation_decile": Column("number", "1 for the most deprived tenth of places, 10 for the least."),
    "deprivation_quintile": Column("number", "1 for the most deprived fifth; left out where tenths are known."),
    "harms": Column("number", "How many unwanted events or effects of care were written down; 0 is a register's none."),
    "serious_harms": Column("number", "How many of them were judged serious or worse."),
}
MAY_LACK: Mapping[str, str] = {"assessed": "date", "ending": "string", "deprivation_quintile": "int8"} | dict.fromkeys(
    ("harms", "serious_harms"), "int16"
)
"""Columns that a table of others may lack, and their kind: what is not there is unknown."""
SESSIONS: Mapping[str, Column] = {
    "referral": Column("key", "The referral it belongs to."),
    "number": Column("number", "Its place among the appointments of the referral, in the order of time: 1, 2, 3."),
    "held_on": Column("day", "Its day; of treatment sessions the first that was attended needs one."),
    "kind": Column("word", "assessment, treatment, or measure: filled in without an appointment, and attended."),
    "attendance": Column("word", "attended, missed or cancelled."),
    "phq9": Column("number", "The PHQ-9 of that day; empty when none was taken."),
    "gad7": Column("number", "The GAD-7 of that day; empty when none was taken."),
    "specific": Column("number", "The measure of the main problem, where the policies pair one with it; else empty."),
}


class StarProblem(ValueError):
    """A table that lacks a column, or holds another kind of value in it."""


def check_star(referrals: ibis.Table, sessions: ibis.Table) -> None:
    """Raises StarProblem for the first column that is missing or of another kind."""
    for name, table, columns in (("referrals", referrals, REFERRALS), ("sessions", sessions, SESSIONS)):
        schema = table.schema()
        for column, known in columns.items():
            if column not in schema and column in MAY_LACK:
                continue
            if column not in schema:
                near = did_you_mean(column, schema.names)
                raise StarProblem(
                    f"The table {name} has no column {column!r}; found {', '.join(schema.names)}. Rename one ({near}) "
                    f"or add it: {known.what}"
                )
            kind = schema[column]
            if not _fits(kind, known.kind):
                raise StarProblem(
                    f"The column {column!r} of {name} holds the wrong kind of value; found {kind}. Write it as a "
                    f"{known.kind}: {known.what}"
                )


def completed(referrals: ibis.Table) -> ibis.Table:
    """The referrals with every column of the star: fifths from tenths where those are known, others empty."""
    lacking = {name: ibis.null(kind) for name, kind in MAY_LACK.items() if name not in referrals.columns}
    if "deprivation_quintile" in lacking:
        lacking["deprivation_quintile"] = ((referrals.deprivation_decile + 1) / 2).floor().cast("int8")
    return referrals.mutate(lacking) if lacking else referrals


def _fits(kind: ibis.DataType, wanted: Kind) -> bool:
    fits = {
        "key": kind.is_integer() or kind.is_string(),
        "day": kind.is_date(),
        "word": kind.is_string(),
        "number": kind.is_numeric(),
    }
    return bool(fits[wanted])
