"""What a schedule will cost: exactly, for any chance of a negative result; and what to set aside for many people."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from scipy.special import ndtri

from kith.science.incentives.bowl import Bowl
from kith.science.incentives.problems import IncentiveProblem, check_not_below, check_share
from kith.science.incentives.schedule import Result, Schedule, Standing, first_standing, ledger, step

CERTAINTY: Final = 0.95
"""One programme in twenty would need more than is set aside: our convention."""


@dataclass(frozen=True)
class Expected:
    """What one person will cost: on average, how far people differ, and with every result negative."""

    mean: float
    sd: float
    most: float


@dataclass(frozen=True)
class Reserve:
    """What many people will cost: on average, and what is enough with the given certainty."""

    people: int
    mean: float
    enough: float
    certainty: float


def expected_cost(
    schedule: Schedule, tests: int, *, negative: float, excused: float = 0.0, bowl: Bowl | None = None
) -> Expected:
    """What a course of tests costs for one person, exactly.

    In words: follow every standing a person can have, test by test, with its probability and the mean and mean square
    of what was paid so far. Each test is excused with one probability, and else negative with another, independently of
    the one before. With a bowl, a value is a number of draws, each worth its mean, with its variance. `most` is the
    mean with every test negative. For a schedule of draws that starts at 1, goes up by 1 to a cap c and is not regained
    this is the bowl's mean times the sum over tests t of p + p² + ... to the power min(t, c). Source: own derivation.
    People are not alike from test to test (whoever was negative is more often negative again), and then differ more
    than `sd`. Raises IncentiveProblem for fewer than one test and shares outside 0 to 1.

    >>> from kith.science.incentives.schedule import DRAWS, VOUCHERS
    >>> from kith.science.incentives.bowl import FISHBOWL
    >>> expected_cost(VOUCHERS, 36, negative=1).mean
    997.5
    >>> round(expected_cost(DRAWS, 24, negative=1, bowl=FISHBOWL).mean, 1)
    363.8
    """
    check_not_below(1, tests=tests)
    check_share(negative=negative, excused=excused)
    mean, variance = (1.0, 0.0) if bowl is None else (bowl.mean, bowl.variance)
    chances: tuple[tuple[Result, float], ...] = (
        ("excused", excused),
        ("negative", (1 - excused) * negative),
        ("positive", (1 - excused) * (1 - negative)),
    )
    # Of each standing: its probability, and the mean and mean square of what was paid, times that probability.
    now: dict[Standing, tuple[float, float, float]] = {first_standing(schedule): (1.0, 0.0, 0.0)}
    for _ in range(int(tests)):
        following: defaultdict[Standing, tuple[float, float, float]] = defaultdict(lambda: (0.0, 0.0, 0.0))
        for standing, (p, first, second) in now.items():
            for result, chance in chances:
                if not chance:
                    continue
                earned, after = step(schedule, standing, result)
                pay, spread = earned.total * mean, earned.total * variance
                more = (p, first + p * pay, second + 2 * first * pay + p * (spread + pay**2))
                held = following[after]
                following[after] = (held[0] + chance * more[0], held[1] + chance * more[1], held[2] + chance * more[2])
        now = dict(following)
    first, second = sum(one[1] for one in now.values()), sum(one[2] for one in now.values())
    most = sum(one.total for one in ledger(schedule, ["negative"] * int(tests))) * mean
    return Expected(first, math.sqrt(max(second - first**2, 0.0)), most)


def reserve(expected: Expected, people: int, *, certainty: float = CERTAINTY) -> Reserve:
    """What to set aside for so many people: the mean, and the normal quantile times the root of their number besides.

    Assumes independent people, and enough of them for the normal distribution (a jumbo prize makes ten too few).
    Raises IncentiveProblem for fewer than one person, and a certainty outside a half to 1.

    >>> found = reserve(Expected(mean=100, sd=50, most=300), 25)
    >>> found.mean, round(found.enough, 1)
    (2500, 2911.2)
    """
    check_not_below(1, people=people)
    if not 0.5 <= certainty < 1:
        raise IncentiveProblem(f"A certainty lies between a half and 1; found {certainty:g}. Give 0.95 for 95 %.")
    mean = people * expected.mean
    return Reserve(people, mean, mean + float(ndtri(certainty)) * expected.sd * math.sqrt(people), certainty)


def people_within(budget: float, expected: Expected, *, certainty: float = CERTAINTY) -> int:
    """How many people a budget carries with that certainty. Raises IncentiveProblem where people cost nothing.

    >>> people_within(2912, Expected(mean=100, sd=50, most=300))
    25
    """
    check_not_below(0, budget=budget)
    if expected.mean <= 0:
        raise IncentiveProblem(
            f"A budget is shared by people who cost something; found a mean of {expected.mean:g}. Check the schedule."
        )
    z = float(ndtri(certainty)) * expected.sd
    root = (-z + math.sqrt(z**2 + 4 * expected.mean * budget)) / (2 * expected.mean)
    return math.floor(root**2 + 1e-9)
