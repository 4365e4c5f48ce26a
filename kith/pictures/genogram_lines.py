"""The lines of a genogram and of an ecomap: couples, children, and what is between two, straight or bent."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import Any, Final

from kith.pictures.drawing import Sheet, number
from kith.pictures.genogram_values import BondKind, ChildKind, CoupleKind
from kith.pictures.sociogram_places import Point
from kith.pictures.tones import GREY, INK, PLUM, RED, RUST, TEAL

BOND_TONES: Final = {"close": TEAL, "very close": PLUM, "conflict": RUST, "cut off": GREY, "harm": RED}
Strokes = dict[str, Any]
_SWING: Final = 4.5


def couple_line(
    sheet: Sheet, points: Sequence[Point], kind: CoupleKind, mark: Point, slope: Point, *, is_key: bool = False
) -> None:
    """A couple: dashes for those who live together unmarried; one stroke across `mark` separated, two divorced."""
    given: Strokes = {"stroke": INK, "stroke_width": 2}
    if not is_key:
        given["class_"] = "couple"
    if kind == "together":
        given["stroke_dasharray"] = "6 4"
    sheet.path(list(points), **given)
    for shift in {"separated": (0.0,), "divorced": (-3.0, 3.0)}.get(kind, ()):
        x, y = mark[0] + slope[0] * shift, mark[1] + slope[1] * shift
        # The stroke leans, so that it is seen on a line of any direction.
        dx, dy = slope[0] * 4 - slope[1] * 8, slope[1] * 4 + slope[0] * 8
        sheet.line(x - dx, y - dy, x + dx, y + dy, stroke_width=2)


def child_line(sheet: Sheet, points: Sequence[Point], kind: ChildKind, *, is_key: bool = False) -> None:
    """From the line of the parents to a child: dots for fostered, a line and dashes beside each other for adopted."""
    given: Strokes = {"stroke": INK, "stroke_width": 1.5, "stroke_opacity": "0.8"}
    if not is_key:
        given["class_"] = "child"
    if kind == "fostered":
        given |= {"stroke_dasharray": "0.1 5", "stroke_linecap": "round", "stroke_width": 3}
    sheet.path(list(points), **given)
    if kind == "adopted":
        (x1, y1), (x2, y2) = points[-2:]
        length = hypot(x2 - x1, y2 - y1) or 1.0
        dx, dy = (y2 - y1) / length * 4, (x2 - x1) / length * -4
        sheet.line(x1 + dx, y1 + dy, x2 + dx, y2 + dy, stroke_width=1.5, stroke_dasharray="4 3")


def bond_line(sheet: Sheet, line: Sequence[Point], kind: BondKind, *, is_key: bool = False) -> None:
    """Two lines for close, three for very close, a zigzag for conflict, with an arrow for harm, a gap for cut off."""
    tone = BOND_TONES[kind]
    given: Strokes = {"stroke": tone, "stroke_width": 2, "stroke_linejoin": "round"}
    if not is_key:
        given["class_"] = "bond"
    if kind in ("conflict", "harm"):
        sheet.path(zigzag(line, _SWING), **given)
        if kind == "harm":
            arrow_head(sheet, line[-3], line[-1], tone)
    elif kind == "cut off":
        _cut(sheet, line, given)
    else:
        shifts = (-2.5, 2.5) if kind == "close" else (-4.0, 0.0, 4.0)
        d = "".join(_path(beside(line, shift)) for shift in shifts)
        sheet.put("path", d=d, fill="none", **given)


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def _cut(sheet: Sheet, line: Sequence[Point], given: Strokes) -> None:
    """A line with a hole in the middle, and a bar at either side of the hole."""
    middle = len(line) // 2
    before, after = list(line[: middle - 1]), list(line[middle + 2 :])
    bars = [_bar(before[-2], before[-1]), _bar(after[1], after[0])]
    sheet.put("path", d="".join(map(_path, (before, after, *bars))), fill="none", **given)


def _bar(start: Point, end: Point) -> list[Point]:
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    dx, dy = (end[0] - start[0]) / length * 7, (end[1] - start[1]) / length * 7
    return [(end[0] - dy, end[1] + dx), (end[0] + dy, end[1] - dx)]


def beside(line: Sequence[Point], shift: float) -> list[Point]:
    """The same line, shifted across its own direction."""
    return [(x - uy * shift, y + ux * shift) for (x, y), (ux, uy) in zip(line, _directions(line), strict=True)]


def zigzag(line: Sequence[Point], swing: float) -> list[Point]:
    """A line that swings to both sides of another one; its ends stay where they are."""
    points = [
        (x - uy * swing * side, y + ux * swing * side)
        for (x, y), (ux, uy), side in zip(line, _directions(line), _sides(len(line)), strict=True)
    ]
    return points


def _sides(count: int) -> list[int]:
    return [0, *(1 if n % 2 else -1 for n in range(1, count - 1)), 0][:count]


def _directions(line: Sequence[Point]) -> list[Point]:
    found = []
    for n in range(len(line)):
        (x1, y1), (x2, y2) = line[max(n - 1, 0)], line[min(n + 1, len(line) - 1)]
        length = hypot(x2 - x1, y2 - y1) or 1.0
        found.append(((x2 - x1) / length, (y2 - y1) / length))
    return found


def curve(start: Point, end: Point, bend: float, rim: float = 0.0) -> list[Point]:
    """Points, about one for each six, of a line bent by `bend` at its middle, which keeps `rim` from both ends."""
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    across = (-(end[1] - start[1]) / length, (end[0] - start[0]) / length)
    control = ((start[0] + end[0]) / 2 + 2 * bend * across[0], (start[1] + end[1]) / 2 + 2 * bend * across[1])
    begin, stop = _towards(start, control, rim), _towards(end, control, rim)
    steps = max(int((length - 2 * rim + 2 * abs(bend)) / 6), 8)
    return [_along(begin, control, stop, step / steps) for step in range(steps + 1)]


def _towards(start: Point, end: Point, by: float) -> Point:
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    return start[0] + (end[0] - start[0]) / length * by, start[1] + (end[1] - start[1]) / length * by


def _along(start: Point, control: Point, end: Point, share: float) -> Point:
    a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return a * start[0] + b * control[0] + c * end[0], a * start[1] + b * control[1] + c * end[1]


def arrow_head(sheet: Sheet, tail: Point, tip: Point, tone: str) -> None:
    """A filled head at the tip."""
    length = hypot(tip[0] - tail[0], tip[1] - tail[1]) or 1.0
    dx, dy = (tip[0] - tail[0]) / length * 10, (tip[1] - tail[1]) / length * 10
    wings = [
        (tip[0] - dx - dy * 0.55, tip[1] - dy + dx * 0.55),
        tip,
        (tip[0] - dx + dy * 0.55, tip[1] - dy - dx * 0.55),
    ]
    sheet.path(wings, close=True, fill=tone)
