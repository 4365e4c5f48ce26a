"""Differences between practitioners: the share of lme4, the likelihood written out whole, and a truth found again."""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import f as f_distribution

from kith.science.change.growth import GrowthProblem
from kith.science.outcomes.practitioners import practitioner_effects

CHANGE = Path(__file__).parents[1] / "change"


def clinic(
    rng: np.random.Generator, between: float, within: float, sizes: list[int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    who = np.repeat(np.arange(len(sizes)), sizes)
    first = rng.uniform(5, 27, who.size)
    own = rng.normal(0, between, len(sizes))
    return who, first, 2 + 0.5 * first + own[who] + rng.normal(0, within, who.size)


def panel() -> tuple[list[str], list[float], list[float]]:
    """The invented table that `validation/growth.R` gave to lme4; its rows with a missing number are left out."""
    _, *rows = csv.reader((CHANGE / "growth_panel.csv").read_text().splitlines())
    whole = [(who, float(time), float(score)) for who, time, score, _first in rows if "NA" not in (time, score)]
    who, times, scores = zip(*whole, strict=True)
    return list(who), list(times), list(scores)


def even() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Twelve practitioners with fifteen cases each, who all began with the same scores."""
    who, first, last = clinic(np.random.default_rng(6), 3.0, 4.0, [15] * 12)
    return who, np.tile(first[:15], 12), last - 0.5 * first + 0.5 * np.tile(first[:15], 12)


def test_the_share_is_that_of_lme4() -> None:
    """Its `lmer(score ~ time + (1 | person))` as pinned by `validation/growth.R`."""
    rows = csv.reader((CHANGE / "growth_lme4.csv").read_text().splitlines())
    (answers,) = [row[4:] for row in rows if row[:4] == ["panel", "linear", "FALSE", ""]]
    _criterion, within, people, cases, between = map(float, answers[:5])
    found = practitioner_effects(*panel())
    assert found.share == pytest.approx(between / (between + within), rel=1e-4)
    assert (found.practitioners, found.cases) == (people, cases)


def slowly(who: np.ndarray, first: np.ndarray, last: np.ndarray) -> tuple[float, np.ndarray]:
    """The share and the effects from the restricted likelihood as it is defined, every matrix written out."""
    design, members = np.column_stack([np.ones_like(first), first]), np.eye(who.max() + 1)[who]

    def solved(share: float) -> tuple[float, np.ndarray]:
        spread = np.linalg.inv(share * members @ members.T + (1 - share) * np.eye(last.size))
        of_line = design.T @ spread @ design
        left = last - design @ np.linalg.solve(of_line, design.T @ spread @ last)
        free = last.size - design.shape[1]
        logs = np.linalg.slogdet(of_line)[1] - np.linalg.slogdet(spread)[1]
        criterion = float(logs + free * np.log(left @ spread @ left / free))
        return criterion, share * members.T @ spread @ left

    best = minimize_scalar(lambda share: solved(share)[0], bounds=(0, 0.9), method="bounded", options={"xatol": 1e-9})
    return float(best.x), solved(float(best.x))[1]


def test_share_and_effects_are_those_of_the_likelihood_written_out_whole() -> None:
    who, first, last = clinic(np.random.default_rng(4), 3.5, 4.0, [5, 8, 20, 35, 50, 12, 30])
    found = practitioner_effects(list(who), list(first), list(last))
    share, effects = slowly(who, first, last)
    assert 0.02 < share < 0.6  # neither end of the search, where two wrong ways could agree
    assert found.share == pytest.approx(share, abs=2e-5)
    assert found.tells_apart
    assert [found.effects[one].estimate for one in range(7)] == pytest.approx(list(effects), abs=5e-4)


def test_with_as_many_cases_of_the_same_starts_it_is_the_table_of_variances() -> None:
    """By hand: with MSB and MSW of the table, an effect keeps 1 - MSW / MSB of the plain distance."""
    who, first, last = even()
    table = last.reshape(12, 15)
    apart = table - table.mean(axis=1, keepdims=True)
    starts = first[:15] - first[:15].mean()
    slope = (apart * starts).sum() / (12 * (starts**2).sum())
    within = ((apart - slope * starts) ** 2).sum() / (180 - 12 - 1)
    between = 15 * table.mean(axis=1).var(ddof=1)
    found = practitioner_effects(list(who), list(first), list(last))
    own = (between - within) / 15
    assert found.share == pytest.approx(own / (own + within), abs=1e-5)
    kept = (1 - within / between) * (table.mean(axis=1) - table.mean())
    assert [found.effects[one].estimate for one in range(12)] == pytest.approx(list(kept), abs=2e-4)


def test_each_effect_and_its_spread_solve_the_mixed_model_equations() -> None:
    """Henderson's equations written out whole: the lower corner of their inverse is the spread of each effect."""
    who, first, last = clinic(np.random.default_rng(2), 2.0, 5.0, [4, 9, 25, 40, 60])
    found = practitioner_effects(list(who), list(first), list(last))
    design, members = np.column_stack([np.ones_like(first), first]), np.eye(5)[who]
    ratio = (1 - found.share) / found.share
    whole = np.block(
        [[design.T @ design, design.T @ members], [members.T @ design, members.T @ members + ratio * np.eye(5)]]
    )
    solved = np.linalg.solve(whole, np.r_[design.T @ last, members.T @ last])
    left = last - design @ solved[:2] - members @ solved[2:]
    within = float(last @ left) / (len(last) - 2)
    spread = np.sqrt(within * np.diag(np.linalg.inv(whole))[2:])
    for number in range(5):
        effect = found.effects[number]
        assert effect.estimate == pytest.approx(solved[2 + number], rel=1e-3, abs=1e-4)
        # The conditional spread and what the line adds are the diagonal of the inverse up to what effects share.
        assert (effect.high - effect.low) / 2 / 1.959964 == pytest.approx(spread[number], rel=1e-3)


def test_few_cases_are_held_near_the_average_and_are_less_sure() -> None:
    who, first, last = clinic(np.random.default_rng(5), 2.0, 5.0, [3, 30, 30, 30, 30, 300])
    found = practitioner_effects(list(who), list(first), list(last))
    few, many = found.effects[0], found.effects[5]
    assert few.weight < found.effects[1].weight < many.weight < 1
    assert few.high - few.low > many.high - many.low
    assert (few.cases, many.cases) == (3, 300)


def test_the_interval_of_the_share_is_the_classical_one_where_all_have_as_many_cases_of_one_start() -> None:
    """Searle's exact interval: with equal numbers and the same starts for each, one F quotient gives both ends."""
    who, first, last = even()
    found = practitioner_effects(list(who), list(first), list(last))
    table = last.reshape(12, 15)
    between = 15 * table.mean(axis=1).var(ddof=1)
    apart = table - table.mean(axis=1, keepdims=True)
    starts = first[:15] - first[:15].mean()
    slope = (apart * starts).sum() / (12 * (starts**2).sum())
    within = ((apart - slope * starts) ** 2).sum() / (180 - 12 - 1)
    ends = [(between / within / f_distribution.ppf(p, 11, 167) - 1) / 15 for p in (0.975, 0.025)]
    assert (found.low, found.high) == pytest.approx([end / (1 + end) for end in ends], abs=1e-9)


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    rng, truth, held = np.random.default_rng(11), 0.05, 0
    for _time in range(100):
        who, first, last = clinic(rng, 1.25, 1.25 * 19**0.5, [5, 10, 20, 20, 30, 40, 50, 80])
        found = practitioner_effects(list(who), list(first), list(last))
        held += found.low <= truth <= found.high
    assert 89 <= held <= 99


def test_where_nobody_differs_there_is_nothing_to_read() -> None:
    """The same residuals for everybody: no variance lies between, so every effect is nought."""
    noise = np.tile([1.0, -1.0, 2.0, -2.0], 8)
    who, first = np.repeat(np.arange(8), 4), np.tile([10.0, 12.0, 14.0, 16.0], 8)
    found = practitioner_effects(list(who), list(first), list(first / 2 + noise))
    assert found.share == pytest.approx(0, abs=1e-6)
    assert found.low == 0
    assert not found.tells_apart
    assert all(abs(one.estimate) < 1e-4 and not one.is_beyond_chance for one in found.effects.values())


def test_somebody_far_away_is_beyond_chance_and_the_others_are_not() -> None:
    who, first, last = clinic(np.random.default_rng(8), 0.0, 4.0, [40] * 6)
    found = practitioner_effects(list(who), list(first), list(last + 6 * (who == 3)))
    assert [number for number in range(6) if found.effects[number].is_beyond_chance] == [3]
    assert found.effects[3].estimate > 0


def test_one_practitioner_alone_cannot_be_compared() -> None:
    with pytest.raises(GrowthProblem):
        practitioner_effects(["ben"] * 8, list(range(8)), [1, 3, 2, 5, 4, 6, 5, 8])
