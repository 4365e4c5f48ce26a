"""The cost-effectiveness plane: extra cost over extra effect, with the cloud of what chance allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from kith.pictures.axes import Axes, Mark, axes, dash, ground, key
from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.tones import BLUE, GREY, INK, RUST


@dataclass(frozen=True)
class PlaneWords:
    """Words on the picture, already translated."""

    effect: str
    cost: str
    estimate: str
    cloud: str
    threshold: str


def effectiveness_plane(
    cloud: Sequence[tuple[float, float]],
    estimate: tuple[float, float] | None,
    *,
    threshold: float | None,
    words: PlaneWords,
    title: str,
    sentence: str,
    empty: str,
) -> Drawing:
    """Draw pairs of (extra effect, extra cost): what was found, and what it might have been.

    Both axes cross at no difference; below and to the right of the line of the threshold is worth its price. Without an
    estimate the picture says `empty`.
    """
    return draw(partial(_plane, cloud, estimate, threshold, words, title, sentence, empty), sentence)


def _plane(
    cloud: Sequence[tuple[float, float]],
    estimate: tuple[float, float] | None,
    threshold: float | None,
    words: PlaneWords,
    title: str,
    sentence: str,
    empty: str,
    format: Format,
) -> str:
    if estimate is None:
        return empty_picture(format, title, sentence, empty)
    sheet, pairs = Sheet(format.width), [*cloud, estimate]
    plot = axes(format, [0.0, *(x for x, _ in pairs)], [0.0, *(y for _, y in pairs)], 260)
    foot = ground(sheet, plot, format, x_name=words.effect, y_name=words.cost)
    sheet.line(plot.across.at(0), plot.up.start, plot.across.at(0), plot.up.stop, stroke_opacity="0.5")
    for pair in cloud:
        x, y = plot.at(*pair)
        sheet.put("circle", cx=x, cy=y, r=2.5, fill=BLUE, fill_opacity="0.45")
    if threshold is not None:
        _threshold(sheet, plot, threshold)
    _diamond(sheet, *plot.at(*estimate))
    rows: list[tuple[Mark, str]] = [(_diamond, words.estimate)]
    rows += [(_dots, words.cloud)] if cloud else []
    rows += [(dash(GREY, "6 4"), words.threshold)] if threshold is not None else []
    return sheet.finish(key(sheet, rows, foot, format), title, sentence)


def _threshold(sheet: Sheet, plot: Axes, threshold: float) -> None:
    """The line through no difference on which effect is just worth its cost, cut at the edges of the plot."""
    low, high = plot.across.low, plot.across.high
    if threshold > 0:
        low, high = max(low, plot.up.low / threshold), min(high, plot.up.high / threshold)
    ends = [plot.at(x, threshold * x) for x in (low, high)]
    sheet.line(*ends[0], *ends[1], stroke=GREY, stroke_width=2, stroke_dasharray="6 4")


def _diamond(sheet: Sheet, x: float, y: float) -> None:
    sheet.path([(x, y - 8), (x + 8, y), (x, y + 8), (x - 8, y)], close=True, fill=RUST, stroke="Canvas", stroke_width=2)


def _dots(sheet: Sheet, x: float, y: float) -> None:
    for dx, dy in ((-8, 3), (-1, -4), (6, 2)):
        sheet.put("circle", cx=x + dx, cy=y + dy, r=2.5, fill=BLUE, stroke=INK, stroke_opacity="0.2")
