"""The signs of people in a genogram: a square, a circle, a house or a diamond, with what is known drawn on it."""

from __future__ import annotations

from typing import Any, Final

from kith.pictures.drawing import Sheet, number
from kith.pictures.genogram_values import Gender, Relative
from kith.pictures.sociogram_places import Point
from kith.pictures.tones import BLUE, INK, PLUM

# How far the cross of the dead reaches from the middle: to the rim of each shape.
_CROSS: Final[dict[Gender, float]] = {"man": 1.0, "woman": 0.71, "other": 0.74, "not said": 0.56}


def person_sign(sheet: Sheet, person: Relative, spot: Point, half: float, *, is_key: bool = False) -> None:
    """The shape for the gender that was said; twice for the index person, crossed for the dead."""
    given: dict[str, Any] = {"fill": "Canvas", "stroke": INK, "stroke_width": 2}
    if not is_key:
        given["class_"] = "person"
    if person.is_index:
        _shape(sheet, person.gender, spot, half + 4, {"fill": "Canvas", "stroke": INK, "stroke_width": 2})
    _shape(sheet, person.gender, spot, half, given)
    if person.is_ill:
        _half(sheet, person.gender, spot, half - 2, BLUE, is_left=True)
    if person.uses_substances:
        _half(sheet, person.gender, spot, half - 2, PLUM, is_left=False)
    if person.is_dead:
        x, y = spot
        reach = half * _CROSS[person.gender]
        sheet.line(x - reach, y - reach, x + reach, y + reach, stroke_width=1.5)
        sheet.line(x - reach, y + reach, x + reach, y - reach, stroke_width=1.5)


def _shape(sheet: Sheet, gender: Gender, spot: Point, half: float, given: dict[str, Any]) -> None:
    x, y = spot
    if gender == "man":
        sheet.rect(x - half, y - half, 2 * half, 2 * half, **given)
    elif gender == "woman":
        sheet.put("circle", cx=x, cy=y, r=half, **given)
    elif gender == "other":
        sheet.put("path", d=f"M{number(x - half)} {number(y + half)}V{number(y)}A{number(half)} {number(half)} 0 0 1 "
                  f"{number(x + half)} {number(y)}V{number(y + half)}Z", **given)  # fmt: skip
    else:
        reach = half * 1.15
        sheet.path([(x - reach, y), (x, y - reach), (x + reach, y), (x, y + reach)], close=True, **given)


def _half(sheet: Sheet, gender: Gender, spot: Point, half: float, tone: str, *, is_left: bool) -> None:
    """The left or the lower half of the shape, filled."""
    x, y = spot
    given: dict[str, Any] = {"fill": tone, "fill_opacity": "0.85"}
    if gender == "not said":
        reach = half * 1.15
        side = (x - reach, y) if is_left else (x, y + reach)
        ends = [(x, y - reach), side, (x, y + reach)] if is_left else [(x - reach, y), side, (x + reach, y)]
        sheet.path(ends, close=True, **given)
    elif gender == "woman":
        ends = [(x, y - half), (x, y + half)] if is_left else [(x - half, y), (x + half, y)]
        sheet.put("path", d=f"M{_written(ends[0])}A{number(half)} {number(half)} 0 0 0 {_written(ends[1])}Z", **given)
    elif gender == "other" and is_left:
        corners = f"{_written((x, y + half))}L{_written((x - half, y + half))}V{number(y)}"
        sheet.put("path", d=f"M{corners}A{number(half)} {number(half)} 0 0 1 {_written((x, y - half))}Z", **given)
    else:
        sheet.rect(x - half, y - half if is_left else y, half if is_left else 2 * half, 2 * half if is_left else half,
                   **given)  # fmt: skip


def _written(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"
