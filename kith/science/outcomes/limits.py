"""Limits for a funnel plot: which services differ from the common rate by more than chance. Never a league table."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z_WARNING = 1.96
Z_ALARM = 3.09
"""95 % and 99.8 % limits, as Spiegelhalter (2005) proposes: of services that do not differ, 1 in 20 and 1 in 500 lie
outside."""


@dataclass(frozen=True)
class FunnelLimits:
    """The range in which a service of this size is expected, as shares."""

    people: int
    expected: float
    warning_low: float
    warning_high: float
    alarm_low: float
    alarm_high: float


def funnel_limits(expected: float, people: int) -> FunnelLimits:
    """The 95 % and 99.8 % limits around an expected share for a service with this many people.

    In words: the expected share, plus or minus z times the root of (share times its complement over the number of
    people), kept within 0 and 1. Source: Spiegelhalter (2005). Assumes independent people and an adequate number: below
    about 20 the normal limits are rough. Raises ValueError when the share is outside 0 to 1 or there is nobody.

    >>> limits = funnel_limits(0.50, 400)
    >>> [round(100 * end, 1) for end in (limits.warning_low, limits.warning_high, limits.alarm_low, limits.alarm_high)]
    [45.1, 54.9, 42.3, 57.7]
    """
    if not 0 <= expected <= 1:
        raise ValueError(f"An expected share lies between 0 and 1; found {expected:g}. Divide a percentage by 100.")
    if people < 1:
        raise ValueError(f"Limits need at least one person; found {people}. Leave this service out of the plot.")
    error = math.sqrt(expected * (1 - expected) / people)
    return FunnelLimits(
        people=people,
        expected=expected,
        warning_low=max(0.0, expected - Z_WARNING * error),
        warning_high=min(1.0, expected + Z_WARNING * error),
        alarm_low=max(0.0, expected - Z_ALARM * error),
        alarm_high=min(1.0, expected + Z_ALARM * error),
    )


def place(value: float, limits: FunnelLimits) -> str:
    """Where a service's share lies: as_expected, low, high, very_low or very_high. On a limit is still as expected.

    >>> limits = funnel_limits(0.50, 400)
    >>> place(0.44, limits), place(0.42, limits), place(0.5, limits)
    ('low', 'very_low', 'as_expected')
    """
    if value < limits.alarm_low:
        return "very_low"
    if value > limits.alarm_high:
        return "very_high"
    if value < limits.warning_low:
        return "low"
    return "high" if value > limits.warning_high else "as_expected"
