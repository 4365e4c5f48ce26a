"""The ground of a picture of two numbers: two rulers with round marks, what they are called, and a key below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kith.pictures.drawing import Format, Sheet
from kith.pictures.lettering import Box, shorten, text_box, text_width, wrap
from kith.pictures.ruler import Ruler, round_marks

KEY_LEFT: Final = 42
Mark = Callable[[Sheet, float, float], None]


@dataclass(frozen=True)
class Axes:
    """Where two numbers lie on the sheet, and their round marks."""

    across: Ruler
    up: Ruler
    x_marks: tuple[float, ...]
    y_marks: tuple[float, ...]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a pair lies; pairs outside lie on the edge."""
        return self.across.at(x), self.up.at(y)


def spoken(value: float) -> str:
    """A mark in words: thousands apart, and a true minus.

    >>> spoken(-20000.0), spoken(0.05)
    ('−20,000', '0.05')
    """
    return f"{value:,.10g}".replace("-", "−")


def axes(format: Format, xs: Sequence[float], ys: Sequence[float], height: float) -> Axes:
    """Rulers that hold all values, `height` apart, with room for the marks at the left and a name above."""
    x_marks, y_marks = round_marks(min(xs), max(xs)), round_marks(min(ys), max(ys))
    size = format.size
    left = max(text_width(spoken(mark), size) for mark in y_marks) + 12
    right = format.width - max(text_width(spoken(x_marks[-1]), size) / 2, 12)
    top = size * 2.2
    return Axes(
        Ruler(left, right, x_marks[0], x_marks[-1]),
        Ruler(top + height, top, y_marks[0], y_marks[-1]),
        tuple(x_marks),
        tuple(y_marks),
    )


def ground(sheet: Sheet, plot: Axes, format: Format, *, x_name: str, y_name: str) -> float:
    """Draw the lines of the marks, the marks where they do not touch, and both names; return where a key may begin."""
    size, left, right = format.size, plot.across.start, plot.across.stop
    for line in wrap(y_name, format.width, size, most=1):
        sheet.words(0, size, line, size, soft=True)
    for mark in plot.y_marks:
        y = plot.up.at(mark)
        sheet.line(left, y, right, y, stroke_opacity="0.5" if mark == 0 else "0.15")
        sheet.words(left - 6, y + size * 0.35, spoken(mark), size, anchor="end", soft=True)
    base, taken = plot.up.start + size * 1.5, [Box(-9, 0, 0, 0)]
    for mark in plot.x_marks:
        x = plot.across.at(mark)
        sheet.line(x, plot.up.start, x, plot.up.start + 5, stroke_opacity="0.5")
        box = text_box(x, base, spoken(mark), size, "middle")
        if not box.touches(taken[-1], 4):
            sheet.words(x, base, spoken(mark), size, anchor="middle", soft=True)
            taken.append(box)
    y = base + size * 0.5
    for line in wrap(x_name, format.width * 0.97, size, most=2):
        sheet.words(format.width / 2, y + size, line, size, anchor="middle", soft=True)
        y += size * 1.3
    return y + 6


def key(sheet: Sheet, rows: Sequence[tuple[Mark, str]], y: float, format: Format) -> float:
    """Say what each mark is, one below the other; a mark is drawn round the middle it is given."""
    size = format.size
    for mark, label in rows:
        mark(sheet, 18, y + size * 0.65)
        for line in wrap(label, format.width - KEY_LEFT - 4, size):
            sheet.words(KEY_LEFT, y + size, line, size, soft=True)
            y += size * 1.3
        y += size * 0.2
    return y + 4


def dash(tone: str, pattern: str | None = None, *, width: float = 2) -> Mark:
    """A mark for the key: a piece of a line."""
    given: dict[str, str | float] = {"stroke": tone, "stroke_width": width}
    if pattern:
        given["stroke_dasharray"] = pattern

    def put(sheet: Sheet, x: float, y: float) -> None:
        sheet.line(x - 14, y, x + 14, y, **given)

    return put


def words_below(
    sheet: Sheet, places: Sequence[tuple[float, str]], room: float, baseline: float, format: Format
) -> None:
    """Words under evenly spaced places (x and label), `room` apart: so many are left out that the others fit."""
    size = format.size
    widest = max(text_width(label, size) for _, label in places) + 8
    every = max(1, int(-(-widest // room)))
    for x, label in places[::every]:
        shown = shorten(label, room * every, size)
        half = text_width(shown, size) / 2
        inside = min(max(x, half), format.width - half)
        sheet.words(inside, baseline, shown, size, anchor="middle", soft=True)
