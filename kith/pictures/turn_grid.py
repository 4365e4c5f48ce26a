"""Who carried which role in which meeting: a row for each member, a column for each meeting, so that gaps are seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import shorten, text_width
from kith.pictures.tones import INK, RUST, TEAL

CELL = 26.0


@dataclass(frozen=True)
class TurnRow:
    """One member: the number of each meeting in which they carried something -> the signs of what."""

    name: str
    signs: Mapping[int, str]


def turn_grid(
    rows: Sequence[TurnRow], meetings: Sequence[int], *, key: Sequence[tuple[str, str]], title: str, sentence: str,
    empty: str,
) -> Drawing:  # fmt: skip
    """Draw the newest meetings that fit; `key` says what each sign means. An empty row has a mark at its name."""
    return draw(partial(_turn_grid, rows, meetings, key, title, sentence, empty), sentence)


def _turn_grid(
    rows: Sequence[TurnRow],
    meetings: Sequence[int],
    key: Sequence[tuple[str, str]],
    title: str,
    sentence: str,
    empty: str,
    format: Format,
) -> str:
    if not rows or not meetings:
        return empty_picture(format, title, sentence, empty)
    sheet, size = Sheet(format.width), format.size
    left = min(max(text_width(row.name, size, bold=True) for row in rows) + 26, format.width * 0.42)
    shown = list(meetings)[-int((format.width - left) // (CELL + 4)) :]
    for place, number in enumerate(shown):
        x = left + place * (CELL + 4) + CELL / 2
        sheet.words(x, size, str(number), size, anchor="middle", soft=True)
    y = size * 1.6
    for row in rows:
        _row(sheet, row, shown, left, y, size)
        y += CELL + 6
    return sheet.finish(_key(sheet, key, y + size, format), title, sentence)


def _row(sheet: Sheet, row: TurnRow, shown: Sequence[int], left: float, y: float, size: float) -> None:
    is_empty = not row.signs
    if is_empty:
        sheet.put("circle", cx=6, cy=y + CELL / 2, r=5, fill="none", stroke=RUST, stroke_width=2.5)
    name = shorten(row.name, left - 24, size)
    sheet.words(17, y + CELL / 2 + size * 0.35, name, size, bold=is_empty)
    for place, number in enumerate(shown):
        x, sign = left + place * (CELL + 4), row.signs.get(number, "")
        if not sign:
            sheet.rect(x, y, CELL, CELL, rx=5, fill=INK, fill_opacity="0.05")
            continue
        sheet.rect(x + 1, y + 1, CELL - 2, CELL - 2, rx=5, fill=TEAL, fill_opacity="0.25", stroke=TEAL,
                   stroke_width=1.5)  # fmt: skip
        sheet.words(x + CELL / 2, y + CELL / 2 + size * 0.35, sign, size, anchor="middle", bold=True)


def _key(sheet: Sheet, key: Sequence[tuple[str, str]], y: float, format: Format) -> float:
    """What each sign means, as many to a line as fit."""
    size, x = format.size, 0.0
    for sign, words in key:
        width = text_width(words, size) + 34
        if x and x + width > format.width:
            x, y = 0.0, y + size * 1.6
        sheet.words(x, y, sign, size, bold=True)
        sheet.words(x + 18, y, shorten(words, format.width - x - 20, size), size, soft=True)
        x += width
    return y + size * 0.6
