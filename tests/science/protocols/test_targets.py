"""A target hierarchy orders the agenda: the highest rung that a card names comes first."""

from __future__ import annotations

from typing import Any

import pytest

from kith.science.protocols import Target, TargetSign, first_target

CARD = "dbt-diary-card"
QUITS = TargetSign(worksheet=CARD, field="urge_quit", at_least=3)
LADDER = (
    Target(
        id="life",
        title="Staying alive",
        what="x",
        named_by=(TargetSign(worksheet=CARD, field="self_harm", is_yes=True),
                  TargetSign(worksheet=CARD, field="urge_die", at_least=1)),
    ),
    Target(id="work", title="The work", what="x", named_by=(QUITS,)),
    Target(id="life-quality", title="A life worth it", what="x", named_by=()),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sheets", "first"),
    [
        ([(CARD, {"urge_quit": 4}), (CARD, {"self_harm": True})], "life"),  # the higher one, not the first card's
        ([(CARD, {"urge_die": 0, "urge_quit": 3})], "work"),
        ([(CARD, {"urge_die": None, "urge_quit": 2})], None),  # unanswered names nothing
        ([("thought-record", {"self_harm": True})], None),  # another sheet names nothing
        ([], None),
    ],
)
def test_the_highest_rung_that_is_named_comes_first(
    sheets: list[tuple[str, dict[str, Any]]], first: str | None
) -> None:
    found = first_target(LADDER, sheets)
    assert (found.id if found is not None else None) == first
