"""The formulas of reliable change, against cases worked by hand and printed by others."""

import doctest
import importlib
import math
import pkgutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kith.science.change
import kith.science.outcomes
from kith.science.change import (
    Sample,
    cutoff_a,
    cutoff_b,
    cutoff_c,
    edwards_nunnally,
    edwards_nunnally_interval,
    estimated_true_score,
    gulliksen_lord_novick,
    hageman_arrindell,
    hsu_linn_lord,
    minimum_reliable_change,
    minimum_reliable_points,
    nunnally_kotsch,
    reliability_of_differences,
    reliable_change_index,
    standard_error_of_difference,
    standard_error_of_measurement,
)

# The client of the 1991 paper: higher is better, 32.5 before and 47.5 after.
BEFORE, AFTER = 32.5, 47.5
MEAN, SD, RELIABILITY = 40, 7.5, 0.80

MODULES = [
    module.name
    for package in (kith.science.change, kith.science.outcomes)
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + ".")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_client_of_the_1991_paper() -> None:
    assert standard_error_of_measurement(SD, RELIABILITY) == pytest.approx(3.3541, abs=5e-5)
    assert standard_error_of_difference(SD, RELIABILITY) == pytest.approx(4.7434, abs=5e-5)
    assert reliable_change_index(BEFORE, AFTER, sd=SD, reliability=RELIABILITY) == pytest.approx(3.1623, abs=5e-5)


def test_the_three_cutoffs_of_the_1991_paper() -> None:
    assert cutoff_a(clinical_mean=40, clinical_sd=7.5, higher_is_worse=False) == 55
    assert cutoff_b(functional_mean=60, functional_sd=7.5, higher_is_worse=False) == 45
    assert cutoff_c(clinical_mean=40, clinical_sd=7.5, functional_mean=60, functional_sd=7.5) == 50


def test_cutoff_c_as_a_published_package_prints_it() -> None:
    found = cutoff_c(clinical_mean=35.48, clinical_sd=8.16, functional_mean=7.69, functional_sd=7.52)
    assert round(found, 2) == 21.02


def test_cutoff_b_rests_on_people_who_are_well() -> None:
    # A widely used program takes the clinical spread (8.16) here and lands on 24.01.
    assert cutoff_b(functional_mean=7.69, functional_sd=7.52, higher_is_worse=True) == pytest.approx(22.73)
    with pytest.raises(TypeError, match="functional_sd"):
        cutoff_b(functional_mean=7.69, higher_is_worse=True)  # type: ignore[call-arg]


def test_the_index_divides_by_the_error_of_a_difference_not_of_one_score() -> None:
    index = reliable_change_index(BEFORE, AFTER, sd=SD, reliability=RELIABILITY)
    too_liberal = (AFTER - BEFORE) / standard_error_of_measurement(SD, RELIABILITY)
    assert too_liberal / index == pytest.approx(math.sqrt(2))


def test_the_other_methods_on_the_same_client() -> None:
    norms = {"mean": MEAN, "sd": SD, "reliability": RELIABILITY}
    assert gulliksen_lord_novick(BEFORE, AFTER, **norms) == pytest.approx(3.0)
    assert estimated_true_score(BEFORE, mean=MEAN, reliability=RELIABILITY) == pytest.approx(34.0)
    assert edwards_nunnally(BEFORE, AFTER, **norms) == pytest.approx(4.0249, abs=5e-5)
    assert nunnally_kotsch(BEFORE, AFTER, **norms, reliability_after=0.80) == pytest.approx(3.1429, abs=5e-5)
    interval = edwards_nunnally_interval(BEFORE, **norms)
    assert (round(interval.low, 3), round(interval.high, 3)) == (27.292, 40.708)


def test_hll_is_gln_where_the_population_stood_still() -> None:
    still = hsu_linn_lord(BEFORE, AFTER, mean_before=40, mean_after=40, sd=SD, reliability=RELIABILITY)
    moved = hsu_linn_lord(BEFORE, AFTER, mean_before=40, mean_after=44.5, sd=SD, reliability=RELIABILITY)
    assert still == pytest.approx(3.0)
    assert moved == pytest.approx(2.0)  # the population moved by one of its errors of 4.5 points


