"""What a frozen snapshot says of finished courses beyond rates, as it was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from kith.science.outcomes import (
    KNOWN_SCALES,
    ChangeSize,
    Comparator,
    KnownScale,
    PublishedRate,
    PublishedRule,
)


@dataclass(frozen=True)
class Parts:
    """Each part of a snapshot; empty where the snapshot is older than it."""

    change_sizes: tuple[ChangeSize, ...]
    rules: tuple[PublishedRule, ...]
    comparators: tuple[Comparator, ...]

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
        )

    @staticmethod
    def known_scale(measure: str) -> KnownScale | None:
        """What is published of a scale, with where; None where nothing is held."""
        return KNOWN_SCALES.get(measure)
