"""What `kith outcomes --publish` prints: a table with its margins, and nothing of fewer than ten people."""

from __future__ import annotations

from typing import Any

import pytest

from kith.cli.outcomes_shown import delivery_counted, exact_rows, outcomes_counted, published_rows
from kith.science.disclosure import TooFine
from kith.science.outcomes.tables import MEASURES
from kith.science.outcomes.tables.outcomes import ATTENDED


def row(people: int, **groups: str) -> dict[str, Any]:
    """A group in which everybody came, finished after six meetings and recovered."""
    return groups | {one.id: people for one in MEASURES} | {ATTENDED: 6 * people}


def test_a_table_by_hand() -> None:
    rows = [
        row(20, site="A", sex="f"),
        row(3, site="A", sex="m"),
        row(9, site="B", sex="f"),
        row(31, site="B", sex="m"),
    ]
    inner, outer = published_rows(rows, ["site", "sex"], outcomes_counted())
    assert [one["referred"] for one in inner] == [20, None, 10, 30]
    assert [
        ({name: one[name] for name in ("site", "sex") if name in one}, one["referred"]) for one in outer
    ] == [({"site": "A"}, 25), ({"site": "B"}, 40), ({"sex": "f"}, 30), ({"sex": "m"}, 35), ({}, 65)]  # fmt: skip
    assert inner[1]["recovered"] == {"numerator": None, "denominator": None, "value": None, "ci": None}
    assert outer[-1]["recovered"]["value"] == 1
    assert outer[-1]["sessions_of_a_finished_course"] == 6


def test_a_total_that_would_give_a_small_number_back_is_the_other_one_everywhere() -> None:
    inner, (whole,) = published_rows(
        [row(8, site="A"), row(8, site="B"), row(1, site="C")], ["site"], outcomes_counted()
    )
    assert [one["ended"] for one in inner] == [10, 10, None]
    assert (whole["ended"], whole["finished"]["denominator"]) == (20, 20)
    assert whole["finished"]["numerator"] == 20


def test_fewer_than_ten_are_not_broken_down() -> None:
    inner, (whole,) = published_rows([row(9, site="A"), row(0, site="B")], ["site"], outcomes_counted())
    assert whole["referred"] == 10
    for one in inner:
        assert {value for value in one.values() if not isinstance(value, dict)} == {None, one["site"]}
        assert {value for share in one.values() if isinstance(share, dict) for value in share.values()} == {None}
    ten = published_rows([row(10, site="A"), row(0, site="B")], ["site"], outcomes_counted())[0]
    assert [one["referred"] for one in ten] == [10, 0]


def test_three_are_refused_whatever_the_counts() -> None:
    with pytest.raises(TooFine, match="Found 3 dimensions: site, sex, age"):
        published_rows([row(500, site="A", sex="f", age="old")], ["site", "sex", "age"], outcomes_counted())


def test_nothing_is_nothing() -> None:
    assert published_rows([], ["site"], outcomes_counted()) == ([], [])
    assert published_rows([], ["site", "sex"], outcomes_counted()) == ([], [])


def test_exact_rows_are_exact() -> None:
    (found,) = exact_rows([row(3, site="A")], ["site"], outcomes_counted())
    assert (found["site"], found["referred"], found["recovered"]["numerator"]) == ("A", 3, 3)


def delivered(people: int, appointments: int, **groups: str) -> dict[str, Any]:
    """Stays of people who came to half of their appointments and missed the rest; nobody was harmed."""
    half = {"attended": appointments // 2, "missed": appointments - appointments // 2, "cancelled": 0}
    harms = {"harm_known": people, "with_harm": 0, "with_serious_harm": 0}
    return groups | {"stays": people, "appointments": appointments} | half | harms


def test_many_appointments_of_few_people_are_withheld_with_them() -> None:
    rows = [delivered(3, 90, site="A"), delivered(40, 90, site="B"), delivered(30, 60, site="C")]
    (few, many, _more), _margins = published_rows(rows, ["site"], delivery_counted())
    assert (few["stays"], few["appointments"], few["missed"]["value"]) == (None, None, None)
    assert (many["stays"], many["appointments"], many["missed"]["value"]) == (40, 90, 0.5)
    exact = list(exact_rows(rows, ["site"], delivery_counted()))
    assert exact[0]["missed"]["value"] == 0.5  # the control: they are there to be withheld
    assert exact[0]["with_harm"]["numerator"] == 0
