"""What the plan page does with an invented service: scores that are rounded, three covariates, what stands first.

The record of such a service holds two first scores, the weeks until it was agreed what to do and a last score
(`recommender_recorded`); the fourth covariate nobody wrote down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kith.science.recommendation import (
    ASKED_ALWAYS,
    BenefitHere,
    Dose,
    EndedCare,
    Episodes,
    Evidence,
    Known,
    Offer,
    Person,
    PersonalLines,
    Published,
    Severity,
    Shift,
    benefits_here,
    options,
    personal_here,
)
from kith.science.recommendation.here import spread_within
from validation.recommender_recorded import (
    in_points,
    last_score,
    recorded,
    true_benefits,
    true_shifts,
)
from validation.recommender_worlds import AIMS, NAMES, World

Floats = NDArray[np.float64]
DAY: Final = date(2026, 4, 1)
Z95 = 1.959964


@dataclass(frozen=True, eq=False)
class OnThePage:
    """What came of the page's own figures: whether they held the truth, what they make one choose, and shifts.

    `away` tells how far the truth lies from the middle of each interval of `benefits_here`, in its own half widths, and
    `shifts_away` the same of each shift that is shown; None where no lines were let through.
    """

    away: tuple[float, ...]
    width: float
    chosen: NDArray[np.intp]
    is_personal: bool
    shifts_away: Floats | None

    @property
    def held(self) -> tuple[bool, ...]:
        """Whether each interval holds the truth."""
        return tuple(one <= 1 for one in self.away)

    def shifts_held(self, of_width: float = 1.0) -> float | None:
        """The share of shifts that hold it, or would if intervals had but a part of their width."""
        return None if self.shifts_away is None else float((self.shifts_away <= of_width).mean())


def as_recorded(told: Episodes) -> list[EndedCare]:
    """Ended stays as `kith.care` hands them over."""
    return [
        EndedCare(told.options[option], f"t{therapist}", f"s{site}", *map(float, began), float(end))
        for option, therapist, site, began, end in zip(
            told.option, told.therapist, told.site, recorded(told.covariates), last_score(told.outcome), strict=True
        )
    ]


def as_evidence(published: Sequence[Published]) -> list[Evidence]:
    """Published effects as the library would give them: checked, and of moderate certainty."""
    return [
        Evidence(
            offer=one.option,
            problem=one.problem,
            comparator=one.comparator,
            estimate=one.estimate,
            low=one.estimate - Z95 * one.se,
            high=one.estimate + Z95 * one.se,
            certainty="moderate",
            provenance="verified",
            source="invented",
        )
        for one in published
    ]


def on_the_page(true: World, told: Episodes, new: Floats, rng: np.random.Generator) -> OnThePage:
    """Learn as the monthly work does, and choose for each new person what has the largest figure on the page."""
    stays, shelf = as_recorded(told), {one.option: one.modality for one in AIMS}
    figures = as_evidence(in_points(true, rng))
    found = benefits_here(stays, shelf, "depression", figures)
    lines = personal_here(stays, shelf).lines
    usual = {one.offer: one.estimate for one in figures if one.comparator == "usual_care"}
    value = np.tile([usual[one.protocol] if one.mean is None else one.mean for one in found], (len(new), 1))
    if lines is not None:
        value += _shifted(lines, recorded(new))
    effects = true_benefits(true, rng)
    known = [(one, effect) for one, effect in zip(found, effects, strict=True) if one.mean is not None]
    return OnThePage(
        away=tuple(_away(one, effect) for one, effect in known),
        width=float(np.mean([one.high - one.low for one, _ in known if one.high is not None and one.low is not None])),
        chosen=np.asarray(value.argmax(axis=1), dtype=np.intp),
        is_personal=lines is not None,
        shifts_away=None if lines is None else _shifts_away(true, lines, stays, recorded(new[:300]), rng),
    )


def _away(one: BenefitHere | Shift, effect: float) -> float:
    """How far the truth lies from the middle of an interval, in half widths; above one it is not held."""
    if one.low is None or one.high is None or one.low == one.high:
        return np.inf
    return abs(effect - (one.low + one.high) / 2) / ((one.high - one.low) / 2)


def _shifted(lines: PersonalLines, begun: Floats) -> Floats:
    """The shift (n, k) of each option of `AIMS` for each person; nought for those unlike the people learned from."""
    shifts = np.zeros((len(begun), len(AIMS)))
    shifts[:, [NAMES.index(name) for name in lines.options]] = lines.means(begun)
    reached = np.array([lines.reaches(one) for one in begun.tolist()])
    return np.where(reached[:, None], shifts, 0.0)


def _shifts_away(
    true: World, lines: PersonalLines, stays: Sequence[EndedCare], begun: Floats, rng: np.random.Generator
) -> Floats:
    """As `_away`, of the shifts of people who began so, in standard deviations of last scores."""
    given = [one for one in stays if one.protocol in lines.options and one.last is not None]
    unit = spread_within(np.array([one.last for one in given], dtype=np.float64), [one.protocol for one in given])
    truly = true_shifts(true, begun, [NAMES.index(name) for name in lines.options], rng) / unit
    told = [
        _away(shift, float(is_so))
        for one, so in zip(begun.tolist(), truly, strict=True)
        if lines.reaches(one)
        for shift, is_so in zip(lines.shifts(one).values(), so, strict=True)
    ]
    return np.array(told)


def first_on_page(published: Sequence[Published]) -> int:
    """What the page puts first for somebody with no wishes, where nothing but figures tells options apart."""
    person = Person(
        problems=Known(("depression",), DAY),
        severity=Known(Severity("phq9", 16), DAY),
        languages=Known(frozenset({"en"}), DAY),
        history=Known((), DAY),
        circumstances={one: Known(False, DAY) for one in ASKED_ALWAYS},
    )
    first = options(person, [_offer(name) for name in NAMES], as_evidence(published), DAY).options[0]
    return NAMES.index(first.offer.id)


def _offer(name: str) -> Offer:
    return Offer(
        id=name,
        version="1.0",
        problems=("depression",),
        goals=frozenset(),
        formats=frozenset({"individual"}),
        settings=frozenset({"clinic"}),
        dose=Dose(10, 12, 50),
        excludes=(),
        gates=(),
        harms=(),
        languages=frozenset({"en"}),
        has_interpreter=False,
        meets=frozenset(),
        builds_on=frozenset(),
        weeks_wait=2.0,
        has_places=True,
    )
