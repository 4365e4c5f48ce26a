"""The five categories: who is called recovered, improved, unchanged, deteriorated or harmed, and who is unknown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.change import (
    Category,
    categorise,
    classify,
    classify_by_points,
    improvement_by_index,
    is_clinical,
    reliable_change_index,
    standard_error_of_measurement,
)

SCORE = st.one_of(st.integers(0, 63).map(float), st.just(float("nan")))
PEOPLE = st.lists(st.tuples(SCORE, SCORE), min_size=1, max_size=40)


@pytest.mark.parametrize(("cutoff", "category"), [(55, "improved"), (45, "recovered"), (50, "improved")])
def test_the_client_of_the_1991_paper_under_each_cutoff(cutoff: float, category: str) -> None:
    found = classify(32.5, 47.5, cutoff=cutoff, sd=7.5, reliability=0.80, higher_is_worse=False)
    assert found == category


@pytest.mark.parametrize(
    ("before", "after", "category"),
    [
        (16, 9, "recovered"),
        (16, 10, "improved"),  # 10 is still in the clinical range
        (16, 11, "unchanged"),  # a change of 5 is within error
        (11, 9, "unchanged"),  # crossing the cut-off without a reliable change is not recovery
        (9, 3, "improved"),  # not in the clinical range at first: can improve, cannot recover
        (10, 16, "deteriorated"),
        (4, 10, "harmed"),
        (2, 8, "deteriorated"),  # worse, but not into the clinical range
        (None, 9, "unknown"),
        (16, None, "unknown"),
    ],
)
def test_one_person_on_a_scale_with_cutoff_10_and_reliable_change_6(
    before: float | None, after: float | None, category: str
) -> None:
    assert classify_by_points(before, after, cutoff=10, reliable_change=6, higher_is_worse=True) is Category(category)


def test_a_change_of_exactly_the_reliable_change_counts_also_on_scales_with_decimals() -> None:
    # 2.26 - 1.53 is 0.7299999999999998 in a computer.
    assert classify_by_points(2.26, 1.53, cutoff=2.3, reliable_change=0.73, higher_is_worse=True) == "improved"
    assert classify_by_points(2.26, 1.54, cutoff=2.3, reliable_change=0.73, higher_is_worse=True) == "unchanged"


def test_missing_is_unknown_and_never_unchanged() -> None:
    nobody = np.full(3, np.nan)
    found = classify(nobody, np.array([1.0, 2.0, np.nan]), cutoff=10, sd=6, reliability=0.8, higher_is_worse=True)
    assert found.tolist() == ["unknown"] * 3


@given(PEOPLE)
def test_every_person_falls_in_one_category(people: list[tuple[float, float]]) -> None:
    before, after = np.array(people).T
    found = classify(before, after, cutoff=21, sd=8.16, reliability=0.8, higher_is_worse=True)
    assert sum(int(np.count_nonzero(found == str(category))) for category in Category) == len(people)
    assert np.array_equal(found == "unknown", np.isnan(before) | np.isnan(after))


@given(PEOPLE, st.booleans())
def test_turning_the_scale_round_changes_nobody(people: list[tuple[float, float]], higher_is_worse: bool) -> None:
    before, after = np.array(people).T
    one_way = classify(before, after, cutoff=21, sd=8.16, reliability=0.8, higher_is_worse=higher_is_worse)
    other_way = classify(-before, -after, cutoff=-21, sd=8.16, reliability=0.8, higher_is_worse=not higher_is_worse)
    assert one_way.tolist() == other_way.tolist()


@given(PEOPLE)
def test_going_the_other_way_turns_better_into_worse(people: list[tuple[float, float]]) -> None:
    mirror = {"recovered": "harmed", "harmed": "recovered", "improved": "deteriorated", "deteriorated": "improved"}
    before, after = np.array(people).T
    there = classify(before, after, cutoff=21, sd=8.16, reliability=0.8, higher_is_worse=True)
    back = classify(after, before, cutoff=21, sd=8.16, reliability=0.8, higher_is_worse=True)
    assert back.tolist() == [mirror.get(category, category) for category in there.tolist()]


@given(PEOPLE)
def test_columns_give_what_each_person_alone_gives(people: list[tuple[float, float]]) -> None:
    before, after = np.array(people).T
    found = classify_by_points(before, after, cutoff=10, reliable_change=6, higher_is_worse=True)
    alone = [
        classify_by_points(first, last, cutoff=10, reliable_change=6, higher_is_worse=True) for first, last in people
    ]
    assert found.tolist() == [str(category) for category in alone]


def test_any_method_can_decide_what_is_reliable() -> None:
    by_hand = categorise(20.0, 8.0, improvement=0, cutoff=10, higher_is_worse=True)
    assert by_hand == "unchanged"


def _people_who_did_not_change(seed: int, *, sd: float, reliability: float) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    true_score = random.normal(20, sd * np.sqrt(reliability), 200_000)
    error = standard_error_of_measurement(sd, reliability)
    return true_score + random.normal(0, error, 200_000), true_score + random.normal(0, error, 200_000)


def test_of_people_who_did_not_change_one_in_twenty_is_called_changed() -> None:
    before, after = _people_who_did_not_change(20260302, sd=8, reliability=0.8)
    index = reliable_change_index(before, after, sd=8, reliability=0.8)
    called_changed = np.mean(improvement_by_index(index, higher_is_worse=True) != 0)
    assert called_changed == pytest.approx(0.05, abs=0.002)


def test_the_simulation_would_catch_the_formula_that_forgets_the_second_error() -> None:
    before, after = _people_who_did_not_change(20260302, sd=8, reliability=0.8)
    wrong_index = (after - before) / standard_error_of_measurement(8, 0.8)
    called_changed = np.mean(improvement_by_index(wrong_index, higher_is_worse=True) != 0)
    assert called_changed > 0.15


def test_a_true_change_of_two_minimal_changes_is_nearly_always_found() -> None:
    before, after = _people_who_did_not_change(7, sd=8, reliability=0.8)
    index = reliable_change_index(before, after - 2 * 1.96 * 8 * np.sqrt(0.4), sd=8, reliability=0.8)
    assert np.mean(improvement_by_index(index, higher_is_worse=True) == 1) == pytest.approx(0.975, abs=0.002)


def test_a_score_on_the_cutoff_is_clinical_whichever_way_the_scale_runs() -> None:
    assert is_clinical(np.array([9.0, 10.0, 11.0]), 10, higher_is_worse=True).tolist() == [False, True, True]
    assert is_clinical(np.array([9.0, 10.0, 11.0]), 10, higher_is_worse=False).tolist() == [True, True, False]
