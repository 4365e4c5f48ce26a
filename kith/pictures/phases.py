"""Values in the order of time with the moments at which something began, and straight lines laid through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Final, Literal

from kith.pictures.axes import Mark, dash, key, spoken, words_below
from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import text_width
from kith.pictures.ruler import Ruler, round_marks
from kith.pictures.tones import BLUE, GREY, PLUM, RUST, TEAL

LineKind = Literal["middle", "fitted", "carried"]
FEWEST_PHASE_POINTS: Final = 3
_HEIGHT: Final = 220.0
_LINES: Final[dict[LineKind, tuple[str, str]]] = {
    "middle": (TEAL, "none"),
    "fitted": (RUST, "none"),
    "carried": (RUST, "3 5"),
}


@dataclass(frozen=True)
class PhasePoint:
    """One period and its value; None is a gap, never a zero."""

    label: str
    value: float | None


@dataclass(frozen=True)
class PhaseLine:
    """A straight line between two places, counted from 0; its kind says what it is in the key."""

    first: int
    first_value: float
    last: int
    last_value: float
    kind: LineKind


@dataclass(frozen=True)
class PhaseWords:
    """Words on the picture, already translated; those of lines that are not drawn are left out."""

    middle: str
    fitted: str
    carried: str
    change: str
    hidden: str


def phase_chart(
    points: Sequence[PhasePoint],
    *,
    changes: Sequence[int],
    lines: Sequence[PhaseLine],
    words: PhaseWords,
    title: str,
    sentence: str,
    empty: str,
) -> Drawing:
    """Draw the values, a dashed upright before each place in `changes`, and the lines.

    Values are joined only from one period to the next, and never across a change. With fewer than three known values
    the picture says `empty`.
    """
    return draw(partial(_chart, points, changes, lines, words, title, sentence, empty), sentence)


@dataclass(frozen=True)
class _Plot:
    left: float
    right: float
    count: int
    up: Ruler
    marks: tuple[float, ...]

    def x(self, place: float) -> float:
        return self.left + (self.right - self.left) * (place + 0.5) / self.count


def _chart(
    points: Sequence[PhasePoint],
    changes: Sequence[int],
    lines: Sequence[PhaseLine],
    words: PhaseWords,
    title: str,
    sentence: str,
    empty: str,
    format: Format,
) -> str:
    known = [point.value for point in points if point.value is not None]
    if len(known) < FEWEST_PHASE_POINTS:
        return empty_picture(format, title, sentence, empty)
    sheet, size = Sheet(format.width), format.size
    # A line may leave the values, and nought is always on the ruler: a cut one makes small changes look large.
    ends = [value for line in lines for value in (line.first_value, line.last_value)]
    marks = tuple(round_marks(min(0.0, *known, *ends), max(*known, *ends)))
    left = max(text_width(spoken(mark), size) for mark in marks) + 12
    up = Ruler(size + _HEIGHT, size, marks[0], marks[-1])
    plot = _Plot(left, format.width - 8, len(points), up, marks)
    _ground(sheet, plot, points, format)
    for place in changes:
        x = plot.x(place - 0.5)
        sheet.line(x, up.stop - 4, x, up.start, stroke=PLUM, stroke_width=2, stroke_dasharray="7 4")
    for line in lines:
        tone, pattern = _LINES[line.kind]
        at = (plot.x(line.first), up.at(line.first_value), plot.x(line.last), up.at(line.last_value))
        sheet.line(*at, stroke=tone, stroke_width=2.5, stroke_dasharray=pattern)
    _values(sheet, plot, points, changes)
    end = key(sheet, _key_rows(points, changes, lines, words), up.start + size * 2, format)
    return sheet.finish(end, title, sentence)


def _ground(sheet: Sheet, plot: _Plot, points: Sequence[PhasePoint], format: Format) -> None:
    size = format.size
    for mark in plot.marks:
        y = plot.up.at(mark)
        sheet.line(plot.left, y, plot.right, y, stroke_opacity="0.5" if mark == 0 else "0.15")
        sheet.words(plot.left - 6, y + size * 0.35, spoken(mark), size, anchor="end", soft=True)
    row = [(plot.x(place), point.label) for place, point in enumerate(points)]
    words_below(sheet, row, (plot.right - plot.left) / len(points), plot.up.start + size * 1.4, format)


def _values(sheet: Sheet, plot: _Plot, points: Sequence[PhasePoint], changes: Sequence[int]) -> None:
    def phase(place: int) -> int:
        return sum(change <= place for change in changes)

    placed = list(enumerate(points))
    for (_phase, is_known), run in groupby(placed, key=lambda one: (phase(one[0]), one[1].value is not None)):
        spots = [(plot.x(place), plot.up.at(point.value or 0)) for place, point in run]
        if is_known and len(spots) > 1:
            sheet.path(spots, stroke=BLUE, stroke_width=2)
        for x, y in spots:
            if is_known:
                sheet.put("circle", cx=x, cy=y, r=5, fill=BLUE, stroke="Canvas", stroke_width=2)
            else:
                _cross(sheet, x, plot.up.start)


def _cross(sheet: Sheet, x: float, y: float) -> None:
    for rise in (-5, 5):
        sheet.line(x - 5, y - rise, x + 5, y + rise, stroke=GREY, stroke_width=2)


def _key_rows(
    points: Sequence[PhasePoint], changes: Sequence[int], lines: Sequence[PhaseLine], words: PhaseWords
) -> list[tuple[Mark, str]]:
    drawn = {line.kind for line in lines}
    said: dict[LineKind, str] = {"middle": words.middle, "fitted": words.fitted, "carried": words.carried}
    rows = [(dash(*_LINES[kind], width=2.5), label) for kind, label in said.items() if kind in drawn]
    rows += [(dash(PLUM, "7 4"), words.change)] if changes else []
    rows += [(_cross, words.hidden)] if any(point.value is None for point in points) else []
    return rows
