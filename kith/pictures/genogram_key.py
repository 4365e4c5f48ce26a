"""The key of a genogram: only what is drawn is explained; and the list of names where signs are numbered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, cast, get_args

from kith.pictures.drawing import Format, Sheet
from kith.pictures.genogram_lines import bond_line, child_line, couple_line, curve
from kith.pictures.genogram_signs import person_sign
from kith.pictures.genogram_values import (
    SIGNS,
    BondKind,
    ChildKind,
    CoupleKind,
    FamilyLines,
    Gender,
    Relative,
)
from kith.pictures.lettering import wrap
from kith.pictures.tones import INK

_MARK: Final = 48.0
_SHAPES: Final = ("index", *get_args(Gender), "dead", "illness", "substance_use")


def signs_used(people: Sequence[Relative], lines: FamilyLines) -> tuple[str, ...]:
    """The names of all signs that are drawn, in the order of the key. A plain child line needs no word alone."""
    used: set[str] = {person.gender for person in people}
    marks = {"index": "is_index", "dead": "is_dead", "illness": "is_ill", "substance_use": "uses_substances"}
    used |= {sign for sign, mark in marks.items() if any(getattr(person, mark) for person in people)}
    used |= {line.kind for line in lines.couples} | {line.kind for line in lines.bonds}
    kinds = {line.kind for line in lines.children}
    used |= kinds if kinds != {"biological"} else set()
    used |= {"twins"} if any(line.twins for line in lines.children) else set()
    return tuple(sign for sign in SIGNS if sign in used)


def draw_key(
    sheet: Sheet,
    people: Sequence[Relative],
    lines: FamilyLines,
    letters: Mapping[str, str],
    signs: Mapping[str, str],
    top: float,
    format: Format,
) -> float:
    """Draw the key in one column, or two where there is room, and return where it ends."""
    entries = [(sign, signs[sign]) for sign in signs_used(people, lines)]
    entries += [(f" {letter}", note) for note, letter in letters.items()]
    columns = 1 if format.is_narrow else 2
    width = format.width / columns
    wrapped = [(sign, wrap(said, width - _MARK - 22, format.size)) for sign, said in entries]
    per_column = -(-len(wrapped) // columns)
    lowest = top
    for column in range(columns):
        y = top + format.size
        for sign, said in wrapped[column * per_column : (column + 1) * per_column]:
            _mark(sheet, sign, column * width, y - format.size * 0.35, format.size)
            for line in said:
                sheet.words(column * width + _MARK + 10, y, line, format.size)
                y += format.size * 1.35
            y += format.size * 0.4
        lowest = max(lowest, y - format.size * 0.9)
    return lowest


def _mark(sheet: Sheet, sign: str, x: float, y: float, size: float) -> None:
    ends = (x + 4, y), (x + _MARK, y)
    if sign.startswith(" "):
        sheet.words(x + _MARK / 2, y + size * 0.35, sign.strip(), size, anchor="middle", bold=True)
    elif sign in _SHAPES:
        gender = cast(Gender, sign) if sign in get_args(Gender) else "woman" if sign == "index" else "man"
        shown = Relative("", "", 0, 0, gender, "", sign == "dead", sign == "index", sign == "illness",
                         sign == "substance_use")  # fmt: skip
        person_sign(sheet, shown, (x + _MARK / 2 + 2, y), 7.5, is_key=True)
    elif sign in get_args(CoupleKind):
        couple_line(sheet, ends, cast(CoupleKind, sign), (x + _MARK / 2 + 2, y), (1, 0), is_key=True)
    elif sign in get_args(ChildKind):
        child_line(sheet, ends, cast(ChildKind, sign), is_key=True)
    elif sign == "twins":
        sheet.path([(x + 14, y + 8), (x + 26, y - 8), (x + 38, y + 8)], stroke=INK, stroke_width=1.5)
    else:
        bond_line(sheet, curve(*ends, 0), cast(BondKind, sign), is_key=True)


def draw_names(
    sheet: Sheet, people: Sequence[Relative], letters: Mapping[str, str], top: float, format: Format
) -> float:
    """Each number with the name, the years and the letters of the notes, below each other; return where it ends."""
    y = top + format.size
    for n, person in enumerate(people, start=1):
        sheet.words(38, y, str(n), format.size, anchor="end", bold=True)
        said = ", ".join(filter(None, (person.name, person.years, *(letters[note] for note in person.notes))))
        for line in wrap(said, format.width - 60, format.size):
            sheet.words(_MARK + 4, y, line, format.size)
            y += format.size * 1.4
    return y - format.size * 0.6
