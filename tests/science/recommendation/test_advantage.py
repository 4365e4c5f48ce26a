"""Choosing by the person is let through where it gains something, and its gain is seen from outside."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from kith.science.recommendation import (
    Advantage,
    Episodes,
    PersonalLines,
    RecommendationProblem,
    episodes,
    fit_moderation,
    personal_advantage,
    personal_lines,
)
from kith.science.recommendation.advantage import folds_of
from kith.science.recommendation.moderation import term_scale


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
    lines = fit_moderation(*told.of(np.arange(len(told))), 2)
    for k in (0, 1):
        mine = told.option == k
        x = np.column_stack([np.ones(mine.sum()), told.covariates[mine] - lines.centre])
        alone = np.linalg.lstsq(x, told.outcome[mine], rcond=None)[0]
        assert lines.at_centre[k] == pytest.approx(alone[0], abs=0.02)
        assert (lines.slopes[k] / term_scale(lines.scale))[:3] == pytest.approx(alone[1:], abs=0.03)


def test_where_nothing_differs_the_slopes_are_held_together() -> None:
    told = [fit_moderation(*drawn(s, 0.0).of(np.arange(800)), 2) for s in range(10)]
    differing = [fit_moderation(*drawn(s, 0.5).of(np.arange(800)), 2) for s in range(10)]
    assert np.mean([one.alike for one in told]) > 0.2 > max(one.alike for one in differing)
    assert max(np.abs(one.slopes[1] - one.slopes[0]).max() for one in told) < 0.25


def bent(seed: int, by: float, people: int = 1200) -> Episodes:
    """As `drawn`, with nothing but a bend that sets the two options apart: `by` times the square of the first."""
    told = drawn(seed, 0.0, people)
    square = told.covariates[:, 0] ** 2
    return replace(told, outcome=told.outcome + np.where(told.option == 1, by, -by) * square)


def test_lines_bend_where_people_do_and_only_there() -> None:
    """Planted: a half of a square more for b. Learned: what b does at two, less at nought, and the same for a."""
    ends = np.array([[0.0, 0.0, 0.0], [2.0, 0.0, 0.0]])

    def apart(told: Episodes) -> float:
        expected = fit_moderation(*told.of(np.arange(len(told))), 2).expected(ends)
        return float(np.diff(np.diff(expected, axis=1)[:, 0])[0])

    assert np.mean([apart(bent(seed, 0.25)) for seed in range(6)]) == pytest.approx(2 * 0.25 * 4, abs=0.3)
    assert np.mean([apart(bent(seed, 0.0)) for seed in range(6)]) == pytest.approx(0.0, abs=0.2)


def test_parts_are_of_one_size_and_hold_everybody() -> None:
    assert sorted(np.bincount(folds_of(103, 5, np.random.default_rng(1)))) == [20, 20, 21, 21, 21]


NAMES = ("severity", "weeks_waited")
SLOPES = ((-0.1, 0.2), (0.1, -0.2))
LINES = PersonalLines(
    options=("a", "b"),
    names=NAMES,
    centre=(1.0, 0.0),
    middle=(0.0, 0.0),
    scale=(1.0, 1.0),
    slopes=SLOPES,
    covariances=(((0.02, 0.0), (0.0, 0.02)),) * 2,
)


def advantage(is_used: bool, told: Episodes) -> Advantage:
    return replace(gain(told), is_used=is_used)


def lines_of(told: Episodes, unseen: float = 0.0) -> PersonalLines:
    found = personal_lines(told, advantage(True, told), unseen)
    assert found is not None
    return found


def test_a_person_is_shifted_by_hand() -> None:
    """One unit up in the first and two in the second: a -0.1 + 0.4. The variance of a slope is 0.02; times 1 + 4 it is
    0.1, of which the root times 1.6449 is the reach."""
    told = LINES.shifts([2.0, 2.0])
    assert {name: round(one.mean, 9) for name, one in told.items()} == {"a": 0.3, "b": -0.3}
    assert told["a"].high - told["a"].mean == pytest.approx(1.6449 * 0.1**0.5, abs=1e-4)
    assert told["a"].mean - told["a"].low == pytest.approx(1.6449 * 0.1**0.5, abs=1e-4)


def test_a_line_that_bends_and_a_level_that_is_not_known_by_hand() -> None:
    """Products count from the middle, 1: of somebody at 3 and 0 they are 4, -2 and 1; the people in whom options
    overlap have 1, 0 and 1. With a slope of 0.1 for the first product alone, a is 0.1 times 3; with a variance of
    0.01 for it and of 0.01 for the level, 0.09 + 0.01 in all."""
    known = np.zeros((5, 5))
    known[2, 2] = 0.01
    lines = replace(
        LINES,
        middle=(1.0, 1.0),
        centre=(1.0, 1.0, 1.0, 0.0, 1.0),
        slopes=((0.0, 0.0, 0.1, 0.0, 0.0), (0.0, 0.0, -0.1, 0.0, 0.0)),
        covariances=(tuple(map(tuple, known.tolist())),) * 2,
        reference=(0.01, 0.01),
    )
    told = lines.shifts([3.0, 0.0])["a"]
    assert told.mean == pytest.approx(0.3)
    assert told.high - told.mean == pytest.approx(1.6449 * 0.1**0.5, abs=1e-4)
    assert lines.means([[3.0, 0.0], [1.0, 1.0]])[:, 0] == pytest.approx([0.3, -0.1])


def test_what_nobody_wrote_down_makes_a_shift_less_sure_and_does_not_move_it() -> None:
    told = drawn(3, 0.4, 500)
    (one, other) = (lines_of(told, unseen).shifts([1.0, 0.0, 0.0])["b"] for unseen in (0.0, 0.01))
    assert one.mean == other.mean
    assert other.high - other.low > one.high - one.low


def test_nobody_is_shifted_when_no_gain_was_shown_and_never_by_who_they_are() -> None:
    told = drawn(3, 0.4, 500)
    assert personal_lines(told, advantage(False, told)) is None
    with pytest.raises(RecommendationProblem, match="protected attributes; found age_band"):
        personal_lines(replace(told, names=("age_band", "c1", "c2")), advantage(True, told))


@pytest.mark.parametrize("covariates", [[1.0], [1.0, float("nan")]])
def test_a_missing_covariate_is_refused(covariates: list[float]) -> None:
    with pytest.raises(RecommendationProblem, match="needs severity, weeks_waited"):
        LINES.shifts(covariates)


def test_somebody_unlike_those_learned_from_is_beyond_the_lines() -> None:
    assert LINES.reaches([2.0, -2.0])
    assert not LINES.reaches([2.1, 0.0])


def test_shifts_point_the_way_the_world_was_made_and_come_back_as_they_were_kept() -> None:
    told = drawn(6, 0.5, 3000)
    lines = lines_of(told)
    high, low = (lines.shifts([x, 0.0, 0.0])["b"] for x in (1.0, -1.0))
    assert high.low > 0.3
    assert low.high < -0.3
    again = PersonalLines.of_values(json.loads(json.dumps(lines.as_values())))
    assert again.shifts([1.0, 0.0, 0.0])["b"].mean == pytest.approx(high.mean, abs=0.001)


def test_lines_kept_before_any_could_bend_are_read_as_they_were_meant() -> None:
    kept = LINES.as_values()
    del kept["reference"]
    assert PersonalLines.of_values(kept).shifts([2.0, 2.0]) == LINES.shifts([2.0, 2.0])


def test_intervals_of_shifts_hold_what_is_true_where_lines_are_let_through() -> None:
    """Shifts of b for people one unit up, in services where the truth is 0.4 and options overlap at nought; the control
    takes slopes for twice as sure as they are."""
    held, too_sure = [], []
    for seed in range(40):
        one = lines_of(drawn(seed, 0.4, 500)).shifts([1.0, 0.0, 0.0])["b"]
        held.append(one.low <= 0.4 <= one.high)
        too_sure.append(abs(one.mean - 0.4) <= (one.high - one.low) / 4)
    assert sum(held) >= 32
    assert sum(too_sure) < 32
