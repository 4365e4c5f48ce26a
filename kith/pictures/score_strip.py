"""The range of a score with its bands: one strip, and below it what each stretch is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kith.pictures.drawing import Anchor, Drawing, Format, Sheet, draw
from kith.pictures.lettering import Box, text_box, wrap
from kith.pictures.tones import BAND_TONES

_AIR: Final = 10.0
_BAR: Final = 26.0
_LINE: Final = 22.0


@dataclass(frozen=True)
class Stretch:
    """A part of the range: where it begins and ends, what it is called, and how hard it is (0 to 4)."""

    low: float
    high: float
    words: str
    severity: int = 0


def score_strip(
    stretches: Sequence[Stretch], *, lowest: float, highest: float, title: str, sentence: str, empty: str
) -> Drawing:
    """Draw the range from lowest to highest, from the start of the line to its end, as numbers are written.

    `empty` is said when nobody has named a band yet. The sentence says the same in words; screen readers read it.
    """

    def at(form: Format) -> str:
        sheet, span = Sheet(form.width), (highest - lowest) or 1.0
        room = form.width - 2 * _AIR

        def x(value: float) -> float:
            return _AIR + room * min(max((value - lowest) / span, 0.0), 1.0)

        sheet.rect(_AIR, _AIR, room, _BAR, fill="none", stroke="currentColor", stroke_opacity="0.5", rx=4)
        for one in stretches:
            tone = BAND_TONES[one.severity]
            sheet.rect(x(one.low), _AIR, x(one.high) - x(one.low), _BAR, fill=tone, fill_opacity="0.4", stroke=tone)
        _numbers(sheet, form, [lowest, *(one.low for one in stretches), highest], x)
        y = _AIR + _BAR + 2 * _LINE
        for one in stretches:
            tone = BAND_TONES[one.severity]
            sheet.rect(_AIR, y - 13, 14, 14, fill=tone, fill_opacity="0.4", stroke=tone, rx=3)
            for line in wrap(one.words, room - 26, form.size, 3):
                sheet.words(_AIR + 24, y, line, form.size)
                y += _LINE
        if not stretches:
            for line in wrap(empty, room, form.size, 3):
                sheet.words(_AIR, y, line, form.size, soft=True)
                y += _LINE
        return sheet.finish(y, title, sentence)

    return draw(at, sentence)


def _numbers(sheet: Sheet, form: Format, values: Sequence[float], x: Callable[[float], float]) -> None:
    """The numbers below the strip; one that would touch another is left out, but never the two ends."""
    y, placed = _AIR + _BAR + 18, list[Box]()
    for value in (values[0], values[-1], *values[1:-1]):
        anchor: Anchor = "start" if value == values[0] else "end" if value == values[-1] else "middle"
        words = f"{round(value, 2):g}"
        box = text_box(x(value), y, words, form.size, anchor)
        if not any(box.touches(other, 6) for other in placed):
            sheet.words(x(value), y, words, form.size, anchor=anchor)
            placed.append(box)
