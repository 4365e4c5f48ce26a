"""Is it worth it: more cost for more effect, on the cost-effectiveness plane and by net benefit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from kith.science.economics.outcomes import DRAWS, check_level, fieller
from kith.science.economics.problems import EconomicsProblem, Figure, Floats, Interval, numbers, pairs

Place = Literal["dominant", "dominated", "costs more, helps more", "costs less, helps less", "no difference"]
ROUNDING: Final = 1e-12
"""A difference smaller than this share of the means is what computers make of none; as a divisor it would be absurd."""


@dataclass(frozen=True)
class Increment:
    """The new arm minus the usual one, per person.

    `icer` is None, with the reason, where one arm dominates: a negative ratio says nothing, and is never printed.
    """

    cost: float
    effect: float
    cost_variance: float
    effect_variance: float
    covariance: float
    place: Place
    icer: Figure
    interval: Interval


@dataclass(frozen=True)
class NetBenefit:
    """What the effect is worth at a threshold, less what it costs; `probability` is that of being above 0."""

    threshold: float
    value: float
    se: float
    ci: tuple[float, float]
    probability: float


@dataclass(frozen=True)
class Acceptability:
    """How probable it is, threshold by threshold, that the new arm is the better buy."""

    thresholds: tuple[float, ...]
    probabilities: tuple[float, ...]


def place_on_plane(cost: float, effect: float) -> Place:
    """Where a difference lies on the cost-effectiveness plane. On an axis the arm that is better on the other wins.

    >>> place_on_plane(600, 0.07), place_on_plane(-5, 0.1), place_on_plane(5, -0.1), place_on_plane(10, 0)
    ('costs more, helps more', 'dominant', 'dominated', 'dominated')
    """
    if cost == 0 and effect == 0:
        return "no difference"
    if cost <= 0 <= effect:
        return "dominant"
    if effect <= 0 <= cost:
        return "dominated"
    return "costs more, helps more" if cost > 0 else "costs less, helps less"


def cost_effectiveness_ratio(cost: float, effect: float) -> Figure:
    """The incremental cost-effectiveness ratio: extra cost over extra effect, where that ratio means something.

    Source: Drummond and others (2015). In the south-west quadrant it is what is saved for each unit of effect given
    up, and a larger ratio is better. None, with the reason, where an arm dominates or nothing differs.

    >>> round(cost_effectiveness_ratio(600, 0.647692 - 0.572885).value, 1)
    8020.6
    >>> cost_effectiveness_ratio(-600, 0.07).reason
    'the new arm costs no more and helps no less: it dominates'
    """
    reasons: dict[Place, str] = {
        "dominant": "the new arm costs no more and helps no less: it dominates",
        "dominated": "the new arm costs no less and helps no more: it is dominated",
        "no difference": "the arms differ in neither cost nor effect",
    }
    where = place_on_plane(cost, effect)
    return Figure(None, reasons[where]) if where in reasons else Figure(cost / effect)


def increment(
    new_costs: ArrayLike,
    new_effects: ArrayLike,
    usual_costs: ArrayLike,
    usual_effects: ArrayLike,
    *,
    level: float = 0.95,
) -> Increment:
    """The differences of two arms in mean cost and mean effect, with their variances and the ratio.

    In words: means of the new arm (n,) less those of the usual one (m,); variances and the covariance of the
    differences add over arms, since cost and effect of one person go together. The interval of the ratio is Fieller's,
    given only where the new arm costs more and helps more, or less of both, and without ends below 0. Source: Willan
    and O'Brien (1996), Health Econ 5:297. Assumes independent people and means close to normal. Raises EconomicsProblem
    for numbers that are missing and arms of fewer than two.

    >>> found = increment([900, 1100, 1000, 1000], [0.6, 0.7, 0.65, 0.69], [400, 500, 300, 400], [0.5, 0.6, 0.55, 0.59])
    >>> found.cost, round(found.effect, 3), found.place, round(found.icer.value)
    (600.0, 0.1, 'costs more, helps more', 6000)
    """
    check_level(level)
    new, usual = pairs(new_costs, new_effects), pairs(usual_costs, usual_effects)
    cost, effect = _difference(new[0], usual[0]), _difference(new[1], usual[1])
    spread = np.cov(*new) / new[0].size + np.cov(*usual) / usual[0].size
    variances, covariance = (float(spread[0, 0]), float(spread[1, 1])), float(spread[0, 1])
    ratio = cost_effectiveness_ratio(cost, effect)
    interval = Interval(None, None, ratio.reason)
    if ratio.value is not None:
        interval = _without_negatives(fieller(cost, effect, variances, covariance, level=level), effect)
    return Increment(cost, effect, *variances, covariance, place_on_plane(cost, effect), ratio, interval)


def _difference(new: Floats, usual: Floats) -> float:
    one, other = float(new.mean()), float(usual.mean())
    return 0.0 if abs(one - other) <= ROUNDING * max(abs(one), abs(other)) else one - other


def _without_negatives(interval: Interval, effect: float) -> Interval:
    """An end below 0 is a ratio of an arm that dominates, which says nothing: no end on that side, with the reason."""
    if interval.low is None or interval.low >= 0:
        return interval
    where = "the new arm dominates" if effect > 0 else "the new arm is dominated"
    return Interval(None, interval.high, f"the interval reaches into where {where}")


def net_benefit(found: Increment, threshold: float, *, level: float = 0.95) -> NetBenefit:
    """The incremental net monetary benefit: the threshold times the extra effect, less the extra cost.

    Its variance is the threshold squared times that of the effect, plus that of the cost, less twice the threshold
    times the covariance. Unlike the ratio it has a sign that means one thing, and an interval everywhere. Source:
    Stinnett and Mullahy (1998), Med Decis Making 18:S68. Assumes means close to normal. Raises EconomicsProblem for a
    threshold below 0.

    >>> same = Increment(600, 0.0748077, 1e4, 4e-4, 0.0, "costs more, helps more", Figure(None), Interval(None, None))
    >>> round(net_benefit(same, 20_000).value, 1)
    896.2
    """
    check_level(level)
    _check_threshold(threshold)
    value = threshold * found.effect - found.cost
    variance = threshold**2 * found.effect_variance + found.cost_variance - 2 * threshold * found.covariance
    se = math.sqrt(max(variance, 0.0))
    reach = float(ndtri((1 + level) / 2)) * se
    probability = float(ndtr(value / se)) if se else 1.0 if value > 0 else 0.0
    return NetBenefit(threshold, value, se, (value - reach, value + reach), probability)


def bootstrap_increments(
    new_costs: ArrayLike,
    new_effects: ArrayLike,
    usual_costs: ArrayLike,
    usual_effects: ArrayLike,
    generator: np.random.Generator,
    *,
    draws: int = DRAWS,
) -> Floats:
    """Differences in mean cost and mean effect (draws, 2) of people drawn again with replacement within each arm.

    Cost and effect of one person stay together. Source: Briggs, Wonderling and Mooney (1997), Health Econ 6:327.
    Assumes independent people. Raises EconomicsProblem as `increment` does.

    >>> bootstrap_increments([1, 2], [0, 1], [1, 1], [0, 0], np.random.default_rng(1), draws=3).shape
    (3, 2)
    """
    new, usual = pairs(new_costs, new_effects), pairs(usual_costs, usual_effects)
    found = np.zeros((draws, 2))
    for (costs, effects), sign in ((new, 1), (usual, -1)):
        for draw in range(draws):
            chosen = generator.integers(costs.size, size=costs.size)
            found[draw] += sign * costs[chosen].mean(), sign * effects[chosen].mean()
    return found


def acceptability(differences: Floats, thresholds: Sequence[float]) -> Acceptability:
    """The acceptability curve: the share of differences (draws, 2) with a net benefit above 0, at each threshold.

    A net benefit of exactly 0 counts as half. The curve starts at the share that saves money and ends at the share
    that helps; it need not rise. Source: Fenwick, O'Brien and Briggs (2004), Health Econ 13:405. Raises
    EconomicsProblem for a threshold below 0 and differences of another shape.

    >>> acceptability(np.array([[600.0, 0.07], [600.0, 0.01]]), [0, 20_000, 100_000]).probabilities
    (0.0, 0.5, 1.0)
    """
    if differences.ndim != 2 or differences.shape[1] != 2 or not differences.size:
        raise EconomicsProblem(
            f"Differences are pairs of cost and effect; found shape {differences.shape}. Give what a bootstrap gives."
        )
    shares = []
    for threshold in thresholds:
        _check_threshold(threshold)
        benefit = threshold * differences[:, 1] - differences[:, 0]
        shares.append(float(np.mean(benefit > 0) + np.mean(benefit == 0) / 2))
    return Acceptability(tuple(float(one) for one in thresholds), tuple(shares))


def shares_of_plane(differences: Floats) -> dict[Place, float]:
    """The share of differences (draws, 2) in each part of the plane; all five parts are named, and add up to 1.

    >>> shares_of_plane(np.array([[600.0, 0.07], [-1.0, 0.01]]))["dominant"]
    0.5
    """
    places: list[Place] = [
        "costs more, helps more",
        "dominant",
        "dominated",
        "costs less, helps less",
        "no difference",
    ]
    found = [place_on_plane(float(cost), float(effect)) for cost, effect in differences]
    return {one: found.count(one) / len(found) for one in places}


@dataclass(frozen=True)
class Rung:
    """One option beside others: its ratio against the next cheaper one left, or the reason why it is out."""

    name: str
    cost: float
    effect: float
    icer: Figure


def frontier(options: Sequence[tuple[str, float, float]]) -> tuple[Rung, ...]:
    """Several options (name, cost, effect) from cheap to dear, each against the next cheaper one worth having.

    In words: options that cost no less and help no more than another are dominated; options that a mixture of two
    others beats are extendedly dominated; ratios of the rest rise. Source: Drummond and others (2015). Raises
    EconomicsProblem for fewer than two options and names that repeat.

    >>> [(one.name, one.icer.value or one.icer.reason)
    ...  for one in frontier([("a", 0, 0), ("b", 100, 1), ("c", 300, 1.5), ("d", 350, 3), ("e", 400, 2)])]
    [('a', 'the cheapest'), ('b', 100.0), ('c', 'extendedly dominated'), ('d', 125.0), ('e', 'dominated')]
    """
    names = [name for name, _, _ in options]
    if len(options) < 2 or len(set(names)) < len(names):
        raise EconomicsProblem(
            f"Options are two or more, each with its own name; found {', '.join(names) or 'none'}. Name each once."
        )
    numbers([cost for _, cost, _ in options], "costs", 2)
    numbers([effect for _, _, effect in options], "effects", 2)
    ranked = sorted(options, key=lambda one: (one[1], -one[2]))
    out: dict[str, str] = {}
    kept: list[tuple[str, float, float]] = []
    for option in ranked:
        if kept and option[2] <= max(effect for _, _, effect in kept):
            out[option[0]] = "dominated"
            continue
        while len(kept) > 1 and _slope(kept[-2], kept[-1]) >= _slope(kept[-1], option):
            out[kept.pop()[0]] = "extendedly dominated"
        kept.append(option)
    ratios = {option[0]: Figure(_slope(kept[place - 1], option)) if place else Figure(None, "the cheapest")
              for place, option in enumerate(kept)}  # fmt: skip
    return tuple(
        Rung(name, cost, effect, ratios[name] if name in ratios else Figure(None, out[name]))
        for name, cost, effect in ranked
    )


def _slope(one: tuple[str, float, float], other: tuple[str, float, float]) -> float:
    return (other[1] - one[1]) / (other[2] - one[2])


def _check_threshold(threshold: float) -> None:
    if not math.isfinite(threshold) or threshold < 0:
        raise EconomicsProblem(
            f"A threshold is what one unit of effect may cost, 0 or more; found {threshold:g}. Give it in the currency "
            "of the costs."
        )
