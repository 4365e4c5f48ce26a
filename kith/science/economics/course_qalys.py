"""QALYs of courses of care mapped from PHQ-9 scores, by both published links, fit to be shown. Never measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Final

from kith.science.economics.utilities import MappedQalys, mapped_qalys
from kith.science.outcomes import PublishedFigure, PublishedRate, publish_figure, publish_rate

HUNDRED: Final = 100
DAYS_IN_A_WEEK: Final = 7

Course = Sequence[tuple[date, int]]
"""PHQ-9 totals by the day they were taken, in the order of time."""


@dataclass(frozen=True)
class PublishedQalys:
    """QALYs that 100 courses gained over staying as at the first score, by link, with of how many courses.

    `by_state` is the default link (Kolovos) over all mapped courses. The other link (Furukawa) prints ranges, none
    below 5 points: `same_by_state` is the default over the courses that it covers, `other_low_ends` and
    `other_high_ends` are its own over them, at the low and at the high ends of its ranges.
    """

    mapped: PublishedRate
    weeks: PublishedFigure
    by_state: PublishedFigure
    covered: PublishedRate
    same_by_state: PublishedFigure
    other_low_ends: PublishedFigure
    other_high_ends: PublishedFigure


def course_qalys(courses: Sequence[Course]) -> PublishedQalys:
    """What finished courses gained in QALYs from their first to their last PHQ-9, over staying as they began.

    In words: each score is mapped to a utility, the area below it from the first to the last score is the QALYs, and
    from it the area of the first utility over the same time is taken; the mean over courses, times 100. A course needs
    scores on two days or more; of two on one day the last counts. Sources: `mapped_qalys` and `SOURCES`. What would
    have come without care is in the gain, and what lasts after the last score is not. Assumes straight lines between
    scores. Raises EconomicsProblem for a score outside the scale.

    >>> course = [(date(2026, 1, 5), 18), (date(2026, 7, 6), 12), (date(2027, 1, 4), 8)]
    >>> found = course_qalys([course] * 20)
    >>> found.by_state.value, found.other_low_ends.value, found.other_high_ends.value
    (5.0, 17.5, 10.0)
    """
    usable = [days for course in courses if len(days := dict(course)) > 1]
    gains = [gain for days in usable if (gain := _gains(days)) is not None]
    weeks = [(max(days) - min(days)).days / DAYS_IN_A_WEEK for days in usable]
    covered = [gain for gain in gains if gain.other is not None]
    others = [gain.other for gain in covered if gain.other is not None]
    return PublishedQalys(
        mapped=publish_rate(len(gains), len(courses)),
        weeks=publish_figure(fmean(weeks) if weeks else None, people=len(weeks)),
        by_state=_of_a_hundred([gain.by_state for gain in gains]),
        covered=publish_rate(len(covered), len(gains)),
        same_by_state=_of_a_hundred([gain.by_state for gain in covered]),
        other_low_ends=_of_a_hundred([low for low, _high in others]),
        other_high_ends=_of_a_hundred([high for _low, high in others]),
    )


@dataclass(frozen=True)
class _Gain:
    by_state: float
    other: tuple[float, float] | None


def _gains(days: dict[date, int]) -> _Gain | None:
    first = min(days)
    scores = [days[day] for day in sorted(days)]
    weeks = [(day - first).days / DAYS_IN_A_WEEK for day in sorted(days)]
    came, stayed = mapped_qalys(weeks, scores), mapped_qalys(weeks, [scores[0]] * len(scores))
    gain = _less(came, stayed, "by_state")
    low, high = _less(came, stayed, "lowest"), _less(came, stayed, "highest")
    if gain is None:
        return None
    return _Gain(gain, None if low is None or high is None else (low, high))


def _less(came: MappedQalys, stayed: MappedQalys, name: str) -> float | None:
    one, other = getattr(came, name).value, getattr(stayed, name).value
    return None if one is None or other is None else one - other


def _of_a_hundred(gains: Sequence[float]) -> PublishedFigure:
    return publish_figure(fmean(gains) * HUNDRED if gains else None, people=len(gains))
