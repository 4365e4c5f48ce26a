"""How good signals were: what they said during courses that are over, beside how those courses ended.

A course counts that began as a case, before the first session, with a first and two later scores. It ended badly when
its last score was not reliably better than its first. It was found when a signal said off track at any score before the
last one: at the last score nothing can be done any more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from kith.science.change import (
    EXPECTED_DOSE_HIGH_INTENSITY,
    EXPECTED_DOSE_LOW_INTENSITY,
    FEWEST_IN_BAND,
    Category,
    Limits,
    Reference,
    Status,
    classify_by_points,
    is_clinical,
    signal,
)
from kith.science.change.growth import GrowthProblem
from kith.science.change.learning import FinishedCourse, learn_reference
from kith.science.outcomes.rates import Rate, rate

FOLDS: Final = 5
"""Parts for judging by people who were not learned from: five is the usual middle between few fits and small parts."""

ORDER_SEED: Final = 20_260_301
"""People are dealt to the parts in a fixed order of chance, so that the same courses give the same figures."""

AGE_BANDS: Final = ((26, "under 26"), (45, "26 to 44"), (65, "45 to 64"))
OLDEST: Final = "65 and over"
"""Our convention: young adults and those past working age apart, the years between in two."""

WORSE: Final = frozenset({Category.DETERIORATED, Category.HARMED})
BETTER: Final = frozenset({Category.RECOVERED, Category.IMPROVED})


@dataclass(frozen=True)
class JudgedCourse:
    """One finished course as the signals saw it.

    `alerts` are the sessions at which a score was off track, of all `scores` that were judged; `found_at` the first of
    them before the last score. `compared` scores were held against finished courses, `beyond` of them lay beyond the
    edge.
    """

    ended_badly: bool
    deteriorated: bool
    found_at: int | None
    alerts: int
    scores: int
    compared: int
    beyond: int
    groups: Mapping[str, str]


@dataclass(frozen=True)
class Accuracy:
    """What the signals of many courses were worth, for one kind of ending; each rate with its counts and interval.

    Sensitivity: of the courses that ended so, the share that was found. Specificity: of the others, the share that was
    left alone. `ppv`: of those found, the share that ended so. `npv`: of those left alone, the share that did not.
    """

    people: int
    ended_so: int
    sensitivity: Rate
    specificity: Rate
    ppv: Rate
    npv: Rate


@dataclass(frozen=True)
class Study:
    """Everything about one way of judging: by endings, when it first spoke, how often, and whether the edge holds."""

    badly: Accuracy
    deteriorated: Accuracy
    first_alerts: Mapping[int, int]
    burden: Rate
    calibration: Rate


def counts_for_accuracy(course: FinishedCourse, limits: Limits) -> bool:
    """Whether a course tells how good a signal is: see the top of this file."""
    if not course.tells_a_course:
        return False
    first = np.array([course.known[0][1]])
    return bool(is_clinical(first, cutoff=limits.caseness, higher_is_worse=limits.higher_is_worse)[0])


def judge(course: FinishedCourse, limits: Limits, reference: Reference | None) -> JudgedCourse:
    """Replay a finished course score by score, as the signal would have spoken each time."""
    scores = [one for one in course.scores if one.score is not None]
    dose = EXPECTED_DOSE_LOW_INTENSITY if course.is_brief else EXPECTED_DOSE_HIGH_INTENSITY
    said = [signal(scores[:end], limits, expected_dose=dose, reference=reference) for end in range(2, len(scores) + 1)]
    red = [one.session for one, each in zip(scores[1:], said, strict=True) if each.status is Status.OFF_TRACK]
    before_last = [
        one.session for one, each in zip(scores[1:-1], said, strict=False) if each.status is Status.OFF_TRACK
    ]
    held = [(one.score, each.ground.expected) for one, each in zip(scores[1:], said, strict=True)]
    compared = [(score, expected) for score, expected in held if expected is not None and score is not None]
    side = 1 if limits.higher_is_worse else -1
    first, last = scores[0].score, scores[-1].score
    ending = classify_by_points(
        first,
        last,
        cutoff=limits.caseness,
        reliable_change=limits.reliable_change,
        higher_is_worse=limits.higher_is_worse,
    )
    return JudgedCourse(
        ended_badly=ending not in BETTER,
        deteriorated=ending in WORSE,
        found_at=before_last[0] if before_last else None,
        alerts=len(red),
        scores=len(said),
        compared=len(compared),
        beyond=sum(side * (score - expected.off_track) > 0 for score, expected in compared),
        groups=course.groups,
    )


def study(judged: Sequence[JudgedCourse]) -> Study:
    """Count many courses.

    >>> ends_well = JudgedCourse(False, False, None, 0, 5, 5, 0, {})
    >>> ends_badly = JudgedCourse(True, False, 3, 2, 5, 5, 2, {})
    >>> found = study([ends_well] * 3 + [ends_badly])
    >>> found.badly.sensitivity.value, found.badly.specificity.value, found.burden.numerator, found.burden.denominator
    (1.0, 1.0, 2, 20)
    """
    return Study(
        badly=accuracy(judged, lambda one: one.ended_badly),
        deteriorated=accuracy(judged, lambda one: one.deteriorated),
        first_alerts=dict(sorted(Counter(one.found_at for one in judged if one.found_at is not None).items())),
        burden=rate(sum(one.alerts for one in judged), sum(one.scores for one in judged)),
        calibration=rate(sum(one.beyond for one in judged), sum(one.compared for one in judged)),
    )


def accuracy(judged: Iterable[JudgedCourse], ended_so: Callable[[JudgedCourse], bool]) -> Accuracy:
    """The four shares for one kind of ending."""
    cells = Counter((ended_so(one), one.found_at is not None) for one in judged)
    hit, missed, false, quiet = cells[True, True], cells[True, False], cells[False, True], cells[False, False]
    return Accuracy(
        people=cells.total(),
        ended_so=hit + missed,
        sensitivity=rate(hit, hit + missed),
        specificity=rate(quiet, quiet + false),
        ppv=rate(hit, hit + false),
        npv=rate(quiet, quiet + missed),
    )


def by_group(judged: Sequence[JudgedCourse]) -> dict[str, dict[str, Accuracy]]:
    """The same for each group that people belong to, by kind of group and name, for bad endings."""
    parts: dict[str, dict[str, list[JudgedCourse]]] = defaultdict(lambda: defaultdict(list))
    for one in judged:
        for kind, name in one.groups.items():
            parts[kind][name].append(one)
    return {
        kind: {name: accuracy(some, lambda one: one.ended_badly) for name, some in sorted(names.items())}
        for kind, names in parts.items()
    }


def age_band(born_on: date, day: date) -> str:
    """The age group of somebody on a day.

    >>> age_band(date(2000, 3, 2), date(2026, 3, 1)), age_band(date(2000, 3, 2), date(2026, 3, 2))
    ('under 26', '26 to 44')
    """
    age = day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
    return next((name for below, name in AGE_BANDS if age < below), OLDEST)


def judge_held_out(courses: Sequence[FinishedCourse], limits: Limits, *, folds: int = FOLDS) -> list[JudgedCourse]:
    """Judge each course by a reference that was learned from other people (cross-validation by person).

    A band may be smaller here by the part that was held out, so that what is judged is what the service uses. Where the
    others are too few even so, the rules judge.
    """
    fewest = FEWEST_IN_BAND * (folds - 1) // folds
    part = _parts(courses, folds)
    found: list[JudgedCourse] = []
    for fold in range(folds):
        others = [one for one, of in zip(courses, part, strict=True) if of != fold]
        own = [one for one, of in zip(courses, part, strict=True) if of == fold]
        try:
            reference: Reference | None = learn_reference(others, higher_is_worse=limits.higher_is_worse, fewest=fewest)
        except GrowthProblem:
            reference = None
        found += [judge(one, limits, reference) for one in own if counts_for_accuracy(one, limits)]
    return found


def _parts(courses: Sequence[FinishedCourse], folds: int) -> list[int]:
    """The part of each course; all courses of one person are in the same."""
    names = [one.person or f"course {place}" for place, one in enumerate(courses)]
    people = list(dict.fromkeys(names))
    order = np.random.default_rng(ORDER_SEED).permutation(len(people)) % folds
    dealt = dict(zip(people, order.tolist(), strict=True))
    return [dealt[name] for name in names]


def judge_by_rules(courses: Iterable[FinishedCourse], limits: Limits) -> list[JudgedCourse]:
    """Judge the same courses by the rules alone."""
    return [judge(one, limits, None) for one in courses if counts_for_accuracy(one, limits)]
