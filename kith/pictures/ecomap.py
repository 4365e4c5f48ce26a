"""An ecomap: a household in the middle, the systems around it, how each tie is, and which way energy flows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import hypot
from typing import Any, Final, Literal

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.genogram_lines import arrow_head, curve, zigzag
from kith.pictures.lettering import Box, wrap
from kith.pictures.sociogram_places import Point
from kith.pictures.tones import BLUE, GREY, INK, RUST, TEAL

TieKind = Literal["strong", "weak", "stressful"]
Flow = Literal["to household", "from household", "both", "none"]
_TONES: Final = {"strong": TEAL, "weak": GREY, "stressful": RUST}
_KEYS: Final = ("strong", "weak", "stressful", "flow")
_LEADING: Final = 1.25
_RISE: Final = 58.0
# Where systems stand around the household, in the order in which they fill: opposite each other, so that a few are
# spread, and somebody who is added moves nobody until the ring of eight is full.
_EIGHT: Final = ((1, 0), (1, 2), (0, 1), (2, 1), (0, 0), (2, 2), (2, 0), (0, 2))
_TWELVE: Final = ((2, 0), (2, 2), (0, 1), (4, 1), (0, 0), (4, 2), (4, 0), (0, 2), (1, 0), (3, 2), (3, 0), (1, 2))


@dataclass(frozen=True)
class SystemBox:
    """A system: its name, whose tie it is where not everybody's, how the tie is, and which way energy flows."""

    name: str
    tie: TieKind
    flow: Flow = "none"
    whose: str = ""


@dataclass(frozen=True)
class EcomapWords:
    """What the lines mean, and what is said when no system is there yet."""

    strong: str
    weak: str
    stressful: str
    flow: str
    empty: str


def ecomap(
    household: str,
    members: Sequence[str],
    systems: Sequence[SystemBox],
    *,
    words: EcomapWords,
    title: str,
    sentence: str,
) -> Drawing:
    """Draw up to twelve systems around a household; on a phone beside it, one below the other.

    Systems keep their places when one is added, until there are more than eight. Raises ValueError beyond twelve.
    """
    if len(systems) > len(_TWELVE):
        raise ValueError(
            f"An ecomap has room for {len(_TWELVE)} systems; found {len(systems)}. Leave out those that matter least."
        )
    return draw(partial(_ecomap, household, members, systems, words, title, sentence), sentence)


def _ecomap(
    household: str,
    members: Sequence[str],
    systems: Sequence[SystemBox],
    words: EcomapWords,
    title: str,
    sentence: str,
    format: Format,
) -> str:
    if not systems:
        return empty_picture(format, title, sentence, words.empty)
    sheet = Sheet(format.width)
    written = _beside if format.is_narrow else _around
    middle, boxes = written(household, members, systems, format)
    for system, box in zip(systems, boxes, strict=True):
        _tie(sheet, system, middle, box)
    _household(sheet, household, members, middle, format.size)
    for system, box in zip(systems, boxes, strict=True):
        _system(sheet, system, box, format.size)
    lowest = max(box.y + box.height for box in (middle, *boxes))
    return sheet.finish(_key(sheet, systems, words, lowest + format.size * 1.6, format), title, sentence)


def _lines(system: SystemBox, room: float, size: float) -> tuple[list[str], list[str]]:
    return wrap(system.name, room / 1.06, size), wrap(system.whose, room, size)


def _tall(system: SystemBox, width: float, size: float) -> float:
    return sum(map(len, _lines(system, width - 20, size))) * size * _LEADING + 18


def _middle_tall(household: str, members: Sequence[str], width: float, size: float) -> float:
    lines = sum(len(wrap(name, width - 28, size)) for name in members) + len(wrap(household, (width - 28) / 1.06, size))
    return lines * size * _LEADING + 40


def _beside(
    household: str, members: Sequence[str], systems: Sequence[SystemBox], format: Format
) -> tuple[Box, list[Box]]:
    """The household at the left, as high as the systems at the right together."""
    left, width = 122.0, 158.0
    boxes, y = [], 2.0
    for system in systems:
        boxes.append(Box(format.width - width - 2, y, width, _tall(system, width, format.size)))
        y += boxes[-1].height + 14
    tall = max(_middle_tall(household, members, left, format.size), y - 16)
    return Box(2, 2, left, tall), boxes


def _around(
    household: str, members: Sequence[str], systems: Sequence[SystemBox], format: Format
) -> tuple[Box, list[Box]]:
    """The household in the middle of a ring of boxes in three rows."""
    columns, cells = (3, _EIGHT) if len(systems) <= len(_EIGHT) else (5, _TWELVE)
    width, gap = (176.0, 94.0) if columns == 3 else (125.0, 22.7)
    tall = [_tall(system, width, format.size) for system in systems]
    rows = [max((h for h, (_, row) in zip(tall, cells, strict=False) if row == n), default=0.0) for n in range(3)]
    inner = width if columns == 3 else 3 * width - 2 * 44 + 2 * gap
    rows[1] = max(rows[1], _middle_tall(household, members, inner, format.size))
    tops = [2.0, 2.0 + rows[0] + (_RISE if rows[0] else 0)]
    tops.append(tops[1] + rows[1] + _RISE)
    boxes = [
        Box(2 + column * (width + gap), tops[row] + (rows[row] - h) * (0.5 if row == 1 else 1 - row / 2), width, h)
        for h, (column, row) in zip(tall, cells, strict=False)
    ]
    return Box((format.width - inner) / 2, tops[1], inner, rows[1]), boxes


