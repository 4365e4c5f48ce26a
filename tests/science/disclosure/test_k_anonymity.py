"""Nobody stands alone in a file for research: a planted person who is one of a kind does not survive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.disclosure import Ladder, anonymise
from kith.science.disclosure.k_anonymity import MOST_LEFT_OUT


def any_(_value: str) -> str:
    return "any"


AGE = Ladder("age", (str, lambda years: "under 40" if int(years) < 40 else "40 or more", any_))
PLACE = Ladder("place", (str, any_))
LADDERS = [AGE, PLACE]
ONE_OF_A_KIND = {"age": "97", "place": "Lighthouse"}
MANY = [{"age": str(20 + number % 50), "place": ("Harbour", "Hill")[number % 2]} for number in range(200)]


def found_by(known: Mapping[str, str], file: Sequence[Mapping[str, str]]) -> int | None:
    """The attacker: knows all of somebody, and every step of every ladder. How many rows that may be them."""
    alike = [
        row
        for row in file
        if all(row[one.name] in {step(known[one.name]) for step in one.steps} for one in LADDERS)
    ]  # fmt: skip
    return len(alike) or None


def test_one_of_a_kind_is_not_found_and_without_the_rule_is() -> None:
    people = [*MANY, ONE_OF_A_KIND]
    safe = anonymise(people, LADDERS, k=5)
    assert safe.smallest is not None
    assert safe.smallest >= 5
    assert "Lighthouse" not in {row["place"] for row in safe.values}
    assert "97" not in {row["age"] for row in safe.values}
    assert (found_by(ONE_OF_A_KIND, safe.values) or 5) >= 5
    assert found_by(ONE_OF_A_KIND, people) == 1  # the control: a file as it was recorded


def test_the_same_by_hand() -> None:
    """Ages 20, 25, 31 and 44, 58, 90 at one place: with k = 3 the first step is enough, with k = 4 it takes two."""
    people = [{"age": str(years), "place": "Hill"} for years in (20, 25, 31, 44, 58, 90)]
    assert anonymise(people, LADDERS, k=3).steps == {"age": 1, "place": 0}
    assert anonymise(people, LADDERS, k=4).steps == {"age": 2, "place": 0}
    nobody = anonymise(people, LADDERS, k=7)
    assert (nobody.kept, nobody.left_out, nobody.smallest) == ((), 6, None)


def test_few_are_left_out_before_everybody_is_blurred() -> None:
    """Two in two hundred at a place of their own are left out, and the places of the others are kept."""
    people = [*({"age": "30", "place": ("Harbour", "Hill")[n % 2]} for n in range(198)), *([ONE_OF_A_KIND] * 2)]
    found = anonymise(people, LADDERS, k=5)
    assert (found.left_out, found.steps) == (2, {"age": 0, "place": 0})


@given(
    st.lists(
        st.fixed_dictionaries({"age": st.integers(18, 99).map(str), "place": st.sampled_from("abcd")}), max_size=60
    ),
    st.integers(2, 9),
)
def test_every_class_has_k_people_and_everybody_is_counted(people: list[dict[str, Any]], k: int) -> None:
    found = anonymise(people, LADDERS, k=k)
    classes = Counter(tuple(row.values()) for row in found.values)
    assert all(size >= k for size in classes.values())
    assert len(found.kept) + found.left_out == len(people)
    if found.left_out > MOST_LEFT_OUT * len(people):
        assert all(found.steps[one.name] == len(one.steps) - 1 for one in LADDERS)
    for place, row in zip(found.kept, found.values, strict=True):
        assert all(row[one.name] == one.steps[found.steps[one.name]](people[place][one.name]) for one in LADDERS)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="from two on"):
        anonymise(MANY, LADDERS, k=1)
    with pytest.raises(ValueError, match="0 ladders"):
        anonymise(MANY, [], k=5)
