"""What a frozen snapshot says of finished courses beyond rates, as it was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from kith.science.economics import SOURCES, PublishedQalys, Source
from kith.science.outcomes import (
    KNOWN_SCALES,
    ChangeSize,
    Comparator,
    KnownScale,
    PublishedCount,
    PublishedFigure,
    PublishedKind,
    PublishedRate,
    PublishedRule,
    PublishedWider,
)


@dataclass(frozen=True)
class Parts:
    """Each part of a snapshot; empty where the snapshot is older than it."""

    change_sizes: tuple[ChangeSize, ...]
    rules: tuple[PublishedRule, ...]
    comparators: tuple[Comparator, ...]
    wider: PublishedWider | None
    kinds: tuple[PublishedKind, ...]
    qalys: PublishedQalys | None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """The parts of a snapshot's results."""
        return cls(
            change_sizes=tuple(ChangeSize(**row) for row in stored.get("change_sizes", ())),
            rules=tuple(
                PublishedRule(row["rule"], PublishedRate(**row["recovery"])) for row in stored.get("rules", ())
            ),
            comparators=tuple(
                Comparator(**{**row, "ends": date.fromisoformat(row["ends"])}) for row in stored.get("comparators", ())
            ),
            wider=PublishedWider(**{name: PublishedRate(**rate) for name, rate in stored["wider"].items()})
            if "wider" in stored
            else None,
            kinds=tuple(map(_kind, stored.get("kinds", ()))),
            qalys=_qalys(stored["qalys"]) if "qalys" in stored else None,
        )

    @staticmethod
    def known_scale(measure: str) -> KnownScale | None:
        """What is published of a scale, with where; None where nothing is held."""
        return KNOWN_SCALES.get(measure)

    @staticmethod
    def links() -> tuple[Source, Source]:
        """Where the two links from a score to a utility are from, the default first."""
        return SOURCES["kolovos"], SOURCES["furukawa"]


def _qalys(row: Mapping[str, Any]) -> PublishedQalys:
    return PublishedQalys(
        mapped=PublishedRate(**row["mapped"]),
        weeks=PublishedFigure(**row["weeks"]),
        by_state=PublishedFigure(**row["by_state"]),
        covered=PublishedRate(**row["covered"]),
        same_by_state=PublishedFigure(**row["same_by_state"]),
        other_low_ends=PublishedFigure(**row["other_low_ends"]),
        other_high_ends=PublishedFigure(**row["other_high_ends"]),
    )


def _kind(row: Mapping[str, Any]) -> PublishedKind:
    return PublishedKind(
        kind=row["kind"],
        groups=PublishedCount(**row["groups"]),
        meetings=PublishedCount(**row["meetings"]),
        members=PublishedCount(**row["members"]),
        guests=PublishedCount(**row["guests"]),
        guests_counted=PublishedRate(**row["guests_counted"]),
        attendance=PublishedRate(**row["attendance"]),
        completed=PublishedRate(**row["completed"]),
    )
