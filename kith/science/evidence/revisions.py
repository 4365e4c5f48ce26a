"""What changed between two versions of the evidence, and what it does to the answers."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from kith.science.evidence.pooling import pool
from kith.science.evidence.problems import EvidenceProblem
from kith.science.findings import RATIOS, EvidenceDocument, EvidenceRow

Kind = Literal["document", "row", "claim", "trials"]
Step = Literal["new", "gone", "changed"]
_LISTS = ("rows", "claims")


@dataclass(frozen=True)
class TrialEffect:
    """The effect of one study for one row, with its standard error; ratios as logarithms."""

    row: str
    study: str
    estimate: float
    se: float


@dataclass(frozen=True)
class EvidenceVersion:
    """A document as it was at one time, with the effects of single studies where they are kept."""

    document: EvidenceDocument
    trials: tuple[TrialEffect, ...] = ()


@dataclass(frozen=True)
class KeyChange:
    """One key that differs; None where it was not there."""

    key: str
    old: Any
    new: Any


@dataclass(frozen=True)
class PooledResult:
    """Studies pooled by REML with Hartung and Knapp, on the scale on which the row is read.

    Everything but `k` is None with a `reason` where nothing can be pooled.
    """

    k: int
    estimate: float | None
    interval: tuple[float, float] | None
    prediction: tuple[float, float] | None
    reason: str | None


@dataclass(frozen=True)
class Crossing:
    """Something that a reader would decide by has moved over a line. `of` names what, `line` the value crossed."""

    of: Literal["interval", "prediction", "pooled interval", "pooled prediction", "estimate", "pooled estimate"]
    line: float
    says: Literal["now includes no effect", "no longer includes no effect", "changes side", "leaves the old interval"]


@dataclass(frozen=True)
class Difference:
    """One difference between two versions. `sum` covers all that was put in."""

    document: str
    kind: Kind
    id: str
    step: Step
    changes: tuple[KeyChange, ...] = ()
    new_studies: tuple[str, ...] = ()
    gone_studies: tuple[str, ...] = ()
    changed_studies: tuple[str, ...] = ()
    pooled_old: PooledResult | None = None
    pooled_new: PooledResult | None = None
    crossings: tuple[Crossing, ...] = ()
    sum: str = ""


def differences(old: Mapping[str, EvidenceVersion], new: Mapping[str, EvidenceVersion]) -> tuple[Difference, ...]:
    """Every difference between two versions of the evidence, by document, kind and id.

    In words: documents, rows and claims are told apart by their ids, and compared key by key; where single studies are
    kept, those of each row are told apart by name and pooled anew in both versions (`pool`, REML, Hartung and Knapp;
    ratios on their logarithms). Crossings say where an interval begins or ceases to include no effect, where an
    estimate changes side, and where it leaves the interval it had. The comparison is our own design. Missing data: a
    figure unknown in either version crosses nothing; fewer than two studies are not pooled and say so. Raises
    EvidenceProblem for studies that cannot be pooled because of their numbers.

    >>> differences({}, {})
    ()
    """
    return tuple(one for name in sorted({*old, *new}) for one in _document(name, old.get(name), new.get(name)))


def as_values(version: EvidenceVersion) -> dict[str, Any]:
    """A version as plain values that JSON can hold: `document`, and `trials` in the order of row and study.

    >>> from kith.science.library import Library
    >>> sorted(as_values(EvidenceVersion(Library.open().evidence["depression-cbt"])))
    ['document', 'trials']
    """
    trials = sorted((one.row, one.study, one.estimate, one.se) for one in version.trials)
    return {"document": version.document.model_dump(mode="json"), "trials": [list(one) for one in trials]}


def from_values(values: Mapping[str, Any]) -> EvidenceVersion | None:
    """The version that was kept as values; None where its document has a form that is no longer known.

    >>> from_values({"document": {"id": "walking"}, "trials": []}) is None
    True
    """
    try:
        document = EvidenceDocument.model_validate(values["document"])
    except ValidationError:
        return None
    return EvidenceVersion(document, tuple(TrialEffect(*one) for one in values["trials"]))


def sum_of(version: EvidenceVersion) -> str:
    """The SHA-256 of all that a version holds: what a signature stands for. The order of studies does not change it."""
    return _sha256(as_values(version))


def _document(name: str, old: EvidenceVersion | None, new: EvidenceVersion | None) -> Iterator[Difference]:
    before = {} if old is None else old.document.model_dump(mode="json")
    after = {} if new is None else new.document.model_dump(mode="json")
    changes = _changes(before, after, leave_out=_LISTS)
    if changes:
        yield _summed(Difference(name, "document", name, _step(before, after), changes))
    for kind, key in (("row", "rows"), ("claim", "claims")):
        yield from _listed(name, "row" if kind == "row" else "claim", before.get(key, []), after.get(key, []), old, new)
    yield from _trials(name, old, new)


def _listed(
    name: str,
    kind: Literal["row", "claim"],
    before: list[dict[str, Any]],
    after: list[dict[str, Any]],
    old: EvidenceVersion | None,
    new: EvidenceVersion | None,
) -> Iterator[Difference]:
    first, second = {one["id"]: one for one in before}, {one["id"]: one for one in after}
    for item in sorted({*first, *second}):
        changes = _changes(first.get(item, {}), second.get(item, {}))
        if changes:
            crossings = tuple(_row_crossings(_row(old, item), _row(new, item))) if kind == "row" else ()
            step = _step(first.get(item), second.get(item))
            yield _summed(Difference(name, kind, item, step, changes, crossings=crossings))


def _row(version: EvidenceVersion | None, name: str) -> EvidenceRow | None:
    rows = () if version is None else version.document.rows
    return next((row for row in rows if row.id == name), None)


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], leave_out: Iterable[str] = ()
) -> tuple[KeyChange, ...]:
    keys = [key for key in dict.fromkeys([*before, *after]) if key not in leave_out]
    return tuple(KeyChange(key, before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key))


def _step(before: object, after: object) -> Step:
    return "new" if not before else "gone" if not after else "changed"


def _summed(found: Difference, *inputs: object) -> Difference:
    """With its sum: of what was put in and not of what was worked out, so that every machine gives the same."""
    told = [found.document, found.kind, found.id, found.step, [[one.key, one.old, one.new] for one in found.changes]]
    return Difference(**{**vars(found), "sum": _sha256([*told, *inputs])})


def _sha256(told: object) -> str:
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _row_crossings(old: EvidenceRow | None, new: EvidenceRow | None) -> Iterator[Crossing]:
    if old is None or new is None or old.measure != new.measure:
        return
    line = new.no_effect
    yield from _span_crossing("interval", line, old.interval.ends, new.interval.ends)
    yield from _span_crossing("prediction", line, old.prediction.ends, new.prediction.ends)
    yield from _estimate_crossing("estimate", line, old.estimate.value, new.estimate.value, old.interval.ends)


def _span_crossing(
    of: Literal["interval", "prediction", "pooled interval", "pooled prediction"],
    line: float,
    old: tuple[float, float] | None,
    new: tuple[float, float] | None,
) -> Iterator[Crossing]:
    if old is None or new is None:
        return
    did, does = old[0] <= line <= old[1], new[0] <= line <= new[1]
    if did != does:
        yield Crossing(of, line, "now includes no effect" if does else "no longer includes no effect")


def _estimate_crossing(
    of: Literal["estimate", "pooled estimate"],
    line: float,
    old: float | None,
    new: float | None,
    interval: tuple[float, float] | None,
) -> Iterator[Crossing]:
    if old is None or new is None:
        return
    if (old - line) * (new - line) < 0:
        yield Crossing(of, line, "changes side")
    if interval is not None and not interval[0] <= new <= interval[1]:
        yield Crossing(of, interval[0] if new < interval[0] else interval[1], "leaves the old interval")


def _trials(name: str, old: EvidenceVersion | None, new: EvidenceVersion | None) -> Iterator[Difference]:
    first, second = _by_row(old), _by_row(new)
    for item in sorted({*first, *second}):
        before, after = first.get(item, {}), second.get(item, {})
        if before == after:
            continue
        row = _row(new, item) or _row(old, item)
        is_ratio = row is not None and row.measure in RATIOS
        was, now = _pooled(before, is_ratio), _pooled(after, is_ratio)
        found = Difference(
            document=name,
            kind="trials",
            id=item,
            step=_step(before, after),
            new_studies=tuple(study for study in after if study not in before),
            gone_studies=tuple(study for study in before if study not in after),
            changed_studies=tuple(study for study in after if study in before and before[study] != after[study]),
            pooled_old=was,
            pooled_new=now,
            crossings=tuple(_pooled_crossings(was, now, 1.0 if is_ratio else 0.0)),
        )
        yield _summed(found, sorted(before.items()), sorted(after.items()))


def _by_row(version: EvidenceVersion | None) -> dict[str, dict[str, tuple[float, float]]]:
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for one in () if version is None else version.trials:
        studies = found.setdefault(one.row, {})
        if one.study in studies:
            raise EvidenceProblem(
                f"A study has one effect for a row; found {one.study!r} twice for {one.row!r}. Combine its outcomes "
                "first, with kith.science.evidence.combine."
            )
        studies[one.study] = (one.estimate, one.se)
    return found


def _pooled(studies: Mapping[str, tuple[float, float]], is_ratio: bool) -> PooledResult:
    if len(studies) < 2:
        return PooledResult(len(studies), None, None, None, "Pooling needs two studies or more.")
    found = pool(
        [estimate for estimate, _ in studies.values()], [se**2 for _, se in studies.values()], labels=list(studies)
    )
    read = math.exp if is_ratio else float
    ends = [None if one is None else (read(one[0]), read(one[1])) for one in (found.ci, found.prediction)]
    return PooledResult(found.k, read(found.estimate), ends[0], ends[1], found.no_prediction)


def _pooled_crossings(old: PooledResult, new: PooledResult, line: float) -> Iterator[Crossing]:
    yield from _span_crossing("pooled interval", line, old.interval, new.interval)
    yield from _span_crossing("pooled prediction", line, old.prediction, new.prediction)
    yield from _estimate_crossing("pooled estimate", line, old.estimate, new.estimate, old.interval)
