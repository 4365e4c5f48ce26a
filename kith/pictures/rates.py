"""Numbers of a service as pictures: the steps people pass, rates with their intervals, and waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import text_width, wrap
from kith.pictures.tones import INK, RUST, TEAL


@dataclass(frozen=True)
class Step:
    """One step of the funnel; `value_label` says the number, `share_label` what part of the step before it is."""

    label: str
    count: int
    value_label: str
    share_label: str = ""


@dataclass(frozen=True)
class Rate:
    """A share from 0 to 1 with its interval; None when it may not be shown, and `value_label` then says why.

    `value_label` says everything: "47 % of 86, 95 % interval 37-58".
    """

    label: str
    value_label: str
    share: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Wait:
    """How many people waited a range of weeks."""

    label: str
    count: int
    is_late: bool = False


def funnel(steps: Sequence[Step], *, title: str, sentence: str, empty: str) -> Drawing:
    """Draw referred, assessed, treated, finished as bars with their numbers in words."""
    return draw(partial(_funnel, steps, title, sentence, empty), sentence)


def _funnel(steps: Sequence[Step], title: str, sentence: str, empty: str, format: Format) -> str:
    most = max((step.count for step in steps), default=0)
    if not most:
        return empty_picture(format, title, sentence, empty)
    sheet, y, size = Sheet(format.width), 0.0, format.size
    for step in steps:
        y = _label_row(sheet, format, y, step.label, " · ".join(filter(None, (step.value_label, step.share_label))))
        sheet.rect(0, y, format.width, 16, rx=4, fill=INK, fill_opacity="0.07")
        sheet.rect(0, y, format.width * step.count / most, 16, rx=4, fill=TEAL)
        y += 16 + size * 1.1
    return sheet.finish(y - size * 0.6, title, sentence)


def _label_row(sheet: Sheet, format: Format, y: float, label: str, value: str) -> float:
    """Write a label and its value on one line when both fit, else below each other; return where the bar begins."""
    size = format.size
    if text_width(label, size, bold=True) + text_width(value, size) + 16 <= format.width:
        sheet.words(0, y + size, label, size, bold=True)
        sheet.words(format.width, y + size, value, size, anchor="end", soft=True)
        return y + size * 1.5
    for line in wrap(label, format.width * 0.92, size):
        sheet.words(0, y + size, line, size, bold=True)
        y += size * 1.3
    for line in wrap(value, format.width, size):
        sheet.words(0, y + size, line, size, soft=True)
        y += size * 1.3
    return y + size * 0.3


def rate_bars(rates: Sequence[Rate], *, title: str, sentence: str, empty: str) -> Drawing:
    """Draw rates as points with their intervals on a line from 0 to 100 %, each with its denominator in words.

    A rate that may not be shown has an empty line and its reason.
    """
    return draw(partial(_rate_bars, rates, title, sentence, empty), sentence)


def _rate_bars(rates: Sequence[Rate], title: str, sentence: str, empty: str, format: Format) -> str:
    if not rates:
        return empty_picture(format, title, sentence, empty)
    sheet, y, size = Sheet(format.width), 0.0, format.size
    left, right = 8.0, format.width - 8.0
    for rate in rates:
        y = _label_row(sheet, format, y, rate.label, rate.value_label) + 8
        sheet.line(
            left, y, right, y, stroke_opacity="0.25", stroke_dasharray="none" if rate.share is not None else "3 4"
        )
        for tick in range(0, 5):
            x = left + (right - left) * tick / 4
            sheet.line(x, y - 3, x, y + 3, stroke_opacity="0.35")
        _interval(sheet, rate, left, right, y)
        y += 8 + size * 1.2
    return sheet.finish(y - size * 0.6, title, sentence)


def _interval(sheet: Sheet, rate: Rate, left: float, right: float, y: float) -> None:
    def x(share: float) -> float:
        return left + (right - left) * min(max(share, 0), 1)

    if rate.low is not None and rate.high is not None:
        sheet.line(
            x(rate.low), y, x(rate.high), y, stroke=TEAL, stroke_width=5, stroke_opacity="0.45", stroke_linecap="round"
        )
    if rate.share is not None:
        sheet.put("circle", cx=x(rate.share), cy=y, r=7, fill=TEAL, stroke="Canvas", stroke_width=2)


def waits(ranges: Sequence[Wait], *, title: str, sentence: str, empty: str) -> Drawing:
    """Draw how long people waited: a bar for each range of weeks; late ones have a dashed edge besides their colour."""
    return draw(partial(_waits, ranges, title, sentence, empty), sentence)


def _waits(ranges: Sequence[Wait], title: str, sentence: str, empty: str, format: Format) -> str:
    most = max((each.count for each in ranges), default=0)
    if not most:
        return empty_picture(format, title, sentence, empty)
    sheet, size, y = Sheet(format.width), format.size, 0.0
    name = min(max(text_width(each.label, size) for each in ranges), format.width * 0.4)
    value = max(text_width(str(each.count), size, bold=True) for each in ranges)
    room = format.width - name - value - 20
    for each in ranges:
        lines = wrap(each.label, name + 1, size)
        height = max(len(lines) * size * 1.25, 20)
        for i, line in enumerate(lines):
            sheet.words(0, y + height / 2 + size * 0.35 + (i - (len(lines) - 1) / 2) * size * 1.25, line, size)
        length = max(room * each.count / most, 2) if each.count else 0
        tone = RUST if each.is_late else TEAL
        edge = (
            {"stroke": tone, "stroke_width": "2", "stroke_dasharray": "4 3", "fill_opacity": "0.45"}
            if each.is_late
            else {}
        )
        sheet.rect(name + 10, y + height / 2 - 8, length, 16, rx=3, fill=tone, **edge)
        sheet.words(name + length + 18, y + height / 2 + size * 0.35, str(each.count), size, bold=True)
        y += height + 8
    return sheet.finish(y - 4, title, sentence)
