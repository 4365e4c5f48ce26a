"""What to expect of each option: what is published, drawn together, and moved by what the service itself has seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr

from kith.science.recommendation.offers import COMPARATORS, Comparator
from kith.science.recommendation.own_effects import OwnEffects
from kith.science.recommendation.problems import RecommendationProblem

__all__ = ["LEVEL", "SPREAD_SCALE", "SPREADS", "Aim", "Learned", "Published", "learn"]

Floats = NDArray[np.float64]

LEVEL: Final = 0.90
"""The level of what is said about an option. The study of this room holds it to between 88 and 92 %."""

MEAN_SPREAD: Final = 1.0
"""Standard deviation of the prior of the mean effect, around nought: effects over usual care beyond 2 are not credible,
and ten studies outweigh it."""

COMPARATOR_SPREAD: Final = 0.5
"""How far a comparator may shift an effect from that over usual care. A waiting list adds about 0.3 to 0.5 (cognitive
therapy for depression: g 0.99 and 0.68, in the protocol of this library)."""

SAME_PROTOCOL: Final = 0.5
"""Share of the variance between protocols that one protocol keeps from problem to problem; the rest is new for each
problem. A convention of ours: nobody has measured it."""

SPREAD_SCALE: Final = 0.2
"""Scale of the half-normal priors of the three spreads. Half of the services then differ from the published mean by
less than 0.1 and few by more than 0.5. With 0.5, which Röver and others 2021 propose for standardised differences of
any kind (recalled), intervals of services with few options are wider than they need be; with 0.05 a service that is
truly different is overruled."""

SPREADS: Final = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6)
"""Values at which each spread is tried. They are averaged over, not chosen: the one best value is often nought with few
options, and intervals that take it for true are too narrow (Morris 1983, recalled)."""


@dataclass(frozen=True)
class Published:
    """One published effect of a protocol of a modality for a problem over a comparator, with its standard error."""

    option: str
    modality: str
    problem: str
    comparator: Comparator
    estimate: float
    se: float


@dataclass(frozen=True)
class Aim:
    """An option about which something is to be said, and its modality."""

    option: str
    modality: str


@dataclass(frozen=True)
class Learned:
    """What to expect of one option in this service over usual care: mean, standard deviation, and interval at `level`.

    `published_mean` is what would be expected without the service's own episodes; `own_episodes` says how many there
    are.
    """

    option: str
    mean: float
    sd: float
    low: float
    high: float
    level: float
    published_mean: float
    own_episodes: int


def learn(
    aims: Sequence[Aim],
    problem: str,
    published: Sequence[Published],
    own: OwnEffects | None = None,
    *,
    spreads: Sequence[float] = SPREADS,
    level: float = LEVEL,
) -> tuple[Learned, ...]:
    """What to expect of each option for one problem in this service, in the order of `aims`.

    In words: the effect of an option is a mean of all, plus a deviation of its modality, one of the protocol, one of
    the protocol for this problem, and one of this service. Published effects show it without the last and with a shift
    by comparator; the service's own episodes show differences between options with all of it. All deviations are
    normal, so that each answer is a weighted mean that leans on what is precise; the answers for all values of the
    spreads are averaged by how well they foretell what was seen, times half-normal priors. The interval holds the same
    share on both sides. Source: normal hierarchical model (Lindley and Smith 1972), with the spreads averaged over as
    in Gelman and others, Bayesian Data Analysis, section 5.4. Raises RecommendationProblem for a standard error that is
    not above nought, an option aimed at twice, and an unknown comparator.

    An option without published effects leans on its modality, a modality without any on the mean: wider, never nought.

    >>> told = learn([Aim("ba", "cognitive")], "depression",
    ...     [Published("ba", "cognitive", "depression", "usual_care", 0.6, 0.1)], spreads=[0.0])
    >>> round(told[0].mean, 4), round(told[0].sd, 4), round(0.6 / 1.01, 4)
    (0.5941, 0.0995, 0.5941)
    """
    _check(aims, published)
    seen = _observed(aims, problem, published, own)
    tried = np.array(list(product(spreads, repeat=3)), dtype=np.float64)
    answer, before = _given(seen, tried), _given(seen.only_published(), tried)
    published_means = before.weights @ before.means
    own_count = dict(zip(own.options, own.episodes, strict=True)) if own is not None else {}
    return tuple(
        _learned(aim, answer, place, level, float(published_means[place]), own_count.get(aim.option, 0))
        for place, aim in enumerate(aims)
    )


@dataclass(frozen=True, eq=False)
class _Seen:
    """Values seen (m,) with their noise (m, m), and how they hang on cells: modality, option, problem, comparator."""

    values: Floats
    noise: Floats
    loads: Floats  # (m, cells)
    cells: tuple[tuple[str, str, str, str, bool], ...]  # modality, option, problem, comparator, in this service
    aims: tuple[int, ...]
    published: int

    def only_published(self) -> _Seen:
        n = self.published
        return _Seen(self.values[:n], self.noise[:n, :n], self.loads[:n], self.cells, self.aims, n)


@dataclass(frozen=True, eq=False)
class _Answer:
    """Means and standard deviations (g, aims) for each set of spreads, and how much each counts (g)."""

    means: Floats
    sds: Floats
    weights: Floats


def _check(aims: Sequence[Aim], published: Sequence[Published]) -> None:
    wrong = [one.option for one in published if not (math.isfinite(one.estimate) and 0 < one.se < math.inf)]
    strange = [one.comparator for one in published if one.comparator not in COMPARATORS]
    if wrong or strange:
        raise RecommendationProblem(
            f"A published effect needs a number, a standard error above nought and a known comparator; found otherwise "
            f"for {', '.join([*wrong, *strange])}. Complete it or leave it out; comparators: {', '.join(COMPARATORS)}."
        )
    names = [one.option for one in aims]
    if len(set(names)) < len(names):
        raise RecommendationProblem(f"Each option is aimed at once; found {', '.join(names)}. Name each once.")


def _observed(aims: Sequence[Aim], problem: str, published: Sequence[Published], own: OwnEffects | None) -> _Seen:
    cells = [(one.modality, one.option, one.problem, one.comparator, False) for one in published]
    here = [(one.modality, one.option, problem, "usual_care", True) for one in aims]
    every = tuple(dict.fromkeys([*cells, *here]))
    loads = np.array([[cell == one for one in every] for cell in cells], dtype=np.float64).reshape(-1, len(every))
    values = np.array([one.estimate for one in published], dtype=np.float64)
    noise = np.diag([one.se**2 for one in published]) if published else np.zeros((0, 0))
    places = {one.option: every.index(cell) for one, cell in zip(aims, here, strict=True)}
    if own is not None:
        mine = [i for i, name in enumerate(own.options) if name in places]
        contrast = np.eye(len(mine))[1:] - np.eye(len(mine))[:1]
        shown = np.array([[float(places[own.options[i]] == j) for j in range(len(every))] for i in mine])
        if len(mine) > 1:
            loads = np.vstack([loads, contrast @ shown])
            values = np.concatenate([values, contrast @ own.means[mine]])
            noise = _beside(noise, contrast @ own.covariance[np.ix_(mine, mine)] @ contrast.T)
    return _Seen(values, noise, loads, every, tuple(places.values()), len(published))


def _beside(one: Floats, other: Floats) -> Floats:
    whole = np.zeros((len(one) + len(other),) * 2)
    whole[: len(one), : len(one)] = one
    whole[len(one) :, len(one) :] = other
    return whole


def _parts(cells: tuple[tuple[str, str, str, str, bool], ...]) -> Floats:
    """How the true effects of cells vary together (4, cells, cells): whatever the spreads, and for each spread of 1."""
    modality, option, problem, comparator, is_here = (np.array(column) for column in zip(*cells, strict=True))

    def alike(column: NDArray[np.generic]) -> Floats:
        return np.asarray(column[:, None] == column[None, :], dtype=np.float64)

    same = alike(option)
    shifted = np.outer(comparator != "usual_care", comparator != "usual_care") * alike(comparator)
    always = MEAN_SPREAD**2 + COMPARATOR_SPREAD**2 * shifted
    between_protocols = same * (SAME_PROTOCOL + (1 - SAME_PROTOCOL) * alike(problem))
    return np.array([always, alike(modality), between_protocols, same * np.outer(is_here, is_here)])


def _given(seen: _Seen, tried: Floats) -> _Answer:
    """What is to be expected of the aims for each set of spreads (g, 3), and how well it foretells what was seen."""
    shares = np.column_stack([np.ones(len(tried)), tried**2])
    parts, aims, load = _parts(seen.cells), list(seen.aims), seen.loads
    across = np.tensordot(shares, load @ parts[:, :, aims], axes=1)
    total = np.tensordot(shares, load @ parts @ load.T, axes=1) + seen.noise
    pull = np.linalg.solve(total, across)
    variance = np.maximum(shares @ parts[:, aims, aims] - (pull * across).sum(axis=1), 0.0)
    solved = np.linalg.solve(total, np.broadcast_to(seen.values[:, None], (*total.shape[:2], 1)))[..., 0]
    logs = -0.5 * (solved @ seen.values + np.linalg.slogdet(total)[1]) + _log_prior(tried)
    raised = np.exp(logs - logs.max())
    return _Answer(np.einsum("gma,m->ga", pull, seen.values), np.sqrt(variance), raised / raised.sum())


def _log_prior(tried: Floats) -> Floats:
    """Half-normal densities of the three spreads, times the width of the stretch that each value stands for."""
    values = np.unique(tried)
    width = np.gradient(values) if len(values) > 1 else np.ones(1)
    of_one = np.log(width) - 0.5 * (values / SPREAD_SCALE) ** 2
    return np.asarray(of_one[np.searchsorted(values, tried)].sum(axis=1))


def _learned(aim: Aim, answer: _Answer, place: int, level: float, before: float, episodes: int) -> Learned:
    means, sds, weights = answer.means[:, place], answer.sds[:, place], answer.weights
    mean = float(weights @ means)
    sd = math.sqrt(float(weights @ (sds**2 + (means - mean) ** 2)))

    def at(share: float) -> float:
        def beyond(value: float) -> float:
            return float(weights @ ndtr((value - means) / sds)) - share

        return float(brentq(beyond, mean - 12 * sd, mean + 12 * sd))

    return Learned(aim.option, mean, sd, at((1 - level) / 2), at((1 + level) / 2), level, before, episodes)
