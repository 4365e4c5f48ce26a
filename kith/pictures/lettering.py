"""Room for words: how wide they are about, how they wrap, and whether two of them would touch."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from kith.pictures.drawing import Anchor

# Shares of the size of the letters, a little wider than common system fonts, so that an estimate errs towards air.
_NARROW_LETTERS: Final = frozenset("ijl.,:;'|!()[]{}ftrI ")
_WIDE_LETTERS: Final = frozenset("mwMW%@")


@dataclass(frozen=True)
class Box:
    """A rectangle that something takes up."""

    x: float
    y: float
    width: float
    height: float

    def touches(self, other: Box, air: float = 2) -> bool:
        """Whether the two boxes overlap or come nearer than `air`."""
        return (
            self.x < other.x + other.width + air
            and other.x < self.x + self.width + air
            and self.y < other.y + other.height + air
            and other.y < self.y + self.height + air
        )

    def holds(self, x: float, y: float, air: float = 0) -> bool:
        """Whether a point lies inside, or nearer than `air`."""
        return self.x - air <= x <= self.x + self.width + air and self.y - air <= y <= self.y + self.height + air


def _share(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if unicodedata.combining(letter):
        return 0.0
    if letter in _NARROW_LETTERS:
        return 0.36
    return 0.9 if letter in _WIDE_LETTERS else 0.7 if letter.isupper() else 0.58


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide a line of words is.

    >>> text_width("", 13)
    0.0
    """
    return sum(map(_share, text), 0.0) * size * (1.06 if bold else 1.0)


def shorten(text: str, room: float, size: float) -> str:
    """Return the words, cut with an ellipsis where they would be wider than `room`."""
    if text_width(text, size) <= room:
        return text
    kept = text
    while kept and text_width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _pieces(word: str, room: float, size: float) -> list[str]:
    """Break a word that is wider than the room."""
    pieces, piece = [], ""
    for letter in word:
        if piece and text_width(piece + letter, size) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def wrap(text: str, room: float, size: float, most: int = 99) -> list[str]:
    """Return the words in lines no wider than `room`, at most `most` of them; the last one then ends in an ellipsis.

    >>> wrap("going out alone", 60, 13)
    ['going', 'out alone']
    """
    lines: list[str] = []
    for word in (piece for whole in text.split() for piece in _pieces(whole, room, size)):
        if lines and text_width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], shorten(" ".join(lines[most - 1 :]), room, size)]


def text_box(x: float, y: float, text: str, size: float, anchor: Anchor = "start", *, bold: bool = False) -> Box:
    """Return the box that a line of words with its baseline at `y` takes up."""
    width = text_width(text, size, bold=bold)
    shift = {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(x - shift, y - 0.8 * size, width, size)
