"""What changed between two occasions on which a group's choices were asked for."""

from __future__ import annotations

from dataclasses import dataclass

from kith.science.groups.choices import Choices, Pair
from kith.science.groups.sociometry import Measure, Sociometry, sociometry

COMPARED = (
    "density",
    "reciprocity",
    "cohesion_possible",
    "cohesion_fixed",
    "criswell",
    "expansiveness",
    "centralisation",
)


@dataclass(frozen=True)
class Shift:
    """Changes among the members of both occasions; who joined and left stands apart.

    `stability` is the share of choices made on either occasion that were made on both (Jaccard). `measures` are later
    minus earlier, over the whole group of each occasion, None with a reason where one of the two has none.
    """

    joined: tuple[str, ...]
    left: tuple[str, ...]
    kept: tuple[Pair, ...]
    gained: tuple[Pair, ...]
    lost: tuple[Pair, ...]
    stability: Measure
    newly_mutual: tuple[Pair, ...]
    no_longer_mutual: tuple[Pair, ...]
    newly_isolated: tuple[str, ...]
    no_longer_isolated: tuple[str, ...]
    chosen: dict[str, int]
    mutual_pairs: int
    measures: dict[str, Measure]


def shift(earlier: Choices, later: Choices) -> Shift:
    """Compare two occasions. Choices by or of somebody who was a member, or was asked, only once are left out.

    >>> from kith.science.groups.choices import Choices
    >>> first = Choices(("a", "b", "c"), frozenset({("a", "b"), ("b", "a")}))
    >>> found = shift(first, Choices(("a", "b", "c"), frozenset({("a", "b"), ("a", "c")})))
    >>> found.gained, found.lost, found.newly_isolated, found.no_longer_isolated
    ((('a', 'c'),), (('b', 'a'),), ('a',), ('c',))
    """
    both = [name for name in earlier.members if name in later.members]
    asked = {name for name in both if name in earlier.asked and name in later.asked}
    then, now = (
        frozenset(pair for pair in one.choices if pair[0] in asked and pair[1] in both) for one in (earlier, later)
    )
    measured_then, measured_now = sociometry(earlier), sociometry(later)
    alone_then, alone_now = (
        {one.id for one in found.members if one.is_isolate} for found in (measured_then, measured_now)
    )
    pairs_then, pairs_now = _mutual(then), _mutual(now)
    return Shift(
        joined=tuple(name for name in later.members if name not in earlier.members),
        left=tuple(name for name in earlier.members if name not in later.members),
        kept=tuple(sorted(then & now)),
        gained=tuple(sorted(now - then)),
        lost=tuple(sorted(then - now)),
        stability=Measure(len(then & now) / len(then | now)) if then | now else Measure(None, "nobody chose anybody"),
        newly_mutual=tuple(sorted(pairs_now - pairs_then)),
        no_longer_mutual=tuple(sorted(pairs_then - pairs_now)),
        newly_isolated=tuple(name for name in both if name in alone_now - alone_then),
        no_longer_isolated=tuple(name for name in both if name in alone_then - alone_now),
        chosen={name: sum(to == name for _, to in now) - sum(to == name for _, to in then) for name in both},
        mutual_pairs=len(pairs_now) - len(pairs_then),
        measures={name: _difference(measured_then, measured_now, name) for name in COMPARED},
    )


def _mutual(choices: frozenset[Pair]) -> frozenset[Pair]:
    return frozenset(pair for pair in choices if pair[0] < pair[1] and pair[::-1] in choices)


def _difference(then: Sociometry, now: Sociometry, name: str) -> Measure:
    one, other = getattr(then, name), getattr(now, name)
    if one.value is None or other.value is None:
        return Measure(None, one.reason or other.reason)
    return Measure(other.value - one.value)
