"""A Jacobson plot: each person as a point, the score before across and the score after upwards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.lettering import shorten, wrap
from kith.pictures.tones import INK, TONES

SHAPES: Final = {
    "circle": "m-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0z",
    "square": "m-5-5h10v10h-10z",
    "triangle": "m0-6l6 11h-12z",
    "diamond": "m0-7l7 7l-7 7l-7-7z",
    "cross": "m-5-5l10 10m0-10l-10 10",
    "bar": "m0-7v14",
}
LEFT: Final = 44
BAND_OPACITY: Final = "0.12"


@dataclass(frozen=True)
class Point:
    """One person with both scores; `group` is empty where there are no groups."""

    before: float
    after: float
    group: str = ""


@dataclass(frozen=True)
class JacobsonPlot:
    """What the picture shows.

    `reliable_change` is the half width of the band round no change. `missing` counts the people without both scores.
    `sentence` says the result in words.
    """

    points: Sequence[Point]
    cutoff: float
    reliable_change: float
    higher_is_worse: bool
    missing: int
    before_label: str
    after_label: str
    sentence: str


def jacobson(plot: JacobsonPlot) -> Drawing:
    """The picture at both widths.

    The diagonal is no change; points inside the band around it may have moved by chance; the dashed lines are the
    cut-off. Groups differ by shape and by colour. People without both scores are counted in the caption.

    >>> drawing = jacobson(JacobsonPlot([Point(30, 8)], 21, 10, True, 2, "before", "after", "One person recovered."))
    >>> "2 people lack a score" in drawing.sentence
    True
    """
    sentence = f"{plot.sentence} {_caption(plot)}"
    return draw(lambda form: _picture(plot, form, sentence), sentence)


def _caption(plot: JacobsonPlot) -> str:
    missing = "1 person lacks" if plot.missing == 1 else f"{plot.missing} people lack"
    better, worse = ("below", "above") if plot.higher_is_worse else ("above", "below")
    return (
        f"Points {better} the band got better, points {worse} it got worse; inside it, {plot.reliable_change:.4g} "
        f"points either way, a change may be chance. {missing} a score and cannot be drawn."
    )


@dataclass(frozen=True)
class _Square:
    """The plot: the same scale across and upwards, so that no change is the diagonal."""

    top: float
    side: float
    low: float
    high: float

    @property
    def right(self) -> float:
        return LEFT + self.side

    @property
    def bottom(self) -> float:
        return self.top + self.side

    def place(self, before: float, after: float) -> tuple[float, float]:
        size = self.side / (self.high - self.low)
        return LEFT + size * (before - self.low), self.bottom - size * (after - self.low)


def _picture(plot: JacobsonPlot, form: Format, sentence: str) -> str:
    marks = _round_numbers([value for one in plot.points for value in (one.before, one.after)] + [plot.cutoff])
    cutoff_words = f"cut-off {plot.cutoff:.4g}"
    side = form.width - LEFT - 16 if form.is_narrow else 470
    square = _Square(top=2.8 * form.size, side=side, low=marks[0], high=marks[-1])
    sheet = Sheet(form.width)
    _draw_band(sheet, square, plot.reliable_change)
    _draw_axes(sheet, square, marks, plot, form)
    _draw_cutoff(sheet, square, plot.cutoff)
    groups = sorted({one.group for one in plot.points})
    for one in plot.points:
        _draw_mark(sheet, *square.place(one.before, one.after), groups.index(one.group))
    named = [group for group in groups if group]
    y = square.bottom + 3.6 * form.size
    if form.is_narrow:
        y = _draw_legend(sheet, named, LEFT, y + form.size, form)
        sheet.words(square.right, square.top - 1.2 * form.size, cutoff_words, form.size, anchor="end")
    else:
        _draw_legend(sheet, named, square.right + 24, square.top + form.size, form)
        sheet.words(square.right + 8, square.place(square.low, plot.cutoff)[1] + 4, cutoff_words, form.size)
    for line in wrap(_caption(plot), form.width - 24, form.size):
        y += 1.4 * form.size
        sheet.words(12, y, line, form.size)
    return sheet.finish(y + form.size, "Scores before and after, person by person", sentence)


def _round_numbers(values: Sequence[float]) -> list[float]:
    """Round numbers from below the smallest value to above the largest, at most a dozen."""
    low, high = min(values), max(values)
    rough = max(high - low, 1e-6) / 8
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * one for one in (1, 2, 5, 10) if power * one >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(place * step, 10) for place in range(first, max(last, first + 1) + 1)]


def _draw_band(sheet: Sheet, square: _Square, half: float) -> None:
    low, high = square.low, square.high
    reach = min(half, high - low)
    above = [(low, low), (low, low + reach), (high - reach, high), (high, high)]
    below = [(high, high - reach), (low + reach, low)]
    corners = [square.place(*corner) for corner in above + below]
    sheet.path(corners, close=True, fill=INK, fill_opacity=BAND_OPACITY, data_part="band")
    sheet.path([square.place(low, low), square.place(high, high)], stroke=INK, data_part="no-change")


def _draw_cutoff(sheet: Sheet, square: _Square, cutoff: float) -> None:
    upright = [(cutoff, square.low), (cutoff, square.high)]
    level = [(square.low, cutoff), (square.high, cutoff)]
    for ends in (upright, level):
        sheet.path([square.place(*end) for end in ends], stroke=INK, stroke_dasharray="6 5", data_part="cut-off")


def _draw_axes(sheet: Sheet, square: _Square, marks: Sequence[float], plot: JacobsonPlot, form: Format) -> None:
    sheet.path([(LEFT, square.top), (LEFT, square.bottom), (square.right, square.bottom)], stroke=INK)
    every = 2 if form.is_narrow and len(marks) > 6 else 1
    for mark in marks[::every]:
        x, y = square.place(mark, mark)
        sheet.words(x, square.bottom + 1.4 * form.size, f"{mark:g}", form.size, anchor="middle")
        sheet.words(LEFT - 8, y + 4, f"{mark:g}", form.size, anchor="end")
    sheet.words(12, square.top - 1.2 * form.size, shorten(plot.after_label, 0.55 * square.side, form.size), form.size)
    label = shorten(plot.before_label, square.side, form.size)
    sheet.words(square.right, square.bottom + 2.9 * form.size, label, form.size, anchor="end")


def _draw_mark(sheet: Sheet, x: float, y: float, place: int) -> None:
    """One point. Shape and colour both say the group; the pairs repeat only after 36 groups."""
    tone = TONES[place % len(TONES)]
    shape = list(SHAPES)[(place + place // len(TONES)) % len(SHAPES)]
    drawn = f"M{x:.1f} {y:.1f}{SHAPES[shape]}"
    sheet.put("path", d=drawn, fill=tone, fill_opacity="0.35", stroke=tone, stroke_width=2, data_part=shape)


def _draw_legend(sheet: Sheet, groups: Sequence[str], x: float, y: float, form: Format) -> float:
    """A row for each group; returns where the next row would be."""
    for place, group in enumerate(groups):
        _draw_mark(sheet, x, y - 4, place)
        sheet.words(x + 14, y, shorten(group, form.width - x - 22, form.size), form.size)
        y += 1.8 * form.size
    return y
