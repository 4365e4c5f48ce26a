"""One score on its scale: the bands from end to end, the cut-offs, where the score lies and where it began."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from kith.pictures.drawing import Anchor, Drawing, Format, Sheet, draw
from kith.pictures.lettering import Box, text_box, text_width, wrap
from kith.pictures.timeline_values import Band, CutOff
from kith.pictures.tones import BAND_OPACITY, BAND_TONES, GREY, INK, RUST, TEAL

_HIGH: Final = 26.0
_AIR: Final = 12.0


@dataclass(frozen=True)
class Mark:
    """A score on the strip, with what is written above it."""

    value: float
    label: str


def scale_strip(
    *,
    minimum: float,
    maximum: float,
    bands: Sequence[Band],
    cut_offs: Sequence[CutOff] = (),
    now: Mark | None = None,
    before: Mark | None = None,
    title: str,
    sentence: str,
) -> Drawing:
    """Draw a scale as a strip. Bands are washes; where names have no room on it, all stand below with their tones.

    A band reaches to the next. The score now is a filled mark, the one before an open ring. The numbers below are the
    ends and each band's start.
    """
    given = (minimum, maximum, tuple(bands), tuple(cut_offs), now, before, title, sentence)
    return draw(partial(_scale_strip, *given), sentence)


def _scale_strip(
    minimum: float,
    maximum: float,
    bands: tuple[Band, ...],
    cut_offs: tuple[CutOff, ...],
    now: Mark | None,
    before: Mark | None,
    title: str,
    sentence: str,
    format: Format,
) -> str:
    sheet, size = Sheet(format.width), format.size
    across = format.width - 2 * _AIR

    def x(value: float) -> float:
        return _AIR + (min(max(value, minimum), maximum) - minimum) / ((maximum - minimum) or 1) * across

    top = size * 1.7 if now or before else 4.0
    foot = top + _HIGH
    sheet.rect(_AIR, top, across, _HIGH, rx=6, fill=GREY, fill_opacity="0.14")
    ends = [*(x(band.low) for band in bands[1:]), x(maximum)]
    spans = [(band, x(band.low), end - x(band.low)) for band, end in zip(bands, ends, strict=False)]
    has_room = all(text_width(band.label, size) + 10 <= width for band, _, width in spans)
    for band, left, width in spans:
        sheet.rect(left + 1, top, width - 2, _HIGH, rx=4, **_wash(band))
        if has_room:
            sheet.words(left + width / 2, top + _HIGH / 2 + size * 0.36, band.label, size, anchor="middle")
    for cut in cut_offs:
        sheet.line(x(cut.value), top - 4, x(cut.value), foot + 4, stroke=RUST, stroke_width="2", stroke_dasharray="4 3")
    _numbers(sheet, format, [minimum, *[band.low for band in bands[1:]], maximum], x, foot + size * 1.2)
    if before is not None:
        sheet.put("circle", cx=x(before.value), cy=top + _HIGH / 2, r=7, fill="Canvas", stroke=INK, stroke_width="2")
        _above(
            sheet, format, x(before.value), top, before.label, is_soft=True, taken=None if now is None else x(now.value)
        )
    if now is not None:
        sheet.put("circle", cx=x(now.value), cy=top + _HIGH / 2, r=8, fill=TEAL, stroke="Canvas", stroke_width="2")
        _above(sheet, format, x(now.value), top, now.label)
    y = foot + size * 1.6 if has_room else _names_below(sheet, format, bands, foot + size * 3)
    return sheet.finish(y, title, sentence)


def _wash(band: Band) -> dict[str, str]:
    tone = BAND_TONES[min(band.severity, len(BAND_TONES) - 1)]
    return {"fill": tone, "fill_opacity": f"{BAND_OPACITY}", "stroke": tone}


def _names_below(sheet: Sheet, format: Format, bands: Sequence[Band], y: float) -> float:
    """Write the names of the bands, one below the other; return where they end."""
    for band in bands:
        sheet.rect(_AIR, y - 13, 14, 14, rx=3, **_wash(band))
        for line in wrap(band.label, format.width - 2 * _AIR - 26, format.size, 3):
            sheet.words(_AIR + 24, y, line, format.size)
            y += format.size * 1.4
    return y


def _above(
    sheet: Sheet,
    format: Format,
    middle: float,
    top: float,
    label: str,
    *,
    is_soft: bool = False,
    taken: float | None = None,
) -> None:
    """Write a label above the strip, within it, unless another one stands too near."""
    half = text_width(label, format.size, bold=not is_soft) / 2
    if taken is not None and abs(taken - middle) < half * 2 + 24:
        return
    anchor: Anchor = "start" if middle - half < 0 else "end" if middle + half > format.width else "middle"
    at = {"start": 0.0, "end": float(format.width), "middle": middle}[anchor]
    sheet.words(at, top - 8, label, format.size, anchor=anchor, bold=not is_soft, soft=is_soft)


def _numbers(sheet: Sheet, format: Format, values: Sequence[float], x: Callable[[float], float], y: float) -> None:
    """Write the numbers below the strip; one that would touch another is left out, but never one of the two ends."""
    placed: list[Box] = []
    for value in (values[0], values[-1], *values[1:-1]):
        anchor: Anchor = "start" if value == values[0] else "end" if value == values[-1] else "middle"
        words = f"{round(value, 2):g}"
        box = text_box(x(value), y, words, format.size, anchor)
        if not any(box.touches(other, 6) for other in placed):
            sheet.words(x(value), y, words, format.size, anchor=anchor, soft=True)
            placed.append(box)
