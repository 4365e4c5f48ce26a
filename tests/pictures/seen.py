"""Reads a picture as an eye would: where its words stand, what touches, and how colours stand out."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from itertools import combinations

from kith.pictures import Drawing
from kith.pictures.lettering import Box, text_box

SVG = "{http://www.w3.org/2000/svg}"
# The width in CSS pixels at which each drawing is shown at its smallest: a card on a 320 px phone, a 552 px column.
SMALLEST_SHOWN = {360.0: 270.0, 720.0: 552.0}


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def words(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in parse(svg).iter(f"{SVG}text")]


def text_boxes(svg: str) -> list[tuple[str, Box]]:
    found = []
    for each in parse(svg).iter(f"{SVG}text"):
        label = "".join(each.itertext())
        place = float(each.get("x")), float(each.get("y")), label, float(each.get("font-size"))
        found.append((label, text_box(*place, each.get("text-anchor", "start"))))
    return found


def overlaps(svg: str) -> list[tuple[str, str]]:
    return [(a, b) for (a, one), (b, other) in combinations(text_boxes(svg), 2) if one.touches(other, 0)]


def outside(svg: str) -> list[str]:
    _, _, width, height = map(float, parse(svg).get("viewBox").split())
    return [
        label
        for label, box in text_boxes(svg)
        if box.x < -1 or box.y < -1 or box.x + box.width > width + 1 or box.y + box.height > height + 1
    ]


def smallest_shown_text(svg: str) -> float:
    root = parse(svg)
    width = float(root.get("viewBox").split()[2])
    sizes = [float(each.get("font-size")) for each in root.iter(f"{SVG}text")]
    return min(sizes) * SMALLEST_SHOWN[width] / width


def both(drawing: Drawing) -> tuple[str, str]:
    return drawing.narrow, drawing.wide


def _channels(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))


def _luminance(channels: tuple[float, ...]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def blend(colour: str, opacity: float, ground: str) -> str:
    mixed = (a * opacity + b * (1 - opacity) for a, b in zip(_channels(colour), _channels(ground), strict=True))
    return "#" + "".join(f"{round(c * 255):02x}" for c in mixed)


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(_channels(one)), _luminance(_channels(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)
