"""The acceptability curve: how probable it is that something is worth its price, by what one is ready to pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from kith.pictures.axes import axes, dash, ground, key
from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.tones import GREY, TEAL


@dataclass(frozen=True)
class CurveWords:
    """Words on the picture, already translated; `threshold` says what the upright lines are."""

    threshold_axis: str
    probability: str
    curve: str
    threshold: str


def acceptability_curve(
    points: Sequence[tuple[float, float]],
    *,
    marked: Sequence[float],
    words: CurveWords,
    title: str,
    sentence: str,
    empty: str,
) -> Drawing:
    """Draw pairs of (threshold, probability from 0 to 1) as a curve, with an upright line at each marked threshold.

    The axis goes from 0 to 100 in 100, whatever the curve does. With fewer than two points the picture says `empty`.
    """
    return draw(partial(_curve, points, marked, words, title, sentence, empty), sentence)


def _curve(
    points: Sequence[tuple[float, float]],
    marked: Sequence[float],
    words: CurveWords,
    title: str,
    sentence: str,
    empty: str,
    format: Format,
) -> str:
    if len(points) < 2:
        return empty_picture(format, title, sentence, empty)
    sheet = Sheet(format.width)
    plot = axes(format, [x for x, _ in points], [0.0, 100.0], 230)
    foot = ground(sheet, plot, format, x_name=words.threshold_axis, y_name=words.probability)
    shown = [one for one in marked if not plot.across.is_off(one)]
    for threshold in shown:
        x = plot.across.at(threshold)
        sheet.line(x, plot.up.start, x, plot.up.stop, stroke=GREY, stroke_width=2, stroke_dasharray="6 4")
    sheet.path([plot.at(x, 100 * probability) for x, probability in points], stroke=TEAL, stroke_width=3)
    rows = [(dash(TEAL, width=3), words.curve)]
    rows += [(dash(GREY, "6 4"), words.threshold)] if shown else []
    return sheet.finish(key(sheet, rows, foot, format), title, sentence)
