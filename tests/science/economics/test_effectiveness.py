"""QALYs, ratios and net benefit: the printed anchors, what must always hold, another way, and a truth recovered."""

from __future__ import annotations

import math
from itertools import product
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kith.science.economics import (
    SOURCES,
    Beta,
    EconomicsProblem,
    Gamma,
    Normal,
    acceptability,
    bootstrap_increments,
    cost_effectiveness_ratio,
    frontier,
    increment,
    mapped_qalys,
    net_benefit,
    place_on_plane,
    qaly_difference,
    qalys,
    sample,
    shares_of_plane,
    simulate,
    tornado,
    utility,
)

WEEKS = [0, 8, 26, 52]
NEW, USUAL = [0.52, 0.60, 0.68, 0.68], [0.52, 0.55, 0.58, 0.60]


def test_the_anchors_of_the_worked_example() -> None:
    new, usual = qalys(WEEKS, NEW).value, qalys(WEEKS, USUAL).value
    assert (round(new, 6), round(usual, 6), round(new - usual, 6)) == (0.647692, 0.572885, 0.074808)
    assert round(cost_effectiveness_ratio(600, new - usual).value, 1) == 8020.6
    assert round(20_000 * (new - usual) - 600, 1) == 896.2


def test_net_benefit_has_the_anchor_too() -> None:
    gain = qalys(WEEKS, NEW).value - qalys(WEEKS, USUAL).value
    found = increment([1100, 1300], [0.5 + gain, 0.5 + gain], [500, 700], [0.5, 0.5])
    assert found.cost == 600
    assert round(found.icer.value, 1) == 8020.6
    assert round(net_benefit(found, 20_000).value, 1) == 896.2


# ------------------------------------------------------------------------------------------------------------ QALYs


def test_qalys_agree_with_a_sum_of_small_strips() -> None:
    weeks, values = [0, 30, 80, 170], [0.3, 0.7, -0.1, 0.9]
    years = np.linspace(0, 170 / 52, 2_000_001)
    middle = (years[1:] + years[:-1]) / 2
    worth = np.interp(middle, np.array(weeks) / 52, values) / 1.035 ** np.floor(middle)
    assert qalys(weeks, values).value == pytest.approx(float(worth.mean() * years[-1]), abs=1e-8)


@given(st.lists(st.floats(-0.5, 1), min_size=2, max_size=8), st.floats(0, 0.2))
def test_full_health_is_the_most_and_a_point_on_the_line_changes_nothing(values: list[float], rate: float) -> None:
    weeks = [13.0 * place for place in range(len(values))]
    found = qalys(weeks, values, rate=rate).value
    assert found <= qalys(weeks, [1.0] * len(values), rate=rate).value + 1e-12
    between = qalys([0, 6.5, *weeks[1:]], [values[0], (values[0] + values[1]) / 2, *values[1:]], rate=rate)
    assert between.value == pytest.approx(found, abs=1e-12)


def test_full_health_for_three_years_is_discounted_after_the_first() -> None:
    assert qalys([0, 156], [1, 1]).value == pytest.approx(1 + 1 / 1.035 + 1 / 1.035**2)
    assert qalys([0, 156], [1, 1], rate=0).value == pytest.approx(3)


def test_an_unknown_utility_makes_qalys_unknown() -> None:
    found = qalys(WEEKS, [0.5, None, 0.6, 0.7])
    assert (found.value, found.reason) == (None, "the utility at week 8 is not known")


def test_adjusting_recovers_the_gain_that_unequal_starts_hide() -> None:
    generator, gains, naive = np.random.default_rng(3), [], []
    for _ in range(60):
        is_new = generator.random(300) < 0.5
        start = np.clip(generator.normal(0.55, 0.15, 300) - 0.05 * is_new, -0.2, 1)
        later = 0.3 + 0.5 * start + 0.06 * is_new + generator.normal(0, 0.1, 300)
        found = qaly_difference((start + later) / 2, start, [bool(one) for one in is_new])
        gains.append(found.adjusted)
        naive.append(found.unadjusted)
    assert np.mean(gains) == pytest.approx(0.03, abs=0.003)
    assert np.mean(naive) < 0.0, "without adjusting the gain is gone"


