"""A question of the evidence with the effects of its single studies, as they lie beside it in a table of its name."""

import csv
import io
import math
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from kith.science.documents import LibraryProblem, read_text
from kith.science.evidence import EvidenceVersion, TrialEffect
from kith.science.library.library import Library
from kith.science.library.reading import Reader

__all__ = ["COLUMNS", "read_version", "version_of"]

COLUMNS: Final = ("row", "study", "estimate", "se")


def version_of(library: Library, name: str) -> EvidenceVersion:
    """The question of this id as the library has it now. Raises UnknownDocument or LibraryProblem."""
    document = library.evidence[name]
    return EvidenceVersion(document, _trials(library.evidence.paths[name], {row.id for row in document.rows}))


def read_version(path: Path) -> EvidenceVersion:
    """The question in one file, checked, with its studies. Raises LibraryProblem, naming the line."""
    document = Reader(path.parent).evidence(path.stem, path)
    return EvidenceVersion(document, _trials(path, {row.id for row in document.rows}))


def _trials(path: Path, known: Collection[str]) -> tuple[TrialEffect, ...]:
    table = path.with_suffix(".csv")
    if not table.is_file():
        return ()
    rows = csv.reader(io.StringIO(read_text(table), newline=""), strict=True)
    try:
        header = next(rows, [])
        if header != list(COLUMNS):
            raise LibraryProblem(
                table.name, 1, "A table of studies has its columns in order", ", ".join(header), ",".join(COLUMNS)
            )
        return tuple(_checked(rows, table.name, known))
    except csv.Error as error:
        raise LibraryProblem(table.name, rows.line_num, "A row cannot be read", str(error), "a closed quote") from None


def _checked(rows: Iterator[list[str]], file: str, known: Collection[str]) -> Iterator[TrialEffect]:
    seen: set[tuple[str, str]] = set()
    for line, cells in enumerate(rows, start=2):
        if len(cells) != len(COLUMNS):
            raise LibraryProblem(file, line, "A study has four cells", f"{len(cells)}", ",".join(COLUMNS))
        row, study, *figures = cells
        if row not in known:
            instead = f"one of: {', '.join(sorted(known))}"
            raise LibraryProblem(file, line, "A study belongs to a row of its question", repr(row[:60]), instead)
        estimate, se = (_number(one, file, line) for one in figures)
        if se <= 0:
            raise LibraryProblem(file, line, "A standard error is above nought", f"{se:g}", "that of the report")
        if (row, study) in seen:
            instead = "its outcomes combined, with kith.science.evidence.combine"
            raise LibraryProblem(file, line, "A study has one effect for a row", f"{study!r} twice", instead)
        seen.add((row, study))
        yield TrialEffect(row, study, estimate, se)


def _number(cell: str, file: str, line: int) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise LibraryProblem(file, line, "An effect and its standard error are numbers", repr(cell[:40]), "a number")
    return value
