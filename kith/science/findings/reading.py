"""How sure one may be of a pool that was worked out here and that nobody has rated: our reading, by a rule."""

from __future__ import annotations

from typing import Final

from kith.science.findings.document import EvidenceRow
from kith.science.sources import Certainty

__all__ = ["FEW_STUDIES", "MUCH_I2", "WIDE", "our_reading"]

GRADES: Final[tuple[Certainty, ...]] = ("high", "moderate", "low", "very low")
MUCH_I2: Final = 75.0
"""Percent of the variance between studies that is more than chance. From here on it is considerable (Higgins and others
2003, recalled)."""
FEW_STUDIES: Final = 10
WIDE: Final = 0.3
"""Half of an interval, in standard deviations: more than the smallest difference that may matter, 0.24. Ours both."""


def our_reading(row: EvidenceRow) -> Certainty:
    """The certainty of a standardised difference pooled from randomised trials, by what the row itself says.

    In words: it begins as high and loses a step for each of these: the pool is not of trials at low risk of bias on all
    points; studies differ much (I² of 75 % or more) or a new one may find nothing (the prediction interval reaches no
    effect), or neither is known; fewer than ten studies, or an interval wider than 0.3 to one side. A figure that only
    corrects another (without outlying studies, limit of small studies) is very low. Source: the domains of GRADE
    (Guyatt and others 2008, recalled); the limits are ours. It cannot see who was studied, nor what was not published.
    Raises nothing.

    >>> from kith.science.library import Library
    >>> rows = Library.open().evidence["depression-behavioural-activation"].rows
    >>> [(one.id, our_reading(one)) for one in rows[:4:2]]
    [('care-as-usual', 'low'), ('waiting-list', 'moderate')]
    """
    if row.calculation is None or row.calculation.of != "every study" or row.interval.ends is None:
        return "very low"
    low, high = row.interval.ends
    lost = [
        "rob" not in row.calculation.where,
        _differ(row),
        (row.studies.value or 0) < FEW_STUDIES or (high - low) / 2 > WIDE,
    ]
    return GRADES[sum(lost)]


def _differ(row: EvidenceRow) -> bool:
    ends = row.prediction.ends
    reaches = ends is None or ends[0] <= row.no_effect <= ends[1]
    return reaches or row.i2.value is None or row.i2.value >= MUCH_I2
