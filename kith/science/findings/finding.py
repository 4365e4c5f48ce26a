"""The one finding that answers a question best, chosen by a rule that anybody can read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from kith.science.findings.document import COMPARATORS, Comparator, EvidenceDocument, EvidenceRow, Measure
from kith.science.findings.figures import CHECKED
from kith.science.sources import Source

__all__ = ["EvidenceShelf", "Finding", "NoFinding", "evidence_for"]

_SINGLE: Final = frozenset({"randomised trial", "controlled trial", "cohort comparison"})
_GRADES: Final = ("high", "moderate", "low", "very low", None)


class EvidenceShelf(Protocol):
    """Whatever holds documents of evidence by id, as a Library does."""

    @property
    def evidence(self) -> Mapping[str, EvidenceDocument]:
        """The documents by id."""


@dataclass(frozen=True)
class Finding:
    """A row as an answer, with where it stands. `others` counts the rows that were not chosen.

    `is_reviewed` says whether a clinician has signed the document.
    """

    problem: str
    modality: str
    document: str
    row: EvidenceRow
    source: Source
    others: int
    is_reviewed: bool

    @property
    def measure(self) -> Measure | None:
        """The kind of effect."""
        return self.row.measure

    @property
    def against(self) -> Comparator:
        """What the help was compared with."""
        return self.row.against

    @property
    def provenance(self) -> dict[str, str | None]:
        """How the estimate and its interval are known; None where there is none."""
        return {"estimate": self.row.estimate.provenance, "interval": self.row.interval.provenance}

    @property
    def is_checked(self) -> bool:
        """Whether the estimate and its interval were both read at their source or worked out."""
        return self.row.estimate.is_checked and self.row.interval.is_checked


@dataclass(frozen=True)
class NoFinding:
    """There is no row for this question; `reason` is one of `no_document`, `no_row`."""

    problem: str
    modality: str
    reason: str


def evidence_for(library: EvidenceShelf, problem: str, modality: str) -> Finding | NoFinding:
    """The finding for a problem and a modality (its own name such as `cbt`, or a line of span.yaml such as `T1`).

    In words: of all rows about both, by how far they may be trusted (estimate and interval checked, estimate checked,
    finding in words checked, estimate recalled, the rest), then pooled results before single trials, then by comparator
    in the order of COMPARATORS (usual care first; a waiting list flatters, another treatment answers another question),
    then by certainty, by place in the document (the main outcome is written first), by the number of studies and by id.
    The order is our convention; it does not weigh populations. Missing data: NoFinding with its reason. Raises nothing
    of its own, LibraryProblems where a document cannot be read.

    >>> from types import SimpleNamespace
    >>> evidence_for(SimpleNamespace(evidence={}), "depression", "cbt").reason
    'no_document'
    """
    about = [
        one
        for one in library.evidence.values()
        if problem in one.problems and modality in (one.modality, *one.modalities)
    ]
    rows = [(one, place, row) for one in about for place, row in enumerate(one.rows)]
    if not rows:
        return NoFinding(problem, modality, "no_row" if about else "no_document")
    document, _, row = min(rows, key=lambda told: _rank(told[2], told[1], told[0].id))
    source = next(one for one in document.sources if one.id == row.source)
    return Finding(problem, modality, document.id, row, source, len(rows) - 1, document.review.status == "reviewed")


def _rank(row: EvidenceRow, place: int, document: str) -> tuple[int, bool, int, int, int, int, str]:
    return (
        _doubt(row),
        row.design in _SINGLE,
        COMPARATORS.index(row.against),
        _GRADES.index(row.certainty.grade),
        place,
        -(row.studies.value or 0),
        document,
    )


def _doubt(row: EvidenceRow) -> int:
    if row.estimate.is_checked:
        return 0 if row.interval.is_checked else 1
    if row.finding is not None and row.finding.provenance in CHECKED:
        return 2
    return 3 if row.estimate.value is not None else 4
