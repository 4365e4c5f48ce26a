"""Stepped-wedge trials: clusters cross to the treatment in steps, in an order that is drawn; variance and power."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from kith.science.trials.problems import TrialProblem, check_above_nought, check_share, check_whole
from kith.science.trials.sample_size import TWO_SIDED, USUAL_POWER, fewest

Treated = NDArray[np.int_]
# Below this the denominator is nought but for rounding: time and treatment cannot be told apart.
NO_INFORMATION: Final = 1e-12


def wedge(clusters_each: Sequence[int]) -> Treated:
    """Which cluster is treated when: rows are clusters, columns periods, 1 is treated.

    `clusters_each` counts the clusters of each sequence in the order in which they cross. There is one period more than
    sequences; in the first nobody is treated, in the last everybody. Raises TrialProblem for fewer than two sequences.

    >>> wedge([1, 2]).tolist()
    [[0, 1, 1], [0, 0, 1], [0, 0, 1]]
    """
    check_whole("Sequences", len(clusters_each), least=2)
    for count in clusters_each:
        check_whole("Clusters in a sequence", count, least=1)
    periods = len(clusters_each) + 1
    rows = [[int(period > step) for period in range(periods)] for step in range(len(clusters_each))]
    return np.repeat(np.array(rows), clusters_each, axis=0)


def crossing_order(clusters: Sequence[str], sequences: int, rng: np.random.Generator) -> tuple[tuple[str, ...], ...]:
    """The clusters that cross at each step, drawn at random; sequences differ in size by one cluster at most.

    >>> [len(step) for step in crossing_order(["a", "b", "c", "d", "e"], 2, np.random.default_rng(1))]
    [3, 2]
    """
    check_whole("Sequences", sequences, least=2)
    if len(set(clusters)) < len(clusters) or len(clusters) < sequences:
        raise TrialProblem(
            f"Each step needs a cluster, each named once; found {len(set(clusters))} names for {len(clusters)} "
            f"clusters and {sequences} steps. Correct the names, or take fewer steps."
        )
    order = [clusters[i] for i in rng.permutation(len(clusters))]
    return tuple(tuple(order[place] for place in part) for part in np.array_split(np.arange(len(order)), sequences))


def wedge_variance(treated: Treated, people: float, icc: float, *, sd: float = 1.0) -> float:
    """The variance of the treatment effect, with `people` in each cluster in each period.

    I s2 (s2 + T t2) / [(I U - W) s2 + (U^2 + I T U - T W - I V) t2], with s2 = (1 - icc) sd^2 / people, t2 = icc sd^2,
    I clusters, T periods, U the treated cells, W the sum of squared column sums, V of squared row sums (Hussey and
    Hughes 2007, Contemporary Clinical Trials 28, 182). Assumes new people in every period, fixed period effects, an
    effect that is there at once and stays, and one correlation between people of a cluster whether they came in one
    period or in two: where it fades with time, this variance is too small. Raises TrialProblem where all clusters
    cross together.

    >>> round(wedge_variance(wedge([3, 3, 3, 3]), 20, 0.05), 7)
    0.0095401
    """
    check_above_nought("People in a cluster in a period", people)
    check_above_nought("The standard deviation", sd)
    check_share("The intracluster correlation", icc, may_be_nought=True)
    if not np.isin(treated, (0, 1)).all() or treated.ndim != 2:
        raise TrialProblem(
            f"A design has rows of clusters and columns of periods, 0 or 1; found {treated.ndim} dimensions and values "
            f"{np.unique(treated)[:5].tolist()}. Write 1 where a cluster is treated."
        )
    clusters, periods = treated.shape
    within, between = (1 - icc) * sd**2 / people, icc * sd**2
    u = float(treated.sum())
    w = float((treated.sum(axis=0) ** 2).sum())
    v = float((treated.sum(axis=1) ** 2).sum())
    below = (clusters * u - w) * within + (u**2 + clusters * periods * u - periods * w - clusters * v) * between
    if below <= NO_INFORMATION * within:
        raise TrialProblem(
            f"Time and treatment cannot be told apart; found {clusters} clusters that are all treated in the same "
            "periods. Let clusters cross at different times."
        )
    return float(clusters * within * (within + periods * between) / below)


def power_of_wedge(
    treated: Treated, people: float, icc: float, effect: float, *, sd: float = 1.0, alpha: float = TWO_SIDED
) -> float:
    """The power of a two-sided Wald test of the effect: Phi(|effect| / se - z(1 - alpha/2)); as `wedge_variance`.

    Variances are taken as known, so with few clusters it says too much.

    >>> round(power_of_wedge(wedge([3, 3, 3, 3]), 20, 0.05, 0.3), 3)
    0.867
    """
    check_share("Alpha", alpha)
    se = sqrt(wedge_variance(treated, people, icc, sd=sd))
    return float(stats.norm.cdf(abs(effect) / se - stats.norm.isf(alpha / 2)))


def people_for_wedge(
    treated: Treated,
    icc: float,
    effect: float,
    *,
    sd: float = 1.0,
    power: float = USUAL_POWER,
    alpha: float = TWO_SIDED,
) -> int:
    """The fewest people in each cluster in each period with which the design has the power; as `power_of_wedge`.

    >>> people_for_wedge(wedge([3, 3, 3, 3]), 0.05, 0.3)
    17
    """
    check_share("The power", power)
    check_above_nought("The size of the effect", abs(effect))
    return fewest(
        lambda people: power_of_wedge(treated, people, icc, effect, sd=sd, alpha=alpha), power, least=1, start=1
    )
