"""Where a score stands among people like this one: percentiles and T-scores by norm group and day."""

from __future__ import annotations

import math
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kith.science.instruments.facts import NOBODY_IN_PARTICULAR, Norm, Traits
from kith.science.instruments.instrument import Instrument

Floats = NDArray[np.float64]
_erfc = np.vectorize(math.erfc, otypes=[np.float64])


class Standing(NamedTuple):
    """One score against one norm. None where the norm does not say; `assumes_normal` where no table was published."""

    norm: Norm
    percentile: float | None
    t_score: float | None
    assumes_normal: bool


def standings(
    instrument: Instrument,
    scale: str,
    value: float,
    person: Traits = NOBODY_IN_PARTICULAR,
    on: date | None = None,
) -> tuple[Standing, ...]:
    """A score against every norm that holds for this person on this day, the most particular norm first.

    A norm that names a group, an age, a language or a country holds only where that is known of the person. Raises
    KeyError for a scale that the instrument does not have.

    >>> from pathlib import Path
    >>> import kith
    >>> from kith.science.instruments import read_instrument
    >>> phq9 = read_instrument(Path(kith.__file__).parent / "library/instruments/phq9")
    >>> standings(phq9, "total", 12)
    ()
    """
    if scale not in {one.id for one in instrument.scales}:
        raise KeyError(scale)
    found = [norm for norm in instrument.norms if norm.scale == scale and norm.holds_for(person, on)]
    return tuple(_standing(norm, value) for norm in sorted(found, key=lambda norm: -norm.how_particular))


def _standing(norm: Norm, value: float) -> Standing:
    percentile, t_score = float(percentiles(norm, value)), float(t_scores(norm, value))
    return Standing(
        norm,
        None if np.isnan(percentile) else percentile,
        None if np.isnan(t_score) else t_score,
        assumes_normal=norm.mean is not None and not norm.percentiles,
    )


def percentiles(norm: Norm, values: ArrayLike) -> Floats:
    """What share of the norm group, in percent, scored at or below each value; the shape of `values`.

    From the norm's table where it has one: the entry of the highest raw score at or below the value. Otherwise the
    normal distribution with the norm's mean and spread, 100 * Phi((value - mean) / sd). NaN where the value is unknown
    or lies below the table, and where the norm says nothing.
    """
    raw = np.asarray(values, dtype=np.float64)
    if norm.percentiles:
        return _looked_up(norm.percentiles, raw)
    if norm.mean is None or norm.sd is None:
        return np.full(raw.shape, np.nan)
    return np.asarray(50 * _erfc((norm.mean - raw) / norm.sd / math.sqrt(2)))


def t_scores(norm: Norm, values: ArrayLike) -> Floats:
    """Each value on the scale on which the norm group has mean 50 and spread 10; the shape of `values`.

    From the norm's table where it has one, otherwise 50 + 10 * (value - mean) / sd. NaN as in `percentiles`.
    """
    raw = np.asarray(values, dtype=np.float64)
    if norm.t_scores:
        return _looked_up(norm.t_scores, raw)
    if norm.mean is None or norm.sd is None:
        return np.full(raw.shape, np.nan)
    return np.asarray(50 + 10 * (raw - norm.mean) / norm.sd)


def _looked_up(table: tuple[tuple[float, float], ...], raw: Floats) -> Floats:
    starts, entries = np.array(table).T
    position = np.searchsorted(starts, raw, side="right") - 1
    return np.where(np.isnan(raw) | (position < 0), np.nan, entries[np.maximum(position, 0)])
