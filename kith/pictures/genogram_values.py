"""What a genogram shows: people at their places, couples, children of them, and what is between two people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Gender = Literal["man", "woman", "other", "not said"]
CoupleKind = Literal["married", "together", "separated", "divorced"]
ChildKind = Literal["biological", "adopted", "fostered"]
BondKind = Literal["close", "very close", "conflict", "cut off", "harm"]

# The order of the key; only what is drawn is explained.
SIGNS: Final = (
    "index", "woman", "man", "other", "not said", "dead", "illness", "substance_use",
    "married", "together", "separated", "divorced", "biological", "adopted", "fostered", "twins",
    "very close", "close", "conflict", "harm", "cut off",
)  # fmt: skip


@dataclass(frozen=True)
class Relative:
    """Somebody of the family: `row` from the top, `step` from the left, `years` as they are to be written.

    Notes are words, and those with a sign of their own: `is_ill` fills the left half, `uses_substances` the lower one.
    """

    id: str
    name: str
    row: int
    step: float
    gender: Gender = "not said"
    years: str = ""
    is_dead: bool = False
    is_index: bool = False
    is_ill: bool = False
    uses_substances: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CoupleLine:
    """Two partners, both of one row."""

    one: str
    other: str
    kind: CoupleKind


@dataclass(frozen=True)
class ChildLine:
    """A child of one parent or of a couple; those of one birth share a word under `twins`."""

    child: str
    parents: tuple[str, ...]
    kind: ChildKind = "biological"
    twins: str | None = None


@dataclass(frozen=True)
class BondLine:
    """What is between two people; harm points at the one who suffers it."""

    start: str
    end: str
    kind: BondKind


@dataclass(frozen=True)
class FamilyLines:
    """All lines of a genogram."""

    couples: tuple[CoupleLine, ...] = ()
    children: tuple[ChildLine, ...] = ()
    bonds: tuple[BondLine, ...] = ()


@dataclass(frozen=True)
class GenogramWords:
    """What each sign means, by the names in `SIGNS`, and what is said when nobody is there yet."""

    signs: Mapping[str, str]
    empty: str
