"""What a trial that was looked at can still show: the chance to cross a boundary later, given what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Final

import numpy as np

from kith.science.trials.boundaries import Boundaries, planned_drift
from kith.science.trials.crossing import SMALLEST_STEP, Going, crossed, go_on
from kith.science.trials.problems import TrialProblem
from kith.science.trials.sample_size import USUAL_POWER

# Below this a trial is often called futile; not binding, and not a rule of ours (recalled).
LITTLE: Final = 0.2


@dataclass(frozen=True)
class ConditionalPower:
    """The chance to cross a later boundary for benefit: if what was seen goes on, as planned, and without an effect."""

    trend: float
    planned: float
    nothing: float


def conditional_power(times: Sequence[float], z: Sequence[float], *, at: float, seen: float, drift: float) -> float:
    """The chance that a later boundary is reached from below, if z stood at `seen` when `at` of the information was in.

    The score B(t) = Z sqrt(t) goes on from there with mean drift x dt and variance dt (Lan and Wittes 1988, Biometrics
    44, 579; the same formula in the R package ldbounds). With one look left it is 1 - Phi((z - B(t) - drift (1 - t)) /
    sqrt(1 - t)). `seen` above 0 is for benefit; boundaries on the other side end a trial too. Raises TrialProblem where
    no look is left, or the next one is less than a hundredth away.

    >>> round(conditional_power([0.5, 1.0], [2.963, 1.959964], at=0.5, seen=1.4, drift=1.4 / 0.5**0.5), 4)
    0.5112
    """
    left = [(time, bound) for time, bound in zip(times, z, strict=True) if time > at + 1e-12]
    if not 0 < at < 1 or not isfinite(seen) or not left or left[0][0] - at < SMALLEST_STEP - 1e-12:
        raise TrialProblem(
            f"A trial is looked at on its way, with a look still to come; found z {seen:g} at {at:g} of the "
            f"information, and looks at {[round(time, 4) for time in times]}. Give a share between 0 and 1."
        )
    going, chance = Going(np.array([seen * sqrt(at)]), np.ones(1), at), 0.0
    for time, bound in left:
        chance += crossed(going, time, bound, drift)[0]
        going = go_on(going, time, bound, drift)
    return chance


def conditional_powers(
    boundaries: Boundaries, *, at: float, seen: float, power: float = USUAL_POWER
) -> ConditionalPower:
    """The same under three drifts: that of what was seen, z / sqrt(t); the planned one; and none.

    What was seen early is mostly chance, so its trend is the least sure of the three. Raises as `conditional_power`.

    >>> from kith.science.trials.boundaries import lan_demets
    >>> found = conditional_powers(lan_demets([0.5, 1.0]), at=0.5, seen=0.5)
    >>> round(found.trend, 3), round(found.planned, 3), round(found.nothing, 3)
    (0.037, 0.382, 0.011)
    """

    def chance(drift: float) -> float:
        return conditional_power(boundaries.times, boundaries.z, at=at, seen=seen, drift=drift)

    nothing = chance(0.0)
    return ConditionalPower(chance(seen / sqrt(at)), chance(planned_drift(boundaries, power=power)), nothing)
