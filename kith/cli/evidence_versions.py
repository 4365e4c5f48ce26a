"""The evidence as files: two versions with their single studies, a table of trials, and what differs in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kith.cli.csv_rows import UnreadableTable, needed_number_in, read_rows
from kith.science.documents import LibraryProblem, check, parse, read_text
from kith.science.evidence import (
    Crossing,
    Difference,
    EvidenceVersion,
    Moved,
    PooledResult,
    Signed,
    TrialEffect,
    moved,
    recompute,
)
from kith.science.findings import EvidenceDocument, SignOffs
from kith.science.library.reading import Reader

COLUMNS = ("row", "study", "estimate", "se")


def read_versions(place: Path) -> dict[str, EvidenceVersion]:
    """The questions of a library, of a folder of questions or of one file, by id.

    The effects of single studies are read from a table of the same name beside a question (`depression-cbt.csv` with
    the columns row, study, estimate, se). Raises LibraryError or UnreadableTable.
    """
    folder = place / "evidence" if (place / "evidence").is_dir() else place
    files = [place] if place.is_file() else sorted(folder.glob("*.yaml"))
    if not files:
        raise LibraryProblem(str(place), 1, "There is no evidence here", "no question", "a library, or a file of it")
    return {path.stem: _version(path) for path in files}


def _version(path: Path) -> EvidenceVersion:
    document = Reader(path.parent).evidence(path.stem, path)
    return EvidenceVersion(document, tuple(_trials(path, {row.id for row in document.rows})))


def _trials(path: Path, known: set[str]) -> Iterator[TrialEffect]:
    table = path.with_suffix(".csv")
    if not table.is_file():
        return
    for line, cells in read_rows(table, list(COLUMNS)):
        estimate = needed_number_in(cells["estimate"], "estimate", table, line, what="an effect")
        se = needed_number_in(cells["se"], "se", table, line, what="a standard error")
        if se <= 0:
            raise UnreadableTable(
                f"{table.name}, line {line}: a standard error is above nought; found {se:g} in 'se'. Take it from the "
                "report of the study, or leave the study out and say why."
            )
        if cells["row"] not in known:
            raise UnreadableTable(
                f"{table.name}, line {line}: a study belongs to a row of its question; found {cells['row'][:60]!r}. "
                f"Write one of: {', '.join(sorted(known))}."
            )
        yield TrialEffect(cells["row"], cells["study"], estimate, se)


def read_sign_offs(file: Path) -> SignOffs:
    """The signatures of a file. Raises LibraryError with the line of what is wrong."""
    return check(parse(read_text(file), file.name), SignOffs)


def as_json(found: tuple[Difference, ...], signed: Signed) -> dict[str, Any]:
    """The differences with who signed each, how many nobody signed, and signatures that sign nothing here."""
    return {
        "differences": [
            asdict(one) | {"signed": [each.model_dump(mode="json") for each in signed.by_sum[one.sum]]} for one in found
        ],
        "unsigned": len(signed.unsigned),
        "unused_sign_offs": [each.model_dump(mode="json") for each in signed.unused],
    }


def as_text(found: tuple[Difference, ...], signed: Signed) -> str:
    """The same in lines."""
    return "\n".join(_lines(found, signed))


def _lines(found: tuple[Difference, ...], signed: Signed) -> Iterator[str]:
    for one in found:
        yield f"{one.document}: {one.kind} {one.id}, {one.step}"
        if one.step == "changed":
            yield from (f"  {change.key}: {_short(change.old)} -> {_short(change.new)}" for change in one.changes)
        yield from _studies(one)
        yield from (f"  {_crossing(crossing)}" for crossing in one.crossings)
        by = ", ".join(f"{each.by} on {each.on}" for each in signed.by_sum[one.sum])
        yield f"  {'signed by ' + by if by else 'NOT SIGNED'}: {one.sum}"
    yield f"{len(found)} differences, {len(signed.unsigned)} unsigned."
    yield from (f"Signs nothing that differs here: {one.difference}, by {one.by} on {one.on}" for one in signed.unused)


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
    computed = [
        (document, row, row.calculation)
        for document in documents
        for row in document.rows
        if row.calculation is not None and row.calculation.file == table.name
    ]
    if not computed:
        return []
    columns = {name for _, _, one in computed for name in (*one.where, *one.columns.model_dump().values())}
    trials = [cells for _, cells in read_rows(table, sorted(columns))]
    return [
        (document.id, row.id, moved(row, recompute(calculation, trials))) for document, row, calculation in computed
    ]


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
