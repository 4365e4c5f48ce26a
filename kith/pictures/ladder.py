"""Small pictures of a client's own progress: a goal from 0 to 10, and a strip of attendance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from kith.pictures.drawing import Anchor, Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import text_width, wrap
from kith.pictures.tones import BLUE, GREY, RUST, TEAL


@dataclass(frozen=True)
class Rung:
    """How near the goal was on a day, 0 to 10; None when it was not rated."""

    label: str
    rating: float | None


def goal_ladder(rungs: Sequence[Rung], *, bottom: str, top: str, title: str, sentence: str, empty: str) -> Drawing:
    """Draw how near a goal was each time, as columns of ten small steps; the last number stands above its column."""
    return draw(partial(_goal_ladder, rungs, bottom, top, title, sentence, empty), sentence)


def _goal_ladder(
    rungs: Sequence[Rung], bottom: str, top: str, title: str, sentence: str, empty: str, format: Format
) -> str:
    shown = list(rungs)[-(6 if format.is_narrow else 12) :]
    if not any(rung.rating is not None for rung in shown):
        return empty_picture(format, title, sentence, empty)
    sheet, size = Sheet(format.width), format.size
    left = min(max(text_width(top, size), text_width(bottom, size)), format.width * 0.28) + 14
    step, rise, head = (format.width - left) / len(shown), 13.0, size * 1.9
    foot = head + 10 * rise
    for words, y, is_last in ((top, head, False), (bottom, foot, True)):
        lines = wrap(words, left - 12, size, 3)
        base = y - (len(lines) - 1) * size * 1.2 if is_last else y + size * 0.8
        for i, line in enumerate(lines):
            sheet.words(0, base + i * size * 1.2, line, size, soft=True)
    labels_taken = -1.0
    for i, rung in enumerate(shown):
        middle = left + step * (i + 0.5)
        _column(sheet, rung, middle, min(step - 6, 34), foot, rise, size)
        labels_taken = _column_label(sheet, rung.label, middle, foot + size * 1.5, size, format, labels_taken)
    return sheet.finish(foot + size * 2, title, sentence)


def _column(sheet: Sheet, rung: Rung, middle: float, width: float, foot: float, rise: float, size: float) -> None:
    reached = -1.0 if rung.rating is None else min(max(rung.rating, 0), 10)
    for stair in range(10):
        y = foot - (stair + 1) * rise + 2
        if stair < round(reached):
            sheet.rect(middle - width / 2, y, width, rise - 3, rx=2.5, fill=TEAL)
        else:
            sheet.rect(middle - width / 2, y, width, rise - 3, rx=2.5, fill=GREY, fill_opacity="0.2")
    if rung.rating is not None:
        sheet.words(
            middle, foot - max(round(reached), 0) * rise - 5, f"{rung.rating:g}", size, anchor="middle", bold=True
        )


def _column_label(
    sheet: Sheet, label: str, middle: float, y: float, size: float, format: Format, taken: float
) -> float:
    """Write the label of a column where it has room, and return where the last label ends."""
    width = text_width(label, size)
    left = min(middle - width / 2, format.width - width)
    if left < taken + 8:
        return taken
    anchor: Anchor = "end" if left < middle - width / 2 else "middle"
    sheet.words(format.width if anchor == "end" else middle, y, label, size, anchor=anchor, soft=True)
    return left + width


Attendance = Literal["attended", "missed", "cancelled", "to come"]


def attendance_strip(marks: Sequence[Attendance], *, title: str, sentence: str) -> Drawing:
    """Draw sessions as marks in order: full dot attended, cross missed, short line cancelled, ring still to come."""
    step, across = 18.0, 20
    rows = max((len(marks) + across - 1) // across, 1)
    sheet = Sheet(step * min(max(len(marks), 1), across))
    for i, mark in enumerate(marks):
        x, y = (i % across + 0.5) * step, (i // across + 0.5) * step
        if mark == "attended":
            sheet.put("circle", cx=x, cy=y, r=6, fill=BLUE)
        elif mark == "to come":
            sheet.put("circle", cx=x, cy=y, r=5, fill="none", stroke=BLUE, stroke_width=2)
        elif mark == "cancelled":
            sheet.line(x - 5, y, x + 5, y, stroke=GREY, stroke_width=3, stroke_linecap="round")
        else:
            sheet.path([(x - 5, y - 5), (x + 5, y + 5)], stroke=RUST, stroke_width=3, stroke_linecap="round")
            sheet.path([(x - 5, y + 5), (x + 5, y - 5)], stroke=RUST, stroke_width=3, stroke_linecap="round")
    svg = sheet.finish(rows * step, title, sentence, is_fixed=True)
    return Drawing(narrow=svg, wide=svg, sentence=sentence)
