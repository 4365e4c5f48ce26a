"""Whether groups were suggested, chose and fared alike: ended care by group, made fit to leave the service."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kith.science.disclosure import NOBODY, SMALLEST_SHOWN, ShownCount, shown_breakdowns, shown_count
from kith.science.outcomes import (
    DatedLimits,
    EpisodeFacts,
    PublishedCount,
    PublishedRate,
    publish_count,
    publish_rate,
    recovery_of,
)
from kith.science.recommendation.auditing import are_apart

__all__ = ["SHARES", "ChoicesAudited", "EndedChoice", "GroupAudited", "audit_ended"]

Shares = Callable[[Sequence["EndedChoice"], ShownCount], dict[str, PublishedRate]]
SHARES: Final = ("suggested", "as_suggested", "override", "finished", "improved")


@dataclass(frozen=True)
class EndedChoice:
    """One ended stay: what was suggested and chosen first, beside how it went. Its groups had no part in the former.

    `suggested` is empty where nothing was suggested, and `chosen` where nothing was begun.
    """

    facts: EpisodeFacts
    suggested: tuple[str, ...] = ()
    chosen: str = ""
    is_override: bool = False


@dataclass(frozen=True)
class GroupAudited:
    """One group: a share for each of `SHARES`, and for each protocol to whom it was suggested and who chose it.

    `apart` has the same share of everybody else where the two intervals do not touch, by the name of the share, or by
    `suggested:` and `chosen:` with the protocol.
    """

    group: str
    people: PublishedCount
    shares: Mapping[str, PublishedRate]
    apart: Mapping[str, PublishedRate]


@dataclass(frozen=True)
class ChoicesAudited:
    """Everybody whose care ended, and the groups of each attribute; protocols are those that enough people met."""

    people: PublishedCount
    protocols: tuple[str, ...]
    strata: Mapping[str, tuple[GroupAudited, ...]]


def audit_ended(ended: Sequence[EndedChoice], strata: Sequence[str], *, limits: DatedLimits) -> ChoicesAudited:
    """Compare what people were suggested, what they chose and how their care ended across groups.

    In words: for each group the share who were suggested anything, of these who chose something of it, who chose
    against it with a reason, whose care ended as planned after two sessions or more, and of those with complete scores
    who improved reliably; and for each protocol the share to whom it was suggested and who chose it. A share is apart
    when its interval and that of everybody else in groups that can be shown do not touch. Source: as `audit`, with
    small numbers as in `disclosure`: everything is worked out from rounded counts. Assumes that people are counted
    once. Unknown groups are given as a group of their own. A share that is apart may have a good reason; one that is
    not may be hidden by few people. Raises ValueError without strata.

    >>>     >>> audit_ended([], ["gender"], limits=DatedLimits.always(Limits(10, 6), Limits(8, 4))).people
    PublishedCount(people=0, reason=None)
    """
    counts = {name: Counter(one.facts.strata[name] for one in ended) for name in strata}
    shown = shown_breakdowns(*(list(one.values()) for one in counts.values()))
    met = Counter(protocol for one in ended for protocol in {*one.suggested, one.chosen} - {""})
    protocols = tuple(sorted(name for name, people in met.items() if people >= SMALLEST_SHOWN))

    def of(some: Sequence[EndedChoice], people: ShownCount) -> dict[str, PublishedRate]:
        return _shares(some, people, protocols, limits)

    return ChoicesAudited(
        publish_count(shown.total),
        protocols,
        {
            name: tuple(_groups(name, dict(zip(groups, parts, strict=True)), ended, of))
            for (name, groups), parts in zip(counts.items(), shown.breakdowns, strict=True)
        },
    )


def _groups(
    stratum: str, people: Mapping[str, ShownCount], ended: Sequence[EndedChoice], shares: Shares
) -> Iterator[GroupAudited]:
    """Each group beside the others that are shown: beside all others it would give back one that is not."""
    members = {group: [one for one in ended if one.facts.strata[stratum] == group] for group in sorted(people)}
    for group, mine in members.items():
        others = [one for other, some in members.items() if other != group and people[other].value for one in some]
        told, rest = shares(mine, people[group]), shares(others, shown_count(len(others)))
        apart = {name: rest[name] for name, share in told.items() if are_apart(share, rest[name])}
        yield GroupAudited(group, publish_count(people[group]), told, apart)


def _shares(
    some: Sequence[EndedChoice], people: ShownCount, protocols: Sequence[str], limits: DatedLimits
) -> dict[str, PublishedRate]:
    asked = [one for one in some if one.suggested]
    counted = {
        "suggested": (len(asked), some),
        "as_suggested": (sum(one.chosen in one.suggested for one in asked), asked),
        "override": (sum(one.is_override for one in asked), asked),
        "finished": (sum(one.facts.has_finished and not one.facts.has_dropped_out for one in some), some),
    }
    for name in protocols:
        counted[f"suggested:{name}"] = (sum(name in one.suggested for one in asked), asked)
        counted[f"chosen:{name}"] = (sum(one.chosen == name for one in some), some)
    improved = recovery_of([one.facts for one in some], limits).reliable_improvement
    if not people.value:  # a group that is not shown has no shares either
        return dict.fromkeys(
            [*counted, "improved"], PublishedRate(None, None, None, None, None, people.reason or NOBODY)
        )
    found = {
        name: publish_rate(part, len(whole), total=people if whole is some else None)
        for name, (part, whole) in counted.items()
    }
    return {**found, "improved": publish_rate(improved.numerator, improved.denominator)}
