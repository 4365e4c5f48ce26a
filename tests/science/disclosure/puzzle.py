"""What a reader of many snapshots writes down: layers of people by part and month, and the sums that were shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.science.disclosure.attack import FAR, PROTECTED, Known, Whole, certain

MORE_THAN_ANY = 3000  # more people than a layer holds: what a choice between two readings switches off
Cell = tuple[str, str, int]
"""A layer of people, a part of them, and the month by its number."""


@dataclass
class Puzzle:
    """All cells, what is true of them, and each shown sum with what may stand behind it."""

    places: dict[Cell, int] = field(default_factory=dict)
    truth: list[int] = field(default_factory=list)
    lines: list[tuple[dict[int, int], int, int]] = field(default_factory=list)
    choices: set[int] = field(default_factory=set)

    def hold(self, layer: str, part: str, month: int, count: int) -> None:
        """A cell that the reader does not see, and its true count."""
        self.places[layer, part, month] = len(self.truth)
        self.truth.append(count)

    def cells(self, layers: Iterable[str], parts: Iterable[str], months: Iterable[int]) -> list[int]:
        """The numbers of some cells."""
        some, every = list(parts), list(months)
        return [self.places[layer, part, month] for layer in layers for part in some for month in every]

    def tell(self, plus: Iterable[int], low: int, high: int, *, minus: Iterable[int] = ()) -> None:
        """A sum, without another, lies between these."""
        line: dict[int, int] = {}
        for cell in plus:
            line[cell] = line.get(cell, 0) + 1
        for cell in minus:
            line[cell] = line.get(cell, 0) - 1
        self.lines.append((line, low, high))

    def tell_count(self, cells: list[int], shown: Mapping[str, Any], *, slack: int = 2) -> None:
        """A published count of people."""
        self.tell(cells, *_read(shown["people"], shown["reason"], slack))

    def tell_rate(self, some: list[int], others: list[int], shown: Mapping[str, Any], *, slack: int = 2) -> None:
        """A published share of `some` of them and the others, read as its rule says.

        Some shown as all are all; some shown beside others leave nobody or eight and more; and where only the whole
        is shown, either they are 1 to 7 or the others are: the reader keeps both in mind.
        """
        top, bottom, reason = shown["numerator"], shown["denominator"], shown["reason"]
        if bottom is not None or slack == 2:  # else a table says why it is withheld, and its count is told there
            self.tell([*some, *others], *_read(bottom, reason, slack))
        if not bottom:
            return
        if top is None:
            self._one_of_both(some, others)
        elif top == bottom:
            self.tell(others, 0, FAR if slack > 2 else 0)
        else:
            self.tell(some, *_read(top, None, slack))
            self.tell(others, 8, FAR)

    def _one_of_both(self, some: list[int], others: list[int]) -> None:
        choice = len(self.truth)
        is_small = sum(self.truth[cell] for cell in some) in PROTECTED
        self.truth.append(int(not is_small))
        self.choices.add(choice)
        self.tell([choice], 0, 1)
        self.lines.append(({**dict.fromkeys(some, 1), choice: -MORE_THAN_ANY}, -FAR, 7))
        self.lines.append(({**dict.fromkeys(some, 1), choice: MORE_THAN_ANY}, 1, FAR))
        self.lines.append(({**dict.fromkeys(others, 1), choice: MORE_THAN_ANY}, -FAR, 7 + MORE_THAN_ANY))
        self.lines.append(({**dict.fromkeys(others, 1), choice: -MORE_THAN_ANY}, 1 - MORE_THAN_ANY, FAR))

    def check(self) -> None:
        """Whether the reader takes every number rightly: what is true fits what was told."""
        for line, low, high in self.lines:
            found = sum(weight * self.truth[cell] for cell, weight in line.items())
            assert low <= found <= high, "The truth does not fit: the attacker misreads the rule."

    def recovered(self) -> tuple[int, int]:
        """How many cells of 1 to 7 there are, and of how many the reader is certain."""
        truth: Whole = np.array(self.truth)
        sums = np.zeros((len(self.lines), len(truth)), dtype=np.int64)
        for row, (line, _low, _high) in enumerate(self.lines):
            for cell, weight in line.items():
                sums[row, cell] = weight
        low, high = (np.array([line[end] for line in self.lines]) for end in (1, 2))
        wanted = np.isin(truth, PROTECTED)
        wanted[list(self.choices)] = False
        return int(wanted.sum()), int(certain(Known(sums, low, high), truth, wanted).sum())


def _read(people: int | None, reason: str | None, slack: int) -> tuple[int, int]:
    if people is None:
        if reason == "few_or_nobody":
            return 0, 7
        return (1, 7) if reason == "small_numbers" else (0, 9) if reason == "not_broken_down" else (0, FAR)
    return (0, 0) if people == 0 else (max(8, people - slack), people + slack)
