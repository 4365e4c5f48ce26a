"""A genogram: a family in rows by generation, with couples, children and what is between people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from math import hypot

from kith.pictures.drawing import Drawing, Format, Sheet, draw
from kith.pictures.empty import empty_picture
from kith.pictures.genogram_ground import HALF, LEADING, Descent, Ground, lay_out
from kith.pictures.genogram_key import draw_key, draw_names
from kith.pictures.genogram_lines import Strokes, bond_line, child_line, couple_line, curve
from kith.pictures.genogram_signs import person_sign
from kith.pictures.genogram_values import BondLine, CoupleLine, FamilyLines, GenogramWords, Relative
from kith.pictures.lettering import Box, text_width
from kith.pictures.sociogram_places import Point
from kith.pictures.tones import INK


def genogram(
    people: Sequence[Relative], lines: FamilyLines, *, words: GenogramWords, title: str, sentence: str
) -> Drawing:
    """Draw a family at its places: rows from the top where names have room, from the left where they have it so.

    Where names have no room either way, signs are numbered and the names stand in a list below. Lines name people who
    are there; anything else raises KeyError.
    """
    return draw(partial(_genogram, people, lines, words, title, sentence), sentence)


def _genogram(
    people: Sequence[Relative], lines: FamilyLines, words: GenogramWords, title: str, sentence: str, format: Format
) -> str:
    if not people:
        return empty_picture(format, title, sentence, words.empty)
    letters = _letters(people)
    sheet, ground = Sheet(format.width), lay_out(people, lines, letters, format)
    for couple in lines.couples:
        _couple(sheet, ground, couple)
    seen: dict[str, int] = {}
    for descent in ground.descents:
        _descend(sheet, ground, descent, seen)
    _bonds(sheet, ground, lines, format)
    for n, person in enumerate(people, start=1):
        person_sign(sheet, person, ground.spot(person.id), HALF)
        if not ground.lay.is_named:
            x, y = ground.spot(person.id)
            sheet.words(x, y + format.size * 0.35, str(n), format.size, anchor="middle", bold=True, halo=True)
    for person in people:
        _label(sheet, ground, person, format.size)
    y = ground.height + format.size * 0.8
    if not ground.lay.is_named:
        y = draw_names(sheet, people, letters, y + format.size * 0.5, format)
    y = draw_key(sheet, people, lines, letters, words.signs, y + format.size * 0.5, format)
    return sheet.finish(y, title, sentence)


def _letters(people: Sequence[Relative]) -> dict[str, str]:
    """A letter for each note, in the order in which they come."""
    notes = list(dict.fromkeys(note for person in people for note in person.notes))
    return {note: chr(ord("a") + n % 26) * (1 + n // 26) for n, note in enumerate(notes)}


def _label(sheet: Sheet, ground: Ground, person: Relative, size: float) -> None:
    x, y = ground.spot(person.id)
    lines, step = ground.labels[person.id], size * LEADING
    for n, line in enumerate(lines):
        if ground.lay.is_turned:
            middle = y + (n - (len(lines) - 1) / 2) * step + size * 0.35
            sheet.words(x + HALF + 10, middle, line, size, halo=True)
        else:
            sheet.words(x, y + HALF + 6 + size * 0.85 + n * step, line, size, anchor="middle", halo=True)


def _couple(sheet: Sheet, ground: Ground, couple: CoupleLine) -> None:
    """From side to side where two are neighbours, else over the heads of those between."""
    (one, depth), (other, _) = sorted((ground.people[couple.one], ground.people[couple.other]))
    if couple in ground.arcs:
        above = ground.arcs[couple]
        path = [(one + 7, depth - HALF), (one + 7, above), (other - 7, above), (other - 7, depth - HALF)]
        middle = (one + 25, above)
    else:
        path = [(one + HALF, depth), (other - HALF, depth)]
        middle = (one + HALF + (other - one - 2 * HALF) / 4, depth)
    slope = (0.0, 1.0) if ground.lay.is_turned else (1.0, 0.0)
    couple_line(sheet, [ground.at(*point) for point in path], couple.kind, ground.at(*middle), slope)


def _descend(sheet: Sheet, ground: Ground, descent: Descent, seen: dict[str, int]) -> None:
    """A stem from the parents to the lane of their children, and a line down to each; twins leave it together."""
    ends = {}
    for line in descent.children:
        along = ground.people[line.child][0] + 7 * seen.get(line.child, 0)
        seen[line.child] = -1 if seen.get(line.child, 0) == 1 else seen.get(line.child, 0) + 1
        ends[line] = along
    births: dict[str, list[float]] = {}
    for line, along in ends.items():
        births.setdefault(line.twins or f" {line.child}", []).append(along)
    leaves = {line: sum(of) / len(of) for line in ends for of in [births[line.twins or f" {line.child}"]]}
    stem = [(descent.along, descent.depth), (descent.along, descent.lane)]
    if len(descent.parents) == 1:
        # Below the middle of the sign, so that it is not taken for a child of a partner beside it.
        low = descent.depth + HALF * 0.65
        stem = [(ground.people[descent.parents[0]][0], low), (descent.along, low), (descent.along, descent.lane)]
    given: Strokes = {"stroke": INK, "stroke_width": 1.5, "stroke_opacity": "0.8"}
    sheet.path([ground.at(*point) for point in stem], **given)
    low, high = min(descent.along, *leaves.values()), max(descent.along, *leaves.values())
    if high - low > 0.05:
        sheet.path([ground.at(low, descent.lane), ground.at(high, descent.lane)], **given)
    for line, along in ends.items():
        top = ground.people[line.child][1] - HALF
        child_line(sheet, [ground.at(leaves[line], descent.lane), ground.at(along, top)], line.kind)


def _bonds(sheet: Sheet, ground: Ground, lines: FamilyLines, format: Format) -> None:
    signs = {id: ground.spot(id) for id in ground.people}
    texts = [box for id in ground.people for box in _label_boxes(ground, id, format.size)]
    straight = {frozenset((couple.one, couple.other)) for couple in lines.couples}
    used: dict[frozenset[str], list[float]] = {}
    frame = Box(6, 6, format.width - 12, ground.height - 12)
    for bond in lines.bonds:
        both = frozenset((bond.start, bond.end))
        taken = used.setdefault(both, [0.0] if both in straight else [])
        way = 1.0 if bond.start < bond.end else -1.0
        best, line = min(
            (_cost(line, bend, bond, signs, texts, frame, [way * one for one in taken]), n, line)
            for n, bend in enumerate(_BENDS)
            for line in [curve(signs[bond.start], signs[bond.end], bend, HALF + 5)]
        )[0::2]
        taken.append(way * best[-1])
        bond_line(sheet, line, bond.kind)


_BENDS = (0.0, *(side * step * 9.0 for step in range(1, 9) for side in (1, -1)))


def _label_boxes(ground: Ground, id: str, size: float) -> list[Box]:
    (x, y), lines, step = ground.spot(id), ground.labels[id], size * LEADING
    if not lines:
        return []
    wide, tall = max(text_width(line, size) for line in lines), len(lines) * step
    if ground.lay.is_turned:
        return [Box(x + HALF + 10, y - tall / 2, wide, tall)]
    return [Box(x - wide / 2, y + HALF + 6, wide, tall)]


def _cost(
    line: Sequence[Point],
    bend: float,
    bond: BondLine,
    signs: Mapping[str, Point],
    texts: Sequence[Box],
    frame: Box,
    taken: Sequence[float],
) -> tuple[float, float]:
    """What a bend costs: leaving the sheet most, then other people, a line that is there already, words, length."""
    others = [spot for id, spot in signs.items() if id not in (bond.start, bond.end)]
    out = any(not frame.holds(*point) for point in line)
    hit = any(hypot(x - ox, y - oy) < HALF + 7 for x, y in line for ox, oy in others)
    double = any(abs(bend - one) < 17 for one in taken)
    over = sum(any(box.holds(*point) for point in line) for box in texts)
    return 1000 * out + 300 * hit + 200 * double + 110 * over + abs(bend), bend
