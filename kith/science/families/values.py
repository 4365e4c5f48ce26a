"""A family as its members tell it: people, couples, whose child somebody is, and what is between two of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from kith.science.sources import LibraryValue, Name

Gender = Literal["man", "woman", "other", "not said"]
UnionKind = Literal["married", "together", "separated", "divorced"]
ChildKind = Literal["biological", "adopted", "fostered"]
BondKind = Literal["close", "very close", "conflict", "cut off", "harm"]
Year = Annotated[int, Field(ge=1500, le=2200)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]


@dataclass(frozen=True)
class FamilyFault:
    """One thing that cannot be: where in the family, what happened, what was found, and what to do."""

    at: tuple[str | int, ...]
    what: str
    found: str
    instead: str


class Relative(LibraryValue):
    """Somebody in the family, by name or by relation. `died` is a year, or `unknown` where only the death is known.

    Notes are codes of what matters here: `illness` and `substance_use` have signs of their own, others get a letter.
    """

    id: Name
    name: Words
    gender: Gender = "not said"
    born: Year | None = None
    died: Year | Literal["unknown"] | None = None
    is_index: bool = False
    notes: Annotated[tuple[Name, ...], Field(max_length=6)] = ()

    @property
    def died_in(self) -> int | None:
        """The year of death; None where there is none or it is not known."""
        return self.died if isinstance(self.died, int) else None


class Union(LibraryValue):
    """A couple, now or once: since when, and until when for those who parted."""

    partners: tuple[Name, Name]
    kind: UnionKind
    since: Year | None = None
    until: Year | None = None


class ChildLink(LibraryValue):
    """Whose child somebody is: of a couple or of one parent. Twins of one birth share a word under `twins`."""

    child: Name
    of: Annotated[tuple[Name, ...], Field(min_length=1, max_length=2)]
    kind: ChildKind = "biological"
    twins: Name | None = None


class Bond(LibraryValue):
    """What is between two people, as they tell it. Harm goes from the one who does it to the one who suffers it."""

    from_: Annotated[Name, Field(alias="from")]
    to: Name
    kind: BondKind


class Family(LibraryValue):
    """A family around one index person. Nothing is taken as said that was not: what is unknown is left out."""

    people: Annotated[tuple[Relative, ...], Field(min_length=1)]
    unions: tuple[Union, ...] = ()
    children: tuple[ChildLink, ...] = ()
    bonds: tuple[Bond, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Everybody, in the order of the file."""
        return tuple(person.id for person in self.people)

    def person(self, id: str) -> Relative:
        """The person of this id; StopIteration when there is none, which the checks exclude."""
        return next(person for person in self.people if person.id == id)

    def parents_of(self, id: str) -> tuple[str, ...]:
        """All parents of somebody, of every kind, each once."""
        return tuple(dict.fromkeys(_flat(link.of for link in self.children if link.child == id)))


def _flat(groups: Iterable[tuple[str, ...]]) -> Iterable[str]:
    return (name for group in groups for name in group)
