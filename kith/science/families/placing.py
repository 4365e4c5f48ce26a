"""Where people stand in their rows: children below the middle of their parents, nobody nearer than one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from kith.science.families.seating import Unit, seats, units
from kith.science.families.values import Family

# Rounds of pulling: after sixty, families of sixty people move by less than a hundredth of a step.
_ROUNDS: Final = 60
# How much a neighbour of the same row pulls, beside parents, children and partners. The family of sixteen of the
# methods page is 9.2 steps wide at 0, where names have no room, 5.6 at 0.3, and hardly less, 5.3, at 1.
_HOLD: Final = 0.3


@dataclass(frozen=True)
class Place:
    """A row from the top, and how many steps from the left."""

    row: int
    step: float


def family_places(family: Family) -> dict[str, Place]:
    """Where everybody stands. The order in a row is that of `seats`; neighbours are at least one step apart.

    In words: parents and the middle of their children are pulled towards each other, and partners to one step from
    each other, neighbours too but less; after each pull a row is put right by the least squares that keep its order
    and its distances (isotonic regression by pooling neighbours: Ayer et al. 1955, recalled). The same family always
    gives the same places. Assumes a family without faults. Raises ValueError where `seats` does.

    >>> from kith.science.families import ChildLink, Relative, Union
    >>> people = tuple(Relative(id=id, name=id.title(), is_index=id == "ana") for id in ("ana", "rosa", "joao"))
    >>> couple = Union(partners=("rosa", "joao"), kind="married")
    >>> family = Family(people=people, unions=(couple,), children=(ChildLink(child="ana", of=("rosa", "joao")),))
    >>> {id: (place.row, round(place.step, 2)) for id, place in family_places(family).items()}
    {'ana': (1, 0.5), 'rosa': (0, 0.0), 'joao': (0, 1.0)}
    """
    rows, found = seats(family), units(family)
    at = {id: float(step) for row in rows for step, id in enumerate(row)}
    for _ in range(_ROUNDS):
        for row in (*rows, *reversed(rows)):
            wanted = [_wanted(id, at, found, _beside(row, step, at)) for step, id in enumerate(row)]
            at |= dict(zip(row, _kept_apart(wanted), strict=True))
    start = min(at.values())
    in_row = {id: n for n, row in enumerate(rows) for id in row}
    return {id: Place(in_row[id], round(at[id] - start, 6)) for id in family.ids}


def crossings(family: Family, places: Mapping[str, Place]) -> int:
    """How many pairs of lines from parents to a child cross: the one begins left of the other and ends right of it.

    Only lines between the same two rows are compared; the first of a child's links counts. Our convention, for
    comparing layouts of one family. Raises KeyError when somebody has no place.

    >>> from kith.science.families import ChildLink, Relative
    >>> people = tuple(Relative(id=id, name=id, is_index=id == "a") for id in ("a", "b", "c", "d"))
    >>> family = Family(people=people, children=(ChildLink(child="c", of=("a",)), ChildLink(child="d", of=("b",))))
    >>> crossings(family, {"a": Place(0, 0), "b": Place(0, 1), "c": Place(1, 1), "d": Place(1, 0)})
    1
    """
    lines = [
        (places[unit.parents[0]].row, places[child].row, _middle(unit.parents, steps), places[child].step)
        for steps in [{id: place.step for id, place in places.items()}]
        for unit in units(family)
        for child in unit.children
    ]
    return sum(
        one[:2] == other[:2] and (one[2] - other[2]) * (one[3] - other[3]) < 0 for one, other in combinations(lines, 2)
    )


def _middle(ids: Sequence[str], at: Mapping[str, float]) -> float:
    return (min(at[id] for id in ids) + max(at[id] for id in ids)) / 2


def _beside(row: Sequence[str], step: int, at: Mapping[str, float]) -> list[float]:
    """One step from each neighbour of the row."""
    return [at[row[n]] + step - n for n in (step - 1, step + 1) if 0 <= n < len(row)]


def _wanted(id: str, at: Mapping[str, float], found: Sequence[Unit], beside: Sequence[float]) -> float:
    """The weighted mean of where parents, children, partners and neighbours would like somebody."""
    pulls = []
    for unit in found:
        if unit.children and (id in unit.parents or id in unit.children):
            shift = _middle(unit.children, at) - _middle(unit.parents, at)
            pulls.append(at[id] + (shift if id in unit.parents else -shift))
        if id in unit.parents and (partner := unit.partner_of(id)) is not None:
            pulls.append(at[partner] + (1.0 if at[id] > at[partner] else -1.0))
    weight = len(pulls) + _HOLD * len(beside)
    return (sum(pulls) + _HOLD * sum(beside)) / weight if weight else at[id]


def _kept_apart(wanted: Sequence[float]) -> list[float]:
    """The nearest values, by least squares, in which each is at least one more than the one before."""
    pools: list[tuple[float, int]] = []
    for step, value in enumerate(wanted):
        total, count = value - step, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            total, count = total + pools[-1][0], count + pools[-1][1]
            pools.pop()
        pools.append((total, count))
    level = [total / count for total, count in pools for _ in range(count)]
    return [value + step for step, value in enumerate(level)]
