"""How much effort a help is: its meetings as dots that can be counted, and the minutes between two of them as a bar."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.lettering import wrap
from kith.pictures.tones import BLUE, GREY, INK, TEAL

_DOT, _STEP, _BAR = 7.0, 22.0, 16.0


@dataclass(frozen=True)
class EffortWords:
    """What stands above the dots and above the bar, already translated."""

    meetings: str
    between: str


def effort(
    fewest: int,
    most: int,
    minutes: float | None,
    *,
    most_minutes: float,
    words: EffortWords,
    title: str,
    sentence: str,
) -> Drawing:
    """Draw a full dot for each meeting there always is and an open one for each there may be, and a bar of minutes.

    The bar of `most_minutes` fills the width, so that bars beside each other can be compared; minutes that nobody has
    counted (None) have an empty, dashed one. Raises ValueError for counts that are not in order.
    """
    if not 0 <= fewest <= most:
        raise ValueError(f"The fewest meetings are not more than the most; found {fewest} and {most}. Swap them.")
    return draw(partial(_effort, fewest, most, minutes, most_minutes, words, title, sentence), sentence)


def _effort(
    fewest: int,
    most: int,
    minutes: float | None,
    most_minutes: float,
    words: EffortWords,
    title: str,
    sentence: str,
    format: Format,
) -> str:
    sheet = Sheet(format.width)
    y = _words(sheet, words.meetings, 0, format)
    across = int(format.width // _STEP)
    for place in range(most):
        x, row = (place % across + 0.5) * _STEP, place // across
        is_full = place < fewest
        sheet.put(
            "circle", cx=x, cy=y + row * _STEP + _DOT + 2, r=_DOT, stroke=BLUE, stroke_width=2,
            fill=BLUE if is_full else "none",
        )  # fmt: skip
    y += max(-(-most // across), 1) * _STEP + 12
    y = _words(sheet, words.between, y, format)
    if minutes is None:
        sheet.rect(1, y + 1, format.width - 2, _BAR - 2, rx=4, fill="none", stroke=GREY, stroke_dasharray="3 5")
    else:
        sheet.rect(0, y, format.width, _BAR, rx=4, fill=INK, fill_opacity="0.07")
        share = min(minutes / most_minutes, 1.0) if most_minutes > 0 else 0.0
        sheet.rect(0, y, max(share * format.width, 2 if minutes else 0), _BAR, rx=4, fill=TEAL)
    return sheet.finish(y + _BAR + 4, title, sentence)


def _words(sheet: Sheet, words: str, y: float, format: Format) -> float:
    for line in wrap(words, format.width - 2, format.size):
        sheet.words(0, y + format.size, line, format.size)
        y += format.size * 1.3
    return y + 6
