"""What is published about which help for which problem: figures with their source and how far each may be trusted."""

from kith.science.findings.document import (
    BENEFIT_SIDES,
    COMPARATORS,
    RATIOS,
    Calculation,
    Claim,
    Columns,
    Comparator,
    EvidenceDocument,
    EvidenceRow,
    Measure,
)
from kith.science.findings.faults import evidence_faults
from kith.science.findings.figures import Count, Figure, Interval, Rating, Statement
from kith.science.findings.finding import EvidenceShelf, Finding, NoFinding, evidence_for
from kith.science.findings.links import ProtocolEvidence, evidence_page, evidence_references, protocol_evidence

__all__ = [
    "BENEFIT_SIDES",
    "COMPARATORS",
    "RATIOS",
    "Calculation",
    "Claim",
    "Columns",
    "Comparator",
    "Count",
    "EvidenceDocument",
    "EvidenceRow",
    "EvidenceShelf",
    "Figure",
    "Finding",
    "Interval",
    "Measure",
    "NoFinding",
    "ProtocolEvidence",
    "Rating",
    "Statement",
    "evidence_faults",
    "evidence_for",
    "evidence_page",
    "evidence_references",
    "protocol_evidence",
]
