"""What is wrong inside a document of evidence: figures without provenance, gaps without a reason, ends that cross."""

from collections.abc import Iterator

from kith.science.documents import Document, LibraryProblem
from kith.science.faults import Loc, repeated, review_faults, source_faults
from kith.science.findings.document import RATIOS, Claim, EvidenceDocument, EvidenceRow
from kith.science.findings.figures import Count, Figure, Interval
from kith.science.findings.reading import our_reading

__all__ = ["evidence_faults"]

_DO_NOT_REPEAT = ("not traced: do not repeat", "contradicted: do not repeat")
_INSTEAD_OF_A_GAP = 'value: null and reason: "not reported where we read it", or the figure with its provenance'


def evidence_faults(evidence: EvidenceDocument, document: Document) -> list[LibraryProblem]:
    """A problem for whatever a reader could not trust, or trace, in a document of evidence."""
    problems = review_faults(document, evidence.review)
    problems += source_faults(document, evidence.sources, _sources_used(evidence))
    problems += repeated(document, ("rows",), "rows", [row.id for row in evidence.rows])
    problems += repeated(document, ("claims",), "claims", [claim.id for claim in evidence.claims])
    if evidence.rows and not evidence.problems:
        problems.append(document.problem(("rows",), "Rows are about a problem", "no problems", "problems: [...] above"))
    for i, row in enumerate(evidence.rows):
        problems += _row_faults(row, document, ("rows", i))
    for i, claim in enumerate(evidence.claims):
        problems += _claim_faults(claim, document, ("claims", i))
    return problems


def _sources_used(evidence: EvidenceDocument) -> Iterator[tuple[Loc, str]]:
    for i, row in enumerate(evidence.rows):
        yield ("rows", i, "source"), row.source
        if row.finding is not None and row.finding.source is not None:
            yield ("rows", i, "finding", "source"), row.finding.source
    for i, claim in enumerate(evidence.claims):
        if claim.source is not None:
            yield ("claims", i, "source"), claim.source
    for key, said in (("dose", evidence.dose), ("harms", evidence.harms)):
        for i, statement in enumerate(said):
            if statement.source is not None:
                yield (key, i, "source"), statement.source


def _row_faults(row: EvidenceRow, document: Document, loc: Loc) -> Iterator[LibraryProblem]:
    parts: dict[str, Figure | Count | Interval] = {
        name: getattr(row, name) for name in ("studies", "people", "estimate", "interval", "prediction", "i2", "tau2")
    }
    for name, part in parts.items():
        yield from _known_or_why(part, document, (*loc, name))
    yield from _rating_faults(row, document, loc)
    yield from _measure_faults(row, document, loc)
    for name in ("interval", "prediction"):
        yield from _interval_faults(row, name, document, (*loc, name))
    if row.i2.value is not None and not 0 <= row.i2.value <= 100:
        yield document.problem((*loc, "i2"), "I² is a share in percent", f"{row.i2.value:g}", "a number from 0 to 100")
    if row.tau2.value is not None and row.tau2.value < 0:
        yield document.problem((*loc, "tau2"), "tau² is a variance", f"{row.tau2.value:g}", "a number from 0 on")
    if row.estimate.value is None and row.finding is None:
        what, found = "A row without an estimate says in words what was found", "no finding"
        yield document.problem(loc, what, found, 'finding: {text: "...", provenance: ...}')
    if (row.estimate.provenance == "computed") != (row.calculation is not None):
        what, found = "A computed estimate and its calculation stand together", str(row.estimate.provenance)
        yield document.problem((*loc, "estimate"), what, found, "calculation: {...} beside provenance: computed")


