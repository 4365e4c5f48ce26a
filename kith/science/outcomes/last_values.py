"""What the share who recovered hangs on: how the people who lack a score are counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kith.science.change import is_clinical
from kith.science.change.arrays import FloatArray
from kith.science.outcomes.dated_limits import DatedLimits, scores_of
from kith.science.outcomes.programme_values import EpisodeFacts
from kith.science.outcomes.published import PublishedRate, publish_rate


@dataclass(frozen=True)
class PublishedRule:
    """The share who recovered when people without complete scores are counted by one rule."""

    rule: str
    recovery: PublishedRate


@dataclass(frozen=True)
class Known:
    """What is known of each person over all measures (n,): whether scores are complete, and what they say or allow."""

    complete: NDArray[np.bool_]
    case: NDArray[np.bool_]  # at or above the cut-off on a measure at the start
    may_be_case: NDArray[np.bool_]  # or a first score is missing
    clinical_last: NDArray[np.bool_]  # at or above the cut-off on a measure at the end

    @property
    def could_recover(self) -> NDArray[np.bool_]:
        """Lacks a score, and nothing that is there rules out a case that recovered."""
        return ~self.complete & self.may_be_case & ~self.clinical_last


def known_of(
    firsts: NDArray[np.float64],
    lasts: NDArray[np.float64],
    cutoffs: Sequence[float],
    *,
    higher_is_worse: bool = True,
) -> Known:
    """What scores say of each person; (n, measures) each, NaN where missing.

    >>> firsts, lasts = np.array([[16.0], [16.0], [np.nan], [4.0]]), np.array([[8.0], [np.nan], [12.0], [np.nan]])
    >>> known_of(firsts, lasts, [10]).could_recover.tolist()
    [False, True, False, False]
    """
    clinical_first, clinical_last = (
        _any([is_clinical(scores[:, n], cutoff, higher_is_worse=higher_is_worse) for n, cutoff in enumerate(cutoffs)])
        for scores in (firsts, lasts)
    )
    no_first, no_last = (_any(list(np.isnan(scores).T)) for scores in (firsts, lasts))
    return Known(~(no_first | no_last), clinical_first, clinical_first | no_first, clinical_last)


def _any(columns: Sequence[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    return np.asarray(np.column_stack(columns).any(axis=1), dtype=np.bool_)


def recovery_by_rule(finished: Sequence[EpisodeFacts], limits: DatedLimits) -> tuple[PublishedRule, ...]:
    """The share of cases who recovered under each rule of `counts_by_rule`, fit to be shown.

    >>> from kith.science.change import Limits
    >>> recovery_by_rule([], DatedLimits.always(Limits(10, 6), Limits(8, 4)))[0].recovery.reason
    'nobody'
    """
    counted = counts_by_rule(finished, limits)
    return tuple(PublishedRule(rule, publish_rate(*counts)) for rule, counts in counted.items())


def counts_by_rule(finished: Sequence[EpisodeFacts], limits: DatedLimits) -> dict[str, tuple[int, int]]:
    """How many recovered, of how many, under five rules for those who lack a score.

    In words: *complete* counts those with all four scores, as every other rate does. *Carried forward* takes a score
    that stands alone as the last one too, for people who have a first score on both measures. *Unchanged* counts every
    known case who lacks a score as not recovered. *Worst* adds those who may have been a case, all of them not
    recovered; *best* counts as recovered whoever lacks a score and could be a case who recovered. No rule is the true
    one: they say how far it can be from the first. Source: our own convention, after the rules of trials. Last scores
    are the last that were taken, however early. Assumes that higher is worse on both measures.

    >>> from kith.science.change import Limits
    >>> counts_by_rule([], DatedLimits.always(Limits(10, 6), Limits(8, 4)))["best"]
    (0, 0)
    """
    found = Counter[str](), Counter[str]()
    for (depression, anxiety), there in (limits.parted(finished) or {limits.on(None): []}).items():
        for rule, (top, bottom) in _counts_of(scores_of(there), (depression.caseness, anxiety.caseness)).items():
            found[0][rule] += top
            found[1][rule] += bottom
    return {rule: (found[0][rule], found[1][rule]) for rule in found[0]}


def _counts_of(scores: FloatArray, cutoffs: tuple[float, float]) -> dict[str, tuple[int, int]]:
    firsts, lasts = scores[:, [0, 2]], scores[:, [1, 3]]
    known = known_of(firsts, lasts, cutoffs)
    carried = known_of(firsts, np.where(np.isnan(lasts), firsts, lasts), cutoffs)
    case, recovered = known.case, known.complete & known.case & ~known.clinical_last
    counted = {
        "complete": (recovered, known.complete & case),
        "carried_forward": (carried.complete & case & ~carried.clinical_last, carried.complete & case),
        "unchanged": (recovered, case),
        "worst": (recovered, np.where(known.complete, case, known.may_be_case)),
        "best": (recovered | known.could_recover, case | known.could_recover),
    }
    return {rule: (int(np.count_nonzero(top)), int(np.count_nonzero(of))) for rule, (top, of) in counted.items()}
