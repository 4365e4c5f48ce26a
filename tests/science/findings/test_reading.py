"""Pools of ours are rated by a rule, and every row of the library keeps to it."""

from __future__ import annotations

from typing import Any

import pytest

from kith.science.findings import EvidenceRow
from kith.science.findings.reading import our_reading
from kith.science.library import Library

SHELF = Library.open()
(SUPPORTIVE,) = (one for one in SHELF.evidence["depression-supportive"].rows if one.id == "care-as-usual")


def changed(**parts: Any) -> EvidenceRow:
    """Twelve trials of any risk of bias, I² 9 %, a new trial 0.18 to 0.59, 0.251 to 0.528."""
    return SUPPORTIVE.model_copy(
        update={name: getattr(SUPPORTIVE, name).model_copy(update=part) for name, part in parts.items()}
    )


@pytest.mark.parametrize(
    ("parts", "grade"),
    [
        ({}, "moderate"),
        ({"calculation": {"where": {"rob": ("4",)}}}, "high"),
        ({"i2": {"value": 75.0}}, "low"),
        ({"i2": {"value": 74.9}}, "moderate"),
        ({"i2": {"value": None}}, "low"),
        ({"prediction": {"ends": (-0.01, 0.8)}}, "low"),
        ({"prediction": {"ends": None}}, "low"),
        ({"studies": {"value": 9}}, "low"),
        ({"interval": {"ends": (0.05, 0.7)}}, "low"),
        ({"studies": {"value": 9}, "i2": {"value": 80.0}}, "very low"),
        ({"calculation": {"of": "without outlying studies"}}, "very low"),
    ],
)
def test_a_step_is_lost_for_each_doubt(parts: dict[str, dict[str, Any]], grade: str) -> None:
    assert our_reading(changed(**parts)) == grade


def test_every_pool_of_the_library_is_rated_by_the_rule_and_not_all_alike() -> None:
    rows = [row for one in SHELF.evidence.values() for row in one.rows if row.calculation is not None]
    ours = [row for row in rows if row.certainty.by == "our reading"]
    assert len(ours) == len(rows)
    assert [row.id for row in ours if row.certainty.grade != our_reading(row)] == []
    assert {row.certainty.grade for row in ours} == {"high", "moderate", "low", "very low"}
