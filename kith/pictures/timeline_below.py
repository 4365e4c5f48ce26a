"""What stands below the plot of a timeline: dates, sessions, flags with their words, and the key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kith.pictures.drawing import Anchor, Format, Sheet
from kith.pictures.frame import Frame
from kith.pictures.lettering import Box, text_box, text_width, wrap
from kith.pictures.timeline_values import Flag, TimelinePicture
from kith.pictures.tones import BLUE, GREY, INK, PLUM, RUST, TEAL


def _anchored(x: float, width: float, frame: Frame) -> tuple[float, Anchor]:
    if x - width / 2 < 2:
        return 2.0, "start"
    return (frame.right, "end") if x + width / 2 > frame.right else (x, "middle")


def draw_dates(sheet: Sheet, picture: TimelinePicture, frame: Frame, format: Format) -> float:
    """Write dates under the scores: the first, the last, then those between that have room. Return the next free y."""
    y = frame.bottom + format.size + 6
    ordered = picture.ordered
    taken: list[Box] = []
    for score in [ordered[0], ordered[-1], *ordered[1:-1]]:
        x = frame.x(score.when)
        sheet.line(x, frame.bottom, x, frame.bottom + 4, stroke_opacity="0.5")
        at, anchor = _anchored(x, text_width(score.label, format.size), frame)
        box = text_box(at, y, score.label, format.size, anchor)
        if not any(box.touches(other, 10) for other in taken):
            sheet.words(at, y, score.label, format.size, anchor=anchor, soft=True)
            taken.append(box)
    return y + 8


def attended_mark(sheet: Sheet, x: float, y: float) -> None:
    """Draw a session that took place: a full dot."""
    sheet.put("circle", cx=x, cy=y, r="4.5", fill=BLUE)


def missed_mark(sheet: Sheet, x: float, y: float) -> None:
    """Draw a missed session: a cross."""
    for one, other in (((x - 4, y - 4), (x + 4, y + 4)), ((x - 4, y + 4), (x + 4, y - 4))):
        sheet.path([one, other], stroke=RUST, stroke_width="2.4", stroke_linecap="round")


def missed_measure_mark(sheet: Sheet, x: float, y: float) -> None:
    """Draw a measure that was due and not answered: a hollow dashed diamond."""
    sheet.path([(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)], close=True, stroke=INK, stroke_dasharray="2 2")


def draw_sessions(sheet: Sheet, picture: TimelinePicture, frame: Frame, y: float) -> float:
    """Draw the sessions on a line of their own. Return the next free y."""
    if not picture.sessions:
        return y
    y += 10
    sheet.line(frame.left, y, frame.right, y, stroke_opacity="0.18")
    for mark in picture.sessions:
        (attended_mark if mark.kind == "attended" else missed_mark)(sheet, frame.x(mark.when), y)
    return y + 12


def _flag_mark(sheet: Sheet, flag: Flag, x: float, y: float) -> None:
    if flag.kind == "plan":
        sheet.rect(x - 5, y - 5, 10, 10, rx=2, fill=TEAL)
    elif flag.kind == "event":
        sheet.path([(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)], close=True, fill=PLUM)
    else:
        sheet.rect(x - 5, y - 6, 3.5, 12, fill=INK)
        sheet.rect(x + 1.5, y - 6, 3.5, 12, fill=INK)


@dataclass(frozen=True)
class _Placed:
    """Where the words of a flag stand beside its mark: `down` rows lower when there is no room on either side."""

    x: float
    anchor: Anchor
    lines: list[str]
    left: float
    right: float
    down: int


def _place(label: str, x: float, format: Format) -> _Placed:
    width = text_width(label, format.size)
    if x + 12 + width <= format.width:
        return _Placed(x + 12, "start", [label], x - 7, x + 12 + width, 0)
    if x - 12 - width >= 0:
        return _Placed(x - 12, "end", [label], x - 12 - width, x + 7, 0)
    lines = wrap(label, format.width, format.size, 3)
    width = max(text_width(line, format.size) for line in lines)
    at = max(0.0, min(x - width / 2, format.width - width))
    return _Placed(at, "start", lines, min(at, x - 7), max(at + width, x + 7), 1)


def _free_row(taken: set[tuple[int, float, float]], placed: _Placed) -> int:
    """Return the first row in which a flag and its words touch nothing."""
    needs = placed.down + len(placed.lines)
    row = 0
    while any(
        row <= r < row + needs and placed.left < right + 8 and left < placed.right + 8 for r, left, right in taken
    ):
        row += 1
    return row


def draw_flags(sheet: Sheet, picture: TimelinePicture, frame: Frame, format: Format, y: float) -> float:
    """Draw plan changes, events and endings with their words, in as many rows as they need. Return the next free y."""
    taken: set[tuple[int, float, float]] = set()
    step, start = format.size * 1.7, y + format.size
    for flag in sorted(picture.flags, key=lambda flag: flag.when):
        x = frame.x(flag.when)
        placed = _place(flag.label, x, format)
        row = _free_row(taken, placed)
        taken |= {(row + i, placed.left, placed.right) for i in range(placed.down + len(placed.lines))}
        _flag_mark(sheet, flag, x, start + row * step)
        for i, line in enumerate(placed.lines):
            base = start + (row + placed.down + i) * step + format.size * 0.35
            sheet.words(placed.x, base, line, format.size, anchor=placed.anchor)
    return start + (max(row for row, _, _ in taken) + 1) * step - format.size * 0.6 if taken else y


Mark = Callable[[Sheet, float, float], None]


def _key_entries(picture: TimelinePicture) -> list[tuple[Mark, str]]:
    words = picture.words
    kinds = {mark.kind for mark in picture.sessions}
    entries: list[tuple[Mark, str, bool]] = [
        (_reliable_sample, words.reliable, picture.reliable_change is not None),
        (_expected_sample, words.expected, len(picture.expected) > 1),
        (attended_mark, words.attended, "attended" in kinds),
        (missed_mark, words.missed_session, "missed" in kinds),
        (missed_measure_mark, words.missed_measure, bool(picture.missed)),
    ]
    return [(mark, label) for mark, label, is_there in entries if is_there]


def hatch(sheet: Sheet, box: Box, gap: float = 9) -> None:
    """Fill a box with thin slanted lines, a texture that any colour below it keeps."""
    start = box.x - box.height
    while start < box.x + box.width:
        start += gap
        x1, x2 = max(start, box.x), min(start + box.height, box.x + box.width)
        if x2 > x1:
            y1, y2 = box.y + box.height - (x1 - start), box.y + box.height - (x2 - start)
            sheet.line(x1, y1, x2, y2, stroke=GREY, stroke_opacity="0.4")


def _reliable_sample(sheet: Sheet, x: float, y: float) -> None:
    hatch(sheet, Box(x - 9, y - 6, 18, 12), 5)
    for edge in (y - 6, y + 6):
        sheet.line(x - 9, edge, x + 9, edge, stroke=GREY, stroke_width="1.5")


def _expected_sample(sheet: Sheet, x: float, y: float) -> None:
    sheet.rect(x - 9, y - 6, 18, 12, fill="Canvas", fill_opacity="0.5", stroke=INK, stroke_opacity="0.3")
    sheet.line(
        x - 8, y, x + 9, y, stroke_opacity="0.6", stroke_width="1.5", stroke_dasharray="1 4", stroke_linecap="round"
    )


def draw_key(sheet: Sheet, picture: TimelinePicture, format: Format, y: float) -> float:
    """Draw the key of what is on this picture, wrapping. Return the height of the picture."""
    x, size = 10.0, format.size
    step = size * 1.75
    y += step
    entries = _key_entries(picture)
    if not entries:
        return y - size
    sheet.line(0, y - size * 1.3, format.width, y - size * 1.3, stroke_opacity="0.14")
    for mark, label in entries:
        lines = wrap(label, format.width - 40, size)
        width = max(text_width(line, size) for line in lines) + 20
        if x > 10 and x + width > format.width:
            x, y = 10.0, y + step
        mark(sheet, x, y)
        for i, line in enumerate(lines):
            y += size * 1.3 if i else 0
            sheet.words(x + 16, y + size * 0.35, line, size, soft=True)
        x += width + 22
    return y + size