def test_adjusting_agrees_with_residuals_on_residuals() -> None:
    generator = np.random.default_rng(4)
    start, arm = generator.normal(0.5, 0.1, 40), np.arange(40) % 3 == 0
    y = 0.2 + 0.7 * start + 0.05 * arm + generator.normal(0, 0.05, 40)
    found = qaly_difference(y, start, [bool(one) for one in arm])

    def left(values: np.ndarray) -> np.ndarray:
        slope, level = np.polyfit(start, values, 1)
        return values - level - slope * start

    one, other = left(arm.astype(float)), left(y)
    gain = float(one @ other / (one @ one))
    se = math.sqrt(float((other - gain * one) @ (other - gain * one)) / 37 / float(one @ one))
    assert (found.adjusted, found.se) == (pytest.approx(gain), pytest.approx(se))
    assert found.ci == (pytest.approx(gain - 2.026192 * se), pytest.approx(gain + 2.026192 * se))


# -------------------------------------------------------------------------------------------------------- utilities

STATES = {0: 0.70, 4: 0.70, 5: 0.62, 9: 0.62, 10: 0.57, 14: 0.57, 15: 0.52, 19: 0.52, 20: 0.39, 27: 0.39}


@pytest.mark.parametrize(("score", "value"), STATES.items())
def test_each_state_has_its_printed_utility(score: int, value: float) -> None:
    found = utility("phq9", score)
    assert (found.value, found.label) == (value, "mapped, not measured")
    assert found.low < found.value < found.high


def test_the_other_link_prints_ranges_and_nothing_below_five() -> None:
    ranges = [(one.low, one.high) for one in (utility("phq9", score, link="furukawa") for score in (5, 10, 15, 20))]
    assert ranges == [(0.8, 0.9), (0.7, 0.8), (0.5, 0.7), (0.0, 0.6)]
    assert utility("phq9", 5, link="furukawa").value is None
    with pytest.raises(EconomicsProblem, match="prints no utility below a PHQ-9 of 5; found 4"):
        utility("phq9", 4, link="furukawa")


def test_the_two_links_conflict_and_both_are_shown() -> None:
    found = mapped_qalys([0, 26, 52], [18, 12, 8])
    assert found.by_state.value < found.lowest.value <= found.highest.value
    below = mapped_qalys([0, 52], [18, 3])
    assert below.by_state.value is not None
    assert below.lowest.reason == "Furukawa (2021) prints no utility for a PHQ-9 of 3"
    assert mapped_qalys([0, 52], [18, None]).by_state.reason == "the utility at week 52 is not known"
    assert set(SOURCES) == {"kolovos", "furukawa"}


# ------------------------------------------------------------------------------------------------ ratios and benefit


@given(st.floats(-1e4, 1e4), st.floats(-1, 1))
def test_a_ratio_is_never_negative_and_dominance_has_a_reason(cost: float, effect: float) -> None:
    found = cost_effectiveness_ratio(cost, effect)
    where = place_on_plane(cost, effect)
    assert (found.value is None) == (where in {"dominant", "dominated", "no difference"})
    assert found.value is None or found.value >= 0
    assert (found.reason is None) == (found.value is not None)


def arms(people: int = 120, seed: int = 11) -> tuple[np.ndarray, ...]:
    """Two invented arms; dearer people gain more. In truth 600 and 0.08 apart."""
    generator = np.random.default_rng(seed)
    hidden = generator.normal(size=(2, people))
    new = (
        1500 + 300 * hidden[0] + generator.normal(0, 200, people),
        0.62 + 0.05 * hidden[0] + generator.normal(0, 0.1, people),
    )
    usual = (
        900 + 200 * hidden[1] + generator.normal(0, 200, people),
        0.54 + 0.05 * hidden[1] + generator.normal(0, 0.1, people),
    )
    return *new, *usual


def test_net_benefit_is_the_difference_of_each_persons_own() -> None:
    new_costs, new_effects, usual_costs, usual_effects = arms()
    found = net_benefit(increment(*arms()), 15_000)
    one, other = 15_000 * new_effects - new_costs, 15_000 * usual_effects - usual_costs
    assert found.value == pytest.approx(one.mean() - other.mean())
    assert found.se == pytest.approx(math.sqrt(one.var(ddof=1) / 120 + other.var(ddof=1) / 120))
    assert found.probability == pytest.approx(1 - NormalDist(found.value, found.se).cdf(0))


def test_the_threshold_at_which_net_benefit_is_nought_is_the_ratio_and_its_limits_those_of_fieller() -> None:
    found = increment(*arms())
    assert net_benefit(found, found.icer.value).value == pytest.approx(0, abs=1e-9)
    assert net_benefit(found, found.interval.low).ci[1] == pytest.approx(0, abs=1e-6)
    assert net_benefit(found, found.interval.high).ci[0] == pytest.approx(0, abs=1e-6)


