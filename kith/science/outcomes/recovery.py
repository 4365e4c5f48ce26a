"""Totals of people's outcomes by two measures, each rate with the denominator the NHS rules give it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kith.science.change import Answer, CourseOutcome
from kith.science.outcomes.rates import Rate, rate

Codes = NDArray[np.int8]


@dataclass(frozen=True)
class RecoveryRates:
    """Outcomes of finished courses.

    Recovery and reliable recovery are of paired cases; reliable improvement, deterioration and no reliable change are
    of all paired people, cases or not; completeness is paired of all finished.
    """

    completeness: Rate
    caseness: Rate
    recovery: Rate
    reliable_recovery: Rate
    reliable_improvement: Rate
    reliable_deterioration: Rate
    no_reliable_change: Rate


def recovery_rates(outcome: CourseOutcome[Codes, Codes], *, finished: NDArray[np.bool_] | None = None) -> RecoveryRates:
    """The rates of a service from the outcomes of its people, in columns.

    `finished` marks the finished courses; left out, all of them are. Only people with first and last scores on both
    measures enter the outcome rates; how many did is the completeness. Source: NHS England's published queries.

    >>> from kith.science.change import Limits, PairedScores, count_outcomes
    >>> scores = PairedScores(
    ...     depression_first=np.array([16.0, 8, 20]), depression_last=np.array([8.0, 14, np.nan]),
    ...     anxiety_first=np.array([13.0, 6, 9]), anxiety_last=np.array([6.0, 7, 8]))
    >>> rates = recovery_rates(count_outcomes(scores, depression=Limits(10, 6), anxiety=Limits(8, 4)))
    >>> [(one.numerator, one.denominator) for one in (rates.recovery, rates.reliable_deterioration, rates.completeness)]
    [(1, 1), (1, 2), (2, 3)]
    """
    chosen = np.ones(np.shape(outcome.reason), dtype=np.bool_) if finished is None else finished
    paired = chosen & (np.asarray(outcome.no_reliable_change) != Answer.UNKNOWN)
    cases = paired & (np.asarray(outcome.caseness) == Answer.YES)
    return RecoveryRates(
        completeness=_share(paired, chosen),
        caseness=_share(cases, paired),
        recovery=_share(_yes(outcome.recovery) & cases, cases),
        reliable_recovery=_share(_yes(outcome.reliable_recovery) & cases, cases),
        reliable_improvement=_share(_yes(outcome.reliable_improvement) & paired, paired),
        reliable_deterioration=_share(_yes(outcome.reliable_deterioration) & paired, paired),
        no_reliable_change=_share(_yes(outcome.no_reliable_change) & paired, paired),
    )


def _yes(codes: Codes) -> NDArray[np.bool_]:
    return np.asarray(codes == Answer.YES)


def _share(some: NDArray[np.bool_], all_of_them: NDArray[np.bool_]) -> Rate:
    return rate(int(np.count_nonzero(some)), int(np.count_nonzero(all_of_them)))
