"""Which intervention rests on which evidence, and which on none that is written down here."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kith.science.documents import Document, LibraryProblem
from kith.science.faults import Loc, unknown_name
from kith.science.findings.document import EvidenceDocument
from kith.science.protocols import Protocol

__all__ = ["ProtocolEvidence", "evidence_page", "evidence_references", "protocol_evidence"]


@dataclass(frozen=True)
class ProtocolEvidence:
    """One intervention with the documents that name it. `near` share a line and a problem and do not name it."""

    protocol: str
    documents: tuple[str, ...]
    rows: int
    rows_checked: int
    near: tuple[str, ...]


def protocol_evidence(
    protocols: Iterable[Protocol], evidence: Iterable[EvidenceDocument]
) -> tuple[ProtocolEvidence, ...]:
    """Each intervention with its evidence; without any, `documents` is empty and `near` says what to look at.

    A row counts as checked when its estimate was read at its source or worked out. A shared line alone makes no
    evidence: music therapy and art therapy are one line, and trials of the one say nothing of the other.
    """
    known = tuple(evidence)
    return tuple(_one(protocol, known) for protocol in protocols)


def _one(protocol: Protocol, evidence: tuple[EvidenceDocument, ...]) -> ProtocolEvidence:
    behind = [one for one in evidence if protocol.id in one.protocols]
    rows = [row for one in behind for row in one.rows]
    return ProtocolEvidence(
        protocol=protocol.id,
        documents=tuple(one.id for one in behind),
        rows=len(rows),
        rows_checked=sum(row.estimate.is_checked for row in rows),
        near=tuple(one.id for one in evidence if one not in behind and _shares(one, protocol)),
    )


def _shares(evidence: EvidenceDocument, protocol: Protocol) -> bool:
    lines = set(evidence.modalities) & {*protocol.mission, *protocol.goals}
    return bool(lines and set(evidence.problems) & set(protocol.problems))


def evidence_page(lines: Iterable[ProtocolEvidence]) -> str:
    """The interventions as a Markdown table, one row each; one without evidence says so."""
    rows = [
        "| intervention | evidence | comparisons | with a checked estimate | same line and problem, not named |",
        "|---|---|---|---|---|",
    ]
    for one in lines:
        shown = ", ".join(one.documents) or "**none**"
        rows.append(f"| {one.protocol} | {shown} | {one.rows} | {one.rows_checked} | {', '.join(one.near)} |")
    return "\n".join(rows)


def evidence_references(
    evidence: EvidenceDocument, document: Document, lines: Collection[str], protocols: Mapping[str, Protocol | None]
) -> list[LibraryProblem]:
    """A problem for each line or protocol that is not there, and each protocol about something else.

    `protocols` holds None for one that cannot be read: its own problems are told elsewhere.
    """
    problems = [
        unknown_name(document, ("modalities", i), "line of span.yaml", name, lines)
        for i, name in enumerate(evidence.modalities)
        if name not in lines
    ]
    for i, name in enumerate(evidence.protocols):
        loc: Loc = ("protocols", i)
        if name not in protocols:
            problems.append(unknown_name(document, loc, "protocol", name, protocols))
            continue
        protocol = protocols[name]
        if protocol is not None and not _shares(evidence, protocol):
            what = "This protocol shares no line or no problem with the evidence"
            found = f"{name}: {', '.join(protocol.mission)}; {', '.join(protocol.problems)}"
            instead = "a protocol of the same modality and problem, or the modality and problem that it shares"
            problems.append(document.problem(loc, what, found, instead))
    return problems
