"""What each result earns: a value that rises with each success in a row, falls back after a lapse, and can be regained.

The same rule serves vouchers, where the value is money, and prize draws, where it is a number of draws.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from kith.science.incentives.problems import IncentiveProblem, check_not_below

Result = Literal["negative", "positive", "missed", "refused", "excused"]
"""Of a test for what was agreed to stop. A result that is not back yet is none: wait for it."""
RESULTS: Final[tuple[Result, ...]] = get_args(Result)


@dataclass(frozen=True)
class Schedule:
    """How the value of a result moves.

    The first negative result earns `start`, each further one in a row `step` more, up to `cap`; every `bonus_after`
    negatives in a row earn `bonus` besides. Positive, missed and refused results earn nothing and put the value back to
    `start`. After `regained_after` negatives in a row the value from before the lapse is back, from the next result on
    (None: never). An excused absence earns nothing and holds everything as it is.
    """

    start: float
    step: float
    cap: float | None = None
    bonus: float = 0.0
    bonus_after: int = 0
    regained_after: int | None = None

    def __post_init__(self) -> None:
        check_not_below(0, start=self.start, step=self.step, bonus=self.bonus, bonus_after=self.bonus_after)
        if self.cap is not None:
            check_not_below(self.start, cap=self.cap)
        if self.regained_after is not None:
            check_not_below(1, regained_after=self.regained_after)
        if self.bonus and not self.bonus_after:
            raise IncentiveProblem(
                f"A bonus comes after so many negatives in a row; found {self.bonus:g} and no number. Say after how "
                "many."
            )


@dataclass(frozen=True)
class Standing:
    """Where somebody is: what the next negative earns, how many there were in a row, and what the last of them paid.

    `lost` is the value that a lapse took away and that can be regained; 0 where there is none.
    """

    value: float
    run: int = 0
    paid: float = 0.0
    lost: float = 0.0


@dataclass(frozen=True)
class Earned:
    """What one result earned, and why: the value, the bonus, and whether it put the value back or gave it back."""

    result: Result
    value: float
    bonus: float = 0.0
    is_reset: bool = False
    is_regained: bool = False

    @property
    def total(self) -> float:
        """Value and bonus together."""
        return self.value + self.bonus


VOUCHERS: Final = Schedule(start=2.50, step=1.25, bonus=10.0, bonus_after=3, regained_after=5)
"""Dollars, three tests a week for twelve weeks (Higgins; amounts recalled). That a missed test counts as positive and
that five negatives give the value back is in the manual of the US National Institute on Drug Abuse (Budney and Higgins
1998); from which result on it is back is our reading."""
DRAWS: Final = Schedule(start=1, step=1, cap=8)
"""Draws from the bowl (Petry): one more for each negative in a row; caps of 8 to 15 are in use."""


def first_standing(schedule: Schedule) -> Standing:
    """Where everybody begins.

    >>> first_standing(VOUCHERS)
    Standing(value=2.5, run=0, paid=0.0, lost=0.0)
    """
    return Standing(schedule.start)


def step(schedule: Schedule, standing: Standing, result: Result) -> tuple[Earned, Standing]:
    """What a result earns, and where the person is after it.

    In words: as `Schedule` says. A value that was lost is the one last paid; a second lapse before it is regained keeps
    the higher of the two, and a value is never lowered by being given back (both ours). Raises IncentiveProblem for a
    result that is none of the five.

    >>> earned, following = step(VOUCHERS, Standing(5.0, run=2, paid=3.75), "negative")
    >>> earned.total, following
    (15.0, Standing(value=6.25, run=3, paid=5.0, lost=0.0))
    """
    if result not in RESULTS:
        raise IncentiveProblem(
            f"A result is one of {', '.join(RESULTS)}; found {result!r}. Wait for a result that is not back."
        )
    if result == "excused":
        return Earned(result, 0.0), standing
    if result != "negative":
        lost = 0.0 if schedule.regained_after is None else max(standing.lost, standing.paid)
        return Earned(result, 0.0, is_reset=standing.value > schedule.start), Standing(schedule.start, lost=lost)
    run = standing.run + 1
    bonus = schedule.bonus if schedule.bonus_after and run % schedule.bonus_after == 0 else 0.0
    following = Standing(_capped(schedule, standing.value + schedule.step), run, standing.value, standing.lost)
    is_regained = bool(standing.lost) and run == schedule.regained_after
    if is_regained:
        following = replace(following, value=max(following.value, standing.lost), lost=0.0)
    return Earned(result, standing.value, bonus, is_regained=is_regained), following


def _capped(schedule: Schedule, value: float) -> float:
    return value if schedule.cap is None else min(value, schedule.cap)


def ledger(schedule: Schedule, results: Iterable[Result]) -> tuple[Earned, ...]:
    """What each of a course of results earned, in their order. What was earned is never taken away.

    Source: Higgins and others (1991, 1993) for vouchers; Petry and others (2000, 2004) for draws. Raises
    IncentiveProblem as `step` does.

    >>> results = ["negative"] * 3 + ["positive"] + ["negative"] * 5
    >>> [int(one.value) for one in ledger(DRAWS, results)]
    [1, 2, 3, 0, 1, 2, 3, 4, 5]
    """
    standing = first_standing(schedule)
    found = []
    for result in results:
        earned, standing = step(schedule, standing, result)
        found.append(earned)
    return tuple(found)
