"""Pictures of what a person wrote in a worksheet: before and after, bars, lines, and the people round them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import cos, pi, sin
from typing import Final

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import Box, text_width, wrap
from kith.pictures.tones import BLUE, GREY, INK, TEAL

_RINGS: Final = 3
_DOT: Final = 13.0


@dataclass(frozen=True)
class SheetBar:
    """One thing with its number in words; None is drawn as an open, dashed track."""

    label: str
    value: float | None
    value_label: str


@dataclass(frozen=True)
class Person:
    """Somebody round the person in the middle: nearness from 0 to 1, or None when it is not known."""

    name: str
    value_label: str
    nearness: float | None


def before_after(
    before: SheetBar, after: SheetBar, *, lowest: float, highest: float, title: str, sentence: str
) -> Drawing:
    """Draw two numbers on one scale, an open ring before and a full dot after, with an arrow from one to the other."""
    return draw(partial(_before_after, before, after, lowest, highest, title, sentence), sentence)


def _before_after(
    before: SheetBar, after: SheetBar, lowest: float, highest: float, title: str, sentence: str, format: Format
) -> str:
    sheet, size, y = Sheet(format.width), format.size, 0.0
    left, right = 14.0, format.width - 14.0
    places = [_along(bar.value, lowest, highest, left, right) for bar in (before, after)]
    for bar, x, tone, is_full in ((before, places[0], GREY, False), (after, places[1], TEAL, True)):
        y = _labels(sheet, format, y, bar.label, bar.value_label) + 12
        dashes = "none" if x is not None else "3 5"
        sheet.line(left, y, right, y, stroke_opacity="0.3", stroke_width=3, stroke_dasharray=dashes)
        if x is not None:
            fill = tone if is_full else "Canvas"
            sheet.put("circle", cx=x, cy=y, r=9, fill=fill, stroke=tone, stroke_width=3)
        y += 14 + size * 0.6
    return sheet.finish(y - size * 0.2, title, sentence)


def sheet_bars(
    bars: Sequence[SheetBar], *, lowest: float, highest: float, title: str, sentence: str, empty: str
) -> Drawing:
    """Draw one horizontal bar for each row, its words above it. A number that was left open has an empty track."""
    return draw(partial(_bars, bars, lowest, highest, title, sentence, empty), sentence)


def _bars(
    bars: Sequence[SheetBar], lowest: float, highest: float, title: str, sentence: str, empty: str, format: Format
) -> str:
    if not bars:
        return empty_picture(format, title, sentence, empty)
    sheet, size, y = Sheet(format.width), format.size, 0.0
    origin = min(max(0.0, lowest), highest)
    for bar in bars:
        y = _labels(sheet, format, y, bar.label, bar.value_label)
        if bar.value is None:
            sheet.rect(1, y + 1, format.width - 2, 14, rx=4, fill="none", stroke=GREY, stroke_dasharray="3 5")
        else:
            sheet.rect(0, y, format.width, 16, rx=4, fill=INK, fill_opacity="0.07")
            ends = [_along(one, lowest, highest, 0, format.width) or 0.0 for one in (origin, bar.value)]
            sheet.rect(min(ends), y, max(abs(ends[1] - ends[0]), 2 if bar.value else 0), 16, rx=4, fill=TEAL)
        y += 16 + size * 1.1
    return sheet.finish(y - size * 0.6, title, sentence)


def circle_of_people(people: Sequence[Person], *, middle: str, title: str, sentence: str, empty: str) -> Drawing:
    """Draw people round somebody: the nearer, the closer to the middle. Each has a number; their names stand below.

    Whoever's nearness is not known stands on no ring, only in the list.
    """
    return draw(partial(_circle, people, middle, title, sentence, empty), sentence)


def _circle(people: Sequence[Person], middle: str, title: str, sentence: str, empty: str, format: Format) -> str:
    if not people:
        return empty_picture(format, title, sentence, empty)
    sheet, size = Sheet(format.width), format.size
    reach = min(format.width / 2 - _DOT - 2, 210.0)
    x0, y0 = format.width / 2, reach + _DOT + 4
    for ring in range(1, _RINGS + 1):
        sheet.put("circle", cx=x0, cy=y0, r=reach * ring / _RINGS, fill="none", stroke=GREY, stroke_opacity="0.55",
                  stroke_dasharray="none" if ring < _RINGS else "5 5")  # fmt: skip
    lines = wrap(middle, reach / _RINGS * 1.6, size, 2)
    for i, line in enumerate(lines):
        sheet.words(
            x0, y0 + (i - (len(lines) - 1) / 2) * size * 1.2 + size * 0.35, line, size, anchor="middle", bold=True
        )
    taken = [Box(x0 - 24, y0 - 20, 48, 40)]
    for number, person in enumerate(people, start=1):
        if person.nearness is not None:
            x, y = _place(number, len(people), person.nearness, reach, (x0, y0), taken)
            sheet.put("circle", cx=x, cy=y, r=_DOT, fill=BLUE, fill_opacity="0.14", stroke=BLUE, stroke_width=2)
            sheet.words(x, y + size * 0.35, str(number), size, anchor="middle", bold=True)
    return sheet.finish(_names(sheet, people, y0 + reach + _DOT + size * 1.8, format), title, sentence)


def _place(
    number: int, of: int, nearness: float, reach: float, centre: tuple[float, float], taken: list[Box]
) -> tuple[float, float]:
    """A free place on the ring of that nearness, the nearest to where the person stands in the list."""
    radius = reach * (1 - 0.72 * min(max(nearness, 0), 1))
    start = 2 * pi * (number - 1) / of - pi / 2
    turns = sorted((step * pi / 24 for step in range(-24, 25)), key=abs)
    spots = [(centre[0] + radius * cos(start + turn), centre[1] + radius * sin(start + turn)) for turn in turns]
    boxes = [Box(x - _DOT, y - _DOT, 2 * _DOT, 2 * _DOT) for x, y in spots]
    free = next((i for i, box in enumerate(boxes) if not any(box.touches(other) for other in taken)), 0)
    taken.append(boxes[free])
    return spots[free]


def _names(sheet: Sheet, people: Sequence[Person], y: float, format: Format) -> float:
    size = format.size
    for number, person in enumerate(people, start=1):
        words = f"{person.name}: {person.value_label}" if person.value_label else person.name
        sheet.words(34, y, f"{number}", size, anchor="end", bold=True)
        for line in wrap(words, format.width - 46, size):
            sheet.words(46, y, line, size)
            y += size * 1.4
    return y - size * 0.6


def _along(value: float | None, lowest: float, highest: float, left: float, right: float) -> float | None:
    if value is None:
        return None
    return left + (right - left) * (min(max(value, lowest), highest) - lowest) / ((highest - lowest) or 1)


def _labels(sheet: Sheet, format: Format, y: float, label: str, value: str) -> float:
    """The words and the number on one line when both fit, else below each other; returns where the bar begins."""
    size = format.size
    if text_width(label, size) + text_width(value, size, bold=True) + 16 <= format.width:
        sheet.words(0, y + size, label, size)
        sheet.words(format.width, y + size, value, size, anchor="end", bold=True)
        return y + size * 1.5
    for line in wrap(label, format.width - 2, size):
        sheet.words(0, y + size, line, size)
        y += size * 1.3
    for line in wrap(value, format.width / 1.06, size):
        sheet.words(0, y + size, line, size, bold=True)
        y += size * 1.3
    return y + size * 0.3
