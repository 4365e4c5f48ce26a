"""A course in the size of a word, for one row of the caseload."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kith.pictures.drawing import Drawing, Sheet
from kith.pictures.tones import GREY, RUST, TEAL

_WIDTH: Final = 120.0
_HEIGHT: Final = 32.0
_AIR: Final = 5.0


def _runs(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Split at unknown values, so that a gap stays a gap."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def sparkline(
    points: Sequence[float | None],
    *,
    cut_off: float | None,
    reliable_band: tuple[float, float] | None,
    minimum: float,
    maximum: float,
    title: str,
    sentence: str,
) -> Drawing:
    """Draw scores in order of date as a small line: dashed cut-off, reliable-change band, last score as a dot.

    A missed measure is None and leaves a gap. Without any score only the cut-off and the band are drawn.
    The height is used for the range that is shown, within `minimum` and `maximum`.
    The sentence says the same in words; screen readers read it.
    """
    known = [value for value in points if value is not None]
    shown: list[float] = [*known, *(reliable_band or ()), *([] if cut_off is None else [cut_off])]
    shown = shown or [minimum, maximum]
    low, high = max(minimum, min(shown)), min(maximum, max(shown))
    span: float = (high - low) or 1.0

    def y(value: float) -> float:
        share = (min(max(value, low), high) - low) / span
        return _HEIGHT - _AIR - share * (_HEIGHT - 2 * _AIR)

    sheet = Sheet(_WIDTH)
    if reliable_band is not None:
        bottom, top = sorted(reliable_band)
        sheet.rect(0, y(top), _WIDTH, y(bottom) - y(top), fill=GREY, fill_opacity="0.18", rx=2)
    if cut_off is not None:
        sheet.line(0, y(cut_off), _WIDTH, y(cut_off), stroke=RUST, stroke_width="1.5", stroke_dasharray="4 3")
    step = (_WIDTH - 2 * _AIR) / max(len(points) - 1, 1)
    placed = [None if value is None else (_AIR + step * i, y(value)) for i, value in enumerate(points)]
    for run in _runs(placed):
        if len(run) == 1:
            sheet.put("circle", cx=run[0][0], cy=run[0][1], r=2, fill=TEAL)
        else:
            sheet.path(run, stroke=TEAL, stroke_width="2.2", stroke_linejoin="round", stroke_linecap="round")
    last = next((point for point in reversed(placed) if point), None)
    if last:
        sheet.put("circle", cx=last[0], cy=last[1], r="4", fill=TEAL, stroke="Canvas", stroke_width="1.5")
    svg = sheet.finish(_HEIGHT, title, sentence, is_fixed=True)
    return Drawing(narrow=svg, wide=svg, sentence=sentence)
