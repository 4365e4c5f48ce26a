"""A sociogram: who chooses whom in a group. Mutual choices are thick, others have an arrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import hypot
from typing import Final, Literal

from kith.pictures.drawing import Anchor, Drawing, Format, Sheet, draw, number
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import Box, text_box, text_width, wrap
from kith.pictures.sociogram_places import Point, Tie
from kith.pictures.tones import BLUE, INK, RUST, TEAL

NodeKind = Literal["member", "star", "unchosen"]
_DOT: Final = 13.0
_HEIGHTS: Final = {True: 340.0, False: 460.0}
# Beyond so many members the picture grows, so that dots keep their distance.
_CROWD: Final = {True: 16, False: 36}
_KEYS: Final = ("mutual", "one way", "star", "unchosen")


@dataclass(frozen=True)
class Node:
    """A member: the name in the words of the group, and whether chance explains how often they are chosen."""

    id: str
    name: str
    kind: NodeKind = "member"


@dataclass(frozen=True)
class SociogramWords:
    """What the marks mean, in words."""

    mutual: str
    one_way: str
    star: str
    unchosen: str
    empty: str


def sociogram(
    nodes: Sequence[Node],
    chosen: Sequence[Tie],
    places: Mapping[str, Point],
    *,
    words: SociogramWords,
    title: str,
    sentence: str,
) -> Drawing:
    """Draw members at their places. Names stand beside the dots where all have room; else numbers, and a list below."""
    return draw(partial(_sociogram, nodes, chosen, places, words, title, sentence), sentence)


def _sociogram(
    nodes: Sequence[Node],
    chosen: Sequence[Tie],
    places: Mapping[str, Point],
    words: SociogramWords,
    title: str,
    sentence: str,
    format: Format,
) -> str:
    if not nodes:
        return empty_picture(format, title, sentence, words.empty)
    sheet, height = Sheet(format.width), _HEIGHTS[format.is_narrow]
    height *= max(1.0, len(nodes) / _CROWD[format.is_narrow])
    spots = _apart({node.id: places.get(node.id, (0.0, 0.0)) for node in nodes}, format.width, height)
    spots, height = _cropped(spots, _DOT + format.size + 12)
    for tie in sorted(chosen, key=lambda tie: tie.is_mutual):
        _tie(sheet, tie, spots)
    labels = _labels(nodes, chosen, spots, format)
    for n, node in enumerate(nodes, start=1):
        _dot(sheet, node, spots[node.id])
        if labels is None:
            x, y = spots[node.id]
            sheet.words(x, y + format.size * 0.35, str(n), format.size, anchor="middle", bold=True)
    for node, (x, y, anchor) in zip(nodes, labels or (), strict=False):
        sheet.words(x, y, node.name, format.size, anchor=anchor, halo=True)
    y = _key(sheet, nodes, chosen, words, height + format.size * 1.6, format)
    if labels is None:
        y = _names(sheet, nodes, y + format.size * 0.4, format)
    return sheet.finish(y - format.size * 0.7, title, sentence)


def _apart(places: Mapping[str, Point], width: float, height: float) -> dict[str, Point]:
    """Places on the sheet, pushed apart until no two dots touch."""
    edge, gap = _DOT + 8, 2 * _DOT + 10
    at = {
        name: (width / 2 + x * (width / 2 - edge), height / 2 + y * (height / 2 - edge))
        for name, (x, y) in places.items()
    }
    names = list(at)
    for _ in range(200):
        is_done = True
        for i, one in enumerate(names):
            for other in names[:i]:
                dx, dy = at[one][0] - at[other][0], at[one][1] - at[other][1]
                length = hypot(dx, dy)
                if length < gap - 0.01:
                    is_done = False
                    dx, dy = (dx / length, dy / length) if length > 1e-6 else (1.0, 0.3 + i / 7)
                    push = (gap - length) / 2
                    at[one] = _within(at[one][0] + dx * push, at[one][1] + dy * push, width, height, edge)
                    at[other] = _within(at[other][0] - dx * push, at[other][1] - dy * push, width, height, edge)
        if is_done:
            break
    return at


def _cropped(spots: Mapping[str, Point], edge: float) -> tuple[dict[str, Point], float]:
    """The same places without the empty room above and below, and how high they are then."""
    top, low = min(y for _, y in spots.values()), max(y for _, y in spots.values())
    return {name: (x, y - top + edge) for name, (x, y) in spots.items()}, low - top + 2 * edge


def _within(x: float, y: float, width: float, height: float, edge: float) -> Point:
    return min(max(x, edge), width - edge), min(max(y, edge), height - edge)


def _dot(sheet: Sheet, node: Node, spot: Point) -> None:
    """A dot differs by its ring as well as by its tone: a second ring for a star, dashes for the unchosen."""
    tone = {"member": BLUE, "star": TEAL, "unchosen": RUST}[node.kind]
    sheet.put("circle", cx=spot[0], cy=spot[1], r=_DOT, fill="Canvas")
    given: dict[str, str | float] = {"fill": tone, "fill_opacity": "0.16", "stroke": tone, "stroke_width": 2.5}
    if node.kind == "unchosen":
        given["stroke_dasharray"] = "5 4"
    sheet.put("circle", cx=spot[0], cy=spot[1], r=_DOT, **given)
    if node.kind == "star":
        sheet.put("circle", cx=spot[0], cy=spot[1], r=_DOT + 5, fill="none", stroke=tone, stroke_width=2)


def _tie(sheet: Sheet, tie: Tie, spots: Mapping[str, Point]) -> None:
    """A line from rim to rim of two dots, bent where it would run through a third."""
    (x1, y1), (x2, y2) = spots[tie.start], spots[tie.end]
    length = hypot(x2 - x1, y2 - y1) or 1.0
    others = [spot for name, spot in spots.items() if name not in (tie.start, tie.end)]
    across = (-(y2 - y1) / length, (x2 - x1) / length)
    bends = sorted((step * 14.0 for step in range(-5, 6)), key=lambda bend: (abs(bend), -bend))
    clear = [_clearance((x1, y1), (x2, y2), across, bend, others) for bend in bends]
    bend = next((bend for bend, room in zip(bends, clear, strict=True) if room >= _DOT + 4), None)
    _bent(sheet, tie, (x1, y1), (x2, y2), across, bends[clear.index(max(clear))] if bend is None else bend)


def _clearance(start: Point, end: Point, across: Point, bend: float, others: Sequence[Point]) -> float:
    """How near a bent line comes to the nearest other dot."""
    control = _control(start, end, across, bend)
    line = [_along(start, control, end, step / 16) for step in range(17)]
    return min((hypot(x - ox, y - oy) for x, y in line for ox, oy in others), default=99.0)


def _control(start: Point, end: Point, across: Point, bend: float) -> Point:
    return (start[0] + end[0]) / 2 + 2 * bend * across[0], (start[1] + end[1]) / 2 + 2 * bend * across[1]


def _along(start: Point, control: Point, end: Point, share: float) -> Point:
    a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return a * start[0] + b * control[0] + c * end[0], a * start[1] + b * control[1] + c * end[1]


def _bent(sheet: Sheet, tie: Tie, start: Point, end: Point, across: Point, bend: float) -> None:
    control = _control(start, end, across, bend)
    begin, stop = _towards(start, control, _DOT + 2), _towards(end, control, _DOT + (2 if tie.is_mutual else 4))
    d = "M{} {}Q{} {} {} {}".format(*map(number, (*begin, *control, *stop)))
    if tie.is_mutual:
        sheet.put("path", d=d, fill="none", stroke=TEAL, stroke_width=4.5, stroke_linecap="round")
        return
    sheet.put("path", d=d, fill="none", stroke=INK, stroke_width=1.5, stroke_opacity="0.6")
    _head(sheet, control, stop)


def _towards(start: Point, end: Point, by: float) -> Point:
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    return start[0] + (end[0] - start[0]) / length * by, start[1] + (end[1] - start[1]) / length * by


def _head(sheet: Sheet, tail: Point, tip: Point) -> None:
    length = hypot(tip[0] - tail[0], tip[1] - tail[1]) or 1.0
    dx, dy = (tip[0] - tail[0]) / length * 9, (tip[1] - tail[1]) / length * 9
    wings = [(tip[0] - dx - dy * 0.5, tip[1] - dy + dx * 0.5), tip, (tip[0] - dx + dy * 0.5, tip[1] - dy - dx * 0.5)]
    sheet.path(wings, close=True, fill=INK, fill_opacity="0.75")


def _labels(
    nodes: Sequence[Node], chosen: Sequence[Tie], spots: Mapping[str, Point], format: Format
) -> list[tuple[float, float, Anchor]] | None:
    """A free place beside each dot for its name, where the fewest lines run; None when a name has no place."""
    size, found = format.size, []
    dots = {name: Box(x - _DOT - 4, y - _DOT - 4, 2 * _DOT + 8, 2 * _DOT + 8) for name, (x, y) in spots.items()}
    lines = [
        [_along(spots[tie.start], spots[tie.start], spots[tie.end], share / 20) for share in range(21)]
        for tie in chosen
    ]
    taken: list[Box] = []
    for node in nodes:
        (x, y), best = spots[node.id], None
        half = text_width(node.name, size) / 2 + 2
        inside = min(max(x, half), max(format.width - half, half))
        around: list[tuple[float, float, Anchor]] = [
            (inside, y + _DOT + size + 3, "middle"),
            (inside, y - _DOT - 8, "middle"),
            (x + _DOT + 8, y + size * 0.35, "start"),
            (x - _DOT - 8, y + size * 0.35, "end"),
        ]
        others = [*taken, *(box for name, box in dots.items() if name != node.id)]
        for place in around:
            box = text_box(place[0], place[1], node.name, size, place[2])
            if box.x < 1 or box.x + box.width > format.width - 1 or any(box.touches(other, 1) for other in others):
                continue
            crossed = sum(any(box.holds(*point, 1) for point in line) for line in lines)
            if best is None or crossed < best[0]:
                best = crossed, place, box
        if best is None:
            return None
        found.append(best[1])
        taken.append(best[2])
    return found


def _key(
    sheet: Sheet, nodes: Sequence[Node], chosen: Sequence[Tie], words: SociogramWords, y: float, format: Format
) -> float:
    """What the marks that were drawn mean, one below the other."""
    kinds = {node.kind for node in nodes}
    lines = {tie.is_mutual for tie in chosen}
    shown = {
        "mutual": True in lines,
        "one way": False in lines,
        "star": "star" in kinds,
        "unchosen": "unchosen" in kinds,
    }
    said = dict(zip(_KEYS, (words.mutual, words.one_way, words.star, words.unchosen), strict=True))
    y += format.size * 0.6
    for key in (key for key in _KEYS if shown[key]):
        _key_mark(sheet, key, y - format.size * 0.35)
        for line in wrap(said[key], format.width - 60, format.size):
            sheet.words(58, y, line, format.size)
            y += format.size * 1.4
        y += format.size * 0.3
    return y


def _key_mark(sheet: Sheet, key: str, y: float) -> None:
    if key == "mutual":
        sheet.line(4, y, 44, y, stroke=TEAL, stroke_width=4.5, stroke_linecap="round")
    elif key == "one way":
        sheet.line(4, y, 40, y, stroke_width=1.5, stroke_opacity="0.6")
        _head(sheet, (4, y), (44, y))
    else:
        tone, dashes = (TEAL, "none") if key == "star" else (RUST, "4 3")
        sheet.put("circle", cx=24, cy=y, r=6, fill=tone, fill_opacity="0.16", stroke=tone, stroke_width=2,
                  stroke_dasharray=dashes)  # fmt: skip
        if key == "star":
            sheet.put("circle", cx=24, cy=y, r=9.5, fill="none", stroke=tone, stroke_width=1.5)


def _names(sheet: Sheet, nodes: Sequence[Node], y: float, format: Format) -> float:
    for n, node in enumerate(nodes, start=1):
        sheet.words(44, y, str(n), format.size, anchor="end", bold=True)
        for line in wrap(node.name, format.width - 60, format.size):
            sheet.words(58, y, line, format.size)
            y += format.size * 1.4
    return y
