"""A table of trials brought into the evidence: computed figures written anew, and the studies behind them beside."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kith.cli.csv_rows import UnreadableTable
from kith.cli.evidence_versions import Computed, computed_from, rows_of
from kith.science.documents import read_text
from kith.science.evidence import Moved, TrialEffect, moved, recompute, trials_of
from kith.science.library import Library
from kith.science.library.evidence_versions import COLUMNS, read_version

NOT_FOUND = "the table does not give it by this calculation"
AWAITING = "review: {status: awaiting clinical review}"
Row = Mapping[str, str]


@dataclass(frozen=True)
class Imported:
    """One question as it was written: how many figures of it moved, how many studies stand beside it, and where."""

    question: str
    version: str
    moved: int
    studies: int
    file: str


def import_table(library: Library, table: Path, into: Path) -> list[Imported]:
    """Write each question that is computed from a table of this name into a folder, with its figures and its studies.

    Only figures that moved are written anew, each in its own line; a question with one is a version of its own, and
    awaits review. Nothing is written unless every question can be worked out. Raises UnreadableTable, LibraryError or
    EvidenceProblem.
    """
    computed = computed_from(library.evidence.values(), table)
    rows = rows_of(computed, table)
    written = {}
    for name in dict.fromkeys(document.id for document, _, _ in computed):
        of_it = [one for one in computed if one[0].id == name]
        written[name] = _worked_out(read_text(library.evidence.paths[name]), of_it, rows)
    return [_write(name, *found, into) for name, found in written.items()]


def _worked_out(text: str, computed: Sequence[Computed], rows: Sequence[Row]) -> tuple[str, list[TrialEffect], int]:
    """The text of a question with its figures as they are now, its studies, and how many figures moved."""
    trials: list[TrialEffect] = []
    count = 0
    for document, row, calculation in computed:
        changes = moved(row, recompute(calculation, rows))
        for change in changes:
            text = _with_figure(text, document.id, row.id, change)
        count += len(changes)
        trials += trials_of(row.id, calculation, rows)
    if count:
        version = computed[0][0].version
        text = re.sub(r"(?m)^version: .*$", f'version: "{_next(version)}"', text, count=1)
        text = re.sub(r"(?ms)^review:.*?(?=^\S|\Z)", f"{AWAITING}\n", text, count=1)
    return text, trials, count


def _next(version: str) -> str:
    first, _, second = version.partition(".")
    return f"{first}.{int(second) + 1}"


def _with_figure(text: str, document: str, row: str, change: Moved) -> str:
    """The text with one figure of one row written anew, in the one line in which it stands."""
    lines = text.splitlines(keepends=True)
    start = next((at for at, line in enumerate(lines) if re.match(rf"  - id: \"?{re.escape(row)}\"?\s*$", line)), None)
    if start is not None:
        end = next((at for at in range(start + 1, len(lines)) if re.match(r"  - |\S", lines[at])), len(lines))
        for at in range(start, end):
            if re.match(rf"    {change.figure}: \{{.*\}}\s*$", lines[at]):
                lines[at] = f"    {change.figure}: {_in_yaml(change)}\n"
                return "".join(lines)
    raise UnreadableTable(
        f"{document}.yaml: the figure {change.figure!r} of the row {row!r} cannot be written; found no line of its "
        f"own for it. Write “{change.figure}: {{…}}” in one line, as the questions of Kith do."
    )


def _in_yaml(change: Moved) -> str:
    is_span = change.figure in {"interval", "prediction"}
    if change.found is None:
        return f'{{{"ends" if is_span else "value"}: null, reason: "{NOT_FOUND}"}}'
    if is_span:
        return f"{{ends: [{', '.join(f'{one:g}' for one in change.found)}], provenance: computed}}"
    return f"{{value: {change.found[0]:g}, provenance: computed}}"


def _write(name: str, text: str, trials: Iterable[TrialEffect], count: int, into: Path) -> Imported:
    """Write a question and its studies, and read them again as every reader will."""
    file = into / f"{name}.yaml"
    beside = io.StringIO(newline="")
    table = csv.writer(beside, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows((one.row, one.study, one.estimate, one.se) for one in trials)
    try:
        into.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.with_suffix(".csv").write_text(beside.getvalue(), encoding="utf-8")
    except OSError as error:
        raise UnreadableTable(
            f"{file}: the question cannot be written; found {error.strerror or error}. Give a folder that you may "
            "write into with --into."
        ) from None
    version = read_version(file)
    return Imported(name, version.document.version, count, len(version.trials), str(file))


def imported_in_words(found: Sequence[Imported]) -> str:
    """Each question that changed, and how many did not."""
    lines = [
        f"{one.question}, version {one.version}: {one.moved} figures moved, {one.studies} effects of studies beside it"
        for one in found
        if one.moved
    ]
    same = sum(not one.moved for one in found)
    folder = Path(found[0].file).parent
    return "\n".join([*lines, f"{len(found)} questions written into {folder}; the figures of {same} are as they were."])
