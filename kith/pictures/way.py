"""The way of the data as a picture, for the README: assess, formulate, plan, deliver, measure, review, evaluate."""

from __future__ import annotations

from collections.abc import Sequence

from kith.pictures.drawing import Sheet, clean
from kith.pictures.lettering import text_width, wrap

_STEPS = (
    ("Assess", "problems and strengths"),
    ("Formulate", "why this, why now"),
    ("Plan", "goals, options, choice"),
    ("Deliver", "sessions, groups, work"),
    ("Measure", "scores and change"),
    ("Review", "go on, change, step, end"),
    ("Evaluate", "outcomes and evidence"),
)
_INK, _GROUND, _BRAND, _SOFT = "#16211e", "#f8f6f1", "#0b6157", "#dcefe8"


def way(steps: Sequence[tuple[str, str]], *, again: str, title: str, sentence: str) -> str:
    """Draw numbered steps on one line, with a loop from the last but one to the third.

    It has its own ground, for a file. Each step is its verb and what it leaves behind. `again` stands on the loop.
    Returns SVG text 960 wide.
    """
    sheet, count = Sheet(960), len(steps)
    room = (960 - 80) / max(count, 1)
    sheet.rect(0, 0, 960, 250, rx=18, fill=_GROUND)
    xs = [40 + room * (i + 0.5) for i in range(count)]
    if count > 1:
        sheet.line(xs[0], 120, xs[-1], 120, stroke=_BRAND, stroke_width=4, stroke_opacity="0.35")
    if count > 4:
        _loop(sheet, xs[-2], xs[2], again)
    for i, ((verb, leaves), x) in enumerate(zip(steps, xs, strict=True)):
        sheet.put("circle", cx=x, cy=120, r=24, fill=_BRAND, stroke=_GROUND, stroke_width=6)
        _words(sheet, x, 126, str(i + 1), 17, "#ffffff", bold=True)
        _words(sheet, x, 174, verb, 17, _INK, bold=True)
        for row, line in enumerate(wrap(leaves, room - 6, 13.5, 2)):
            _words(sheet, x, 196 + row * 18, line, 13.5, "#4c5b56")
    return (
        sheet.finish(250, title, sentence).replace('font-family="inherit"', 'font-family="system-ui, sans-serif"')
        + "\n"
    )


def readme_way() -> str:
    """Return the picture that stands in the README as docs/pictures/way.svg."""
    return way(
        _STEPS,
        again="what to do differently, week by week",
        title="The way of care in Kith",
        sentence="Assess, formulate, plan, deliver, measure and review; a review may open a new plan, "
        "and everything feeds the evaluation.",
    )


def _loop(sheet: Sheet, start: float, end: float, again: str) -> None:
    d = (
        f"M{start:.0f} 88C{start:.0f} 40 {start - 30:.0f} 40 {start - 60:.0f} 40"
        f"L{end + 60:.0f} 40C{end + 30:.0f} 40 {end:.0f} 40 {end:.0f} 84"
    )
    sheet.put("path", d=d, fill="none", stroke=_BRAND, stroke_width=3, stroke_dasharray="7 6", stroke_linecap="round")
    sheet.path([(end - 7, 76), (end, 87), (end + 7, 76)], stroke=_BRAND, stroke_width=3, stroke_linecap="round")
    middle = (start + end) / 2
    width = text_width(again, 14, bold=True) + 28
    sheet.rect(middle - width / 2, 24, width, 32, rx=16, fill=_SOFT)
    _words(sheet, middle, 45, again, 14, _BRAND, bold=True)


def _words(sheet: Sheet, x: float, y: float, text: str, size: float, tone: str, *, bold: bool = False) -> None:
    look = f'font-size="{size:g}" fill="{tone}" text-anchor="middle"' + (' font-weight="650"' if bold else "")
    sheet.parts.append(f'<text x="{x:g}" y="{y:g}" {look}>{clean(text)}</text>')
