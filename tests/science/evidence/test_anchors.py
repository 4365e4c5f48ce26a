"""Anchors that are not met to the last printed digit: our own value to 1e-6, and where the printed one comes from."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.special import ndtr, ndtri

from kith.science.evidence import (
    Contrast,
    event_rate_from_d,
    fit_network,
    limit_meta_analysis,
    number_needed_to_treat,
    regress,
)
from kith.science.evidence.network import Network
from tests.science.evidence import pinned

CLOSE = 1e-6


def bcg() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    y, v, latitude = pinned.sets()["bcg"]
    return y, v, latitude


def scored(y: np.ndarray, v: np.ndarray, x: np.ndarray, threshold: float) -> float:
    """REML's tau² by Fisher scoring from the HE estimate, as metafor does it, until a step is below the threshold."""
    rest = np.eye(len(y)) - x @ np.linalg.inv(x.T @ x) @ x.T
    tau2 = max(0.0, (y @ rest @ y - np.trace(rest @ np.diag(v))) / (len(y) - x.shape[1]))
    for _ in range(100):
        w = np.diag(1 / (v + tau2))
        p = w - w @ x @ np.linalg.inv(x.T @ w @ x) @ x.T @ w
        before, tau2 = tau2, max(0.0, tau2 + (y @ p @ p @ y - np.trace(p)) / np.trace(p @ p))
        if abs(tau2 - before) <= threshold:
            break
    return float(tau2)


def explained_and_qm(tau2: float, without: float) -> tuple[float, float]:
    y, v, latitude = bcg()
    x = np.column_stack([np.ones(len(y)), latitude])
    inverse = np.linalg.inv(x.T @ (x / (v + tau2)[:, None]))
    slope = (inverse @ (x.T @ (y / (v + tau2))))[1]
    return 100 * (without - tau2) / without, float(slope**2 / inverse[1, 1])


def test_latitude_differs_from_print_by_where_the_scoring_stops() -> None:
    """Printed .0764, 75.62 and 16.3571 are scoring stopped at metafor's 1e-5; ours goes on to where nothing moves."""
    y, v, latitude = bcg()
    x, one = np.column_stack([np.ones(len(y)), latitude]), np.ones((len(y), 1))
    early, early_without = scored(y, v, x, 1e-5), scored(y, v, one, 1e-5)
    explained, qm = explained_and_qm(early, early_without)
    assert (round(early, 4), round(explained, 2), round(qm, 4)) == (0.0764, 75.62, 16.3571)
    found = regress(y, v, [("latitude", latitude)], test="z")
    assert found.tau2 == pytest.approx(0.0763479640, abs=CLOSE)
    assert found.explained == pytest.approx(75.6266218, abs=1e-4)
    assert found.qm == pytest.approx(16.3582321, abs=CLOSE)
    whole, whole_without = scored(y, v, x, 1e-13), scored(y, v, one, 1e-13)
    ours = explained_and_qm(whole, whole_without)
    assert (found.tau2, found.explained, found.qm) == pytest.approx((whole, *ours), abs=1e-8)


def test_the_event_rate_differs_from_print_by_a_quantile_cut_off() -> None:
    """Printed .3666 is the quantile of .2 cut off after three digits, -0.841 for -0.8416."""
    assert event_rate_from_d(0.5, 0.2) == pytest.approx(0.366317978, abs=CLOSE)
    assert number_needed_to_treat(0.5, 0.2) == pytest.approx(6.012579118, abs=CLOSE)
    cut_off = math.trunc(1000 * float(ndtri(0.2))) / 1000
    assert round(float(ndtr(0.5 + cut_off)), 4) == 0.3666


def test_the_heterogeneity_of_the_diabetes_trials_differs_from_print_by_a_covariance() -> None:
    """Printed .1010501 takes the two comparisons of Willms with placebo to err independently; they share an arm."""
    found = fit_network(pinned.network("senn"), reference="plac", method="REML").tau2
    assert found == pytest.approx(0.0999174606, abs=CLOSE)
    assert likelihood_tau2(is_covaried=True) == pytest.approx(found, abs=CLOSE)
    assert round(likelihood_tau2(is_covaried=False), 7) == 0.1010501


