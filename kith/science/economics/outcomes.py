"""What one recovery costs: all that was spent over all who recovered, with an honest interval and what is unknown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtrit

from kith.science.economics.problems import EconomicsProblem, Figure, Floats, Interval, numbers, quantiles

DRAWS: Final = 2000
"""Resamples of a bootstrap: the 2.5th percentile then rests on fifty of them (Efron and Tibshirani 1993 ask for 1,000
or more for the ends of an interval)."""
FEWEST: Final = 2
IntervalMethod = Literal["fieller", "bootstrap"]


@dataclass(frozen=True)
class CostPerOutcome:
    """What one good outcome costs among people whose outcome is known.

    `if_unknown_reached` and `if_unknown_missed` count everybody: as if all, or none, of the unknown had reached it.
    """

    people: int
    reached: int
    unknown: int
    total_cost: float
    mean_cost: float
    ratio: Figure
    interval: Interval
    method: IntervalMethod
    if_unknown_reached: Figure
    if_unknown_missed: Figure


def fieller(
    above: float,
    below: float,
    variances: tuple[float, float],
    covariance: float,
    *,
    level: float = 0.95,
    freedom: int | None = None,
) -> Interval:
    """The interval of a ratio of two means by Fieller's theorem.

    In words: all ratios R for which above - R times below is no further from 0 than z standard errors. With the
    variances and the covariance of the two means that is a quadratic in R. Where `below` is not clearly different from
    0 the ratios do not form an interval: both ends are None, with the reason. With degrees of freedom, z is a quantile
    of t. Source: Fieller (1954), J R Stat Soc B 16:175; Willan and O'Brien (1996), Health Econ 5:297; Chaudhary and
    Stearns (1996), Stat Med 15:1447. Assumes means that are close to normal. Raises EconomicsProblem for variances
    below 0 and for a level outside 0 to 1.

    >>> found = fieller(600.0, 0.5, (400.0, 0.0025), 0.0)
    >>> round(found.low, 1), round(found.high, 1)
    (990.6, 1505.3)
    """
    check_level(level)
    if min(variances) < 0:
        raise EconomicsProblem(f"A variance is 0 or more; found {min(variances):g}. Square the standard error.")
    z = float(ndtri((1 + level) / 2) if freedom is None else stdtrit(freedom, (1 + level) / 2))
    a = below**2 - z**2 * variances[1]
    b = above * below - z**2 * covariance
    c = above**2 - z**2 * variances[0]
    if a <= 0:
        return Interval(None, None, "the denominator does not differ clearly from 0, so any ratio is possible")
    root = math.sqrt(max(b * b - a * c, 0.0))
    return Interval((b - root) / a, (b + root) / a)


def check_level(level: float) -> None:
    """Raise EconomicsProblem for a level that is no share between 0 and 1."""
    if not 0 < level < 1:
        raise EconomicsProblem(f"The level of an interval lies between 0 and 1; found {level:g}. Give 0.95 for 95 %.")


def cost_per_outcome(
    costs: ArrayLike,
    reached: Sequence[bool | None],
    *,
    generator: np.random.Generator | None = None,
    level: float = 0.95,
    draws: int = DRAWS,
) -> CostPerOutcome:
    """The cost of one recovery, or other outcome: the cost of everybody over the number who reached it.

    In words: the costs (n,) of all whose outcome is known, of those who recovered and of those who did not, over the
    number who recovered. The interval is Fieller's with t and n - 1 degrees and the covariance of cost and outcome;
    with a `generator` it is the percentile interval of a bootstrap of people. A resample in which nobody recovered has
    no finite ratio; where those are so many that they reach an end, that end is None. Source: as in Radhakrishnan and
    others (2013), Behav Res Ther 51:37. Assumes independent people. An outcome of None is unknown: such people are
    counted apart, and the two extremes say what they could change. Raises EconomicsProblem for fewer than two people
    with a known outcome, for lists of different lengths, and for a cost that is not known.

    >>> found = cost_per_outcome([400, 600, 500, 500], [True, False, True, None])
    >>> found.ratio.value, found.unknown, found.if_unknown_reached.value, found.if_unknown_missed.value
    (750.0, 1, 666.6666666666666, 1000.0)
    """
    check_level(level)
    everybody = numbers(costs, "costs")
    if everybody.size != len(reached):
        raise EconomicsProblem(
            f"Each person has a cost and an outcome; found {everybody.size} costs and {len(reached)} outcomes. Give "
            "None for an outcome that is not known."
        )
    is_known = np.array([one is not None for one in reached], dtype=bool)
    c, e = everybody[is_known], np.array([float(one) for one in reached if one is not None])
    if c.size < FEWEST:
        raise EconomicsProblem(
            f"A cost per outcome needs {FEWEST} people whose outcome is known; found {c.size} of {len(reached)}. "
            "Record outcomes first."
        )
    unknown, total = int((~is_known).sum()), float(everybody.sum())
    interval = _fieller(c, e, level) if generator is None else _bootstrap(c, e, generator, level, draws)
    return CostPerOutcome(
        people=int(c.size),
        reached=int(e.sum()),
        unknown=unknown,
        total_cost=float(c.sum()),
        mean_cost=float(c.mean()),
        ratio=_over(float(c.sum()), float(e.sum())),
        interval=interval,
        method="fieller" if generator is None else "bootstrap",
        if_unknown_reached=_over(total, float(e.sum()) + unknown),
        if_unknown_missed=_over(total, float(e.sum())),
    )


def _over(total: float, reached: float) -> Figure:
    return Figure(total / reached) if reached else Figure(None, "nobody reached it")


def _fieller(c: Floats, e: Floats, level: float) -> Interval:
    spread = np.cov(c, e) / c.size
    variances, covariance = (float(spread[0, 0]), float(spread[1, 1])), float(spread[0, 1])
    return fieller(float(c.mean()), float(e.mean()), variances, covariance, level=level, freedom=c.size - 1)


def _bootstrap(c: Floats, e: Floats, generator: np.random.Generator, level: float, draws: int) -> Interval:
    ratios = np.empty(draws)
    for draw in range(draws):
        chosen = generator.integers(c.size, size=c.size)
        reached = e[chosen].sum()
        ratios[draw] = c[chosen].sum() / reached if reached else math.inf
    low, high = quantiles(ratios, level)
    if math.isfinite(high):
        return Interval(low, high)
    return Interval(low if math.isfinite(low) else None, None, "in too many resamples nobody reached it")
