"""Sets of three or more members in which everybody chooses everybody, and to whom nobody could be added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

SMALLEST: Final = 3
# Groups of a dozen have a few. A made-up graph of sixty can have a billion; nobody reads more than some hundreds.
MOST: Final = 500


def cliques(members: Sequence[str], mutual: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...] | None:
    """The maximal complete sets of the mutual choices, largest first; None when there are more than can be listed.

    Bron and Kerbosch 1973 with a pivot (Tomita 2006, recalled).

    >>> cliques("abcd", [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")])
    (('a', 'b', 'c'),)
    """
    place = {name: i for i, name in enumerate(members)}
    near: dict[str, set[str]] = {name: set() for name in members}
    for one, other in mutual:
        near[one].add(other)
        near[other].add(one)
    found = list(islice(_grow(set(), set(members), set(), near), MOST + 1))
    if len(found) > MOST:
        return None
    ordered = (tuple(sorted(one, key=place.__getitem__)) for one in found)
    return tuple(sorted(ordered, key=lambda one: (-len(one), [place[name] for name in one])))


def _grow(inside: set[str], may: set[str], done: set[str], near: dict[str, set[str]]) -> Iterator[frozenset[str]]:
    if not may and not done and len(inside) >= SMALLEST:
        yield frozenset(inside)
    if len(inside) + len(may) < SMALLEST or not may:
        return
    pivot = max(sorted(may | done), key=lambda name: len(near[name] & may))
    for name in sorted(may - near[pivot]):
        yield from _grow(inside | {name}, may & near[name], done & near[name], near)
        may = may - {name}
        done = done | {name}
