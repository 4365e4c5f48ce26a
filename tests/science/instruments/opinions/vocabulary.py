"""The few words in which the second scorer is written. A blank is NaN, and what is added to it is NaN as well."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]
Column = NDArray[np.float64]


@dataclass(frozen=True)
class Answers:
    """Many answer sets: a row for each person, a column for each question."""

    names: tuple[str, ...]
    table: Table

    def __call__(self, names: str) -> Table:
        """The columns of these questions, by name; of one question the column alone."""
        found = self.table[:, [self.names.index(name) for name in names.split()]]
        return found[:, 0] if found.shape[1] == 1 else found

    def number(self, *numbers: int) -> Table:
        """The columns of these questions, by number on the form."""
        return self.table[:, [number - 1 for number in numbers]]

    def first(self, count: int) -> Table:
        return self.table[:, :count]

    def filled(self, names: str, value: float, where: NDArray[np.bool_] | bool = True) -> Answers:
        """The same answers, with the blanks of these questions (where it says so) answered by `value`."""
        table = self.table.copy()
        for name in names.split():
            column = table[:, self.names.index(name)]
            column[np.isnan(column) & where] = value
        return Answers(self.names, table)


Said = dict[str, NDArray[np.generic]]
"""What is said of each answer set: `scale` a score, `flag name` raised or not, `pattern name` 1, 0 or NaN for open."""


@dataclass(frozen=True)
class Opinion:
    """The second scorer of one instrument: the rule, the edges of bands and the lines, all written by hand."""

    says: Callable[[Answers], Said]
    bands: dict[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()

    def band_edges(self, scale: str) -> list[tuple[str, float]]:
        """The bands of a scale with the score from which each holds."""
        words = self.bands.get(scale, "").split()
        return [(name, float(edge)) for name, edge in zip(words[::2], words[1::2], strict=True)]

    def band(self, scale: str, scores: Column) -> NDArray[np.int_]:
        """The place of each score's band, the lowest is 0; -1 for none."""
        place = np.full(len(scores), -1)
        for number, (_, edge) in enumerate(self.band_edges(scale)):
            place[scores >= edge - 1e-9] = number
        return place

    def reached(self) -> list[tuple[str, str, float, Callable[[float, float], bool]]]:
        """Each line taken apart: scale, sign, place, and the comparison itself."""
        signs = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}
        parts = [line.split() for line in self.lines]
        return [(scale, sign, float(at), signs[sign]) for scale, sign, at in parts]


def added(table: Table) -> Column:
    return np.asarray(table.sum(axis=1))


def averaged(table: Table) -> Column:
    return added(table) / table.shape[1]


def answered(table: Table) -> Column:
    return np.asarray((~np.isnan(table)).sum(axis=1))


def mean_of_answered(table: Table, at_least: int) -> Column:
    """The mean of what was answered; none with fewer than `at_least` answers."""
    count = answered(table)
    return np.where(count >= at_least, np.nansum(table, axis=1) / np.maximum(count, 1), np.nan)


def made_up(table: Table, at_most: int) -> Column:
    """The sum, with up to `at_most` blanks answered by the mean of the others."""
    return mean_of_answered(table, table.shape[1] - at_most) * table.shape[1]


def turned(table: Table, ends: float) -> Table:
    """Answers counted the other way round; `ends` is the lowest and the highest answer added."""
    return ends - table


def side_by_side(*parts: Table) -> Table:
    return np.column_stack(parts)


def to_whole(scores: Column) -> Column:
    """The nearest whole number, halves upwards."""
    return np.floor(scores + 0.5 + 1e-9)


def how_many(table: Table, at_least: float) -> Column:
    """How many answers are so high; a blank is not."""
    return np.asarray((np.nan_to_num(table, nan=-np.inf) >= at_least).sum(axis=1))


def any_from(table: Table, at_least: float) -> NDArray[np.bool_]:
    return how_many(table, at_least) >= 1


def decided(answers: Answers, rule: Callable[[Answers], NDArray[np.bool_]]) -> Column:
    """Whether a rule is met; open where filling all blanks with the lowest and with the highest answer disagree."""
    blank = np.isnan(answers.table)
    no, yes = (rule(Answers(answers.names, np.where(blank, fill, answers.table))) for fill in (-1e9, 1e9))
    return np.where(no == yes, no.astype(float), np.nan)


def sum_of_all(answers: Answers) -> Said:
    return {"total": added(answers.table)}
