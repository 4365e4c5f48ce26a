"""The comparisons of a network of trials, checked: every trial whole, every multi-arm trial closed, all connected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kith.science.evidence.problems import LARGEST, EvidenceProblem, Floats, listed

Ints = NDArray[np.intp]
CLOSES_WITHIN: Final = 0.001  # as netmeta: printed effects are rounded to three or four digits


@dataclass(frozen=True)
class Contrast:
    """One comparison in one trial: `treat1` minus `treat2`, and its standard error."""

    study: str
    treat1: str
    treat2: str
    effect: float
    se: float


@dataclass(frozen=True)
class Trials:
    """Trials with equally many arms: their rows (s, p(p-1)/2) in the table, and which arms each row joins."""

    arms: int
    rows: Ints
    first: Ints
    second: Ints


@dataclass(frozen=True)
class Table:
    """Checked comparisons as arrays. Treatments and studies are in the order in which they first appear."""

    treatments: tuple[str, ...]
    studies: tuple[str, ...]
    first: Ints
    second: Ints
    study: Ints
    y: Floats
    v: Floats
    trials: tuple[Trials, ...]
    designs: tuple[tuple[str, ...], ...]  # of each study: its treatments in the order of the alphabet

    @property
    def edges(self) -> Floats:
        """B (m, n): +1 at the first treatment of a row and -1 at the second."""
        b = np.zeros((len(self.y), len(self.treatments)))
        rows = np.arange(len(self.y))
        b[rows, self.first], b[rows, self.second] = 1.0, -1.0
        return b

    @property
    def spare(self) -> int:
        """Degrees of freedom of Q: arms less one of each trial, less the treatments but one."""
        return sum(len(design) - 1 for design in self.designs) - (len(self.treatments) - 1)


def read_contrasts(contrasts: Iterable[Contrast]) -> Table:
    """Check comparisons and return them as a table.

    Raises EvidenceProblem for numbers that are missing, standard errors not above nought, a treatment against itself, a
    comparison that a trial has twice, a multi-arm trial without all of its comparisons or whose effects do not close
    (A-B plus B-C is A-C, within 0.001), and a network in pieces, which are named.

    >>> table = read_contrasts([Contrast("s1", "a", "b", 0.2, 0.1), Contrast("s2", "b", "c", 0.1, 0.1)])
    >>> table.treatments, table.spare
    (('a', 'b', 'c'), 0)
    """
    rows = list(contrasts)
    if not rows:
        raise EvidenceProblem(
            "A network needs comparisons; found none. Give one row for each comparison of each trial."
        )
    for row in rows:
        _check_row(row)
    by_study: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        by_study.setdefault(row.study, []).append(place)
    for study, places in by_study.items():
        _check_trial(study, [rows[place] for place in places])
    treatments = list(dict.fromkeys(name for row in rows for name in (row.treat1, row.treat2)))
    _check_connected(treatments, rows)
    return _table(rows, by_study, treatments)


def _check_row(row: Contrast) -> None:
    where = f"in {row.study!r}, {row.treat1} against {row.treat2}"
    if not abs(row.effect) < LARGEST:
        raise EvidenceProblem(f"An effect is missing or not finite; found {row.effect} {where}. Complete it.")
    if not 1 / LARGEST < row.se * abs(row.se) < LARGEST:
        raise EvidenceProblem(
            f"A standard error is above nought; found {row.se} {where}. Take it from the report of the trial."
        )
    if row.treat1 == row.treat2:
        raise EvidenceProblem(
            f"A comparison needs two treatments; found one, {row.treat1!r}, on both sides in {row.study!r}. Name both, "
            "or join its arms first."
        )


def _check_trial(study: str, rows: Sequence[Contrast]) -> None:
    effects: dict[tuple[str, str], float] = {}
    for row in rows:
        if (row.treat1, row.treat2) in effects:
            raise EvidenceProblem(
                f"A trial has each comparison once; found {row.treat1} against {row.treat2} twice in {study!r}. Join "
                "the two, or give each trial its own name."
            )
        effects[row.treat1, row.treat2], effects[row.treat2, row.treat1] = row.effect, -row.effect
    arms = sorted({name for pair in effects for name in pair})
    missing = [f"{one} against {other}" for one, other in combinations(arms, 2) if (one, other) not in effects]
    if missing:
        raise EvidenceProblem(
            f"A trial with {len(arms)} arms needs its {len(arms) * (len(arms) - 1) // 2} comparisons; {study!r} lacks "
            f"{listed(missing)}. Add the missing rows, or give separate trials separate names."
        )
    for a, b, c in combinations(arms, 3):
        gap = effects[a, b] + effects[b, c] - effects[a, c]
        if abs(gap) > CLOSES_WITHIN:
            raise EvidenceProblem(
                f"The effects of a multi-arm trial must add up; in {study!r} {a} against {b} plus {b} against {c} is "
                f"{effects[a, b] + effects[b, c]:.4g}, and {a} against {c} is {effects[a, c]:.4g}. Correct the effects "
                "or their signs."
            )


def _check_connected(treatments: Sequence[str], rows: Sequence[Contrast]) -> None:
    pieces = pieces_of(treatments, [(row.treat1, row.treat2) for row in rows])
    if len(pieces) > 1:
        found = "; ".join(f"({', '.join(piece)})" for piece in pieces)
        raise EvidenceProblem(
            f"Treatments can be compared only where trials connect them; found {len(pieces)} separate pieces: {found}. "
            "Analyse each piece by itself, or add a trial that joins them."
        )


def pieces_of(names: Sequence[str], pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The connected pieces of a graph, each in the order of its names.

    >>> pieces_of(["a", "b", "c"], [("a", "c")])
    [['a', 'c'], ['b']]
    """
    above = {name: name for name in names}

    def top(name: str) -> str:
        while above[name] != name:
            above[name] = name = above[above[name]]
        return name

    for one, other in pairs:
        above[top(other)] = top(one)
    pieces: dict[str, list[str]] = {}
    for name in names:
        pieces.setdefault(top(name), []).append(name)
    return list(pieces.values())


def _table(rows: Sequence[Contrast], by_study: dict[str, list[int]], treatments: list[str]) -> Table:
    index = {name: place for place, name in enumerate(treatments)}
    number = {study: place for place, study in enumerate(by_study)}
    designs = [
        tuple(sorted({name for place in places for name in (rows[place].treat1, rows[place].treat2)}))
        for places in by_study.values()
    ]
    return Table(
        treatments=tuple(treatments),
        studies=tuple(by_study),
        first=np.array([index[row.treat1] for row in rows], dtype=np.intp),
        second=np.array([index[row.treat2] for row in rows], dtype=np.intp),
        study=np.array([number[row.study] for row in rows], dtype=np.intp),
        y=np.array([row.effect for row in rows], dtype=np.float64),
        v=np.array([row.se**2 for row in rows], dtype=np.float64),
        trials=tuple(_trials(rows, by_study, designs)),
        designs=tuple(designs),
    )


def _trials(
    rows: Sequence[Contrast], by_study: dict[str, list[int]], designs: Sequence[tuple[str, ...]]
) -> Iterable[Trials]:
    found: dict[int, list[tuple[list[int], list[int], list[int]]]] = {}
    for places, design in zip(by_study.values(), designs, strict=True):
        first = [design.index(rows[place].treat1) for place in places]
        second = [design.index(rows[place].treat2) for place in places]
        found.setdefault(len(design), []).append((places, first, second))
    for arms, trials in sorted(found.items()):
        yield Trials(arms, *(np.array([one[part] for one in trials], dtype=np.intp) for part in range(3)))
