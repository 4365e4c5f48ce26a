"""Estimates from answers: against two other programs, a second implementation, the truth, and what must not count."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.adaptive import estimate, estimate_many
from kith.science.instruments import AnswerProblem
from kith.simulation.item_banks import invent_answers
from tests.science.adaptive import second_opinion
from tests.science.adaptive.banks import SHIPPED, bank_of, random_parameters

# Worked out on 2026-11-26 with mirt 1.2.0 for Python (EAP, 121 Gauss-Hermite points, normal prior with mean 0, SD 1).
GRADED = bank_of(
    [
        (1.7, [-1.2, -0.1, 0.9]),
        (2.3, [0.0, 0.7, 1.6]),
        (1.1, [-2.0, -0.5, 0.4]),
        (0.8, [-0.9, 1.0, 2.5]),
        (3.0, [0.3, 0.8, 1.4]),
    ]
)
BY_MIRT = [
    ([0, 0, 0, 0, 0], -1.673166, 0.674003),
    ([3, 3, 3, 3, 3], 2.104652, 0.551377),
    ([1, 2, 0, 3, 1], 0.397811, 0.393044),
    ([2, 1, 1, 1, 0], -0.071455, 0.411850),
    ([3, 0, 3, 0, 2], 0.600202, 0.435772),
    ([2, None, 1, None, None], -0.060385, 0.651249),
]
# Worked out on 2026-11-26 with catpie 0.2.0, a translation of R's catR: eapEst and eapSem, 33 points from -4 to 4.
TWO_ANSWERS = bank_of(
    [(1.532, [-1.0]), (1.003, [-0.4]), (1.829, [0.1]), (2.4, [0.8]), (0.7, [1.5])],
    model="2pl",
    grid={"lowest": -4, "highest": 4, "nodes": 33},
)
BY_CATPIE = [
    ([0, 0, 0, 0, 0], -1.293738, 0.694721),
    ([1, 1, 1, 1, 1], 1.421360, 0.651032),
    ([1, 0, 1, 0, 1], 0.247136, 0.565009),
    ([0, 1, 0, 1, 0], 0.034327, 0.573343),
    ([1, 1, 1, 0, 0], 0.343520, 0.563230),
]


def named(answers: list[int | None]) -> dict[str, int | None]:
    return {f"item_{place}": answer for place, answer in enumerate(answers)}


@pytest.mark.parametrize(("answers", "theta", "error"), BY_MIRT)
def test_as_another_program_estimates_graded_answers(answers: list[int | None], theta: float, error: float) -> None:
    found = estimate(GRADED, named(answers))
    # The two integrate on different grids; theirs changes by up to 9e-5 between 49 and 121 points.
    assert found.theta == pytest.approx(theta, abs=1e-4)
    assert found.standard_error == pytest.approx(error, abs=1e-4)


@pytest.mark.parametrize(("answers", "theta", "error"), BY_CATPIE)
def test_as_another_program_estimates_two_answers(answers: list[int | None], theta: float, error: float) -> None:
    found = estimate(TWO_ANSWERS, named(answers))
    assert found.theta == pytest.approx(theta, abs=1e-6)
    assert found.standard_error == pytest.approx(error, abs=1e-6)


def test_two_implementations_agree() -> None:
    chance = random.Random(11)
    for _ in range(25):
        parameters = random_parameters(chance, chance.randint(1, 12))
        mean, sd = chance.uniform(-0.5, 0.5), chance.uniform(0.8, 1.2)
        bank = bank_of(parameters, prior={"mean": mean, "sd": sd})
        answers = [chance.choice([None, *range(len(b) + 1)]) for _, b in parameters]
        given = [(place, answer) for place, answer in enumerate(answers) if answer is not None]
        found = estimate(bank, named(answers))
        if not given:
            assert found.theta is None
            continue
        theta, error = second_opinion.eap(parameters, given, mean, sd, second_opinion.points(-6, 6, 121))
        assert found.theta == pytest.approx(theta, abs=1e-9)
        assert found.standard_error == pytest.approx(error, abs=1e-9)


def test_one_and_many_agree() -> None:
    rng = np.random.default_rng(3)
    answers = invent_answers(SHIPPED, rng.normal(size=200), rng).astype(float)
    answers[rng.random(answers.shape) < 0.3] = math.nan
    answers[0] = math.nan
    many = estimate_many(SHIPPED, answers)
    for number, row in enumerate(answers):
        named_row = {
            item: None if math.isnan(answer) else int(answer)
            for item, answer in zip(SHIPPED.tables.items, row, strict=True)
        }
        one = estimate(SHIPPED, named_row)
        assert many.answered[number] == one.answered
        expected = (one.theta, one.standard_error, one.t_score, one.t_error) if one.answered else (math.nan,) * 4
        found = (many.theta, many.standard_error, many.t_score, many.t_error)
        assert [values[number] for values in found] == pytest.approx(expected, abs=1e-10, nan_ok=True)


def test_more_people_than_fit_at_once() -> None:
    """The people are taken in parts; where a part ends makes no difference."""
    rows = np.arange(40_000) % 5
    found = estimate_many(SHIPPED, rows[:, np.newaxis], ["mood_01"])
    for answer in range(5):
        assert len(set(found.theta[rows == answer].tolist())) == 1
        one = estimate(SHIPPED, {"mood_01": answer})
        assert found.theta[answer] == pytest.approx(one.theta, abs=1e-12)


def test_the_truth_is_recovered() -> None:
    """4,000 people of known theta: no bias beyond four standard errors, an honest error, honest intervals."""
    rng = np.random.default_rng(17)
    truth = rng.normal(size=4_000)
    found = estimate_many(SHIPPED, invent_answers(SHIPPED, truth, rng))
    off = found.theta - truth
    assert abs(off.mean()) < 4 * off.std() / math.sqrt(len(off))
    assert np.sqrt((off**2).mean()) == pytest.approx(np.sqrt((found.standard_error**2).mean()), rel=0.05)
    assert (np.abs(off) < 1.96 * found.standard_error).mean() == pytest.approx(0.95, abs=0.014)


def test_a_t_score_is_theta_in_other_units() -> None:
    found = estimate(SHIPPED, {"mood_01": 4})
    assert found.t_score == pytest.approx(50 + 10 * found.theta)
    assert found.t_error == pytest.approx(10 * found.standard_error)
    low, high = found.interval
    assert (low + high) / 2 == pytest.approx(found.theta)
    assert high - low == pytest.approx(2 * 1.96 * found.standard_error, abs=1e-4)


@pytest.mark.parametrize("answers", [{}, {"mood_01": None}, {"mood_01": None, "energy_01": None}])
def test_without_an_answer_there_is_no_estimate(answers: dict[str, None]) -> None:
    found = estimate(SHIPPED, answers)
    assert (found.theta, found.standard_error, found.t_score, found.t_error, found.interval) == (None,) * 5
    assert found.answered == 0


def test_too_few_answers_give_no_estimate() -> None:
    answers = [[1, math.nan, math.nan], [1, 2, math.nan], [math.nan] * 3]
    found = estimate_many(SHIPPED, answers, ["mood_01", "mood_02", "mood_03"], at_least=2)
    assert np.isnan(found.theta).tolist() == np.isnan(found.standard_error).tolist() == [True, False, True]
    assert np.isnan(found.t_score).tolist() == np.isnan(found.t_error).tolist() == [True, False, True]
    assert found.answered.tolist() == [1, 2, 0]
    assert np.isnan(estimate_many(SHIPPED, answers, ["mood_01", "mood_02", "mood_03"], at_least=0).theta[2])


def test_a_blank_says_nothing() -> None:
    assert estimate(SHIPPED, {"mood_01": 3, "mood_02": None}) == estimate(SHIPPED, {"mood_01": 3})


def test_the_order_of_answers_says_nothing() -> None:
    answers = {"mood_01": 3, "energy_05": 0, "contact_02": 1}
    backwards = dict(reversed(answers.items()))
    assert estimate(SHIPPED, backwards).theta == pytest.approx(estimate(SHIPPED, answers).theta, abs=1e-12)


@pytest.mark.parametrize("end", [0, 4])
def test_extreme_answers_stay_on_the_scale(end: int) -> None:
    everything = estimate(SHIPPED, dict.fromkeys(SHIPPED.tables.items, end))
    some = estimate(SHIPPED, dict.fromkeys(SHIPPED.tables.items[:20], end))
    assert 2 < abs(some.theta) < abs(everything.theta) < 5
    assert (everything.theta > 0) == (end == 4)
    assert 0 < everything.standard_error < some.standard_error


def test_sharp_items_that_contradict_each_other_do_not_break_it() -> None:
    bank = bank_of([(10.0, [5.0])] * 30 + [(10.0, [-5.0])] * 30)
    contradiction = {f"item_{place}": int(place < 30) for place in range(60)}
    found = estimate(bank, contradiction)
    assert found.theta == pytest.approx(0, abs=1e-9)
    many = estimate_many(bank, [list(contradiction.values())])
    assert many.theta[0] == pytest.approx(found.theta, abs=1e-9)
    assert many.standard_error[0] == pytest.approx(found.standard_error, abs=1e-9)


@given(st.lists(st.integers(0, 4), min_size=8, max_size=8), st.integers(0, 7))
def test_a_higher_answer_never_lowers_the_estimate(answers: list[int], place: int) -> None:
    form = SHIPPED.forms["short_8"]
    before = dict(zip(form, answers, strict=True))
    after = before | {form[place]: min(before[form[place]] + 1, 4)}
    assert estimate(SHIPPED, after).theta >= estimate(SHIPPED, before).theta


@pytest.mark.parametrize("given", [5, -1, 1.5, math.nan, math.inf, True, "2", 10**400])
def test_an_answer_that_cannot_be_is_refused(given: object) -> None:
    with pytest.raises(
        AnswerProblem, match=r"Item mood_01 has no such answer\. Found: .+\. Give a whole number from 0 to 4"
    ):
        estimate(SHIPPED, {"mood_01": given})  # type: ignore[dict-item]


def test_an_item_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(AnswerProblem, match=r"no such item\. Found: 'mod_01'\. Write instead: did you mean 'mood_01'"):
        estimate(SHIPPED, {"mod_01": 1})


@pytest.mark.parametrize("given", [5, -1, 1.5, math.inf])
def test_an_answer_of_many_that_cannot_be_is_refused(given: float) -> None:
    with pytest.raises(AnswerProblem, match="Item mood_02 has no such answer"):
        estimate_many(SHIPPED, [[0, 0], [1, given]], ["mood_01", "mood_02"])


@pytest.mark.parametrize("answers", [[1, 2], [[1, 2, 3]], [["1", "2"]], [[True, False]], [[]]])
def test_answers_of_another_shape_are_refused(answers: object) -> None:
    with pytest.raises(AnswerProblem, match=r"numbers in 2 columns\. Found: shape .+\. Give one row"):
        estimate_many(SHIPPED, answers, ["mood_01", "mood_02"])  # type: ignore[arg-type]


def test_an_item_in_two_columns_is_refused() -> None:
    with pytest.raises(AnswerProblem, match="An item has two columns"):
        estimate_many(SHIPPED, [[1, 2]], ["mood_01", "mood_01"])


def test_nobody_is_nobody() -> None:
    assert estimate_many(SHIPPED, np.empty((0, 1)), ["mood_01"]).theta.shape == (0,)
