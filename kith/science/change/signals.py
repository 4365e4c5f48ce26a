"""Signals from one person's scores: on track, watch, off track, recovered, or not enough data; each with its reasons.

Where a service has learned what to expect from its own finished courses, a score is compared with those; elsewhere
rules speak. The signal says on which ground it stands. It asks a person to look; it decides nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kith.science.change.policies import Limits
from kith.science.change.references import ExpectedScore, Reference
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
class Ground:
    """What a signal rests on: finished courses (how many, and what they led to expect), or rules and why only those.

    `why_not` is empty with finished courses; else `no_reference`, or why the reference says nothing about this score:
    `before_first_session`, `too_few_began_so`, `beyond_last_session`, `no_first_score`.
    """

    expected: ExpectedScore | None = None
    people: int = 0
    why_not: str = "no_reference"


@dataclass(frozen=True)
class Signal:
    """The status, the ids of the rules that fired, the day of the score it rests on, how many were missing.

    `ground` says what the status was judged by.
    """

    status: Status
    reasons: tuple[str, ...]
    judged_on: date | None
    missing: int
    ground: Ground = Ground()


@dataclass(frozen=True)
class Course:
    """A course as the rules see it: badness in points (higher is worse, whatever the scale), limits, session number.

    `watch` and `off_track` are the edges of what finished courses led to expect of the latest score.
    """

    badness: tuple[float, ...]
    cutoff: float
    reliable_change: float
    session: int
    expected_dose: int
    watch: float = math.inf
    off_track: float = math.inf

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


_WORSE = Rule("reliably_worse_than_start", Status.OFF_TRACK, lambda course: _worse_by(course, 1))
_BELOW = (
    Rule("below_cutoff", Status.RECOVERED, lambda course: course.is_below_cutoff and course.began_as_case),
    Rule(
        "below_cutoff_from_start",
        Status.ON_TRACK,
        lambda course: course.is_below_cutoff and not course.began_as_case,
    ),
)
RULES = (
    _WORSE,
    Rule("loss_of_gains", Status.OFF_TRACK, _lost_gains),
    *_BELOW,
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
others are our own convention, for where no finished courses say what to expect. Reliable worsening speaks
before the cut-off does, so that somebody who fell from very well to nearly a case is still looked at."""

EXPECTED_RULES = (
    _WORSE,
    *_BELOW,
    Rule("beyond_off_track_edge", Status.OFF_TRACK, lambda course: course.badness[-1] > course.off_track + EXACT),
    Rule(
        "beyond_watch_edge",
        Status.WATCH,
        lambda course: course.watch + EXACT < course.badness[-1] <= course.off_track + EXACT,
    ),
)
"""The rules where finished courses say what to expect, in order of precedence: the edges stand in for R2 to R5."""

EXPECTED_DOSE_LOW_INTENSITY = 6
EXPECTED_DOSE_HIGH_INTENSITY = 8
"""Sessions by which most people who respond have responded: our convention, for guided self-help and for therapy."""


def signal(
    scores: Sequence[DatedScore],
    limits: Limits,
    *,
    expected_dose: int = EXPECTED_DOSE_HIGH_INTENSITY,
    reference: Reference | None = None,
) -> Signal:
    """The signal of one person's course by one measure, from the latest score there is.

    `scores` may come in any order; they are read by day, then session. `limits` are the cut-off and reliable change of
    the measure, in its own points and direction. `expected_dose` is the session by which reliable improvement is
    expected. With a `reference` that reaches this score, the latest score is compared with what finished courses led to
    expect; without one, or where it does not reach, the rules speak, and `ground` says why. Missing scores are left out
    and counted; with fewer than two scores the status is not enough data. On track with no reason means that no rule
    fired.

    >>> scores = [DatedScore(date(2026, 3, 2), 0, 16), DatedScore(date(2026, 3, 30), 4, 15)]
    >>> found = signal(scores, Limits(caseness=10, reliable_change=6))
    >>> str(found.status), found.reasons, found.ground.why_not
    ('watch', ('stalled',), 'no_reference')
    """
    ordered = sorted(scores, key=lambda one: (one.day, one.session))
    taken = [(one, one.score) for one in ordered if one.score is not None and one.score == one.score]
    missing = len(ordered) - len(taken)
    judged_on = taken[-1][0].day if taken else None
    if len(taken) < 2:
        return Signal(Status.NOT_ENOUGH_DATA, ("fewer_than_two_scores",), judged_on, missing)
    (begun, first), (latest, _last) = taken[0], taken[-1]
    ground = _ground(reference, begun, first, latest)
    sign = 1 if limits.higher_is_worse else -1
    course = Course(
        badness=tuple(sign * score for _, score in taken),
        cutoff=sign * limits.caseness,
        reliable_change=limits.reliable_change,
        session=latest.session,
        expected_dose=expected_dose,
        **({} if ground.expected is None else _edges(ground.expected, sign)),
    )
    rules = RULES if ground.expected is None else EXPECTED_RULES
    fired = [rule for rule in rules if rule.fires(course)]
    status = fired[0].status if fired else Status.ON_TRACK
    return Signal(status, tuple(rule.id for rule in fired), judged_on, missing, ground)


def _ground(reference: Reference | None, begun: DatedScore, first: float, latest: DatedScore) -> Ground:
    if reference is None:
        return Ground()
    if begun.session > 0:
        return Ground(why_not="no_first_score")
    found = reference.expected(first, latest.session)
    return Ground(why_not=found) if isinstance(found, str) else Ground(found, reference.people, "")


def _edges(expected: ExpectedScore, sign: int) -> dict[str, float]:
    return {"watch": sign * expected.watch, "off_track": sign * expected.off_track}
