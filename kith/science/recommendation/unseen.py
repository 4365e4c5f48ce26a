"""What nobody wrote down: how far it may move what is learned, going by what each thing that was written down moves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kith.science.recommendation.episodes import Episodes
from kith.science.recommendation.moderation import Moderation, fit_moderation
from kith.science.recommendation.own_effects import OwnEffects, own_effects

__all__ = ["unseen_in_slopes", "unseen_variance", "with_unseen"]

Floats = NDArray[np.float64]

MOVES: Final = np.array([0.0, 0.01, 0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.13, 0.16, 0.2, 0.25, 0.3, 0.4])
"""Values at which the standard deviation of what an unseen thing moves is tried; they are averaged over."""

NONE: Final = np.zeros(0)

MOVE_SCALE: Final = 0.2
"""Scale of its half-normal prior, that of the spreads of `learn`. It decides where nothing can be left out to try."""


def unseen_variance(moved: Sequence[float] | Floats, noise: Sequence[float] | Floats) -> float:
    """The variance of what one more thing, which nobody wrote down, would move.

    In words: each thing that was written down is left out in turn, and `moved` says by how much answers then move
    beyond what chance alone would move them, of variance `noise`. What was not written down is taken for one more of
    the same kind: all moves are normal around nought with one standard deviation, which is averaged over by how well it
    foretells the moves seen, times a half-normal prior. Source: benchmarking by covariates left out (Cinelli and
    Hazlett 2020, J R Stat Soc B 82:39, recalled), as a normal hierarchical model (own design). Assumes one unseen thing
    that is no stronger than those written down are on average; a stronger one cannot be seen. Raises nothing.

    >>> [round(unseen_variance([move, -move] * 20, [0.0] * 40) ** 0.5, 2) for move in (0.1, 0.0)]
    [0.1, 0.0]
    """
    total = MOVES[:, None] ** 2 + np.maximum(np.asarray(noise), 1e-8)
    logs = -0.5 * (np.log(total) + np.asarray(moved) ** 2 / total).sum(axis=1)
    logs += np.log(np.gradient(MOVES)) - 0.5 * (MOVES / MOVE_SCALE) ** 2
    weights = np.exp(logs - logs.max())
    return float(weights @ MOVES**2 / weights.sum())


def with_unseen(ended: Episodes, own: OwnEffects, but: Collection[str] = ()) -> OwnEffects:
    """The same effects, less sure by what an unseen thing may move each of them.

    In words: each covariate is left out in turn, apart from `but`, and the adjusted means are worked out anew. What
    they move beyond chance says how strong one more would be (`unseen_variance`); chance alone moves an option by its
    slope times the error of a mean. `but` names what is known to be stronger than anything that could be missing: the
    first score of the outcome itself. Raises as `own_effects` does.

    >>> from kith.science.recommendation.episodes import episodes
    >>> rng = np.random.default_rng(2)
    >>> x, had = rng.normal(size=(800, 2)), rng.integers(0, 2, 800).astype(str)
    >>> told = episodes(x @ [1.0, 0.2] + rng.normal(size=800), x, ["severity", "weeks"], had, ["t"] * 800, ["s"] * 800)
    >>> own = own_effects(told)
    >>> bool((np.diag(with_unseen(told, own, ["severity"]).covariance) > np.diag(own.covariance)).all())
    True
    """
    moved: list[Floats] = []
    noise: list[Floats] = []
    for place in _left_out(ended, but):
        away = own_effects(_without(ended, place)).means - own.means
        moved.append(_apart(away))
        noise.append((own.slopes[:, place] * ended.covariates[:, place].std()) ** 2 / np.array(own.worth))
    variance = unseen_variance(np.concatenate([NONE, *moved]), np.concatenate([NONE, *noise]))
    return replace(own, covariance=own.covariance + variance * np.eye(len(own.options)))


def unseen_in_slopes(ended: Episodes, lines: Moderation, but: Collection[str] = ()) -> float:
    """The variance by which an unseen thing may move each own slope, for covariates in standard deviations.

    In words: as `with_unseen`, for the slopes that stay when one covariate is left out. An unseen thing goes with what
    was written down, among those who got one option, as soon as both steer who gets it. Raises nothing.

    >>> from kith.science.recommendation.episodes import episodes
    >>> rng = np.random.default_rng(2)
    >>> x, had = rng.normal(size=(800, 2)), rng.integers(0, 2, 800).astype(str)
    >>> told = episodes(x @ [1.0, 0.2] + rng.normal(size=800), x, ["severity", "weeks"], had, ["t"] * 800, ["s"] * 800)
    >>> 0 < unseen_in_slopes(told, fit_moderation(told.outcome, x, told.option, 2), ["severity"]) < 0.01
    True
    """
    options, covariates = len(ended.options), ended.covariates.shape[1]
    own = lines.slopes[:, :covariates] - lines.slopes[:, :covariates].mean(axis=0)
    people = np.bincount(ended.option, minlength=options)
    moved: list[Floats] = []
    noise: list[Floats] = []
    for place in _left_out(ended, but):
        fewer = _without(ended, place)
        slopes = fit_moderation(fewer.outcome, fewer.covariates, fewer.option, options).slopes[:, : covariates - 1]
        moved.append(_apart(slopes - np.delete(own, place, axis=1)).ravel())
        noise.append(np.repeat(own[:, place] ** 2 / people, covariates - 1))
    return unseen_variance(np.concatenate([NONE, *moved]), np.concatenate([NONE, *noise]))


def _left_out(ended: Episodes, but: Collection[str]) -> list[int]:
    """The places of what can be left out so that something stays."""
    return [place for place, name in enumerate(ended.names) if name not in but and len(ended.names) > 1]


def _without(ended: Episodes, place: int) -> Episodes:
    names = tuple(name for n, name in enumerate(ended.names) if n != place)
    return replace(ended, covariates=np.delete(ended.covariates, place, axis=1), names=names)


def _apart(moved: Floats) -> Floats:
    """Less the mean of all options, and as large as it would be were that known."""
    options = len(moved)
    return np.asarray((moved - moved.mean(axis=0)) * (options / (options - 1)) ** 0.5)
