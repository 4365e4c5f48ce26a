"""Vouchers and draws: the printed cases, each rule by hand, cost by formula and by simulation, and what is refused."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.incentives import (
    DRAWS,
    FISHBOWL,
    RESULTS,
    VOUCHERS,
    Bowl,
    Expected,
    IncentiveProblem,
    Limits,
    Prize,
    Schedule,
    check_draw,
    draw,
    expected_cost,
    first_standing,
    ledger,
    people_within,
    reserve,
    step,
    within,
)

LETTERS = {"N": "negative", "P": "positive", "M": "missed", "R": "refused", "E": "excused"}


def course(letters: str) -> list[str]:
    return [LETTERS[letter] for letter in letters]


def values(schedule: Schedule, letters: str) -> list[float]:
    return [one.value for one in ledger(schedule, course(letters))]


def total(schedule: Schedule, letters: str) -> float:
    return sum(one.total for one in ledger(schedule, course(letters)))


# ---------------------------------------------------------------------------------------------------------- anchors


def test_the_printed_cases() -> None:
    assert values(DRAWS, "NNNPNNNNN") == [1, 2, 3, 0, 1, 2, 3, 4, 5]
    assert total(DRAWS, "NNNPNNNNN") == 21
    assert values(VOUCHERS, "N" * 9)[-1] == 12.50
    assert sum(values(VOUCHERS, "N" * 9)) == 67.50
    assert total(VOUCHERS, "N" * 9) == 97.50
    assert sum(values(VOUCHERS, "N" * 36)) == 877.50
    assert total(VOUCHERS, "N" * 36) == 997.50
    assert total(DRAWS, "N" * 24) == 164
    assert total(replace(DRAWS, cap=10), "N" * 24) == 195


def test_the_printed_bowl() -> None:
    assert FISHBOWL.slips == 500
    assert FISHBOWL.chances == {"good job": 0.5, "small": 0.418, "large": 0.08, "jumbo": 0.002}
    assert round(FISHBOWL.mean, 2) == 2.22
    assert round(164 * FISHBOWL.mean, 1) == 363.8
    assert FISHBOWL.variance == pytest.approx(0.418 + 0.08 * 400 + 0.002 * 10_000 - 2.218**2)


# ------------------------------------------------------------------------------------------------- rules, one by one


@pytest.mark.parametrize("lapse", "PMR")
def test_positive_missed_and_refused_all_put_the_value_back(lapse: str) -> None:
    assert values(DRAWS, f"NNN{lapse}N") == [1, 2, 3, 0, 1]
    assert [one.is_reset for one in ledger(DRAWS, course(f"{lapse}NN{lapse}{lapse}"))] == [
        False,
        False,
        False,
        True,
        False,
    ]


def test_an_excused_absence_holds_everything() -> None:
    assert values(DRAWS, "NNEEN") == [1, 2, 0, 0, 3]
    with_bonus = [one.bonus for one in ledger(VOUCHERS, course("NNEN"))]
    assert with_bonus == [0, 0, 0, 10]


def test_the_value_is_regained_after_five_negatives_and_not_after_four() -> None:
    before = [2.50 + 1.25 * n for n in range(9)]
    again = before[:5]
    assert values(VOUCHERS, "N" * 9 + "P" + "N" * 7) == [*before, 0, *again, 12.50, 13.75]
    assert values(VOUCHERS, "N" * 9 + "P" + "N" * 4 + "P" + "N" * 6) == [*before, 0, *again[:4], 0, *again, 12.50]
    marks = [one.is_regained for one in ledger(VOUCHERS, course("N" * 9 + "P" + "N" * 7))]
    assert marks.index(True) == 14
    assert sum(marks) == 1


def test_a_value_is_never_lowered_by_being_given_back() -> None:
    assert values(VOUCHERS, "NPNNNNNN") == [2.5, 0, 2.5, 3.75, 5, 6.25, 7.5, 8.75]


def test_a_lapse_at_the_cap_gives_the_cap_back() -> None:
    capped = Schedule(start=1, step=1, cap=4, regained_after=2)
    assert values(capped, "NNNNNNPNNNN") == [1, 2, 3, 4, 4, 4, 0, 1, 2, 4, 4]


results = st.lists(st.sampled_from("NPMRE"), max_size=40).map("".join)
schedules = st.builds(
    Schedule,
    start=st.integers(1, 4),
    step=st.integers(0, 3),
    cap=st.none() | st.integers(4, 12),
    bonus=st.integers(0, 10),
    bonus_after=st.integers(1, 4),
    regained_after=st.none() | st.integers(1, 6),
)


@given(schedules, results)
def test_only_a_negative_earns_and_what_it_earns_has_bounds(schedule: Schedule, letters: str) -> None:
    for letter, one in zip(letters, ledger(schedule, course(letters)), strict=True):
        if letter != "N":
            assert one.total == 0
        else:
            assert schedule.start <= one.value
            assert schedule.cap is None or one.value <= schedule.cap
    assert total(schedule, letters) <= total(schedule, "N" * len(letters))


@given(schedules, results, results)
def test_what_was_earned_is_not_changed_by_what_comes_later(schedule: Schedule, first: str, later: str) -> None:
    assert ledger(schedule, course(first + later))[: len(first)] == ledger(schedule, course(first))


def plain_draws(letters: str, cap: int) -> list[int]:
    """Another way: the length of the run of negatives that ends here, excused days left out, up to the cap."""
    found = []
    for place, letter in enumerate(letters):
        run = letters[: place + 1].replace("E", "")
        found.append(min(cap, len(run) - len(run.rstrip("N"))) if letter == "N" else 0)
    return found


@given(results)
def test_draws_agree_with_counting_the_run(letters: str) -> None:
    assert values(DRAWS, letters) == plain_draws(letters, 8)


# ------------------------------------------------------------------------------------------------------------- draws


def test_a_draw_comes_out_again_from_its_seed_and_from_no_other() -> None:
    drawn = draw(FISHBOWL, 40, np.random.default_rng(3))
    assert drawn == draw(FISHBOWL, 40, np.random.default_rng(3))
    check_draw(drawn, FISHBOWL, np.random.default_rng(3))
    other = draw(FISHBOWL, 40, np.random.default_rng(4))
    assert (other.slips, other.audit) != (drawn.slips, drawn.audit)


def test_the_audit_holds_the_state_even_where_slips_are_the_same() -> None:
    one, other = (draw(FISHBOWL, 0, np.random.default_rng(seed)) for seed in (3, 4))
    assert one.slips == other.slips == ()
    assert one.audit != other.audit


def test_whatever_is_changed_in_a_draw_or_a_bowl_is_seen() -> None:
    drawn = draw(FISHBOWL, 5, np.random.default_rng(3))
    dearer = Bowl((*FISHBOWL.prizes[:3], Prize("jumbo", 1, 101)))
    for changed in (
        replace(drawn, worth=drawn.worth + 100),
        replace(drawn, slips=(499, *drawn.slips[1:])),
        replace(drawn, prizes=("jumbo", *drawn.prizes[1:])),
        replace(drawn, audit="0" * 64),
    ):
        with pytest.raises(IncentiveProblem, match="does not come out again"):
            check_draw(changed, FISHBOWL, np.random.default_rng(3))
    with pytest.raises(IncentiveProblem, match="pay nothing until it is explained"):
        check_draw(drawn, dearer, np.random.default_rng(3))
    with pytest.raises(IncentiveProblem, match="Compare the bowl, the seed"):
        check_draw(drawn, FISHBOWL, np.random.default_rng(4))


@pytest.mark.parametrize("kind", [np.random.PCG64, np.random.MT19937, np.random.Philox])
def test_every_kind_of_generator_can_be_audited(kind) -> None:
    assert len(draw(FISHBOWL, 2, np.random.Generator(kind(1))).audit) == 64


def test_slips_come_as_often_as_was_published() -> None:
    drawn = draw(FISHBOWL, 200_000, np.random.default_rng(5))
    for name, chance in FISHBOWL.chances.items():
        reach = 4 * math.sqrt(chance * (1 - chance) / 200_000)
        assert drawn.prizes.count(name) / 200_000 == pytest.approx(chance, abs=reach)
    assert [FISHBOWL.prize_of(slip).name for slip in (0, 249, 250, 458, 459, 498, 499)] == [
        "good job", "good job", "small", "small", "large", "large", "jumbo",
    ]  # fmt: skip


# -------------------------------------------------------------------------------------------------------------- cost


@given(st.integers(1, 30), st.floats(0, 1), st.integers(1, 15))
def test_the_exact_cost_of_draws_agrees_with_the_formula(tests: int, p: float, cap: int) -> None:
    formula = sum(p**k for test in range(1, tests + 1) for k in range(1, min(test, cap) + 1))
    found = expected_cost(Schedule(1, 1, cap=cap), tests, negative=p, bowl=FISHBOWL)
    assert found.mean == pytest.approx(formula * FISHBOWL.mean, abs=1e-9)


COURSES = [
    (VOUCHERS, None, 0.75, 0.05),
    (DRAWS, FISHBOWL, 0.6, 0.0),
    (replace(DRAWS, regained_after=3), FISHBOWL, 0.8, 0.1),
]


@pytest.mark.parametrize(("schedule", "bowl", "negative", "excused"), COURSES, ids=["vouchers", "draws", "regained"])
def test_the_exact_cost_agrees_with_simulated_people(
    schedule: Schedule, bowl: Bowl | None, negative: float, excused: float
) -> None:
    chance, people, tests = np.random.default_rng(6), 3000, 24
    paid = []
    for _ in range(people):
        rolls = chance.random((tests, 2))
        found = ["excused" if a < excused else "negative" if b < negative else "missed" for a, b in rolls]
        earned = sum(one.total for one in ledger(schedule, found))
        paid.append(earned if bowl is None else draw(bowl, earned, chance).worth)
    exact = expected_cost(schedule, tests, negative=negative, excused=excused, bowl=bowl)
    assert np.mean(paid) == pytest.approx(exact.mean, abs=4 * exact.sd / math.sqrt(people))
    assert np.std(paid) == pytest.approx(exact.sd, rel=0.06)


def test_vouchers_of_everybody_and_of_nobody() -> None:
    always, never = (expected_cost(VOUCHERS, 36, negative=p) for p in (1.0, 0.0))
    assert (always.mean, always.sd, always.most) == (997.5, 0, 997.5)
    assert (never.mean, never.sd, never.most) == (0, 0, 997.5)


def test_what_is_set_aside_is_enough_as_often_as_it_says() -> None:
    exact = expected_cost(DRAWS, 24, negative=0.7, bowl=FISHBOWL)
    held = reserve(exact, 60)
    chance, enough, programmes = np.random.default_rng(7), 0, 200
    for _ in range(programmes):
        spent = 0.0
        for _ in range(60):
            found = ["negative" if roll < 0.7 else "positive" for roll in chance.random(24)]
            drawn = chance.integers(500, size=int(sum(one.value for one in ledger(DRAWS, found))))
            spent += np.array([0, 1, 20, 100])[np.searchsorted([250, 459, 499], drawn, side="right")].sum()
        enough += spent <= held.enough
    assert 0.90 <= enough / programmes <= 0.99


@given(st.floats(1, 500), st.floats(0, 300), st.integers(1, 300))
def test_a_reserve_carries_just_its_people(mean: float, sd: float, people: int) -> None:
    expected = Expected(mean, sd, mean)
    needed = reserve(expected, people).enough
    assert people_within(needed + 1e-6, expected) == people
    assert people_within(needed * 0.999 - 1e-3, expected) < people


def test_limits_hold_back_and_say_which() -> None:
    found = within(Limits(each=10, person=15), [12, 4, 3], paid_before=0)
    assert [(one.due, one.paid, one.held_back_by) for one in found] == [
        (12, 10, "each"),
        (4, 4, None),
        (3, 1, "person"),
    ]
    assert [one.paid for one in within(Limits(), [12, 4])] == [12, 4]
    assert [one.paid for one in within(Limits(person=599), [50, 50], paid_before=560)] == [39, 0]


@given(st.lists(st.floats(0, 50), max_size=20), st.floats(0, 20), st.floats(0, 200))
def test_no_limit_is_ever_passed(due: list[float], each: float, person: float) -> None:
    found = within(Limits(each, person), due)
    assert all(0 <= one.paid <= min(one.due, each) for one in found)
    assert sum(one.paid for one in found) <= person + 1e-9
    assert all((one.paid < one.due) == (one.held_back_by is not None) for one in found)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Schedule(-1, 1), "start is a number of at least 0; found -1."),
        (lambda: Schedule(5, 1, cap=2), "cap is a number of at least 5; found 2."),
        (lambda: Schedule(1, 1, bonus=5), "A bonus comes after so many negatives in a row; found 5 and no number."),
        (lambda: step(DRAWS, first_standing(DRAWS), "unknown"), "found 'unknown'. Wait for a result"),
        (lambda: Bowl(()), "A bowl has prizes, each named once; found none."),
        (lambda: Bowl((Prize("a", 1, 1), Prize("a", 1, 2))), "found a, a."),
        (lambda: Bowl((Prize("a", 0, 1),)), "slips of a is a number of at least 1; found 0."),
        (lambda: draw(FISHBOWL, 2.5, np.random.default_rng(1)), "Slips are drawn whole; found 2.5 draws."),
        (lambda: draw(FISHBOWL, -1, np.random.default_rng(1)), "draws is a number of at least 0; found -1."),
        (lambda: expected_cost(DRAWS, 0, negative=1), "tests is a number of at least 1; found 0."),
        (lambda: expected_cost(DRAWS, 1, negative=70), "negative is a share from 0 to 1; found 70."),
        (lambda: reserve(Expected(1, 1, 1), 5, certainty=0.1), "found 0.1"),
        (lambda: people_within(5, Expected(0, 0, 0)), "found a mean of 0."),
        (lambda: within(Limits(person=5), [1], paid_before=6), "found 6 paid already."),
        (lambda: within(Limits(each=-5), [1]), "limit of a result is a number of at least 0; found -5."),
    ],
)
def test_what_cannot_be_paid_is_refused(call, message: str) -> None:
    with pytest.raises(IncentiveProblem) as refused:
        call()
    assert message in str(refused.value)


def test_every_result_is_known() -> None:
    assert set(RESULTS) == set(LETTERS.values())
