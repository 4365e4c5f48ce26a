"""The rules of an instrument made ready for scoring: positions and numbers instead of names and models.

One plan serves one person and a million people: `points` is the only place where answers become a score.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kith.science.instruments.facts import Requirement
    from kith.science.instruments.instrument import Instrument, Scale

    Number = TypeVar("Number", float, NDArray[np.float64])

Needed = tuple[tuple[tuple[tuple[int, float], ...], ...], int]
"""The groups of (position, answer from which it counts), and in how many of them one must count."""

AGREEMENT_OF_GOALS = 0.3  # the correlation between goals that Kiresuk and Sherman (1968) assume


@dataclass(frozen=True, slots=True)
class ScalePlan:
    """How one scale is scored. `terms` has, for each item: position, factor, constant, weight.

    An item adds `factor * points + constant`; a reversed item has a negative factor. A scale made of other scales has
    `parts` (scale, weight) instead.
    """

    id: str
    terms: tuple[tuple[int, float, float, float], ...]
    parts: tuple[tuple[str, float], ...]
    weight: float
    at_most_missing: int
    blanks_count_nothing: bool
    method: str
    multiplier: tuple[int, int]
    is_rounded: bool
    range: tuple[float, float]
    band_starts: tuple[float, ...]
    band_ids: tuple[str, ...]

    @property
    def count(self) -> int:
        """Of how many items or parts it is made."""
        return len(self.terms) or len(self.parts)


@dataclass(frozen=True, slots=True)
class FlagPlan:
    """What one flag looks at: the answer at `position`, the score of `scale`, or whether `pattern` is met."""

    id: str
    position: int | None
    scale: str | None
    pattern: str | None
    at_least: float | None
    below: float | None


@dataclass(frozen=True, slots=True)
class PatternPlan:
    """The requirements of one pattern: all of `all_of` and, where there are any, one of `any_of`."""

    id: str
    all_of: tuple[Needed, ...]
    any_of: tuple[Needed, ...]


@dataclass(frozen=True, slots=True)
class AskedPlan:
    """When the item at `position` is asked, and the answer it counts as when it was not (None: it stays blank)."""

    position: int
    needed: Needed
    unasked: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything scoring needs to know about an instrument. `recoded` has the points of items that count otherwise."""

    short: str
    items: tuple[str, ...]
    positions: dict[str, int]
    allowed: tuple[frozenset[int], ...]
    fewest: int
    asked: tuple[AskedPlan, ...]
    recoded: tuple[tuple[int, dict[float, float]], ...]
    scales: tuple[ScalePlan, ...]
    has_parts: bool
    flags: tuple[FlagPlan, ...]
    patterns: tuple[PatternPlan, ...]


def make_plan(instrument: Instrument) -> Plan:
    """Translates an instrument's names into positions."""
    items = tuple(item.id for item in instrument.items)
    positions = {name: position for position, name in enumerate(items)}
    required = [position for position, item in enumerate(instrument.items) if item.required]
    points = [instrument.options[item.options].points for item in instrument.items]
    return Plan(
        short=instrument.short,
        items=items,
        positions=positions,
        allowed=tuple(map(frozenset, points)),
        fewest=max(required, default=-1) + 1,
        asked=tuple(
            AskedPlan(positions[item.id], _needed(item.asked_if, positions), item.unasked_counts)
            for item in instrument.items
            if item.asked_if is not None
        ),
        recoded=tuple(
            (position, {float(value): float(counts) for value, counts in table.items()})
            for position, table in enumerate(points)
            if any(value != counts for value, counts in table.items())
        ),
        scales=tuple(_scale(instrument, scale, positions) for scale in instrument.scales),
        has_parts=any(scale.parts for scale in instrument.scales),
        flags=tuple(
            FlagPlan(
                flag.id,
                positions[flag.item] if flag.item else None,
                flag.scale,
                flag.pattern,
                flag.at_least,
                flag.below,
            )
            for flag in instrument.flags
        ),
        patterns=tuple(
            PatternPlan(
                pattern.id,
                tuple(_needed(one, positions) for one in pattern.all_of),
                tuple(_needed(one, positions) for one in pattern.any_of),
            )
            for pattern in instrument.patterns
        ),
    )


def _needed(requirement: Requirement, positions: dict[str, int]) -> Needed:
    groups = (tuple((positions[name], at_least) for name, at_least in group) for group in requirement.needed)
    return tuple(groups), requirement.how_many


def _scale(instrument: Instrument, scale: Scale, positions: dict[str, int]) -> ScalePlan:
    terms = []
    for name in scale.items:
        item, weight = instrument.item(name), scale.weights.get(name, 1.0)
        points = instrument.options[item.options].points.values()
        constant = weight * (min(points) + max(points)) if item.reverse else 0.0
        terms.append((positions[name], -weight if item.reverse else weight, constant, weight))
    parts = tuple((name, scale.weights.get(name, 1.0)) for name in scale.parts)
    multiplier = Fraction(scale.multiplier).limit_denominator(
        10_000
    )  # so that 249 tenths are 24.9 and not a little more
    return ScalePlan(
        id=scale.id,
        terms=tuple(terms),
        parts=parts,
        weight=sum(term[3] for term in terms) + sum(weight for _, weight in parts),
        at_most_missing=scale.missing.at_most_missing(len(terms) or len(parts)),
        blanks_count_nothing=scale.missing.rule == "nothing",
        method=scale.method,
        multiplier=(multiplier.numerator, multiplier.denominator),
        is_rounded=scale.rounding == "half_up",
        range=(scale.lowest, scale.highest),
        band_starts=tuple(band.starts_at for band in scale.bands),
        band_ids=tuple(band.id for band in scale.bands),
    )


def points(scale: ScalePlan, total: Number, weight: Number, squares: Number) -> Number:
    """The score from the weighted total of the answered items, their summed weight (above 0), and its squares' sum.

    In words: the mean of the answered items, times the number of items when the scale is a sum, times the multiplier,
    rounded to the nearest whole number (halves upwards) where the scale says so. Where blanks count nothing, the items
    answered are added as if they were all. Goal attainment has its own formula.
    """
    if scale.method == "goal_attainment":
        value = goal_attainment(total, weight, squares)
    else:
        times, by = scale.multiplier
        over = scale.weight if scale.blanks_count_nothing else weight
        value = total * times / (over * by) if scale.method == "mean" else total * scale.weight * times / (over * by)
    return (value + 0.5) // 1 if scale.is_rounded else value


def goal_attainment(total: Number, weight: Number, squares: Number) -> Number:
    """The T-score of goal attainment scaling (Kiresuk and Sherman 1968); 50 is "as expected".

    `total` is the sum of weight times level (-2 to 2) over the goals, `weight` the sum of weights, `squares` the sum of
    squared weights: T = 50 + 10 * total / sqrt((1 - r) * squares + r * weight ** 2), with r = 0.3 between goals.

    >>> round(goal_attainment(1.0, 2.0, 2.0), 2)
    56.2
    """
    spread: Number = ((1 - AGREEMENT_OF_GOALS) * squares + AGREEMENT_OF_GOALS * weight * weight) ** 0.5
    return 50 + 10 * total / spread
