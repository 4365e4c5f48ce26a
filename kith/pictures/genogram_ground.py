"""The plan of a genogram: how it lies on the sheet, where people and names stand, and how lines run to children."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kith.pictures.drawing import Format
from kith.pictures.genogram_values import ChildLine, CoupleLine, FamilyLines, Relative
from kith.pictures.lettering import text_width, wrap
from kith.pictures.sociogram_places import Point

HALF: Final = 14.0
"""Half the side of a sign of a person: a number of two figures just fits inside."""
LEADING: Final = 1.2
_LANE: Final = 13.0
_EDGE: Final = 26.0
# Wider steps than this tear a small family apart.
_WIDEST_STEP: Final = 132.0
_NAME_ROOM: Final = (78.0, 118.0)
_MOST_LINES: Final = 3


@dataclass(frozen=True)
class Lay:
    """How a genogram lies: rows from the top or, turned, from the left; names at the signs, or numbers and a list.

    `step` is the distance of neighbours, `room` how wide a name may be, `aside` where a line passes beside a person.
    """

    is_turned: bool
    is_named: bool
    step: float
    room: float
    aside: float


@dataclass(frozen=True)
class Descent:
    """One couple or parent and their children: where the line begins, at which depth it runs, who hangs from it."""

    parents: tuple[str, ...]
    along: float
    depth: float
    lane: float
    children: tuple[ChildLine, ...]


@dataclass(frozen=True)
class Ground:
    """Where everything is, along a row and in depth across rows; `at` turns both into a point of the sheet."""

    lay: Lay
    people: Mapping[str, Point]
    labels: Mapping[str, tuple[str, ...]]
    arcs: Mapping[CoupleLine, float]
    descents: tuple[Descent, ...]
    height: float

    def at(self, along: float, depth: float) -> Point:
        """A point of the sheet."""
        return (depth, along) if self.lay.is_turned else (along, depth)

    def spot(self, id: str) -> Point:
        """Where somebody stands on the sheet."""
        return self.at(*self.people[id])


@dataclass(frozen=True)
class _Row:
    """One generation from left to right, and the lanes of its lines: above it far couples, below it children."""

    ids: tuple[str, ...]
    arcs: Mapping[CoupleLine, int]
    hanging: tuple[tuple[tuple[str, ...], float, tuple[ChildLine, ...], int], ...]
    label_depth: float

    @property
    def lanes(self) -> tuple[int, int]:
        """How many lanes run above and below."""
        return max(self.arcs.values(), default=-1) + 1, max((lane for *_, lane in self.hanging), default=-1) + 1


def lay_out(people: Sequence[Relative], lines: FamilyLines, letters: Mapping[str, str], format: Format) -> Ground:
    """Lay a family on the sheet: upright with names if they have room, else turned with names, else with numbers."""
    lay = _lay(people, letters, format)
    labels = {person.id: _label(person, letters, lay, format.size) for person in people}
    if lay.is_turned and lay.is_named:
        tallest = max(len(lines) for lines in labels.values()) * format.size * LEADING + 14
        step = max(tallest, 2 * HALF + 22)
        lay = Lay(True, True, step, lay.room, step / 2 - 1)
    along = _along(people, lay, format)
    rows = [
        _row(tuple(sorted((p.id for p in people if p.row == row), key=along.__getitem__)), lines, along, labels, lay)
        for row in sorted({person.row for person in people})
    ]
    return _deepened(rows, along, labels, lay, format)


def _lay(people: Sequence[Relative], letters: Mapping[str, str], format: Format) -> Lay:
    span, rows = max(person.step for person in people), max(person.row for person in people) + 1
    words = [word for person in people for word in (*person.name.split(), person.years, _letters(person, letters))]
    needed = max(text_width(word, format.size) for word in words)
    room = max(needed, _NAME_ROOM[0])
    tallest = max(len(wrap(person.name, room, format.size)) for person in people)
    step = min((format.width - room - 16) / span, _WIDEST_STEP) if span else _WIDEST_STEP
    if tallest <= _MOST_LINES and step >= room + 14 and room <= _NAME_ROOM[1]:
        return Lay(False, True, step, room, room / 2 + 6)
    beside = format.width / rows - 2 * HALF - 40 - _LANE
    if tallest <= _MOST_LINES and beside >= needed:
        return Lay(True, True, 0, beside, 0)
    step = (format.width - 2 * _EDGE) / span if span else 72.0
    if step >= 2 * HALF + 16:
        return Lay(False, False, min(step, 72), 0, min(step / 2 - 1, 22))
    return Lay(True, False, 2 * HALF + 18, 0, HALF + 8)


def _letters(person: Relative, letters: Mapping[str, str]) -> str:
    return " ".join(letters[note] for note in person.notes)


def _label(person: Relative, letters: Mapping[str, str], lay: Lay, size: float) -> tuple[str, ...]:
    """The name, wrapped; the years; the letters of the notes."""
    if not lay.is_named:
        return ()
    return (*wrap(person.name, lay.room, size), *filter(None, (person.years, _letters(person, letters))))


def _along(people: Sequence[Relative], lay: Lay, format: Format) -> dict[str, float]:
    span = max(person.step for person in people)
    start = max(lay.step / 2, _EDGE) if lay.is_turned else (format.width - span * lay.step) / 2
    return {person.id: start + person.step * lay.step for person in people}


def _row(
    ids: tuple[str, ...],
    lines: FamilyLines,
    along: Mapping[str, float],
    labels: Mapping[str, tuple[str, ...]],
    lay: Lay,
) -> _Row:
    couples = [line for line in lines.couples if line.one in ids]
    far = [line for line in couples if abs(ids.index(line.one) - ids.index(line.other)) > 1]
    arcs = _lanes([tuple(sorted((along[line.one], along[line.other]))) for line in far])
    families: dict[frozenset[str], list[ChildLine]] = {}
    for line in lines.children:
        if line.parents[0] in ids:
            families.setdefault(frozenset(line.parents), []).append(line)
    pairs = {frozenset((line.one, line.other)) for line in couples}
    starts = [_start(ids, both, pairs, along, lay) for both in families]
    ends = [[start, *(along[line.child] for line in of)] for start, of in zip(starts, families.values(), strict=True)]
    lanes = _lanes([(min(end), max(end)) for end in ends])
    hanging = tuple(
        (tuple(sorted(both, key=ids.index)), start, tuple(of), lane)
        for (both, of), start, lane in zip(families.items(), starts, lanes, strict=True)
    )
    return _Row(ids, dict(zip(far, arcs, strict=True)), hanging, _label_depth(ids, labels, lay))


def _label_depth(ids: Sequence[str], labels: Mapping[str, tuple[str, ...]], lay: Lay) -> float:
    if not lay.is_named:
        return 0.0
    if lay.is_turned:
        return max((text_width(line, 16) for id in ids for line in labels[id]), default=0.0) + 9
    return max(len(labels[id]) for id in ids) * 16 * LEADING + 4


def _start(
    ids: tuple[str, ...], parents: frozenset[str], couples: set[frozenset[str]], along: Mapping[str, float], lay: Lay
) -> float:
    """Where the line to the children leaves the row: between two people, never through one."""
    first, *more = sorted(parents, key=ids.index)
    i = ids.index(first)
    if not more:
        has_partner_right = i + 1 < len(ids) and frozenset(ids[i : i + 2]) in couples
        return along[first] + (-lay.aside if has_partner_right else lay.aside)
    gaps = range(i, ids.index(more[0]))
    gap = next((n for n in gaps if frozenset(ids[n : n + 2]) not in couples), i)
    middle = (along[ids[gap]] + along[ids[gap + 1]]) / 2
    return middle if len(gaps) == 1 else middle + 5


def _lanes(spans: Sequence[tuple[float, ...]]) -> list[int]:
    """For each span the first lane in which it meets no other."""
    found: list[int] = []
    for n, (low, high) in enumerate(spans):
        taken = {
            found[m] for m, (other_low, other_high) in enumerate(spans[:n]) if low <= other_high + 8 >= other_low
            and other_low - 8 <= high
        }  # fmt: skip
        found.append(next(lane for lane in range(len(spans)) if lane not in taken))
    return found


def _deepened(
    rows: Sequence[_Row],
    along: Mapping[str, float],
    labels: Mapping[str, tuple[str, ...]],
    lay: Lay,
    format: Format,
) -> Ground:
    """Give rows and lanes their depths. Turned, they share the width of the sheet; upright they take what they need."""
    fixed = [2 * HALF + 14 + row.label_depth + (14 if row.hanging else 0) for row in rows]
    lanes = sum(sum(row.lanes) for row in rows)
    # Without names between the rows, lines from person to person need some room of their own.
    lane, spare = _LANE, 0.0 if lay.is_named else 20.0
    if lay.is_turned:
        lane = min(_LANE, (format.width - 4 - sum(fixed)) / max(lanes, 1))
        free = format.width - 4 - sum(fixed) - lanes * lane
        spare = min(free / max(len(rows) - 1, 1), 60.0) if len(rows) > 1 else 0.0
    top = 2.0
    depths: dict[str, float] = {}
    arcs: dict[CoupleLine, float] = {}
    descents: list[Descent] = []
    for row, used in zip(rows, fixed, strict=True):
        above, below = row.lanes
        middle = top + above * lane + HALF + 8
        depths |= dict.fromkeys(row.ids, middle)
        arcs |= {line: middle - HALF - 6 - n * lane for line, n in row.arcs.items()}
        base = middle + HALF + row.label_depth + 14 + spare / 3
        far = {frozenset((line.one, line.other)): depth for line, depth in arcs.items()}
        descents += [
            Descent(parents, start, far.get(frozenset(parents), middle), base + n * lane, children)
            for parents, start, children, n in row.hanging
        ]
        top += used + (above + below) * lane + spare
    across = max(along.values()) + max(lay.step / 2, _EDGE)
    people = {id: (along[id], depths[id]) for id in along}
    return Ground(lay, people, labels, arcs, tuple(descents), across if lay.is_turned else top)
