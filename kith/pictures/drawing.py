"""A sheet to draw on: turns shapes and words into SVG text that passes a strict content security policy."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

from kith.pictures.tones import INK, SOFT_OPACITY

Anchor = Literal["start", "middle", "end"]
# XML 1.0 has no room for these characters, not even escaped.
_FORBIDDEN: Final = {code: None for code in range(32) if code not in (9, 10, 13)} | {
    0xFFFE: None,
    0xFFFF: None,
    **dict.fromkeys(range(0xD800, 0xE000)),
}

# The light theme's ink, and paper.
_FILE_INK: Final = "#16211e"
_FILE_GROUND: Final = "#ffffff"


@dataclass(frozen=True)
class Format:
    """A width to draw for, and the size of words that stays at 12 px or more when that drawing is shown.

    In a card on a phone 320 px wide the narrow drawing is shown 270 px wide; the wide one is shown from 552 px.
    Sixteen leaves 12 px in both.
    """

    width: int
    size: int

    @property
    def is_narrow(self) -> bool:
        """Whether this is the drawing for a phone."""
        return self.width < 500


NARROW: Final = Format(360, 16)
WIDE: Final = Format(720, 16)


@dataclass(frozen=True)
class Drawing:
    """One picture at both widths, and the sentence that says the same in words (its description and its caption)."""

    narrow: str
    wide: str
    sentence: str


def draw(at: Callable[[Format], str], sentence: str) -> Drawing:
    """Return the picture at both widths."""
    return Drawing(narrow=at(NARROW), wide=at(WIDE), sentence=sentence)


def clean(words: str) -> str:
    """Return words safe inside SVG: escaped, and without characters that XML refuses."""
    return escape(words.translate(_FORBIDDEN))


def number(value: float) -> str:
    """Return a coordinate in as few characters as a tenth of a pixel needs.

    >>> number(12.0), number(3.14159)
    ('12', '3.1')
    """
    return f"{round(value, 1):g}" if abs(value) < 100_000 else f"{value:.0f}"


def _attributes(given: dict[str, str | float]) -> str:
    written = (
        (name.rstrip("_").replace("_", "-"), value if isinstance(value, str) else number(value))
        for name, value in given.items()
    )
    return "".join(f" {name}={quoteattr(value.translate(_FORBIDDEN))}" for name, value in written)


def as_file(svg: str) -> str:
    """Return a picture as a file of its own: black on white, in a size and letters that print anywhere.

    On a page a picture takes ink, ground and letters from the page; a file, and programs that print one, have none.
    """
    width, height = re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0]
    natural = "" if " width=" in svg[: svg.index(">")] else f' width="{width}" height="{height}"'
    head, rest = svg.split("</desc>", 1)
    head = head.replace("<svg ", f"<svg{natural} ", 1).replace('"inherit"', '"system-ui, sans-serif"', 1)
    rest = rest.replace('"currentColor"', f'"{_FILE_INK}"').replace('"Canvas"', f'"{_FILE_GROUND}"')
    return f'{head}</desc><rect width="{width}" height="{height}" fill="{_FILE_GROUND}"/>{rest}\n'


@dataclass
class Sheet:
    """Collects the shapes of one picture; `finish` returns the SVG text. Coordinates are in view box units."""

    width: float
    parts: list[str] = field(default_factory=list)

    def put(self, name: str, **attributes: str | float) -> None:
        """Add one shape; underscores in attribute names become hyphens."""
        self.parts.append(f"<{name}{_attributes(attributes)}/>")

    def rect(self, x: float, y: float, width: float, height: float, **attributes: str | float) -> None:
        """Add a rectangle."""
        self.put("rect", x=x, y=y, width=max(width, 0), height=max(height, 0), **attributes)

    def line(self, x1: float, y1: float, x2: float, y2: float, **attributes: str | float) -> None:
        """Add a straight line, in the page's ink unless told otherwise."""
        self.put("line", x1=x1, y1=y1, x2=x2, y2=y2, **{"stroke": INK, **attributes})

    def path(self, points: list[tuple[float, float]], *, close: bool = False, **attributes: str | float) -> None:
        """Add a line through points, or the shape they close."""
        d = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + ("Z" if close else "")
        self.put("path", d=d, **{"fill": "none", **attributes})

    def words(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        anchor: Anchor = "start",
        bold: bool = False,
        soft: bool = False,
        halo: bool = False,
    ) -> None:
        """Add one line of words with its baseline at `y`; right-to-left words keep their own order inside it.

        A halo in the colour of the page keeps words legible where a line must run below them.
        """
        given: dict[str, str | float] = {"x": x, "y": y, "font_size": size, "fill": INK, "unicode_bidi": "plaintext"}
        if anchor != "start":
            given["text_anchor"] = anchor
        if bold:
            given["font_weight"] = "650"
        if soft:
            given["fill_opacity"] = f"{SOFT_OPACITY}"
        if halo:
            given |= {"stroke": "Canvas", "stroke_width": 3, "stroke_opacity": "0.8", "paint_order": "stroke"}
        self.parts.append(f"<text{_attributes(given)}>{clean(text)}</text>")

    def finish(self, height: float, title: str, sentence: str, *, is_fixed: bool = False) -> str:
        """Return the SVG text, with its title and its one-sentence description; a fixed one keeps its natural size."""
        size = f"{number(self.width)} {number(height)}"
        natural = f' width="{number(self.width)}" height="{number(height)}"' if is_fixed else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}"{natural} role="img" direction="ltr" '
            f'font-family="inherit"><title>{clean(title)}</title><desc>{clean(sentence)}</desc>{"".join(self.parts)}</svg>'
        )
