"""What the plan page does with an invented service: scores that are rounded, three covariates, what stands first.

The record of such a service holds two first scores, the weeks until it was agreed what to do and a last score. What
people began with goes into these with its rounding and its floor; the fourth covariate nobody wrote down.
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
    FURTHEST,
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
    benefits_here,
    options,
    personal_here,
)
from validation.recommender_worlds import AIMS, COVARIATES, NAMES, World

Floats = NDArray[np.float64]
DAY: Final = date(2026, 4, 1)
MIDDLE, SPREAD = np.array([16.0, 12.0, 6.0]), np.array([4.5, 4.0, 2.5])  # PHQ-9, GAD-7, weeks
MOST = np.array([27.0, 21.0, np.inf])
LAST_MIDDLE, LAST_SPREAD = 12.0, 5.5
Z95 = 1.959964


@dataclass(frozen=True, eq=False)
class OnThePage:
    """What came of the page's own figures: whether they held the truth, what they make one choose, and shifts.

    `held` has the intervals of `benefits_here`, `shifts_held` the share of shifts shown that hold the truth, None where
    no lines were let through.
    """

    held: tuple[bool, ...]
    width: float
    chosen: NDArray[np.intp]
    is_personal: bool
    shifts_held: float | None


def recorded(people: Floats) -> Floats:
    """What the record holds (n, 3) of what people began with."""
    told = MIDDLE + SPREAD * people[:, : len(MIDDLE)]
    told[:, :2] = told[:, :2].round()
    return np.asarray(np.clip(told, 0, MOST))


def as_recorded(told: Episodes) -> list[EndedCare]:
    """Ended stays as `kith.care` hands them over."""
    last = np.clip((LAST_MIDDLE - LAST_SPREAD * told.outcome).round(), 0, MOST[0])
    return [
        EndedCare(told.options[option], f"t{therapist}", f"s{site}", *map(float, began), float(end))
        for option, therapist, site, began, end in zip(
            told.option, told.therapist, told.site, recorded(told.covariates), last, strict=True
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


def on_the_page(true: World, told: Episodes, effects: Floats, new: Floats) -> OnThePage:
    """Learn as the monthly work does, and choose for each new person what has the largest figure on the page."""
    stays, shelf = as_recorded(told), {one.option: one.modality for one in AIMS}
    figures = as_evidence(true.published)
    found = benefits_here(stays, shelf, "depression", figures)
    lines = personal_here(stays, shelf).lines
    usual = {one.offer: one.estimate for one in figures if one.comparator == "usual_care"}
    value = np.tile([usual[one.protocol] if one.mean is None else one.mean for one in found], (len(new), 1))
    if lines is not None:
        value += _shifted(lines, recorded(new))
    known = [(one, effect) for one, effect in zip(found, effects, strict=True) if one.mean is not None]
    return OnThePage(
        held=tuple(_holds(one, effect) for one, effect in known),
        width=float(np.mean([one.high - one.low for one, _ in known if one.high is not None and one.low is not None])),
        chosen=np.asarray(value.argmax(axis=1), dtype=np.intp),
        is_personal=lines is not None,
        shifts_held=None if lines is None else _shifts_held(true, lines, stays, new[:300]),
    )


def _holds(one: BenefitHere, effect: float) -> bool:
    return one.low is not None and one.high is not None and one.low <= effect <= one.high


def _shifted(lines: PersonalLines, begun: Floats) -> Floats:
    """The shift (n, k) of each option of `AIMS` for each person; nought for those unlike the people learned from."""
    shifts = np.zeros((len(begun), len(AIMS)))
    places = [NAMES.index(name) for name in lines.options]
    shifts[:, places] = (begun - np.array(lines.centre)) @ np.array(lines.slopes).T
    far = np.abs(begun - np.array(lines.middle)) > FURTHEST * np.array(lines.scale)
    return np.where(far.any(axis=1, keepdims=True), 0.0, shifts)


def _shifts_held(true: World, lines: PersonalLines, stays: Sequence[EndedCare], new: Floats) -> float:
    """The share of intervals that hold the true shift of people who began so, in standard deviations of last scores."""
    unit = float(np.std([one.last for one in stays if one.last is not None], ddof=1)) / LAST_SPREAD
    slopes = true.slopes[[NAMES.index(name) for name in lines.options], : len(MIDDLE)] / unit
    slopes = slopes - slopes.mean(axis=0)
    centre = (np.array(lines.centre) - MIDDLE) / SPREAD
    held: list[bool] = []
    for person, begun in zip(new[:, : len(MIDDLE)], recorded(new).tolist(), strict=True):
        if lines.reaches(begun):
            told = list(lines.shifts(begun).values())
            held += [one.low <= is_so <= one.high for one, is_so in zip(told, slopes @ (person - centre), strict=True)]
    return float(np.mean(held))


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


assert len(MIDDLE) < len(COVARIATES)  # somebody's support is not written down
