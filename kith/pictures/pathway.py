"""A pathway of stepped care as a picture: its steps as a stair, and each rule as a numbered arrow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.lettering import text_width, wrap
from kith.pictures.tones import BLUE, GREY, INK, PLUM, RED, RUST, TEAL

Kind = Literal["person_first", "start", "direct", "wait", "hold", "step_up", "step_down", "finish"]
_TONES: Final = {
    "person_first": RED,
    "start": TEAL,
    "direct": PLUM,
    "wait": GREY,
    "hold": BLUE,
    "step_up": RUST,
    "step_down": BLUE,
    "finish": TEAL,
}


@dataclass(frozen=True)
class PathwayStep:
    """One step: its number, its name and what is offered there."""

    step: int
    name: str
    what: str


@dataclass(frozen=True)
class PathwayRule:
    """One rule by its number in the list below the picture, where it leads from and to, and whether it applies now."""

    number: int
    kind: Kind
    from_step: int | None = None
    to_step: int | None = None
    is_on: bool = False


@dataclass(frozen=True)
class PathwayWords:
    """The words of the picture: for each kind of rule, and for the line below."""

    kinds: dict[str, str]
    here: str


def pathway_picture(
    steps: Sequence[PathwayStep],
    rules: Sequence[PathwayRule],
    words: PathwayWords,
    *,
    here: int | None,
    title: str,
    sentence: str,
) -> Drawing:
    """Draw the steps from the highest down, with where one comes in on the left and where one goes on the right.

    Rules that hold at every step stand in a row below. `here` marks the step a person is at; rules that apply are full.
    """
    return draw(partial(_pathway, steps, rules, words, here, title, sentence), sentence)


def _pathway(
    steps: Sequence[PathwayStep],
    rules: Sequence[PathwayRule],
    words: PathwayWords,
    here: int | None,
    title: str,
    sentence: str,
    format: Format,
) -> str:
    sheet, size = Sheet(format.width), format.size
    left, right = (74.0, 4.0) if format.is_narrow else (132.0, 8.0)
    y = 8.0
    for place, step in enumerate(sorted(steps, key=lambda one: -one.step)):
        if place:
            y = _between(sheet, y, step.step, rules, left, format)
        y = _box(sheet, y, step, rules, words, left, format.width - left - right, format, is_here=step.step == here)
    y = _everywhere(sheet, y + size * 1.4, rules, words, format)
    return sheet.finish(y, title, sentence)


def _box(
    sheet: Sheet,
    y: float,
    step: PathwayStep,
    rules: Sequence[PathwayRule],
    words: PathwayWords,
    left: float,
    width: float,
    format: Format,
    *,
    is_here: bool,
) -> float:
    """One step with the ways in from the left; returns where it ends."""
    size = format.size
    name = wrap(f"{step.step}. {step.name}", width - 24, size, 3)
    what = wrap(step.what, width - 24, size, 4)
    ways_in = [rule for rule in rules if rule.kind in ("start", "direct") and rule.to_step == step.step]
    marker = [words.here] if is_here else []
    tall = max((len(name) + len(what) + len(marker)) * size * 1.3 + 20, _rows(len(ways_in), format) * 34 + 8)
    look: dict[str, str | float] = (
        {"stroke": TEAL, "stroke_width": 3} if is_here else {"stroke": GREY, "stroke_width": 1.5}
    )
    sheet.rect(left, y, width, tall, rx=10, fill=TEAL, fill_opacity="0.16" if is_here else "0.07", **look)
    base = y + 8 + size
    for line in name:
        sheet.words(left + 12, base, line, size, bold=True)
        base += size * 1.3
    for line in (*what, *marker):
        sheet.words(left + 12, base, line, size, soft=line not in marker, bold=line in marker)
        base += size * 1.3
    if ways_in:
        _arrow(sheet, left - 24, y + tall / 2, left - 4, y + tall / 2, INK)
        _dots(sheet, ways_in, left - 30, y + tall / 2, format, per_row=_per_row(format))
    return y + tall


def _between(sheet: Sheet, y: float, lower: int, rules: Sequence[PathwayRule], left: float, format: Format) -> float:
    """The gap between a step and the one below it: the way up on the left, the way down on the right."""
    up = [rule for rule in rules if rule.kind == "step_up" and rule.from_step == lower]
    down = [rule for rule in rules if rule.kind == "step_down" and rule.to_step == lower]
    if not up and not down:
        return y + 16
    tall = 48.0
    if up:
        _arrow(sheet, left + 34, y + tall - 4, left + 34, y + 6, RUST)
        _dots(sheet, up, left + 48 + 26 * len(up), y + tall / 2, format, per_row=len(up))
    if down:
        x = left + (150 if format.is_narrow else 260)
        _arrow(sheet, x, y + 4, x, y + tall - 6, BLUE)
        _dots(sheet, down, x + 14 + 26 * len(down), y + tall / 2, format, per_row=len(down))
    return y + tall


def _everywhere(sheet: Sheet, y: float, rules: Sequence[PathwayRule], words: PathwayWords, format: Format) -> float:
    """Every kind with its name and numbers: the key, and the rules that belong to no single arrow."""
    size = format.size
    shown = [(name, [rule for rule in rules if rule.kind == kind]) for kind, name in words.kinds.items()]
    start = max(text_width(name, size) for name, _ in shown) + 16
    for name, own in shown:
        if own:
            sheet.words(0, y + size * 0.35, name, size)
            _dots(sheet, own, min(start + 26.0 * len(own), format.width), y, format, per_row=len(own))
            y += 34
    return y


def _rows(count: int, format: Format) -> int:
    return -(-count // _per_row(format))


def _per_row(format: Format) -> int:
    return 1 if format.is_narrow else 3


def _dots(
    sheet: Sheet, rules: Iterable[PathwayRule], right: float, middle: float, format: Format, *, per_row: int
) -> None:
    """Numbered discs that end at `right`; full where the rule applies now."""
    shown = list(rules)
    rows = [shown[start : start + per_row] for start in range(0, len(shown), per_row)]
    top = middle - (len(rows) - 1) * 15
    for place, row in enumerate(rows):
        for i, rule in enumerate(row):
            x, y = right - 13 - 26 * (len(row) - 1 - i), top + place * 30
            tone = _TONES[rule.kind]
            sheet.put(
                "circle",
                cx=x,
                cy=y,
                r=12,
                fill=tone,
                fill_opacity="0.45" if rule.is_on else "0.12",
                stroke=tone,
                stroke_width=3 if rule.is_on else 1.5,
            )
            sheet.words(x, y + format.size * 0.35, str(rule.number), format.size, anchor="middle", bold=rule.is_on)


def _arrow(sheet: Sheet, x1: float, y1: float, x2: float, y2: float, tone: str) -> None:
    """A line with a head at its end, along one axis."""
    sheet.line(x1, y1, x2, y2, stroke=tone, stroke_width=2.5, stroke_linecap="round")
    if y1 == y2:
        back = -7 if x2 > x1 else 7
        head = [(x2 + back, y2 - 6), (x2, y2), (x2 + back, y2 + 6)]
    else:
        back = -7 if y2 > y1 else 7
        head = [(x2 - 6, y2 + back), (x2, y2), (x2 + 6, y2 + back)]
    sheet.path(head, stroke=tone, stroke_width=2.5, stroke_linecap="round", stroke_linejoin="round")