def test_a_difference_that_is_only_rounding_is_none() -> None:
    found = increment([5, 7], [0.1 + 0.2] * 2, [1, 3], [0.3] * 2)
    assert 0.1 + 0.2 != 0.3
    assert (found.effect, found.place, found.icer.value) == (0, "dominated", None)
    slight = increment([5, 7], [0.3 + 1e-9] * 2, [1, 3], [0.3] * 2)
    assert slight.place == "costs more, helps more"


def test_an_interval_that_reaches_into_dominance_has_no_end_there() -> None:
    generator = np.random.default_rng(15)
    costs, effects = generator.normal(30, 300, 100), generator.normal(0.5, 0.05, 100)
    usual = generator.normal(0, 300, 100), generator.normal(0.3, 0.05, 100)
    shift = 10 - (costs.mean() - usual[0].mean())
    better = increment(costs + shift, effects, *usual)
    assert better.icer.value == pytest.approx(10 / better.effect)
    assert (better.interval.low, better.interval.high > 0) == (None, True)
    assert better.interval.reason == "the interval reaches into where the new arm dominates"
    worse = increment(*usual, costs + shift, effects)
    assert worse.place == "costs less, helps less"
    assert worse.interval.low is None
    assert worse.interval.reason == "the interval reaches into where the new arm is dominated"


def test_the_curve_agrees_with_the_normal_distribution() -> None:
    thresholds = [0.0, 2_000, 5_000, 7_500, 10_000, 20_000]
    found, drawn = increment(*arms()), bootstrap_increments(*arms(), np.random.default_rng(12), draws=4000)
    curve = acceptability(drawn, thresholds)
    expected = [net_benefit(found, one).probability for one in thresholds]
    assert list(curve.probabilities) == pytest.approx(expected, abs=0.025)
    assert drawn.mean(axis=0) == pytest.approx([found.cost, found.effect], rel=0.02)
    assert np.cov(drawn.T)[0, 1] == pytest.approx(found.covariance, rel=0.15)


def test_the_curve_ends_where_it_must() -> None:
    drawn = bootstrap_increments(*arms(30, 13), np.random.default_rng(14), draws=500)
    curve = acceptability(drawn, [0, 1e12])
    assert curve.probabilities[0] == np.mean(drawn[:, 0] < 0)
    assert curve.probabilities[1] == np.mean(drawn[:, 1] > 0)
    shares = shares_of_plane(drawn)
    assert sum(shares.values()) == pytest.approx(1)
    assert len(shares) == 5


def test_a_net_benefit_of_exactly_nought_counts_as_half() -> None:
    found = acceptability(np.array([[600.0, 0.03], [600.0, 0.06], [600.0, 0.01]]), [20_000])
    assert found.probabilities == (0.5,)


def test_pairs_stay_together() -> None:
    costs = np.arange(50.0)
    drawn = bootstrap_increments(costs, costs, np.zeros(2), np.zeros(2), np.random.default_rng(1), draws=30)
    assert (drawn[:, 0] == drawn[:, 1]).all()
    shuffled = bootstrap_increments(costs, costs[::-1], np.zeros(2), np.zeros(2), np.random.default_rng(1), draws=30)
    assert not (shuffled[:, 0] == shuffled[:, 1]).all()


options = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 20)), min_size=2, max_size=7)


@settings(max_examples=400)
@given(options)
@example([(0, 0), (10, 4), (19, 8)])
def test_whoever_is_on_the_frontier_has_the_most_net_benefit_at_some_threshold(found: list[tuple[int, int]]) -> None:
    """Another way: try every threshold at which two options tie, and a little to either side."""
    rungs = frontier([(f"{place}", cost, effect) for place, (cost, effect) in enumerate(found)])
    kept = {(one.cost, one.effect) for one in rungs if one.icer.reason in {None, "the cheapest"}}
    ties = {(a[0] - b[0]) / (a[1] - b[1]) for a, b in product(found, found) if a[1] != b[1]}
    best = set()
    for threshold in sorted({0.0, *(t + shift for t in ties for shift in (-1e-4, 1e-4))}):
        if threshold >= 0:
            most = max(threshold * effect - cost for cost, effect in found)
            best |= {(c, e) for c, e in found if threshold * e - c >= most - 1e-12}
    cheapest = min(found, key=lambda one: (one[0], -one[1]))
    assert kept == {one for one in best if one[0] > cheapest[0]} | {cheapest}
    ratios = [one.icer.value for one in rungs if one.icer.value is not None]
    assert ratios == sorted(set(ratios)), "and each is dearer than the one before"