def likelihood_tau2(*, is_covaried: bool) -> float:
    """REML's tau² of the Senn network by a search over the likelihood, Willms as two comparisons with placebo."""
    every = pinned.network("senn")
    closing = next(row for row in every if row.study == "Willms" and "plac" not in (row.treat1, row.treat2))
    rows = [row for row in every if row is not closing]
    names = sorted({name for row in rows for name in (row.treat1, row.treat2)} - {"plac"})
    x = np.array([[float(name == row.treat1) - float(name == row.treat2) for name in names] for row in rows])
    y, spread, shared = np.array([row.effect for row in rows]), np.diag([row.se**2 for row in rows]), np.eye(len(rows))
    one, two = (place for place, row in enumerate(rows) if row.study == "Willms")
    shared[one, two] = shared[two, one] = 0.5
    if is_covaried:
        spread[one, two] = spread[two, one] = (rows[one].se ** 2 + rows[two].se ** 2 - closing.se**2) / 2

    def loss(tau2: float) -> float:
        inverse = np.linalg.inv(spread + tau2 * shared)
        normal = x.T @ inverse @ x
        rest = y - x @ np.linalg.solve(normal, x.T @ inverse @ y)
        logs = np.linalg.slogdet(spread + tau2 * shared)[1] + np.linalg.slogdet(normal)[1]
        return float(logs + rest @ inverse @ rest)

    return float(minimize_scalar(loss, bounds=(0, 1), method="bounded", options={"xatol": 1e-12}).x)


def test_limit_meta_analysis_is_the_radial_line_worked_out_by_sums() -> None:
    """Least squares of y/s on 1/s by the sums of any schoolbook, with s² = v + tau² and metafor's tau²."""
    y, v, _ = bcg()
    tau2 = pinned.answers()["bcg.REML.z"]["tau2"]
    s = np.sqrt(v + tau2)
    along, up, k = 1 / s, y / s, len(y)
    sxx = float(((along - along.mean()) ** 2).sum())
    slope = float(((along - along.mean()) * (up - up.mean())).sum()) / sxx
    intercept = float(up.mean() - slope * along.mean())
    rest = float(((up - intercept - slope * along) ** 2).sum()) / (k - 2)
    tau = math.sqrt(tau2)
    # the variances of slope and intercept, and their covariance, of a straight line
    both = rest / sxx, rest * (1 / k + along.mean() ** 2 / sxx), -rest * along.mean() / sxx
    se = math.sqrt(both[0] + tau2 * both[1] + 2 * tau * both[2])
    found = limit_meta_analysis(y, v)
    assert (found.estimate, found.se) == pytest.approx((slope + tau * intercept, se), abs=CLOSE)
    reach = 2.2009851600916384 * se  # t with 11 degrees at 0.975
    assert found.ci == pytest.approx((found.estimate - reach, found.estimate + reach), abs=CLOSE)


def hat_of(found: Network) -> np.ndarray:
    """H = B(B'WB)⁺B'W of a network without trials of three arms, by the pseudo-inverse of numpy."""
    table, circuit = found.table, found.best_model.circuit
    b = np.zeros((len(table.y), len(table.treatments)))
    for row, (one, other) in enumerate(zip(table.first, table.second, strict=True)):
        b[row, one], b[row, other] = 1, -1
    w = np.diag(1 / (table.v + circuit.tau2))
    return np.asarray(b @ np.linalg.pinv(b.T @ w @ b) @ b.T @ w)


@pytest.mark.parametrize(("name", "reference"), [("senn", "plac"), ("stowe", "Placebo")])
def test_the_direct_share_is_the_diagonal_of_the_hat_matrix(name: str, reference: str) -> None:
    rows = pinned.network(name)
    plain = [row for row in rows if sum(other.study == row.study for other in rows) == 1]
    found = fit_network(plain, reference=reference)
    diagonal = np.diag(hat_of(found))
    for split in found.best_model.splits:
        pair = {split.treat1, split.treat2}
        at = [place for place, row in enumerate(plain) if {row.treat1, row.treat2} == pair]
        assert split.share == pytest.approx(float(diagonal[at].sum()), abs=1e-9)
        assert split.trials == len(at)


def test_a_direct_share_by_hand() -> None:
    """Three treatments, variances 1, 2 and 3: the direct one of 1 beside an indirect one of 2 + 3 has 5/6."""
    trials = [
        Contrast("s1", "a", "b", 0.1, 1.0),
        Contrast("s2", "b", "c", 0.2, 2**0.5),
        Contrast("s3", "a", "c", 0, 3**0.5),
    ]
    splits = {
        frozenset((one.treat1, one.treat2)): one.share for one in fit_network(trials, reference="a").common.splits
    }
    assert splits[frozenset("ab")] == pytest.approx(5 / 6, abs=1e-12)
    assert splits[frozenset("bc")] == pytest.approx(4 / 6, abs=1e-12)
    assert splits[frozenset("ac")] == pytest.approx(3 / 6, abs=1e-12)