def _household(sheet: Sheet, household: str, members: Sequence[str], box: Box, size: float) -> None:
    sheet.rect(box.x, box.y, box.width, box.height, rx=min(box.height, box.width) / 3, fill="Canvas")
    sheet.rect(
        box.x, box.y, box.width, box.height, rx=min(box.height, box.width) / 3, fill=BLUE, fill_opacity="0.12",
        stroke=BLUE, stroke_width=2.5,
    )  # fmt: skip
    heads = wrap(household, (box.width - 28) / 1.06, size)
    lines = [(head, True) for head in heads]
    lines += [(line, False) for name in members for line in wrap(name, box.width - 28, size)]
    _centred(sheet, box, lines, size)


def _system(sheet: Sheet, system: SystemBox, box: Box, size: float) -> None:
    given: dict[str, Any] = {"rx": 10, "stroke": INK, "stroke_width": 1.5, "class_": "system"}
    sheet.rect(box.x, box.y, box.width, box.height, fill="Canvas", **given)
    names, whose = _lines(system, box.width - 20, size)
    _centred(sheet, box, [*((line, True) for line in names), *((line, False) for line in whose)], size)


def _centred(sheet: Sheet, box: Box, lines: Sequence[tuple[str, bool]], size: float) -> None:
    y = box.y + box.height / 2 - (len(lines) - 1) / 2 * size * _LEADING + size * 0.35
    for line, is_bold in lines:
        sheet.words(box.x + box.width / 2, y, line, size, anchor="middle", bold=is_bold)
        y += size * _LEADING


def _tie(sheet: Sheet, system: SystemBox, middle: Box, box: Box) -> None:
    """From the nearest side of the household to the nearest side of the system."""
    start, end = _nearest(middle, box), _nearest(box, middle)
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    air = ((end[0] - start[0]) / length * 4, (end[1] - start[1]) / length * 4)
    _line(sheet, (start[0] + air[0], start[1] + air[1]), (end[0] - air[0], end[1] - air[1]), system.tie, system.flow)


def _nearest(box: Box, other: Box) -> Point:
    """Where a line to another box begins: the middle of the side they share, else a little in from a corner."""
    x, shares_x = _shared(box.x, box.width, other.x, other.width)
    y, shares_y = _shared(box.y, box.height, other.y, other.height)
    inwards = 0.0 if shares_x or shares_y else 14.0 if other.x < box.x else -14.0
    return x + inwards, y


def _shared(start: float, size: float, other_start: float, other_size: float) -> tuple[float, bool]:
    low, high = max(start, other_start), min(start + size, other_start + other_size)
    if low <= high:
        return (low + high) / 2, True
    return (start + size if other_start > start else start), False


def _line(sheet: Sheet, start: Point, end: Point, tie: TieKind, flow: Flow, *, is_key: bool = False) -> None:
    tone = _TONES[tie]
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    back = ((end[0] - start[0]) / length * 9, (end[1] - start[1]) / length * 9)
    begin = (start[0] + back[0], start[1] + back[1]) if flow in ("to household", "both") else start
    stop = (end[0] - back[0], end[1] - back[1]) if flow in ("from household", "both") else end
    given: dict[str, Any] = {"stroke": tone, "stroke_width": {"strong": 5, "weak": 2, "stressful": 2.5}[tie]}
    if not is_key:
        given["class_"] = "tie"
    if tie == "weak":
        given["stroke_dasharray"] = "5 4"
    sheet.path(zigzag(curve(begin, stop, 0), 5) if tie == "stressful" else [begin, stop], **given)
    if begin != start:
        arrow_head(sheet, end, start, tone)
    if stop != end:
        arrow_head(sheet, start, end, tone)


def _key(sheet: Sheet, systems: Sequence[SystemBox], words: EcomapWords, y: float, format: Format) -> float:
    """What the lines that were drawn mean, one below the other; return where it ends."""
    used: Mapping[str, bool] = {
        **{tie: any(system.tie == tie for system in systems) for tie in _TONES},
        "flow": any(system.flow != "none" for system in systems),
    }
    for key in (key for key in _KEYS if used[key]):
        middle = y - format.size * 0.35
        if key == "flow":
            sheet.line(4, middle, 38, middle, stroke_width=2)
            arrow_head(sheet, (4, middle), (46, middle), INK)
        else:
            kind: TieKind = next(tie for tie in ("strong", "weak", "stressful") if tie == key)
            _line(sheet, (4, middle), (46, middle), kind, "none", is_key=True)
        for line in wrap(getattr(words, key), format.width - 64, format.size):
            sheet.words(58, y, line, format.size)
            y += format.size * 1.35
        y += format.size * 0.3
    return y - format.size * 0.8
