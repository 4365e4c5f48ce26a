"""An adaptive test asks what tells most, keeps its content in balance, stops when it should, and forgets nothing."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter

import numpy as np
import pytest

from kith.science.adaptive import AdaptiveTest, Exposure, ItemBank, Stop, StoppingRule, estimate, resume, start
from kith.science.adaptive.selecting import most_informative
from kith.science.adaptive.stopping import stop_reason
from kith.science.instruments import AnswerProblem
from kith.simulation.adaptive_trials import accuracy, area_shares, try_adaptive, try_form
from kith.simulation.item_banks import invent_answers
from tests.science.adaptive import second_opinion
from tests.science.adaptive.banks import SHIPPED, bank_of, random_parameters

LONG = StoppingRule(standard_error=1e-6, minimum=1, maximum=1000)


def finished(bank: ItemBank, rule: StoppingRule | None = None, exposure: Exposure | None = None) -> AdaptiveTest:
    """A test in which every answer is the one in the middle."""
    test = start(bank, rule, exposure)
    while test.next_item is not None:
        item = bank.items[bank.tables.positions[test.next_item]]
        test = test.answer(item.id, item.answers // 2)
    return test


def asked(test: AdaptiveTest) -> list[str]:
    return [item for item, _ in test.answers]


def test_every_step_agrees_with_a_second_implementation() -> None:
    """Random banks in three areas of unequal shares, random answers and skips, to the last item."""
    chance = random.Random(23)
    for _ in range(6):
        parameters = random_parameters(chance, 12)
        areas = [["p", "q", "r"][place % 3] for place in range(12)]
        shares = [0.5, 0.3, 0.2]
        named_shares = [{"id": name, "share": share} for name, share in zip("pqr", shares, strict=True)]
        bank = bank_of(parameters, areas, areas=named_shares)
        grid = second_opinion.points(-6, 6, 121)
        test, given, left, counts = start(bank, LONG), [], set(range(12)), [0, 0, 0]
        while left:
            weights = second_opinion.posterior(parameters, given, 0, 1, grid)
            has_items = [any(areas[place] == name for place in left) for name in "pqr"]
            area = "pqr"[second_opinion.furthest_behind(shares, counts, has_items)]
            told = {
                place: second_opinion.expected_information(parameters[place], weights, grid)
                for place in left
                if areas[place] == area
            }
            best = max(told, key=lambda place: told[place])
            assert test.next_item == f"item_{best}"
            answer = chance.choice([None, *range(len(parameters[best][1]) + 1)])
            test = test.answer(test.next_item, answer)
            left.remove(best)
            if answer is not None:
                given.append((best, answer))
                counts["pqr".index(area)] += 1
                theta, error = second_opinion.eap(parameters, given, 0, 1, grid)
                assert test.estimate.theta == pytest.approx(theta, abs=1e-9)
                assert test.estimate.standard_error == pytest.approx(error, abs=1e-9)
        assert test.stopped is Stop.EXHAUSTED


def test_the_item_another_program_takes() -> None:
    # catpie 0.2.0 (a translation of R's catR), nextItem with criterion MPWI after item 1 answered 1 and item 3
    # answered 0: it takes item 2, counted from 0 as here.
    parameters = [
        (1.532, [-1.0]),
        (1.003, [-0.4]),
        (1.829, [0.1]),
        (2.4, [0.8]),
        (0.7, [1.5]),
        (1.3, [-2.0]),
        (2.0, [1.7]),
    ]
    bank = bank_of(parameters, model="2pl")
    assert resume(bank, [("item_1", 1), ("item_3", 0)], LONG).next_item == "item_2"


def test_a_test_is_its_answers() -> None:
    test = finished(SHIPPED)
    again = resume(SHIPPED, test.answers)
    assert again.estimate == test.estimate == estimate(SHIPPED, dict(test.answers))
    assert (again.next_item, again.stopped) == (test.next_item, test.stopped)


def test_an_answer_leaves_the_moment_before_as_it_was() -> None:
    before = start(SHIPPED)
    first = before.next_item
    high, low = before.answer(first, 4), before.answer(first, 0)
    assert before.answers == ()
    assert before.next_item == first
    assert high.estimate.theta > 0 > low.estimate.theta
    assert before.answer(first, 4).estimate == high.estimate
    with pytest.raises(dataclasses.FrozenInstanceError):
        before.next_item = None  # type: ignore[misc]


def test_before_the_first_answer_nothing_is_known() -> None:
    test = start(SHIPPED)
    assert test.estimate.theta is None
    assert test.estimate.standard_error is None
    assert test.stopped is None


def test_a_skipped_item_says_nothing_and_does_not_come_back() -> None:
    test = start(SHIPPED, LONG)
    skipped = test.next_item
    test = test.answer(skipped, None)
    assert test.estimate.theta is None
    while test.next_item is not None:
        assert test.next_item != skipped
        test = test.answer(test.next_item, 1)
    assert test.estimate.answered == len(SHIPPED.items) - 1


def test_somebody_who_skips_everything_is_not_asked_for_ever() -> None:
    test = start(SHIPPED)
    while test.next_item is not None:
        test = test.answer(test.next_item, None)
    assert test.stopped is Stop.MAXIMUM
    assert len(test.answers) == SHIPPED.stopping.maximum
    assert test.estimate.theta is None


def test_it_stops_when_it_is_precise_and_not_before() -> None:
    rng = np.random.default_rng(2)
    truth = rng.normal(size=60)
    rule = StoppingRule(standard_error=0.3, minimum=4, maximum=60)
    for row in invent_answers(SHIPPED, truth, rng):
        test = start(SHIPPED, rule)
        while test.next_item is not None:
            error = test.estimate.standard_error
            assert test.estimate.answered < 4 or error > 0.3
            test = test.answer(test.next_item, int(row[SHIPPED.tables.positions[test.next_item]]))
        assert test.stopped is Stop.PRECISE
        assert test.estimate.standard_error <= 0.3


def test_the_edge_of_precision_is_precise() -> None:
    exact = finished(SHIPPED, StoppingRule(standard_error=0.3, minimum=4, maximum=60))
    error = exact.estimate.standard_error
    same = finished(SHIPPED, StoppingRule(standard_error=error, minimum=4, maximum=60))
    finer = finished(SHIPPED, StoppingRule(standard_error=np.nextafter(error, 0), minimum=4, maximum=60))
    assert len(same.answers) == len(exact.answers) < len(finer.answers)


def test_it_stops_at_the_maximum() -> None:
    test = finished(SHIPPED, StoppingRule(standard_error=0.01, minimum=4, maximum=7))
    assert (test.stopped, len(test.answers)) == (Stop.MAXIMUM, 7)


def test_precise_with_the_last_item_is_called_precise() -> None:
    error = finished(SHIPPED, StoppingRule(standard_error=1e-6, minimum=4, maximum=7)).estimate.standard_error
    assert finished(SHIPPED, StoppingRule(standard_error=error, minimum=4, maximum=7)).stopped is Stop.PRECISE


def test_it_stops_when_nothing_left_would_tell_enough() -> None:
    blunt, sharp = (0.4, [0.0, 1.0]), (2.5, [0.0, 1.0])
    bank = bank_of([sharp, sharp, sharp, blunt, blunt])
    test = finished(bank, StoppingRule(standard_error=0.01, minimum=2, maximum=5, least_information=0.3))
    assert test.stopped is Stop.UNINFORMATIVE
    assert sorted(asked(test)) == ["item_0", "item_1", "item_2"]
    patient = finished(bank, StoppingRule(standard_error=0.01, minimum=4, maximum=5, least_information=0.3))
    assert len(patient.answers) == 4


@pytest.mark.parametrize(("best_left", "reason"), [(0.31, None), (0.3, Stop.UNINFORMATIVE), (0.29, Stop.UNINFORMATIVE)])
def test_an_item_must_tell_more_than_the_least(best_left: float, reason: Stop | None) -> None:
    rule = StoppingRule(standard_error=0.1, minimum=2, maximum=9, least_information=0.3)
    assert stop_reason(rule, asked=4, answered=4, error=0.5, best_left=best_left, is_covered=True) is reason


def test_it_stops_when_the_bank_is_empty() -> None:
    test = finished(bank_of([(1.0, [0.0]), (1.0, [0.5])]), LONG)
    assert (test.stopped, len(test.answers)) == (Stop.EXHAUSTED, 2)


def test_a_test_that_could_stop_may_go_on() -> None:
    test = finished(SHIPPED)
    more = next(item for item in SHIPPED.tables.items if item not in asked(test))
    longer = test.answer(more, 2)
    assert longer.estimate.answered == test.estimate.answered + 1


def test_every_area_is_covered_before_it_stops() -> None:
    """One area tells far less, and still has its answers."""
    dull, sharp = (0.5, [0.0]), (3.0, [-0.5, 0.0, 0.5])
    areas = [{"id": "dull", "share": 0.01, "at_least": 2}, {"id": "sharp", "share": 0.99}]
    bank = bank_of([sharp] * 8 + [dull] * 3, ["sharp"] * 8 + ["dull"] * 3, areas=areas)
    for maximum in (4, 11):
        test = finished(bank, StoppingRule(standard_error=0.45, minimum=1, maximum=maximum))
        by_area = Counter(bank.items[bank.tables.positions[item]].area for item in asked(test))
        assert by_area["dull"] == 2, f"with at most {maximum} items"


def test_an_area_that_was_skipped_empty_does_not_hold_the_test_up() -> None:
    areas = [{"id": "short", "share": 0.5, "at_least": 1}, {"id": "long", "share": 0.5}]
    bank = bank_of([(1.0, [0.0])] + [(3.0, [-0.5, 0.0, 0.5])] * 6, ["short"] + ["long"] * 6, areas=areas)
    test = start(bank, StoppingRule(standard_error=0.5, minimum=1, maximum=7)).answer("item_0", None)
    while test.next_item is not None:
        test = test.answer(test.next_item, 1)
    assert test.stopped is Stop.PRECISE


def test_content_stays_within_one_item_of_its_shares() -> None:
    areas = [{"id": name, "share": share} for name, share in (("p", 0.5), ("q", 0.3), ("r", 0.2))]
    chance = random.Random(4)
    bank = bank_of(random_parameters(chance, 45), ["p", "q", "r"] * 15, areas=areas)
    test, counts = start(bank, LONG), Counter()
    for number in range(1, 26):
        item = bank.items[bank.tables.positions[test.next_item]]
        counts[item.area] += 1
        test = test.answer(item.id, chance.randrange(item.answers))
        for area in bank.areas:
            assert abs(counts[area.id] - area.share * number) < 1


def test_the_same_seed_gives_the_same_test_and_another_seed_another() -> None:
    tests = [finished(SHIPPED, LONG, Exposure(best_of=4, seed=seed)) for seed in (1, 1, 2)]
    first, again, other = [asked(test)[:10] for test in tests]
    assert first == again
    assert first != other


def test_each_draw_of_a_test_is_a_new_one() -> None:
    information, is_eligible = np.linspace(1, 2, 6), np.ones(6, dtype=bool)
    drawn = [most_informative(information, is_eligible, asked, Exposure(best_of=3, seed=1)) for asked in range(30)]
    assert set(drawn) == {3, 4, 5}


def test_drawing_from_one_is_taking_the_best() -> None:
    assert asked(finished(SHIPPED, None, Exposure(best_of=1, seed=3))) == asked(finished(SHIPPED))


def test_an_item_is_drawn_from_the_best_few_and_each_of_them_has_its_turn() -> None:
    best = []
    test = start(SHIPPED)
    area = SHIPPED.items[SHIPPED.tables.positions[test.next_item]].area
    for _ in range(3):  # skipping leaves the belief as it was, so this lists the best items of the area in order
        best.append(test.next_item)
        test = test.answer(test.next_item, None)
    assert {SHIPPED.items[SHIPPED.tables.positions[item]].area for item in best} == {area}
    drawn = Counter(start(SHIPPED, None, Exposure(best_of=3, seed=seed)).next_item for seed in range(300))
    assert set(drawn) == set(best)
    assert min(drawn.values()) > 60  # a third of 300 each; 60 is five standard deviations below


def test_fewer_items_than_to_draw_from() -> None:
    bank = bank_of([(1.0, [0.0]), (2.0, [0.0])])
    assert finished(bank, LONG, Exposure(best_of=5, seed=1)).stopped is Stop.EXHAUSTED


def test_drawing_from_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"one or more; found best_of 0\. Give"):
        Exposure(best_of=0, seed=1)


@pytest.mark.parametrize(
    ("item", "given", "message"),
    [
        ("mood_01", 7, r"Item mood_01 has no such answer\. Found: 7\. Give a whole number from 0 to 4"),
        ("moood_01", 1, r"no such item\. Found: 'moood_01'\. Write instead: did you mean 'mood_01'"),
        ("energy_03", 1, r"answered twice\. Found: energy_03\. Give each item one answer"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(item: str, given: int, message: str) -> None:
    with pytest.raises(AnswerProblem, match=message):
        start(SHIPPED).answer("energy_03", None).answer(item, given)


def test_the_truth_is_recovered_with_a_tenth_of_the_items() -> None:
    """1,500 people of known theta. Two shares of 95 % from 1,500 people differ from 95 % by less than 2.3 points."""
    rng = np.random.default_rng(31)
    truth = rng.normal(size=1_500)
    answers = invent_answers(SHIPPED, truth, rng)
    adaptive = accuracy(try_adaptive(SHIPPED, truth, answers))
    full, short = (
        accuracy(try_form(SHIPPED, truth, answers)),
        accuracy(try_form(SHIPPED, truth, answers, SHIPPED.forms["short_8"])),
    )
    assert abs(adaptive.bias) < 4 * adaptive.rmse / 1_500**0.5
    assert adaptive.coverage == pytest.approx(0.95, abs=0.023)
    assert adaptive.items < 8 < full.items / 7
    assert full.rmse < adaptive.rmse < short.rmse * 1.1
    assert adaptive.rmse == pytest.approx(adaptive.error, rel=0.06)


def test_exposure_control_spreads_the_items() -> None:
    rng = np.random.default_rng(37)
    truth = rng.normal(size=300)
    answers = invent_answers(SHIPPED, truth, rng)
    plain, spread = (try_adaptive(SHIPPED, truth, answers, best_of=best_of) for best_of in (1, 3))
    assert accuracy(plain).most_used == 1
    assert accuracy(spread).most_used < 0.75
    assert all(0.15 < share < 0.35 for share in area_shares(SHIPPED, spread).values())
