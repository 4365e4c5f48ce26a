"""A formulation as a diagram that prints for the client: boxes with words, and arrows between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from math import hypot

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import Box, wrap
from kith.pictures.tones import BLUE, GREY, INK, PLUM, RUST, TEAL

_SIDES = (PLUM, RUST, TEAL, BLUE, GREY)


@dataclass(frozen=True)
class Part:
    """One box: its heading and what was written in it, in the client's own words where possible."""

    heading: str
    lines: tuple[str, ...]


def five_ps(parts: Sequence[Part], *, title: str, sentence: str, empty: str) -> Drawing:
    """Draw what led here, set it off, happens now, keeps it going, and helps: one box below the other on a phone."""
    return draw(partial(_flow, parts, title, sentence, empty), sentence)


def maintenance_cycle(parts: Sequence[Part], *, title: str, sentence: str, empty: str) -> Drawing:
    """Draw a circle that keeps itself going: each box leads to the next, and the last one to the first."""
    return draw(partial(_cycle, parts, title, sentence, empty), sentence)


def chain(parts: Sequence[Part], *, title: str, sentence: str, empty: str) -> Drawing:
    """Draw what led to what: boxes below each other, each with an arrow to the next, however many there are."""
    return draw(partial(_chain, parts, title, sentence, empty), sentence)


def _written(part: Part, room: float, size: float) -> list[str]:
    bullets = [line for text in part.lines for line in wrap(text, room, size)]
    return bullets or ["–"]


def _height(part: Part, width: float, size: float) -> float:
    heads = wrap(part.heading, (width - 28) / 1.06, size)
    return (len(heads) + len(_written(part, width - 28, size))) * size * 1.35 + size * 1.5


def _box(sheet: Sheet, part: Part, box: Box, size: float, tone: str) -> None:
    sheet.rect(
        box.x, box.y, box.width, box.height, rx=10, fill=tone, fill_opacity="0.1", stroke=tone, stroke_width="1.5"
    )
    y = box.y + size * 1.55
    for line in wrap(part.heading, (box.width - 28) / 1.06, size):
        sheet.words(box.x + 14, y, line, size, bold=True)
        y += size * 1.35
    for line in _written(part, box.width - 28, size):
        sheet.words(box.x + 14, y, line, size)
        y += size * 1.35


def _arrow(sheet: Sheet, start: tuple[float, float], end: tuple[float, float]) -> None:
    (x1, y1), (x2, y2) = start, end
    length = hypot(x2 - x1, y2 - y1) or 1
    dx, dy = (x2 - x1) / length * 8, (y2 - y1) / length * 8
    sheet.line(x1, y1, x2, y2, stroke_width=2, stroke_opacity="0.75", stroke_linecap="round")
    wings = [(x2 - dx - dy * 0.7, y2 - dy + dx * 0.7), (x2, y2), (x2 - dx + dy * 0.7, y2 - dy - dx * 0.7)]
    sheet.path(
        wings, stroke=INK, stroke_width=2, stroke_opacity="0.75", stroke_linejoin="round", stroke_linecap="round"
    )


def _column(sheet: Sheet, parts: Sequence[Part], format: Format, left: float = 1) -> list[Box]:
    """Draw boxes below each other with arrows between, and return where they are."""
    boxes, y, width = [], 1.0, format.width - left - 1
    for i, part in enumerate(parts):
        box = Box(left, y, width, _height(part, width, format.size))
        _box(sheet, part, box, format.size, _SIDES[i % len(_SIDES)])
        boxes.append(box)
        y += box.height + 30
    for above, below in pairwise(boxes):
        middle = left + width / 2
        _arrow(sheet, (middle, above.y + above.height + 5), (middle, below.y - 5))
    return boxes


def _flow(parts: Sequence[Part], title: str, sentence: str, empty: str, format: Format) -> str:
    if not parts:
        return empty_picture(format, title, sentence, empty)
    sheet = Sheet(format.width)
    if format.is_narrow or len(parts) != 5:
        last = _column(sheet, parts, format)[-1]
        return sheet.finish(last.y + last.height + 1, title, sentence)
    return sheet.finish(_five(sheet, parts, format), title, sentence)


