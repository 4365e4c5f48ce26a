"""A picture taken apart for a typesetter: its shapes as one drawing, its words apart.

A typesetter draws the words of a picture letter by letter: it neither joins the letters of Devanagari there nor puts
the dots of a shortened Arabic name at its end. Set as words of the page they come out as the rest of the page does.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

from kith.pictures import Drawing, as_file

SVG: Final = "http://www.w3.org/2000/svg"
ElementTree.register_namespace("", SVG)


@dataclass(frozen=True)
class Lettering:
    """Words in a picture: one line, with its baseline at `y`, in the units of the picture."""

    words: str
    x: float
    y: float
    size: float
    anchor: str
    weight: int
    opacity: float
    has_halo: bool
    is_right_to_left: bool


@dataclass(frozen=True)
class Lettered:
    """A picture whose words are apart; `alternative` says what it shows to those who do not see it."""

    svg: str
    width: float
    letterings: tuple[Lettering, ...]
    alternative: str


def lettered(drawing: Drawing) -> Lettered:
    """The wide picture, in the colours of print."""
    root = ElementTree.fromstring(as_file(drawing.wide))  # noqa: S314 - our own picture, all words in it escaped
    words = root.findall(f"{{{SVG}}}text")
    for one in words:
        root.remove(one)
    return Lettered(
        svg=ElementTree.tostring(root, encoding="unicode"),
        width=float(root.attrib["viewBox"].split()[2]),
        letterings=tuple(_lettering(one) for one in words),
        alternative=root.findtext(f"{{{SVG}}}title") or drawing.sentence,
    )


def _lettering(text: ElementTree.Element) -> Lettering:
    words, given = text.text or "", text.attrib
    return Lettering(
        words=words,
        x=float(given["x"]),
        y=float(given["y"]),
        size=float(given["font-size"]),
        anchor=given.get("text-anchor", "start"),
        weight=int(given.get("font-weight", "400")),
        opacity=float(given.get("fill-opacity", "1")),
        has_halo="stroke" in given,
        is_right_to_left=is_right_to_left(words),
    )


def is_right_to_left(words: str) -> bool:
    """Whether the first letter with a direction says so, as on a page.

    >>> is_right_to_left("6 أسابيع"), is_right_to_left("6 weeks")
    (True, False)
    """
    return next((way != "L" for way in map(unicodedata.bidirectional, words) if way in ("L", "R", "AL")), False)
