"""Rates with their intervals, and totals with the denominators the rules give them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.change import Limits, PairedScores, count_outcomes
from kith.science.outcomes import rate, recovery_rates, total_by_group, total_categories

# The seven people of the counting rules: PHQ-9 first and last, GAD-7 first and last.
SEVEN = np.array(
    [[16, 8, 13, 6], [11, 9, 9, 7], [20, 12, 15, 10], [8, 14, 6, 7], [18, 10, 9, 13], [9, 3, 7, 3], [10, 9, 7, 7]],
    float,
)
PHQ9, GAD7 = Limits(10, 6), Limits(8, 4)


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    # Newcombe (1998), table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_as_newcombe_printed_them(numerator: int, denominator: int, low: float, high: float) -> None:
    found = rate(numerator, denominator)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_nobody_has_no_rate_rather_than_none_of_them() -> None:
    found = rate(0, 0)
    assert (found.value, found.low, found.high) == (None, None, None)


@pytest.mark.parametrize(("numerator", "denominator"), [(3, 2), (-1, 2)])
def test_counts_that_cannot_be_are_refused(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="Count the same people in both"):
        rate(numerator, denominator)


@given(st.integers(1, 500), st.data())
def test_an_interval_holds_its_rate_and_stays_within_0_and_1(denominator: int, data: st.DataObject) -> None:
    found = rate(data.draw(st.integers(0, denominator)), denominator)
    assert found.low is not None
    assert found.value is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_the_interval_covers_the_truth_about_95_times_in_100() -> None:
    random = np.random.default_rng(20260302)
    counts = random.binomial(40, 0.1, 4000)
    covered = [one.low <= 0.1 <= one.high for one in (rate(int(count), 40) for count in counts)]  # type: ignore[operator]
    assert np.mean(covered) == pytest.approx(0.95, abs=0.02)


def test_rates_of_the_seven_people() -> None:
    rates = recovery_rates(count_outcomes(PairedScores(*SEVEN.T), depression=PHQ9, anxiety=GAD7))
    counted = {name: (one.numerator, one.denominator) for name, one in vars(rates).items()}
    assert counted == {
        "completeness": (7, 7),
        "caseness": (5, 7),
        "recovery": (3, 5),
        "reliable_recovery": (1, 5),
        "reliable_improvement": (3, 7),  # people who were never a case count here
        "reliable_deterioration": (1, 7),
        "no_reliable_change": (3, 7),
    }


def test_people_without_a_last_score_lower_completeness_and_nothing_else() -> None:
    left_early = np.array([[20, np.nan, 15, 10], [20, 12, 15, np.nan]])
    scores = PairedScores(*np.vstack([SEVEN, left_early]).T)
    rates = recovery_rates(count_outcomes(scores, depression=PHQ9, anxiety=GAD7))
    assert (rates.completeness.numerator, rates.completeness.denominator) == (7, 9)
    assert (rates.recovery.numerator, rates.recovery.denominator) == (3, 5)


def test_only_finished_courses_are_counted() -> None:
    outcome = count_outcomes(PairedScores(*SEVEN.T), depression=PHQ9, anxiety=GAD7)
    rates = recovery_rates(outcome, finished=np.array([True, False, True, False, False, False, False]))
    assert (rates.recovery.numerator, rates.recovery.denominator) == (1, 2)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["recovered", "improved", "unchanged", "deteriorated", "harmed", "unknown"]),
            st.booleans(),
            st.sampled_from("abc"),
        ),
        min_size=1,
    )
)
def test_totals_add_up_over_everybody_and_over_groups(people: list[tuple[str, bool, str]]) -> None:
    found = np.array([category for category, _, _ in people])
    began = np.array([clinical for _, clinical, _ in people])
    totals = total_categories(found, began_clinical=began)
    parts = totals.recovered + totals.improved + totals.unchanged + totals.deteriorated + totals.unknown
    assert parts == totals.people == len(people)
    assert totals.harmed <= totals.deteriorated
    groups = total_by_group(found, began_clinical=began, groups=[group for _, _, group in people])
    for name, value in vars(totals).items():
        assert sum(getattr(group, name) for group in groups.values()) == value
