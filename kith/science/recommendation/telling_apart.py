"""Which options the evidence tells apart, and which it does not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, Literal, get_args

from kith.science.recommendation.offers import COMPARATORS, Evidence
from kith.science.recommendation.reasons import MEANINGFUL_DIFFERENCE

__all__ = [
    "DIFFERENCE_LEVEL",
    "WHY_ALIKE",
    "WhyAlike",
    "difference",
    "is_clearly_better",
    "shared",
    "tiers",
    "why_alike",
]

WhyAlike = Literal["no_figure", "no_shared_comparator", "recalled", "unrated", "low_certainty", "overlap"]
WHY_ALIKE: Final[tuple[WhyAlike, ...]] = get_args(WhyAlike)
"""Why two options are not told apart, in the order in which it is looked at."""

DIFFERENCE_LEVEL: Final = 0.95
"""The level at which a difference must stand: with 90 % one pair in ten of equal protocols with equal trials would be
told apart by chance alone if any difference counted."""

TELLING: Final = ("high", "moderate")
"""The certainty that both figures need. A low one says that the true effect may lie far off; nobody should be moved
from one protocol to another by that."""


def shared(
    one: Sequence[Evidence], other: Sequence[Evidence], problems: Sequence[str]
) -> tuple[Evidence, Evidence] | None:
    """The two figures by which two options can be compared: for one problem, over one comparator.

    In words: the person's problems in their order, and for each the comparators in the order of `COMPARATORS`; the
    first pair of which both have a standardised figure. None when there is none: a figure over a waiting list and one
    over usual care say nothing about each other. Source: own design.

    >>> shared([], [], ["depression"]) is None
    True
    """
    for problem in problems:
        for comparator in COMPARATORS:
            mine, theirs = (_about(figures, problem, comparator) for figures in (one, other))
            if mine is not None and theirs is not None:
                return mine, theirs
    return None


def difference(better: Evidence, worse: Evidence, level: float = DIFFERENCE_LEVEL) -> tuple[float, float, float]:
    """The difference of two independent estimates, with its interval.

    In words: the ends lie as far away as the squared distances of the two ends that face each other add up to, so that
    intervals that are wider on one side are used as they are. Source: Zou and Donner 2008, Stat Med 27:1693 (recalled).
    Assumes that no study stands behind both. Returns estimate, low and high in the unit of the figures.

    >>> figure = {"problem": "depression", "comparator": "usual_care", "certainty": "moderate", "source": "-",
    ...     "provenance": "computed"}
    >>> one = Evidence(offer="a", estimate=0.9, low=0.8, high=1.0, **figure)
    >>> other = Evidence(offer="b", estimate=0.3, low=0.2, high=0.4, **figure)
    >>> [round(number, 4) for number in difference(one, other)]
    [0.6, 0.4586, 0.7414]
    """
    middle = better.estimate - worse.estimate
    down = math.hypot(better.reach("low", level), worse.reach("high", level))
    up = math.hypot(better.reach("high", level), worse.reach("low", level))
    return middle, middle - down, middle + up


def is_clearly_better(one: Sequence[Evidence], other: Sequence[Evidence], problems: Sequence[str]) -> bool:
    """Whether one option is better than another by more than nobody would feel.

    In words: both have a figure for the same problem over the same comparator, both of at least moderate certainty and
    not from memory, and the whole interval of their difference lies above `MEANINGFUL_DIFFERENCE`. Source: own design,
    with the threshold of Cuijpers and others 2014. Where figures are missing the answer is no.

    >>> is_clearly_better([], [], ["depression"])
    False
    """
    pair = shared(one, other, problems)
    return pair is not None and _doubt(pair) is None and difference(*pair)[1] > MEANINGFUL_DIFFERENCE


def _doubt(pair: tuple[Evidence, Evidence]) -> WhyAlike | None:
    """Why two figures cannot tell anything apart, whatever they say."""
    if any(one.provenance == "recalled" for one in pair):
        return "recalled"
    if not all(one.is_rated for one in pair):
        return "unrated"
    return "low_certainty" if any(one.certainty not in TELLING for one in pair) else None


def why_alike(one: Sequence[Evidence], other: Sequence[Evidence], problems: Sequence[str]) -> WhyAlike | None:
    """Why two options are not told apart; None when one is clearly better than the other.

    In words: one of them has no standardised figure about these problems; they have none over the same comparator; a
    figure is from memory; nobody has rated one; one is of low certainty; or the interval of their difference reaches
    what nobody would feel. The first of these that is so is the answer. Source: own design. Raises nothing.

    >>> why_alike([], [], ["depression"])
    'no_figure'
    """
    if is_clearly_better(one, other, problems) or is_clearly_better(other, one, problems):
        return None
    if not all(any(each.problem in problems and each.is_standardised for each in figures) for figures in (one, other)):
        return "no_figure"
    pair = shared(one, other, problems)
    return "no_shared_comparator" if pair is None else _doubt(pair) or "overlap"


def tiers(figures: dict[str, tuple[Evidence, ...]], problems: Sequence[str]) -> tuple[frozenset[str], ...]:
    """Options in tiers: within one tier no figure tells any two apart; somebody in each later one is clearly beaten.

    In words: the first tier holds everybody whom nobody clearly beats; it is taken away and the same is asked of the
    rest. Where each of the rest is beaten by another, which only figures over different comparators can bring about,
    the rest is one tier. Source: non-dominated sorting, as in Goldberg 1989 (recalled). The order of what is given
    plays no part.

    >>> tiers({"a": (), "b": ()}, ["depression"]) == (frozenset({"a", "b"}),)
    True
    """
    left, found = dict(figures), []
    while left:
        best = {
            name
            for name in left
            if not any(is_clearly_better(left[other], left[name], problems) for other in left if other != name)
        } or set(left)
        found.append(frozenset(best))
        left = {name: one for name, one in left.items() if name not in best}
    return tuple(found)


def _about(figures: Sequence[Evidence], problem: str, comparator: str) -> Evidence | None:
    about = (one for one in figures if (one.problem, one.comparator) == (problem, comparator) and one.is_standardised)
    return next(about, None)
