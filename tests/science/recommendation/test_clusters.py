"""Spreads of therapists and sites agree with a closed form, a likelihood written out in full, and the truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from kith.science.recommendation import RecommendationProblem, Spreads
from kith.science.recommendation.clusters import estimate, fit_spreads, working


def nested(seed: int, sites: int = 6, therapists: int = 5, each: int = 8, skill: float = 0.5, place: float = 0.4):
    """Outcomes with a column of ones and one covariate; therapists within sites."""
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(sites * therapists), each)
    where = who // therapists
    x = np.column_stack([np.ones(len(who)), rng.normal(size=len(who))])
    y = x @ [1.0, 0.5] + rng.normal(0, skill, who.max() + 1)[who] + rng.normal(0, place, sites)[where]
    return x, y + rng.normal(size=len(who)), who, where


def test_one_way_in_equal_groups_is_the_analysis_of_variance() -> None:
    """Between and within mean squares by hand: (MSB - MSW) / n."""
    rng = np.random.default_rng(7)
    who = np.repeat(np.arange(12), 6)
    y = rng.normal(0, 0.8, 12)[who] + rng.normal(size=72)
    means = np.array([y[who == one].mean() for one in range(12)])
    within = sum(((y[who == one] - means[one]) ** 2).sum() for one in range(12)) / (72 - 12)
    between = 6 * means.var(ddof=1)
    told = fit_spreads(working(np.ones((72, 1)), y, who, np.zeros(72, dtype=int)))
    assert told.chance**2 == pytest.approx(within, rel=1e-3)
    assert told.therapists**2 == pytest.approx((between - within) / 6, rel=1e-3)
    assert told.sites == 0.0


def test_two_levels_agree_with_the_likelihood_written_out_in_full() -> None:
    x, y, who, where = nested(3)
    same_therapist, same_site = who[:, None] == who, where[:, None] == where

    def minus_twice(logs: np.ndarray) -> float:
        chance, skill, place = np.exp(logs)
        total = chance * np.eye(len(y)) + skill * same_therapist + place * same_site
        inverse = np.linalg.inv(total)
        inner = x.T @ inverse @ x
        rest = y - x @ np.linalg.solve(inner, x.T @ inverse @ y)
        return float(np.linalg.slogdet(total)[1] + np.linalg.slogdet(inner)[1] + rest @ inverse @ rest)

    found = minimize(minus_twice, np.log([1.0, 0.2, 0.2]), method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-9})
    told = fit_spreads(working(x, y, who, where))
    assert [told.chance**2, told.therapists**2, told.sites**2] == pytest.approx(list(np.exp(found.x)), rel=0.01)


def test_estimates_with_equal_weights_are_generalised_least_squares() -> None:
    x, y, who, where = nested(4)
    spreads = Spreads(1.0, 0.5, 0.4)
    total = np.eye(len(y)) + 0.25 * (who[:, None] == who) + 0.16 * (where[:, None] == where)
    inner = x.T @ np.linalg.solve(total, x)
    told, covariance = estimate(working(x, y, who, where), spreads, np.ones(len(y)))
    assert told == pytest.approx(np.linalg.solve(inner, x.T @ np.linalg.solve(total, y)))
    assert covariance == pytest.approx(np.linalg.inv(inner))


def test_uneven_weights_cost_precision() -> None:
    x, y, who, where = nested(5)
    sums, spreads = working(x, y, who, where), Spreads(1.0, 0.5, 0.4)
    even = estimate(sums, spreads, np.ones(len(y)))[1]
    uneven = estimate(sums, spreads, np.random.default_rng(1).uniform(0.01, 1, len(y)))[1]
    assert (np.diag(uneven) > np.diag(even)).all()


def test_the_truth_is_found_again() -> None:
    told = [fit_spreads(working(*nested(seed, sites=10, therapists=6))) for seed in range(40)]
    assert np.mean([one.therapists**2 for one in told]) == pytest.approx(0.25, abs=0.04)
    assert np.mean([one.sites**2 for one in told]) == pytest.approx(0.16, abs=0.05)


def test_too_few_episodes_are_refused() -> None:
    with pytest.raises(RecommendationProblem, match="3 episodes and 2 unknowns"):
        fit_spreads(working(np.ones((3, 2)), np.arange(3.0), np.zeros(3, dtype=int), np.zeros(3, dtype=int)))
