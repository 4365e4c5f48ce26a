"""Reads a table of people with a score before and a score after from a CSV file, and refuses what it cannot trust."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kith.cli.csv_rows import MISSING, UnreadableTable, id_in, number_in, read_rows

NO_GROUP = "(no value)"


@dataclass(frozen=True)
class Columns:
    """The names of the columns to read; `by` is None where people are not grouped."""

    id: str
    before: str
    after: str
    by: str | None = None

    def names(self) -> list[str]:
        """Every column that must be there."""
        return [name for name in (self.id, self.before, self.after, self.by) if name is not None]


@dataclass(frozen=True)
class Person:
    """One row: a missing score is None."""

    id: str
    before: float | None
    after: float | None
    group: str
    line: int


def read_people(path: Path, columns: Columns) -> list[Person]:
    """The people in a CSV file.

    The file is UTF-8 with or without a byte-order mark, with a line of column names, and commas, semicolons or tabs
    between cells. An empty cell, NA, N/A, NaN, null or a dot is a missing score. Raises UnreadableTable, naming the
    line, for anything else that is not a number, for an id that is missing or there twice, and for missing columns.
    """
    people: list[Person] = []
    lines_of_ids: dict[str, int] = {}
    for line, cells in read_rows(path, columns.names()):
        person = _person(cells, columns, path, line)
        if person.id in lines_of_ids:
            raise UnreadableTable(
                f"{path.name}, line {line}: an id is there twice; found {person.id!r} in line "
                f"{lines_of_ids[person.id]} too. Keep one row for each person."
            )
        lines_of_ids[person.id] = line
        people.append(person)
    if not people:
        raise UnreadableTable(
            f"{path.name}: nobody to evaluate; found column names and no rows. Add a row for each person."
        )
    return people


def check_scores(people: Sequence[Person], path: Path, *, lowest: float, highest: float) -> None:
    """Refuse scores off the ends of their scale: they belong to another measure, or were typed wrongly."""
    for person in people:
        for score in (person.before, person.after):
            if score is not None and not lowest <= score <= highest:
                raise UnreadableTable(
                    f"{path.name}, line {person.line}: a score is off its scale; found {score:g} where {lowest:g} to "
                    f"{highest:g} is possible. Correct it, or name the measure the scores come from."
                )


def _person(cells: dict[str, str], columns: Columns, path: Path, line: int) -> Person:
    return Person(
        id=id_in(cells[columns.id], columns.id, path, line),
        before=number_in(cells[columns.before], columns.before, path, line),
        after=number_in(cells[columns.after], columns.after, path, line),
        group=_group(cells[columns.by]) if columns.by else "",
        line=line,
    )


def _group(cell: str) -> str:
    return NO_GROUP if cell.lower() in MISSING else cell
