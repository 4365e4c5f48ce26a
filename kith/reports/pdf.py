"""A report as a tagged PDF file (PDF/UA-1): set by typst, without a network, the same bytes for the same report."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from kith.reports.lettered import lettered
from kith.reports.report import Figure, Part, Report

PAGE: Final = Path(__file__).with_name("report.typ")
# Neither letters nor marks of layout: a typesetter has no shape for them, and half a pair is no letter at all.
UNPRINTABLE: Final[dict[int, str | None]] = {
    **dict.fromkeys((*range(32), *range(127, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)),
    **dict.fromkeys(map(ord, "\n\t"), " "),
}
STANDARD: Final = "ua-1"
FIRST: Final = ("Libertinus Serif", "Noto Naskh Arabic", "Noto Serif Devanagari")


class LettersMissing(Exception):
    """A report holds `letters` that no font here can show."""

    def __init__(self, letters: str) -> None:
        self.letters = letters
        super().__init__(
            f"The report cannot be set as PDF; found letters that no font here can show: {letters}. Install the font "
            "of Noto that has them, or take another kind of file."
        )


def can_set_pdf() -> bool:
    """Whether the extra that sets PDF files is installed; without it pages and commands offer the other kinds alone."""
    return find_spec("typst") is not None


def as_pdf(report: Report) -> bytes:
    """The report as PDF. Raises LettersMissing rather than print boxes, or unjoined letters, where words should be.

    Latin, Greek, Cyrillic, Hebrew and Arabic letters come with the typesetter; every other script needs its font of
    the Noto family on the machine.
    """
    import typst

    fonts = typst.Fonts()
    compiler = typst.Compiler(PAGE.read_bytes(), root=PAGE.parent, font_paths=fonts)
    given = {"report": json.dumps(_as_data(report)), "fonts": json.dumps(_families(fonts.families()))}
    try:
        found = compiler.compile(format="pdf", pdf_standards=STANDARD, timestamp=0, sys_inputs=given)
    except typst.TypstError as error:
        raise _explained(error) from None
    assert isinstance(found, bytes)
    return found


def _families(installed: list[str]) -> list[str]:
    """The fonts in the order in which letters are looked for, and no other.

    The typesetter's mathematical font has Devanagari letters but cannot join them, and fonts of last resort draw boxes,
    so that a letter is taken from a font of Noto or not at all. The typesetter's monospaced font joins Arabic.
    """
    noto = sorted({name for name in installed if name.startswith("Noto ")} - set(FIRST))
    return [name for name in (*FIRST, *noto, "DejaVu Sans Mono") if name in installed]


def _explained(error: Exception) -> Exception:
    found = re.search(r"the text `(\".*?\")` could", str(error))
    return error if found is None else LettersMissing(found[1])


def _as_data(report: Report) -> dict[str, Any]:
    data = {
        "title": report.title,
        "running": report.running,
        "language": report.language.split("-")[0],
        "is_right_to_left": report.is_right_to_left,
        "parts": [_part(part) for part in report.parts],
    }
    return {name: _printable(value) for name, value in data.items()}


def _part(part: Part) -> dict[str, Any]:
    kind = type(part).__name__.lower()
    if not isinstance(part, Figure):
        return {"kind": kind, **asdict(part)}
    return {"kind": kind, **asdict(lettered(part.drawing)), "sentence": part.drawing.sentence}


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(UNPRINTABLE)
    if isinstance(value, dict):
        return {name: _printable(one) for name, one in value.items()}
    return [_printable(one) for one in value] if isinstance(value, list | tuple) else value
