"""The truth as a record can tell it: in points of a questionnaire with a floor, among people who began so.

What people began with goes into the record with its rounding and its floor, and so does what came of it. A page that
speaks of "standard deviations of last scores among people who began so" is held against just that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from numpy.typing import NDArray
from scipy.special import ndtr

from kith.science.recommendation import Published
from validation.recommender_worlds import (
    CHANCE_SD,
    COVARIATES,
    PROGNOSIS,
    SITE_SD,
    THERAPIST_SD,
    UNSEEN,
    World,
)

Floats = NDArray[np.float64]
MIDDLE, SPREAD = np.array([16.0, 12.0, 6.0]), np.array([4.5, 4.0, 2.5])  # PHQ-9, GAD-7, weeks
MOST = np.array([27.0, 21.0, np.inf])
LAST_MIDDLE, LAST_SPREAD = 12.0, 5.5
USUAL_EFFECT: Final = 0.5
"""The effect by which it is worked out how large a standard deviation of outcomes is in the last scores of a trial."""
PEOPLE: Final = 2000
POINTS, WEIGHTS = hermegauss(9)  # support, which nobody wrote down, is averaged over
STEPS = (LAST_MIDDLE + 0.5 - np.arange(1, MOST[0] + 1)) / LAST_SPREAD

assert len(MIDDLE) < len(COVARIATES)  # somebody's support is not written down


def recorded(people: Floats) -> Floats:
    """What the record holds (n, 3) of what people began with."""
    told = MIDDLE + SPREAD * people[:, : len(MIDDLE)]
    told[:, :2] = told[:, :2].round()
    return np.asarray(np.clip(told, 0, MOST))


def last_score(outcome: Floats) -> Floats:
    """The last score that is written down for an outcome: whole points, none below nought."""
    return np.asarray(np.clip((LAST_MIDDLE - LAST_SPREAD * outcome).round(), 0, MOST[0]))


def _expected(true: World, outcome: Floats) -> Floats:
    """The mean last score of people whose expected outcome this is: how likely each point is reached, added up."""
    return np.asarray(ndtr((STEPS - outcome[..., None]) / _chance(true)).sum(axis=-1))


def _chance(true: World) -> float:
    """All that is left to chance when covariates and option are known."""
    unseen = UNSEEN * bool(true.steered.any())
    return float(np.sqrt(CHANCE_SD**2 + THERAPIST_SD**2 + SITE_SD**2 + unseen**2))


def _people(rng: np.random.Generator, true: World) -> tuple[Floats, Floats]:
    """People, each beside their mirror image, and how much each counts among those in whom options overlap."""
    x = rng.normal(size=(PEOPLE, len(COVARIATES)))
    x = np.vstack([x, -x])
    share = 1 / (1 / true.likely(x, rng)).sum(axis=1)
    return x, share / share.sum()


def true_benefits(true: World, rng: np.random.Generator) -> Floats:
    """The true effects (k,) over usual care for those in whom options overlap, in standard deviations of last scores
    within an option."""
    x, share = _people(rng, true)
    outcome = true.outcomes(x)
    last = last_score(outcome + rng.normal(0, _chance(true), outcome.shape))
    mean, usual = share @ _expected(true, outcome), share @ _expected(true, x @ PROGNOSIS)
    return np.asarray((usual - mean) / np.sqrt((share @ (last - mean) ** 2).mean()))


def in_points(true: World, rng: np.random.Generator) -> tuple[Published, ...]:
    """What is published, as trials with this questionnaire would have it: their last scores have the same floor, and
    their standard deviations are those of last scores within an arm."""
    x = rng.normal(size=(PEOPLE, len(COVARIATES)))
    arms = [x @ PROGNOSIS, *(x @ PROGNOSIS + USUAL_EFFECT + (x @ true.slopes.T).T)]
    drawn = [last_score(arm + rng.normal(0, _chance(true), len(arm))).var() for arm in arms]
    usual, *others = (float(_expected(true, arm).mean()) for arm in arms)
    unit = (usual - np.mean(others)) / np.sqrt(0.5 * drawn[0] + 0.5 * np.mean(drawn[1:])) / USUAL_EFFECT
    return tuple(replace(one, estimate=one.estimate * unit, se=one.se * unit) for one in true.published)


def true_shifts(true: World, begun: Floats, options: Sequence[int], rng: np.random.Generator) -> Floats:
    """How much better (n, k) than for those in whom options overlap each option does, in points of the last score,
    among people of whom this (n, 3) was written down, less the mean of that over all options."""

    def apart(people: Floats) -> Floats:
        points = -_expected(true, true.outcomes(people)[:, list(options)])
        return np.asarray(points - points.mean(axis=1, keepdims=True))

    seen = (begun - MIDDLE) / SPREAD
    told = sum(
        weight * apart(np.column_stack([seen, np.full(len(seen), support)]))
        for support, weight in zip(POINTS, WEIGHTS / WEIGHTS.sum(), strict=True)
    )
    x, share = _people(rng, true)
    return np.asarray(told - share @ apart(x))
