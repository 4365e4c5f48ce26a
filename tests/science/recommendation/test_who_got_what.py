"""Who got what is found again, and the weights make those who got each option alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.science.recommendation import overlap_weights, propensities, propensity_model
from kith.science.recommendation.who_got_what import centre_covariance


def drawn(seed: int, people: int = 6000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(people, 2))
    true = np.array([[0.2, 0.6, 0.0], [-0.2, -0.6, 0.3], [0.0, 0.0, -0.3]])
    lines = np.column_stack([np.ones(people), x]) @ true.T
    return x, (lines + rng.gumbel(size=lines.shape)).argmax(axis=1), true


def test_the_coefficients_are_found_again() -> None:
    x, option, true = drawn(1)
    model = propensity_model(x, option, 3)
    assert (model - model.mean(axis=0)) == pytest.approx(true - true.mean(axis=0), abs=0.08)


def test_the_model_is_where_the_slope_of_the_penalised_likelihood_is_nought() -> None:
    """At the optimum what is seen less what is foretold, times the covariates, is the penalty on the slopes."""
    x, option, _ = drawn(2, 500)
    model = propensity_model(x, option, 3)
    away = np.eye(3)[option] - propensities(model, x)
    assert away.sum(axis=0) == pytest.approx(0, abs=0.02)
    assert away.T @ x == pytest.approx(model[:, 1:], abs=0.02)


def test_weights_balance_what_people_began_with() -> None:
    x, option, _ = drawn(3)
    weights, share = overlap_weights(propensities(propensity_model(x, option, 3), x), option)
    target = share @ x / share.sum()
    for k in range(3):
        mine = option == k
        raw, weighted = x[mine].mean(axis=0) - target, weights[mine] @ x[mine] / weights[mine].sum() - target
        assert np.abs(weighted).max() < 0.04
        assert k == 2 or np.abs(raw).max() > 0.15  # the control: without weights they are not alike


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=20))
def test_with_two_options_a_person_counts_by_how_likely_the_other_was(likely: list[float]) -> None:
    first = np.array(likely)
    both = np.column_stack([first, 1 - first])
    for option, other in ((0, 1 - first), (1, first)):
        weights, share = overlap_weights(both, np.full(len(first), option))
        assert weights == pytest.approx(other)
        assert share == pytest.approx(first * (1 - first))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.floats(0.05, 1), min_size=4, max_size=4), min_size=1, max_size=10))
def test_weights_lie_between_nought_and_one_and_add_up_over_options(drawn_likely: list[list[float]]) -> None:
    likely = np.array(drawn_likely)
    likely = likely / likely.sum(axis=1, keepdims=True)
    each = [overlap_weights(likely, np.full(len(likely), k))[0] for k in range(4)]
    assert sum(each) == pytest.approx(np.ones(len(likely)))


def test_how_far_the_mean_of_those_in_whom_options_overlap_may_lie_is_how_far_it_does() -> None:
    """Over 400 services of 500 people; a mean of the same people that takes likelihoods for known would vary less."""
    rng = np.random.default_rng(8)
    centres, told, too_small = [], [], []
    for _ in range(400):
        x = rng.normal(size=(500, 1))
        option = (rng.random(500) < 1 / (1 + np.exp(-1.2 * x[:, 0]))).astype(int)
        likely = propensities(propensity_model(x, option, 2), x)
        _, share = overlap_weights(likely, option)
        centre = share @ x / share.sum()
        centres.append(centre[0])
        told.append(centre_covariance(x, x - centre, likely, option, np.zeros(500, dtype=int))[0, 0])
        too_small.append(((share * (x - centre)[:, 0]) ** 2).sum() / share.sum() ** 2)
    assert np.mean(told) == pytest.approx(np.var(centres), rel=0.15)
    assert np.mean(too_small) < 0.75 * np.var(centres)  # the control


def test_practitioners_habits_are_counted_because_another_service_has_others() -> None:
    """Over 150 services of 16 practitioners, who like one option or the other; the control takes people for units."""
    rng, who = np.random.default_rng(9), np.arange(400) % 16
    centres, told, too_small = [], [], []
    for _ in range(150):
        x = rng.normal(size=(400, 1))
        option = (rng.random(400) < 1 / (1 + np.exp(-x[:, 0] - rng.normal(0, 1.5, 16)[who]))).astype(int)
        likely = propensities(propensity_model(x, option, 2), x)
        _, share = overlap_weights(likely, option)
        centre = share @ x / share.sum()
        centres.append(centre[0])
        told.append(centre_covariance(x, x - centre, likely, option, who)[0, 0])
        too_small.append(centre_covariance(x, x - centre, likely, option, np.zeros(400, dtype=int))[0, 0])
    assert np.mean(told) == pytest.approx(np.var(centres), rel=0.25)
    assert np.mean(too_small) < 0.6 * np.var(centres)
