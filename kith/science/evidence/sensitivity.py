"""How much one study matters: left out one by one, added one by one, and by the usual measures of influence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtr

from kith.science.evidence.fitting import Method
from kith.science.evidence.pooling import Pooled, Test, in_errors, pool, scale_of
from kith.science.evidence.problems import EvidenceProblem, Floats, checked

FEWEST: Final = 3  # leaving one of two out leaves nothing to pool


def leave_one_out(
    estimates: ArrayLike, variances: ArrayLike, *, method: Method = "REML", test: Test = "knha", level: float = 0.95
) -> tuple[Pooled, ...]:
    """The pooled result without each study in turn. Raises EvidenceProblem for fewer than three studies.

    >>> [round(one.estimate, 2) for one in leave_one_out([0.1, 0.2, 0.9], [0.1] * 3)]
    [0.55, 0.5, 0.15]
    """
    y, v = checked(estimates, variances)
    if len(y) < FEWEST:
        raise EvidenceProblem(
            f"Leaving one out needs {FEWEST} studies or more; found {len(y)}. Report them side by side."
        )
    kept = ~np.eye(len(y), dtype=bool)
    return tuple(pool(y[others], v[others], method=method, test=test, level=level) for others in kept)


def cumulate(
    estimates: ArrayLike,
    variances: ArrayLike,
    order: Sequence[float],
    *,
    method: Method = "REML",
    test: Test = "knha",
    level: float = 0.95,
) -> tuple[tuple[int, Pooled | None], ...]:
    """The pooled result as studies were added in an order, usually their years; ties keep their places.

    Each step is the place of the study added and the result so far, None after the first one.

    >>> [place for place, _ in cumulate([0.1, 0.2, 0.9], [0.1] * 3, [2001, 1999, 2005])]
    [1, 0, 2]
    """
    y, v = checked(estimates, variances)
    if len(order) != len(y) or not np.isfinite(np.asarray(order, dtype=np.float64)).all():
        raise EvidenceProblem(f"Each study needs its place in the order; found {len(order)} for {len(y)}. Give each.")
    places = [int(place) for place in np.argsort(np.asarray(order, dtype=np.float64), kind="stable")]
    return tuple(
        (place, pool(y[places[:n]], v[places[:n]], method=method, test=test, level=level) if n > 1 else None)
        for n, place in enumerate(places, start=1)
    )


@dataclass(frozen=True)
class Influence:
    """What one study does to the pooled result; the names are those of metafor.

    `rstudent` is its distance from the others in standard deviations, `hat` its share of the weight. It is
    `influential` where it moves the result far, or weighs more than three times its even share.
    """

    rstudent: float
    dffits: float
    cook: float
    cov_ratio: float
    tau2_without: float
    q_without: float
    hat: float
    dfbeta: float
    is_influential: bool


def influence(
    estimates: ArrayLike, variances: ArrayLike, *, method: Method = "REML", test: Test = "z"
) -> tuple[Influence, ...]:
    """Measures of influence for each study, from fits without it.

    Source: Viechtbauer and Cheung (2010), Res Synth Methods 1:112, with their limits: |DFFITS| above 3√(1/(k-1)),
    Cook's distance past the middle of chi-square, hat above 3/k, or |DFBETA| above 1.

    >>> found = influence([0.1, 0.2, 0.15, 0.1, 2.0], [0.02] * 5)
    >>> [one.is_influential for one in found]
    [False, False, False, False, True]
    """
    y, v = checked(estimates, variances)
    whole = pool(y, v, method=method, test=test)
    without = leave_one_out(y, v, method=method, test=test)
    hats = (1 / (v + whole.tau2)) / (1 / (v + whole.tau2)).sum()
    return tuple(
        _influence(float(y[i]), float(v[i]), float(hats[i]), whole, rest, _se_at(y, v, rest.tau2, test))
        for i, rest in enumerate(without)
    )


def _se_at(y: Floats, v: Floats, tau2: float, test: Test) -> float:
    """The standard error that all studies would have at the tau² found without one of them."""
    weights = 1 / (v + tau2)
    mean = weights @ y / weights.sum()
    scale = scale_of(float(weights @ (y - mean) ** 2) / (len(y) - 1), test)
    return math.sqrt(scale / float(weights.sum()))


def _influence(y: float, v: float, hat: float, whole: Pooled, rest: Pooled, se_all: float) -> Influence:
    moved, k = whole.estimate - rest.estimate, whole.k
    dffits = in_errors(moved, math.sqrt(hat * (rest.tau2 + v)))
    cook, dfbeta = in_errors(moved, whole.se) ** 2, in_errors(moved, se_all)
    far = abs(dffits) > 3 * math.sqrt(1 / (k - 1)) or chdtr(1, cook) > 0.5
    return Influence(
        rstudent=in_errors(y - rest.estimate, math.sqrt(v + rest.tau2 + rest.se**2)),
        dffits=dffits,
        cook=cook,
        cov_ratio=in_errors(rest.se, whole.se) ** 2,
        tau2_without=rest.tau2,
        q_without=rest.q,
        hat=hat,
        dfbeta=dfbeta,
        is_influential=bool(far or hat > 3 / k or abs(dfbeta) > 1),
    )
