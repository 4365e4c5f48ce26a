"""Reads what was done in courses of care, and what became of people, from a CSV file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from kith.cli.csv_rows import MISSING, UnreadableTable, id_in, needed_number_in, number_in, read_rows
from kith.science.economics import Work

Said = TypeVar("Said")
YES = frozenset({"yes", "y", "true", "1"})
NO = frozenset({"no", "n", "false", "0"})


@dataclass(frozen=True)
class CourseColumns:
    """The names of the columns to read; None, or nothing, where there is no such column.

    With `cost` the cost of a course is read; without, it is worked out from sessions, minutes and grade. `measured` and
    `scores` are the weeks and columns of utilities and of PHQ-9 scores.
    """

    person: str
    sessions: str
    minutes: str
    grade: str
    practitioners: str | None = None
    attenders: str | None = None
    other: str | None = None
    cost: str | None = None
    recovered: str | None = None
    arm: str | None = None
    effect: str | None = None
    measured: tuple[tuple[float, str], ...] = ()
    scores: tuple[tuple[float, str], ...] = ()

    def names(self) -> list[str]:
        """Every column that must be there."""
        work = (self.cost,) if self.cost else (self.sessions, self.minutes, self.grade)
        more = (self.practitioners, self.attenders, self.other, self.recovered, self.arm, self.effect)
        weeks = (column for _, column in (*self.measured, *self.scores))
        return list(dict.fromkeys(name for name in (self.person, *work, *more, *weeks) if name is not None))


@dataclass(frozen=True)
class Outcome:
    """What became of somebody; what is not known is None."""

    recovered: bool | None = None
    arm: str | None = None
    effect: float | None = None
    utilities: tuple[float | None, ...] = ()
    scores: tuple[int | None, ...] = ()


@dataclass(frozen=True)
class Course:
    """One person's course. `cost` is what was read, or None where the cell was empty or the cost is worked out."""

    person: str
    work: tuple[Work, ...]
    other: float
    cost: float | None
    outcome: Outcome


def weeks_and_columns(written: Sequence[str], option: str) -> tuple[tuple[float, str], ...]:
    """The pairs of an option such as `--utility 0=u0 --utility 26=u26`, in the order of weeks."""
    found = []
    for one in written:
        week, _, column = one.partition("=")
        try:
            found.append((float(week), column.strip()))
        except ValueError:
            column = ""
        if not column.strip():
            raise UnreadableTable(
                f"{option} names a week and a column; found {one!r}. Write {option} 0=NAME and {option} 26=NAME."
            )
    return tuple(sorted(found))


def rates_of(written: Sequence[str]) -> dict[str, float]:
    """The prices of an hour of an option such as `--rate senior=72`."""
    found: dict[str, float] = {}
    for one in written:
        grade, _, price = one.rpartition("=")
        try:
            found[grade.strip()] = float(price)
        except ValueError:
            grade = ""
        if not grade.strip():
            raise UnreadableTable(
                f"--rate names a grade and the price of an hour; found {one!r}. Write --rate senior=72."
            )
    return found


def read_courses(path: Path, columns: CourseColumns) -> list[Course]:
    """The courses of a file: one row for each piece of work, several for a person who had several kinds.

    What became of a person stands in any of their rows; an empty cell says nothing. Raises UnreadableTable, naming the
    line, for what cannot be trusted: a number that is none, rows of one person that contradict each other.
    """
    found: dict[str, Course] = {}
    for line, cells in read_rows(path, columns.names()):
        person = id_in(cells[columns.person], columns.person, path, line)
        row = _row(person, cells, columns, path, line)
        found[person] = _joined(found[person], row, path, line) if person in found else row
    if not found:
        raise UnreadableTable(f"{path.name}: no course to cost; found column names and no rows. Add a row for each.")
    return list(found.values())


def _row(person: str, cells: dict[str, str], columns: CourseColumns, path: Path, line: int) -> Course:
    def number(column: str | None, what: str, otherwise: float) -> float:
        if column is None or (cells[column].lower() in MISSING and what == "another cost"):
            return otherwise
        return needed_number_in(cells[column], column, path, line, what=what)

    cost = None if columns.cost is None else number_in(cells[columns.cost], columns.cost, path, line, what="a cost")
    if cost is not None and not 0 <= cost < math.inf:
        raise UnreadableTable(
            f"{path.name}, line {line}: a cost is 0 or more; found {cost:g} in {columns.cost!r}. Correct it, or leave "
            "the cell empty where it is not known."
        )
    work: tuple[Work, ...] = ()
    if columns.cost is None:
        grade = id_in(cells[columns.grade], columns.grade, path, line)
        sessions = number(columns.sessions, "a number of sessions", 0)
        minutes = number(columns.minutes, "a length in minutes", 0)
        held_by = number(columns.practitioners, "a number of practitioners", 1)
        shared_by = number(columns.attenders, "a number of attenders", 1)
        work = (Work(sessions, minutes, grade, held_by, shared_by),)
    return Course(person, work, number(columns.other, "another cost", 0), cost, _outcome(cells, columns, path, line))


def _outcome(cells: dict[str, str], columns: CourseColumns, path: Path, line: int) -> Outcome:
    def number(column: str, what: str) -> float | None:
        return number_in(cells[column], column, path, line, what=what)

    scores = [number(column, "a score") for _, column in columns.scores]
    for score in scores:
        if score is not None and score != int(score):
            raise UnreadableTable(
                f"{path.name}, line {line}: a PHQ-9 score is whole; found {score:g}. Look it up again."
            )
    arm = None if columns.arm is None or cells[columns.arm].lower() in MISSING else cells[columns.arm]
    return Outcome(
        recovered=None if columns.recovered is None else _yes(cells[columns.recovered], columns.recovered, path, line),
        arm=arm,
        effect=None if columns.effect is None else number(columns.effect, "an effect"),
        utilities=tuple(number(column, "a utility") for _, column in columns.measured),
        scores=tuple(None if score is None else int(score) for score in scores),
    )


def _yes(cell: str, column: str, path: Path, line: int) -> bool | None:
    said = cell.lower()
    if said in YES | NO:
        return said in YES
    if said in MISSING:
        return None
    raise UnreadableTable(
        f"{path.name}, line {line}: an outcome is yes or no; found {cell[:40]!r} in {column!r}. Write yes or no, or "
        "leave the cell empty where it is not known."
    )


def _joined(one: Course, other: Course, path: Path, line: int) -> Course:
    def same(before: Said | None, now: Said | None, what: str) -> Said | None:
        if before is not None and now is not None and before != now:
            raise UnreadableTable(
                f"{path.name}, line {line}: rows of one person say different things; found {what} {before} and {now} "
                f"for {one.person!r}. Correct one of them."
            )
        return now if before is None else before

    if one.cost is not None and other.cost is not None:
        raise UnreadableTable(
            f"{path.name}, line {line}: a person's cost is there twice; found {one.person!r} again. Keep one row "
            "for each."
        )
    a, b = one.outcome, other.outcome
    outcome = Outcome(
        recovered=same(a.recovered, b.recovered, "recovered"),
        arm=same(a.arm, b.arm, "arm"),
        effect=same(a.effect, b.effect, "effect"),
        utilities=tuple(same(x, y, "utility") for x, y in zip(a.utilities, b.utilities, strict=True)),
        scores=tuple(same(x, y, "score") for x, y in zip(a.scores, b.scores, strict=True)),
    )
    cost = other.cost if one.cost is None else one.cost
    return replace(one, work=one.work + other.work, other=one.other + other.other, cost=cost, outcome=outcome)
