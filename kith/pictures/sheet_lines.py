"""Up to four numbers as lines, one after the other: each has its own shape and dash besides its tone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import text_width, wrap
from kith.pictures.tones import BLUE, PLUM, RUST, TEAL

_TONES: Final = (TEAL, RUST, BLUE, PLUM)
_DASHES: Final = ("none", "8 4", "2 4", "10 3 2 3")


@dataclass(frozen=True)
class SheetLine:
    """One number: what it is called, its values in order (None is a gap), and its last value in words."""

    label: str
    values: tuple[float | None, ...]


def sheet_lines(
    lines: Sequence[SheetLine],
    at: Sequence[str],
    *,
    lowest: float,
    highest: float,
    ends: tuple[str, str],
    title: str,
    sentence: str,
    empty: str,
) -> Drawing:
    """Draw the lines over their points; `at` labels the points, `ends` says the lowest and the highest of the scale."""
    return draw(partial(_lines, lines, at, lowest, highest, ends, title, sentence, empty), sentence)


def _lines(
    lines: Sequence[SheetLine],
    at: Sequence[str],
    lowest: float,
    highest: float,
    ends: tuple[str, str],
    title: str,
    sentence: str,
    empty: str,
    format: Format,
) -> str:
    if not any(value is not None for line in lines for value in line.values):
        return empty_picture(format, title, sentence, empty)
    sheet, size = Sheet(format.width), format.size
    left = max(text_width(end, size) for end in ends) + 14
    top, bottom, right = size, 10 + (150.0 if format.is_narrow else 190.0), format.width - 14.0
    for words, y in zip(ends, (bottom, top), strict=True):
        sheet.words(left - 12, y + size * 0.35, words, size, anchor="end", soft=True)
        sheet.line(left - 4, y, right + 6, y, stroke_opacity="0.25")
    step = (right - left - 16) / max(len(at) - 1, 1)
    places = [left + 8 + step * i if len(at) > 1 else (left + right) / 2 for i in range(len(at))]

    def y_of(value: float) -> float:
        return bottom - (min(max(value, lowest), highest) - lowest) / ((highest - lowest) or 1) * (bottom - top)

    for n, line in enumerate(lines):
        points = [(x, y_of(v)) if v is not None else None for x, v in zip(places, line.values, strict=True)]
        _line(sheet, points, n % len(_TONES))
    y = bottom + size * 1.6
    _labels(sheet, at, places, y, format)
    y = _key(sheet, lines, y + size * 1.7, format) if len(lines) > 1 else y
    return sheet.finish(y + size * 0.5, title, sentence)


def _line(sheet: Sheet, points: Sequence[tuple[float, float] | None], n: int) -> None:
    run: list[tuple[float, float]] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif len(run) > 1:
            sheet.path(run, stroke=_TONES[n], stroke_width=3, stroke_dasharray=_DASHES[n], stroke_linejoin="round")
        if point is None:
            run = []
    for x, y in (point for point in points if point is not None):
        _mark(sheet, x, y, n)


def _mark(sheet: Sheet, x: float, y: float, n: int) -> None:
    tone = _TONES[n]
    if n == 0:
        sheet.put("circle", cx=x, cy=y, r=5, fill=tone, stroke="Canvas", stroke_width=1.5)
    elif n == 1:
        sheet.rect(x - 4.5, y - 4.5, 9, 9, fill=tone, stroke="Canvas", stroke_width=1.5)
    elif n == 2:
        sheet.path([(x, y - 6), (x + 6, y + 5), (x - 6, y + 5)], close=True, fill=tone)
    else:
        sheet.path([(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)], close=True, fill=tone)


def _labels(sheet: Sheet, at: Sequence[str], places: Sequence[float], y: float, format: Format) -> None:
    """Write the points' labels that have room; the first and the last before those between them."""
    size, taken = format.size, list[tuple[float, float]]()
    order = dict.fromkeys([0, len(at) - 1, *range(len(at))])
    for i in order:
        half = text_width(at[i], size) / 2
        x = min(max(places[i], half), format.width - half)
        if all(x + half + 8 < begin or x - half - 8 > end for begin, end in taken):
            sheet.words(x, y, at[i], size, anchor="middle", soft=True)
            taken.append((x - half, x + half))


def _key(sheet: Sheet, lines: Sequence[SheetLine], y: float, format: Format) -> float:
    size = format.size
    for n, line in enumerate(lines):
        tone = n % len(_TONES)
        sheet.line(2, y - size * 0.35, 34, y - size * 0.35, stroke=_TONES[tone], stroke_width=3,
                   stroke_dasharray=_DASHES[tone])  # fmt: skip
        _mark(sheet, 18, y - size * 0.35, tone)
        for words in wrap(line.label, format.width - 46, size):
            sheet.words(44, y, words, size)
            y += size * 1.4
    return y - size * 1.4
