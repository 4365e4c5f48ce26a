"""What may be wrong in any library document: ids used twice, names that lead nowhere, reviews without a reviewer."""

from collections.abc import Iterable, Sequence

from kith.science.documents import Document, LibraryProblem, did_you_mean
from kith.science.sources import Review, Source

__all__ = ["Loc", "repeated", "review_faults", "source_faults", "unknown_name"]

Loc = tuple[str | int, ...]


def unknown_name(document: Document, loc: Loc, kind: str, name: str, known: Iterable[str]) -> LibraryProblem:
    """The problem of a reference that leads nowhere, with the nearest name that exists."""
    return document.problem(loc, f"There is no {kind} of this name", name, did_you_mean(name, known))


def repeated(document: Document, loc: Loc, kind: str, names: Sequence[str]) -> list[LibraryProblem]:
    """A problem for each name that is used again, at the place of the second use."""
    return [
        document.problem((*loc, i), f"Two {kind} share one id", name, f"another id, for example {name}_2")
        for i, name in enumerate(names)
        if name in names[:i]
    ]


def source_faults(
    document: Document, sources: Sequence[Source], used: Iterable[tuple[Loc, str]]
) -> list[LibraryProblem]:
    """Every source that is named must be listed, and listed once."""
    known = [source.id for source in sources]
    missing = [unknown_name(document, loc, "source", name, known) for loc, name in used if name not in known]
    return repeated(document, ("sources",), "sources", known) + missing


def review_faults(document: Document, review: Review) -> list[LibraryProblem]:
    """A document may call itself reviewed only with the name of the reviewer and the day."""
    if review.status == "reviewed" and (review.by is None or review.on is None):
        what, found = "This says it is reviewed but not by whom and when", f"by {review.by}, on {review.on}"
        instead = "by: the clinician's name and on: YYYY-MM-DD, or status: awaiting clinical review"
        return [document.problem(("review",), what, found, instead)]
    return []
