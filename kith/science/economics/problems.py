"""What may be wrong with costs and effects, said in three parts; and a number that may be unknown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class EconomicsProblem(ValueError):
    """Costs, effects or rates that give no number. The message says what happened, what was found and what to do."""


@dataclass(frozen=True)
class Figure:
    """A number, or None with the reason why there is none."""

    value: float | None
    reason: str | None = None


@dataclass(frozen=True)
class Interval:
    """Two ends of an interval; an end is None where the interval has none on that side, and `reason` says why."""

    low: float | None
    high: float | None
    reason: str | None = None


def check_not_below(least: float, **named: float) -> None:
    """Raise EconomicsProblem for a number that is not finite, or below `least`; names are said as they are written.

    >>> check_not_below(0, minutes=-5)
    Traceback (most recent call last):
    kith.science.economics.problems.EconomicsProblem: minutes is a number of at least 0; found -5. Correct it.
    """
    for name, value in named.items():
        if not math.isfinite(value) or value < least:
            said = name.replace("_", " ")
            raise EconomicsProblem(f"{said} is a number of at least {least:g}; found {value:g}. Correct it.")


def check_share(**named: float) -> None:
    """Raise EconomicsProblem for a number that is not a share from 0 to 1.

    >>> check_share(drop_out=0.1)
    """
    for name, value in named.items():
        if not 0 <= value <= 1:
            said = name.replace("_", " ")
            raise EconomicsProblem(f"{said} is a share from 0 to 1; found {value:g}. Divide a percentage by 100.")


def numbers(values: ArrayLike, name: str, least: int = 1) -> Floats:
    """Return values as a line of finite numbers, `least` of them or more. Raises EconomicsProblem for anything else.

    >>> numbers([1, 2], "costs")
    array([1., 2.])
    """
    found = np.asarray(values, dtype=np.float64)
    if found.ndim != 1 or found.size < least:
        raise EconomicsProblem(
            f"{name} are a list of {least} numbers or more; found {found.size} in {found.ndim} dimensions. Give one "
            "number for each person."
        )
    wrong = np.flatnonzero(~np.isfinite(found))
    if wrong.size:
        raise EconomicsProblem(
            f"{name} are all known; found none at place {wrong[0] + 1} ({wrong.size} in all). Leave those people out "
            "and count them, or fill in by a method you can name."
        )
    return found


def pairs(costs: ArrayLike, effects: ArrayLike, least: int = 2) -> tuple[Floats, Floats]:
    """Return the costs and effects of the same people, in one order. Raises EconomicsProblem where lengths differ."""
    c, e = numbers(costs, "costs", least), numbers(effects, "effects", least)
    if c.size != e.size:
        raise EconomicsProblem(
            f"Each person has a cost and an effect; found {c.size} costs and {e.size} effects. Give two lists of one "
            "length."
        )
    return c, e


def quantiles(values: Sequence[float] | Floats, level: float) -> tuple[float, float]:
    """The two ends that leave (1 - level)/2 of the values below and above; nearest values, so that infinity is one.

    >>> quantiles([float(n) for n in range(101)], 0.9)
    (5.0, 95.0)
    """
    tail = (1 - level) / 2
    ends = np.quantile(np.asarray(values, dtype=np.float64), [tail, 1 - tail], method="inverted_cdf")
    return float(ends[0]), float(ends[1])
