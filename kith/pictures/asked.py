"""A strip of the times somebody was asked: what became of each, by shape and not by colour alone, with its key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final, Literal

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import text_width
from kith.pictures.tones import BLUE, GREY, PLUM, RED, RUST, TEAL

AskedMark = Literal["answered", "skipped", "refused", "expired", "overdue", "open"]
ASKED_MARKS: Final[tuple[AskedMark, ...]] = ("answered", "skipped", "refused", "expired", "overdue", "open")
_STEP: Final = 24.0


def asked_strip(
    marks: Sequence[AskedMark], words: Mapping[AskedMark, str], *, title: str, sentence: str, empty: str
) -> Drawing:
    """Draw each time of asking as a mark, the oldest first, and below what each shape that occurs is called.

    Full dot answered, short line skipped, barred ring refused, cross let pass, triangle overdue, ring still open.
    Nothing asked shows the words of `empty`.
    """
    return draw(partial(_asked_strip, marks, words, title, sentence, empty), sentence)


def _asked_strip(
    marks: Sequence[AskedMark], words: Mapping[AskedMark, str], title: str, sentence: str, empty: str, format: Format
) -> str:
    if not marks:
        return empty_picture(format, title, sentence, empty)
    sheet, across = Sheet(format.width), int(format.width // _STEP)
    for place, mark in enumerate(marks):
        _mark(sheet, mark, (place % across + 0.5) * _STEP, (place // across + 0.5) * _STEP)
    y = ((len(marks) - 1) // across + 1) * _STEP + format.size * 1.6
    x = 0.0
    for kind in (kind for kind in ASKED_MARKS if kind in marks):
        width = _STEP + text_width(words[kind], format.size) + 16
        if x and x + width > format.width:
            x, y = 0.0, y + format.size * 1.7
        _mark(sheet, kind, x + _STEP / 2, y - format.size * 0.34)
        sheet.words(x + _STEP + 2, y, words[kind], format.size, soft=True)
        x += width
    return sheet.finish(y + format.size * 0.5, title, sentence)


def _mark(sheet: Sheet, kind: AskedMark, x: float, y: float) -> None:
    if kind == "answered":
        sheet.put("circle", cx=x, cy=y, r=7, fill=TEAL)
    elif kind == "skipped":
        sheet.line(x - 7, y, x + 7, y, stroke=GREY, stroke_width=4, stroke_linecap="round")
    elif kind == "refused":
        sheet.put("circle", cx=x, cy=y, r=6.5, fill="none", stroke=PLUM, stroke_width=2.5)
        sheet.line(x - 4.5, y + 4.5, x + 4.5, y - 4.5, stroke=PLUM, stroke_width=2.5)
    elif kind == "expired":
        for rise in (-6, 6):
            sheet.line(x - 6, y - rise, x + 6, y + rise, stroke=RUST, stroke_width=3, stroke_linecap="round")
    elif kind == "overdue":
        sheet.path([(x, y - 7.5), (x + 8, y + 6.5), (x - 8, y + 6.5)], close=True, fill=RED)
    else:
        sheet.put("circle", cx=x, cy=y, r=6, fill="none", stroke=BLUE, stroke_width=2.5)
