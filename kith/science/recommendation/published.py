"""The figures that open questions of evidence hold for protocols, as the options need them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from kith.science.findings import Comparator as Against
from kith.science.findings import EvidenceDocument, EvidenceRow
from kith.science.recommendation.offers import STANDARDISED, Comparator, Evidence

__all__ = ["COUNTED_AS", "published_evidence"]

COUNTED_AS: Final[Mapping[Against, Comparator]] = {
    "usual_care": "usual_care",
    "enhanced_usual_care": "usual_care",
    "other_therapy": "other_therapy",
    "placebo": "placebo",
    "any_control": "any_control",
    "waiting_list": "waiting_list",
    "no_treatment": "waiting_list",
}
"""Which comparator of a question stands for which of an option. Usual care with a little more is usual care; nobody who
gets nothing differs in kind from somebody who waits. Attention of another kind, medicine and the time before treatment
answer other questions and are left out."""

_SINGLE: Final = frozenset({"randomised trial", "controlled trial", "cohort comparison"})
_GRADES: Final = ("high", "moderate", "low", "very low", None)


def published_evidence(documents: Iterable[EvidenceDocument], protocols: Collection[str]) -> tuple[Evidence, ...]:
    """For each of these protocols, each problem and each comparator the one figure that the open questions give.

    In words: of all rows with a standardised difference and its interval, the one that was checked before the one from
    memory, the pooled before the single study, the more certain, then by the document's id and the place in it (the
    main outcome is written first). Beside it, by the same order, one that is a ratio or in points of a scale. Better is
    made larger in a standardised difference: a row whose benefit lies below nought changes its sign. A row that nobody
    has rated counts as of very low certainty, and one of whose numbers any is from memory counts as recalled. Source:
    own design; nothing is pooled anew. Missing data: a row without a number or interval gives nothing. Raises nothing.

    >>> from kith.science.library import Library
    >>> shelf = Library.open().evidence.values()
    >>> found = published_evidence(shelf, ["cbt-depression"])
    >>> {one.problem for one in found}, all(one.low <= one.estimate <= one.high for one in found)
    ({'depression'}, True)
    """
    best: dict[tuple[str, str, str, bool], tuple[tuple[bool, bool, int, str, int], Evidence]] = {}
    for document in documents:
        for place, row in enumerate(document.rows):
            rank = (
                not _is_checked(row),
                row.design in _SINGLE,
                _GRADES.index(row.certainty.grade),
                document.id,
                place,
            )
            for one in _figures(document, row, protocols):
                key = (one.offer, one.problem, one.comparator, not one.is_standardised)
                if key not in best or rank < best[key][0]:
                    best[key] = (rank, one)
    return tuple(best[key][1] for key in sorted(best))


def _is_checked(row: EvidenceRow) -> bool:
    return row.estimate.is_checked and row.interval.is_checked


def _figures(document: EvidenceDocument, row: EvidenceRow, protocols: Collection[str]) -> list[Evidence]:
    comparator, ends = COUNTED_AS.get(row.against), row.interval.ends
    if comparator is None or row.measure is None or row.estimate.value is None or ends is None:
        return []
    is_turned = row.measure in STANDARDISED and row.benefit == "below"
    sign = -1.0 if is_turned else 1.0
    low, high = sorted(sign * end for end in ends)
    predicted = sorted(sign * end for end in row.prediction.ends) if row.prediction.ends is not None else None
    cited = {source.id: source.cite for source in document.sources}
    return [
        Evidence(
            offer=protocol,
            problem=problem,
            comparator=comparator,
            estimate=sign * row.estimate.value,
            low=low,
            high=high,
            certainty=row.certainty.grade or "very low",
            provenance=(row.estimate.provenance if _is_checked(row) else None) or "recalled",
            source=cited.get(row.source, row.source),
            level=row.interval.level / 100,
            is_rated=row.certainty.grade is not None,
            measure=row.measure,
            better="above" if is_turned else row.benefit,
            studies=row.studies.value,
            people=row.people.value,
            prediction=(predicted[0], predicted[1]) if predicted is not None else None,
            i2=row.i2.value,
            tau2=row.tau2.value,
        )
        for protocol in document.protocols
        if protocol in protocols
        for problem in document.problems
    ]
