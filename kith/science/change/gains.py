"""Gains that come early and gains that come at once: what a good course often shows before it is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kith.science.change.expected import is_early_response, sudden_gains
from kith.science.change.policies import Limits
from kith.science.change.signals import DatedScore


@dataclass(frozen=True)
class Gains:
    """Whether the person responded early (None when it is not known), and the scores that a sudden gain led to."""

    early_response: bool | None
    sudden: tuple[DatedScore, ...]


def gains(scores: Sequence[DatedScore], limits: Limits) -> Gains:
    """What a course shows of early response and sudden gains.

    Early response: better by the reliable change at some score after session 1 to 4. While session 4 is not over and no
    score shows it, it is not known. Sudden gain: a fall by the reliable change and a quarter of the score before it,
    with the scores round it apart by more than chance (Tang and DeRubeis 1999). Missing scores are left out.

    >>> from datetime import date
    >>> row = [DatedScore(date(2026, 3, 2), session, score) for session, score in enumerate((20, 18, 13, 12))]
    >>> gains(row, Limits(caseness=10, reliable_change=6)).early_response
    True
    """
    ordered = sorted((one for one in scores if one.score is not None), key=lambda one: (one.day, one.session))
    sessions = [one.session for one in ordered]
    values = [float(one.score) for one in ordered if one.score is not None]
    worse, reliable = limits.higher_is_worse, limits.reliable_change
    early = None
    if sessions and sessions[0] == 0:
        early = is_early_response(sessions, values, reliable=reliable, higher_is_worse=worse)
        if early is False and sessions[-1] < LAST_EARLY_SESSION:
            early = None
    places = sudden_gains(values, threshold=reliable, higher_is_worse=worse)
    return Gains(early, tuple(ordered[place] for place in places))


LAST_EARLY_SESSION = 4
"""Response within three or four sessions is what reviews call early; the later one asks less of a person."""
