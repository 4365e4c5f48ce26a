"""The personalised advantage: what choosing by the person would have gained over one option for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from kith.science.recommendation.episodes import Episodes
from kith.science.recommendation.moderation import Moderation, fit_moderation
from kith.science.recommendation.shrinking import LEVEL
from kith.science.recommendation.who_got_what import overlap_weights, propensities, propensity_model

__all__ = ["FOLDS", "GAIN_LEVEL", "LEAST_LIKELY", "Advantage", "folds_of", "personal_advantage"]

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

FOLDS: Final = 5
"""Parts into which people are divided, at random. Ten give nearly the same and take twice as long."""

GAIN_LEVEL: Final = LEVEL
"""The level of the interval of the gain, that of all intervals here. The study of this room counts how often a service
in which nothing differs between people personalises all the same."""

LEAST_LIKELY: Final = 0.05
"""An option is not chosen for people of whose kind fewer than one in twenty got it: for them its line is drawn out
beyond what was seen, and one of them would count for more than twenty."""

FEWEST_THERAPISTS: Final = 8
"""Therapists needed before the interval of the gain is believed: it rests on how much they differ. Our convention."""


@dataclass(frozen=True, eq=False)
class Advantage:
    """Whether choosing by the person gains anything here. `gain` is in standard deviations over one best option for
    all.

    `is_used` only when the whole interval lies above nought; otherwise `reason` says why not. `moderation` is fitted to
    everybody and is for new people; the gain was seen on people whom the lines had not seen. `chosen_otherwise` is the
    share of people for whom the choice would have differed from the one best option.
    """

    is_used: bool
    reason: Literal["no_gain_shown", "too_few_therapists"] | None
    gain: float
    se: float
    interval: tuple[float, float]
    chosen_otherwise: float
    moderation: Moderation


def personal_advantage(ended: Episodes, rng: np.random.Generator) -> Advantage:
    """Ask of ended episodes whether choosing by the person does better than the one best option for all.

    In words: people are divided into five parts. For each part everything (the lines, how far they are held, which
    option is best for all, how likely each option was) is learned from the other four. Each person of the part is then
    given the outcome that each option would have had: what the line says, corrected by how far it missed whoever had
    that option, over how likely it was. The gain is the mean, over people in whom options overlap, of the option chosen
    by the person less that of the best for all; its standard error takes therapists as the units. Source: personalised
    advantage index, DeRubeis and others 2014, with the value estimated by augmented inverse probability weighting
    (Robins, Rotnitzky and Zhao 1994) and cross-fitting (Chernozhukov and others 2018); selection inside the fold.
    Assumes that nothing unseen steered who got what. `rng` divides the people. Raises nothing beyond what `episodes`
    has checked.

    >>> from kith.science.recommendation.episodes import episodes
    >>> rng = np.random.default_rng(5)
    >>> x, had = rng.normal(size=(600, 1)), rng.integers(0, 2, 600)
    >>> y = np.where(had == 1, x[:, 0], -x[:, 0]) + rng.normal(size=600)
    >>> who = [f"t{i % 20}" for i in range(600)]
    >>> told = personal_advantage(episodes(y, x, ["severity"], had.astype(str), who, ["s"] * 600), rng)
    >>> told.is_used, told.gain > 0.5
    (True, True)
    """
    options, part = len(ended.options), folds_of(len(ended), FOLDS, rng)
    gained, share, otherwise = np.zeros((3, len(ended)))
    for fold in range(FOLDS):
        left = part == fold
        gained[left], share[left], otherwise[left] = _gains(ended, part != fold, left, options)
    gain, se = _mean(gained, share, ended.therapist, ended.therapists)
    reach = float(stdtrit(max(ended.therapists - 1, 1), (1 + GAIN_LEVEL) / 2)) * se
    is_believed = ended.therapists >= FEWEST_THERAPISTS
    is_used = is_believed and gain - reach > 0
    return Advantage(
        is_used=is_used,
        reason=None if is_used else "no_gain_shown" if is_believed else "too_few_therapists",
        gain=gain,
        se=se,
        interval=(gain - reach, gain + reach),
        chosen_otherwise=float(otherwise @ share / share.sum()),
        moderation=fit_moderation(*ended.of(np.arange(len(ended))), options),
    )


def folds_of(people: int, folds: int, rng: np.random.Generator) -> Ints:
    """The number of the part (n,) to which each person belongs; parts differ in size by one at most.

    >>> sorted(folds_of(5, 2, np.random.default_rng(1)).tolist())
    [0, 0, 0, 1, 1]
    """
    return np.asarray(rng.permutation(people) % folds, dtype=np.intp)


def _gains(
    ended: Episodes, rest: NDArray[np.bool_], left: NDArray[np.bool_], options: int
) -> tuple[Floats, Floats, Floats]:
    """For each person of one part what the personal choice would have gained, their share, and whether it differs."""
    outcome, covariates, option = ended.of(rest)
    lines = fit_moderation(outcome, covariates, option, options)
    model = propensity_model((covariates - lines.centre) / lines.scale, option, options)
    seen, x, had = ended.of(left)
    likely = propensities(model, (x - lines.centre) / lines.scale)
    expected = lines.expected(x)
    rows = np.arange(len(seen))
    would_be = expected.copy()
    would_be[rows, had] += (seen - expected[rows, had]) / likely[rows, had]
    best = int(lines.expected(covariates).mean(axis=0).argmax())
    chosen = choose(expected, likely, best)
    share = overlap_weights(likely, had)[1]
    return would_be[rows, chosen] - would_be[rows, best], share, (chosen != best).astype(np.float64)


def choose(expected: Floats, likely: Floats, best: int) -> Ints:
    """The option (n,) with the best expected outcome (n, k) among those likely enough; the best for all if none is.

    >>> choose(np.array([[0.2, 0.9], [0.2, 0.9]]), np.array([[0.5, 0.5], [0.99, 0.01]]), 0).tolist()
    [1, 0]
    """
    allowed = likely >= LEAST_LIKELY
    chosen = np.where(allowed, expected, -np.inf).argmax(axis=1)
    return np.where(allowed.any(axis=1), chosen, best).astype(np.intp)


def _mean(gained: Floats, share: Floats, therapist: Ints, therapists: int) -> tuple[float, float]:
    """The mean weighted by share, and its standard error with therapists as the units."""
    mean = float(gained @ share / share.sum())
    away = np.bincount(therapist, weights=share * (gained - mean), minlength=therapists)
    small = therapists / max(therapists - 1, 1)
    return mean, float(np.sqrt(small * (away**2).sum()) / share.sum())
