"""The order of people in each row: couples together, children below their parents, the oldest first, few crossings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kith.science.families.generations import generations
from kith.science.families.values import Family

Edge = Literal["left", "right", "free"]


@dataclass(frozen=True)
class Unit:
    """A couple or one parent, from left to right, with the children who stand below them."""

    parents: tuple[str, ...]
    children: tuple[str, ...]

    def partner_of(self, id: str) -> str | None:
        """The other of the two."""
        return next((other for other in self.parents if other != id), None)


def units(family: Family) -> tuple[Unit, ...]:
    """Every couple, and every parent with a child of their own, in the order of the file.

    A man stands left of a woman, as is usual in genograms; any other couple as it was written.
    """
    parents = dict.fromkeys(frozenset(union.partners) for union in family.unions)
    parents |= dict.fromkeys(frozenset(link.of) for link in family.children)
    written = {frozenset(union.partners): union.partners for union in family.unions}
    first = {link.child: frozenset(link.of) for link in reversed(family.children)}
    return tuple(
        Unit(_sided(family, written.get(both, tuple(sorted(both)))), _by_birth(family, both, first)) for both in parents
    )


def seats(family: Family) -> tuple[tuple[str, ...], ...]:
    """The rows of a family from the top, each from left to right; every person once.

    In words: begin at the index person's parents. The family of the one parent is seated to their left, that of the
    other to their right, children between them in the order of their birth, each with partners at their sides and
    descendants below. A child whose partner has a family here comes last, so that this family can follow. Somebody who
    is added at the end of the file, as a child or as a partner, changes the order of nobody else. Years that are
    unknown keep the order of the file. Our convention. Raises ValueError when there are no rows; `family_faults` says
    so first.

    >>> from kith.science.families import ChildLink, Relative, Union
    >>> people = [Relative(id="ana", name="Ana", is_index=True, born=1990), Relative(id="leo", name="Leo", born=1988)]
    >>> people += [Relative(id="rosa", name="Rosa", gender="woman"), Relative(id="joao", name="João", gender="man")]
    >>> links = [ChildLink(child=child, of=("rosa", "joao")) for child in ("ana", "leo")]
    >>> couple = Union(partners=("rosa", "joao"), kind="married")
    >>> seats(Family(people=tuple(people), unions=(couple,), children=tuple(links)))
    (('joao', 'rosa'), ('leo', 'ana'))
    """
    rows = generations(family)
    if rows is None:
        raise ValueError(
            "A family has no rows; found a couple of which one is an ancestor of the other. Leave that couple out."
        )
    seating = _Seating(family, units(family))
    for person in sorted(family.people, key=lambda person: not person.is_index):
        seating.settle(person.id, "free")
    return tuple(tuple(id for id in seating.order if rows[id] == row) for row in range(max(rows.values()) + 1))


def _sided(family: Family, parents: tuple[str, ...]) -> tuple[str, ...]:
    genders = [family.person(id).gender for id in parents]
    return tuple(reversed(parents)) if genders == ["woman", "man"] else parents


def _by_birth(family: Family, parents: frozenset[str], first: dict[str, frozenset[str]]) -> tuple[str, ...]:
    """The oldest first; somebody without a year after whom they follow in the file; twins beside each other."""
    links = [link for link in family.children if first[link.child] == parents and frozenset(link.of) == parents]
    known: dict[str, int] = {}
    year = 0
    for link in links:
        year = family.person(link.child).born or year
        known.setdefault(link.child, year)
    births = {link.child: link.twins or link.child for link in links}
    earliest = {
        birth: min((known[child], list(known).index(child)) for child in known if births[child] == birth)
        for birth in births.values()
    }
    return tuple(sorted(known, key=lambda child: (earliest[births[child]], known[child])))


class _Seating:
    """Seats people one by one; whoever is seated later in a row stands further right."""

    def __init__(self, family: Family, found: tuple[Unit, ...]) -> None:
        self.order: list[str] = []
        self._of = {id: [unit for unit in found if id in unit.parents] for id in family.ids}
        self._origin = {child: unit for unit in found for child in unit.children}
        self._woman = {person.id for person in family.people if person.gender == "woman"}
        self._claimed: set[str] = set()
        self._started: set[Unit] = set()

    def settle(self, id: str, edge: Edge) -> None:
        """Seat somebody with the family they come from, at the edge of their siblings that was asked for."""
        origin = self._origin.get(id)
        if origin is not None and origin not in self._started:
            self._start(origin, id, edge)
        else:
            self._seat(id, edge)

    def _start(self, unit: Unit, child: str | None, edge: Edge) -> None:
        self._started.add(unit)
        self.settle(unit.parents[0], "right")
        self._seat_children(unit, child, edge)
        for other in unit.parents[1:]:
            self.settle(other, "left")
        for sibling in unit.children:
            self._follow(sibling)

    def _seat_children(self, unit: Unit, child: str | None, edge: Edge) -> None:
        children = sorted(unit.children, key=self._brings_family)
        if child is not None and edge != "free":
            place = 0 if edge == "left" else 1
            children = sorted(children, key=lambda one: (one == child) == (place == 1))
        for one in children:
            self._seat(one, edge if one == child else "free")

    def _follow(self, id: str) -> None:
        """The families that partners of somebody come from."""
        for unit in self._of[id]:
            partner = unit.partner_of(id)
            origin = self._origin.get(partner) if partner else None
            if origin is not None and origin not in self._started:
                self._start(origin, partner, "left")

    def _brings_family(self, id: str) -> bool:
        return any(partner in self._origin for unit in self._of[id] if (partner := unit.partner_of(id)))

    def _seat(self, id: str, edge: Edge) -> None:
        """Seat somebody with their partners beside them and the children of each couple below."""
        if id in self._claimed:
            return
        self._claimed.add(id)
        waiting = [unit for unit in self._of[id] if unit not in self._started]
        self._started |= set(waiting)
        left, right = self._sides(id, waiting, edge)
        for unit in reversed(left):
            self._seat_partner(unit, id, "right")
            self._seat_children(unit, None, "free")
        self.order.append(id)
        for unit in right:
            self._seat_children(unit, None, "free")
            self._seat_partner(unit, id, "left")
        for unit in waiting:
            for child in unit.children:
                self._follow(child)

    def _seat_partner(self, unit: Unit, id: str, edge: Edge) -> None:
        if (partner := unit.partner_of(id)) is not None:
            self._seat(partner, edge)

    def _sides(self, id: str, waiting: list[Unit], edge: Edge) -> tuple[list[Unit], list[Unit]]:
        """Which couples stand to the left and right: all away from an edge, else turn by turn."""
        if edge == "right":
            return waiting, []
        if edge == "left":
            return [], waiting
        couples = [unit for unit in waiting if len(unit.parents) == 2]
        lone = [unit for unit in waiting if len(unit.parents) == 1]
        begins_left = bool(couples) and couples[0].parents[1] == id and not self._partner_brings(couples[0], id)
        one, other = couples[0::2], couples[1::2]
        return (one, lone + other) if begins_left else (other, lone + one)

    def _partner_brings(self, unit: Unit, id: str) -> bool:
        return unit.partner_of(id) in self._origin
