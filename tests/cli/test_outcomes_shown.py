"""What `kith outcomes --publish` prints: a table with its margins, and nothing of fewer than ten people."""

from __future__ import annotations

from typing import Any

import pytest

from kith.cli.outcomes_shown import exact_rows, published_rows
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
    inner, outer = published_rows(rows, ["site", "sex"])
    assert [one["referred"] for one in inner] == [20, None, 10, 30]
    assert [
        ({name: one[name] for name in ("site", "sex") if name in one}, one["referred"]) for one in outer
    ] == [({"site": "A"}, 25), ({"site": "B"}, 40), ({"sex": "f"}, 30), ({"sex": "m"}, 35), ({}, 65)]  # fmt: skip
    assert inner[1]["recovered"] == {"numerator": None, "denominator": None, "value": None, "ci": None}
    assert outer[-1]["recovered"]["value"] == 1
    assert outer[-1]["sessions_of_a_finished_course"] == 6


def test_a_total_that_would_give_a_small_number_back_is_the_other_one_everywhere() -> None:
    inner, (whole,) = published_rows([row(8, site="A"), row(8, site="B"), row(1, site="C")], ["site"])
    assert [one["ended"] for one in inner] == [10, 10, None]
    assert (whole["ended"], whole["finished"]["denominator"]) == (20, 20)
    assert whole["finished"]["numerator"] == 20


def test_fewer_than_ten_are_not_broken_down() -> None:
    inner, (whole,) = published_rows([row(9, site="A"), row(0, site="B")], ["site"])
    assert whole["referred"] == 10
    for one in inner:
        assert {value for value in one.values() if not isinstance(value, dict)} == {None, one["site"]}
        assert {value for share in one.values() if isinstance(share, dict) for value in share.values()} == {None}
    ten = published_rows([row(10, site="A"), row(0, site="B")], ["site"])[0]
    assert [one["referred"] for one in ten] == [10, 0]


def test_three_are_refused_whatever_the_counts() -> None:
    with pytest.raises(TooFine, match="Found 3 dimensions: site, sex, age"):
        published_rows([row(500, site="A", sex="f", age="old")], ["site", "sex", "age"])


def test_nothing_is_nothing() -> None:
    assert published_rows([], ["site"]) == ([], [])
    assert published_rows([], ["site", "sex"]) == ([], [])


def test_exact_rows_are_exact() -> None:
    (found,) = exact_rows([row(3, site="A")], ["site"])
    assert (found["site"], found["referred"], found["recovered"]["numerator"]) == ("A", 3, 3)
