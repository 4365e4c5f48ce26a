"""A number month by month, inside or outside what chance explains; a month that is not shown is a gap, never a zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from kith.pictures.axes import words_below
from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import shorten, text_width
from kith.pictures.tones import BLUE, GREY, RUST, TEAL

FEWEST_POINTS = 3
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2500, 5000, 10_000)


@dataclass(frozen=True)
class TrendPoint:
    """One month: its value, and where it is expected. `inner` and `outer` are (low, high); None where there is none."""

    label: str
    value: float | None
    inner: tuple[float, float] | None = None
    outer: tuple[float, float] | None = None
    is_outside: bool = False


@dataclass(frozen=True)
class TrendWords:
    """Words on the picture, already translated; `inner` is left out where no point has such limits."""

    centre: str
    inner: str
    outer: str
    hidden: str


@dataclass(frozen=True)
class _Plot:
    left: float
    right: float
    top: float
    bottom: float
    highest: float
    count: int

    def x(self, place: float) -> float:
        return self.left + (self.right - self.left) * (place + 0.5) / self.count

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * min(max(value / self.highest, 0), 1)


def trend(
    points: Sequence[TrendPoint], *, centre: float | None, words: TrendWords, title: str, sentence: str, empty: str
) -> Drawing:
    """Draw the months from the first to the last, with the middle and the limits of chance.

    Values are joined only from one month to the next. With fewer than three known values the picture says `empty`.
    """
    return draw(partial(_trend, points, centre, words, title, sentence, empty), sentence)


def _trend(
    points: Sequence[TrendPoint],
    centre: float | None,
    words: TrendWords,
    title: str,
    sentence: str,
    empty: str,
    format: Format,
) -> str:
    known = [point for point in points if point.value is not None]
    if len(known) < FEWEST_POINTS or centre is None:
        return empty_picture(format, title, sentence, empty)
    sheet, size = Sheet(format.width), format.size
    height = 260 if format.is_narrow else 280
    highest, step = _scale([*(point.value or 0 for point in known), *(p.outer[1] for p in known if p.outer), centre])
    left = text_width(f"{highest:g}", size) + 12
    plot = _Plot(left, format.width - 8, size, height - 2.4 * size, highest, len(points))
    _ground(sheet, plot, points, step, format)
    _limits(sheet, plot, points, centre)
    _line(sheet, plot, points)
    return sheet.finish(_key(sheet, words, points, height + size * 0.4, format), title, sentence)


def _scale(values: Sequence[float]) -> tuple[float, float]:
    """The value at the top, and the step between lines: four or five of them."""
    most = max(values) or 1
    step = next((one for one in STEPS if most / one <= 5), STEPS[-1])
    lines = int(-(-most // step))
    return float(lines * step), float(step)


def _ground(sheet: Sheet, plot: _Plot, points: Sequence[TrendPoint], step: float, format: Format) -> None:
    size = format.size
    for number in range(int(plot.highest / step) + 1):
        y = plot.y(number * step)
        sheet.line(plot.left, y, plot.right, y, stroke_opacity="0.15")
        sheet.words(plot.left - 6, y + size * 0.35, f"{number * step:g}", size, anchor="end", soft=True)
    row = [(plot.x(place), point.label) for place, point in enumerate(points)]
    words_below(sheet, row, (plot.right - plot.left) / len(points), plot.bottom + size * 1.4, format)


def _limits(sheet: Sheet, plot: _Plot, points: Sequence[TrendPoint], centre: float) -> None:
    for place, point in enumerate(points):
        begin, end = plot.x(place - 0.5), plot.x(place + 0.5)
        if point.inner is not None:
            top, bottom = plot.y(point.inner[1]), plot.y(point.inner[0])
            sheet.rect(begin, top, end - begin, bottom - top, fill=TEAL, fill_opacity="0.13")
        for value in point.outer or ():
            sheet.line(begin, plot.y(value), end, plot.y(value), stroke=GREY, stroke_width=2, stroke_dasharray="5 4")
    sheet.line(plot.left, plot.y(centre), plot.right, plot.y(centre), stroke=TEAL, stroke_width=2)


def _line(sheet: Sheet, plot: _Plot, points: Sequence[TrendPoint]) -> None:
    placed = [(plot.x(place), point) for place, point in enumerate(points)]
    for is_known, run in groupby(placed, key=lambda one: one[1].value is not None):
        spots = [(x, plot.y(point.value or 0)) for x, point in run]
        if is_known and len(spots) > 1:
            sheet.path(spots, stroke=BLUE, stroke_width=2)
        for x, _y in spots if not is_known else ():
            sheet.line(x - 5, plot.bottom - 5, x + 5, plot.bottom + 5, stroke=GREY, stroke_width=2)
            sheet.line(x - 5, plot.bottom + 5, x + 5, plot.bottom - 5, stroke=GREY, stroke_width=2)
    for x, point in placed:
        if point.value is None:
            continue
        y = plot.y(point.value)
        if point.is_outside:
            corners = [(x, y - 8), (x + 8, y), (x, y + 8), (x - 8, y)]
            sheet.path(corners, close=True, fill=RUST, stroke="Canvas", stroke_width=2)
        else:
            sheet.put("circle", cx=x, cy=y, r=6, fill=BLUE, stroke="Canvas", stroke_width=2)


def _key(sheet: Sheet, words: TrendWords, points: Sequence[TrendPoint], y: float, format: Format) -> float:
    """Say what each mark is, one below the other; return where the picture ends."""
    size = format.size
    rows = [("line", words.centre)]
    rows += [("band", words.inner)] if any(point.inner for point in points) else []
    rows += [("dashes", words.outer)] if any(point.outer for point in points) else []
    rows += [("cross", words.hidden)] if any(point.value is None for point in points) else []
    for kind, label in rows:
        middle = y + size * 0.65
        if kind == "band":
            sheet.rect(4, middle - 6, 28, 12, fill=TEAL, fill_opacity="0.25")
        elif kind == "cross":
            sheet.line(13, middle - 5, 23, middle + 5, stroke=GREY, stroke_width=2)
            sheet.line(13, middle + 5, 23, middle - 5, stroke=GREY, stroke_width=2)
        else:
            dashed = {"stroke": GREY, "stroke_dasharray": "5 4"} if kind == "dashes" else {"stroke": TEAL}
            sheet.line(4, middle, 32, middle, stroke_width=2, **dashed)
        sheet.words(42, y + size, shorten(label, format.width - 46, size), size, soft=True)
        y += size * 1.5
    return y + 4
