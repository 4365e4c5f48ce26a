"""Every printed sample size, the same numbers worked out otherwise, and power counted in simulated trials."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from kith.science.trials import (
    TrialProblem,
    baseline_factor,
    cluster_trial,
    clusters_for,
    crossing_order,
    design_effect,
    events_needed,
    groups_in_one_arm,
    no_worse,
    people_for_wedge,
    power_of_clusters,
    power_of_groups_in_one_arm,
    power_of_two_means,
    power_of_two_proportions,
    power_of_wedge,
    two_means,
    two_means_by_formula,
    two_proportions,
    wedge,
    wedge_variance,
    whole,
    with_loss,
)

TRIALS = 20_000
# Four standard errors of a share of .8 among so many trials.
NEAR = 4 * sqrt(0.16 / TRIALS)


@pytest.mark.parametrize(
    ("d", "power", "people"),
    [(0.3, 0.8, 176), (0.3, 0.9, 235), (0.5, 0.8, 64), (0.5, 0.9, 86), (0.2, 0.8, 394), (0.2, 0.9, 527)],
)
def test_two_means(d: float, power: float, people: int) -> None:
    found = two_means(d, power=power)
    assert found.per_arm == people
    assert power_of_two_means(people - 1, d) < power <= found.power == power_of_two_means(people, d)


def test_the_other_printed_sample_sizes() -> None:
    assert two_means_by_formula(0.3) == pytest.approx(174.4, abs=0.05)
    adjusted = two_means_by_formula(0.3) * baseline_factor(0.5)
    assert (round(adjusted, 1), whole(adjusted)) == (130.8, 131)
    pooled, unpooled = two_proportions(0.45, 0.55), two_proportions(0.45, 0.55, is_pooled=False)
    assert (round(pooled.by_formula, 1), pooled.per_arm) == (391.3, 392)
    assert (round(unpooled.by_formula, 1), unpooled.per_arm) == (388.5, 389)
    assert (round(no_worse(0.3).by_formula, 1), no_worse(0.3).per_arm) == (233.5, 234)
    assert (round(events_needed(0.69), 2), whole(events_needed(0.69))) == (228.02, 229)
    assert with_loss(176, 0.2) == 220


def test_the_printed_clusters() -> None:
    assert round(design_effect(20, 0.05), 2) == 1.95
    assert round(design_effect(20, 0.05, cv=0.4), 2) == 2.11
    assert round(design_effect(8, 0.05), 2) == 1.35
    assert round(two_means_by_formula(0.3) * design_effect(20, 0.05), 1) == 340.1
    found = cluster_trial(0.3, 20, 0.05)
    assert (round(found.by_formula, 3), found.rounded) == (17.006, 18)
    # Eighteen have a power of .7996 by t, which is why one more is asked for.
    assert power_of_clusters(18, 0.3, 20, 0.05) < 0.8 <= found.power
    assert found.per_arm == 19


def test_the_printed_stepped_wedge() -> None:
    design = wedge([3, 3, 3, 3])
    assert design.shape == (12, 5)
    assert (design.sum(), (design.sum(axis=0) ** 2).sum(), (design.sum(axis=1) ** 2).sum()) == (30, 270, 90)
    assert wedge_variance(design, 20, 0.05) == pytest.approx(0.0095401, abs=5e-8)
    assert power_of_wedge(design, 20, 0.05, 0.3) == pytest.approx(0.867, abs=5e-4)


@pytest.mark.parametrize(("per_arm", "d"), [(2, 1.5), (10, 0.8), (64, 0.5), (176, 0.3)])
def test_the_power_of_t_is_a_normal_power_averaged_over_what_the_spread_may_be(per_arm: int, d: float) -> None:
    degrees = 2 * (per_arm - 1)
    critical, shift = stats.t.isf(0.025, degrees), d * sqrt(per_arm / 2)

    def given_spread(s: float) -> float:
        beyond = stats.norm.sf(critical * s - shift) + stats.norm.cdf(-critical * s - shift)
        return float(beyond * stats.chi.pdf(s * sqrt(degrees), degrees) * sqrt(degrees))

    around = 12 / sqrt(degrees)
    expected, _ = integrate.quad(given_spread, max(0.0, 1 - around), 1 + around, epsabs=1e-10, limit=200)
    assert power_of_two_means(per_arm, d) == pytest.approx(expected, abs=1e-7)


def test_the_power_of_two_means_counted() -> None:
    rng = np.random.default_rng(1)
    one, other = rng.normal(0, 1, (TRIALS, 64)), rng.normal(0.5, 1, (TRIALS, 64))
    share = (stats.ttest_ind(one, other, axis=1).pvalue < 0.05).mean()
    assert share == pytest.approx(power_of_two_means(64, 0.5), abs=NEAR)


def test_the_power_of_two_proportions_summed_over_every_table() -> None:
    """Each pair of counts with its binomial probability; the pooled z test without correction."""
    n = 392
    counts = np.arange(n + 1)
    one, other = np.meshgrid(counts, counts, indexing="ij")
    mean = (one + other) / (2 * n)
    spread = np.sqrt(np.maximum(2 * mean * (1 - mean) / n, 1e-300))
    rejects = np.abs(one - other) / n / spread > stats.norm.isf(0.025)
    exact = stats.binom.pmf(counts, n, 0.45) @ rejects @ stats.binom.pmf(counts, n, 0.55)
    assert exact == pytest.approx(power_of_two_proportions(n, 0.45, 0.55), abs=0.01)


def test_the_power_of_clusters_counted() -> None:
    rng = np.random.default_rng(2)
    k, m, icc = 19, 20, 0.05

    def means(shift: float) -> np.ndarray:
        return shift + rng.normal(0, sqrt(icc), (TRIALS, k)) + rng.normal(0, sqrt((1 - icc) / m), (TRIALS, k))

    share = (stats.ttest_ind(means(0), means(0.3), axis=1).pvalue < 0.05).mean()
    assert share == pytest.approx(power_of_clusters(k, 0.3, m, icc), abs=NEAR)
    assert (stats.ttest_ind(means(0), means(0), axis=1).pvalue < 0.05).mean() == pytest.approx(0.05, abs=NEAR)


def test_the_power_of_groups_in_one_arm_counted_and_lost_without_them() -> None:
    """A Welch test of group means; a t test of people as if there were no groups finds what is not there."""
    rng = np.random.default_rng(3)
    groups, m, icc, alone, trials = 27, 8, 0.05, 216, 8000

    def in_groups(shift: float, icc: float) -> np.ndarray:
        shared = rng.normal(0, sqrt(icc), (trials, groups, 1))
        return shift + shared + rng.normal(0, sqrt(1 - icc), (trials, groups, m))

    single = rng.normal(0, 1, (trials, alone))

    def welch(grouped: np.ndarray) -> float:
        return (stats.ttest_ind(grouped.mean(axis=2), single, axis=1, equal_var=False).pvalue < 0.05).mean()

    near = 4 * sqrt(0.16 / trials)
    assert welch(in_groups(0.3, icc)) == pytest.approx(power_of_groups_in_one_arm(27, 216, 0.3, m, icc), abs=near)
    assert welch(in_groups(0, icc)) == pytest.approx(0.05, abs=near)
    as_people = in_groups(0, 0.2).reshape(trials, -1)
    assert (stats.ttest_ind(as_people, single, axis=1).pvalue < 0.05).mean() > 0.1


def by_least_squares(treated: np.ndarray, people: float, icc: float) -> float:
    """The variance by generalised least squares over all cells, which is where the closed form comes from."""
    clusters, periods = treated.shape
    design = np.column_stack([np.tile(np.eye(periods), (clusters, 1)), treated.ravel()])
    block = (1 - icc) / people * np.eye(periods) + icc
    weight = np.kron(np.eye(clusters), np.linalg.inv(block))
    return float(np.linalg.inv(design.T @ weight @ design)[-1, -1])


@given(
    clusters=st.lists(st.integers(1, 4), min_size=2, max_size=5),
    people=st.integers(1, 50),
    icc=st.floats(0, 0.4),
)
def test_the_variance_of_a_wedge_is_that_of_least_squares(clusters: list[int], people: int, icc: float) -> None:
    design = wedge(clusters)
    assert wedge_variance(design, people, icc) == pytest.approx(by_least_squares(design, people, icc), rel=1e-8)


def test_the_power_of_a_wedge_counted() -> None:
    rng = np.random.default_rng(4)
    treated, icc, people, trials = wedge([3, 3, 3, 3]), 0.05, 20, 20_000
    clusters, periods = treated.shape
    cells = (
        rng.normal(0, sqrt(icc), (trials, clusters, 1))
        + rng.normal(0, sqrt((1 - icc) / people), (trials, clusters, periods))
        + np.linspace(0, 1, periods)
        + 0.3 * treated
    ).reshape(trials, -1)
    design = np.column_stack([np.tile(np.eye(periods), (clusters, 1)), treated.ravel()])
    weight = np.kron(np.eye(clusters), np.linalg.inv((1 - icc) / people * np.eye(periods) + icc))
    covariance = np.linalg.inv(design.T @ weight @ design)
    effect = (cells @ weight @ design @ covariance)[:, -1]
    assert effect.mean() == pytest.approx(0.3, abs=4 * sqrt(covariance[-1, -1] / trials))
    share = (np.abs(effect) / sqrt(covariance[-1, -1]) > stats.norm.isf(0.025)).mean()
    assert share == pytest.approx(power_of_wedge(treated, people, icc, 0.3), abs=NEAR)


@given(d=st.floats(0.1, 1.5), power=st.floats(0.5, 0.95))
def test_more_power_and_smaller_differences_need_more_people(d: float, power: float) -> None:
    found = two_means(d, power=power)
    assert found.per_arm >= found.by_formula - 1e-9
    assert two_means(d * 0.9, power=power).per_arm >= found.per_arm
    assert two_means(d, power=power + 0.03).per_arm >= found.per_arm
    assert two_means(-d, power=power) == found


@given(per_arm=st.integers(2, 5000), d=st.floats(0.001, 100), alpha=st.sampled_from([0.001, 0.05, 0.2]))
def test_a_power_is_a_share_that_grows_with_the_difference(per_arm: int, d: float, alpha: float) -> None:
    small, large = (power_of_two_means(per_arm, one, alpha=alpha) for one in (d, 1.1 * d))
    assert alpha - 1e-9 <= small <= large + 1e-9 <= 1 + 2e-9


@given(size=st.integers(2, 40), icc=st.floats(0.001, 0.3), cv=st.floats(0, 1))
def test_clusters_never_help_and_uneven_ones_help_least(size: int, icc: float, cv: float) -> None:
    assert 1 <= design_effect(size, icc) <= design_effect(size, icc, cv=cv)
    found = cluster_trial(0.5, size, icc)
    assert found.per_arm * size >= two_means_by_formula(0.5)
    one_arm = groups_in_one_arm(0.5, size, icc)
    assert one_arm.in_groups <= found.per_arm * size + size


def test_without_clustering_nothing_is_added() -> None:
    assert clusters_for(100, 20, 0) == 5
    assert design_effect(1, 0.2) == 1
    assert wedge_variance(wedge([1, 1]), 10, 0) > 0


def test_a_wedge_gets_the_fewest_people_that_do() -> None:
    design = wedge([3, 3, 3, 3])
    found = people_for_wedge(design, 0.05, 0.3)
    assert power_of_wedge(design, found - 1, 0.05, 0.3) < 0.8 <= power_of_wedge(design, found, 0.05, 0.3)


@given(count=st.integers(2, 20), steps=st.integers(2, 6), seed=st.integers(0, 999))
def test_every_cluster_crosses_once_in_an_order_that_is_drawn(count: int, steps: int, seed: int) -> None:
    names = [f"clinic {n}" for n in range(count)]
    if count < steps:
        with pytest.raises(TrialProblem, match="take fewer steps"):
            crossing_order(names, steps, np.random.default_rng(seed))
        return
    order = crossing_order(names, steps, np.random.default_rng(seed))
    assert sorted(name for step in order for name in step) == sorted(names)
    sizes = [len(step) for step in order]
    assert max(sizes) - min(sizes) <= 1
    assert all(one >= other for one, other in pairwise(sizes))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: two_means(0), "above 0; found 0"),
        (lambda: two_means(0.3, power=80), "Write it as a share"),
        (lambda: two_means(0.3, power=0.02), "above alpha/2"),
        (lambda: two_means(1e-5), "No number that anybody could ask"),
        (lambda: two_means(0.3, alpha=0), "Alpha must be above 0"),
        (lambda: power_of_two_means(1, 0.3), "2 or more; found 1"),
        (lambda: baseline_factor(1), "between -1 and 1; found 1"),
        (lambda: two_proportions(0.4, 0.4), "above 0; found 0"),
        (lambda: two_proportions(0, 0.4), "above 0 and below 1"),
        (lambda: no_worse(-0.3), "The margin"),
        (lambda: events_needed(1), "logarithm of the hazard ratio"),
        (lambda: with_loss(100, 1), "at least 0 and below 1; found 1"),
        (lambda: design_effect(0.5, 0.05), "one person or more"),
        (lambda: design_effect(5, 1), "intracluster correlation"),
        (lambda: design_effect(5, 0.05, cv=-1), "Sizes vary by 0 or more"),
        (lambda: groups_in_one_arm(0.3, 1, 0.05), "People in a group must be 2"),
        (lambda: wedge([3]), "Sequences must be 2"),
        (lambda: wedge([3, 0]), "must be 1 or more; found 0"),
        (lambda: wedge_variance(np.ones((3, 3), dtype=int), 10, 0.05), "cannot be told apart"),
        (lambda: wedge_variance(np.full((3, 3), 2), 10, 0.05), "0 or 1; found 2 dimensions"),
    ],
)  # fmt: skip
def test_what_cannot_be_planned_is_refused(call: object, said: str) -> None:
    with pytest.raises(TrialProblem, match=said):
        call()
