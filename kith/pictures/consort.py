"""The flow of people through a trial as boxes: enrolment, then an arm beside the other, each down to its analysis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import wrap
from kith.pictures.tones import BLUE, GREY, TEAL

_PAD: Final = 10.0
_GAP: Final = 30.0  # between a box and the next: room for an arrow
_STEP: Final = 1.3  # from line to line, in sizes of the letters
MOST_SIDE_BY_SIDE: Final = 3  # more columns leave fewer than twenty letters a line


@dataclass(frozen=True)
class FlowBox:
    """One box: what it counts, and lines below, such as reasons with their numbers."""

    heading: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class FlowColumn:
    """One arm from allocation to analysis."""

    boxes: tuple[FlowBox, ...]


def consort(
    enrolled: FlowBox,
    excluded: FlowBox,
    randomised: FlowBox,
    arms: Sequence[FlowColumn],
    *,
    title: str,
    sentence: str,
    empty: str,
) -> Drawing:
    """Draw the flow: who was assessed, who was excluded to the side, who was randomised, and each arm downwards.

    Two or three arms stand side by side on a wide page; on a phone, and with more of them, one below the other. Without
    arms the words of `empty` stand there.
    """
    return draw(partial(_consort, enrolled, excluded, randomised, arms, title, sentence, empty), sentence)


def _consort(
    enrolled: FlowBox,
    excluded: FlowBox,
    randomised: FlowBox,
    arms: Sequence[FlowColumn],
    title: str,
    sentence: str,
    empty: str,
    format: Format,
) -> str:
    if not arms:
        return empty_picture(format, title, sentence, empty)
    sheet = Sheet(format.width)
    y = _enrolment(sheet, enrolled, excluded, randomised, format)
    beside = not format.is_narrow and len(arms) <= MOST_SIDE_BY_SIDE
    y = _side_by_side(sheet, arms, y, format) if beside else _stacked(sheet, randomised, arms, y, format)
    return sheet.finish(y + 4, title, sentence)


def _enrolment(sheet: Sheet, enrolled: FlowBox, excluded: FlowBox, randomised: FlowBox, format: Format) -> float:
    """The top of the flow; a branch leads aside to those who were excluded. Returns where the last box ends."""
    middle, width = format.width / 2, _trunk(format)
    end = _box(sheet, enrolled, middle - width / 2, 4, width, format)
    aside = middle + 24
    room = format.width - aside - 2
    height = _height(excluded, room, format)
    _box(sheet, excluded, aside, end + _GAP / 2, room, format, is_aside=True)
    sheet.line(middle, end + _GAP / 2 + height / 2, aside - 3, end + _GAP / 2 + height / 2, stroke=GREY, stroke_width=2)
    below = end + height + _GAP * 1.5
    _arrow(sheet, middle, end, below)
    return _box(sheet, randomised, middle - width / 2, below, width, format)


def _trunk(format: Format) -> float:
    """How wide the boxes of enrolment are."""
    return format.width * (0.85 if format.is_narrow else 0.5)


def _side_by_side(sheet: Sheet, arms: Sequence[FlowColumn], y: float, format: Format) -> float:
    """Each arm in a column; boxes of one stage begin at one height."""
    column = format.width / len(arms)
    width = column - 16
    middles = [column * (place + 0.5) for place in range(len(arms))]
    fork = y + _GAP / 2
    sheet.line(format.width / 2, y, format.width / 2, fork, stroke=GREY, stroke_width=2)
    sheet.line(middles[0], fork, middles[-1], fork, stroke=GREY, stroke_width=2)
    ends = [fork] * len(arms)
    top = fork + _GAP
    for stage in range(max(len(arm.boxes) for arm in arms)):
        for place, arm in enumerate(arms):
            if stage < len(arm.boxes):
                _arrow(sheet, middles[place], ends[place], top)
                ends[place] = _box(sheet, arm.boxes[stage], middles[place] - width / 2, top, width, format)
        top = max(ends) + _GAP
    return max(ends)


def _stacked(sheet: Sheet, randomised: FlowBox, arms: Sequence[FlowColumn], y: float, format: Format) -> float:
    """One arm below the other, each reached from a stem at the side, which leaves the box of those randomised."""
    stem, left = 12.0, 36.0
    width = format.width - left - 2
    start, last = y - _height(randomised, _trunk(format), format) / 2, y
    sheet.line(stem, start, (format.width - _trunk(format)) / 2, start, stroke=GREY, stroke_width=2)
    for arm in arms:
        for stage, box in enumerate(arm.boxes):
            top = y + _GAP
            if stage:
                _arrow(sheet, left + width / 2, y, top)
            else:
                last = top + 22
                sheet.line(stem, last, left - 2, last, stroke=GREY, stroke_width=2)
            y = _box(sheet, box, left, top, width, format)
    sheet.line(stem, start, stem, last, stroke=GREY, stroke_width=2)
    return y


def _lines(box: FlowBox, width: float, format: Format) -> tuple[list[str], list[str]]:
    room = width - 2 * _PAD
    heading = wrap(box.heading, room / 1.06, format.size)
    return heading, [line for words in box.lines for line in wrap(words, room, format.size)]


def _height(box: FlowBox, width: float, format: Format) -> float:
    heading, lines = _lines(box, width, format)
    return (len(heading) + len(lines)) * format.size * _STEP + 2 * _PAD


def _box(
    sheet: Sheet, box: FlowBox, x: float, y: float, width: float, format: Format, *, is_aside: bool = False
) -> float:
    """One box with its words; those who leave have a dashed frame. Returns where it ends."""
    heading, lines = _lines(box, width, format)
    height = _height(box, width, format)
    tone = BLUE if is_aside else TEAL
    look: dict[str, str | float] = {"stroke_dasharray": "5 4"} if is_aside else {}
    sheet.rect(x, y, width, height, rx=8, fill=tone, fill_opacity="0.08", stroke=tone, stroke_width=1.5, **look)
    base = y + _PAD + format.size
    for place, line in enumerate([*heading, *lines]):
        is_heading = place < len(heading)
        sheet.words(x + _PAD, base, line, format.size, bold=is_heading, soft=not is_heading)
        base += format.size * _STEP
    return y + height


def _arrow(sheet: Sheet, x: float, top: float, bottom: float) -> None:
    sheet.line(x, top, x, bottom - 8, stroke=GREY, stroke_width=2)
    sheet.path([(x - 5, bottom - 9), (x + 5, bottom - 9), (x, bottom - 1)], close=True, fill=GREY)
