"""What the answer hangs on: one number moved at a time, and all of them at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from kith.science.economics.problems import EconomicsProblem, Floats, check_not_below

Model = Callable[[Mapping[str, float]], float]
PairModel = Callable[[Mapping[str, float]], tuple[float, float]]


@dataclass(frozen=True)
class Swing:
    """What the answer is with one number at its low and at its high end, all others at their base."""

    name: str
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How far the answer moves."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class Beta:
    """A share, known by its mean and standard error. Between 0 and 1."""

    mean: float
    se: float


@dataclass(frozen=True)
class Gamma:
    """A cost, or another number above 0 with a long tail, known by its mean and standard error."""

    mean: float
    se: float


@dataclass(frozen=True)
class Normal:
    """A difference, known by its mean and standard error. May be below 0."""

    mean: float
    se: float


Distribution = Beta | Gamma | Normal | float
"""A plain number is known exactly."""


def tornado(model: Model, base: Mapping[str, float], ranges: Mapping[str, tuple[float, float]]) -> tuple[Swing, ...]:
    """Move one number at a time from its low to its high end; the widest swing comes first, equal ones by name.

    Source: one-way sensitivity analysis, Briggs, Claxton and Sculpher (2006). It is blind to numbers that move
    together: see `simulate`. Raises EconomicsProblem for a range of a number that the base lacks, or that does not hold
    the base.

    >>> swings = tornado(lambda p: p["cost"] / p["recovery"], {"cost": 800, "recovery": 0.5},
    ...                  {"cost": (700, 900), "recovery": (0.4, 0.6)})
    >>> [(one.name, round(one.at_low), round(one.at_high)) for one in swings]
    [('recovery', 2000, 1333), ('cost', 1400, 1800)]
    """
    swings = []
    for name, (low, high) in ranges.items():
        if name not in base or not low <= base[name] <= high:
            said = f"{base[name]:g}" if name in base else "none"
            raise EconomicsProblem(
                f"A range holds its base; found {low:g} to {high:g} for {name} with the base {said}. Correct one of "
                "them."
            )
        swings.append(Swing(name, low, high, model({**base, name: low}), model({**base, name: high})))
    return tuple(sorted(swings, key=lambda one: (-one.width, one.name)))


def sample(distribution: Distribution, generator: np.random.Generator, draws: int) -> Floats:
    """Draw from a distribution by the method of moments: its mean and standard deviation are the given ones.

    In words: a beta of mean m and standard error s has a = m(m(1 - m)/s² - 1) and b = a(1 - m)/m; a gamma has the shape
    m²/s² and the scale s²/m. Source: Briggs, Claxton and Sculpher (2006). Raises EconomicsProblem for a standard error
    of 0 or less, a share outside 0 to 1 or with a standard error too large for any beta, and a gamma not above 0.

    >>> round(float(sample(Gamma(100, 10), np.random.default_rng(1), 100_000).mean()))
    100
    """
    if isinstance(distribution, int | float):
        return np.full(draws, float(distribution))
    mean, se = distribution.mean, distribution.se
    if not math.isfinite(mean) or not se > 0:
        raise EconomicsProblem(
            f"A distribution has a mean and a standard error above 0; found {mean:g} and {se:g}. Give a plain number "
            "for what is known exactly."
        )
    if isinstance(distribution, Beta):
        if not 0 < mean < 1 or se**2 >= mean * (1 - mean):
            raise EconomicsProblem(
                f"A share lies between 0 and 1 and its variance below mean times (1 - mean); found {mean:g} with the "
                f"standard error {se:g}. Check both."
            )
        both = mean * (1 - mean) / se**2 - 1
        return generator.beta(mean * both, (1 - mean) * both, size=draws)
    if isinstance(distribution, Gamma):
        if mean <= 0:
            raise EconomicsProblem(f"A gamma has a mean above 0; found {mean:g}. Use Normal for what may be below.")
        return generator.gamma(mean**2 / se**2, se**2 / mean, size=draws)
    return generator.normal(mean, se, size=draws)


def simulate(
    model: PairModel, inputs: Mapping[str, Distribution], generator: np.random.Generator, *, draws: int
) -> Floats:
    """Run a model on all numbers drawn at once: differences in cost and effect (draws, 2), fit for `acceptability`.

    Source: probabilistic sensitivity analysis, Briggs, Claxton and Sculpher (2006). Numbers are drawn independently, in
    the order of their names, so that the same seed gives the same draws however the inputs are written down. Raises
    EconomicsProblem as `sample` does, and for fewer than one draw.

    >>> found = simulate(lambda p: (p["cost"], p["gain"]), {"cost": Gamma(600, 60), "gain": 0.07},
    ...                  np.random.default_rng(1), draws=4)
    >>> found.shape, bool((found[:, 1] == 0.07).all())
    ((4, 2), True)
    """
    check_not_below(1, draws=draws)
    drawn = {name: sample(inputs[name], generator, draws) for name in sorted(inputs)}
    return np.array([model({name: float(values[draw]) for name, values in drawn.items()}) for draw in range(draws)])
