"""What a course and a recovery cost: by hand, for all inputs, by another way, and with a known truth recovered."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.economics import (
    EconomicsProblem,
    Meeting,
    Rates,
    Work,
    at_prices_of,
    budget_impact,
    cost_per_outcome,
    course_cost,
    discount_factor,
    fieller,
    present_value,
    session_cost,
    shared_costs,
)

RATES = Rates({"low": 55, "high": 70}, indirect=0.5, room=10)
PRINTED = {"low": (493, 1043), "high": (1416, 2895), "down": (699, 1653), "up": (1514, 2914), "all": (877, 1766)}


def test_a_course_by_hand() -> None:
    # Six hours at 70 x 1.5 + 10, and ten of 1.5 hours by two at 55 x 1.5, with the room, shared by eight.
    work = [Work(6, 60, "high"), Work(10, 90, "low", practitioners=2, attenders=8)]
    found = course_cost(work, RATES, other=25)
    assert found.by_grade["high"] == pytest.approx(6 * 115)
    assert found.by_grade["low"] == pytest.approx(10 * 1.5 * (2 * 82.5 + 10) / 8)
    assert found.total == pytest.approx(690 + 328.125 + 25)


@pytest.mark.parametrize(("episode", "recovered"), PRINTED.values(), ids=PRINTED)
def test_printed_costs_per_recovery_are_costs_over_those_who_recovered(episode: int, recovered: int) -> None:
    """Radhakrishnan (2013) prints both; their ratio is a share of recovery, and with that share ours is theirs."""
    people = 1000
    reached = round(people * episode / recovered)
    outcomes = [place < reached for place in range(people)]
    assert cost_per_outcome([episode] * people, outcomes).ratio.value == pytest.approx(recovered, rel=2e-3)


meetings = st.lists(
    st.builds(
        Meeting,
        minutes=st.integers(0, 180),
        grade=st.sampled_from(["low", "high"]),
        attended=st.lists(st.sampled_from("abcdef"), unique=True).map(tuple),
        practitioners=st.integers(0, 3),
    )
)


@given(meetings)
def test_shared_costs_are_neither_lost_nor_counted_twice(held: list[Meeting]) -> None:
    whole = sum(session_cost(m.minutes, m.grade, RATES, practitioners=m.practitioners) for m in held)
    found = shared_costs(held, RATES)
    assert found.total == pytest.approx(whole)
    assert set(found.by_person) == {person for meeting in held for person in meeting.attended}


@given(st.integers(1, 20), st.integers(1, 20))
def test_the_more_share_a_group_the_less_each_costs(few: int, more: int) -> None:
    one, other = (course_cost([Work(8, 90, "low", attenders=n)], RATES).total for n in (few, few + more))
    assert other < one
    assert other * (few + more) == pytest.approx(one * few)


def test_discounting_by_hand_and_by_exact_fractions() -> None:
    assert discount_factor(2) == pytest.approx(1 / 1.035**2)
    exact = sum(Fraction(amount) / Fraction(1035, 1000) ** year for year, amount in enumerate([500, 300, 200, 100]))
    assert present_value([500, 300, 200, 100]) == pytest.approx(float(exact), rel=1e-14)
    assert present_value([500, 300], rate=0) == 800
    with pytest.raises(EconomicsProblem, match="found none for year 1"):
        present_value([500, None])


def test_a_budget_by_hand() -> None:
    first, second = budget_impact([1000, 1100], [0.05, 0.2], new_cost=900, usual_cost=600, displaced=0.5, start_up=4000)
    assert (first.people, first.cost, first.spared, first.net) == (50, 49_000, 15_000, 34_000)
    assert (second.people, second.net) == (220, 220 * 600)


# ------------------------------------------------------------------------------------------------ cost per recovery


def test_a_recovery_by_hand_with_the_unknown_beside_it() -> None:
    found = cost_per_outcome([400, 600, 500, 500, 1000], [True, False, True, None, None])
    assert (found.people, found.reached, found.unknown, found.total_cost, found.mean_cost) == (3, 2, 2, 1500, 500)
    assert found.ratio.value == 750
    assert (found.if_unknown_reached.value, found.if_unknown_missed.value) == (750, 1500)


def test_nobody_recovered_is_unknown_and_not_nought() -> None:
    found = cost_per_outcome([400, 600, 500], [False, False, None])
    assert (found.ratio.value, found.ratio.reason) == (None, "nobody reached it")
    assert (found.interval.low, found.interval.high) == (None, None)
    assert "any ratio is possible" in found.interval.reason
    drawn = cost_per_outcome([400, 600, 500], [False, False, None], generator=np.random.default_rng(1), draws=50)
    assert (drawn.interval.low, drawn.interval.high) == (None, None)
    assert drawn.interval.reason == "in too many resamples nobody reached it"


@given(
    st.floats(50, 5000), st.floats(0.05, 2), st.floats(0.01, 0.3), st.floats(0.01, 0.3), st.floats(-0.9, 0.9)
)  # fmt: skip
def test_the_ends_of_fiellers_interval_are_where_the_test_is_at_its_limit(
    above: float, below: float, one: float, other: float, correlation: float
) -> None:
    se = (above * one, below * other)
    found = fieller(above, below, (se[0] ** 2, se[1] ** 2), correlation * se[0] * se[1])
    for end in (found.low, found.high):
        spread = math.sqrt(se[0] ** 2 + (end * se[1]) ** 2 - 2 * end * correlation * se[0] * se[1])
        assert abs(above - end * below) / spread == pytest.approx(1.959964, rel=1e-4)
    assert found.low <= above / below <= found.high


def test_a_recovery_of_few_people_has_the_wider_interval_of_t() -> None:
    costs, reached = [400, 600, 500, 500, 450, 700, 650, 300], [True, False, True, True, True, False, True, True]
    found, (c, e) = cost_per_outcome(costs, reached).interval, np.array([costs, reached], dtype=float)
    for end in (found.low, found.high):
        left = c - end * e
        assert abs(left.mean()) / (left.std(ddof=1) / math.sqrt(8)) == pytest.approx(2.364624, rel=1e-5)


def test_fiellers_interval_refuses_a_denominator_that_may_be_nought() -> None:
    assert fieller(600, 0.5, (400, 0.05), 0).low is not None
    found = fieller(600, 0.5, (400, 0.07), 0)
    assert (found.low, found.high) == (None, None)
    assert "does not differ clearly from 0" in found.reason


def invented(generator: np.random.Generator, people: int) -> tuple[np.ndarray, list[bool]]:
    """Costs that are dearer for those who recover; in truth 100 (5 + 2 x 0.5) / 0.5 = 1,200 a recovery."""
    recovered = generator.random(people) < 0.5
    return 100 * generator.gamma(5 + 2 * recovered, 1.0), [bool(one) for one in recovered]


@pytest.mark.slow
@pytest.mark.parametrize("is_bootstrap", [False, True])
def test_intervals_hold_the_truth_about_as_often_as_they_say(is_bootstrap: bool) -> None:
    generator, held, trials = np.random.default_rng(5), 0, 300
    for _ in range(trials):
        costs, recovered = invented(generator, 80)
        found = cost_per_outcome(
            costs, recovered, generator=np.random.default_rng(6) if is_bootstrap else None, draws=400
        )
        held += found.interval.low <= 1200 <= found.interval.high
    assert 0.91 <= held / trials <= 0.985


def test_both_intervals_agree_with_many_people() -> None:
    costs, recovered = invented(np.random.default_rng(7), 2000)
    exact = cost_per_outcome(costs, recovered).interval
    drawn = cost_per_outcome(costs, recovered, generator=np.random.default_rng(8)).interval
    assert drawn.low == pytest.approx(exact.low, rel=0.01)
    assert drawn.high == pytest.approx(exact.high, rel=0.01)
    again = cost_per_outcome(costs, recovered, generator=np.random.default_rng(8)).interval
    assert again == drawn


def test_the_covariance_of_cost_and_outcome_is_counted() -> None:
    costs, recovered = invented(np.random.default_rng(9), 500)
    exact = cost_per_outcome(costs, recovered)
    e = np.array(recovered, dtype=float)
    without = fieller(
        float(costs.mean()), float(e.mean()), (costs.var(ddof=1) / 500, e.var(ddof=1) / 500), 0.0
    )  # fmt: skip
    assert exact.interval.high - exact.interval.low < 0.95 * (without.high - without.low)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: session_cost(60, "none", RATES), "An hour of 'none' has no price; found prices for high, low."),
        (lambda: session_cost(-1, "low", RATES), "minutes is a number of at least 0; found -1."),
        (lambda: course_cost([Work(1, 60, "low", attenders=0)], RATES), "attenders is a number of at least 1; found 0"),
        (lambda: Rates({"low": -3}), "price of an hour of low is a number of at least 0; found -3."),
        (lambda: Rates({"low": math.nan}), "found nan"),
        (lambda: at_prices_of(1, {2020: 1.0}, spent=2019, wanted=2020), "no price level for 2019; found 2020."),
        (lambda: cost_per_outcome([1, 2], [True]), "found 2 costs and 1 outcomes"),
        (lambda: cost_per_outcome([1, math.nan], [True, True]), "costs are all known; found none at place 2"),
        (lambda: cost_per_outcome([1, 2], [True, None]), "found 1 of 2"),
        (lambda: cost_per_outcome([1, 2], [True, True], level=95), "lies between 0 and 1; found 95"),
        (lambda: fieller(1, 1, (-1, 1), 0), "A variance is 0 or more; found -1."),
        (lambda: budget_impact([1], [5], new_cost=1, usual_cost=1), "uptake is a share from 0 to 1; found 5."),
        (lambda: budget_impact([1], [], new_cost=1, usual_cost=1), "found 1 and 0"),
        (lambda: discount_factor(-1), "year is a number of at least 0; found -1."),
    ],
)
def test_what_cannot_be_costed_is_refused(call, message: str) -> None:
    with pytest.raises(EconomicsProblem) as refused:
        call()
    assert message in str(refused.value)
