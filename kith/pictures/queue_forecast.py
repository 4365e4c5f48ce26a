"""The waiting list ahead: what several plans would do to it, with the range of chance round the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from kith.pictures.axes import axes, dash, ground, key
from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.tones import BLUE, PLUM, RUST, TEAL

# Each plan has a tone and a pattern of its own, so that none is told from another by colour alone.
STYLES: Final = ((TEAL, None), (RUST, "10 4"), (BLUE, "3 3"), (PLUM, "12 3 3 3"))


@dataclass(frozen=True)
class QueueLine:
    """One plan: how many wait at the end of weeks 0, 1, 2 and so on; `low` and `high` are empty, or as long."""

    label: str
    waiting: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


@dataclass(frozen=True)
class QueueWords:
    """Words on the picture, already translated."""

    weeks: str
    waiting: str
    range: str


def queue_forecast(lines: Sequence[QueueLine], *, words: QueueWords, title: str, sentence: str, empty: str) -> Drawing:
    """Draw how many will wait, week by week, for up to four plans; a plan with a range has it drawn as a band.

    Without a plan of two weeks or more the picture says `empty`. Raises ValueError for a fifth plan, which would look
    like the first.
    """
    if len(lines) > len(STYLES):
        raise ValueError(
            f"A picture of the waiting list holds {len(STYLES)} plans; found {len(lines)}. Draw two pictures."
        )
    return draw(partial(_forecast, lines, words, title, sentence, empty), sentence)


def _forecast(
    lines: Sequence[QueueLine], words: QueueWords, title: str, sentence: str, empty: str, format: Format
) -> str:
    if max((len(line.waiting) for line in lines), default=0) < 2:
        return empty_picture(format, title, sentence, empty)
    sheet = Sheet(format.width)
    heights = [value for line in lines for value in (*line.waiting, *line.high)]
    weeks = max(len(line.waiting) for line in lines) - 1
    plot = axes(format, [0.0, float(weeks)], [0.0, *heights], 240)
    foot = ground(sheet, plot, format, x_name=words.weeks, y_name=words.waiting)
    banded = False
    for line, (tone, _) in zip(lines, STYLES, strict=False):
        if line.low and line.high:
            edge = [plot.at(week, value) for week, value in enumerate(line.high)]
            edge += [plot.at(week, value) for week, value in enumerate(line.low)][::-1]
            sheet.path(edge, close=True, fill=tone, fill_opacity="0.15")
            banded = True
    for line, (tone, pattern) in zip(lines, STYLES, strict=False):
        course = [plot.at(week, value) for week, value in enumerate(line.waiting)]
        sheet.path(course, stroke=tone, stroke_width=3, stroke_dasharray=pattern or "none")
    rows = [(dash(tone, pattern, width=3), line.label) for line, (tone, pattern) in zip(lines, STYLES, strict=False)]
    rows += [(_band, words.range)] if banded else []
    return sheet.finish(key(sheet, rows, foot, format), title, sentence)


def _band(sheet: Sheet, x: float, y: float) -> None:
    sheet.rect(x - 14, y - 6, 28, 12, fill=TEAL, fill_opacity="0.25")