def _known_or_why(part: Figure | Count | Interval, document: Document, loc: Loc) -> Iterator[LibraryProblem]:
    known = part.ends if isinstance(part, Interval) else part.value
    if known is None and (part.reason is None or part.provenance is not None):
        found = "null without a reason" if part.reason is None else "null with a provenance"
        yield document.problem(loc, "A figure that is not known says why", found, _INSTEAD_OF_A_GAP)
    elif known is not None and part.provenance is None:
        instead = "provenance: verified, recalled, computed or convention"
        yield document.problem(loc, "A figure says how it is known", "no provenance", instead)
    elif known is not None and part.reason is not None:
        what, found = "Only a figure that is missing has a reason", f"{known} and a reason"
        yield document.problem(loc, what, found, _INSTEAD_OF_A_GAP)


def _rating_faults(row: EvidenceRow, document: Document, loc: Loc) -> Iterator[LibraryProblem]:
    rating, place = row.certainty, (*loc, "certainty")
    if rating.grade is None and (rating.reason is None or rating.by is not None or rating.provenance is not None):
        what, found = "A certainty that nobody rated says why", "grade: null without a reason, or with a rater"
        yield document.problem(place, what, found, "grade: null and reason: ..., or the grade, by whom and provenance")
    elif rating.grade is not None and (rating.by is None or rating.provenance is None or rating.reason is not None):
        what, found = "A certainty says who rated it, and how that is known", f"{rating.grade}, by {rating.by}"
        yield document.problem(place, what, found, "by: authors, or by: our reading, with its provenance and no reason")
    elif rating.by == "our reading" and row.calculation is not None and rating.grade != our_reading(row):
        what = "A pool that was worked out here is read by the rule of docs/methods/evidence-library.md"
        yield document.problem(place, what, str(rating.grade), f"{our_reading(row)}, or by: authors")


def _measure_faults(row: EvidenceRow, document: Document, loc: Loc) -> Iterator[LibraryProblem]:
    if row.measure is None and row.estimate.value is not None:
        found, instead = f"{row.estimate.value:g} and measure: null", "measure: g, d, SMD, MD, RR, OR or HR"
        yield document.problem((*loc, "measure"), "An estimate has a measure", found, instead)
    if row.measure in RATIOS and row.estimate.value is not None and row.estimate.value <= 0:
        found, instead = f"{row.measure} {row.estimate.value:g}", "the ratio itself, not its logarithm"
        yield document.problem((*loc, "estimate"), "A ratio is above nought", found, instead)


def _interval_faults(row: EvidenceRow, name: str, document: Document, loc: Loc) -> Iterator[LibraryProblem]:
    ends, estimate = getattr(row, name).ends, row.estimate.value
    if ends is None:
        return
    low, high = ends
    if low > high:
        found = f"{low:g} to {high:g}"
        yield document.problem(loc, "An interval begins at its lower end", found, f"ends: [{high:g}, {low:g}]")
    elif estimate is None:
        what, found = "An interval belongs to an estimate", "no estimate"
        yield document.problem(loc, what, found, "the estimate, or ends: null with a reason")
    elif not low <= estimate <= high:
        found = f"{estimate:g} outside {low:g} to {high:g}"
        yield document.problem(
            loc, "The estimate lies outside its interval", found, "the figures as the source has them"
        )
    if row.measure in RATIOS and low <= 0:
        found, instead = f"{low:g}", "the ratio itself, not its logarithm"
        yield document.problem(loc, "A ratio is above nought", found, instead)


def _claim_faults(claim: Claim, document: Document, loc: Loc) -> Iterator[LibraryProblem]:
    if claim.status == "traced" and claim.source is None:
        instead = "source: its id, or status: not traced: do not repeat"
        yield document.problem((*loc, "status"), "A traced claim names where it was read", "no source", instead)
    if claim.status in _DO_NOT_REPEAT and claim.reason is None:
        what, instead = "A claim not to be repeated says why", "reason: what was looked for, or what contradicts it"
        yield document.problem((*loc, "status"), what, "no reason", instead)
    if claim.status == "not traced: do not repeat" and claim.source is not None:
        what, found = "What was not traced has no source", claim.source
        yield document.problem((*loc, "source"), what, found, "no source, or status: traced once somebody has read it")
