"""What a person in care weighs: by hand, never lighter for more, and unknown never as nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.science.matching import RULES, PersonInCare, rule_on, weight_of

WEEKLY = PersonInCare(3, 4, has_open_alert=False)


@pytest.mark.parametrize(
    ("person", "weight"),
    [
        (WEEKLY, 1.0),
        (replace(WEEKLY, step=1), 0.5),
        (replace(WEEKLY, step=4, meetings=8), 2.25),
        (replace(WEEKLY, meetings=2), 0.75),
        (replace(WEEKLY, meetings=0), 0.5),
        (replace(WEEKLY, has_open_alert=True), 1.5),
        (PersonInCare(None, None, has_open_alert=False), 1.0),
    ],
)
def test_by_hand(person: PersonInCare, weight: float) -> None:
    assert weight_of(person, RULES[0]) == weight


PEOPLE = st.builds(PersonInCare, st.integers(0, 4), st.integers(0, 20), st.booleans())


@given(PEOPLE)
def test_more_care_is_never_lighter(person: PersonInCare) -> None:
    heavier = (
        replace(person, step=min((person.step or 0) + 1, 4)),
        replace(person, meetings=(person.meetings or 0) + 1),
        replace(person, has_open_alert=True),
    )
    for rule in RULES:
        assert all(weight_of(other, rule) >= weight_of(person, rule) > 0 for other in heavier)


def test_rules_are_dated_in_order_and_say_whose_they_are() -> None:
    assert [rule.effective_from for rule in RULES] == sorted(rule.effective_from for rule in RULES)
    assert all(rule.source and set(rule.by_step) == {0, 1, 2, 3, 4} for rule in RULES)
    assert all(list(rule.by_meetings) == sorted(rule.by_meetings, reverse=True) for rule in RULES)
    assert all(rule.by_meetings[-1][0] == 0 for rule in RULES)
    with pytest.raises(ValueError, match="weighed by a dated rule"):
        rule_on(date(1999, 1, 1))