def test_ha_by_hand() -> None:
    # Variance of changes 56.25 + 81 - 67.5 = 69.75, of which 2 * 9 is error: 51.75 / 69.75 is real.
    sample = Sample(mean_before=40, mean_after=48, sd_before=7.5, sd_after=9.0, correlation=0.5)
    share = 51.75 / 69.75
    assert reliability_of_differences(sample, error=3.0) == pytest.approx(share)
    expected = (15 * share + 8 * (1 - share)) / (math.sqrt(share) * math.sqrt(2) * 3.0)
    assert hageman_arrindell(BEFORE, AFTER, sample=sample, reliability=0.84) == pytest.approx(expected)


def test_ha_says_when_it_has_no_answer() -> None:
    sample = Sample(mean_before=40, mean_after=41, sd_before=7.5, sd_after=7.5, correlation=0.95)
    with pytest.raises(ValueError, match=r"differ by more than error.*Use the reliable change index"):
        hageman_arrindell(BEFORE, AFTER, sample=sample, reliability=0.80)


@pytest.mark.parametrize(
    ("sd", "reliability", "published"), [(5.5, 0.89, 5.06), (6.1, 0.87, 6.10), (4.5, 0.92, 3.53), (4.7, 0.89, 4.32)]
)
def test_minimum_reliable_change_of_phq9_and_gad7_under_several_norms(
    sd: float, reliability: float, published: float
) -> None:
    assert minimum_reliable_change(sd, reliability) == pytest.approx(published, abs=0.005)
    assert minimum_reliable_points(sd, reliability) == math.ceil(published)


def test_a_minimum_that_is_a_whole_number_needs_one_point_more() -> None:
    assert minimum_reliable_change(4.0, 0.5, critical=1.0) == pytest.approx(4.0)
    assert minimum_reliable_points(4.0, 0.5, critical=1.0) == 5
    assert minimum_reliable_points(10, 0.92, critical=1.0) == 5  # 4, which a computer works out as 3.999999999999999


@pytest.mark.parametrize(
    ("sd", "reliability"), [(0, 0.8), (-1, 0.8), (math.nan, 0.8), (7.5, 1.0), (7.5, 80), (7.5, -0.1)]
)
def test_impossible_norms_are_refused(sd: float, reliability: float) -> None:
    with pytest.raises(ValueError, match="found"):
        standard_error_of_difference(sd, reliability)


@given(
    st.lists(st.tuples(st.floats(0, 63), st.floats(0, 63)), min_size=1, max_size=20),
    st.floats(0.5, 20),
    st.floats(0, 0.99),
)
def test_columns_give_what_each_person_alone_gives(
    pairs: list[tuple[float, float]], sd: float, reliability: float
) -> None:
    before, after = np.array(pairs).T
    sample = Sample(mean_before=20, mean_after=15, sd_before=8, sd_after=9, correlation=0.3)
    norms = {"mean": 20.0, "sd": sd, "reliability": reliability}
    columns = [
        reliable_change_index(before, after, sd=sd, reliability=reliability),
        gulliksen_lord_novick(before, after, **norms),
        edwards_nunnally(before, after, **norms),
        nunnally_kotsch(before, after, **norms, reliability_after=0.7),
        hageman_arrindell(before, after, sample=sample, reliability=0.85),
    ]
    for place, (one, other) in enumerate(pairs):
        alone = [
            reliable_change_index(one, other, sd=sd, reliability=reliability),
            gulliksen_lord_novick(one, other, **norms),
            edwards_nunnally(one, other, **norms),
            nunnally_kotsch(one, other, **norms, reliability_after=0.7),
            hageman_arrindell(one, other, sample=sample, reliability=0.85),
        ]
        assert all(isinstance(value, float) for value in alone)
        assert [column[place] for column in columns] == pytest.approx(alone)


def test_a_missing_score_stays_missing() -> None:
    found = reliable_change_index(np.array([20.0, np.nan, 20.0]), np.array([np.nan, 10.0, 10.0]), sd=8, reliability=0.8)
    assert np.isnan(found).tolist() == [True, True, False]
