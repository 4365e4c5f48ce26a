"""What may be wrong with the plan or the numbers of a trial, said in three parts."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite


class TrialProblem(ValueError):
    """A trial that cannot be planned or counted so. The message says what happened, what was found and what to do."""


def check_share(name: str, value: float, *, may_be_nought: bool = False) -> None:
    """Raise TrialProblem unless a share lies between 0 and 1, both left out; with `may_be_nought` 0 is let in.

    >>> check_share("the power", 0.8)
    """
    if not (0 < value < 1 or (may_be_nought and value == 0)):
        least = "at least 0" if may_be_nought else "above 0"
        raise TrialProblem(f"{name} must be {least} and below 1; found {value:g}. Write it as a share, 0.05 for 5 %.")


def check_above_nought(name: str, value: float) -> None:
    """Raise TrialProblem unless a number is finite and above 0.

    >>> check_above_nought("the standard deviation", 1.0)
    """
    if not (isfinite(value) and value > 0):
        raise TrialProblem(f"{name} must be a number above 0; found {value:g}. Correct it.")


def check_whole(name: str, value: int, least: int) -> None:
    """Raise TrialProblem unless a count is at least `least`.

    >>> check_whole("clusters in an arm", 4, least=2)
    """
    if value < least:
        raise TrialProblem(f"{name} must be {least} or more; found {value}. Give a larger number.")


def check_arms(arms: Sequence[str]) -> None:
    """Raise TrialProblem unless there are two arms or more, each with a name of its own.

    >>> check_arms(["group", "usual care"])
    """
    if len(arms) < 2 or len(set(arms)) < len(arms) or not all(arms):
        raise TrialProblem(
            f"A trial has two arms or more, each with a name of its own; found {list(arms)}. Name each arm once."
        )
