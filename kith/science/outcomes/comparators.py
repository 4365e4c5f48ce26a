"""What other services published in a year: each number with its source, and how surely it was read there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from kith.science.sources import Provenance

MONTHLY: Final = "NHS England, NHS Talking Therapies Monthly Statistics, Performance April 2025"
ANNUAL: Final = "NHS Digital, Psychological Therapies, annual report on the use of IAPT services"
NAMED_LATER: Final = "NHS Talking Therapies, annual report"


@dataclass(frozen=True)
class Comparator:
    """One published rate, of all services of a country together; `people` are those it is of, None where not known."""

    figure: str
    value: float
    people: int | None
    where: str
    when: str
    ends: date
    source: str
    provenance: Provenance


PUBLISHED: Final = (
    Comparator("recovery", 0.514, None, "England", "2020-21", date(2021, 3, 31), ANNUAL, "verified"),
    Comparator("recovery", 0.502, None, "England", "2021-22", date(2022, 3, 31), ANNUAL, "verified"),
    Comparator("recovery", 0.499, None, "England", "2022-23", date(2023, 3, 31), NAMED_LATER, "recalled"),
    Comparator("recovery", 0.501, None, "England", "2023-24", date(2024, 3, 31), NAMED_LATER, "recalled"),
    Comparator("reliable_recovery", 0.47, None, "England", "2023-24", date(2024, 3, 31), NAMED_LATER, "recalled"),
    Comparator("reliable_improvement", 0.67, None, "England", "2023-24", date(2024, 3, 31), NAMED_LATER, "recalled"),
    Comparator("reliable_deterioration", 0.06, None, "England", "2023-24", date(2024, 3, 31), NAMED_LATER, "recalled"),
    Comparator("reliable_recovery", 0.484, 54_672, "England", "April 2025", date(2025, 4, 30), MONTHLY, "verified"),
    Comparator("within_six_weeks", 0.903, 57_359, "England", "April 2025", date(2025, 4, 30), MONTHLY, "verified"),
    Comparator("within_eighteen_weeks", 0.985, 57_359, "England", "April 2025", date(2025, 4, 30), MONTHLY, "verified"),
    Comparator("caseness", 54_672 / 57_359, 57_359, "England", "April 2025", date(2025, 4, 30), MONTHLY, "computed"),
)
"""Scores, cut-offs and rules of counting are those of the same manual; people, offers and months are not the same."""


def comparators(on: date) -> tuple[Comparator, ...]:
    """The newest published rate of each kind from before a day, in the order of `PUBLISHED`; none from after it.

    >>> [(one.figure, one.when) for one in comparators(date(2022, 12, 31))]
    [('recovery', '2021-22')]
    """
    newest: dict[str, Comparator] = {}
    for one in PUBLISHED:
        if one.ends <= on and (one.figure not in newest or newest[one.figure].ends < one.ends):
            newest[one.figure] = one
    return tuple(newest.values())
