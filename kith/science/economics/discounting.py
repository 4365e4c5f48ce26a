"""What lies in the future counts for less: the same rate for costs and for effects, from the second year on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kith.science.economics.problems import EconomicsProblem, check_not_below

NICE_RATE: Final = 0.035
"""A year, for costs and effects alike: NICE's reference case, recalled. A higher rate favours what helps soon."""


def discount_factor(year: int, rate: float = NICE_RATE) -> float:
    """What one unit in a year counts for today: 1 / (1 + rate) to the power of full years passed; the first year is 0.

    Source: the rate of NICE's reference case (recalled); the convention that the first year is not discounted is that
    of economic evaluation beside trials. Raises EconomicsProblem for a year before 0 and a rate below 0.

    >>> round(discount_factor(1), 6), discount_factor(0)
    (0.966184, 1.0)
    """
    check_not_below(0, year=year, rate=rate)
    return float((1 + rate) ** -year)


def present_value(by_year: Sequence[float | None], rate: float = NICE_RATE) -> float:
    """The value today of amounts in years 0, 1, 2 and so on: each times its factor, added up.

    Raises EconomicsProblem where an amount is not known: an unknown year is not a year of 0.

    >>> round(present_value([100, 100, 100]), 4)
    289.9694
    """
    missing = [year for year, amount in enumerate(by_year) if amount is None]
    if missing:
        raise EconomicsProblem(
            f"Every year needs its amount; found none for year {missing[0]}. Fill it in, or shorten the time looked at."
        )
    return sum(amount * discount_factor(year, rate) for year, amount in enumerate(by_year) if amount is not None)
