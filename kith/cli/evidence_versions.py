"""The evidence as files: two versions with their single studies, a table of trials, and what differs in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kith.cli.csv_rows import read_rows
from kith.science.documents import LibraryProblem
from kith.science.evidence import (
    Crossing,
    Difference,
    EvidenceVersion,
    Moved,
    PooledResult,
    moved,
    recompute,
)
from kith.science.findings import Calculation, EvidenceDocument, EvidenceRow
from kith.science.library.evidence_versions import read_version


def read_versions(place: Path) -> dict[str, EvidenceVersion]:
    """The questions of a library, of a folder of questions or of one file, by id.

    The effects of single studies are read from a table of the same name beside a question (`depression-cbt.csv` with
    the columns row, study, estimate, se). Raises LibraryError.
    """
    folder = place / "evidence" if (place / "evidence").is_dir() else place
    files = [place] if place.is_file() else sorted(folder.glob("*.yaml"))
    if not files:
        raise LibraryProblem(str(place), 1, "There is no evidence here", "no question", "a library, or a file of it")
    return {path.stem: read_version(path) for path in files}


def as_json(found: tuple[Difference, ...]) -> dict[str, Any]:
    """The differences."""
    return {"differences": [asdict(one) for one in found]}


def as_text(found: tuple[Difference, ...]) -> str:
    """The same in lines."""
    return "\n".join(_lines(found))


def _lines(found: tuple[Difference, ...]) -> Iterator[str]:
    for one in found:
        yield f"{one.document}: {one.kind} {one.id}, {one.step}"
        if one.step == "changed":
            yield from (f"  {change.key}: {_short(change.old)} -> {_short(change.new)}" for change in one.changes)
        yield from _studies(one)
        yield from (f"  {_crossing(crossing)}" for crossing in one.crossings)
    yield f"{len(found)} differences."


def _studies(one: Difference) -> Iterator[str]:
    for name, studies in (("new", one.new_studies), ("gone", one.gone_studies), ("changed", one.changed_studies)):
        if studies:
            yield f"  {name} studies: {', '.join(studies)}"
    if one.pooled_old is not None and one.pooled_new is not None:
        yield f"  pooled: {_pooled(one.pooled_old)} -> {_pooled(one.pooled_new)}"


def _pooled(result: PooledResult) -> str:
    if result.estimate is None or result.interval is None:
        return f"not pooled (k {result.k}: {result.reason})"
    ahead = result.prediction
    beside = f"a new study {ahead[0]:.3f} to {ahead[1]:.3f}" if ahead else "no prediction"
    return f"{result.estimate:.3f} ({result.interval[0]:.3f} to {result.interval[1]:.3f}; k {result.k}; {beside})"


def _crossing(crossing: Crossing) -> str:
    return f"! {crossing.of} {crossing.says} ({crossing.line:g})"


def _short(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_short(one)}" for key, one in value.items() if one is not None) or "nothing"
    if isinstance(value, list):
        return "[" + ", ".join(map(_short, value)) + "]"
    return "nothing" if value is None else str(value)


def recomputed(documents: Iterable[EvidenceDocument], table: Path) -> list[tuple[str, str, tuple[Moved, ...]]]:
    """Each row that is computed from a table of this name, with what moved in it."""
    computed = computed_from(documents, table)
    trials = rows_of(computed, table)
    return [
        (document.id, row.id, moved(row, recompute(calculation, trials))) for document, row, calculation in computed
    ]


Computed = tuple[EvidenceDocument, EvidenceRow, Calculation]


def computed_from(documents: Iterable[EvidenceDocument], table: Path) -> list[Computed]:
    """Each row that is computed from a table of this name, with its question and its calculation."""
    return [
        (document, row, row.calculation)
        for document in documents
        for row in document.rows
        if row.calculation is not None and row.calculation.file == table.name
    ]


def rows_of(computed: Sequence[Computed], table: Path) -> list[dict[str, str]]:
    """The cells of a table that these rows are computed from; none where there are no such rows."""
    if not computed:
        return []
    columns = {name for _, _, one in computed for name in (*one.where, *one.columns.model_dump().values())}
    return [cells for _, cells in read_rows(table, sorted(columns))]


def recomputed_in_words(found: Sequence[tuple[str, str, tuple[Moved, ...]]]) -> str:
    """The figures that moved, and how many rows came out as they are written."""
    lines = [
        f"{document}, {row}: {one.figure} {_span(one.written)} is now {_span(one.found)}"
        for document, row, changes in found
        for one in changes
    ]
    same = sum(not changes for _, _, changes in found)
    return "\n".join([*lines, f"{same} of {len(found)} computed rows come out as they are written."])


def _span(values: tuple[float, ...] | None) -> str:
    return "unknown" if values is None else " to ".join(f"{value:g}" for value in values)
