"""The models behind the answers: against published programs, a second implementation, and what must always hold."""

from __future__ import annotations

import doctest
import importlib
import math
import pkgutil
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kith.science.adaptive
from kith.science.adaptive import category_probabilities, item_information
from kith.science.adaptive.responses import log_probabilities
from tests.science.adaptive import second_opinion
from tests.science.adaptive.banks import random_parameters

MODULES = [m.name for m in pkgutil.iter_modules(kith.science.adaptive.__path__, "kith.science.adaptive.")]

# Values that the R package irt holds itself to in its own tests (version of its repository read on 2026-11-26). It
# writes the model with a constant D = 1.702 beside a, so its a is multiplied by D.
D = 1.702
PROBABILITIES = [
    (
        0.516,
        0.926,
        [-0.836, 0.184, 1.595],
        [0.106136952861801, 0.265955808662458, 0.473515112558898, 0.154392125916843],
    ),
    (
        0.067,
        0.801,
        [-1.479, -0.545, 0.018],
        [0.108354063390494, 0.194373945466998, 0.180577749324481, 0.516694241818027],
    ),
    (
        -1.257,
        0.896,
        [0.124, 0.954, 2.236],
        [0.89148633042075, 0.0753237961856628, 0.028353764824902, 0.00483610856868537],
    ),
    (1.797, 1.021, [-1.929], [1 - 0.998460607268952, 0.998460607268952]),
]
INFORMATION = [
    (-1.822, 0.812, [-1.545, -1.503, 0.536], 0.474452438901097),
    (1.618, 1.174, [-0.009, 0.426, 0.634], 0.432263612036406),
    (1.172, 1.174, [-0.009, 0.426, 0.634], 0.776788276793933),
    (1.753, 1.239, [1.465], 1.01520882483516),
    (-0.45, 1.239, [1.465], 0.0756952424600891),
]

thresholds = st.lists(st.floats(-4, 4), min_size=1, max_size=6, unique_by=lambda b: round(b, 2)).map(sorted)
sharpness = st.floats(0.2, 6)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize(("theta", "a", "b", "expected"), PROBABILITIES)
def test_probabilities_as_another_program_gives_them(
    theta: float, a: float, b: list[float], expected: list[float]
) -> None:
    assert category_probabilities(theta, a * D, b) == pytest.approx(expected, abs=1e-13)


@pytest.mark.parametrize(("theta", "a", "b", "expected"), INFORMATION)
def test_information_as_another_program_gives_it(theta: float, a: float, b: list[float], expected: float) -> None:
    assert float(item_information(theta, a * D, b)) == pytest.approx(expected, abs=1e-13)


def test_two_implementations_agree() -> None:
    chance = random.Random(5)
    for a, b in random_parameters(chance, 200):
        theta = chance.uniform(-4, 4)
        expected = [second_opinion.probability(theta, (a, b), answer) for answer in range(len(b) + 1)]
        assert category_probabilities(theta, a, b) == pytest.approx(expected, abs=1e-12)
        assert float(item_information(theta, a, b)) == pytest.approx(
            second_opinion.information(theta, (a, b)), rel=1e-5
        )


@given(theta=st.floats(-8, 8), a=sharpness, b=st.floats(-4, 4))
def test_with_two_answers_it_is_the_two_parameter_logistic_model(theta: float, a: float, b: float) -> None:
    p = 1 / (1 + math.exp(-a * (theta - b)))
    assert category_probabilities(theta, a, [b]) == pytest.approx([1 - p, p], abs=1e-12)
    assert float(item_information(theta, a, [b])) == pytest.approx(a * a * p * (1 - p), rel=1e-6, abs=1e-12)


@given(theta=st.floats(-50, 50), a=sharpness, b=thresholds)
def test_the_answers_share_all_probability(theta: float, a: float, b: list[float]) -> None:
    found = category_probabilities(theta, a, b)
    assert (found > 0).all()
    assert found.sum() == pytest.approx(1, abs=1e-12)


@given(a=sharpness, b=thresholds, theta=st.floats(-4, 4))
def test_more_of_the_trait_makes_every_higher_answer_likelier(a: float, b: list[float], theta: float) -> None:
    lower, higher = category_probabilities([theta, theta + 0.5], a, b)
    assert (higher[::-1].cumsum() >= lower[::-1].cumsum() - 1e-12).all()


@given(a=sharpness, b=thresholds, theta=st.floats(-4, 4))
def test_the_scale_may_be_turned_round(a: float, b: list[float], theta: float) -> None:
    turned = [-one for one in reversed(b)]
    assert category_probabilities(-theta, a, turned)[::-1] == pytest.approx(
        category_probabilities(theta, a, b), abs=1e-12
    )
    assert float(item_information(-theta, a, turned)) == pytest.approx(float(item_information(theta, a, b)), abs=1e-9)


@given(a=sharpness, b=thresholds, theta=st.floats(-4, 4))
def test_an_answer_cut_in_two_never_tells_less(a: float, b: list[float], theta: float) -> None:
    finer = [*b, b[-1] + 0.7]
    assert item_information(theta, a, finer) >= item_information(theta, a, b) - 1e-9


def test_a_whole_grid_at_once_is_each_point_alone() -> None:
    grid = np.linspace(-4, 4, 9)
    many = category_probabilities(grid, 1.3, [-0.5, 0.8])
    assert many.shape == (9, 3)
    assert many.tolist() == [category_probabilities(theta, 1.3, [-0.5, 0.8]).tolist() for theta in grid]


def test_nothing_is_lost_where_a_probability_is_nearly_nought() -> None:
    # As a difference of two numbers next to 1 this one would be 0, and its logarithm minus infinity.
    assert second_opinion.probability(30.0, (2.0, [-1.0, 0.0]), 1) == 0
    assert log_probabilities(30.0, 2.0, [-1.0, 0.0])[1] == pytest.approx(-60 + math.log1p(-math.exp(-2)), abs=1e-9)


def test_an_unknown_place_stays_unknown() -> None:
    assert np.isnan(category_probabilities(math.nan, 1.0, [0.0])).all()
    assert math.isnan(item_information(math.nan, 1.0, [0.0]))


@pytest.mark.parametrize("a", [0, -1, math.nan, math.inf])
def test_a_discrimination_that_cannot_be_is_refused(a: float) -> None:
    with pytest.raises(ValueError, match=r"above 0; found .+\. Give its discrimination"):
        category_probabilities(0.0, a, [0.0])


@pytest.mark.parametrize("b", [[], [0.0, 0.0], [1.0, 0.0], [math.nan], [0.0, math.inf]])
def test_thresholds_that_cannot_be_are_refused(b: list[float]) -> None:
    with pytest.raises(ValueError, match=r"must rise; found \[.*\]\. Give finite numbers"):
        item_information(0.0, 1.0, b)
