"""Single cases: printed values of overlap, tests that hold their level whatever the data, effects that are found."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kith.science.trials import (
    TrialProblem,
    multiple_baseline_test,
    overlap,
    phase_test,
    possible_changes,
    possible_starts,
    staggered_baseline_test,
)

BEFORE, AFTER = [20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29]
rows = st.lists(st.integers(0, 12), min_size=1, max_size=12)


def test_overlap_as_another_program_prints_it() -> None:
    """Data and Tau-U 0.7380952 of the help of SingleCaseES; NAP by hand: 38.5 of 42 pairs."""
    found = overlap(BEFORE, AFTER, higher_is_worse=False)
    assert found.tau_u == pytest.approx(0.7380952, abs=5e-8)
    assert found.nap == pytest.approx(38.5 / 42)
    assert (found.better, found.tied, found.worse, found.baseline_trend) == (38, 1, 3, 4)
    assert found.tau == pytest.approx(35 / 42)


@given(before=rows, after=rows)
def test_nap_is_the_mann_whitney_statistic_and_tau_u_adds_kendalls(before: list[int], after: list[int]) -> None:
    found = overlap(before, after, higher_is_worse=False)
    u = stats.mannwhitneyu(after, before).statistic
    assert found.nap == pytest.approx(u / found.pairs)
    trend = sum(np.sign(before[j] - before[i]) for j in range(len(before)) for i in range(j))
    assert found.tau_u == pytest.approx((2 * u - found.pairs - trend) / found.pairs)


@given(before=rows, after=rows)
def test_turned_round_improvement_is_worsening(before: list[int], after: list[int]) -> None:
    up, down = (overlap(before, after, higher_is_worse=one) for one in (False, True))
    assert (up.better, up.tied, up.worse) == (down.worse, down.tied, down.better)
    assert up.nap + down.nap == pytest.approx(1)
    assert up.tau_u == pytest.approx(-down.tau_u)


def test_a_trend_that_went_on_is_no_effect_for_tau_u() -> None:
    found = overlap([1, 2, 3, 4, 5, 6], [7, 8, 9, 10], higher_is_worse=False)
    assert (found.nap, found.tau) == (1, 1)
    assert found.tau_u == pytest.approx((24 - 15) / 24)


def test_unknown_values_are_counted_and_left_out() -> None:
    found = overlap([None, 3, 3], [5, None, None], higher_is_worse=False)
    assert (found.pairs, found.unknown, found.nap) == (2, 3, 1)


@given(periods=st.integers(4, 9), phases=st.integers(2, 4), fewest=st.integers(1, 3))
def test_all_cuts_and_no_others(periods: int, phases: int, fewest: int) -> None:
    if phases * fewest > periods:
        with pytest.raises(TrialProblem, match="no room for the phases"):
            possible_changes(periods, phases=phases, fewest=fewest)
        return
    expected = {
        cuts
        for cuts in product(range(periods), repeat=phases - 1)
        if all(later - earlier >= fewest for earlier, later in zip((0, *cuts), (*cuts, periods), strict=True))
    }
    found = possible_changes(periods, phases=phases, fewest=fewest)
    assert set(found) == expected
    assert len(found) == len(expected)


def wandering(rng: np.random.Generator, periods: int) -> list[float]:
    """A random walk with a trend: nothing that a t test could take."""
    return np.cumsum(rng.normal(0.3, 1, periods)).tolist()


@given(seed=st.integers(0, 10_000), phases=st.integers(2, 4))
def test_a_phase_test_holds_its_level_whatever_the_data(seed: int, phases: int) -> None:
    """Nothing happened: over all assignments that might have been drawn, a p of at most a has a share of a or less."""
    values = wandering(np.random.default_rng(seed), 14)
    possible = possible_changes(14, phases=phases, fewest=2)
    found = [phase_test(values, one, possible, higher_is_worse=True).p for one in possible]
    for level in (0.05, 0.1, 0.25, 0.5):
        assert np.mean([p <= level for p in found]) <= level


@given(seed=st.integers(0, 10_000))
def test_tests_of_several_people_hold_their_level(seed: int) -> None:
    rng = np.random.default_rng(seed)
    people = [wandering(rng, 9) for _ in range(3)]
    starts = [(3, 4, 5), (3, 5), (4, 5, 6)]
    of = [multiple_baseline_test(people, one, starts, higher_is_worse=False).p for one in product(*starts)]
    staggered = [staggered_baseline_test(people, one, higher_is_worse=False).p for one in ((3, 4, 5), (5, 3, 4))]
    assert np.mean([p <= 0.25 for p in of]) <= 0.25
    assert min(staggered) >= 1 / 6


def test_a_t_test_would_find_what_is_not_there() -> None:
    """The control: on the same wanderings a t test at 5 % is wrong far more often, the randomisation test is not."""
    rng = np.random.default_rng(1)
    possible = [(start,) for start in possible_starts(30, fewest_before=5, fewest_after=5)]
    wrong = {"t": 0, "randomisation": 0}
    for _ in range(300):
        values = wandering(rng, 30)
        actual = possible[rng.integers(len(possible))]
        t = stats.ttest_ind(values[actual[0] :], values[: actual[0]], alternative="greater")
        wrong["t"] += t.pvalue <= 0.05
        wrong["randomisation"] += phase_test(values, actual, possible, higher_is_worse=False).p <= 0.05
    assert wrong["t"] / 300 > 0.3
    # One of 21 places, and three standard errors.
    assert wrong["randomisation"] / 300 < 1 / 21 + 0.037


def test_a_known_effect_is_found() -> None:
    rng = np.random.default_rng(2)
    possible = [(start,) for start in possible_starts(30, fewest_before=5, fewest_after=5)]
    found = []
    for _ in range(200):
        start = possible[rng.integers(len(possible))]
        values = rng.normal(10, 1, 30)
        values[start[0] :] -= 4
        found.append(phase_test(values.tolist(), start, possible, higher_is_worse=True))
    assert np.mean([one.difference for one in found]) == pytest.approx(4, abs=0.1)
    assert np.mean([one.p <= 0.05 for one in found]) > 0.8


def test_the_share_of_assignments_by_hand() -> None:
    """Starts 2, 3, 4 of 9 9 1 9 1 1 leave differences 6, 16/3, 6: the first is one of two as large."""
    values = [9, 9, 1, 9, 1, 1]
    found = {start: phase_test(values, (start,), [(2,), (3,), (4,)], higher_is_worse=True) for start in (2, 3, 4)}
    assert {start: round(one.difference, 4) for start, one in found.items()} == {2: 6.0, 3: 2.6667, 4: 6.0}
    assert [one.p for one in found.values()] == [2 / 3, 1, 2 / 3]
    assert {one.smallest_p for one in found.values()} == {1 / 3}


def test_several_people_counted_one_by_one() -> None:
    rng = np.random.default_rng(3)
    people = [rng.normal(0, 1, 8).tolist() for _ in range(3)]
    starts = [(2, 3, 4), (3, 4), (4, 5, 6)]

    def mean_difference(chosen: tuple[int, ...]) -> float:
        return float(np.mean([np.mean(p[s:]) - np.mean(p[:s]) for p, s in zip(people, chosen, strict=True)]))

    every = [mean_difference(one) for one in product(*starts)]
    found = multiple_baseline_test(people, (3, 4, 6), starts, higher_is_worse=False)
    assert found.difference == pytest.approx(mean_difference((3, 4, 6)))
    assert found.p == pytest.approx(np.mean([one >= found.difference - 1e-9 for one in every]))
    orders = [(2, 4, 6), (2, 6, 4), (4, 2, 6), (4, 6, 2), (6, 2, 4), (6, 4, 2)]
    staggered = staggered_baseline_test(people, (4, 2, 6), higher_is_worse=False)
    of = [mean_difference(one) for one in orders]
    assert staggered.p == pytest.approx(np.mean([one >= mean_difference((4, 2, 6)) - 1e-9 for one in of]))


def test_unknown_values_are_left_out_of_means() -> None:
    found = phase_test([8, None, 8, 2, 2, None], (3,), [(2,), (3,), (4,)], higher_is_worse=True)
    assert (found.difference, found.p) == (6, 1 / 3)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: overlap([None], [1], higher_is_worse=True), "found 0 before and 1 after"),
        (lambda: overlap([1], [float("inf")], higher_is_worse=True), "finite"),
        (lambda: possible_starts(5, fewest_before=3, fewest_after=3), "no room for a start"),
        (lambda: possible_starts(5, fewest_before=0, fewest_after=3), "1 or more; found 0"),
        (lambda: phase_test([1, 2, 3], (1,), [(2,)], higher_is_worse=True), "found 0 of"),
        (lambda: phase_test([1, 2, 3], (1,), [(1,), (1,)], higher_is_worse=True), "found 2 of"),
        (lambda: phase_test([None, 2, 3], (1,), [(1,), (2,)], higher_is_worse=True), "no known value"),
        (lambda: phase_test([1, 2, 3], (3,), [(1,), (3,)], higher_is_worse=True), "from place 3 to 3"),
        (lambda: multiple_baseline_test([[1, 2]], [1], [[1]], higher_is_worse=True), "two people or more"),
        (lambda: multiple_baseline_test([[1, 2]] * 2, [1, 5], [[1], [1]], higher_is_worse=True), "found 0 of"),
        (
            lambda: multiple_baseline_test([[1.0] * 40] * 5, [20] * 5, [range(1, 40)] * 5, higher_is_worse=True),
            "too many assignments",
        ),
        (lambda: staggered_baseline_test([[1, 2]] * 2, [1, 1], higher_is_worse=True), "Staggered starts differ"),
        (lambda: staggered_baseline_test([[1.0] * 20] * 10, list(range(1, 11)), higher_is_worse=True), "too many"),
    ],
)
def test_what_cannot_be_tested_is_refused(call: object, said: str) -> None:
    with pytest.raises(TrialProblem, match=said):
        call()
