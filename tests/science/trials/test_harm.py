"""Watching for harm: the printed limit, a path by hand, false alarms that stay few for ever, and harm that is found."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kith.science.trials import TrialProblem, watch_harm


def test_the_printed_limit() -> None:
    assert round(watch_harm([], expected=0.1, odds_ratio=2, alpha=0.05, beta=0.2).limit, 4) == 2.7726


@given(outcomes=st.lists(st.booleans(), max_size=40), expected=st.floats(0.01, 0.5), ratio=st.floats(1.1, 5))
def test_the_path_is_the_ratio_of_two_likelihoods(outcomes: list[bool], expected: float, ratio: float) -> None:
    more = ratio * expected / (1 - expected + ratio * expected)
    found = watch_harm(outcomes, expected=expected, odds_ratio=ratio)
    likelihoods = [stats.bernoulli(p).logpmf(np.array(outcomes, dtype=int)) for p in (more, expected)]
    assert found.path == pytest.approx(np.cumsum(likelihoods[0] - likelihoods[1]).tolist(), abs=1e-9)
    assert (found.signal_at is not None) == any(value >= found.limit for value in found.path)


def test_unknown_outcomes_add_nothing_and_are_counted() -> None:
    plain = watch_harm([True] * 5, expected=0.1, odds_ratio=3)
    found = watch_harm([True, None, True, None, True, True, True], expected=0.1, odds_ratio=3)
    assert found.path == plain.path
    assert (found.unknown, plain.signal_at, found.signal_at) == (2, 4, 6)
    assert found.path[3] == pytest.approx(4 * log(3 / 1.2))


def share_of_signals(p: float, rng: np.random.Generator, *, people: int = 2000, trials: int = 400) -> float:
    found = [watch_harm((rng.random(people) < p).tolist(), expected=0.1, odds_ratio=2) for _ in range(trials)]
    return float(np.mean([one.signal_at is not None for one in found]))


def test_false_alarms_stay_few_for_ever_and_harm_is_found() -> None:
    """Two thousand people each; the bound is .0625. With twice the odds every watch signals."""
    rng = np.random.default_rng(1)
    assert share_of_signals(0.1, rng) <= 0.0625 + 3 * (0.0625 * 0.9375 / 400) ** 0.5
    assert share_of_signals(2 / 11, rng, people=600, trials=200) > 0.97


def test_a_test_after_every_person_would_cry_wolf() -> None:
    """The control: a 5 % binomial test repeated after each person signals far more often."""
    rng = np.random.default_rng(2)
    harmed = np.cumsum(rng.random((300, 1000)) < 0.1, axis=1)
    seen = np.arange(1, 1001)
    signals = (stats.binom.sf(harmed - 1, seen, 0.1) <= 0.05).any(axis=1).mean()
    assert signals > 0.3


@pytest.mark.parametrize(
    "change", [{"expected": 0}, {"odds_ratio": 1}, {"odds_ratio": 0.5}, {"alpha": 0.6, "beta": 0.5}, {"beta": 1}]
)
def test_what_cannot_be_watched_is_refused(change: dict[str, float]) -> None:
    with pytest.raises(TrialProblem, match="found"):
        watch_harm([True], **{"expected": 0.1, "odds_ratio": 2, **change})
