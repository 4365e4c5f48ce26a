"""Closeness to a protocol: shares of the points, and what is missing is missing."""

from __future__ import annotations

import pytest

from kith.science.protocols import fidelity

ITEMS = ("agenda", "review", "work", "feedback", "safety")  # ten points; four fifths are eight


@pytest.mark.parametrize(
    ("ratings", "share", "is_adherent"),
    [
        ({"agenda": 2, "review": 2, "work": 2, "feedback": 2, "safety": 0}, 0.8, True),  # 8 of 10: just there
        ({"agenda": 2, "review": 2, "work": 2, "feedback": 1, "safety": 0}, 0.7, False),  # 7 of 10
        ({"agenda": 2, "review": 2, "work": 2, "feedback": 2}, 1.0, True),  # 8 of 8 and of 10: the rest cannot undo it
        ({"agenda": 2, "review": 2, "work": 2}, 1.0, None),  # 6 of 6, and 6 to 10 of 10: open
        ({"agenda": 0, "review": 1}, 0.25, False),  # at most 1 + 6 of 10: lost whatever the rest is
        ({}, None, None),
        ({"agenda": None}, None, None),
    ],
)
def test_a_share_of_what_was_rated_and_a_verdict_only_when_it_is_settled(
    ratings: dict[str, int | None], share: float | None, is_adherent: bool | None
) -> None:
    found = fidelity(ITEMS, ratings)
    assert (found.share, found.is_adherent) == (share, is_adherent)
    assert found.rated + found.missing == len(ITEMS)


def test_items_that_were_not_asked_do_not_count() -> None:
    assert fidelity(["agenda"], {"agenda": 1, "other": 2}).points == 1


@pytest.mark.parametrize("wrong", [3, -1])
def test_a_rating_that_does_not_exist_is_refused(wrong: int) -> None:
    with pytest.raises(ValueError, match="rated 0, 1 or 2"):
        fidelity(["agenda"], {"agenda": wrong})
