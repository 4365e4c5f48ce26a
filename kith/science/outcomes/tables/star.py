"""The two tables that outcomes are worked out from: one row a referral, and one row an appointment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kith.science.documents import did_you_mean

if TYPE_CHECKING:
    import ibis

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
    "ended": Column("day", "The day the stay in care ended; empty while it is open."),
    "problem": Column("word", "The main problem, as the measure policies name it; empty when none was said."),
    "ethnicity": Column("word", "The ethnic group; empty when it was not said."),
    "gender": Column("word", "The gender; empty when it was not said."),
    "age_band": Column("word", "The age band at referral."),
    "deprivation_decile": Column("number", "1 for the most deprived tenth of places, 10 for the least."),
    "deprivation_quintile": Column("number", "1 for the most deprived fifth; left out where tenths are known."),
}
WORKED_OUT = frozenset({"deprivation_quintile"})  # a table may lack it
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
            if column not in schema and column in WORKED_OUT:
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


def with_fifths(referrals: ibis.Table) -> ibis.Table:
    """The referrals with the fifth of each place, from its tenth where the table has no fifths of its own."""
    if "deprivation_quintile" in referrals.columns:
        return referrals
    return referrals.mutate(deprivation_quintile=((referrals.deprivation_decile + 1) / 2).floor().cast("int8"))


def _fits(kind: ibis.DataType, wanted: Kind) -> bool:
    fits = {
        "key": kind.is_integer() or kind.is_string(),
        "day": kind.is_date(),
        "word": kind.is_string(),
        "number": kind.is_numeric(),
    }
    return bool(fits[wanted])
