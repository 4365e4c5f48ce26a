"""Recovery and reliable change counted by two measures a person, in the manner of NHS Talking Therapies."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from kith.science.change.arrays import FloatArray, Scores, columns
from kith.science.change.categories import improvement_by_points, is_clinical
from kith.science.change.policies import Limits

Codes = NDArray[np.int8]
Flag = TypeVar("Flag", "Answer", Codes)
Why = TypeVar("Why", "Reason", Codes)


class Answer(IntEnum):
    """The answer to a yes-or-no question that may have no answer."""

    NO = 0
    YES = 1
    NOT_APPLICABLE = 2
    UNKNOWN = 3


class Reason(IntEnum):
    """Why an outcome is unknown."""

    NONE = 0
    FIRST_SCORE_MISSING = 1
    LAST_SCORE_MISSING = 2
    BOTH_SCORES_MISSING = 3


@dataclass(frozen=True)
class PairedScores:
    """First and last scores of both measures: numbers (None is missing) or columns of one length (NaN is missing)."""

    depression_first: Scores
    depression_last: Scores
    anxiety_first: Scores
    anxiety_last: Scores


@dataclass(frozen=True)
class CourseOutcome(Generic[Flag, Why]):
    """What became of each person: an Answer per question for one person, codes of Answer for columns of people.

    `recovery` and `reliable_recovery` are not applicable to people who were not a case at the start.
    """

    caseness: Flag
    recovery: Flag
    reliable_improvement: Flag
    reliable_deterioration: Flag
    no_reliable_change: Flag
    reliable_recovery: Flag
    reason: Why


def count_outcomes(scores: PairedScores, *, depression: Limits, anxiety: Limits) -> CourseOutcome[Codes, Codes]:
    """The outcome of each person's course by two measures, in columns.

    In words: a case at the start is at or above the cut-off on either measure; recovered is a case who ends below it on
    BOTH; reliably improved is better by the reliable change on at least one measure and worse by it on none;
    deteriorated is the mirror; one up and one down is no reliable change; reliably recovered is recovered and reliably
    improved. Source: NHS Talking Therapies manual and published queries; Clark (2018).

    Missing: the caseness is unknown unless both first scores are there, and every outcome unless all four are. One
    score alone could settle some answers (a last score above the cut-off rules recovery out), but counting only those
    would bias the rates. `reason` says which scores were missing. The limits of a measure come from its policy
    (`policy.limits()`). Raises ValueError when the columns differ in length.

    >>> course = PairedScores(
    ...     depression_first=np.array([16.0, 18.0]), depression_last=np.array([8.0, 10.0]),
    ...     anxiety_first=np.array([13.0, 9.0]), anxiety_last=np.array([6.0, 13.0]))
    >>> outcome = count_outcomes(course, depression=Limits(10, 6), anxiety=Limits(8, 4))
    >>> outcome.recovery.tolist(), outcome.no_reliable_change.tolist()
    ([1, 0], [0, 1])
    """
    (d_first, d_last, x_first, x_last), _ = columns(
        scores.depression_first, scores.depression_last, scores.anxiety_first, scores.anxiety_last
    )
    case = _is_case(d_first, depression) | _is_case(x_first, anxiety)
    still_case = _is_case(d_last, depression) | _is_case(x_last, anxiety)
    better_d, better_x = _improvement(d_first, d_last, depression), _improvement(x_first, x_last, anxiety)
    up = ((better_d > 0) | (better_x > 0)) & ~((better_d < 0) | (better_x < 0))
    down = ((better_d < 0) | (better_x < 0)) & ~((better_d > 0) | (better_x > 0))
    no_first = np.isnan(d_first) | np.isnan(x_first)
    no_last = np.isnan(d_last) | np.isnan(x_last)
    unpaired = no_first | no_last
    everybody = np.ones_like(case)
    return CourseOutcome(
        caseness=_answers(case, unknown=no_first, applies=everybody),
        recovery=_answers(~still_case, unknown=unpaired, applies=case),
        reliable_improvement=_answers(up, unknown=unpaired, applies=everybody),
        reliable_deterioration=_answers(down, unknown=unpaired, applies=everybody),
        no_reliable_change=_answers(~up & ~down, unknown=unpaired, applies=everybody),
        reliable_recovery=_answers(~still_case & up, unknown=unpaired, applies=case),
        reason=(no_first * Reason.FIRST_SCORE_MISSING + no_last * Reason.LAST_SCORE_MISSING).astype(np.int8),
    )


def count_outcome(scores: PairedScores, *, depression: Limits, anxiety: Limits) -> CourseOutcome[Answer, Reason]:
    """The outcome of one person's course by two measures; the rules are those of `count_outcomes`.

    >>> one = count_outcome(PairedScores(8, 14, 6, 7), depression=Limits(10, 6), anxiety=Limits(8, 4))
    >>> one.recovery.name, one.reliable_deterioration.name
    ('NOT_APPLICABLE', 'YES')
    >>> count_outcome(PairedScores(16, None, 13, 6), depression=Limits(10, 6), anxiety=Limits(8, 4)).reason.name
    'LAST_SCORE_MISSING'
    """
    many = count_outcomes(scores, depression=depression, anxiety=anxiety)
    return CourseOutcome(
        caseness=Answer(int(many.caseness)),
        recovery=Answer(int(many.recovery)),
        reliable_improvement=Answer(int(many.reliable_improvement)),
        reliable_deterioration=Answer(int(many.reliable_deterioration)),
        no_reliable_change=Answer(int(many.no_reliable_change)),
        reliable_recovery=Answer(int(many.reliable_recovery)),
        reason=Reason(int(many.reason)),
    )


def _is_case(scores: FloatArray, limits: Limits) -> NDArray[np.bool_]:
    return is_clinical(scores, limits.caseness, higher_is_worse=limits.higher_is_worse)


def _improvement(first: FloatArray, last: FloatArray, limits: Limits) -> FloatArray:
    return improvement_by_points(
        first, last, reliable_change=limits.reliable_change, higher_is_worse=limits.higher_is_worse
    )


def _answers(yes: NDArray[np.bool_], *, unknown: NDArray[np.bool_], applies: NDArray[np.bool_]) -> Codes:
    codes = np.where(applies, yes.astype(np.int8), np.int8(Answer.NOT_APPLICABLE))
    return np.where(unknown, np.int8(Answer.UNKNOWN), codes)
