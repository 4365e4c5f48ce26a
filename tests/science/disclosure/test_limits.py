"""What is too fine to be shown is refused, in three parts and without the small numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.disclosure import TooFine, check_dimensions, check_drill_down, is_wide_enough, join_small_places


def is_refused(*, people: int, practitioners: int) -> bool:
    try:
        check_drill_down(people=people, practitioners=practitioners)
    except TooFine:
        return True
    return False


@pytest.mark.parametrize(
    ("people", "practitioners", "refused"),
    [(10, 3, False), (9, 3, True), (10, 2, True), (0, 0, True), (400, 2, True), (9, 40, True), (400, 40, False)],
)
def test_below_ten_people_or_three_practitioners_nothing_opens(people: int, practitioners: int, refused: bool) -> None:
    assert is_refused(people=people, practitioners=practitioners) is refused
    assert is_wide_enough(people=people, practitioners=practitioners) is not refused


def test_the_refusal_says_the_limit_and_not_the_number() -> None:
    messages = set()
    for people in range(10):
        with pytest.raises(
            TooFine, match=r"Found fewer than 10 people and 3 practitioners\. Look at a larger part"
        ) as told:
            check_drill_down(people=people, practitioners=2)
        messages.add(str(told.value))
    assert len(messages) == 1


def test_people_below_none_are_a_mistake_and_not_few() -> None:
    with pytest.raises(ValueError, match="counted from 0; found -1 and 4") as told:
        check_drill_down(people=-1, practitioners=4)
    assert not isinstance(told.value, TooFine)


@given(st.lists(st.sampled_from(["site", "month", "a very long name " * 9]), max_size=8))
def test_three_dimensions_and_more_are_refused_whatever_they_are(names: list[str]) -> None:
    if len(names) <= 2:
        check_dimensions(names)
        return
    with pytest.raises(TooFine, match=f"Found {len(names)} dimensions") as told:
        check_dimensions(names)
    assert len(str(told.value)) < 500


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=3),
        st.tuples(st.integers(0, 40), st.frozensets(st.integers(0, 9), max_size=5)),
        min_size=1,
        max_size=8,
    )
)
def test_joined_places_keep_everybody_and_are_wide_enough(places: dict[str, tuple[int, frozenset[object]]]) -> None:
    groups = join_small_places(places)
    assert sorted(name for group in groups for name in group) == sorted(places)
    for group in groups if len(groups) > 1 else ():
        people = sum(places[name][0] for name in group)
        assert not is_refused(people=people, practitioners=len(frozenset().union(*(places[name][1] for name in group))))
