"""Whoever keeps every snapshot of a year, of every period offered, recovers almost no small count of a month.

The same attack takes most of them back when windows may begin and end in any month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from kith.science.disclosure import offered_periods
from kith.science.outcomes import programme, publish_rate
from tests.science.disclosure import families, means
from tests.science.disclosure.puzzle import Puzzle
from tests.science.disclosure.snapshots import LOOKS, MONTHS, Invented, Span, begins, ends, month_of
from tests.science.disclosure.test_attack import ONE_WAY, TWO_WAY

Family = Callable[[Invented, Mapping[Span, dict[str, Any]]], Iterator[Puzzle]]
LOOKED = range(MONTHS - LOOKS, MONTHS)
FREE = [(last - length, last) for last in LOOKED for length in range(LOOKS)]


def offered() -> list[Span]:
    """Everything that can be taken on the second day of each month of a year."""
    found = {
        (month_of(one.period_from), month_of(one.period_to))
        for last in LOOKED
        for one in offered_periods(ends(last) + timedelta(days=2))
    }
    return sorted(span for span in found if span[0] >= 0)


def share_recovered(sizes: Iterable[float], seed: int, spans: list[Span], family: Family) -> float:
    """Of all counts of 1 to 7 in any month, the share of which the reader is certain."""
    protected = recovered = 0
    for number, size in enumerate(sizes):
        world = Invented(np.random.default_rng([seed, number]), size)
        shown = {span: world.shown(span) for span in spans}
        for puzzle in family(world, shown):
            puzzle.check()
            there, told = puzzle.recovered()
            protected, recovered = protected + there, recovered + told
    return recovered / protected


def dropping_out(world: Invented, shown: Mapping[Span, dict[str, Any]]) -> Iterator[Puzzle]:
    """One family alone, for the control: who dropped out, and who did not."""
    reader = families.Reader(world, shown)
    reader.courses(("dropped_out",), families.ALL)
    yield reader.puzzle


def test_a_year_of_snapshots_gives_almost_nothing_back() -> None:
    assert share_recovered([6], 1, offered(), families.one_way) <= ONE_WAY


def test_windows_that_may_begin_and_end_anywhere_give_small_counts_back() -> None:
    """The control: of the same counts, by the same attack."""
    assert share_recovered([10], 1, FREE, dropping_out) > 0.3
    assert share_recovered([10], 1, offered(), dropping_out) == 0


def test_what_is_offered_is_a_year_a_quarter_and_a_month() -> None:
    spans = offered()
    assert {last - first + 1 for first, last in spans} == {12, 3, 1}
    assert len([span for span in spans if span[1] - span[0] == 2]) == 4  # quarters do not move on with each month
    assert len(spans) == 2 * LOOKS + 4
    assert begins(MONTHS) > ends(MONTHS - 1)


def test_mean_scores_of_a_year_tell_nobodys_score() -> None:
    """Sums of scores in months with 1 to 7 people: the reader works with every mean and every count."""
    months = means.of_months(Invented(np.random.default_rng([2, 0]), 25))
    assert means.share_told(months, means.shown(months, offered())) == (6, 0)
    # The control: counts as they are, and means with all their digits.
    assert means.share_told(months, means.shown(months, offered()), exactly=True) == (6, 6)


def test_waits_and_outcomes_by_language_give_almost_nothing_back() -> None:
    by_language = partial(families.by_group, kinds=("language",))
    assert share_recovered([10], 2, offered(), by_language) <= TWO_WAY


def test_where_nobody_is_told_apart_from_few_groups_are_given_back() -> None:
    """The control: as it was before, month after month whether there was somebody."""
    by_language = partial(families.by_group, kinds=("language",), rates=(("within_six_weeks",),), has_access=False)
    with patch.object(programme, "_of_a_group", lambda share: publish_rate(share.numerator, share.denominator)):
        assert share_recovered([10], 2, offered(), by_language) > 5 * TWO_WAY


@pytest.mark.slow
@pytest.mark.parametrize("kind", families.GROUPS)
def test_each_kind_of_group(kind: str) -> None:
    assert share_recovered([10, 25], 2, offered(), partial(families.by_group, kinds=(kind,))) <= TWO_WAY


@pytest.mark.slow
def test_many_services() -> None:
    sizes = [4, 10, 25] * 4
    assert share_recovered(sizes, 2, offered(), families.one_way) <= ONE_WAY


@pytest.mark.slow
def test_waits_by_place_and_recovery_by_gender() -> None:
    assert share_recovered([10], 2, offered(), families.two_way) <= TWO_WAY
