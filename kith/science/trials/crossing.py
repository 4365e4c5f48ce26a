"""How likely a test statistic that grows with a trial crosses boundaries at its looks, by numerical integration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from kith.science.trials.problems import TrialProblem

Floats = NDArray[np.float64]
# Gauss-Legendre nodes between the boundaries. The density of a look is as wide as the root of the information since the
# look before; with steps of a hundredth at least, 100, 200 and 400 nodes give the same boundaries to twelve decimals.
NODES: Final = 200
_PLACES, _WEIGHTS = np.polynomial.legendre.leggauss(NODES)
SMALLEST_STEP: Final = 0.01
# No boundary of any use lies beyond: the chance of 12 standard errors is below 10^-32.
FARTHEST: Final = 12.0


@dataclass(frozen=True)
class Going:
    """Where the score process may be among trials that go on: nodes, and the density there times its weight."""

    at: Floats
    weight: Floats
    time: float


def check_times(times: Sequence[float]) -> None:
    """Raise TrialProblem unless looks are at rising shares of the information, the last at 1.

    >>> check_times([0.5, 1.0])
    """
    steps = [after - before for before, after in pairwise([0.0, *times])]
    if not times or not all(step >= SMALLEST_STEP - 1e-12 for step in steps) or abs(times[-1] - 1) > 1e-12:
        raise TrialProblem(
            f"Looks are at rising shares of the information, {SMALLEST_STEP:g} apart or more, the last at 1; found "
            f"{[round(time, 4) for time in times]}. Write 0.5, 1 for one look half way and one at the end."
        )


def start() -> Going:
    """Before the first look the score is 0.

    >>> float(start().weight.sum())
    1.0
    """
    return Going(np.zeros(1), np.ones(1), 0.0)


def crossed(going: Going, time: float, bound: float, drift: float = 0.0) -> tuple[float, float]:
    """The chances to be above and below the boundary at the next look, of trials that went on until now.

    The score B(t) = Z sqrt(t) has independent normal increments with mean drift x dt and variance dt (Armitage,
    McPherson and Rowe 1969; Jennison and Turnbull 2000, chapter 19).

    >>> [round(chance, 4) for chance in crossed(start(), 1.0, 1.959964)]
    [0.025, 0.025]
    """
    step = time - going.time
    limit, spread, mean = bound * np.sqrt(time), np.sqrt(step), going.at + drift * step
    above = float(going.weight @ stats.norm.sf((limit - mean) / spread))
    return above, float(going.weight @ stats.norm.cdf((-limit - mean) / spread))


def go_on(going: Going, time: float, bound: float, drift: float = 0.0) -> Going:
    """The trials that crossed neither boundary at the next look; formula as `crossed`.

    >>> round(float(go_on(start(), 1.0, 1.959964).weight.sum()), 6)
    0.95
    """
    step, limit = time - going.time, min(bound, FARTHEST) * np.sqrt(time)
    at = limit * _PLACES
    mean = going.at + drift * step
    density = stats.norm.pdf(at[:, None], mean[None, :], np.sqrt(step)) @ going.weight
    return Going(at, limit * _WEIGHTS * density, time)


def bound_for(going: Going, time: float, chance: float) -> float:
    """The boundary that is crossed upwards with this chance, without drift, by trials that went on until now.

    `chance` is above 0 and below what is left. Boundaries are the same on both sides.

    >>> round(bound_for(start(), 1.0, 0.025), 4)
    1.96
    """
    return float(optimize.brentq(lambda bound: crossed(going, time, bound)[0] - chance, 0.0, FARTHEST, xtol=1e-10))
