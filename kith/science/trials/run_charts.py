"""Run charts: whether a row of values over time is more than chance around its median."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import isfinite, log2
from statistics import median
from typing import Final

from scipy import stats

from kith.science.trials.problems import TrialProblem

# With fewer the limits have no room: the longest run allowed is most of the row (Anhøj and Olesen 2014).
FEWEST_USEFUL: Final = 10
SHIFT_POINTS: Final = 6  # on one side of the median, one after the other (Perla, Provost and Murray 2011)
TREND_POINTS: Final = 5  # all up or all down, one after the other (the same)
Stretch = tuple[int, int]


@dataclass(frozen=True)
class RunChart:
    """A row of values beside its median.

    `useful` counts known values that are not on the median. `is_signal` says whether the longest run is longer, or the
    crossings are fewer, than chance brings; it is None, with a `reason`, where there are too few useful values. Shifts
    and trends are stretches from the place of their first value to that of their last, from 0.
    """

    median: float
    useful: int
    unknown: int
    longest_run: int
    longest_by_chance: int | None
    crossings: int
    fewest_by_chance: int | None
    is_signal: bool | None
    reason: str | None
    shifts: tuple[Stretch, ...]
    trends: tuple[Stretch, ...]


def run_chart(values: Sequence[float | None], *, baseline: int | None = None) -> RunChart:
    """Judge a row of values, in the order of time, by runs about the median.

    The median is of the first `baseline` values, or of all. Signal: the longest run on one side exceeds
    round(log2 n + 3), or the crossings are fewer than the 5 % point of Binomial(n - 1, 1/2), n useful values (Anhøj and
    Olesen 2014, PLOS ONE 9, e113825). Beside it two older rules, which say where: six on one side (shift), five all up
    or all down (trend; equal neighbours count once) of Perla, Provost and Murray 2011 (BMJ Quality and Safety 20, 46).
    The older rules take no account of how long the row is, so in a long one chance alone brings them.

    Assumes values that do not depend on each other but for the change one looks for. Unknown values (None) and values
    on the median are passed over: they neither add to a run nor end it. Raises TrialProblem where the median has no
    known value to stand on, or a value is not finite.

    >>> found = run_chart([5, 7, 6, 8, 5, 7, 9, 12, 13, 11, 14, 12, 13, 15, 12, 14])
    >>> found.median, found.longest_run, found.crossings, found.is_signal, found.shifts
    (11.5, 7, 3, True, ((0, 6), (10, 15)))
    """
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    middle = _median(values, baseline)
    sides = [(place, value > middle) for place, value in known if value != middle]
    runs = [[place for place, _ in run] for _, run in groupby(sides, key=lambda one: one[1])]
    longest, crossings, n = max(map(len, runs), default=0), max(len(runs) - 1, 0), len(sides)
    enough = n >= FEWEST_USEFUL
    limit, least = longest_by_chance(n) if enough else None, fewest_crossings_by_chance(n) if enough else None
    return RunChart(
        median=middle,
        useful=n,
        unknown=len(values) - len(known),
        longest_run=longest,
        longest_by_chance=limit,
        crossings=crossings,
        fewest_by_chance=least,
        is_signal=None if limit is None or least is None else longest > limit or crossings < least,
        reason=None if enough else f"fewer than {FEWEST_USEFUL} known values that are not on the median",
        shifts=tuple((run[0], run[-1]) for run in runs if len(run) >= SHIFT_POINTS),
        trends=_trends(known),
    )


def longest_by_chance(useful: int) -> int:
    """The longest run that chance explains among so many useful values: round(log2 n + 3).

    >>> [longest_by_chance(n) for n in (10, 12, 24, 60, 100)]
    [6, 7, 8, 9, 10]
    """
    return round(log2(useful) + 3)


def fewest_crossings_by_chance(useful: int) -> int:
    """The fewest crossings of the median that chance explains: the 5 % point of Binomial(n - 1, 1/2).

    >>> [fewest_crossings_by_chance(n) for n in (10, 13, 20, 24)]
    [2, 3, 6, 8]
    """
    return int(stats.binom.ppf(0.05, useful - 1, 0.5))


def _median(values: Sequence[float | None], baseline: int | None) -> float:
    of = [value for value in values[:baseline] if value is not None]
    if not of or not all(isfinite(value) for value in values if value is not None) or (baseline or 1) < 1:
        raise TrialProblem(
            f"A run chart needs finite values, and known ones for its median; found {len(of)} known among the first "
            f"{len(values[:baseline])}. Correct the values, or take a longer baseline."
        )
    return float(median(of))


def _trends(known: Sequence[tuple[int, float]]) -> tuple[Stretch, ...]:
    """Stretches of five points or more that all go one way; of equal neighbours the first counts."""
    points = [one for one, before in zip(known, [None, *known], strict=False) if before is None or one[1] != before[1]]
    steps = [(one[0], other[0], other[1] > one[1]) for one, other in pairwise(points)]
    found = [list(run) for _, run in groupby(steps, key=lambda step: step[2])]
    return tuple((run[0][0], run[-1][1]) for run in found if len(run) >= TREND_POINTS - 1)
