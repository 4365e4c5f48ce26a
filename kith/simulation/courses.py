"""How people change: the true course of depression and anxiety from session to session.

The shape is log-linear, y(s) = start - slope * ln(1 + s), with people who differ in both (science of expected
courses: Finch, Lambert and Schaalje 2001). Start values follow published means of people at caseness in English
talking therapies (PHQ-9 15.4, SD 5.5; GAD-7 14.0, SD 4.5).
"""

from __future__ import annotations

from typing import get_args

import numpy as np
from numpy.typing import NDArray

from kith.simulation.people import CourseKind, Truth

Path = NDArray[np.float64]

START_MEANS = (15.8, 14.2)
START_SDS = (5.0, 4.2)
START_CORRELATION = 0.6
# Shares of the kinds of course; about 6 in 100 get worse, which is what routine services report.
KINDS: tuple[CourseKind, ...] = get_args(CourseKind)
KIND_SHARES = (0.40, 0.17, 0.12, 0.08, 0.18, 0.05)
# Points of depression per ln(session) for an average person; half of completers then recover after about 8 sessions.
SLOPE_MEAN, SLOPE_SD = 4.5, 0.9
# Lower slope in the most deprived fifth than in the least: gives a gap in recovery of roughly ten in a hundred.
SLOPE_PER_QUINTILE = 0.25
WITHIN_PERSON_SD = 1.0
DEPRESSION_CEILING, ANXIETY_CEILING = 26.0, 20.5


def draw_kind(rng: np.random.Generator) -> CourseKind:
    """One kind of course, drawn with the shares found in routine services."""
    return KINDS[int(rng.choice(len(KINDS), p=KIND_SHARES))]


def true_course(rng: np.random.Generator, *, sessions: int, kind: CourseKind, deprivation_quintile: int) -> Truth:
    """The expected PHQ-9 and GAD-7 totals at the assessment and after each of `sessions` sessions.

    Depression and anxiety start correlated and move together; a person's slope is drawn once. Quintile 1 is the
    most deprived.

    >>> len(true_course(np.random.default_rng(1), sessions=8, kind="steady", deprivation_quintile=3).depression)
    9
    """
    depression_start, anxiety_start = _draw_start(rng, kind)
    severity = depression_start / START_MEANS[0]
    slope = severity * (rng.normal(SLOPE_MEAN, SLOPE_SD) + SLOPE_PER_QUINTILE * (deprivation_quintile - 3))
    change = _shape(rng, kind, slope, sessions)
    depression = depression_start - change + rng.normal(0, WITHIN_PERSON_SD, sessions + 1)
    moves_together = anxiety_start / depression_start if change[-1] > 0 else 0.9
    anxiety = (
        anxiety_start - change * moves_together * rng.normal(0.97, 0.1) + rng.normal(0, WITHIN_PERSON_SD, sessions + 1)
    )
    return Truth(
        kind=kind,
        depression=_kept_in_range(depression, DEPRESSION_CEILING),
        anxiety=_kept_in_range(anxiety, ANXIETY_CEILING),
        suicidal_thoughts_tendency=float(rng.normal(0, 0.8)),
    )


def _draw_start(rng: np.random.Generator, kind: CourseKind) -> tuple[float, float]:
    covariance = START_CORRELATION * START_SDS[0] * START_SDS[1]
    matrix = [[START_SDS[0] ** 2, covariance], [covariance, START_SDS[1] ** 2]]
    depression, anxiety = rng.multivariate_normal(START_MEANS, matrix)
    if kind == "deteriorating":  # Nobody can get much worse from the top of the scale.
        depression, anxiety = min(depression, 15.0), min(anxiety, 12.0)
    return float(np.clip(depression, 5, 24)), float(np.clip(anxiety, 4, 19.5))


def _shape(rng: np.random.Generator, kind: CourseKind, slope: float, sessions: int) -> Path:
    """Points of improvement at each session since the start."""
    s = np.arange(sessions + 1, dtype=np.float64)
    log_linear = slope * np.log1p(s)
    if kind == "early_responder":
        return 1.25 * slope * np.log1p(np.minimum(3.0 * s, s + 4)) * np.minimum(1, 0.55 + s / 8)
    if kind == "plateau":
        return slope * np.log1p(np.minimum(s, 3.0))
    if kind == "sudden_gain":
        return 0.55 * log_linear + np.where(s >= rng.integers(2, 6), rng.uniform(6, 8), 0)
    if kind == "no_response":
        return 0.12 * log_linear
    if kind == "deteriorating":
        return -rng.uniform(3.8, 4.6) * np.log1p(s)
    return log_linear


def _kept_in_range(path: Path, ceiling: float) -> tuple[float, ...]:
    return tuple(float(value) for value in np.round(np.clip(path, 0.6, ceiling), 2))
