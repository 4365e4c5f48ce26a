"""What a score is worth as a utility, as published links say, with where each is from and what none of them can say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kith.science.economics.problems import EconomicsProblem, Figure
from kith.science.economics.qalys import qalys

HIGHEST_PHQ9: Final = 27
Link = Literal["kolovos", "furukawa"]


@dataclass(frozen=True)
class Utility:
    """A utility mapped from a score: never measured. `value` is None where a link prints a range and no number."""

    value: float | None
    low: float
    high: float
    link: Link
    label: str = "mapped, not measured"


@dataclass(frozen=True)
class Source:
    """Where a link is from, in whom, and what it leaves open."""

    citation: str
    people: str
    doubt: str


@dataclass(frozen=True)
class MappedQalys:
    """QALYs of one course of scores by both links. `by_state` is the default; the range is of the other link."""

    by_state: Figure
    lowest: Figure
    highest: Figure
    label: str = "mapped, not measured"


# Scores from, to (inclusive); utility with its 95 % interval. The states are printed; that these scores are these
# states is our reading of the usual severity bands.
_KOLOVOS: Final = (
    (0, 4, 0.70, 0.67, 0.73),
    (5, 9, 0.62, 0.58, 0.65),
    (10, 14, 0.57, 0.54, 0.61),
    (15, 19, 0.52, 0.49, 0.56),
    (20, 27, 0.39, 0.35, 0.43),
)
# Scores from, to (inclusive); the range that is printed. Ends meet in print (5-10, 10-15): a shared score takes the
# upper band, as the severity bands of the PHQ-9 do. Nothing is printed below 5.
_FURUKAWA: Final = ((5, 9, 0.8, 0.9), (10, 14, 0.7, 0.8), (15, 19, 0.5, 0.7), (20, 27, 0.0, 0.6))

SOURCES: Final[Mapping[Link, Source]] = {
    "kolovos": Source(
        "Kolovos and others (2017), Qual Life Res 26:1649",
        "1,629 people in trials of depression; EQ-5D-3L with the UK tariff, by state of depression",
        "states are printed, scores are not; a change within a band has no effect",
    ),
    "furukawa": Source(
        "Furukawa and others (2021), Evid Based Ment Health 24:97, doi 10.1136/ebmental-2020-300240",
        "2,457 people in five trials of internet CBT; PHQ-9 to EQ-5D-3L by equipercentile linking",
        "ranges are printed for bands; scores below 5 have none",
    ),
}
"""The two conflict in level and in steepness: always show the other beside the one that is used."""

REFUSED: Final[Mapping[str, str]] = {
    "gad7": "regression links exist (Mukuria and others 2024, doi 10.1007/s10198-024-01692-0); their coefficients have "
    "not been checked here",
    "core10": "no link is held that has been checked",
    "core-om": "no link is held that has been checked",
    "reqol10": "preference weights exist (Keetharuth and others 2021) and need a licence",
}


def utility(instrument: str, score: int, *, link: Link = "kolovos") -> Utility:
    """The utility that a published link gives a PHQ-9 score, as EQ-5D-3L.

    In words: the row of the link's table in which the score lies. Source: `SOURCES`. Assumes that people are like those
    of the link. A measured EQ-5D or ReQoL is to be preferred wherever there is one. Raises EconomicsProblem for another
    instrument, naming why there is no link, for a score that is none, and where the link prints nothing.

    >>> utility("phq9", 12).value, utility("phq9", 12, link="furukawa").value
    (0.57, None)
    >>> utility("gad7", 12)
    Traceback (most recent call last):
    kith.science.economics.problems.EconomicsProblem: 'gad7' has no utility here; found that regression links exist ...
    """
    if instrument != "phq9":
        why = REFUSED.get(instrument, "no link is known to us")
        raise EconomicsProblem(
            f"{instrument!r} has no utility here; found that {why}. Measure EQ-5D or ReQoL, or use PHQ-9."
        )
    if not 0 <= score <= HIGHEST_PHQ9 or score != int(score):
        raise EconomicsProblem(
            f"A PHQ-9 score is a whole number from 0 to 27; found {score:g}. Score the questionnaire again."
        )
    if link == "kolovos":
        value, low, high = next((v, low, high) for first, last, v, low, high in _KOLOVOS if first <= score <= last)
        return Utility(value, low, high, link)
    for first, last, low, high in _FURUKAWA:
        if first <= score <= last:
            return Utility(None, low, high, link)
    raise EconomicsProblem(f"Furukawa (2021) prints no utility below a PHQ-9 of 5; found {score}. Use the other link.")


def mapped_qalys(weeks: Sequence[float], scores: Sequence[int | None]) -> MappedQalys:
    """The QALYs of one person's PHQ-9 scores by the default link, and the range of the other link beside it.

    A missing score (None) makes all three unknown; a score below 5 leaves the other link without a range. Raises
    EconomicsProblem as `utility` and `qalys` do.

    >>> found = mapped_qalys([0, 26, 52], [18, 12, 8])
    >>> [round(one.value, 4) for one in (found.by_state, found.lowest, found.highest)]
    [0.57, 0.675, 0.8]
    """
    default = [None if score is None else utility("phq9", score).value for score in scores]
    by_state = qalys(weeks, default)
    below = next((score for score in scores if score is not None and score < _FURUKAWA[0][0]), None)
    if below is not None:
        none = Figure(None, f"Furukawa (2021) prints no utility for a PHQ-9 of {below}")
        return MappedQalys(by_state, none, none)
    ranges = [None if score is None else utility("phq9", score, link="furukawa") for score in scores]
    lowest = qalys(weeks, [None if one is None else one.low for one in ranges])
    return MappedQalys(by_state, lowest, qalys(weeks, [None if one is None else one.high for one in ranges]))
