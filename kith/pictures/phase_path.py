"""The phases of a group as a path: where it has been, where it is, what is ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import wrap
from kith.pictures.tones import GREY, TEAL

RADIUS = 17.0


@dataclass(frozen=True)
class PhaseStop:
    """One phase: its name, a line about when, and whether it was passed, is now, or is ahead."""

    name: str
    note: str
    state: Literal["passed", "now", "ahead"]


def phase_path(stops: Sequence[PhaseStop], *, here: str, title: str, sentence: str, empty: str) -> Drawing:
    """Draw the stops in a row, or one below the other on a phone; `here` is the word at the one that is now."""
    return draw(partial(_phase_path, stops, here, title, sentence, empty), sentence)


def _phase_path(stops: Sequence[PhaseStop], here: str, title: str, sentence: str, empty: str, format: Format) -> str:
    if not stops:
        return empty_picture(format, title, sentence, empty)
    sheet = Sheet(format.width)
    height = _down(sheet, stops, here, format) if format.is_narrow else _across(sheet, stops, here, format)
    return sheet.finish(height, title, sentence)


def _across(sheet: Sheet, stops: Sequence[PhaseStop], here: str, format: Format) -> float:
    size, room = format.size, format.width / len(stops)
    y, lowest = RADIUS + size * 1.8, 0.0
    for place, stop in enumerate(stops):
        x = room * (place + 0.5)
        if place:
            _way(sheet, x - room + RADIUS + 4, y, x - RADIUS - 4, y, stop)
        if stop.state == "now":
            sheet.words(x, size, here, size, anchor="middle", bold=True)
        _stop(sheet, x, y, place + 1, stop, size)
        base = y + RADIUS + size * 1.4
        for line in wrap(stop.name, room - 10, size, 3):
            sheet.words(x, base, line, size, anchor="middle", bold=stop.state == "now")
            base += size * 1.25
        for line in wrap(stop.note, room - 10, size, 3):
            sheet.words(x, base, line, size, anchor="middle", soft=True)
            base += size * 1.25
        lowest = max(lowest, base)
    return lowest - size * 0.6


def _down(sheet: Sheet, stops: Sequence[PhaseStop], here: str, format: Format) -> float:
    size, y, left = format.size, RADIUS + 4, RADIUS + 4
    for place, stop in enumerate(stops):
        words = wrap(stop.name, format.width - left * 2 - 20, size, 2)
        note = (
            f"{here} · {stop.note}" if stop.state == "now" and stop.note else here if stop.state == "now" else stop.note
        )
        below = [*words[1:], *wrap(note, format.width - left * 2 - 20, size, 2)]
        _stop(sheet, left, y, place + 1, stop, size)
        sheet.words(left * 2 + 14, y + size * 0.1, words[0] if words else "", size, bold=stop.state == "now")
        base = y + size * 1.35
        for line in below:
            sheet.words(left * 2 + 14, base, line, size, soft=True)
            base += size * 1.25
        following = max(base + size, y + RADIUS * 2 + 22)
        if place + 1 < len(stops):
            _way(sheet, left, y + RADIUS + 4, left, following - RADIUS - 4, stops[place + 1])
        y = following
    return y - RADIUS - size * 0.4


def _way(sheet: Sheet, x1: float, y1: float, x2: float, y2: float, to: PhaseStop) -> None:
    """The way to a stop: full where the group has gone it, broken where it is ahead."""
    broken = "2 7" if to.state == "ahead" else "none"
    tone = GREY if to.state == "ahead" else TEAL
    sheet.line(x1, y1, x2, y2, stroke=tone, stroke_width=3, stroke_linecap="round", stroke_dasharray=broken)


def _stop(sheet: Sheet, x: float, y: float, number: int, stop: PhaseStop, size: float) -> None:
    is_now, is_ahead = stop.state == "now", stop.state == "ahead"
    if is_now:
        sheet.put("circle", cx=x, cy=y, r=RADIUS + 4, fill="none", stroke=TEAL, stroke_width=2)
    sheet.put(
        "circle",
        cx=x,
        cy=y,
        r=RADIUS - 1,
        fill=TEAL,
        fill_opacity="0.4" if is_now else "0" if is_ahead else "0.18",
        stroke=GREY if is_ahead else TEAL,
        stroke_width=2,
    )
    sheet.words(x, y + size * 0.35, str(number), size, anchor="middle", bold=is_now)
