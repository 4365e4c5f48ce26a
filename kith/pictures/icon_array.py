"""A hundred people: so many who do well without a help, and so many more, or fewer, with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.lettering import wrap
from kith.pictures.tones import BLUE, GREY, RUST, TEAL

Kind = Literal["alike", "more", "fewer", "rest"]
PEOPLE: Final = 100
_STEP, _HEIGHT, _KEY = 36.0, 46.0, 44.0


@dataclass(frozen=True)
class IconWords:
    """What each kind of figure is called, with its number, already translated; only kinds that occur are shown."""

    alike: str
    more: str
    fewer: str
    rest: str


def icon_array(without: int, with_help: int, *, words: IconWords, title: str, sentence: str) -> Drawing:
    """Draw 100 people, first those who do well either way, then those who do so only with the help, then the others.

    Kinds differ in shape: full, full with raised arms (more with the help), struck through (fewer with it), hollow.
    Ten in a row on a phone, twenty in a row on a wide page, so that a row can be counted at a glance. Raises
    ValueError for a count that is not from 0 to 100.
    """
    for count in (without, with_help):
        if not 0 <= count <= PEOPLE:
            raise ValueError(f"People are counted out of {PEOPLE}; found {count}. Give a count from 0 to {PEOPLE}.")
    return draw(partial(_icon_array, without, with_help, words, title, sentence), sentence)


def _icon_array(without: int, with_help: int, words: IconWords, title: str, sentence: str, format: Format) -> str:
    sheet, kinds = Sheet(format.width), _kinds(without, with_help)
    across = 10 if format.is_narrow else 20
    for place, kind in enumerate(kinds):
        _person(sheet, kind, (place % across + 0.5) * _STEP, place // across * _HEIGHT)
    y = PEOPLE // across * _HEIGHT + 8
    for kind in dict.fromkeys(kinds):
        y = _key(sheet, kind, getattr(words, kind), y, format)
    return sheet.finish(y, title, sentence)


def _kinds(without: int, with_help: int) -> list[Kind]:
    alike, most = sorted((without, with_help))
    between: Kind = "more" if with_help > without else "fewer"
    return [*["alike"] * alike, *[between] * (most - alike), *["rest"] * (PEOPLE - most)]  # type: ignore[list-item]


def _person(sheet: Sheet, kind: Kind, x: float, y: float) -> None:
    tone = {"alike": BLUE, "more": TEAL, "fewer": RUST, "rest": GREY}[kind]
    is_full = kind in ("alike", "more")
    drawn: dict[str, str | float] = {"fill": tone if is_full else "none", "stroke": tone, "stroke_width": 1.8}
    sheet.put("circle", cx=x, cy=y + 9, r=5.2, **drawn)
    sheet.rect(x - 6.5, y + 17, 13, 21, rx=6, **drawn)
    if kind == "more":
        for side in (-1, 1):
            arm = [(x + side * 5, y + 21), (x + side * 12, y + 8)]
            sheet.path(arm, stroke=tone, stroke_width=3.4, stroke_linecap="round")
    elif kind == "fewer":
        sheet.line(x - 11, y + 36, x + 11, y + 8, stroke=tone, stroke_width=2.6, stroke_linecap="round")


def _key(sheet: Sheet, kind: Kind, words: str, y: float, format: Format) -> float:
    """A figure and what it stands for; return where the next begins."""
    size = format.size
    lines = wrap(words, (format.width - _KEY) * 0.97, size)
    _person(sheet, kind, _STEP / 2, y)
    first = y + max(_HEIGHT / 2 - (len(lines) - 1) * size * 0.65, size) + size * 0.3
    for place, line in enumerate(lines):
        sheet.words(_KEY, first + place * size * 1.3, line, size)
    return max(y + _HEIGHT, first + len(lines) * size * 1.3 - size * 0.6)
