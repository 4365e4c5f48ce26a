"""What nobody wrote down: as strong as what was, on average; and intervals that count it hold the truth."""

from __future__ import annotations

import numpy as np
import pytest

from kith.science.recommendation import (
    Episodes,
    episodes,
    fit_moderation,
    own_effects,
    unseen_in_slopes,
    unseen_variance,
    with_unseen,
)

NAMES = ("severity", "other_severity", "weeks_waited")
EFFECT = 0.4


def drawn(seed: int, people: int = 800) -> tuple[Episodes, Episodes]:
    """Two options. Four things steer who gets what and what comes of it, all drawn alike; the last is written down in
    the second answer alone."""
    rng = np.random.default_rng(seed)
    x, steers, matters = rng.normal(size=(people, 4)), rng.normal(0, 0.5, 4), rng.normal(0, 0.35, 4)
    had = rng.random(people) < 1 / (1 + np.exp(-x @ steers))
    y = EFFECT * had + x @ matters + rng.normal(size=people)
    rest = (np.where(had, "b", "a").tolist(), [f"t{i % 20}" for i in range(people)], ["s"] * people)
    return episodes(y, x[:, :3], NAMES, *rest), episodes(y, x, (*NAMES, "months_ill"), *rest)


def held(told: Episodes, *, counts: bool) -> bool:
    own = own_effects(told)
    own = with_unseen(told, own) if counts else own
    contrast = np.array([-1.0, 1.0])
    return bool(abs(contrast @ own.means - EFFECT) <= 1.6449 * float(contrast @ own.covariance @ contrast) ** 0.5)


def test_intervals_that_count_what_nobody_wrote_down_hold_the_truth() -> None:
    """The control: the same intervals as if all had been written down hold it too seldom; where it was, they do not."""
    services = [drawn(seed) for seed in range(60)]
    assert np.mean([held(told, counts=True) for told, _ in services]) == pytest.approx(0.90, abs=0.07)
    assert np.mean([held(told, counts=False) for told, _ in services]) < 0.8
    assert np.mean([held(whole, counts=False) for _, whole in services]) == pytest.approx(0.90, abs=0.07)


def test_moves_of_chance_alone_are_not_taken_for_more() -> None:
    rng = np.random.default_rng(1)
    chance = rng.normal(0, 0.1, 60)
    assert unseen_variance(chance, np.full(60, 0.01)) < 0.1 * unseen_variance(chance, np.zeros(60))


def test_the_first_score_of_the_outcome_is_no_measure_of_what_is_missing() -> None:
    """It steers and matters most: counted as one of a kind with what is missing, everything would be less sure."""
    rng = np.random.default_rng(2)
    x = rng.normal(size=(1500, 3))
    had = rng.random(1500) < 1 / (1 + np.exp(-x[:, 0]))
    y = -0.8 * x[:, 0] + rng.normal(size=1500)
    told = episodes(y, x, NAMES, np.where(had, "b", "a").tolist(), [f"t{i % 20}" for i in range(1500)], ["s"] * 1500)
    own = own_effects(told)
    without, beside = (float(with_unseen(told, own, but).covariance[0, 0]) for but in (NAMES[:1], ()))
    assert float(own.covariance[0, 0]) < without < 0.5 * beside


def test_an_unseen_thing_makes_slopes_less_sure_only_where_what_was_seen_moves_them() -> None:
    """Slopes move when something that has its own slope, and goes with another thing among those who got one option, is
    left out. The control has no own slopes at all."""
    rng = np.random.default_rng(3)
    shared = rng.normal(size=1500)
    x = 0.6 * shared[:, None] + rng.normal(size=(1500, 3))
    had = rng.integers(0, 2, 1500)
    rest = ([("a", "b")[one] for one in had], ["t"] * 1500, ["s"] * 1500)
    found = []
    for by in (0.0, 0.5):
        y = by * np.where(had == 1, 1, -1) * x.sum(axis=1) + rng.normal(size=1500)
        told = episodes(y, x, NAMES, *rest)
        found.append(unseen_in_slopes(told, fit_moderation(y, x, had, 2), NAMES[:1]))
    assert found[1] > 10 * found[0]


def test_with_one_thing_alone_nothing_can_be_left_out_and_the_prior_decides() -> None:
    told, _ = drawn(1)
    alone = episodes(
        told.outcome,
        told.covariates[:, :1],
        NAMES[:1],
        [told.options[i] for i in told.option],
        ["t"] * len(told),
        ["s"] * len(told),
    )
    added = with_unseen(alone, own_effects(alone)).covariance - own_effects(alone).covariance
    assert np.diag(added) == pytest.approx(unseen_variance([], []))
    assert unseen_variance([], []) > 0.01
