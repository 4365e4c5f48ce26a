"""How much work one person in care is, beside one seen weekly at the third step: dated rules, all our convention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

FOUR_WEEKS_IN_DAYS: Final = 28


@dataclass(frozen=True)
class WeightRule:
    """From a day on: the weight of each step, what often or rarely meeting makes of it, and what an open alert adds.

    `by_meetings` are (from how many meetings in four weeks, times), the most meetings first.
    """

    version: int
    effective_from: date
    by_step: Mapping[int, float]
    by_meetings: tuple[tuple[int, float], ...]
    open_alert: float
    source: str


RULES: Final = (
    WeightRule(
        version=1,
        effective_from=date(2020, 1, 1),
        by_step={0: 0.25, 1: 0.5, 2: 0.75, 3: 1.0, 4: 1.5},
        by_meetings=((6, 1.5), (3, 1.0), (2, 0.75), (0, 0.5)),
        open_alert=0.5,
        source="Our own convention",
    ),
)
"""In the order of their first days; the last that has begun counts."""


@dataclass(frozen=True)
class PersonInCare:
    """What weighs in one person's care: the step, meetings of the last four weeks, and whether an alert is open.

    `step` is None where none was set, `meetings` where the person was not led for four weeks yet.
    """

    step: int | None
    meetings: int | None
    has_open_alert: bool


def rule_on(day: date) -> WeightRule:
    """The rule in force on a day. Raises ValueError for a day before the first.

    >>> rule_on(date(2026, 11, 28)).version
    1
    """
    begun = [rule for rule in RULES if rule.effective_from <= day]
    if not begun:
        raise ValueError(
            f"A caseload is weighed by a dated rule; found none on {day}, the first is of {RULES[0].effective_from}. "
            "Ask for a later day."
        )
    return begun[-1]


def weight_of(person: PersonInCare, rule: WeightRule) -> float:
    """How much one person weighs, 1 being one seen weekly at the third step, without an open alert.

    In words: the weight of the step, times that of how often they met, and more while an alert is open. A step or a
    number of meetings that is not known counts as 1, not as nothing. Source: our own convention, named in the rule.

    >>> weight_of(PersonInCare(3, 4, has_open_alert=False), RULES[0])
    1.0
    >>> weight_of(PersonInCare(4, 8, has_open_alert=True), RULES[0])
    2.75
    >>> weight_of(PersonInCare(None, None, has_open_alert=False), RULES[0])
    1.0
    """
    step = 1.0 if person.step is None else rule.by_step[min(person.step, max(rule.by_step))]
    often = (
        1.0 if person.meetings is None else next(times for least, times in rule.by_meetings if person.meetings >= least)
    )
    return step * often + (rule.open_alert if person.has_open_alert else 0.0)
