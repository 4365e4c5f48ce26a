"""A question of evidence in words: each comparison with its figures, how each is known, and why one is missing."""

from __future__ import annotations

from collections.abc import Iterator

from kith.science.findings import Claim, Count, EvidenceDocument, EvidenceRow, Figure, Interval, Statement

NAMES = {
    "studies": "studies",
    "people": "people",
    "interval": "interval",
    "prediction": "where a new study is expected",
    "i2": "I² in percent",
    "tau2": "tau²",
}


def page(document: EvidenceDocument) -> str:
    """The whole document, top to bottom."""
    return "\n".join(_lines(document))


def _lines(document: EvidenceDocument) -> Iterator[str]:
    yield f"{document.title} ({document.id} {document.version}; {document.review.status})"
    yield f"modality: {document.modality} ({', '.join(document.modalities) or 'no line of span.yaml'})"
    yield f"problems: {', '.join(document.problems) or 'none'}"
    yield f"bears on: {', '.join(document.protocols) or 'no intervention of the library'}"
    yield from _said("dose", document.dose)
    yield from _said("harm", document.harms)
    for row in document.rows:
        yield from ("", *row_lines(row), f"  source: {row.source}")
    if document.claims:
        yield from ("", "claims:")
        yield from map(_claim, document.claims)
    yield from ("", "sources:")
    yield from (f"  {one.id}: {one.cite}{f', doi {one.doi}' if one.doi else ''}" for one in document.sources)


def row_lines(row: EvidenceRow) -> Iterator[str]:
    """One comparison: never an estimate without what must stand beside it."""
    yield f"{row.id}: beside {row.comparator} ({row.against}); {row.population}; {row.outcome}; {row.design}"
    yield f"  {row.measure or 'effect'}: {_figure(row.estimate)}; better is {row.benefit} {row.no_effect:g}"
    if row.finding is not None:
        yield f"  found: {row.finding.text} [{row.finding.provenance}]"
    for key, name in NAMES.items():
        yield f"  {name}: {_figure(getattr(row, key))}"
    rated = row.certainty
    known = f"{rated.grade}, by {rated.by} [{rated.provenance}]" if rated.grade else f"not known: {rated.reason}"
    yield f"  certainty: {known}"


def _figure(part: Figure | Count | Interval) -> str:
    if isinstance(part, Interval):
        known = None if part.ends is None else f"{part.ends[0]:g} to {part.ends[1]:g} ({part.level:g} %)"
    else:
        known = None if part.value is None else f"{part.value:g}" if isinstance(part, Figure) else f"{part.value:,}"
    return f"not known: {part.reason}" if known is None else f"{known} [{part.provenance}]"


def _said(kind: str, statements: tuple[Statement, ...]) -> Iterator[str]:
    return (f"{kind}: {one.text} [{one.provenance}]" for one in statements)


def _claim(claim: Claim) -> str:
    beside = "; ".join(one for one in (claim.source, claim.reason) if one)
    return f"  [{claim.status}] {claim.text}{f' ({beside})' if beside else ''}"
