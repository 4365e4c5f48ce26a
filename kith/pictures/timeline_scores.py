"""The scores of a timeline, the cut-off, and words that find room beside them."""

from __future__ import annotations

from datetime import date

from kith.pictures.drawing import Anchor, Format, Sheet
from kith.pictures.frame import Frame
from kith.pictures.lettering import Box, text_box, text_width
from kith.pictures.timeline_below import missed_measure_mark
from kith.pictures.timeline_values import Score, TimelinePicture
from kith.pictures.tones import RUST, TEAL


def _has_room(box: Box, frame: Frame, taken: list[Box]) -> bool:
    """Whether words stay inside the plot and beside other words."""
    inside = frame.top - 14 < box.y and box.y + box.height < frame.bottom - 2 and frame.left < box.x
    return inside and box.x + box.width < frame.right and not any(box.touches(other) for other in taken)


def _is_free(box: Box, picture: TimelinePicture, frame: Frame, taken: list[Box]) -> bool:
    """Whether words have room, and neither the scores nor the line of a flag runs through them."""
    crossed = any(box.x - 3 <= frame.x(flag.when) <= box.x + box.width + 3 for flag in picture.flags)
    return _has_room(box, frame, taken) and not crossed and not _near_line(box, _line(picture, frame))


def _near_line(box: Box, runs: list[list[tuple[float, float]]]) -> bool:
    """Whether the line of scores runs through a box, looked at in forty steps for each piece."""
    for run in runs:
        for (x1, y1), (x2, y2) in zip(run, run[1:] or run, strict=False):
            if any(box.holds(x1 + (x2 - x1) * i / 40, y1 + (y2 - y1) * i / 40, 4) for i in range(41)):
                return True
    return False


def _line(picture: TimelinePicture, frame: Frame) -> list[list[tuple[float, float]]]:
    """Return the runs of the line: it is broken wherever a measure was missed between two scores."""
    runs: list[list[tuple[float, float]]] = []
    before: date | None = None
    for score in picture.ordered:
        is_broken = before is None or any(before < missed < score.when for missed in picture.missed)
        if is_broken:
            runs.append([])
        runs[-1].append((frame.x(score.when), frame.y(score.value)))
        before = score.when
    return runs


def draw_cut_off(sheet: Sheet, picture: TimelinePicture, frame: Frame, format: Format, taken: list[Box]) -> None:
    """Draw the cut-off line, and its words where there is room for them along the line."""
    if picture.cut_off is None:
        return
    y, label, size = frame.y(picture.cut_off.value), picture.cut_off.label, format.size
    sheet.line(frame.left, y, frame.right, y, stroke=RUST, stroke_width=2, stroke_dasharray="7 4")
    width = text_width(label, size, bold=True)
    rights = [frame.right - 6 - step * (frame.right - frame.left - width - 12) / 12 for step in range(13)]
    places = [(x, base) for base in (y - 6, y + size + 3) for x in rights]
    boxes = ((x, base, text_box(x, base, label, size, "end", bold=True)) for x, base in places)
    first = (*places[0], text_box(*places[0], label, size, "end", bold=True))
    x, base, box = next((each for each in boxes if _is_free(each[2], picture, frame, taken)), first)
    sheet.words(x, base, label, size, anchor="end", bold=True)
    taken.append(box)


def draw_scores(sheet: Sheet, picture: TimelinePicture, frame: Frame, format: Format, taken: list[Box]) -> None:
    """Draw the line, broken where a measure was missed, its points, and the first and last number."""
    for run in _line(picture, frame):
        if len(run) > 1:
            sheet.path(run, stroke=TEAL, stroke_width=3, stroke_linejoin="round", stroke_linecap="round")
    for when in picture.missed:
        missed_measure_mark(sheet, frame.x(when), frame.bottom - 10)
    ordered = picture.ordered
    for score in ordered:
        sheet.put(
            "circle", cx=frame.x(score.when), cy=frame.y(score.value), r=5, fill=TEAL, stroke="Canvas", stroke_width=2
        )
    for score in {ordered[0]: None, ordered[-1]: None}:
        _value(sheet, score, picture, frame, format, taken)


def _value(
    sheet: Sheet, score: Score, picture: TimelinePicture, frame: Frame, format: Format, taken: list[Box]
) -> None:
    """Write the number of a score above, below or beside its point, wherever there is room."""
    x, y, size = frame.x(score.when), frame.y(score.value), format.size + 2
    middle = y + size * 0.35
    places: list[tuple[float, float, Anchor]] = [(x, y - 11, "middle"), (x, y + size + 7, "middle")]
    places += [(x - 10, middle, "end"), (x + 10, middle, "start"), (x + 8, y - 11, "start"), (x - 8, y - 11, "end")]
    places += [(x + 8, y + size + 7, "start"), (x - 8, y + size + 7, "end")]
    boxes = [(place, text_box(place[0], place[1], score.value_label, size, place[2], bold=True)) for place in places]
    free = [each for each in boxes if _is_free(each[1], picture, frame, taken)]
    for (at, base, anchor), box in free or [each for each in boxes if _has_room(each[1], frame, taken)]:
        sheet.words(at, base, score.value_label, size, anchor=anchor, bold=True, halo=True)
        taken.append(box)
        return
