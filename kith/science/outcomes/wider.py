"""What care is for besides symptoms: work and company, own goals, working together; and how often each was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kith.science.change.reliability import EXACT
from kith.science.outcomes.programme_values import Pair
from kith.science.outcomes.published import PublishedRate, publish_rate

REACHED_FROM: Final = 8.0
"""A goal counts as reached from 8 of 10 on, when it was rated lower at first: our own convention."""


@dataclass(frozen=True)
class WiderFacts:
    """One finished course: first and last WSAS, first and last rating of each goal, and the marks of working together.

    `talk` says whether the newest mark was a reason to talk about it; None where nobody asked.
    """

    work: Pair = (None, None)
    work_reliable: float | None = None  # the reliable change of the WSAS on the day the care ended
    goals: tuple[Pair, ...] = ()
    talk: bool | None = None


@dataclass(frozen=True)
class PublishedWider:
    """Of finished courses: how many know it, and how it went for those who do."""

    work_known: PublishedRate
    work_better: PublishedRate
    work_worse: PublishedRate
    goals_known: PublishedRate
    goal_reached: PublishedRate
    alliance_known: PublishedRate
    alliance_to_talk: PublishedRate


def wider_results(finished: Sequence[WiderFacts]) -> PublishedWider:
    """These outcomes as they may be shown, each beside how complete it is.

    In words: work and social adjustment is known with a first and a last score, better or worse by the reliable change
    or more (higher is worse). Goals are known when one goal at least was rated twice; reached when one of them was
    rated 8 or more of 10 at the end and lower at first. Working together is known when it was asked at all; a reason to
    talk is the newest mark below the limit of its measure, or a fall. What was not asked is missing and in no share.
    Without a reliable change (None) nobody is called better or worse. Sources: the measures' own; goals and the limits
    of working together are conventions. Raises ValueError as `publish_rate` does.

    >>> found = wider_results([WiderFacts((24, 12), 8, goals=((2, 8),), talk=False)] * 20)
    >>> found.work_better.value, found.goal_reached.value, found.alliance_to_talk.value
    (1.0, 1.0, 0.0)
    """
    falls = [
        (first - last, one.work_reliable)
        for one in finished
        for first, last in (one.work,)
        if first is not None and last is not None
    ]
    rated = [[(first, last) for first, last in one.goals if first is not None and last is not None] for one in finished]
    with_goals = [goals for goals in rated if goals]
    asked = [one.talk for one in finished if one.talk is not None]
    by = [(fall, least) for fall, least in falls if least is not None]
    return PublishedWider(
        work_known=publish_rate(len(falls), len(finished)),
        work_better=publish_rate(sum(fall >= least - EXACT for fall, least in by), len(by)),
        work_worse=publish_rate(sum(-fall >= least - EXACT for fall, least in by), len(by)),
        goals_known=publish_rate(len(with_goals), len(finished)),
        goal_reached=publish_rate(
            sum(any(first < REACHED_FROM <= last for first, last in goals) for goals in with_goals), len(with_goals)
        ),
        alliance_known=publish_rate(len(asked), len(finished)),
        alliance_to_talk=publish_rate(sum(asked), len(asked)),
    )
