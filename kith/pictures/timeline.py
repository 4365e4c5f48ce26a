"""The picture of the product: what happened to one person, on one line of time."""

from __future__ import annotations

from datetime import date
from functools import partial

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.frame import Frame
from kith.pictures.lettering import Box, text_width, wrap
from kith.pictures.timeline_below import draw_dates, draw_flags, draw_key, draw_sessions
from kith.pictures.timeline_ground import draw_axis, draw_bands, draw_expected, draw_leaders, draw_reliable, ticks
from kith.pictures.timeline_scores import draw_cut_off, draw_scores
from kith.pictures.timeline_values import TimelinePicture


def timeline(picture: TimelinePicture) -> Drawing:
    """Draw a course: scores, bands, cut-off, reliable-change band, expected course, sessions, flags, gaps, key.

    Without a score, the picture says so kindly and still keeps its title and sentence.
    """
    return draw(partial(_timeline, picture), picture.sentence)


def _timeline(picture: TimelinePicture, format: Format) -> str:
    if not picture.scores:
        return empty_picture(format, picture.title, picture.sentence, picture.words.empty)
    sheet = Sheet(format.width)
    frame = _frame(picture, format)
    taken: list[Box] = []
    draw_axis(sheet, picture, frame, format)
    draw_bands(sheet, picture, frame, format)
    draw_expected(sheet, picture, frame)
    draw_reliable(sheet, picture, frame)
    draw_leaders(sheet, picture, frame)
    draw_cut_off(sheet, picture, frame, format, taken)
    draw_scores(sheet, picture, frame, format, taken)
    y = draw_dates(sheet, picture, frame, format)
    y = draw_sessions(sheet, picture, frame, y)
    y = draw_flags(sheet, picture, frame, format, y)
    y = draw_key(sheet, picture, format, y)
    return sheet.finish(y, picture.title, picture.sentence)


def _frame(picture: TimelinePicture, format: Format) -> Frame:
    days: list[date] = [
        *(score.when for score in picture.scores),
        *picture.missed,
        *(mark.when for mark in picture.sessions),
        *(flag.when for flag in picture.flags),
        *(each.when for each in picture.expected),
    ]
    if picture.until:
        days.append(picture.until)
    values = [picture.minimum, picture.maximum, *(score.value for score in picture.scores)]
    top = format.size * 2.3
    return Frame(
        left=_left(picture, format),
        right=format.width - _gutter(picture, format),
        top=top,
        bottom=top + (235 if format.is_narrow else 240),
        first=min(days),
        last=max(days),
        low=min(values),
        high=max(values),
    )


def _left(picture: TimelinePicture, format: Format) -> float:
    return max(text_width(label, format.size) for _, label in ticks(picture)) + 10


def _gutter(picture: TimelinePicture, format: Format) -> float:
    """Room for the names of the bands at the end of the plot."""
    room = 96 if format.is_narrow else 150
    lines = [line for band in picture.bands for line in wrap(band.label, room, format.size, 2)]
    return max((text_width(line, format.size) for line in lines), default=0) + 10 if lines else 4
