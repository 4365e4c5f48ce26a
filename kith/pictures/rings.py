"""People, places and groups on three rings around somebody: the closer to the middle, the closer to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import cos, pi, sin
from typing import Final, Literal

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.lettering import Box, text_width, wrap
from kith.pictures.sociogram_places import Point
from kith.pictures.tones import BLUE, GREY, PLUM, TEAL

MarkKind = Literal["person", "place", "group"]
_TONES: Final = {"person": BLUE, "place": TEAL, "group": PLUM}
# Shares of the outer ring: where each ring is drawn, and where its marks may stand. The inner one is the widest, as
# those who are close should have their names beside them.
_EDGES: Final = (0.4, 0.71, 1.0)
_STANDS: Final = ((0.29, 0.33, 0.25), (0.56, 0.6, 0.52), (0.86, 0.9, 0.8))
_NAME_ROOM: Final = 108.0
_TURNS: Final = 72


@dataclass(frozen=True)
class RingMark:
    """One on the map: what it is called, its kind, and its ring from 0 (close) to 2 (further away)."""

    name: str
    kind: MarkKind
    ring: int


@dataclass(frozen=True)
class RingWords:
    """Who stands in the middle, the names of the three rings, and what each kind of mark is."""

    middle: str
    rings: tuple[str, str, str]
    person: str
    place: str
    group: str


def rings(marks: Sequence[RingMark], *, words: RingWords, title: str, sentence: str) -> Drawing:
    """Draw the three rings, also when nobody stands on them yet.

    Names stand beside the marks where all of them have room; else, and on a phone, marks have numbers and the names
    stand below.
    """
    return draw(partial(_rings, marks, words, title, sentence), sentence)


def _rings(marks: Sequence[RingMark], words: RingWords, title: str, sentence: str, format: Format) -> str:
    sheet, size = Sheet(format.width), format.size
    reach = 168.0 if format.is_narrow else 292.0
    centre = (format.width / 2, reach + size + 6)
    taken = _ground(sheet, words, centre, reach, size)
    named = None if format.is_narrow else _seats(marks, centre, reach, taken, [_name_box(one, size) for one in marks])
    y = centre[1] + reach + size * 2
    if named is not None:
        for mark, spot in zip(marks, named, strict=True):
            _named(sheet, mark, spot, size)
    else:
        small = [Box(-13, -13, 26, 26)] * len(marks)
        seats = _seats(marks, centre, reach, taken, small) or _crowded(marks, centre, reach)
        for number, (mark, spot) in enumerate(zip(marks, seats, strict=True), start=1):
            _mark(sheet, mark.kind, spot, 13)
            sheet.words(spot[0], spot[1] + size * 0.35, str(number), size, anchor="middle", bold=True)
        y = _names(sheet, marks, y, format)
    return sheet.finish(_key(sheet, marks, words, y, format), title, sentence)


def _ground(sheet: Sheet, words: RingWords, centre: Point, reach: float, size: float) -> list[Box]:
    """The rings with their names, and the person in the middle; return what is taken."""
    x, y = centre
    taken = []
    for place in (2, 1, 0):
        edge = reach * _EDGES[place]
        sheet.put("circle", cx=x, cy=y, r=edge, fill=TEAL, fill_opacity="0.07", stroke=GREY, stroke_opacity="0.7")
        name, width = words.rings[place], text_width(words.rings[place], size)
        sheet.words(x, y - edge + size * 0.35, name, size, anchor="middle", soft=True, halo=True)
        taken.append(Box(x - width / 2, y - edge - size * 0.5, width, size))
    room = reach * _EDGES[0] * 0.42
    sheet.put("circle", cx=x, cy=y, r=room, fill="Canvas", stroke=TEAL, stroke_width=2.5)
    lines = wrap(words.middle, room * 1.8, size, 1)
    for line in lines:
        sheet.words(x, y + size * 0.35, line, size, anchor="middle", bold=True)
    return [*taken, Box(x - room, y - room, room * 2, room * 2)]


def _name_box(mark: RingMark, size: float) -> Box:
    """What a mark with its name takes up, seen from the mark."""
    lines = wrap(mark.name, _NAME_ROOM, size, 2)
    width = max([22.0, *(text_width(line, size) for line in lines)])
    return Box(-width / 2, -11, width, 24 + len(lines) * size * 1.2)


def _seats(
    marks: Sequence[RingMark], centre: Point, reach: float, ground: Sequence[Box], sizes: Sequence[Box]
) -> list[Point] | None:
    """A free place for every mark, spread round its ring; None when one has none."""
    taken, found = list(ground), []
    for place, size in enumerate(sizes):
        spot = next((one for one in _spots(marks, place, centre, reach) if _is_free(one, size, taken, centre)), None)
        if spot is None:
            return None
        found.append(spot)
        taken.append(_at(size, spot))
    return found


def _spots(marks: Sequence[RingMark], place: int, centre: Point, reach: float) -> list[Point]:
    """Where a mark could stand, the nearest to its fair share of the ring first."""
    mark = marks[place]
    peers = [i for i, other in enumerate(marks) if other.ring == mark.ring]
    start = 2 * pi * (peers.index(place) + 0.5) / len(peers) - pi / 2 + mark.ring * 0.7
    turns = sorted((step * 2 * pi / _TURNS for step in range(-_TURNS // 2, _TURNS // 2)), key=abs)
    return [
        (centre[0] + reach * share * cos(start + turn), centre[1] + reach * share * sin(start + turn))
        for turn in turns
        for share in _STANDS[mark.ring]
    ]


def _is_free(spot: Point, size: Box, taken: Sequence[Box], centre: Point) -> bool:
    box = _at(size, spot)
    is_inside = box.x >= 2 and box.x + box.width <= centre[0] * 2 - 2
    return is_inside and not any(box.touches(other) for other in taken)


def _at(size: Box, spot: Point) -> Box:
    return Box(spot[0] + size.x, spot[1] + size.y, size.width, size.height)


def _crowded(marks: Sequence[RingMark], centre: Point, reach: float) -> list[Point]:
    """Where there is no room for all, each takes its share of the ring, and some overlap."""
    return [_spots(marks, place, centre, reach)[0] for place in range(len(marks))]


def _named(sheet: Sheet, mark: RingMark, spot: Point, size: float) -> None:
    _mark(sheet, mark.kind, spot, 9)
    y = spot[1] + 11 + size
    for line in wrap(mark.name, _NAME_ROOM, size, 2):
        sheet.words(spot[0], y, line, size, anchor="middle", halo=True)
        y += size * 1.2


def _mark(sheet: Sheet, kind: MarkKind, spot: Point, reach: float) -> None:
    """A circle for a person, a square for a place, a square on its corner for a group."""
    x, y = spot
    look = {"fill": "Canvas", "stroke": _TONES[kind], "stroke_width": 2.5, "class_": "mark"}
    if kind == "person":
        sheet.put("circle", cx=x, cy=y, r=reach, **look)  # type: ignore[arg-type]
    elif kind == "place":
        sheet.rect(x - reach * 0.92, y - reach * 0.92, reach * 1.84, reach * 1.84, rx=3, **look)  # type: ignore[arg-type]
    else:
        wide = reach * 1.22
        sheet.path([(x, y - wide), (x + wide, y), (x, y + wide), (x - wide, y)], close=True, **look)  # type: ignore[arg-type]


def _names(sheet: Sheet, marks: Sequence[RingMark], y: float, format: Format) -> float:
    """The names with their numbers, below the picture."""
    size = format.size
    for number, mark in enumerate(marks, start=1):
        sheet.words(28, y, str(number), size, anchor="end", bold=True)
        for line in wrap(mark.name, format.width - 42, size):
            sheet.words(40, y, line, size)
            y += size * 1.35
    return y + size * 0.5


def _key(sheet: Sheet, marks: Sequence[RingMark], words: RingWords, y: float, format: Format) -> float:
    """What the shapes mean that were drawn; return where the picture ends."""
    x, size = 16.0, format.size
    kinds: tuple[MarkKind, ...] = ("person", "place", "group")
    for kind in (one for one in kinds if any(mark.kind == one for mark in marks)):
        word = getattr(words, kind)
        if x + text_width(word, size) + 24 > format.width:
            x, y = 16.0, y + size * 1.6
        _mark(sheet, kind, (x, y - size * 0.35), 8)
        sheet.words(x + 16, y, word, size)
        x += text_width(word, size) + 56
    return y + size * 0.6 if marks else y - size * 1.4
