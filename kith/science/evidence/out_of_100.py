"""A finding as people out of a hundred, for those who read pictures of people more easily than effect sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from kith.science.evidence.conversions import event_rate_from_d
from kith.science.evidence.problems import EvidenceProblem
from kith.science.findings import Comparator, Figure, Finding
from kith.science.sources import Certainty

STANDARDISED: Final = frozenset({"g", "d", "SMD"})
AVERAGE_SHARE: Final = 0.5  # by definition half do better than the average; no other share needs no source
CONVERSION: Final = "share with help = Φ(effect + Φ⁻¹(share without)); Furukawa and Leucht 2011"
Refusal = Literal["no_interval", "not_checked", "not_standardised", "before_and_after"]
Better = Literal["better than the average person without", "better by the stated threshold"]


@dataclass(frozen=True)
class OutOf100:
    """Counts of people out of a hundred like those in the trials; all else is what must stand beside them.

    `with_help_low` and `with_help_high` are the ends of the interval of the average; `new_place` is where the count of
    a new place is expected, None where no prediction interval is known. `more` may be below nought.
    """

    without_help: int
    with_help: int
    more: int
    with_help_low: int
    with_help_high: int
    new_place: tuple[int, int] | None
    better: Better
    conversion: str
    against: Comparator
    comparator: str
    population: str
    outcome: str
    certainty: Certainty | None
    rated_by: str | None
    source: str
    is_reviewed: bool


def out_of_100(finding: Finding, share_without: Figure | None = None) -> OutOf100:
    """People out of 100 who do better, without the help and with it: counts for a picture, no sentence.

    In words: an effect in standard deviations moves the share above any threshold from s to Φ(effect + Φ⁻¹(s)), counted
    in whole people; `more` is the difference of the two counts, so that a picture adds up. Without `share_without` the
    threshold is the average of those compared with, where s is a half by definition; with it, s is a share between 0
    and 1 that somebody checked. Ends of intervals are converted in the same way. Source: Furukawa and Leucht (2011),
    PLoS ONE 6:e19070; with s a half it is Cohen's (1977) U3. Assumes normal outcomes of one spread in both groups.

    Missing data and refusals: raises EvidenceProblem where the estimate, its interval or the share is missing or was
    not checked (recalled figures are not told to clients), where the effect is no standardised difference, and where
    people were compared with themselves before. A prediction interval that is unchecked or unknown gives None.

    >>> from kith.science.library import Library
    >>> from kith.science.findings import evidence_for
    >>> counts = out_of_100(evidence_for(Library.open(), "depression", "cbt"))
    >>> counts.without_help, counts.with_help, (counts.with_help_low, counts.with_help_high)
    (50, 75, (71, 80))
    """
    _check_finding(finding)
    row = finding.row
    share = _share(share_without)
    estimate, ends = row.estimate.value, row.interval.ends
    assert estimate is not None
    assert ends is not None
    sign = 1.0 if row.benefit == "above" else -1.0
    low, high = sorted(_count(sign * end, share) for end in ends)
    ahead = row.prediction.ends if row.prediction.is_checked else None
    without, with_help = round(100 * share), _count(sign * estimate, share)
    return OutOf100(
        without_help=without,
        with_help=with_help,
        more=with_help - without,
        with_help_low=low,
        with_help_high=high,
        new_place=None if ahead is None else _both(sorted(_count(sign * end, share) for end in ahead)),
        better="better than the average person without" if share_without is None else "better by the stated threshold",
        conversion=CONVERSION,
        against=row.against,
        comparator=row.comparator,
        population=row.population,
        outcome=row.outcome,
        certainty=row.certainty.grade,
        rated_by=row.certainty.by,
        source=finding.source.cite,
        is_reviewed=finding.is_reviewed,
    )


def why_not_out_of_100(finding: Finding) -> Refusal | None:
    """Why people cannot be counted from this finding, or None where they can.

    In words: the first of these that holds. `no_interval`: the interval is missing. `not_checked`: it or the estimate
    was neither read at its source nor worked out. `not_standardised`: a ratio or points of a scale, which
    need a share of their own. `before_and_after`: people compared with themselves. The rules are our convention (what
    may be told to clients). Missing data is a reason, never a guess. Raises nothing.

    >>> from kith.science.library import Library
    >>> from kith.science.findings import evidence_for
    >>> why_not_out_of_100(evidence_for(Library.open(), "unemployment", "supported_employment"))
    'not_standardised'
    """
    row = finding.row
    if row.interval.ends is None:
        return "no_interval"
    if not finding.is_checked:
        return "not_checked"
    if row.measure not in STANDARDISED:
        return "not_standardised"
    return "before_and_after" if row.against == "before_treatment" else None


def _check_finding(finding: Finding) -> None:
    row, name = finding.row, f"{finding.document}, {finding.row.id}"
    refused = why_not_out_of_100(finding)
    if refused is None:
        return
    raise EvidenceProblem(
        {
            "no_interval": "People are not counted from an effect without its interval; found none in "
            f"{name}. Read it at the source.",
            "not_checked": "People are counted from checked figures only; found "
            f"{row.estimate.provenance or 'no estimate'} and {row.interval.provenance} in {name}. Read the source and "
            "mark both verified.",
            "not_standardised": f"People are counted from a standardised difference; found {row.measure} in {name}. "
            f"Show the {row.measure} to a practitioner instead.",
            "before_and_after": "People are counted beside other people; found a change from before to after in "
            f"{name}. Choose a comparison with a control.",
        }[refused]
    )


def _share(figure: Figure | None) -> float:
    if figure is None:
        return AVERAGE_SHARE
    if figure.value is None or not figure.is_checked:
        raise EvidenceProblem(
            f"The share of people without help comes from a checked figure; found {figure.provenance or 'none'}. Read "
            "it at its source, or leave it out to count beside the average person."
        )
    return figure.value


def _count(effect: float, share: float) -> int:
    return round(100 * event_rate_from_d(effect, share))


def _both(ends: list[int]) -> tuple[int, int]:
    return ends[0], ends[1]
