"""What a report holds, whatever it is written as."""

from __future__ import annotations

from dataclasses import dataclass

from kith.pictures import Drawing


@dataclass(frozen=True)
class Heading:
    """A heading of a part; a lower one stands inside a part."""

    words: str
    is_lower: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    words: str


@dataclass(frozen=True)
class Bullets:
    """A list."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Names, each with what is said about it."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Figure:
    """A picture, with its sentence below."""

    drawing: Drawing


@dataclass(frozen=True)
class Table:
    """A table with a line of heads; the first cell of a row names it."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Part = Heading | Paragraph | Bullets | Facts | Figure | Table


@dataclass(frozen=True)
class Report:
    """A report. `running` stands at the head of each printed page, beside the title: what it is a report of."""

    title: str
    parts: tuple[Part, ...]
    running: str = ""
    language: str = "en"
    is_right_to_left: bool = False

    def __post_init__(self) -> None:
        """A lower heading with none above it is raised: whoever walks by headings must find no step missing."""
        parts = list(self.parts)
        for place, part in enumerate(parts):
            if isinstance(part, Heading):
                if not part.is_lower:
                    break
                parts[place] = Heading(part.words)
        object.__setattr__(self, "parts", tuple(parts))
