"""A table of comparisons as a network's trials: their effects, how many people they had, and their features."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kith.cli.csv_rows import UnreadableTable, needed_number_in, number_in, read_rows
from kith.science.evidence import Contrast


@dataclass(frozen=True)
class Named:
    """The columns that are read. `people` is None where no column was named."""

    study: str
    treat1: str
    treat2: str
    effect: str
    se: str
    people: str | None = None
    features: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        """Every column, once each."""
        named = (self.study, self.treat1, self.treat2, self.effect, self.se, self.people, *self.features)
        return list(dict.fromkeys(one for one in named if one is not None))


@dataclass(frozen=True)
class Comparisons:
    """The comparisons of a table.

    `people` are those of each trial; None where no column was named. `features` has for each column the number of each
    trial that has one.
    """

    contrasts: tuple[Contrast, ...]
    people: dict[str, int] | None
    features: Mapping[str, Mapping[str, float]]

    @property
    def without_a_number(self) -> tuple[str, ...]:
        """For each feature that some trial has no number of, a sentence with how many."""
        trials = len({one.study for one in self.contrasts})
        return tuple(
            f"Trials without a number for {feature}: {trials - len(values)} of {trials}; nothing is said about them"
            for feature, values in self.features.items()
            if len(values) < trials
        )


def read_comparisons(file: Path, named: Named) -> Comparisons:
    """The comparisons of a file.

    Raises UnreadableTable, naming the line, for what is missing or is no number, and for a trial whose rows say
    different numbers of one feature.
    """
    contrasts, counts = [], {}
    features: dict[str, dict[str, float]] = {feature: {} for feature in named.features}
    for line, cells in read_rows(file, named.columns):
        for column in (named.study, named.treat1, named.treat2):
            if not cells[column]:
                raise UnreadableTable(
                    f"{file.name}, line {line}: a name is missing; found an empty cell in {column!r}. Write which."
                )
        study = cells[named.study]
        numbers = [
            needed_number_in(cells[column], column, file, line, what="a number") for column in (named.effect, named.se)
        ]
        contrasts.append(Contrast(study, cells[named.treat1], cells[named.treat2], *numbers))
        if named.people:
            counts[study] = round(needed_number_in(cells[named.people], named.people, file, line, what="a count"))
        for feature, values in features.items():
            _note(values, study, number_in(cells[feature], feature, file, line, what="a feature"), feature, file, line)
    return Comparisons(tuple(contrasts), counts if named.people else None, features)


def _note(values: dict[str, float], study: str, value: float | None, feature: str, file: Path, line: int) -> None:
    if value is None:
        return
    if values.setdefault(study, value) != value:
        raise UnreadableTable(
            f"{file.name}, line {line}: a trial has one number of a feature; found {values[study]:g} and {value:g} in "
            f"{feature!r} for {study!r}. Give its rows the same number."
        )
