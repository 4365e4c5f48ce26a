"""How large a change is, by hand and beside what is published; and nothing that points at a person."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.outcomes import KNOWN_SCALES, KnownScale, change_size, expected_return, standardised_change
from kith.science.outcomes.change_size import NO_SPREAD

# English services 2022-23, cases at the start: mean (SD) first, mean last.
PUBLISHED = {"phq9": (15.4, 5.5, 9.4, 1.09), "gad7": (14.0, 4.5, 8.4, 1.24)}


@pytest.mark.parametrize("measure", PUBLISHED)
def test_the_published_means_give_the_published_size(measure: str) -> None:
    first, spread, last, size = PUBLISHED[measure]
    assert round(standardised_change(first, last, spread, together=0.5, people=50)[0], 2) == size


def test_ten_people_by_hand() -> None:
    """First 12 and 20 by turns: mean 16, SD 4.2164. Last 8 and 12: mean 10. 6.0 / 4.2 = 1.43, with r = 1.

    The error is the root of 1.4286²/20, 0.3194: from 0.80 to 2.05.
    """
    found = change_size("phq9", [(12, 8), (20, 12)] * 5, KNOWN_SCALES["phq9"])
    assert (found.people, found.first_mean, found.first_sd, found.last_mean) == (10, 16.0, 4.2, 10.0)
    assert (found.together, found.size, found.low, found.high) == (1.0, 1.43, 0.8, 2.05)
    assert found.expected == round(0.11 * 13.1, 1) == 1.4


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """People whose scores fall by one standard deviation and go together by 0.4: 95 of 100 intervals hold 1."""
    generator, held, times, people = np.random.default_rng(7), 0, 1000, 60
    for _ in range(times):
        first = generator.normal(15, 5, people)
        last = 15 + 0.4 * (first - 15) - 5 + generator.normal(0, 5 * np.sqrt(1 - 0.4**2), people)
        together = float(np.corrcoef(first, last)[0, 1])
        spread = float(first.std(ddof=1))
        _, low, high = standardised_change(
            float(first.mean()), float(last.mean()), spread, together=together, people=people
        )
        held += low <= 1 <= high
    assert 0.93 <= held / times <= 0.97


def test_people_chosen_by_a_high_score_come_down_by_what_is_expected_though_nothing_was_done() -> None:
    generator, reliability, mean = np.random.default_rng(3), 0.8, 8.0
    true = generator.normal(mean, 4 * np.sqrt(reliability), 200_000)
    noise = 4 * np.sqrt(1 - reliability)
    first, again = (true + generator.normal(0, noise, true.size) for _ in range(2))
    chosen = first >= 12
    fall = float(first[chosen].mean() - again[chosen].mean())
    expected = expected_return(float(first[chosen].mean()), reliability=reliability, population_mean=mean)
    assert expected == pytest.approx(fall, abs=0.05)
    assert expected > 0.8


def test_what_is_not_known_is_not_zero() -> None:
    pairs = [(12.0, 8.0), (20.0, 12.0)] * 5
    assert change_size("other", pairs, None).expected is None
    alike = change_size("phq9", [(16.0, 8.0)] * 10, KNOWN_SCALES["phq9"])
    assert (alike.size, alike.reason, alike.first_mean) == (None, NO_SPREAD, None)  # it would be each person's own
    at_the_end = change_size("phq9", [(16.0 + one, 8.0) for one in range(10)], None)
    assert (at_the_end.reason, at_the_end.last_mean) == (NO_SPREAD, None)
    nearly = change_size("phq9", [(16.0, 8.0), (12.0, 9.0)] + [(16.0, 8.0)] * 2000, None)
    assert (nearly.reason, nearly.last_mean) == (NO_SPREAD, None)
    with pytest.raises(ValueError, match="between 0 and 1"):
        expected_return(15, reliability=89, population_mean=3)
    assert all(isinstance(one, KnownScale) and one.reliability_source for one in KNOWN_SCALES.values())


@given(st.lists(st.tuples(st.integers(0, 27), st.integers(0, 27)), max_size=30))
def test_below_eight_nothing_is_told_and_all_else_is_rounded(pairs: list[tuple[int, int]]) -> None:
    told = asdict(change_size("phq9", [(float(one), float(other)) for one, other in pairs], None))
    numbers = {name: value for name, value in told.items() if isinstance(value, int | float)}
    if len(pairs) < 8:
        assert set(numbers) <= {"people"}
        assert not numbers.get("people")
    else:
        assert numbers["people"] % 5 == 0
        assert all(round(value, 2) == value for value in numbers.values())
