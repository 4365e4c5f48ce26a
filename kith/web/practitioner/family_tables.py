"""The rows of a genogram or an ecomap in words, beside the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kith.care.queries.family_pictures import Drawn, FamilyDrawn, HomeDrawn
from kith.web.parts.family_drawings import BONDS, CHILDREN, COUPLES, FLOWS, GENDERS, NOTES, TIES, years_of

PARTS = {"genogram": ("people", "unions", "children", "bonds"), "ecomap": ("systems", "household")}
ADD = {
    "people": lazy("Add a person"),
    "unions": lazy("Add a couple"),
    "children": lazy("Add a child to parents"),
    "bonds": lazy("Add a tie between two people"),
    "household": lazy("Name the home and who lives there"),
    "systems": lazy("Add what surrounds the home"),
}


@dataclass(frozen=True)
class TableRow:
    """One row: whose it is, what is said about it, and whether it can be taken out."""

    id: str
    name: str
    words: str
    can_go: bool = True


@dataclass(frozen=True)
class RowTable:
    """The rows of one part."""

    part: str
    title: str
    rows: tuple[TableRow, ...]


def tables_of(drawn: Drawn) -> list[RowTable]:
    """Every part that has rows."""
    found = _family(drawn) if isinstance(drawn, FamilyDrawn) else [_systems(drawn)]
    return [table for table in found if table.rows]


def _family(drawn: FamilyDrawn) -> list[RowTable]:
    people = [
        TableRow(
            f"people-{place}",
            person.name,
            _joined(GENDERS[person.gender], years_of(person), *(NOTES.get(note, note) for note in person.notes)),
            can_go=not person.is_index,
        )
        for place, person in enumerate(drawn.people)
    ]
    unions = [
        TableRow(
            f"unions-{place}",
            _pair(drawn, *union.partners),
            _joined(COUPLES[union.kind], _years(union.since, union.until)),
        )
        for place, union in enumerate(drawn.unions)
    ]
    children = [
        TableRow(f"children-{place}", drawn.name(link.child), _child_words(drawn, link))
        for place, link in enumerate(drawn.children)
    ]
    bonds = [
        TableRow(f"bonds-{place}", _pair(drawn, bond.from_, bond.to), str(BONDS[bond.kind]))
        for place, bond in enumerate(drawn.bonds)
    ]
    return [
        RowTable("people", _("People"), tuple(people)),
        RowTable("unions", _("Couples"), tuple(unions)),
        RowTable("children", _("Children and parents"), tuple(children)),
        RowTable("bonds", _("Ties"), tuple(bonds)),
    ]


def _systems(drawn: HomeDrawn) -> RowTable:
    rows = [
        TableRow(
            f"systems-{place}",
            one.name,
            _joined(TIES[one.tie], FLOWS[one.flow] if one.flow != "none" else "", ", ".join(one.whose)),
        )
        for place, one in enumerate(drawn.systems)
    ]
    return RowTable("systems", _("Around the home"), tuple(rows))


def _child_words(drawn: FamilyDrawn, link: Any) -> str:
    parents = _pair(drawn, *link.of) if len(link.of) > 1 else drawn.name(link.of[0])
    twin = [other.child for other in drawn.children if link.twins and other.twins == link.twins and other != link]
    beside = _("twin of %(name)s") % {"name": drawn.name(twin[0])} if twin else ""
    return _joined(CHILDREN[link.kind], _("of %(parents)s") % {"parents": parents}, beside)


def _pair(drawn: FamilyDrawn, one: str, other: str) -> str:
    return _("%(one)s and %(other)s") % {"one": drawn.name(one), "other": drawn.name(other)}


def _years(since: int | None, until: int | None) -> str:
    return f"{since or ''}–{until or ''}" if since or until else ""


def _joined(*words: Any) -> str:
    return ", ".join(str(word) for word in words if word)
