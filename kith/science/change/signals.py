"""Signals from one person's scores: on track, watch, off track, recovered, or not enough data; each with its reasons.

The rules are for services that have no reference courses of their own yet. A signal asks a person to look; it decides
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kith.science.change.policies import Limits
from kith.science.change.reliability import EXACT


class Status(StrEnum):
    """What a course calls for. The words that people read belong to the pages."""

    ON_TRACK = "on_track"
    WATCH = "watch"
    OFF_TRACK = "off_track"
    RECOVERED = "recovered"
    NOT_ENOUGH_DATA = "not_enough_data"


@dataclass(frozen=True)
class DatedScore:
    """A score on a day, at a session. Session 0 is the intake; a missing score is None."""

    day: date
    session: int
    score: float | None


@dataclass(frozen=True)
class Signal:
    """The status, the ids of the rules that fired, the day of the score it rests on, and how many were missing."""

    status: Status
    reasons: tuple[str, ...]
    judged_on: date | None
    missing: int


@dataclass(frozen=True)
class Course:
    """A course as the rules see it: badness in points (higher is worse, whatever the scale), limits, session number."""

    badness: tuple[float, ...]
    cutoff: float
    reliable_change: float
    session: int
    expected_dose: int

    @property
    def improvement(self) -> float:
        """Points better than at the start; negative when worse."""
        return self.badness[0] - self.badness[-1]

    @property
    def is_below_cutoff(self) -> bool:
        """Whether the latest score is outside the clinical range."""
        return self.badness[-1] < self.cutoff - EXACT

    @property
    def began_as_case(self) -> bool:
        """Whether the first score was in the clinical range."""
        return self.badness[0] >= self.cutoff - EXACT


@dataclass(frozen=True)
class Rule:
    """A rule: its id, the status it asks for, and when it fires."""

    id: str
    status: Status
    fires: Callable[[Course], bool]


def _worse_by(course: Course, share: float) -> bool:
    return -course.improvement >= share * course.reliable_change - EXACT


def _improved_less_than(course: Course, share: float) -> bool:
    return course.improvement < share * course.reliable_change - EXACT


def _lost_gains(course: Course) -> bool:
    if len(course.badness) < 3:
        return False
    *earlier, last_but_one, last = course.badness
    return min(last_but_one, last) - min(earlier) >= course.reliable_change - EXACT


RULES = (
    Rule("reliably_worse_than_start", Status.OFF_TRACK, lambda course: _worse_by(course, 1)),
    Rule("loss_of_gains", Status.OFF_TRACK, _lost_gains),
    Rule("below_cutoff", Status.RECOVERED, lambda course: course.is_below_cutoff and course.began_as_case),
    Rule(
        "below_cutoff_from_start",
        Status.ON_TRACK,
        lambda course: course.is_below_cutoff and not course.began_as_case,
    ),
    Rule(
        "no_response_at_expected_dose",
        Status.OFF_TRACK,
        lambda course: course.session >= course.expected_dose and _improved_less_than(course, 1),
    ),
    Rule("worse_since_start", Status.WATCH, lambda course: course.session >= 3 and _worse_by(course, 0.5)),
    Rule("stalled", Status.WATCH, lambda course: course.session >= 4 and _improved_less_than(course, 0.25)),
)
"""In order of precedence: the first rule that fires gives the status, all that fire are reasons.

The rules R1, R5, R0 (in two), R4, R2 and R3 of our design. The first is the logic of Jacobson & Truax (1991); the
others are our own convention until a service has about 500 finished courses to learn from. Reliable worsening speaks
before the cut-off does, so that somebody who fell from very well to nearly a case is still looked at."""

EXPECTED_DOSE_LOW_INTENSITY = 6
EXPECTED_DOSE_HIGH_INTENSITY = 8
"""Sessions by which most people who respond have responded: our convention, for guided self-help and for therapy."""


def signal(
    scores: Sequence[DatedScore], limits: Limits, *, expected_dose: int = EXPECTED_DOSE_HIGH_INTENSITY
) -> Signal:
    """The signal of one person's course by one measure, from the latest score there is.

    `scores` may come in any order; they are read by day, then session. `limits` are the cut-off and reliable change of
    the measure, in its own points and direction. `expected_dose` is the session by which reliable improvement is
    expected. Missing scores are left out and counted; with fewer than two scores the status is not enough data. On
    track with no reason means that no rule fired.

    >>> scores = [DatedScore(date(2026, 3, 2), 0, 16), DatedScore(date(2026, 3, 30), 4, 15)]
    >>> found = signal(scores, Limits(caseness=10, reliable_change=6))
    >>> str(found.status), found.reasons
    ('watch', ('stalled',))
    """
    ordered = sorted(scores, key=lambda one: (one.day, one.session))
    taken = [(one, one.score) for one in ordered if one.score is not None and one.score == one.score]
    missing = len(ordered) - len(taken)
    judged_on = taken[-1][0].day if taken else None
    if len(taken) < 2:
        return Signal(Status.NOT_ENOUGH_DATA, ("fewer_than_two_scores",), judged_on, missing)
    sign = 1 if limits.higher_is_worse else -1
    course = Course(
        badness=tuple(sign * score for _, score in taken),
        cutoff=sign * limits.caseness,
        reliable_change=limits.reliable_change,
        session=taken[-1][0].session,
        expected_dose=expected_dose,
    )
    fired = [rule for rule in RULES if rule.fires(course)]
    status = fired[0].status if fired else Status.ON_TRACK
    return Signal(status, tuple(rule.id for rule in fired), judged_on, missing)
