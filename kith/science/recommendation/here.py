"""What a service learned from its own ended care, as it may be kept: no single person and no practitioner in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from kith.science.disclosure import FEWEST_PRACTITIONERS, shown_count
from kith.science.recommendation.episodes import FEWEST_EPISODES, Episodes, episodes
from kith.science.recommendation.offers import Evidence
from kith.science.recommendation.own_effects import own_effects
from kith.science.recommendation.shrinking import Aim, Learned, Published, learn
from kith.science.recommendation.unseen import with_unseen

__all__ = [
    "BEGUN_WITH",
    "KEPT_DAYS",
    "BenefitHere",
    "EndedCare",
    "WhyNotHere",
    "benefits_here",
    "learned_of",
    "own_episodes",
    "spread_within",
]

Floats = NDArray[np.float64]
WhyNotHere = Literal["", "too_few_people", "too_few_practitioners", "nothing_to_compare", "no_checked_figure"]

BEGUN_WITH: Final = ("severity", "other_severity", "weeks_waited")
"""What is adjusted for: what is known of everybody before it is chosen what to do, and no protected attribute."""

KEPT_DAYS: Final = 92
"""A summary older than this is not used: three months in which nobody counted mean that the service has changed or the
monthly work has stopped, and either has to be seen."""

DECIMALS: Final = 2


@dataclass(frozen=True)
class EndedCare:
    """One ended stay: what was given first, by whom and where, what the person began with, and the last score.

    Scores are of the measure of the problem, where higher is worse; None where nobody asked. `weeks_waited` are those
    until it was agreed what to do.
    """

    protocol: str
    therapist: str
    site: str
    first: float | None
    other_first: float | None
    weeks_waited: float
    last: float | None

    @property
    def is_whole(self) -> bool:
        """Whether it can be learned from."""
        return None not in (self.first, self.other_first, self.last)


@dataclass(frozen=True)
class BenefitHere:
    """One protocol for one problem in one service. `people` is rounded, and None where it is too small to be told.

    `mean`, `low` and `high` are over usual care, in standard deviations at `level`; None with `why_not`.
    `published_mean` is what would be expected without the service's own people.
    """

    protocol: str
    modality: str
    people: int | None
    figures: int
    why_not: WhyNotHere
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    published_mean: float | None = None

    def as_values(self) -> dict[str, Any]:
        """Plain values for the record."""
        return dict(vars(self))

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> Self:
        """Back from the record."""
        return cls(**values)


def benefits_here(
    ended: Sequence[EndedCare], modalities: Mapping[str, str], problem: str, evidence: Iterable[Evidence]
) -> tuple[BenefitHere, ...]:
    """What to expect of each protocol for a problem in this service; in the order of `modalities`.

    In words: a protocol counts with 20 whole stays by three practitioners; with two such protocols their adjusted
    differences move what is published (`own_effects`, `learn`), less surely by what nobody wrote down may do
    (`with_unseen`, going by all that is adjusted for but the first score of the outcome itself). The outcome is the
    last score in standard deviations of last scores within a protocol, as trials do, adjusted for the first. Figures
    from memory are left out, and a pool of all comparators where the same protocol has one of them apart. Counts are
    rounded to five, figures to two decimals. A protocol without a checked figure keeps none: only differences are seen
    here, and nobody was left without help. Missing data: stays without a first or last score are left out. Source: own
    design on the three it calls. Raises nothing.

    >>> benefits_here([], {"ba": "T6"}, "depression", [])[0].why_not
    'too_few_people'
    """
    whole, usable, why = learned_of(ended, modalities)
    published = _published(evidence, modalities, problem)
    learned: Mapping[str, Learned] = {}
    if usable:
        told = own_episodes(whole, usable)
        aims = [Aim(name, modality) for name, modality in modalities.items()]
        found = learn(aims, problem, published, with_unseen(told, own_effects(told), BEGUN_WITH[:1]))
        learned = {one.option: one for one in found}
    return tuple(_told(name, modality, whole, why[name], published, learned) for name, modality in modalities.items())


def learned_of(
    ended: Sequence[EndedCare], protocols: Collection[str]
) -> tuple[list[EndedCare], list[str], dict[str, WhyNotHere]]:
    """The whole stays, the protocols that can be learned of from them, and for each other one why not.

    >>> learned_of([], ["ba"])
    ([], [], {'ba': 'too_few_people'})
    """
    whole = [one for one in ended if one.is_whole and one.protocol in protocols]
    why = {name: _why_not([one for one in whole if one.protocol == name]) for name in protocols}
    usable = [name for name, found in why.items() if not found]
    if len(usable) < 2:
        why |= dict.fromkeys(usable, "nothing_to_compare")
        usable = []
    return whole, usable, why


def _why_not(stays: Sequence[EndedCare]) -> WhyNotHere:
    if len(stays) < FEWEST_EPISODES:
        return "too_few_people"
    return "too_few_practitioners" if len({one.therapist for one in stays}) < FEWEST_PRACTITIONERS else ""


def own_episodes(whole: Sequence[EndedCare], usable: Collection[str]) -> Episodes:
    """Whole stays of usable protocols as arrays: the last score in standard deviations of last scores within a
    protocol, and what is adjusted for.

    >>> stays = [EndedCare(name, "t", "s", 10.0, 5.0, 2.0, last) for name in ("ba", "cbt") for last in range(20)]
    >>> len(own_episodes(stays, ["ba", "cbt"]))
    40
    """
    rows = [one for one in whole if one.protocol in usable]
    last = np.array([one.last for one in rows], dtype=np.float64)
    return episodes(
        -last / max(spread_within(last, [one.protocol for one in rows]), 1.0),  # a point at least: all may be alike
        np.array([[one.first, one.other_first, one.weeks_waited] for one in rows], dtype=np.float64),
        BEGUN_WITH,
        [one.protocol for one in rows],
        [one.therapist for one in rows],
        [one.site for one in rows],
    )


def spread_within(last: Floats, protocol: Sequence[str]) -> float:
    """The standard deviation of last scores within a protocol, all protocols together.

    >>> spread_within(np.array([1.0, 3.0, 11.0, 13.0]), ["ba", "ba", "cbt", "cbt"]) ** 2
    2.0000000000000004
    """
    names, had = np.unique(protocol, return_inverse=True)
    means = np.bincount(had, weights=last) / np.bincount(had)
    return float(np.sqrt(((last - means[had]) ** 2).sum() / max(len(last) - len(names), 1)))


def _published(evidence: Iterable[Evidence], modalities: Mapping[str, str], problem: str) -> list[Published]:
    by_protocol: dict[str, list[Evidence]] = defaultdict(list)
    for one in evidence:
        is_checked = one.provenance != "recalled" and one.is_standardised and one.low < one.high
        if one.problem == problem and one.offer in modalities and is_checked:
            by_protocol[one.offer].append(one)
    return [
        Published(name, modalities[name], problem, one.comparator, one.estimate, _standard_error(one))
        for name, found in by_protocol.items()
        for one in found
        if one.comparator != "any_control" or len(found) == 1
    ]


def _standard_error(one: Evidence) -> float:
    return (one.high - one.low) / (2 * float(ndtri((1 + one.level) / 2)))


def _told(
    name: str,
    modality: str,
    whole: Sequence[EndedCare],
    why: WhyNotHere,
    published: Sequence[Published],
    learned: Mapping[str, Learned],
) -> BenefitHere:
    people = shown_count(sum(one.protocol == name for one in whole)).value
    figures = sum(one.option == name for one in published)
    reason = why or ("" if figures else "no_checked_figure")
    if reason:
        return BenefitHere(name, modality, people, figures, reason)
    one = learned[name]
    told = (round(each, DECIMALS) for each in (one.mean, one.low, one.high, one.level, one.published_mean))
    return BenefitHere(name, modality, people, figures, "", *told)
