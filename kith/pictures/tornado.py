"""The tornado: what the answer hangs on, the number that moves it most on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from kith.pictures.axes import KEY_LEFT, key, spoken
from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import Box, shorten, text_box, text_width, wrap
from kith.pictures.ruler import Ruler, round_marks
from kith.pictures.tones import BLUE, RUST


@dataclass(frozen=True)
class TornadoBar:
    """One number: its name, its ends in words, and the answer with it at its low and at its high end."""

    name: str
    low: str
    high: str
    at_low: float
    at_high: float


@dataclass(frozen=True)
class TornadoWords:
    """Words on the picture, already translated."""

    answer: str
    at_low: str
    at_high: str


def tornado(
    bars: Sequence[TornadoBar], *, base: float, words: TornadoWords, title: str, sentence: str, empty: str
) -> Drawing:
    """Draw the swings of an answer round its base, in the order given: the widest first.

    The low end of a number is dashed and the high end filled, so that the two differ by more than colour. Without bars
    the picture says `empty`.
    """
    return draw(partial(_tornado, bars, base, words, title, sentence, empty), sentence)


def _tornado(
    bars: Sequence[TornadoBar],
    base: float,
    words: TornadoWords,
    title: str,
    sentence: str,
    empty: str,
    format: Format,
) -> str:
    if not bars:
        return empty_picture(format, title, sentence, empty)
    sheet, size = Sheet(format.width), format.size
    ends = [end for bar in bars for end in (bar.at_low, bar.at_high)]
    marks = round_marks(min([base, *ends]), max([base, *ends]), most=4 if format.is_narrow else 5)
    margin = max(text_width(spoken(mark), size) for mark in (marks[0], marks[-1])) / 2 + 2
    across = Ruler(margin, format.width - margin, marks[0], marks[-1])
    y = 0.0
    for bar in bars:
        y = _bar(sheet, bar, across, base, y, format)
    foot = _marks(sheet, across, marks, y, format)
    for line in wrap(words.answer, format.width * 0.97, size, most=2):
        sheet.words(format.width / 2, foot + size, line, size, anchor="middle", soft=True)
        foot += size * 1.3
    return sheet.finish(key(sheet, [(_low, words.at_low), (_high, words.at_high)], foot + 6, format), title, sentence)


def _bar(sheet: Sheet, bar: TornadoBar, across: Ruler, base: float, y: float, format: Format) -> float:
    """A name with its ends, its bar below; return where the next may begin."""
    size = format.size
    for line in wrap(f"{bar.name}: {bar.low} – {bar.high}", format.width - 4, size, most=2):
        sheet.words(2, y + size, line, size)
        y += size * 1.3
    for end, put in ((bar.at_low, _low_bar), (bar.at_high, _high_bar)):
        left, right = sorted((across.at(base), across.at(end)))
        put(sheet, left, y + 2, right - left)
    sheet.line(across.at(base), y - 1, across.at(base), y + 21, stroke_width=2)
    return y + 28


def _marks(sheet: Sheet, across: Ruler, marks: Sequence[float], y: float, format: Format) -> float:
    size = format.size
    sheet.line(across.start, y, across.stop, y, stroke_opacity="0.5")
    taken = [Box(-9, 0, 0, 0)]
    for mark in marks:
        x = across.at(mark)
        sheet.line(x, y, x, y + 5, stroke_opacity="0.5")
        label = shorten(spoken(mark), format.width - KEY_LEFT, size)
        box = text_box(x, y + size * 1.5, label, size, "middle")
        if not box.touches(taken[-1], 4):
            sheet.words(x, y + size * 1.5, label, size, anchor="middle", soft=True)
            taken.append(box)
    return y + size * 2


def _low_bar(sheet: Sheet, x: float, y: float, width: float) -> None:
    sheet.rect(x, y, width, 16, fill="none", stroke=BLUE, stroke_width=2, stroke_dasharray="4 3")


def _high_bar(sheet: Sheet, x: float, y: float, width: float) -> None:
    sheet.rect(x, y, width, 16, fill=RUST, fill_opacity="0.75")


def _low(sheet: Sheet, x: float, y: float) -> None:
    _low_bar(sheet, x - 14, y - 8, 28)


def _high(sheet: Sheet, x: float, y: float) -> None:
    _high_bar(sheet, x - 14, y - 8, 28)
