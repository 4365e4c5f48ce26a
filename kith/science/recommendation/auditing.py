"""Whether some people are offered less: options compared across groups that the options themselves never saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kith.science.disclosure import SMALLEST_SHOWN
from kith.science.outcomes.rates import Rate, rate
from kith.science.recommendation.options import Options
from kith.science.recommendation.problems import RecommendationProblem

__all__ = ["GroupAudit", "are_apart", "audit"]


@dataclass(frozen=True)
class GroupAudit:
    """What one group was offered. `mean_options` counts those that got an answer, and is None when nobody did.

    `offered` has the share to whom each protocol was offered, `refused` the share without an answer, `differs` the
    protocols whose share lies wholly apart from that of everybody else. `reason` says why nothing is shown.
    """

    group: str
    people: int
    reason: str | None = None
    refused: Rate | None = None
    mean_options: float | None = None
    offered: tuple[tuple[str, Rate], ...] = ()
    differs: tuple[str, ...] = ()


def audit(answers: Sequence[Options], groups: Sequence[str | None]) -> tuple[GroupAudit, ...]:
    """Compare what people were offered across groups that are given apart from the answers (n,) and in the same order.

    In words: for each group and each protocol the share to whom it was offered, with its Wilson interval; a protocol
    differs when the interval of the group and that of all others do not touch. Source: own design; Wilson 1927. A group
    of fewer than eight, or of whom fewer than eight others are left, is named without figures. People whose group is
    None are a group of their own ("not known"): they are counted, not dropped. Intervals that do not touch are a strict
    sign (between two groups of one size about one protocol in 180 by chance), and a difference may have a good reason:
    it is to be looked into, not proof. Raises RecommendationProblem when the lengths differ.

    >>> audit([], [])
    ()
    """
    if len(answers) != len(groups):
        raise RecommendationProblem(
            f"Each answer needs a group; found {len(answers)} answers and {len(groups)} groups. Give None where a "
            "group is not known."
        )
    named = ["not known" if one is None else one for one in groups]
    return tuple(_group(name, answers, named) for name in sorted(set(named)))


def _group(name: str, answers: Sequence[Options], named: Sequence[str]) -> GroupAudit:
    mine = [one for one, group in zip(answers, named, strict=True) if group == name]
    others = [one for one, group in zip(answers, named, strict=True) if group != name]
    if len(mine) < SMALLEST_SHOWN or 0 < len(others) < SMALLEST_SHOWN:
        return GroupAudit(name, len(mine), reason="small_numbers")
    protocols = sorted({option.offer.id for one in answers for option in one.options})
    told = {one: (_share(one, mine), _share(one, others)) for one in protocols}
    answered = [len(one.options) for one in mine if not one.is_refused]
    return GroupAudit(
        group=name,
        people=len(mine),
        refused=rate(sum(one.is_refused for one in mine), len(mine)),
        mean_options=sum(answered) / len(answered) if answered else None,
        offered=tuple((one, share) for one, (share, _) in told.items()),
        differs=tuple(one for one, (share, rest) in told.items() if are_apart(share, rest)),
    )


def _share(protocol: str, answers: Sequence[Options]) -> Rate:
    return rate(sum(any(one.offer.id == protocol for one in answer.options) for answer in answers), len(answers))


class _Interval(Protocol):
    """What is compared: the ends of an interval, or None."""

    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


def are_apart(one: _Interval, other: _Interval) -> bool:
    """Whether two intervals do not touch; False where either is not known.

    >>> are_apart(rate(2, 40), rate(20, 40)), are_apart(rate(10, 40), rate(20, 40)), are_apart(rate(0, 0), rate(20, 40))
    (True, False, False)
    """
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return False
    return one.low > other.high or other.low > one.high
