"""What may be wrong with a schedule of incentives, said in three parts."""

from __future__ import annotations

import math


class IncentiveProblem(ValueError):
    """What gives no payment: a schedule, a bowl, a result. The message has three parts: what happened, found, to do."""


def check_not_below(least: float, **named: float) -> None:
    """Raise IncentiveProblem for a number that is not finite, or below `least`; names are said as they are written.

    >>> check_not_below(0, step=-1)
    Traceback (most recent call last):
    kith.science.incentives.problems.IncentiveProblem: step is a number of at least 0; found -1. Correct the schedule.
    """
    for name, value in named.items():
        if not math.isfinite(value) or value < least:
            said = name.replace("_", " ")
            raise IncentiveProblem(f"{said} is a number of at least {least:g}; found {value:g}. Correct the schedule.")


def check_share(**named: float) -> None:
    """Raise IncentiveProblem for a number that is not a share from 0 to 1.

    >>> check_share(negative=0.7)
    """
    for name, value in named.items():
        if not 0 <= value <= 1:
            raise IncentiveProblem(f"{name} is a share from 0 to 1; found {value:g}. Divide a percentage by 100.")
