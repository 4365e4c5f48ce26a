"""Small counts never reach a page, directly or through a rate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.disclosure import ShownCount, ShownRate, shown_count, shown_figure, shown_part, shown_rate
from kith.science.disclosure.counts import could_be


@pytest.mark.parametrize(
    ("count", "value"), [(0, 0), (1, None), (7, None), (8, 10), (12, 10), (13, 15), (17, 15), (18, 20), (1002, 1000)]
)
def test_counts_as_a_page_shows_them(count: int, value: int | None) -> None:
    found = shown_count(count)
    assert found.value == value
    assert found.reason == ("small_numbers" if value is None else None)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        shown_count(-1)


@given(st.integers(0, 10_000))
def test_every_shown_count_stands_for_several_true_ones(count: int) -> None:
    value = shown_count(count).value
    assert value is None or value % 5 == 0
    if value:
        assert sum(shown_count(other).value == value for other in range(max(0, count - 6), count + 7)) >= 5


@given(st.integers(0, 400), st.data())
def test_a_rate_is_worked_out_from_what_is_shown_and_stays_a_share(denominator: int, data: st.DataObject) -> None:
    numerator = data.draw(st.integers(0, denominator))
    found = shown_rate(numerator, denominator)
    if found.value is None:
        assert found.reason in ("small_numbers", "nobody")
    else:
        assert found.numerator.value is not None
        assert found.denominator.value
        assert found.value == found.numerator.value / found.denominator.value
        assert 0 <= found.value <= 1


def test_a_rate_is_withheld_when_the_people_left_over_are_few() -> None:
    assert shown_rate(50, 52) == ShownRate(ShownCount(None, "small_numbers"), ShownCount(50), None, "small_numbers")
    assert shown_rate(26, 52).value == 0.5


def test_a_median_of_few_people_is_withheld_with_the_reason() -> None:
    assert shown_figure(12.0, people=3) == (None, "small_numbers")
    assert shown_figure(12.0, people=30) == (12.0, None)


@pytest.mark.parametrize(
    ("part", "whole", "value"), [(0, 0, 0), (40, 52, 40), (44, 52, 45), (45, 52, None), (52, 52, 50)]
)
def test_all_but_a_few_are_withheld_like_the_few(part: int, whole: int, value: int | None) -> None:
    assert shown_part(part, whole).value == value


def test_a_part_is_within_its_whole() -> None:
    with pytest.raises(ValueError, match=r"found 5 of 4\. Count the same people"):
        shown_part(5, 4)


@given(st.integers(0, 3000))
def test_what_a_count_could_be_is_everything_that_is_shown_alike(count: int) -> None:
    low, high = could_be(shown_count(count))
    alike = [other for other in range(max(0, count - 20), count + 20) if shown_count(other) == shown_count(count)]
    assert (low, high) == (alike[0], alike[-1])


def test_only_shown_counts_are_read() -> None:
    for strange in (ShownCount(7), ShownCount(None, "gives_back"), ShownCount(-5)):
        with pytest.raises(ValueError, match="multiple of 5 or withheld"):
            could_be(strange)


def test_a_rate_keeps_to_the_total_that_stands_on_the_page() -> None:
    assert shown_rate(17, 17, total=ShownCount(20)) == ShownRate(ShownCount(20), ShownCount(20), 1.0)
    assert shown_rate(23, 31, total=ShownCount(20)).value == 1.0
    assert shown_rate(9, 17, total=ShownCount(20)).value == 0.5
    assert shown_rate(9, 17, total=ShownCount(None, "gives_back")).value is None


@given(st.integers(8, 12), st.integers(0, 300))
def test_a_mean_of_all_its_digits_would_tell_of_how_many_and_ours_does_not(people: int, points: int) -> None:
    shown, _reason = shown_figure(points / people, people=people)
    assert shown is not None
    assert abs(shown - points / people) <= 0.05 + 1e-9
    assert shown == round(shown, 1)
