"""The rules of an instrument made ready for scoring: positions and numbers instead of names and models.

One plan serves one person and a million people: `points` is the only place where answers become a score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kith.science.instruments.instrument import Instrument, Scale

    Number = TypeVar("Number", float, NDArray[np.float64])


@dataclass(frozen=True, slots=True)
class ScalePlan:
    """How one scale is scored. `terms` has, for each item: position, factor, constant, weight.

    An item adds `factor * answer + constant`; a reversed item has a negative factor.
    """

    id: str
    terms: tuple[tuple[int, float, float, float], ...]
    positions: tuple[int, ...]
    is_plain: bool
    weight: float
    at_most_missing: int
    is_mean: bool
    multiplier: float
    is_rounded: bool
    range: tuple[float, float]
    band_starts: tuple[float, ...]
    band_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlagPlan:
    """What one flag looks at: the answer at `position`, or the score of `scale`."""

    id: str
    position: int | None
    scale: str | None
    at_least: float | None
    below: float | None


@dataclass(frozen=True, slots=True)
class PatternPlan:
    """The requirements of one pattern: positions, the answer needed, and how many of them."""

    id: str
    requirements: tuple[tuple[tuple[int, ...], float, int], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything scoring needs to know about an instrument."""

    short: str
    items: tuple[str, ...]
    positions: dict[str, int]
    allowed: tuple[frozenset[int], ...]
    fewest: int
    scales: tuple[ScalePlan, ...]
    flags: tuple[FlagPlan, ...]
    patterns: tuple[PatternPlan, ...]


def make_plan(instrument: Instrument) -> Plan:
    """Translates an instrument's names into positions."""
    items = tuple(item.id for item in instrument.items)
    positions = {name: position for position, name in enumerate(items)}
    required = [position for position, item in enumerate(instrument.items) if item.required]
    return Plan(
        short=instrument.short,
        items=items,
        positions=positions,
        allowed=tuple(frozenset(instrument.options[item.options].values) for item in instrument.items),
        fewest=max(required, default=-1) + 1,
        scales=tuple(_scale(instrument, scale, positions) for scale in instrument.scales),
        flags=tuple(
            FlagPlan(flag.id, positions[flag.item] if flag.item else None, flag.scale, flag.at_least, flag.below)
            for flag in instrument.flags
        ),
        patterns=tuple(
            PatternPlan(
                pattern.id,
                tuple((tuple(positions[name] for name in r.items), r.at_least, r.how_many) for r in pattern.all_of),
            )
            for pattern in instrument.patterns
        ),
    )


def _scale(instrument: Instrument, scale: Scale, positions: dict[str, int]) -> ScalePlan:
    terms = []
    for name in scale.items:
        item, weight = instrument.item(name), scale.weights.get(name, 1.0)
        values = instrument.options[item.options].values
        constant = weight * (min(values) + max(values)) if item.reverse else 0.0
        terms.append((positions[name], -weight if item.reverse else weight, constant, weight))
    return ScalePlan(
        id=scale.id,
        terms=tuple(terms),
        positions=tuple(term[0] for term in terms),
        is_plain=all(term[1:] == (1.0, 0.0, 1.0) for term in terms),
        weight=sum(term[3] for term in terms),
        at_most_missing=scale.missing.at_most_missing(len(terms)),
        is_mean=scale.method == "mean",
        multiplier=scale.multiplier,
        is_rounded=scale.rounding == "half_up",
        range=(scale.lowest, scale.highest),
        band_starts=tuple(band.starts_at for band in scale.bands),
        band_ids=tuple(band.id for band in scale.bands),
    )


def points(scale: ScalePlan, total: Number, weight: Number) -> Number:
    """The score from the weighted total of the answered items and their summed weight (above 0).

    In words: the mean of the answered items, times the number of items when the scale is a sum, times the multiplier,
    rounded to the nearest whole number (halves upwards) where the scale says so.
    """
    value = total / weight if scale.is_mean else total * scale.weight / weight * scale.multiplier
    return (value + 0.5) // 1 if scale.is_rounded else value
