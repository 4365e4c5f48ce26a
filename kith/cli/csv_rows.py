"""Reads the rows of a CSV file, cell by cell, and says in which line something cannot be trusted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kith.science.documents import did_you_mean

MISSING = frozenset({"", ".", "na", "n/a", "nan", "null"})
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


class UnreadableTable(Exception):
    """The file cannot be evaluated. The message has three parts: what happened, what was found, what to do."""


def read_rows(path: Path, names: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row that is not empty: its line, and its cells by the name of the column.

    The file is UTF-8 with or without a byte-order mark, with a line of column names, and commas, semicolons or tabs
    between cells. Raises UnreadableTable, naming the line, for anything else and for missing columns.
    """
    records = _records(_text(path), path)
    _, header = next(records, (1, []))
    places = _places([name.strip() for name in header], names, path)
    for line, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise UnreadableTable(
                f"{path.name}, line {line}: a row does not fit the columns; found {len(cells)} cells under "
                f"{len(header)} names. Put quotes around cells that hold a comma, or add the missing cells."
            )
        yield line, {name: cells[place].strip() for name, place in places.items()}


def id_in(cell: str, column: str, path: Path, line: int) -> str:
    """Who a row is about. Raises UnreadableTable where the cell says nothing."""
    if cell.lower() in MISSING:
        raise UnreadableTable(
            f"{path.name}, line {line}: a row has no id; found {cell!r} in {column!r}. Give each person an id."
        )
    return cell


def number_in(cell: str, column: str, path: Path, line: int, *, what: str = "a score") -> float | None:
    """The number of a cell; None where it is missing: empty, NA, N/A, NaN, null or a dot."""
    if cell.lower() in MISSING:
        return None
    if not _NUMBER.fullmatch(cell):
        raise UnreadableTable(
            f"{path.name}, line {line}: {what} in {column!r} is not a number; found {cell[:40]!r}. Write a number "
            f"with a decimal point, or leave the cell empty (or NA) where {what.replace('a ', 'the ', 1)} is missing."
        )
    return float(cell)


def needed_number_in(cell: str, column: str, path: Path, line: int, *, what: str) -> float:
    """The number of a cell where none may be missing. Raises UnreadableTable, naming the line, where it is."""
    value = number_in(cell, column, path, line, what=what)
    if value is None:
        raise UnreadableTable(
            f"{path.name}, line {line}: {what} is missing; found {cell or 'an empty cell'!r} in {column!r}. Complete "
            "it, or take the row out and say why."
        )
    return value


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableTable(
            f"{path}: the file cannot be opened; found {error.strerror or error}. Check its name and folder."
        ) from None
    except UnicodeDecodeError as error:
        raise UnreadableTable(
            f"{path.name}: the file is not UTF-8 text; found byte {error.object[error.start]} at place "
            f"{error.start}. Save it as CSV UTF-8."
        ) from None


def _records(text: str, path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """Each record with the line on which it starts."""
    first_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableTable(
                f"{path.name}, line {line}: the row cannot be read; found {error}. Look for a quotation mark "
                "that is not closed."
            ) from None
        yield line, cells


def _places(header: list[str], names: Sequence[str], path: Path) -> dict[str, int]:
    for name in names:
        if header.count(name) == 0:
            raise UnreadableTable(
                f"{path.name}: there is no column {name!r}; found {', '.join(filter(None, header)) or 'no columns'}. "
                f"Name another: {did_you_mean(name, header)}"
            )
        if header.count(name) > 1:
            raise UnreadableTable(
                f"{path.name}: two columns are called {name!r}; found {', '.join(header)}. Rename one of them."
            )
    return {name: header.index(name) for name in names}
