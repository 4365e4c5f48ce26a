"""One person before and after: how many pairs of a value before and a value after show improvement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isfinite

from kith.science.trials.problems import TrialProblem


@dataclass(frozen=True)
class Overlap:
    """Pairs of one value from each phase, by what they show; a phase A before, a phase B after.

    `baseline_trend` is how many pairs within A improve with time, less those that worsen. There is no standard error:
    values of one person depend on each other, so pairs say less than their number. Use a randomisation test.
    """

    better: int
    tied: int
    worse: int
    baseline_trend: int
    unknown: int

    @property
    def pairs(self) -> int:
        """All pairs of a known value before and a known value after."""
        return self.better + self.tied + self.worse

    @property
    def nap(self) -> float:
        """Non-overlap of all pairs: (better + tied/2) / pairs; 0.5 is no difference."""
        return (self.better + self.tied / 2) / self.pairs

    @property
    def tau(self) -> float:
        """(better - worse) / pairs = 2 NAP - 1; 0 is no difference."""
        return (self.better - self.worse) / self.pairs

    @property
    def tau_u(self) -> float:
        """(better - worse - baseline trend) / pairs: a trend that was there before is not counted as effect.

        It may leave -1 to 1, and a long baseline takes away more than a short one with the same trend.
        """
        return (self.better - self.worse - self.baseline_trend) / self.pairs


def overlap(before: Sequence[float | None], after: Sequence[float | None], *, higher_is_worse: bool) -> Overlap:
    """Compare every known value before with every known value after, each phase in the order of time.

    Sources: NAP, Parker and Vannest 2009 (Behavior Therapy 40, 357); Tau-U, Parker, Vannest, Davis and Sauber 2011
    (Behavior Therapy 42, 284). Assumes nothing of the shape of values; improvement of a whole phase, not of a slope.
    Unknown values (None) are left out and counted. Raises TrialProblem for a phase without known values, or values that
    are not finite.

    >>> found = overlap([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29], higher_is_worse=False)
    >>> round(found.nap, 7), round(found.tau_u, 7)
    (0.9166667, 0.7380952)
    """
    known = [[value for value in phase if value is not None] for phase in (before, after)]
    if not all(known) or not all(isfinite(value) for phase in known for value in phase):
        raise TrialProblem(
            f"Each phase needs known, finite values; found {len(known[0])} before and {len(known[1])} after. Measure "
            "more often, or correct the values."
        )
    sign = -1 if higher_is_worse else 1
    gains = [sign * (later - earlier) for earlier in known[0] for later in known[1]]
    within = [sign * (later - earlier) for earlier, later in combinations(known[0], 2)]
    return Overlap(
        better=sum(gain > 0 for gain in gains),
        tied=sum(gain == 0 for gain in gains),
        worse=sum(gain < 0 for gain in gains),
        baseline_trend=sum(gain > 0 for gain in within) - sum(gain < 0 for gain in within),
        unknown=len(before) + len(after) - sum(map(len, known)),
    )
