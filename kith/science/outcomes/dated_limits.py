"""Which limits of the two measures count for care that ended on a day: the policies change, also within a period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import groupby
from typing import Self

import numpy as np

from kith.science.change import CourseOutcome, Limits, MeasurePolicies, PairedScores, count_outcomes
from kith.science.change.counting import Codes
from kith.science.change.policies import MeasurePolicy
from kith.science.outcomes.programme_values import EpisodeFacts

Both = tuple[Limits, Limits]


@dataclass(frozen=True)
class DatedLimits:
    """The limits of both measures from each first day on, in the order of time; before the first they hold too."""

    stretches: tuple[tuple[date, Both], ...]

    @classmethod
    def always(cls, depression: Limits, anxiety: Limits) -> Self:
        """The same on every day."""
        return cls(((date.min, (depression, anxiety)),))

    @classmethod
    def within(cls, policies: MeasurePolicies, measures: Sequence[str], first: date, last: date) -> Self:
        """Those in force from the first to the last day. Raises UnknownMeasure where one of them is not on a day."""
        depression, anxiety = measures
        return cls(
            tuple(
                (day, (policies.policy(depression, day).limits(), policies.policy(anxiety, day).limits()))
                for day in _changes(policies.policies, first, last)
            )
        )

    def on(self, day: date | None) -> Both:
        """The limits for care that ended that day; those of the last day for care that has not ended."""
        held = [both for begins, both in self.stretches if day is None or begins <= day]
        return held[-1] if held else self.stretches[0][1]

    def parted(self, some: Iterable[EpisodeFacts]) -> Mapping[Both, list[EpisodeFacts]]:
        """The stays by the limits that count for them."""
        found: dict[Both, list[EpisodeFacts]] = {}
        for one in some:
            found.setdefault(self.on(one.ended_on), []).append(one)
        return found


def policies_within(policies: MeasurePolicies, measure: str, first: date, last: date) -> list[MeasurePolicy]:
    """Every policy of a measure that was in force from the first to the last day, in the order of time."""
    days = (policies.policy(measure, day) for day in _changes(policies.policies, first, last))
    return [policy for policy, _same in groupby(days)]


def outcomes_of(some: Sequence[EpisodeFacts], limits: DatedLimits) -> CourseOutcome[Codes, Codes]:
    """What became of people by both measures, each by the limits of the day the care ended; in no order.

    >>> outcomes_of([], DatedLimits.always(Limits(10, 6), Limits(8, 4))).recovery.tolist()
    []
    """
    parts = [
        count_outcomes(PairedScores(*scores_of(there).T), depression=depression, anxiety=anxiety)
        for (depression, anxiety), there in (limits.parted(some) or {limits.on(None): []}).items()
    ]
    return CourseOutcome(
        **{one.name: np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(CourseOutcome)}
    )


def scores_of(some: Sequence[EpisodeFacts]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """First and last depression, first and last anxiety: a row a stay, NaN where a score is missing."""
    return np.array([[*one.depression, *one.anxiety] for one in some], dtype=float).reshape(-1, 4)


def _changes(policies: Iterable[MeasurePolicy], first: date, last: date) -> list[date]:
    begins = {one.effective_from for one in policies if one.effective_from is not None}
    begins |= {one.effective_to + timedelta(days=1) for one in policies if one.effective_to is not None}
    return [first, *sorted(day for day in begins if first < day <= last)]
