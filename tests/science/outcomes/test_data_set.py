"""Each rule of the minimum data set: broken by one row made for it, kept by all others."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kith.science.outcomes import ContactRow, DataSet, ReferralRow, ScoreRow, validate
from kith.science.outcomes.data_set import RULES

STAY = ReferralRow(
    "r1", "p1", date(2026, 1, 5), "self", "Clinic", 34, "woman", "White", "2", "anxiety", date(2026, 1, 12),
    date(2026, 3, 2), "completed",
)  # fmt: skip
MET = tuple(ContactRow("r1", date(2026, 2, day), "clinic", "individual", 50, "attended") for day in (2, 9))
ASKED = tuple(
    ScoreRow("r1", date(2026, 2, day), name, "1.0", 9.0) for name in ("phq9", "gad7") for day in (2, 9)
)  # fmt: skip
GOOD = DataSet(date(2026, 3, 31), (STAY,), MET, ASKED, {"phq9": (0, 27), "gad7": (0, 21)})


def stay(**more: Any) -> DataSet:
    return replace(GOOD, referrals=(replace(STAY, **more),))


def contact(**more: Any) -> DataSet:
    return replace(GOOD, contacts=(*MET, replace(MET[0], **more)))


def scored(**more: Any) -> DataSet:
    return replace(GOOD, scores=(*ASKED, replace(ASKED[0], **more)))


BROKEN = {
    "R1": stay(assessed_on=date(2026, 1, 4)),
    "R2": replace(stay(ended_on=date(2026, 1, 4), assessed_on=None), contacts=(), scores=()),
    "R3": stay(ending=""),
    "R4": stay(age=-1),
    "R5": stay(age=None),
    "R6": stay(gender="not stated"),
    "R7": stay(ethnicity="not stated"),
    "R8": stay(deprivation="not stated"),
    "R9": replace(stay(ended_on=None, ending=""), last=date(2026, 5, 11)),
    "R10": stay(problem="not stated"),
    "C1": contact(contact_on=date(2026, 1, 4)),
    "C2": contact(contact_on=date(2026, 3, 3)),
    "C3": contact(minutes=0, contact_on=date(2026, 2, 16)),
    "C4": contact(),
    "S1": scored(total=28.0),
    "S2": scored(taken_on=date(2026, 1, 4)),
    "S3": replace(GOOD, scores=ASKED[:3]),
}


def test_rows_that_are_right_break_nothing() -> None:
    assert not [one.rule.id for one in validate(GOOD) if one.broken]
    assert Counter(one.rows for one in validate(GOOD)) == {1: 11, 2: 4, 4: 2}


def test_every_rule_has_a_row_that_breaks_it() -> None:
    assert set(BROKEN) == {rule.id for rule in RULES}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_row_breaks_its_own_rule_and_no_other(rule: str) -> None:
    found = {one.rule.id: one.broken for one in validate(BROKEN[rule]) if one.broken}
    assert found == {rule: ("r1",)}


def test_on_the_edge_nothing_is_broken() -> None:
    for right in (stay(age=120), stay(assessed_on=date(2026, 1, 5)), scored(total=27.0), scored(total=0.0),
                  replace(stay(ended_on=None, ending=""), last=date(2026, 5, 10)),
                  contact(minutes=480, contact_on=date(2026, 3, 2))):  # fmt: skip
        assert not [one.rule.id for one in validate(right) if one.broken]


def test_errors_come_first() -> None:
    both = replace(BROKEN["R1"], contacts=(*MET, *MET))
    assert [one.rule.id for one in validate(both)][:2] == ["R1", "C4"]
