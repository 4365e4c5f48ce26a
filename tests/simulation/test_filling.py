"""Every worksheet of the library can be filled in whole, safely and not, out of its definition."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kith.science.library import Library
from kith.science.worksheets import check_entry
from kith.simulation.filling import fill_in

LIBRARY = Library.open()
DAY = date(2026, 3, 2)


@pytest.mark.parametrize("name", LIBRARY.worksheets)
def test_every_worksheet_is_filled_in_whole_and_calls_nobody(name: str) -> None:
    sheet = LIBRARY.worksheet(name)
    for seed in range(12):
        entry = check_entry(sheet, fill_in(sheet, np.random.default_rng(seed), day=DAY))
        assert entry.flags == ()
        left = {field.type for field in sheet.asked if field.id in entry.unanswered}
        assert left <= {"picture", "choices"}


@pytest.mark.parametrize("name", [name for name, sheet in LIBRARY.worksheets.items() if sheet.flags])
def test_what_a_worksheet_watches_for_is_noticed(name: str) -> None:
    sheet = LIBRARY.worksheet(name)
    raised = {
        flag.id
        for seed in range(30)
        for flag in check_entry(sheet, fill_in(sheet, np.random.default_rng(seed), day=DAY, is_safe=False)).flags
    }
    assert raised
