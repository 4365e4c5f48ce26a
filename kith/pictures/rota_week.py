"""The week of a rota: who is on duty when, one row for a day, and holes that nobody can overlook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import shorten, text_width
from kith.pictures.tones import BLUE, GREY, INK, RED, TEAL

HOURS = (0, 6, 12, 18, 24)
BAR, GAP = 24.0, 4.0


@dataclass(frozen=True)
class Stretch:
    """Part of a day, from 0 (midnight) to 1 (the next one), in which somebody is on duty or nobody is.

    A draft does not count yet and has a broken edge.
    """

    begins: float
    ends: float
    label: str
    kind: Literal["first", "backup", "hole"] = "first"
    is_draft: bool = False


@dataclass(frozen=True)
class RotaDay:
    """One day with its name and what stretches over it."""

    label: str
    stretches: tuple[Stretch, ...]
    is_today: bool = False


def rota_week(days: Sequence[RotaDay], *, title: str, sentence: str, empty: str) -> Drawing:
    """Draw each day as a row of 24 hours. First on duty is full, a back-up is outlined, a hole is striped and named."""
    return draw(partial(_rota_week, days, title, sentence, empty), sentence)


def _rota_week(days: Sequence[RotaDay], title: str, sentence: str, empty: str, format: Format) -> str:
    if not days:
        return empty_picture(format, title, sentence, empty)
    sheet, size = Sheet(format.width), format.size
    side = 0.0 if format.is_narrow else max(text_width(day.label, size, bold=True) for day in days[:7]) + 14
    left, right = min(side, format.width * 0.35), format.width - 1.0
    y = _hours(sheet, left, right, size)
    for day in days:
        y = _day(sheet, day, left, right, y, format)
    return sheet.finish(y, title, sentence)


def _hours(sheet: Sheet, left: float, right: float, size: float) -> float:
    for hour in HOURS:
        x = left + (right - left) * hour / 24
        anchor = "start" if hour == 0 else "end" if hour == 24 else "middle"
        sheet.words(x, size, f"{hour}", size, anchor=anchor, soft=True)  # type: ignore[arg-type]
    return size * 1.5


def _day(sheet: Sheet, day: RotaDay, left: float, right: float, y: float, format: Format) -> float:
    size, lanes = format.size, _lanes(day.stretches)
    if format.is_narrow:
        sheet.words(0, y + size, shorten(day.label, format.width, size * 1.06), size, bold=day.is_today)
        y += size * 1.4
    height = max(1, len(lanes)) * (BAR + GAP) - GAP
    if not format.is_narrow:
        label = shorten(day.label, left - 10, size * 1.06)
        sheet.words(0, y + BAR / 2 + size * 0.35, label, size, bold=day.is_today)
    sheet.rect(left, y, right - left, height, rx=4, fill=INK, fill_opacity="0.06")
    for hour in HOURS[1:-1]:
        x = left + (right - left) * hour / 24
        sheet.line(x, y, x, y + height, stroke_opacity="0.12")
    for number, lane in enumerate(lanes):
        for stretch in lane:
            _bar(sheet, stretch, left, right - left, y + number * (BAR + GAP), size)
    return y + height + size * 0.8


def _lanes(stretches: Sequence[Stretch]) -> list[list[Stretch]]:
    """Rows in which no two overlap: those who are asked first above."""
    order = {"hole": 0, "first": 1, "backup": 2}
    lanes: list[list[Stretch]] = []
    for one in sorted(stretches, key=lambda each: (order[each.kind], each.begins, each.ends)):
        free = next((lane for lane in lanes if all(one.begins >= o.ends or one.ends <= o.begins for o in lane)), None)
        if free is None:
            lanes.append([one])
        else:
            free.append(one)
    return lanes


def _bar(sheet: Sheet, stretch: Stretch, left: float, room: float, y: float, size: float) -> None:
    x, width = left + room * stretch.begins, max(room * (stretch.ends - stretch.begins), 2)
    broken = "4 3" if stretch.is_draft else "none"
    if stretch.kind == "hole":
        sheet.rect(x + 1, y + 1, width - 2, BAR - 2, rx=4, fill=RED, fill_opacity="0.18", stroke=RED, stroke_width=2)
        _stripes(sheet, x, width, y)
    elif stretch.kind == "first":
        edge = GREY if stretch.is_draft else TEAL
        sheet.rect(x + 1, y + 1, width - 2, BAR - 2, rx=4, fill=TEAL, fill_opacity="0.28", stroke=edge,
                   stroke_width=1.5, stroke_dasharray=broken)  # fmt: skip
    else:
        sheet.rect(x + 1, y + 1, width - 2, BAR - 2, rx=4, fill="none", stroke=BLUE, stroke_width=1.5,
                   stroke_dasharray=broken)  # fmt: skip
    label = shorten(stretch.label, width - 12, size)
    if len(label) > 2 or label == stretch.label:
        sheet.words(x + 6, y + BAR / 2 + size * 0.35, label, size, bold=stretch.kind == "hole", halo=True)


def _stripes(sheet: Sheet, x: float, width: float, y: float) -> None:
    step = 14.0
    for number in range(int((width - 8) // step)):
        at = x + 4 + number * step
        sheet.line(at, y + BAR - 4, at + 8, y + 4, stroke=RED, stroke_width=1.5, stroke_opacity="0.5")
