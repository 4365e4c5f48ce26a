"""In which row of a family somebody stands: partners in one, children at least one below their parents."""

from __future__ import annotations

from collections.abc import Mapping

from kith.science.families.values import Family


def generations(family: Family) -> dict[str, int] | None:
    """The row of everybody, 0 at the top; None where no rows exist (somebody's partner is their own ancestor).

    In words: partners are taken together; each such set stands one row below the lowest of its parents (the longest
    way from the top), and then as far down as its children let it, where at least as many ties lead to children as
    to parents. So the parents of somebody who married in stand one row above, not at the top. Somebody with no couple
    and no kin here stands in the row of the index person. Source: longest-path layering (Sugiyama, Tagawa and Toda
    1981, recalled). Assumes names that exist; raises nothing.

    >>> from kith.science.families import ChildLink, Relative, Union
    >>> people = tuple(Relative(id=id, name=id.title(), is_index=id == "ana") for id in ("ana", "rosa", "joao"))
    >>> couple = Union(partners=("rosa", "joao"), kind="married")
    >>> family = Family(people=people, unions=(couple,), children=(ChildLink(child="ana", of=("rosa", "joao")),))
    >>> generations(family)
    {'ana': 1, 'rosa': 0, 'joao': 0}
    """
    sets = _sets(family)
    above = {top: {sets[parent] for link in family.children if sets[link.child] == top for parent in link.of}
             for top in dict.fromkeys(sets.values())}  # fmt: skip
    order = _downwards(above)
    if order is None:
        return None
    rows: dict[str, int] = {}
    for top in order:
        rows[top] = max((rows[parent] + 1 for parent in above[top]), default=0)
    _lower(rows, above, order)
    _place_lone(family, rows, sets, above)
    return {id: rows[sets[id]] for id in family.ids}


def _sets(family: Family) -> dict[str, str]:
    """Everybody's set of people who are partners of each other, named by one of them."""
    sets = {id: id for id in family.ids}
    for union in family.unions:
        one, other = (sets[partner] for partner in union.partners)
        sets = {id: one if top == other else top for id, top in sets.items()}
    return sets


def _downwards(above: Mapping[str, set[str]]) -> list[str] | None:
    """All sets with parents before children; None when somebody would come before themselves."""
    order: list[str] = []
    waiting = list(above)
    while waiting:
        ready = [top for top in waiting if above[top] <= set(order)]
        if not ready:
            return None
        order += ready
        waiting = [top for top in waiting if top not in ready]
    return order


def _lower(rows: dict[str, int], above: Mapping[str, set[str]], order: list[str]) -> None:
    for top in reversed(order):
        below = [rows[other] for other in order if top in above[other]]
        if below and len(below) >= len(above[top]):
            rows[top] = min(below) - 1


def _place_lone(family: Family, rows: dict[str, int], sets: Mapping[str, str], above: Mapping[str, set[str]]) -> None:
    middle = next((rows[sets[person.id]] for person in family.people if person.is_index), 0)
    for top, parents in above.items():
        is_alone = list(sets.values()).count(top) == 1
        if is_alone and not parents and not any(top in others for others in above.values()):
            rows[top] = middle
