"""What a course and a recovery cost: hours and outcomes of a snapshot, at prices that the manager gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import numpy as np

from kith.care.permissions import Viewer
from kith.care.queries.outcomes import OutcomesPage, Results, outcomes
from kith.science.economics import Beta, Gamma, Rates, Swing, Work, course_cost, sample, tornado
from kith.science.outcomes import rate

SEED: Final = 1
DRAWS: Final = 4000
ENDS: Final = (0.025, 0.975)
Z: Final = 1.96  # how many standard errors the end of a 95 % interval lies from its middle
MINUTES_IN_AN_HOUR: Final = 60


@dataclass(frozen=True)
class Prices:
    """What an hour of a practitioner and of a room costs; other hours of work with each; how unsure the price is."""

    hour: float
    indirect: float
    room: float
    unsure: float  # share of the price by which it may be lower or higher


@dataclass(frozen=True)
class Basis:
    """What a snapshot knows of courses that finished, in rounded counts."""

    hours: float
    hours_error: float
    finished: int
    paired: int
    recovered: int


@dataclass(frozen=True)
class Cost:
    """A cost, and the range in which it lies in 95 of 100 draws of all that is unsure."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class CostsFound:
    """The answer, what moves it most, and how far people without both scores could move it."""

    course: Cost
    recovery: Cost
    swings: tuple[Swing, ...]
    if_unknown_recovered: float
    if_unknown_did_not: float


@dataclass(frozen=True)
class CostsPage:
    """What is known, and the answer where prices were given; no basis where the snapshot withholds or lacks it."""

    outcomes: OutcomesPage
    basis: Basis | None
    found: CostsFound | None


def costs(
    *, viewer: Viewer, at: datetime, prices: Prices | None = None, evaluation_id: UUID | None = None
) -> CostsPage:
    """The newest snapshot, or the one asked for, at these prices; nothing is written down but the look."""
    page = outcomes(viewer=viewer, at=at, evaluation_id=evaluation_id)
    basis = _basis(page.results) if page.results else None
    return CostsPage(page, basis, _found(basis, prices) if basis and prices else None)


def _basis(results: Results) -> Basis | None:
    hours, error = (results.figures.get(name) for name in ("hours_of_a_course", "hours_error"))
    paired, recovered = results.rates["completeness"].numerator, results.rates["recovery"].numerator
    finished = results.counts["finished"].people
    if not (hours and hours.value and error and paired and recovered and finished) or recovered >= paired:
        return None
    return Basis(hours.value, error.value or 0.0, max(finished, paired), paired, recovered)


def _found(basis: Basis, prices: Prices) -> CostsFound:
    share = rate(basis.recovered, basis.paired)
    base = {"hours": basis.hours, "price": prices.hour, "indirect": prices.indirect, "recovered": share.value or 0.0}
    ranges = {
        "hours": (max(basis.hours - Z * basis.hours_error, 0.0), basis.hours + Z * basis.hours_error),
        "price": (prices.hour * (1 - prices.unsure), prices.hour * (1 + prices.unsure)),
        "indirect": (0.0, max(1.0, prices.indirect * 2)),
        "recovered": (share.low or 0.0, share.high or 1.0),
    }

    def course(inputs: Mapping[str, float]) -> float:
        rates = Rates({"practitioner": inputs["price"]}, indirect=inputs["indirect"], room=prices.room)
        return course_cost([Work(1, inputs["hours"] * MINUTES_IN_AN_HOUR, "practitioner")], rates).total

    def recovery(inputs: Mapping[str, float]) -> float:
        return course(inputs) / inputs["recovered"]

    everybody = course(base) * basis.finished
    drawn = _drawn(base, ranges)
    return CostsFound(
        _cost(course(base), [course(one) for one in drawn]),
        _cost(recovery(base), [recovery(one) for one in drawn]),
        tornado(recovery, base, ranges),
        everybody / (basis.recovered + basis.finished - basis.paired),
        everybody / basis.recovered,
    )


def _drawn(base: Mapping[str, float], ranges: Mapping[str, tuple[float, float]]) -> list[dict[str, float]]:
    """All that is unsure, drawn together; other work is a choice of method, and stays as it is."""
    generator = np.random.default_rng(SEED)
    errors = {name: (high - low) / (2 * Z) for name, (low, high) in ranges.items()}
    found = {
        name: sample(kind(base[name], errors[name]) if errors[name] > 0 else base[name], generator, DRAWS)
        for name, kind in (("hours", Gamma), ("price", Gamma), ("recovered", Beta))
    }
    return [
        {**base, "hours": hours, "price": price, "recovered": max(recovered, 1e-6)}
        for hours, price, recovered in zip(*(found[name].tolist() for name in found), strict=True)
    ]


def _cost(value: float, drawn: list[float]) -> Cost:
    low, high = (float(end) for end in np.quantile(drawn, ENDS))
    return Cost(value, low, high)
