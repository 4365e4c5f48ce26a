"""What cannot be in a family: names that lead nowhere, years out of order, somebody who is their own ancestor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from kith.science.documents import did_you_mean
from kith.science.families.generations import generations
from kith.science.families.values import ChildLink, Family, FamilyFault

# More people and rows than this do not fit on one page with names that can be read: 60 numbered people in a column
# are three screens of a phone, and six rows leave 60 px for each.
MOST_PEOPLE: Final = 60
MOST_ROWS: Final = 6


def family_faults(family: Family) -> list[FamilyFault]:
    """Everything that cannot be in a family, each with its place and what to do; an empty list when all is well.

    In words: ids are unique and lead somewhere; exactly one person is the index person; nobody is their own partner,
    parent or ancestor; a child has at most two parents of each kind, who are a couple here; years follow each other
    (birth before death, parents born before their biological children, who are born at the latest in the year after a
    parent's death; a couple's years within their lives); twins share their parents and their year. Unknown years are
    not compared. Names come first: the rest is looked at only when all names lead somewhere. Raises nothing.

    >>> from kith.science.families import Relative
    >>> [fault.what for fault in family_faults(Family(people=(Relative(id="ana", name="Ana"),)))]
    ['A family has one index person']
    """
    found = [*_people(family), *_names(family)]
    if found:
        return found
    found = [*_couples(family), *_links(family), *_twins(family), *_bonds(family)]
    found += [*_lives(family), *_births(family), *_couple_years(family)]
    return found or [*_rows(family)]


def _people(family: Family) -> Iterator[FamilyFault]:
    for id, count in Counter(family.ids).items():
        if count > 1:
            place = len(family.ids) - 1 - family.ids[::-1].index(id)
            yield FamilyFault(("people", place), "Two people share one id", id, f"another id, for example {id}_2")
    index = [person.name for person in family.people if person.is_index]
    if len(index) != 1:
        found = "nobody" if not index else " and ".join(index)
        yield FamilyFault(("people",), "A family has one index person", found, "is_index: true for exactly one person")
    if len(family.people) > MOST_PEOPLE:
        found, instead = f"{len(family.people)} people", f"the {MOST_PEOPLE} who matter most here"
        yield FamilyFault(("people",), "A family has more people than a page can show", found, instead)


def _names(family: Family) -> Iterator[FamilyFault]:
    named: list[tuple[tuple[str | int, ...], str]] = []
    for i, union in enumerate(family.unions):
        named += [(("unions", i, "partners", j), id) for j, id in enumerate(union.partners)]
    for i, link in enumerate(family.children):
        named += [(("children", i, "child"), link.child)]
        named += [(("children", i, "of", j), id) for j, id in enumerate(link.of)]
    for i, bond in enumerate(family.bonds):
        named += [(("bonds", i, "from"), bond.from_), (("bonds", i, "to"), bond.to)]
    for at, id in named:
        if id not in family.ids:
            yield FamilyFault(at, "There is no person of this id", id, did_you_mean(id, family.ids))


def _couples(family: Family) -> Iterator[FamilyFault]:
    seen: set[frozenset[str]] = set()
    for i, union in enumerate(family.unions):
        both = frozenset(union.partners)
        if len(both) == 1:
            found = union.partners[0]
            yield FamilyFault(("unions", i), "Somebody is their own partner", found, "two different people")
        elif both in seen:
            found, instead = " and ".join(union.partners), "how it is between them now, once"
            yield FamilyFault(("unions", i), "A couple is there twice", found, instead)
        seen.add(both)


def _links(family: Family) -> Iterator[FamilyFault]:
    couples = {frozenset(union.partners) for union in family.unions}
    seen: set[tuple[str, str]] = set()
    for i, link in enumerate(family.children):
        at, both = ("children", i), " and ".join(link.of)
        if len(set(link.of)) != len(link.of):
            yield FamilyFault(at, "One person is both parents", both, "each parent once")
        elif len(link.of) == 2 and frozenset(link.of) not in couples:
            instead = f"a union of {both} too, or one parent alone"
            yield FamilyFault(at, "The parents of a child are no couple here", both, instead)
        if (link.child, link.kind) in seen:
            found, instead = f"{link.child}, {link.kind}", "one line for each child and kind"
            yield FamilyFault(at, "A child has more than two parents of one kind", found, instead)
        seen.add((link.child, link.kind))
        if link.child in _ancestors(family, link):
            instead = "the parents' ids, and in the line of each parent theirs"
            yield FamilyFault(at, "Somebody is their own ancestor", link.child, instead)


def _ancestors(family: Family, link: ChildLink) -> set[str]:
    found: set[str] = set()
    waiting = list(link.of)
    while waiting:
        if (id := waiting.pop()) not in found:
            found.add(id)
            waiting += family.parents_of(id)
    return found


def _twins(family: Family) -> Iterator[FamilyFault]:
    births: dict[str, list[int]] = {}
    for i, link in enumerate(family.children):
        if link.twins is not None:
            births.setdefault(link.twins, []).append(i)
    for word, places in births.items():
        links = [family.children[i] for i in places]
        years = [year for link in links if (year := family.person(link.child).born) is not None]
        found = ", ".join(link.child for link in links)
        at = ("children", places[-1], "twins")
        if len(links) == 1:
            yield FamilyFault(at, "A twin has nobody beside them", found, f"twins: {word} for the other one too")
        elif len({frozenset(link.of) for link in links}) > 1:
            yield FamilyFault(at, "Twins have different parents", found, "the same parents, or no word under twins")
        elif years and max(years) - min(years) > 1:
            instead = "the same year of birth, or two years that follow each other"
            yield FamilyFault(at, "Twins are born in different years", ", ".join(map(str, years)), instead)


def _bonds(family: Family) -> Iterator[FamilyFault]:
    seen: set[tuple[object, str]] = set()
    for i, bond in enumerate(family.bonds):
        pair: object = (bond.from_, bond.to) if bond.kind == "harm" else frozenset((bond.from_, bond.to))
        if bond.from_ == bond.to:
            yield FamilyFault(("bonds", i), "A bond leads to oneself", bond.to, "two different people")
        elif (pair, bond.kind) in seen:
            found = f"{bond.from_} and {bond.to}, {bond.kind}"
            yield FamilyFault(("bonds", i), "A bond is there twice", found, "it once")
        seen.add((pair, bond.kind))


def _lives(family: Family) -> Iterator[FamilyFault]:
    for i, person in enumerate(family.people):
        if person.born is not None and person.died_in is not None and person.died_in < person.born:
            found = f"born {person.born}, died {person.died_in}"
            yield FamilyFault(("people", i, "died"), "Somebody died before they were born", found, "the years in order")
        if len(set(person.notes)) != len(person.notes):
            found = ", ".join(person.notes)
            yield FamilyFault(("people", i, "notes"), "A note is there twice", found, "each note once")


def _births(family: Family) -> Iterator[FamilyFault]:
    for i, link in enumerate(family.children):
        born = family.person(link.child).born
        if born is None or link.kind != "biological":
            continue
        for parent in map(family.person, link.of):
            at, found = ("children", i), f"{link.child} born {born}, {parent.id} "
            if parent.born is not None and parent.born >= born:
                instead = "the years in order, or another parent"
                yield FamilyFault(at, "A child is older than a parent", f"{found}born {parent.born}", instead)
            if parent.died_in is not None and born > parent.died_in + 1:
                instead = "the years in order, or another kind of child"
                yield FamilyFault(at, "A child is born after a parent died", f"{found}died {parent.died_in}", instead)


def _couple_years(family: Family) -> Iterator[FamilyFault]:
    for i, union in enumerate(family.unions):
        at, since, until = ("unions", i), union.since, union.until
        if since is not None and until is not None and until < since:
            yield FamilyFault(at, "A couple parted before it began", f"{since} to {until}", "the years in order")
        if until is not None and union.kind in ("married", "together"):
            instead = "kind: separated or divorced, or no year under until"
            yield FamilyFault(at, "A couple that lasts has an end", f"{union.kind} until {until}", instead)
        for person in map(family.person, union.partners):
            if since is not None and person.born is not None and since < person.born:
                found = f"since {since}, {person.id} born {person.born}"
                yield FamilyFault(at, "A couple began before a partner was born", found, "the years in order")
            if since is not None and person.died_in is not None and since > person.died_in:
                found = f"since {since}, {person.id} died {person.died_in}"
                yield FamilyFault(at, "A couple began after a partner died", found, "the years in order")


def _rows(family: Family) -> Iterator[FamilyFault]:
    rows = generations(family)
    if rows is None:
        found = "a couple of which one descends from the other, or from the other's partner"
        instead = "the child under one parent, and what is between the two as a bond"
        yield FamilyFault(("unions",), "A family cannot be drawn in generations", found, instead)
    elif max(rows.values()) >= MOST_ROWS:
        found, instead = f"{max(rows.values()) + 1} generations", f"the {MOST_ROWS} that matter most"
        yield FamilyFault(("children",), "A family has more generations than a page can show", found, instead)