# ------------------------------------------------------------------------------------------------------ sensitivity


def test_a_tornado_by_hand() -> None:
    base = {"cost": 800.0, "recovery": 0.5, "unused": 1.0}
    swings = tornado(
        lambda p: p["cost"] / p["recovery"], base, {"unused": (0, 2), "cost": (700, 900), "recovery": (0.4, 0.6)}
    )
    assert [one.name for one in swings] == ["recovery", "cost", "unused"]
    assert swings[1].width == pytest.approx(400)
    assert swings[2].width == 0
    with pytest.raises(EconomicsProblem, match="found 900 to 1000 for cost with the base 800"):
        tornado(lambda p: p["cost"], base, {"cost": (900, 1000)})


@pytest.mark.parametrize("given_", [Beta(0.3, 0.05), Gamma(600, 90), Normal(-0.1, 0.4)])
def test_draws_have_the_mean_and_spread_that_were_given(given_: Beta | Gamma | Normal) -> None:
    drawn = sample(given_, np.random.default_rng(21), 200_000)
    assert drawn.mean() == pytest.approx(given_.mean, abs=5 * given_.se / math.sqrt(200_000))
    assert drawn.std() == pytest.approx(given_.se, rel=0.01)
    assert isinstance(given_, Normal) or drawn.min() > 0


def test_all_at_once_agrees_with_the_delta_method() -> None:
    def model(p: dict[str, float]) -> tuple[float, float]:
        return p["sessions"] * p["price"], p["gain"]

    inputs = {"sessions": Gamma(10, 0.5), "price": Gamma(70, 3), "gain": Normal(0.08, 0.02)}
    drawn = simulate(model, inputs, np.random.default_rng(22), draws=20_000)
    assert drawn[:, 0].mean() == pytest.approx(700, rel=0.005)
    assert drawn[:, 0].std() == pytest.approx(math.hypot(70 * 0.5, 10 * 3), rel=0.03)
    again = simulate(model, dict(reversed(inputs.items())), np.random.default_rng(22), draws=20_000)
    assert (again == drawn).all(), "the order in which inputs are written changes nothing"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: qalys([1, 8], [0.5, 0.5]), "Weeks rise from 0, with a utility at each; found weeks 1, 8"),
        (lambda: qalys([0, 8, 8], [0.5, 0.5, 0.5]), "Weeks rise from 0"),
        (lambda: qalys([0, 8], [0.5, 5]), "A utility is at most 1, full health; found 5 at week 8."),
        (lambda: qalys([0, 8], [0.5, math.nan]), "found nan at week 8"),
        (lambda: utility("gad7", 8), "their coefficients have not been checked here"),
        (lambda: utility("core10", 8), "no link is held that has been checked"),
        (lambda: utility("reqol10", 8), "preference weights exist (Keetharuth and others 2021) and need a licence"),
        (lambda: utility("other", 8), "found that no link is known to us"),
        (lambda: utility("phq9", 28), "whole number from 0 to 27; found 28."),
        (lambda: qaly_difference([1, 1, 1, 1], [0.1, 0.2, 0.3, 0.4], [True] * 4), "found one arm"),
        (lambda: increment([1, 2], [1, 2, 3], [1, 2], [1, 2]), "found 2 costs and 3 effects"),
        (lambda: increment([1], [1], [1, 2], [1, 2]), "costs are a list of 2 numbers or more; found 1"),
        (lambda: net_benefit(increment(*arms()), -1), "0 or more; found -1."),
        (lambda: acceptability(np.zeros(3), [1]), "pairs of cost and effect; found shape (3,)"),
        (lambda: frontier([("a", 1, 1)]), "Options are two or more, each with its own name; found a."),
        (lambda: sample(Beta(0.5, 0.6), np.random.default_rng(1), 1), "found 0.5 with the standard error 0.6"),
        (lambda: sample(Gamma(-5, 1), np.random.default_rng(1), 1), "A gamma has a mean above 0; found -5."),
        (lambda: sample(Normal(0, 0), np.random.default_rng(1), 1), "a standard error above 0; found 0 and 0."),
    ],
)
def test_what_cannot_be_compared_is_refused(call, message: str) -> None:
    with pytest.raises(EconomicsProblem) as refused:
        call()
    assert message in str(refused.value)
