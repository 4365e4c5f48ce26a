"""Differences between practitioners: the numbers of lme4, the equations solved whole, and a truth found again."""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import f as f_distribution

from kith.science.change.growth import GrowthProblem
from kith.science.outcomes.practitioners import practitioner_effects

SLEEP = Path(__file__).parent / "sleepstudy.csv"
RANEF = {
    "308": 40.783710, "309": -77.849554, "310": -63.108567, "330": 4.406442, "331": 10.216189, "332": 8.221238,
    "333": 16.500494, "334": -2.996981, "335": -45.282127, "337": 72.182686, "349": -21.196249, "350": 14.111363,
    "351": -7.862221,
}  # fmt: skip
"""`ranef(lmer(Reaction ~ Days + (1 | Subject), sleepstudy))` as printed in public tutorials of lme4; data: Belenky and
others 2003. VarCorr there: 37.124 between, 30.991 within."""


def sleep() -> tuple[list[str], list[float], list[float]]:
    _, *rows = csv.reader(SLEEP.read_text().splitlines())
    long = [(who, float(day), float(value)) for who, *values in rows for day, value in enumerate(values)]
    who, days, values = zip(*long, strict=True)
    return list(who), list(days), list(values)


def clinic(
    rng: np.random.Generator, between: float, within: float, sizes: list[int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    who = np.repeat(np.arange(len(sizes)), sizes)
    first = rng.uniform(5, 27, who.size)
    own = rng.normal(0, between, len(sizes))
    return who, first, 2 + 0.5 * first + own[who] + rng.normal(0, within, who.size)


def test_the_effects_are_those_of_lme4() -> None:
    found = practitioner_effects(*sleep())
    assert {one: found.effects[one].estimate for one in RANEF} == pytest.approx(RANEF, abs=2e-4)
    assert found.share == pytest.approx(37.124**2 / (37.124**2 + 30.991**2), abs=2e-5)
    assert (found.practitioners, found.cases) == (18, 180)


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
    who, days, values = sleep()
    found = practitioner_effects(who, days, values)
    table = np.array(values).reshape(18, 10)
    between = 10 * table.mean(axis=1).var(ddof=1)
    effect_free = table - table.mean(axis=1, keepdims=True)
    slope = (effect_free * (np.arange(10) - 4.5)).sum() / (18 * 82.5)
    within = ((effect_free - slope * (np.arange(10) - 4.5)) ** 2).sum() / (180 - 2 - 17)
    ends = [(between / within / f_distribution.ppf(p, 17, 161) - 1) / 10 for p in (0.975, 0.025)]
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
    assert all(abs(one.estimate) < 1e-4 and not one.is_beyond_chance for one in found.effects.values())


def test_somebody_far_away_is_beyond_chance_and_the_others_are_not() -> None:
    who, first, last = clinic(np.random.default_rng(8), 0.0, 4.0, [40] * 6)
    found = practitioner_effects(list(who), list(first), list(last + 6 * (who == 3)))
    assert [number for number in range(6) if found.effects[number].is_beyond_chance] == [3]
    assert found.effects[3].estimate > 0


def test_one_practitioner_alone_cannot_be_compared() -> None:
    with pytest.raises(GrowthProblem):
        practitioner_effects(["ben"] * 8, list(range(8)), [1, 3, 2, 5, 4, 6, 5, 8])
