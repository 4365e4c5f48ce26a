"""The league of treatments: every difference between two of them as a cell, with numbers for names and a key."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.lettering import text_width, wrap
from kith.pictures.network_graph import numbered_names
from kith.pictures.tones import RUST, TEAL

MOST_TONE = 3.0  # standard errors from no difference at which a cell has its full tone


@dataclass(frozen=True)
class LeagueCell:
    """One difference: the treatment of the row minus that of the column, and how many standard errors it is from none.

    `is_better` says whether the row's treatment does better; `is_certain` whether the interval leaves no effect out.
    """

    label: str
    z: float
    is_better: bool
    is_certain: bool


@dataclass(frozen=True)
class LeagueWords:
    """Words of the key, already translated; `cell` says what a number in a cell is."""

    better: str
    worse: str
    certain: str
    cell: str


def league(
    names: Sequence[str],
    cells: Sequence[Sequence[LeagueCell]],
    *,
    words: LeagueWords,
    title: str,
    sentence: str,
    empty: str,
) -> Drawing:
    """Draw every difference between treatments as a cell, in the order given; differences are no grades.

    Where the row's treatment does better the cell leans up, where worse down, more colour the further from chance; a
    ring marks an interval without no effect in it. Numbers stand in the cells where they have room.
    """
    return draw(partial(_league, names, cells, words, title, sentence, empty), sentence)


def _league(
    names: Sequence[str],
    cells: Sequence[Sequence[LeagueCell]],
    words: LeagueWords,
    title: str,
    sentence: str,
    empty: str,
    format: Format,
) -> str:
    if not names:
        return empty_picture(format, title, sentence, empty)
    sheet, size = Sheet(format.width), format.size
    left = text_width("00", size, bold=True) + 8
    side = min((format.width - left - 4) / len(names), 78.0)
    has_numbers = all(text_width(cell.label, size) + 6 <= side for row in cells for cell in row)
    top, height = size * 1.5, side if not has_numbers else min(side, 46.0)
    step = max(1, math.ceil(text_width("00", size, bold=True) * 1.15 / side))
    for i in range(len(names)):
        if i % step == 0:
            sheet.words(left + (i + 0.5) * side, size, f"{i + 1}", size, anchor="middle", bold=True)
        if i % max(1, math.ceil(size * 1.1 / height)) == 0:
            sheet.words(left - 6, top + (i + 0.5) * height + size * 0.35, f"{i + 1}", size, anchor="end", bold=True)
        for j in range(len(names)):
            if i != j:
                _cell(sheet, cells[i][j], left + j * side, top + i * height, side, height, size if has_numbers else 0)
    y = top + len(names) * height + 8
    y = _league_key(sheet, words, y, format, has_numbers)
    return sheet.finish(numbered_names(sheet, names, y, format), title, sentence)


def _cell(sheet: Sheet, cell: LeagueCell, x: float, y: float, width: float, height: float, size: float) -> None:
    tone, strength = (TEAL if cell.is_better else RUST), min(abs(cell.z) / MOST_TONE, 1)
    sheet.rect(x + 1, y + 1, width - 2, height - 2, rx=3, fill=tone, fill_opacity=f"{0.04 + 0.22 * strength:.2f}")
    if cell.is_certain:
        sheet.rect(x + 2, y + 2, width - 4, height - 4, rx=3, fill="none", stroke=tone, stroke_width=2)
    if size:
        sheet.words(x + width / 2, y + height / 2 + size * 0.35, cell.label, size, anchor="middle")
        return
    half, turn = min(width, height) * 0.22, -1 if cell.is_better else 1
    middle_x, middle_y = x + width / 2, y + height / 2
    corners = [(middle_x - half, middle_y - turn * half), (middle_x + half, middle_y - turn * half)]
    sheet.path([*corners, (middle_x, middle_y + turn * half)], close=True, fill=tone)


def _league_key(sheet: Sheet, words: LeagueWords, y: float, format: Format, has_numbers: bool) -> float:
    size = format.size
    samples = [
        (words.better, LeagueCell("", MOST_TONE, True, False)),
        (words.worse, LeagueCell("", MOST_TONE, False, False)),
        (words.certain, LeagueCell("", 0, True, True)),
    ]
    for label, cell in samples:
        _cell(sheet, cell, 4, y, 26, 22, size if not cell.z else 0)
        for line in wrap(label, format.width - 46, size):
            sheet.words(42, y + size, line, size, soft=True)
            y += size * 1.3
        y = y + size * 0.3
    if has_numbers:
        for line in wrap(words.cell, format.width * 0.97, size):
            sheet.words(0, y + size, line, size, soft=True)
            y += size * 1.3
    return y + 6
