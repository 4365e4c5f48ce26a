"""Changes to a family as one tells it: somebody joins by how they are related, or leaves with their lines."""

from __future__ import annotations

from typing import Literal

from kith.science.families.values import ChildLink, Family, Relative, Union, UnionKind

Kinship = Literal["parent", "child", "partner", "sibling"]


class NoPlaceForKin(ValueError):
    """Somebody cannot be joined this way: a sibling of whoever has no parents here, or a third parent by birth."""


def next_id(family: Family) -> str:
    """An id that nobody in the family has.

    >>> next_id(Family(people=(Relative(id="p3", name="Ana", is_index=True),)))
    'p4'
    """
    numbers = [int(id[1:]) for id in family.ids if id[0] == "p" and id[1:].isdigit()]
    return f"p{max(numbers, default=0) + 1}"


def joined(family: Family, person: Relative, kinship: Kinship | None, whom: str, couple: UnionKind) -> Family:
    """The family with somebody more, and with the lines that follow from how they are related to `whom`.

    In words: a partner makes a couple of the kind given; a parent joins the one parent by birth who is there, as a
    couple; a child belongs to a person's only couple, or to the person alone where there is none or several; a sibling
    has the same parents by birth. Without a kinship somebody is only named. Raises NoPlaceForKin.

    >>> ana, rosa = Relative(id="ana", name="Ana", is_index=True), Relative(id="rosa", name="Rosa")
    >>> joined(Family(people=(ana,)), rosa, "parent", "ana", "married").children
    (ChildLink(child='ana', of=('rosa',), kind='biological', twins=None),)
    """
    more = _changed(family, people=(*family.people, person))
    match kinship:
        case "partner":
            return _with_couple(more, whom, person.id, couple)
        case "parent":
            return _with_parent(more, whom, person.id, couple)
        case "child":
            return _with_child(more, person.id, _couple_of(family, whom))
        case "sibling":
            link = _by_birth(family, whom)
            if link is None:
                raise NoPlaceForKin
            return _with_child(more, person.id, link.of)
    return more


def without(family: Family, id: str) -> Family:
    """The family without somebody, their couples and their bonds; their children stay with the other parent.

    >>> ana, rosa = Relative(id="ana", name="Ana", is_index=True), Relative(id="rosa", name="Rosa")
    >>> without(joined(Family(people=(ana,)), rosa, "parent", "ana", "married"), "rosa").children
    ()
    """
    kept = [(link, tuple(one for one in link.of if one != id)) for link in family.children if link.child != id]
    children = [link.model_copy(update={"of": of}) for link, of in kept if of]
    births = [link.twins for link in children]
    return _changed(
        family,
        people=tuple(person for person in family.people if person.id != id),
        unions=tuple(union for union in family.unions if id not in union.partners),
        children=tuple(
            link.model_copy(update={"twins": None}) if births.count(link.twins) == 1 else link for link in children
        ),
        bonds=tuple(bond for bond in family.bonds if id not in (bond.from_, bond.to)),
    )


def _changed(family: Family, **parts: object) -> Family:
    return family.model_copy(update=parts)


def _with_couple(family: Family, one: str, other: str, kind: UnionKind) -> Family:
    return _changed(family, unions=(*family.unions, Union(partners=(one, other), kind=kind)))


def _with_child(family: Family, child: str, of: tuple[str, ...]) -> Family:
    return _changed(family, children=(*family.children, ChildLink(child=child, of=of)))


def _with_parent(family: Family, child: str, parent: str, couple: UnionKind) -> Family:
    link = _by_birth(family, child)
    if link is None:
        return _with_child(family, child, (parent,))
    if len(link.of) > 1:
        raise NoPlaceForKin
    both = (link.of[0], parent)
    links = tuple(one.model_copy(update={"of": both}) if one is link else one for one in family.children)
    return _with_couple(_changed(family, children=links), *both, couple)


def _by_birth(family: Family, id: str) -> ChildLink | None:
    return next((link for link in family.children if link.child == id and link.kind == "biological"), None)


def _couple_of(family: Family, id: str) -> tuple[str, ...]:
    couples = [union.partners for union in family.unions if id in union.partners]
    return couples[0] if len(couples) == 1 else (id,)
