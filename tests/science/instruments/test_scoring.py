"""Blanks are never zero, wrong answers are refused, and the ninth question is always heard."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kith.science.documents import check, parse
from kith.science.instruments import AnswerProblem, Instrument, Scored, read_instrument, score, score_many

FOLDER = Path(__file__).resolve().parents[3] / "kith/library/instruments"
PHQ9 = read_instrument(FOLDER / "phq9")


def as_array(rows: list[list[float | None]]) -> np.ndarray:
    return np.array([[math.nan if answer is None else answer for answer in row] for row in rows], dtype=float)


# ------------------------------------------------------------------------------------------------- the ninth question

Flagger = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


def every_phq9() -> np.ndarray:
    """All 4^9 = 262,144 answer sets of the PHQ-9."""
    return np.stack(np.meshgrid(*[np.arange(4)] * 9, indexing="ij"), axis=-1).reshape(-1, 9)


def ours(answers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    result = score_many(PHQ9, answers)
    return result["total"], result["flag.thoughts_of_self_harm"]


def only_when_high(answers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mutant: the flag waits for a total of 10."""
    total, flag = ours(answers)
    return total, flag & (total >= 10)


def without_the_ninth(answers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mutant: the ninth answer is flagged but not added."""
    total, flag = ours(answers)
    return total - answers[:, 8], flag


def check_every_phq9(scorer: Flagger) -> None:
    answers = every_phq9()
    assert answers.shape == (4**9, 9)
    total, flag = scorer(answers)
    expected = [a + b + c + d + e + f + g + h + i for a, b, c, d, e, f, g, h, i in answers.tolist()]
    wrong_totals = sum(found != right for found, right in zip(total.tolist(), expected, strict=True))
    wrong_flags = sum(found != (row[8] >= 1) for found, row in zip(flag.tolist(), answers.tolist(), strict=True))
    assert (wrong_totals, wrong_flags) == (0, 0)  # counts: a difference of two such lists takes minutes to print


def test_the_ninth_question_is_heard_in_every_answer_set() -> None:
    check_every_phq9(ours)


@pytest.mark.parametrize("mutant", [only_when_high, without_the_ninth])
def test_a_scorer_that_misses_it_is_found(mutant: Flagger) -> None:
    with pytest.raises(AssertionError):
        check_every_phq9(mutant)


def test_the_flag_is_raised_even_when_nothing_can_be_scored() -> None:
    scored = score(PHQ9, {"self_harm": 1})
    assert scored.scores["total"].value is None
    assert scored.flags == ("thoughts_of_self_harm",)


def test_a_blank_ninth_answer_is_unknown_and_not_safe() -> None:
    scored = score(PHQ9, [0, 0, 0, 0, 0, 0, 0, 0, None])
    assert scored.scores["total"].value == 0
    assert scored.flags == ()
    assert scored.unknown_flags == ("thoughts_of_self_harm",)


# ---------------------------------------------------------------------------------------------------------- refusals

ZEROS: list[Any] = [0] * 9


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (math.nan, "not a real number"),
        (math.inf, "not a real number"),
        (-math.inf, "not a real number"),
        (True, "not a number"),
        (False, "not a number"),
        ("2", "not a number"),
        ("", "not a number"),
        ([2], "not a number"),
        (2 + 0j, "not a number"),
        (np.bool_(True), "not a number"),
        (4, "not offered"),
        (-1, "not offered"),
        (1.5, "not offered"),
        pytest.param(10**400, "not offered", id="a number with 401 digits"),
        pytest.param(10**5000, "not offered", id="a number too long to print"),
        (Decimal(2), "not a number"),
    ],
)
def test_a_wrong_answer_is_refused_and_named(wrong: Any, what: str) -> None:
    with pytest.raises(AnswerProblem, match=what) as caught:
        score(PHQ9, [*ZEROS[:3], wrong, *ZEROS[4:]])
    assert "question 4 (energy)" in str(caught.value)
    assert "0, 1, 2, 3" in str(caught.value)


def test_a_not_scored_question_is_checked_too() -> None:
    with pytest.raises(AnswerProblem, match="question 10"):
        score(PHQ9, [*ZEROS, 7])


def test_numbers_of_numpy_and_whole_decimals_are_numbers() -> None:
    assert score(PHQ9, np.array([1] * 9)).scores["total"].value == 9
    assert score(PHQ9, [1.0] * 9).scores["total"].value == 9


@pytest.mark.parametrize("answers", [[], [0] * 8, [0] * 11, "000000000", b"000000000"])
def test_a_list_of_the_wrong_length_is_refused(answers: Any) -> None:
    with pytest.raises(AnswerProblem, match="takes 9 to 10 answers"):
        score(PHQ9, answers)


def test_an_unknown_question_is_refused_with_the_nearest() -> None:
    with pytest.raises(AnswerProblem, match="did you mean 'self_harm'"):
        score(PHQ9, {"selfharm": 1})


@pytest.mark.parametrize("wrong", [math.inf, -math.inf, 4, -1, 0.5])
def test_many_refuses_what_one_refuses(wrong: float) -> None:
    answers = np.zeros((50, 9))
    answers[20, 3] = wrong
    with pytest.raises(AnswerProblem, match="question 4"):
        score_many(PHQ9, answers)


@pytest.mark.parametrize(
    "answers",
    [np.zeros(9), np.zeros((2, 8)), np.zeros((2, 11)), np.zeros((2, 9), dtype=bool), [["0"] * 9], np.zeros((1, 2, 9))],
)
def test_many_refuses_a_wrong_shape_or_kind(answers: Any) -> None:
    with pytest.raises(AnswerProblem, match="needs numbers in 10 columns"):
        score_many(PHQ9, answers)


def test_nobody_is_somebody_too() -> None:
    assert score_many(PHQ9, np.zeros((0, 9)))["total"].shape == (0,)


# ------------------------------------------------------------------------------------------------------------ blanks


def test_too_few_answers_give_no_score_and_say_why() -> None:
    scored = score(PHQ9, [3, 3, 3, None, 3, None, 3, 3, None])
    total = scored.scores["total"]
    assert (total.value, total.band, total.answered, total.prorated) == (None, None, 6, False)
    assert total.missing_items == ("energy", "self_worth", "self_harm")
    assert total.reason == (
        "PHQ-9 needs at least 7 of 9 answers and has 6 (missing: 4, 6, 9). "
        "Ask those again, or keep it as incomplete; its rules give no score from 6."
    )


def test_no_answers_are_not_a_score_of_zero() -> None:
    for folder in sorted(path.parent for path in FOLDER.glob("*/instrument.yaml")):
        instrument = read_instrument(folder)
        scored = score(instrument, {})
        assert all(one.value is None and one.reason for one in scored.scores.values())
        many = score_many(instrument, np.full((3, len(instrument.items)), np.nan))
        assert all(np.isnan(many[scale.id]).all() for scale in instrument.scales)


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        ([1, 1, 1, 1, 1, 1, 1, 1, None], 9),  # 8 x 9/8
        ([1, 1, 1, 1, 0, 0, 0, 0, None], 5),  # 4 x 9/8 = 4.5, halves go up
        ([1, 1, 1, 0, 0, 0, 0, 0, None], 3),  # 3 x 9/8 = 3.375
        ([3, 3, 3, 3, 3, 3, 3, None, None], 27),  # 21 x 9/7
        ([2, 1, 0, 0, 0, 0, 0, None, None], 4),  # 3 x 9/7 = 3.857
        ([0, 0, 0, 0, 0, 0, 0, None, None], 0),
    ],
)
def test_up_to_two_blanks_are_made_up(answers: list[float | None], value: int) -> None:
    total = score(PHQ9, answers).scores["total"]
    assert (total.value, total.prorated, total.reason) == (value, True, None)
    assert isinstance(total.value, int)


# ------------------------------------------------------------------ what the format can say beyond today's instruments

MADE_UP = """
id: made-up
version: "1.0.0"
title: Made up
short: Made up
measures: nothing
recall_days: null
respondents: [self]
kind: functioning
direction: higher_is_worse
options:
  agree: {form: choice, choices: [{value: 1}, {value: 2}, {value: 3}, {value: 5}]}
items: [{id: a, options: agree}, {id: b, options: agree, reverse: true}, {id: c, options: agree}]
scales:
  - id: mean
    items: [a, b, c]
    method: mean
    lowest: 1
    highest: 5
    missing: {rule: minimum, answered: 2, provenance: convention, checked_on: 2026-01-31}
  - id: percent
    items: [a, b, c]
    method: sum_times
    multiplier: 4
    lowest: 12
    highest: 60
    missing: {rule: none, provenance: convention, checked_on: 2026-01-31}
  - id: weighted
    items: [a, b]
    method: sum
    weights: {a: 2, b: 0.5}
    lowest: 2.5
    highest: 12.5
    missing: {rule: prorate, at_most: 1, provenance: convention, checked_on: 2026-01-31}
licence:
  {class: own, ship_text: true, licence: ours, licence_source: here, checked_on: 2026-01-31}
sources: []
review: {status: awaiting clinical review}
"""


@pytest.fixture(scope="module")
def made_up() -> Instrument:
    return check(parse(MADE_UP, "made-up.yaml"), Instrument)


@pytest.mark.parametrize(
    ("answers", "mean", "percent", "weighted"),
    [
        # The reversed b counts 1 + 5 - answer.
        ([1, 1, 1], 7 / 3, 28, 4.5),
        ([5, 5, 5], 11 / 3, 44, 10.5),
        ([5, 1, 5], 5, 60, 12.5),
        ([1, 5, 1], 1, 12, 2.5),
        ([2, 3, None], 2.5, None, 5.5),
        ([None, 3, 3], 3, None, 7.5),  # b alone: 0.5 x 3 of a weight of 0.5, times 2.5
        ([None, None, 3], None, None, None),
    ],
)
def test_means_weights_reversal_and_multipliers(
    made_up: Instrument, answers: list[float | None], mean: float | None, percent: float | None, weighted: float | None
) -> None:
    expected = {"mean": mean, "percent": percent, "weighted": weighted}
    scored: Scored = score(made_up, answers)
    many = score_many(made_up, as_array([answers]))
    for scale, value in expected.items():
        if value is None:
            assert scored.scores[scale].value is None
            assert np.isnan(many[scale][0])
        else:
            assert scored.scores[scale].value == pytest.approx(value)
            assert many[scale][0] == scored.scores[scale].value


def test_answers_with_a_gap_between_them(made_up: Instrument) -> None:
    with pytest.raises(AnswerProblem, match="not offered"):
        score(made_up, [4, 1, 1])
    with pytest.raises(AnswerProblem, match="not offered"):
        score_many(made_up, [[4.0, 1.0, 1.0]])


def test_a_result_cannot_be_changed() -> None:
    scored = score(PHQ9, ZEROS)
    with pytest.raises(AttributeError):
        scored.scores["total"].value = 3  # type: ignore[misc]
    with pytest.raises(TypeError):
        scored.scores["total"] = scored.scores["total"]  # type: ignore[index]
