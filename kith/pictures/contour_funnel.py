"""The funnel of studies: effects by their precision, over contours that say how surprising each would be by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import wrap
from kith.pictures.ruler import Ruler, round_marks
from kith.pictures.tones import BLUE, GREY, RUST, TEAL

CONTOURS: Final = ((2.576, "0.16"), (1.96, "0.16"), (1.645, "0.16"))  # p .01, .05 and .1; washes add up inwards


@dataclass(frozen=True)
class FunnelStudy:
    """One study: its effect and standard error; an added one was made by trim-and-fill and is drawn hollow."""

    estimate: float
    se: float
    is_added: bool = False


@dataclass(frozen=True)
class ContourWords:
    """Words on the picture, already translated."""

    effect: str
    precision: str
    contours: str
    pooled: str
    added: str


def contour_funnel(
    studies: Sequence[FunnelStudy],
    *,
    pooled: float | None,
    words: ContourWords,
    title: str,
    sentence: str,
    empty: str,
    null: float = 0.0,
) -> Drawing:
    """Draw effects across and standard errors downwards, precise studies on top, over contours round no effect.

    Asymmetry may be missing studies, and may be small studies of other people. Without studies it says `empty`.
    """
    return draw(partial(_funnel, studies, pooled, words, title, sentence, empty, null), sentence)


def _funnel(
    studies: Sequence[FunnelStudy],
    pooled: float | None,
    words: ContourWords,
    title: str,
    sentence: str,
    empty: str,
    null: float,
    format: Format,
) -> str:
    if not studies:
        return empty_picture(format, title, sentence, empty)
    sheet, size = Sheet(format.width), format.size
    top, bottom = size * 2.2, 320.0
    errors = round_marks(0.0, max(study.se for study in studies), most=5)
    effects = round_marks(*_span(studies, null, errors[-1]))
    across = Ruler(size * 3.2, format.width - 14, effects[0], effects[-1])
    down = Ruler(top, bottom, 0.0, errors[-1])
    for line in wrap(words.precision, format.width, size, most=1):
        sheet.words(0, size, line, size, soft=True)
    _contours(sheet, across, down, null)
    _ground(sheet, across, down, effects, errors, size)
    if pooled is not None:
        x = across.at(pooled)
        sheet.line(x, top, x, bottom, stroke=TEAL, stroke_width=2, stroke_dasharray="6 4")
    for study in studies:
        _mark(sheet, across.at(study.estimate), down.at(study.se), study.is_added)
    y = bottom + size * 2.2
    for line in wrap(words.effect, format.width * 0.97, size, most=2):
        sheet.words(format.width / 2, y + size, line, size, anchor="middle", soft=True)
        y += size * 1.3
    has_added = any(study.is_added for study in studies)
    return sheet.finish(_key(sheet, words, y + 6, format, pooled is not None, has_added), title, sentence)


def _span(studies: Sequence[FunnelStudy], null: float, widest: float) -> tuple[float, float]:
    reach = 2.2 * widest
    effects = [study.estimate for study in studies]
    return min([*effects, null - reach]), max([*effects, null + reach])


def _contours(sheet: Sheet, across: Ruler, down: Ruler, null: float) -> None:
    for z, opacity in CONTOURS:
        deepest = min(down.high, (across.high - null) / z, (null - across.low) / z)
        corners = [(across.at(null), down.start)]
        corners += [(across.at(null + z * deepest), down.at(deepest)), (across.at(null + z * down.high), down.stop)]
        corners += [(across.at(null - z * down.high), down.stop), (across.at(null - z * deepest), down.at(deepest))]
        sheet.path(corners, close=True, fill=GREY, fill_opacity=opacity)


def _ground(
    sheet: Sheet, across: Ruler, down: Ruler, effects: Sequence[float], errors: Sequence[float], size: float
) -> None:
    for error in errors:
        y = down.at(error)
        sheet.line(across.start, y, across.stop, y, stroke_opacity="0.15")
        sheet.words(across.start - 6, y + size * 0.35, f"{error:g}", size, anchor="end", soft=True)
    for effect in effects:
        x = across.at(effect)
        sheet.line(x, down.stop, x, down.stop + 5, stroke_opacity="0.5")
        label = f"{effect:g}".replace("-", "−")
        sheet.words(x, down.stop + 8 + size * 1.2, label, size, anchor="middle", soft=True)


def _mark(sheet: Sheet, x: float, y: float, is_added: bool) -> None:
    if is_added:
        sheet.put("circle", cx=x, cy=y, r=5, fill="none", stroke=RUST, stroke_width=2)
    else:
        sheet.put("circle", cx=x, cy=y, r=5, fill=BLUE, stroke="Canvas", stroke_width=1)


def _key(sheet: Sheet, words: ContourWords, y: float, format: Format, has_pooled: bool, has_added: bool) -> float:
    size = format.size
    kinds = [("wash", words.contours)]
    kinds += [("line", words.pooled)] if has_pooled else []
    kinds += [("ring", words.added)] if has_added else []
    for kind, label in kinds:
        middle = y + size * 0.65
        if kind == "wash":
            sheet.rect(4, middle - 7, 28, 14, fill=GREY, fill_opacity="0.4")
        elif kind == "line":
            sheet.line(4, middle, 32, middle, stroke=TEAL, stroke_width=2, stroke_dasharray="6 4")
        else:
            _mark(sheet, 18, middle, True)
        for line in wrap(label, format.width - 46, size):
            sheet.words(42, y + size, line, size, soft=True)
            y += size * 1.3
        y += size * 0.2
    return y + 4
