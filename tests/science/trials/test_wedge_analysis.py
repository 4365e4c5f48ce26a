"""Reading a stepped wedge: truths recovered, levels held, and time that a plain comparison takes for an effect."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from kith.science.trials import TrialProblem, analyse_wedge, wedge, wedge_variance

DESIGN = wedge([3, 3, 3, 3])
PEOPLE = [[20] * 5] * 12


def seen(rng: np.random.Generator, effect: float, *, icc: float = 0.05, drift: float = 0.0) -> np.ndarray:
    """Cell means: time that rises by a quarter a period, clusters of their own level, and people."""
    clusters, periods = DESIGN.shape
    time = 0.25 * np.arange(periods)
    own = rng.normal(0, sqrt(icc), (clusters, 1)) + rng.normal(0, drift, (clusters, 1)) * np.arange(periods)
    return time + own + rng.normal(0, sqrt((1 - icc) / 20), (clusters, periods)) + effect * DESIGN


def read(means: np.ndarray, **more: object) -> object:
    return analyse_wedge(DESIGN, means.tolist(), PEOPLE, np.random.default_rng(1), **{"orders": 19, **more})


def test_with_known_variances_it_is_least_squares() -> None:
    """The estimate is that of least squares at the icc that was found, written out over all cells."""
    means = seen(np.random.default_rng(3), 0.3)
    found = read(means)
    block = np.linalg.inv((1 - found.icc) / 20 * np.eye(5) + found.icc)
    x = np.column_stack([np.tile(np.eye(5), (12, 1)), DESIGN.ravel()])
    weight = np.kron(np.eye(12), block)
    expected = np.linalg.solve(x.T @ weight @ x, x.T @ weight @ means.ravel())[-1]
    assert found.effect == pytest.approx(expected, abs=1e-9)


def test_a_known_effect_is_recovered_with_the_spread_that_was_planned() -> None:
    rng = np.random.default_rng(4)
    found = [read(seen(rng, 0.3)) for _ in range(300)]
    planned = wedge_variance(DESIGN, 20, 0.05)
    assert np.mean([one.effect for one in found]) == pytest.approx(0.3, abs=4 * sqrt(planned / 300))
    assert np.var([one.effect for one in found]) == pytest.approx(planned, rel=0.3)
    assert np.mean([one.icc for one in found]) == pytest.approx(0.05, abs=0.01)
    holds = np.mean([one.low <= 0.3 <= one.high for one in found])
    assert holds > 0.92


def test_comparing_treated_with_untreated_cells_takes_time_for_an_effect() -> None:
    """The control: without periods in the model an effect of nought looks like one of half a standard deviation."""
    rng = np.random.default_rng(5)
    plain, ours = [], []
    for _ in range(50):
        means = seen(rng, 0.0)
        plain.append(means[DESIGN == 1].mean() - means[DESIGN == 0].mean())
        ours.append(read(means).effect)
    assert np.mean(plain) > 0.4
    assert abs(np.mean(ours)) < 0.06


def test_levels_hold_with_clusters_that_wander_and_fail_when_clusters_are_forgotten() -> None:
    """Cells whose errors go on from one period to the next, which the model does not know of; nothing happened."""
    rng = np.random.default_rng(6)
    false = {"interval": 0.0, "orders": 0.0, "no clusters": 0.0}
    periods = np.tile(np.eye(5), (12, 1))
    x = np.column_stack([periods, DESIGN.ravel()])
    bread = np.linalg.inv(x.T @ x)
    for _ in range(200):
        wander = np.cumsum(rng.normal(0, 0.15, (12, 5)), axis=1)
        means = seen(rng, 0.0, icc=0.3) + wander
        found = read(means, orders=99)
        false["interval"] += (found.p <= 0.05) / 200
        false["orders"] += (found.p_by_order <= 0.05) / 200
        plain = bread @ x.T @ means.ravel()
        residual = means.ravel() - x @ plain
        se = sqrt(residual @ residual / 54 * bread[-1, -1])
        false["no clusters"] += (abs(plain[-1]) / se > 2.005) / 200
    assert max(false["interval"], false["orders"]) < 0.05 + 3 * sqrt(0.0475 / 200)
    assert false["no clusters"] > 0.12


def test_the_test_by_orders_finds_an_effect() -> None:
    rng = np.random.default_rng(7)
    found = [read(seen(rng, 0.5), orders=99).p_by_order for _ in range(50)]
    assert np.mean([p <= 0.05 for p in found]) > 0.85
    assert min(found) >= 1 / 100


def test_a_cell_with_nobody_is_left_out() -> None:
    means = seen(np.random.default_rng(8), 0.3).tolist()
    people = [list(row) for row in PEOPLE]
    means[2][4], people[2][4] = None, 0
    found = analyse_wedge(DESIGN, means, people, np.random.default_rng(1), orders=19)
    assert found.cells == 59
    assert found.effect == pytest.approx(read(seen(np.random.default_rng(8), 0.3)).effect, abs=0.05)


def test_units_and_the_level_of_a_period_do_not_matter() -> None:
    means = seen(np.random.default_rng(9), 0.3)
    one, other = read(means), read(10 * (means + np.array([5, 0, -3, 2, 9])))
    assert other.effect == pytest.approx(10 * one.effect, rel=1e-4)
    assert other.p == pytest.approx(one.p, rel=1e-3)
    assert other.p_by_order == one.p_by_order


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"means": [[1.0] * 5] * 11}, "tables of one shape"),
        ({"people": [[20] * 4] * 12}, "tables of one shape"),
        ({"means": [[1.0] * 4 + [None]] * 12}, "found None and 20 in cluster 1, period 5"),
        ({"means": [[float("inf")] * 5] * 12}, "finite mean"),
        ({"treated": np.zeros((12, 5), dtype=int)}, "cannot be told apart"),
        ({"means": [[1.0, 2.0, 3.0, 4.0, 5.0]] * 12}, "found no spread"),
        ({"orders": 5}, "19 or more"),
    ],
)
def test_what_cannot_be_read_is_refused(change: dict[str, object], said: str) -> None:
    rng = np.random.default_rng(2)
    given = {"treated": DESIGN, "means": seen(rng, 0.3).tolist(), "people": PEOPLE, "rng": rng, **change}
    with pytest.raises(TrialProblem, match=said):
        analyse_wedge(**given)
