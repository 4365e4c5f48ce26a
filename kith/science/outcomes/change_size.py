"""How large a change is from the first to the last score, and how much of it would come without any care at all."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Final

from kith.science.disclosure import NOBODY, SMALL_NUMBERS, SMALLEST_SHOWN, shown_count, shown_figure
from kith.science.sources import Provenance

Z: Final = 1.96
SIZE_DECIMALS: Final = 2
NO_SPREAD: Final = "no_spread"
"""Everybody began alike, or ended alike: there is nothing to divide by, and a mean would be each person's own score."""


@dataclass(frozen=True)
class KnownScale:
    """What is published of a scale: how reliable it is, and the mean of a population that was not chosen by score."""

    reliability: float
    reliability_source: str
    population_mean: float
    population_source: str
    provenance: Provenance


KNOWN_SCALES: Final[Mapping[str, KnownScale]] = {
    "phq9": KnownScale(
        0.89,
        "internal consistency, Kroenke, Spitzer and Williams (2001), J Gen Intern Med 16:606",
        2.9,
        "German general population, Kocalevent, Hinz and Brähler (2013), Gen Hosp Psychiatry 35:551",
        "recalled",
    ),
    "gad7": KnownScale(
        0.89,
        "internal consistency, Löwe and others (2008), Med Care 46:266, doi 10.1097/MLR.0b013e318160d093",
        3.0,
        "the same: 3.2 of women and 2.7 of men, 53.6 % women, weighted here",
        "computed",
    ),
}
"""Internal consistency is higher than the agreement of two days without change, so what is worked out from it is the
least that regression to the mean brings."""


@dataclass(frozen=True)
class ChangeSize:
    """One measure before and after care, of those who were a case at the start and have complete scores.

    Positive is better. `expected` are the points that regression to the mean brings at least; None where the scale's
    reliability or the population's mean is not known. `reason` says why the rest is None.
    """

    measure: str
    people: int | None
    first_mean: float | None = None
    first_sd: float | None = None
    last_mean: float | None = None
    last_sd: float | None = None
    together: float | None = None
    size: float | None = None
    low: float | None = None
    high: float | None = None
    expected: float | None = None
    reason: str | None = None


def standardised_change(
    first_mean: float, last_mean: float, first_sd: float, *, together: float, people: int
) -> tuple[float, float, float]:
    """The change in standard deviations of the first scores, with a 95 % interval; positive is a fall.

    In words: the mean of the first scores minus the mean of the last, over the standard deviation of the first. The
    standard error is the root of 2(1 - r)/n + d²/(2n), r being how first and last scores go together. Source: Becker
    (1988), Br J Math Stat Psychol 41:257 (formula recalled). Assumes scores near the normal curve and independent
    people; without Hedges' correction, which takes 1 % away at 75 people. There is no comparison group: it is not the
    effect of care. Raises ValueError without any spread, or below 2 people.

    >>> size, low, high = standardised_change(15.4, 9.4, 5.5, together=0.4, people=100)
    >>> round(size, 2), round(low, 2), round(high, 2)
    (1.09, 0.83, 1.35)
    >>> round(standardised_change(14.0, 8.4, 4.5, together=0.4, people=100)[0], 2)
    1.24
    """
    if first_sd <= 0 or people < 2:
        raise ValueError(
            f"A change is measured in the spread of the first scores of two people or more; found a spread of "
            f"{first_sd:g} and {people} people. Say that it is not known."
        )
    size = (first_mean - last_mean) / first_sd
    error = math.sqrt(2 * (1 - together) / people + size**2 / (2 * people))
    return size, size - Z * error, size + Z * error


def expected_return(first_mean: float, *, reliability: float, population_mean: float) -> float:
    """How many points of a fall regression to the mean alone brings, when people were chosen by a high first score.

    In words: what the scale does not measure reliably of the distance between their first mean and that of the
    population they came from. Source: the estimated true score (see `estimated_true_score`). Assumes people were chosen
    by the first score from that population. Raises ValueError for a reliability outside 0 to 1.

    >>> round(expected_return(15.4, reliability=0.8, population_mean=2.9), 2)
    2.5
    """
    if not 0 <= reliability <= 1:
        raise ValueError(f"A reliability lies between 0 and 1; found {reliability:g}. Take it from the manual.")
    return (1 - reliability) * (first_mean - population_mean)


def change_size(measure: str, pairs: Sequence[tuple[float, float]], known: KnownScale | None) -> ChangeSize:
    """The size of one measure's change as it may be shown.

    In words: means and standard deviations are rounded to a tenth and people as every count is, and the size and its
    interval are worked out from the rounded numbers, so that they tell no more. Withheld below 8 people, and where all
    first or all last scores are alike: the mean would be everybody's own. `pairs` are first and last scores, on a scale
    where higher is worse.

    >>> change_size("phq9", [(16.0, 8.0)] * 7, None).reason, change_size("phq9", [], None).reason
    ('small_numbers', 'nobody')
    """
    people = shown_count(len(pairs)).value
    if len(pairs) < SMALLEST_SHOWN or not people:
        return ChangeSize(measure, people, reason=SMALL_NUMBERS if pairs else NOBODY)
    firsts, lasts = [first for first, _last in pairs], [last for _first, last in pairs]
    first_mean, first_sd, last_mean, last_sd = (
        _tenth(value, len(pairs)) for value in (fmean(firsts), stdev(firsts), fmean(lasts), stdev(lasts))
    )
    expected = (
        None
        if known is None
        else _tenth(
            expected_return(first_mean, reliability=known.reliability, population_mean=known.population_mean),
            len(pairs),
        )
    )
    if first_sd <= 0 or last_sd <= 0:
        return ChangeSize(measure, people, reason=NO_SPREAD)
    spread = (first_mean, first_sd, last_mean, last_sd)
    together = _together(firsts, lasts)
    sized = standardised_change(first_mean, last_mean, first_sd, together=together or 0.0, people=people)
    size, low, high = (round(value, SIZE_DECIMALS) for value in sized)
    return ChangeSize(measure, people, *spread, together, size, low, high, expected)


def _tenth(value: float, people: int) -> float:
    shown, _reason = shown_figure(value, people=people)
    assert shown is not None  # fewer than eight people were turned away before
    return shown


def _together(firsts: Sequence[float], lasts: Sequence[float]) -> float | None:
    """The correlation of first and last; None where the last scores are all alike, and then taken as 0: the wider."""
    first_mean, last_mean = fmean(firsts), fmean(lasts)
    both = sum((one - first_mean) * (other - last_mean) for one, other in zip(firsts, lasts, strict=True))
    apart = math.sqrt(sum((one - first_mean) ** 2 for one in firsts) * sum((one - last_mean) ** 2 for one in lasts))
    return round(both / apart, 1) if apart else None
