"""How far courses end differently with different practitioners, each figure drawn towards the average by what is known.

The model: the last score is a straight line in the first one for everybody, plus each practitioner's own distance from
it, plus chance (a random intercept, by restricted maximum likelihood). Somebody with few cases is held near the
average, because so little is known of them: the estimate is empirical Bayes. Lower scores are better.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import f as f_distribution

from kith.science.change.growth import Growth, fit_growth

FEWEST_CASES: Final = 20
"""Fewer say more about chance than about the practitioner: with an ordinary share of 5 % between practitioners (Baldwin
and Imel 2013) an estimate from 19 cases is half the practitioner and half the average. Our own convention."""
FEWEST_TO_COMPARE: Final = 5
"""Practitioners with so many cases each; between fewer, how far they differ can hardly be told. Our own convention."""
LEAST_SHARE: Final = 0.005
"""Below it every estimate is drawn to nought and its interval with it, as if that were known. It is not: the share may
be larger than it looks. So little between practitioners gives no figure of one. Our own convention."""
NORMAL_95: Final = 1.959964
CONFIDENCE: Final = 0.95

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PractitionerEffect:
    """One practitioner's distance from what was expected, in points at the end; below nought the scores were lower.

    `chance` is how far from nought the estimate of an average practitioner with as many cases lies in 19 of 20 times or
    more: what is not known of the average counts in full, so that nobody is called unusual because a colleague is.
    `weight` is how much of the plain distance was kept, from 0 to 1.
    """

    cases: int
    estimate: float
    low: float
    high: float
    chance: float
    weight: float

    @property
    def is_beyond_chance(self) -> bool:
        """Whether chance alone would bring an average practitioner this far less often than once in 20 times."""
        return abs(self.estimate) > self.chance


@dataclass(frozen=True)
class Differences:
    """The share of the variance that lies between practitioners, with its exact interval, and each one's effect."""

    share: float
    low: float
    high: float
    practitioners: int
    cases: int
    effects: Mapping[Hashable, PractitionerEffect]

    @property
    def tells_apart(self) -> bool:
        """Whether so much lies between practitioners that a figure of one says anything."""
        return self.share >= LEAST_SHARE


def can_compare(cases: Mapping[Hashable, int]) -> bool:
    """Whether enough practitioners have cases enough.

    >>> can_compare(dict.fromkeys("abcde", 20)), can_compare(dict.fromkeys("abcd", 200) | {"e": 19})
    (True, False)
    """
    return sum(count >= FEWEST_CASES for count in cases.values()) >= FEWEST_TO_COMPARE


def practitioner_effects(
    practitioner: Sequence[Hashable], first: Sequence[float], last: Sequence[float]
) -> Differences:
    """What each practitioner's cases say, one row a case. Raises GrowthProblem where no line can be fitted."""
    known = sorted(set(practitioner), key=str)
    place = {one: number for number, one in enumerate(known)}
    who = np.array([place[one] for one in practitioner])
    x, y = np.asarray(first, dtype=np.float64), np.asarray(last, dtype=np.float64)
    fit = fit_growth(who, x, y, shape="linear", slope=False)
    between, within = float(fit.random[0, 0]), fit.residual
    low, high = _share_interval(who, np.column_stack([np.ones_like(x), x]), y)
    effects = {one: _effect(fit, x[who == number], y[who == number]) for one, number in place.items()}
    return Differences(between / (between + within), low, high, len(known), len(y), effects)


def _effect(fit: Growth, first: Floats, last: Floats) -> PractitionerEffect:
    """The mean of the posterior and its spread, which holds the uncertainty of the line but not of the variances."""
    between, within, cases = float(fit.random[0, 0]), fit.residual, len(last)
    weight = between * cases / (between * cases + within)
    middle = np.array([1.0, first.mean()])
    estimate = weight * float(last.mean() - middle @ fit.fixed)
    of_line = float(middle @ fit.covariance @ middle)
    unknown = between * (1 - weight) + weight**2 * of_line
    around = NORMAL_95 * unknown**0.5
    chance = NORMAL_95 * weight * (within / cases + of_line) ** 0.5
    return PractitionerEffect(cases, estimate, estimate - around, estimate + around, chance, weight)


def _share_interval(who: NDArray[np.intp], design: Floats, score: Floats) -> tuple[float, float]:
    """The exact interval of the share, by turning an F test round (Harville and Fenech 1985).

    With the line taken out, the practitioners' totals fall into independent parts whose variances are 1 + ratio * size
    in units of chance; their mean square over that of chance has an F distribution at the true ratio alone.
    """
    members = np.eye(who.max() + 1)[who]
    line = np.linalg.pinv(design)
    freed, left = members - design @ (line @ members), score - design @ (line @ score)
    sizes, turned = np.linalg.eigh(members.T @ freed)
    real = sizes > 1e-8 * sizes.max()
    sizes, parts = sizes[real], (turned.T @ (freed.T @ score))[real] ** 2
    free = len(score) - design.shape[1] - len(sizes)
    chance: float = (float(left @ left) - float((parts / sizes).sum())) / free

    def quotient(share: float) -> float:
        ratio = share / (1 - share)
        return float((parts / (sizes * (1 + ratio * sizes))).mean() / chance)

    def solved(probability: float) -> float:
        aim = float(f_distribution.ppf(probability, len(sizes), free))
        most = 1 - 1e-12
        return 0.0 if quotient(0.0) <= aim else float(brentq(lambda share: quotient(share) - aim, 0.0, most))

    return solved((1 + CONFIDENCE) / 2), solved((1 - CONFIDENCE) / 2)
