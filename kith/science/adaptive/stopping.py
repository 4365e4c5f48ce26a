"""When an adaptive test ends, and why."""

from __future__ import annotations

from enum import StrEnum

from kith.science.adaptive.bank import StoppingRule


class Stop(StrEnum):
    """Why a test ended."""

    PRECISE = "precise"
    """The standard error is as small as was asked for."""

    MAXIMUM = "maximum"
    """As many items were asked as may be."""

    UNINFORMATIVE = "uninformative"
    """No item that is left would tell enough to be worth asking."""

    EXHAUSTED = "exhausted"
    """Every item of the bank was asked."""


def stop_reason(
    rule: StoppingRule, *, asked: int, answered: int, error: float, best_left: float | None, is_covered: bool
) -> Stop | None:
    """The reason to end now, or None to go on.

    `asked` counts items shown and `answered` those of them that were answered; `error` is the standard error;
    `best_left` is the most information that an item not yet asked would give, None when there is none; `is_covered`
    says whether every content area has the answers it must have. Precision is looked at first, so that a test that
    became precise with its last item says so.

    >>> rule = StoppingRule(standard_error=0.3, minimum=2, maximum=9)
    >>> str(stop_reason(rule, asked=4, answered=4, error=0.28, best_left=2.0, is_covered=True))
    'precise'
    >>> stop_reason(rule, asked=4, answered=4, error=0.28, best_left=2.0, is_covered=False) is None
    True
    """
    may_end = answered >= rule.minimum and is_covered
    if may_end and error <= rule.standard_error:
        return Stop.PRECISE
    if best_left is None:
        return Stop.EXHAUSTED
    if asked >= rule.maximum:
        return Stop.MAXIMUM
    if may_end and best_left <= rule.least_information:
        return Stop.UNINFORMATIVE
    return None
