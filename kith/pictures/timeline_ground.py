"""What lies under the scores of a timeline: axis, bands, expected course, reliable change, lines of flags."""

from __future__ import annotations

from kith.pictures.drawing import Format, Sheet
from kith.pictures.frame import Frame
from kith.pictures.lettering import Box, text_box, wrap
from kith.pictures.timeline_below import hatch
from kith.pictures.timeline_values import TimelinePicture
from kith.pictures.tones import BAND_OPACITY, BAND_TONES, GREY, INK


def ticks(picture: TimelinePicture) -> list[tuple[float, str]]:
    """Return the numbers on the axis: the given ones, or the edges of the bands."""
    if picture.ticks:
        return list(picture.ticks)
    edges = {picture.minimum, picture.maximum, *(band.low for band in picture.bands)}
    return [(edge, f"{edge:g}") for edge in sorted(edges)]


def draw_axis(sheet: Sheet, picture: TimelinePicture, frame: Frame, format: Format) -> None:
    """Draw which way is better, and the numbers at the edges of the bands."""
    size = format.size
    down = picture.lower_is_better
    tip, tail = (size, 2.0) if down else (2.0, size)
    wing = tip - 5 if down else tip + 5
    sheet.path([(6, tail), (6, tip)], stroke=INK, stroke_width="1.6", stroke_linecap="round")
    sheet.path([(2, wing), (6, tip), (10, wing)], stroke=INK, stroke_width="1.6", stroke_linecap="round")
    sheet.words(18, size - 1, picture.words.direction, size, soft=True)
    taken: list[Box] = []
    for value, label in ticks(picture):
        y = frame.y(value) + size * 0.35
        box = text_box(frame.left - 6, y, label, size, "end")
        if not any(box.touches(other) for other in taken):
            sheet.words(frame.left - 6, y, label, size, anchor="end", soft=True)
            taken.append(box)


def draw_bands(sheet: Sheet, picture: TimelinePicture, frame: Frame, format: Format) -> None:
    """Draw the bands of severity with their names at the end."""
    taken: list[Box] = []
    ordered = sorted(picture.bands, key=lambda band: band.low)
    for band, above in zip(ordered, [*ordered[1:], None], strict=False):
        top, bottom = frame.y(above.low if above else frame.high), frame.y(band.low)
        tone = BAND_TONES[min(max(band.severity, 0), len(BAND_TONES) - 1)]
        width = frame.right - frame.left
        sheet.rect(frame.left, top, width, bottom - top, fill=tone, fill_opacity=f"{BAND_OPACITY}")
        if above:
            sheet.line(frame.left, top, frame.right, top, stroke_opacity="0.14")
        _band_name(sheet, band.label, (top + bottom) / 2, bottom - top, frame, format, taken)
    if not ordered:
        sheet.line(frame.left, frame.bottom, frame.right, frame.bottom, stroke_opacity="0.4")


def _band_name(
    sheet: Sheet, label: str, middle: float, height: float, frame: Frame, format: Format, taken: list[Box]
) -> None:
    room = format.width - frame.right - 8
    lines = wrap(label, room, format.size, 2 if height >= format.size * 2.3 else 1)
    y = middle + format.size * (0.35 - 0.6 * (len(lines) - 1))
    boxes = [text_box(frame.right + 8, y + i * format.size * 1.2, line, format.size) for i, line in enumerate(lines)]
    if any(box.touches(other, 0) for box in boxes for other in taken):
        return
    for i, line in enumerate(lines):
        sheet.words(frame.right + 8, y + i * format.size * 1.2, line, format.size, soft=True)
    taken.extend(boxes)


def draw_expected(sheet: Sheet, picture: TimelinePicture, frame: Frame) -> None:
    """Draw the corridor of the expected course."""
    course = sorted(picture.expected, key=lambda each: each.when)
    if len(course) < 2:
        return
    upper = [(frame.x(each.when), frame.y(each.high)) for each in course]
    lower = [(frame.x(each.when), frame.y(each.low)) for each in reversed(course)]
    sheet.path([*upper, *lower], close=True, fill="Canvas", fill_opacity="0.5", stroke=INK, stroke_opacity="0.45")
    middle = [(frame.x(each.when), frame.y(each.middle)) for each in course]
    sheet.path(
        middle, stroke=INK, stroke_opacity="0.6", stroke_width="1.5", stroke_dasharray="1 4", stroke_linecap="round"
    )


def draw_reliable(sheet: Sheet, picture: TimelinePicture, frame: Frame) -> None:
    """Hatch the scores that do not differ from the first by more than chance."""
    if picture.reliable_change is None:
        return
    first = picture.ordered[0]
    edges = (first.value + picture.reliable_change, first.value - picture.reliable_change)
    top, bottom = (frame.y(edge) for edge in edges)
    left = frame.x(first.when)
    hatch(sheet, Box(left, top, frame.right - left, bottom - top))
    for edge in edges:
        if frame.low < edge < frame.high:
            sheet.line(left, frame.y(edge), frame.right, frame.y(edge), stroke=GREY, stroke_width="1.5")


def draw_leaders(sheet: Sheet, picture: TimelinePicture, frame: Frame) -> None:
    """Draw a line over the plot for each flag, a full one for an ending."""
    for flag in picture.flags:
        x = frame.x(flag.when)
        solid = flag.kind == "ending"
        sheet.line(
            x, frame.top, x, frame.bottom,
            stroke_opacity="0.75" if solid else "0.45", stroke_width="1.5", stroke_dasharray="none" if solid else "1 4",
        )  # fmt: skip
