"""Choosing by the person is let through where it gains something, and its gain is seen from outside."""

from __future__ import annotations

import numpy as np
import pytest

from kith.science.recommendation import (
    Advantage,
    Episodes,
    Learned,
    Moderation,
    OwnEffects,
    RecommendationProblem,
    Spreads,
    episodes,
    evidence_from,
    expected_for,
    fit_moderation,
    own_effects,
    personal_advantage,
)
from kith.science.recommendation.moderation import PENALTIES, folds_of


def drawn(seed: int, slope: float, people: int = 800, therapists: int = 20, covariates: int = 3) -> Episodes:
    """Two options of which the second is better for those high in the first covariate, by `slope` a unit and side."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(people, covariates))
    had = rng.random(people) < 1 / (1 + np.exp(-0.5 * x[:, 1]))
    y = np.where(had, slope, -slope) * x[:, 0] - 0.4 * x[:, 1] + rng.normal(size=people)
    names = [f"c{i}" for i in range(covariates)]
    who = [f"t{i}" for i in rng.integers(0, therapists, people)]
    return episodes(y, x, names, np.where(had, "b", "a"), who, ["s"] * people)


def gain(told: Episodes, seed: int = 0) -> Advantage:
    return personal_advantage(told, np.random.default_rng(seed))


def test_the_gain_is_what_choosing_by_the_person_truly_gains() -> None:
    """With slopes of plus and minus 0.5 the better option is 0.5 |x| above the mean: 0.5 sqrt(2 / pi) = 0.399."""
    told = [gain(drawn(seed, 0.5)) for seed in range(20)]
    assert np.mean([one.gain for one in told]) == pytest.approx(0.399, abs=0.04)
    assert all(one.is_used for one in told)
    assert np.mean([one.chosen_otherwise for one in told]) == pytest.approx(0.5, abs=0.05)


def test_where_nothing_differs_it_is_seldom_let_through() -> None:
    told = [gain(drawn(seed, 0.0, 400)) for seed in range(40)]
    assert sum(one.is_used for one in told) <= 5  # one in twenty would be two; six or more has a chance below 2 in 100
    assert np.mean([one.gain for one in told]) == pytest.approx(0.0, abs=0.03)


def test_gains_seen_on_the_people_learned_from_would_deceive() -> None:
    """The control: 20 covariates of pure chance, lines without a penalty, and their gain where they were fitted."""
    inside, outside = [], []
    for seed in range(10):
        told = drawn(seed, 0.0, 200, covariates=20)
        design = [np.column_stack([np.ones(len(told)), told.covariates])[told.option == k] for k in (0, 1)]
        lines = [np.linalg.lstsq(d, told.outcome[told.option == k], rcond=None)[0] for k, d in enumerate(design)]
        foretold = np.column_stack([np.ones(len(told)), told.covariates]) @ np.array(lines).T
        inside.append(float((foretold.max(axis=1) - foretold.mean(axis=0).max()).mean()))
        outside.append(gain(told).gain)
    assert np.mean(inside) > 0.15
    assert np.mean(outside) < 0.05


def test_with_few_therapists_it_is_not_believed() -> None:
    told = gain(drawn(1, 0.8, therapists=5))
    assert (told.is_used, told.reason) == (False, "too_few_therapists")


def test_the_same_seed_gives_the_same_answer() -> None:
    told = drawn(2, 0.4)
    assert gain(told, 3).interval == gain(told, 3).interval
    assert gain(told, 3).interval != gain(told, 4).interval


def test_lines_without_a_penalty_are_those_of_each_option_alone() -> None:
    """An independent way: with the smallest penalty and many people, each option's own least squares."""
    told = drawn(4, 0.6, 6000)
    lines = fit_moderation(*told.of(np.arange(len(told))), 2, np.random.default_rng(1))
    for k in (0, 1):
        mine = told.option == k
        x = np.column_stack([np.ones(mine.sum()), told.covariates[mine] - lines.centre])
        alone = np.linalg.lstsq(x, told.outcome[mine], rcond=None)[0]
        assert lines.at_centre[k] == pytest.approx(alone[0], abs=0.02)
        assert lines.slopes[k] == pytest.approx(alone[1:], abs=0.03)


def test_where_nothing_differs_the_slopes_are_held_together() -> None:
    told = [fit_moderation(*drawn(s, 0.0).of(np.arange(800)), 2, np.random.default_rng(s)) for s in range(10)]
    assert np.mean([np.isinf(one.penalty) for one in told]) >= 0.5
    assert all(one.penalty in PENALTIES for one in told)
    assert max(np.abs(one.slopes[1] - one.slopes[0]).max() for one in told) < 0.25


def test_parts_are_of_one_size_and_hold_everybody() -> None:
    assert sorted(np.bincount(folds_of(103, 5, np.random.default_rng(1)))) == [20, 20, 21, 21, 21]


OWN = OwnEffects(
    ("a", "b"), np.zeros(2), np.eye(2), (50, 50), (40.0, 40.0), np.array([1.0, 0.0]), Spreads(1.0, 0.0, 0.0)
)
LINES = Moderation(np.zeros(2), np.array([[0.1, 0.3], [0.3, -0.1]]), np.zeros(2), 100.0)
LEARNED = tuple(Learned(name, 0.5, 0.1, 0.3, 0.7, 0.9, 0.4, 50) for name in ("b", "a", "unseen"))


def advantage(is_used: bool) -> Advantage:
    return Advantage(is_used, None if is_used else "no_gain_shown", 0.1, 0.02, (0.06, 0.14), 0.4, LINES)


def test_a_person_is_shifted_by_hand() -> None:
    """One unit up in the first and two in the second: a 0.1 + 0.6, b 0.3 - 0.2; less their mean of 0.4."""
    told = expected_for(LEARNED, OWN, advantage(True), [2.0, 2.0])
    assert [(one.option, round(one.shift, 9)) for one in told] == [("b", -0.3), ("a", 0.3), ("unseen", 0.0)]
    assert told[1].value == pytest.approx(0.8)


def test_nobody_is_shifted_when_no_gain_was_shown() -> None:
    assert {one.shift for one in expected_for(LEARNED, OWN, advantage(False), [2.0, 2.0])} == {0.0}


@pytest.mark.parametrize("covariates", [[1.0], [1.0, float("nan")]])
def test_a_missing_covariate_is_refused(covariates: list[float]) -> None:
    with pytest.raises(RecommendationProblem, match="all 2 covariates"):
        expected_for(LEARNED, OWN, advantage(True), covariates)


def test_shifts_point_the_way_the_world_was_made() -> None:
    told = drawn(6, 0.5, 3000)
    own, lines = own_effects(told), gain(told)
    learned = [Learned(name, 0.5, 0.1, 0.3, 0.7, 0.9, 0.4, 50) for name in ("a", "b")]
    high, low = (expected_for(learned, own, lines, [x, 0.0, 0.0]) for x in (1.0, -1.0))
    assert high[1].shift > 0.3 > -0.3 > low[1].shift


def test_a_learned_effect_is_shown_with_its_own_level() -> None:
    shown = evidence_from(LEARNED[0], "depression", "low", "this service, 2024 to 2026")
    assert (shown.offer, shown.low, shown.high, shown.level, shown.provenance) == ("b", 0.3, 0.7, 0.9, "computed")
