"""Options are told apart only by figures that can be compared, are sure enough, and differ by what somebody feels."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.science.library import Library
from kith.science.recommendation import (
    MEANINGFUL_DIFFERENCE,
    Evidence,
    difference,
    is_clearly_better,
    published_evidence,
    tiers,
    why_alike,
)
from kith.science.recommendation.telling_apart import shared
from tests.science.recommendation.cases import figure

PROBLEMS = ("depression",)


def test_the_interval_of_a_difference_by_hand() -> None:
    """Reaches of 0.3 and 0.4 make one of 0.5; 0.9 less 0.2 is 0.7."""
    told = difference(figure("a", 0.9, 0.3), figure("b", 0.2, 0.4))
    assert told == pytest.approx((0.7, 0.2, 1.2))


def test_wider_ends_are_used_as_they_are() -> None:
    """Downwards the lower end of the better (0.3) meets the upper end of the worse (0.4); upwards 0.1 meets 0.2."""
    told = difference(figure("a", 0.9, low=0.6, high=1.0), figure("b", 0.2, low=0.0, high=0.6))
    assert told == pytest.approx((0.7, 0.2, 0.7 + math.hypot(0.1, 0.2)))


def test_an_interval_of_90_percent_is_brought_to_95() -> None:
    """1.96 / 1.645 is 1.1916."""
    assert figure("a", 0.5, 0.1, level=0.90).reach("low", 0.95) == pytest.approx(0.11916, abs=1e-5)


def test_the_interval_holds_the_difference_as_often_as_it_says() -> None:
    """Drawn 20,000 times: two estimates with standard errors 0.1 and 0.2."""
    rng, reach = np.random.default_rng(3), 1.959964
    one, other = rng.normal(0.6, 0.1, 20_000), rng.normal(0.3, 0.2, 20_000)
    held = [
        low <= 0.3 <= high
        for a, b in zip(one, other, strict=True)
        for _, low, high in [difference(figure("a", a, 0.1 * reach), figure("b", b, 0.2 * reach))]
    ]
    assert np.mean(held) == pytest.approx(0.95, abs=0.006)


@pytest.mark.parametrize(
    "changes",
    [
        {"certainty": "low"},
        {"certainty": "very low"},
        {"provenance": "recalled"},
        {"comparator": "waiting_list"},
        {"problem": "panic"},
    ],
)
def test_a_figure_that_cannot_carry_it_tells_nothing_apart(changes: dict[str, Any]) -> None:
    best, worst = [figure("a", 1.5)], [figure("b", 0.1)]
    assert is_clearly_better(best, worst, PROBLEMS)
    assert not is_clearly_better([figure("a", 1.5, **changes)], worst, PROBLEMS)


def test_a_difference_must_lie_wholly_beyond_what_is_felt() -> None:
    just = MEANINGFUL_DIFFERENCE + math.hypot(0.1, 0.1)
    assert is_clearly_better([figure("a", just + 0.001)], [figure("b", 0.0)], PROBLEMS)
    assert not is_clearly_better([figure("a", just - 0.001)], [figure("b", 0.0)], PROBLEMS)


def test_figures_that_beat_one_another_in_a_circle_are_one_tier() -> None:
    figures = {
        "a": (figure("a", 1.5), figure("a", 0.0, comparator="placebo")),
        "b": (figure("b", 0.0), figure("b", 1.5, comparator="waiting_list")),
        "c": (figure("c", 0.0, comparator="waiting_list"), figure("c", 1.5, comparator="placebo")),
    }
    assert tiers(figures, PROBLEMS) == (frozenset("abc"),)


FIGURES = st.lists(st.tuples(st.floats(-1, 2), st.floats(0, 0.4)), min_size=1, max_size=7)


@settings(max_examples=80, deadline=None)
@given(FIGURES)
def test_tiers_are_those_of_a_search_over_all_pairs(drawn: list[tuple[float, float]]) -> None:
    """Another way to the same: the tier is the longest chain of options each clearly better than the next."""
    figures: dict[str, tuple[Evidence, ...]] = {
        f"o{i}": (figure(f"o{i}", estimate, reach),) for i, (estimate, reach) in enumerate(drawn)
    }
    beats = {
        (a, b): drawn[int(a[1:])][0] - drawn[int(b[1:])][0] - math.hypot(drawn[int(a[1:])][1], drawn[int(b[1:])][1])
        for a in figures
        for b in figures
        if a != b
    }

    def depth(name: str) -> int:
        return 1 + max((depth(a) for a, b in beats if b == name and beats[a, b] > MEANINGFUL_DIFFERENCE), default=0)

    found = {name: place for place, tier in enumerate(tiers(figures, PROBLEMS), start=1) for name in tier}
    near = any(abs(gap - MEANINGFUL_DIFFERENCE) < 1e-9 for gap in beats.values())
    assert near or found == {name: depth(name) for name in figures}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"estimate": 0.6, "low": 0.5, "high": 0.7}, "overlap"),
        ({"certainty": "low"}, "low_certainty"),
        ({"certainty": "very low", "is_rated": False}, "unrated"),
        ({"provenance": "recalled", "is_rated": False}, "recalled"),
        ({"comparator": "waiting_list"}, "no_shared_comparator"),
        ({"problem": "panic"}, "no_figure"),
        ({"measure": "RR"}, "no_figure"),
    ],
)
def test_the_first_reason_why_two_are_alike_is_told(changes: dict[str, Any], why: str | None) -> None:
    one, other = [figure("a", 0.9)], [replace(figure("b", 0.2), **changes)]
    assert why_alike(one, other, ["depression"]) == why_alike(other, one, ["depression"]) == why


def library_figures() -> dict[str, list[Evidence]]:
    shelf = Library.open()
    found = published_evidence(shelf.evidence.values(), list(shelf.protocols))
    return {name: [one for one in found if one.offer == name] for name in shelf.protocols}


def test_two_of_the_library_overlap_although_both_figures_could_tell() -> None:
    """Supported employment 0.55 and supportive counselling 0.39 over usual care, both of moderate certainty."""
    told = library_figures()
    one, other = told["supported-employment"], told["supportive-counselling"]
    assert why_alike(one, other, ["depression"]) == "overlap"
    figures = shared(one, other, ["depression"])
    assert figures is not None
    assert difference(*figures) == pytest.approx((0.16, -0.0997, 0.4373), abs=1e-4)
    far = [replace(each, estimate=-0.4, low=-0.5, high=-0.3) for each in other]
    assert why_alike(one, far, ["depression"]) is None  # the control: the same two figures, had they lain far apart


def test_no_two_of_the_library_would_be_told_apart_if_every_figure_were_sure() -> None:
    """It is the figures themselves: with all of them checked and of high certainty no interval lies beyond 0.24."""
    sure = {
        name: [replace(one, certainty="high", is_rated=True, provenance="verified") for one in figures]
        for name, figures in library_figures().items()
    }
    problems = {one.problem for figures in sure.values() for one in figures}
    pairs = [(one, other, [each]) for one, other in permutations(sure.values(), 2) for each in problems]
    assert not any(is_clearly_better(*pair) for pair in pairs)
    assert any(why_alike(*pair) == "overlap" for pair in pairs)
