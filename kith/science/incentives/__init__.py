"""Contingency management: what each result earns, what is drawn from the bowl, what may be paid, and what it costs."""

from kith.science.incentives.bowl import FISHBOWL, Bowl, Drawn, Prize, check_draw, draw
from kith.science.incentives.expecting import Expected, Reserve, expected_cost, people_within, reserve
from kith.science.incentives.limits import Limits, Payment, within
from kith.science.incentives.problems import IncentiveProblem
from kith.science.incentives.schedule import (
    DRAWS,
    RESULTS,
    VOUCHERS,
    Earned,
    Result,
    Schedule,
    Standing,
    first_standing,
    ledger,
    step,
)

__all__ = [
    "DRAWS",
    "FISHBOWL",
    "RESULTS",
    "VOUCHERS",
    "Bowl",
    "Drawn",
    "Earned",
    "Expected",
    "IncentiveProblem",
    "Limits",
    "Payment",
    "Prize",
    "Reserve",
    "Result",
    "Schedule",
    "Standing",
    "check_draw",
    "draw",
    "expected_cost",
    "first_standing",
    "ledger",
    "people_within",
    "reserve",
    "step",
    "within",
]