def _chain(parts: Sequence[Part], title: str, sentence: str, empty: str, format: Format) -> str:
    if not parts:
        return empty_picture(format, title, sentence, empty)
    sheet = Sheet(format.width)
    last = _column(sheet, parts, format)[-1]
    return sheet.finish(last.y + last.height + 1, title, sentence)


def _five(sheet: Sheet, parts: Sequence[Part], format: Format) -> float:
    """Two causes above, the problem across the middle, what keeps it going and what helps below."""
    size, gap = format.size, 28.0
    half = (format.width - gap - 2) / 2
    top = max(_height(part, half, size) for part in parts[:2])
    middle = _height(parts[2], format.width - 2, size)
    low = max(_height(part, half, size) for part in parts[3:])
    y2, y3 = 1 + top + 34, 1 + top + 34 + middle + 34
    places = [Box(1, 1, half, top), Box(1 + half + gap, 1, half, top), Box(1, y2, format.width - 2, middle)]
    places += [Box(1, y3, half, low), Box(1 + half + gap, y3, half, low)]
    for i, (part, box) in enumerate(zip(parts, places, strict=True)):
        _box(sheet, part, box, size, _SIDES[i])
    for x in (half / 2, half * 1.5 + gap):
        _arrow(sheet, (x, top + 6), (x, y2 - 5))
        _arrow(sheet, (x, y3 - 5), (x, y2 + middle + 6))
    return y3 + low + 1


def _cycle(parts: Sequence[Part], title: str, sentence: str, empty: str, format: Format) -> str:
    if not parts:
        return empty_picture(format, title, sentence, empty)
    sheet = Sheet(format.width)
    if format.is_narrow or len(parts) < 3:
        return sheet.finish(_narrow_cycle(sheet, parts, format), title, sentence)
    return sheet.finish(_wide_cycle(sheet, parts, format), title, sentence)


def _narrow_cycle(sheet: Sheet, parts: Sequence[Part], format: Format) -> float:
    boxes = _column(sheet, parts, format, left=26)
    first, last = boxes[0], boxes[-1]
    if len(boxes) > 1:
        y1, y2 = last.y + last.height / 2, first.y + first.height / 2
        sheet.path(
            [(26, y1), (8, y1), (8, y2)], stroke=INK, stroke_width=2, stroke_opacity="0.75", stroke_linejoin="round"
        )
        _arrow(sheet, (8, y2), (22, y2))
    return last.y + last.height + 1


def _wide_cycle(sheet: Sheet, parts: Sequence[Part], format: Format) -> float:
    """Two columns, read clockwise: down at the end, back up at the start."""
    gap = 60.0
    half = (format.width - gap - 2) / 2
    tall = (len(parts) + 1) // 2
    cells = [(0, 0.0), *((row, 1.0) for row in range(tall))]
    cells += [(tall - 1 - i, 0.0) for i in range(len(parts) - 1 - tall)]
    heights = [
        max(_height(part, half, format.size) for part, (at, _) in zip(parts, cells, strict=True) if at == row)
        for row in range(tall)
    ]
    tops = [1 + sum(heights[:row]) + 34 * row for row in range(tall)]
    boxes = [Box(1 + side * (half + gap), tops[row], half, heights[row]) for row, side in cells]
    for i, (part, box) in enumerate(zip(parts, boxes, strict=True)):
        _box(sheet, part, box, format.size, _SIDES[i % len(_SIDES)])
    for box, after in zip(boxes, [*boxes[1:], boxes[0]], strict=True):
        _link(sheet, box, after)
    return tops[-1] + heights[-1] + 1


def _link(sheet: Sheet, a: Box, b: Box) -> None:
    if a.x == b.x:
        x = a.x + a.width / 2
        down = b.y > a.y
        _arrow(sheet, (x, a.y + a.height + 6 if down else a.y - 6), (x, b.y - 6 if down else b.y + b.height + 6))
    else:
        onward = b.x > a.x
        start = (a.x + a.width + 6 if onward else a.x - 6, a.y + a.height / 2)
        _arrow(sheet, start, (b.x - 7 if onward else b.x + b.width + 7, b.y + b.height / 2))
