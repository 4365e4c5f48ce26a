"""A service whose snapshots are attacked: two years of invented care, what each snapshot shows, and what is true.

The truth is counted by the same program with its rules of disclosure switched off, one month at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from unittest.mock import patch

import numpy as np

from kith.science.change import Limits
from kith.science.disclosure import breakdowns, counts
from kith.science.outcomes import AlertFacts, EpisodeFacts, Period, programme, programme_results, published
from kith.science.outcomes.dated_limits import DatedLimits

FIRST_MONTH, MONTHS, LOOKS = date(2025, 1, 1), 23, 12
"""Twelve looks, one after each of the last twelve months; the first reaches back over the eleven before it."""
PLACES = ("Clinic", "Hill", "School")
GROUPS = {
    "gender": ("man", "not stated", "woman"),
    "ethnicity": ("a", "b", "c", "not stated"),
    "age_band": ("26 to 44", "45 to 64", "65 and over", "under 26"),
    "language": ("ar", "en", "so"),
}
STAFF = {place: {f"{place}{number}" for number in range(4)} for place in PLACES}
Span = tuple[int, int]
"""The first and the last month, by number."""


def begins(month: int) -> date:
    """The first day of a month."""
    return date(FIRST_MONTH.year + month // 12, month % 12 + 1, 1)


def ends(month: int) -> date:
    """The last day of a month."""
    return begins(month + 1) - timedelta(days=1)


def month_of(day: date) -> int:
    """The number of the month of a day; below 0 before the first."""
    return (day.year - FIRST_MONTH.year) * 12 + day.month - FIRST_MONTH.month


def period(span: Span) -> Period:
    """Whole months as the program takes them."""
    first, last = begins(span[0]), ends(span[1])
    return Period(first, last, _midnight(first), _midnight(last + timedelta(days=1)))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


@contextmanager
def nothing_withheld() -> Iterator[None]:
    """The program without its rules of disclosure: every count as it is."""
    with (
        patch.object(counts, "SMALLEST_SHOWN", 1),
        patch.object(counts, "ROUNDED_TO", 1),
        patch.object(published, "SMALLEST_SHOWN", 1),
        patch.object(programme, "SMALLEST_SHOWN", 1),
        patch.object(breakdowns, "FEWEST_PEOPLE", 0),
    ):
        yield


@dataclass
class Invented:
    """A service of some size, its episodes and alerts; `shown` and `true` answer as the record would."""

    chance: np.random.Generator
    a_month: float
    episodes: list[EpisodeFacts] = field(default_factory=list)
    alerts: list[AlertFacts] = field(default_factory=list)
    counted: dict[Any, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.later = np.random.default_rng([17, round(self.a_month * 100)])  # what was added moves nothing drawn before
        for month in range(MONTHS):
            self.episodes += [self._episode(month) for _ in range(self.chance.poisson(self.a_month))]
            self.alerts += [self._alert(month) for _ in range(self.chance.poisson(self.a_month / 3))]

    def _episode(self, month: int) -> EpisodeFacts:
        chance, received = self.chance, begins(month) + timedelta(days=int(self.chance.integers(28)))
        first = received + timedelta(days=int(chance.exponential(35)))
        days = [first + timedelta(days=int(step)) for step in np.cumsum(chance.integers(6, 20, chance.poisson(4)))]
        kept = [chance.random() < 0.85 for _day in days]
        came = tuple(day for day, is_kept in zip(days, kept, strict=True) if is_kept)
        start, last = (chance.integers(5, 24), chance.integers(4, 19)), (chance.integers(1, 22), chance.integers(1, 18))
        is_asked = chance.random() < 0.85
        return EpisodeFacts(
            place=PLACES[chance.choice(3, p=(0.6, 0.3, 0.1))],
            strata={
                "gender": GROUPS["gender"][chance.choice(3, p=(0.35, 0.1, 0.55))],
                "ethnicity": GROUPS["ethnicity"][chance.choice(4, p=(0.6, 0.2, 0.1, 0.1))],
                "age_band": GROUPS["age_band"][self.later.choice(4, p=(0.4, 0.3, 0.1, 0.2))],
                "language": GROUPS["language"][self.later.choice(3, p=(0.1, 0.85, 0.05))],
            },
            received_on=received,
            is_assessed=chance.random() < 0.8,
            attended_on=came,
            missed_on=tuple(day for day, is_kept in zip(days, kept, strict=True) if not is_kept),
            ended_on=(days[-1] if days else first) + timedelta(days=int(chance.exponential(20))),
            has_dropped_out=chance.random() < 0.25,
            depression=(float(start[0]), float(last[0]) if is_asked else None),
            anxiety=(float(start[1]), float(last[1]) if is_asked else None),
        )

    def _alert(self, month: int) -> AlertFacts:
        raised = _midnight(begins(month)) + timedelta(hours=int(self.chance.integers(28 * 24)))
        due = raised + timedelta(hours=24)
        contacted = raised + timedelta(hours=float(self.chance.exponential(12)))
        return AlertFacts(raised, due, contacted, contacted + timedelta(days=float(self.chance.exponential(10))))

    @cached_property
    def as_it_stood(self) -> Callable[[int], list[EpisodeFacts]]:
        """The episodes by the end of a month; days after it are left out, as the record leaves them out."""
        kept: dict[int, list[EpisodeFacts]] = {}

        def by(month: int) -> list[EpisodeFacts]:
            if month not in kept:
                kept[month] = [_cut(one, ends(month)) for one in self.episodes if one.received_on <= ends(month)]
            return kept[month]

        return by

    def shown(self, span: Span) -> dict[str, Any]:
        """The snapshot of these months, taken when they were over."""
        return self._results(self.as_it_stood(span[1]), self.alerts, period(span))

    def true(self, month: int, *, by: int = MONTHS - 1, **part: str) -> dict[str, Any]:
        """One month with nothing withheld, as it stood at the end of month `by`: of all, or of a part of the people."""
        asked = (month, by, *part.items())
        if asked not in self.counted:
            self.counted[asked] = self._true(month, by, part)
        return self.counted[asked]

    def _true(self, month: int, by: int, part: Mapping[str, str]) -> dict[str, Any]:
        alerts = [one for one in self.alerts if begins(month) <= one.raised_at.date() <= ends(month)]
        some = [one for one in self.as_it_stood(by) if all(_part(one, name) == which for name, which in part.items())]
        with nothing_withheld():
            of_month = period((month, month))
            return self._results(some, alerts, replace(of_month, ends=period((by, by)).ends))

    def _results(self, some: list[EpisodeFacts], alerts: list[AlertFacts], of: Period) -> dict[str, Any]:
        results = programme_results(
            some,
            alerts,
            period=of,
            limits=DatedLimits.always(Limits(10, 6), Limits(8, 4)),
            strata=tuple(GROUPS),
            staff_of_place=STAFF,
        )
        found = asdict(results)
        found["equity"] = {name: {row["category"]: row for row in rows} for name, rows in found["equity"].items()}
        found["funnel"] = {row["id"]: row for row in found["funnel"]}
        return found


def _part(one: EpisodeFacts, name: str) -> str:
    return one.place if name == "place" else one.strata[name]


def _cut(one: EpisodeFacts, last: date) -> EpisodeFacts:
    has_ended = one.ended_on is not None and one.ended_on <= last
    return replace(
        one,
        attended_on=tuple(day for day in one.attended_on if day <= last),
        missed_on=tuple(day for day in one.missed_on if day <= last),
        ended_on=one.ended_on if has_ended else None,
        has_dropped_out=one.has_dropped_out and has_ended,
    )
