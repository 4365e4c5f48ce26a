"""Any worksheet filled in from its definition alone: plausible answers for forms that no story is written for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from kith.science.worksheets import SheetFlag, Worksheet, check_entry, is_asked
from kith.science.worksheets.fields import Computed, KeepInView, Picture
from kith.simulation.case import pick
from kith.simulation.happenings import WorksheetAnswers

WORDS = (
    "A quiet hour",
    "With my sister",
    "At the shop",
    "After lunch",
    "I waited and it passed",
    "Harder than I thought",
)
SENTENCES = (
    "It was hard at first and then a little easier.",
    "I noticed that I wanted to leave. I stayed for ten minutes more.",
    "We talked about it in the evening and made a small plan.",
)
ROWS = 3  # of a repeat: enough for a line, few enough for a page


def fill_in(worksheet: Worksheet, rng: np.random.Generator, *, day: date, is_safe: bool = True) -> WorksheetAnswers:
    """Answers to every question that is asked, complete enough to be kept as finished.

    No picture is made. With `is_safe` no answer calls for a person; without, every flag that can be met is met.

    >>> from kith.science.library import Library
    >>> sheet = Library.open().worksheet("staying-well-plan")
    >>> answers = fill_in(sheet, np.random.default_rng(1), day=date(2026, 3, 2))
    >>> check_entry(sheet, answers).unanswered
    ()
    """
    answers: dict[str, Any] = {}
    for step in worksheet.steps:
        for field in step.fields:
            if isinstance(field, Computed | KeepInView | Picture):
                continue
            if is_asked(step, field, check_entry(worksheet, answers, finished=False).values):
                flags = [flag for flag in worksheet.flags if flag.field.partition(".")[0] == field.id]
                answers[field.id] = _answer(field, rng, day, flags, is_safe)
    return answers


def _answer(field: Any, rng: np.random.Generator, day: date, flags: Sequence[SheetFlag], is_safe: bool) -> Any:
    if field.type == "repeat":
        count = min(max(field.min_rows, ROWS), field.max_rows)
        return [
            {column.id: _one(column, rng, day, n, _of(flags, column.id), is_safe) for column in field.fields}
            for n in range(count)
        ]
    return _one(field, rng, day, 0, flags, is_safe)


def _of(flags: Sequence[SheetFlag], column: str) -> list[SheetFlag]:
    return [flag for flag in flags if flag.field.partition(".")[2] == column]


def _one(field: Any, rng: np.random.Generator, day: date, n: int, flags: Sequence[SheetFlag], is_safe: bool) -> Any:
    makers: Mapping[str, Any] = {
        "text": lambda: pick(rng, WORDS)[: field.max_length],
        "pick": lambda: pick(rng, WORDS)[: field.max_length],
        "long_text": lambda: pick(rng, SENTENCES)[: field.max_length],
        "time": lambda: f"{8 + 2 * n:02d}:{int(rng.integers(0, 60)):02d}",
        "date": lambda: (day + timedelta(days=n)).isoformat(),
    }
    if field.type in makers:
        return makers[field.type]()
    return _chosen(field, rng, flags, is_safe)


def _chosen(field: Any, rng: np.random.Generator, flags: Sequence[SheetFlag], is_safe: bool) -> Any:
    if field.type in ("choice", "choices"):
        watched = {name for flag in flags for name in flag.any_of}
        options = [option.id for option in field.options if (option.id in watched) is not is_safe or not watched]
        if field.type == "choice":
            return pick(rng, options)
        return [pick(rng, options)] if options else []  # nothing to tick is what is safe here
    if field.type == "yes_no":
        wanted = [flag.is_yes for flag in flags if flag.is_yes is not None]
        return (wanted[0] is not is_safe) if wanted else bool(rng.integers(0, 2))
    low, high = field.min, field.max
    for flag in flags:
        if flag.at_least is not None:
            low, high = (low, min(high, flag.at_least - 1)) if is_safe else (max(low, flag.at_least), high)
        if flag.at_most is not None:
            low, high = (max(low, flag.at_most + 1), high) if is_safe else (low, min(high, flag.at_most))
    return int(rng.integers(int(low), int(max(low, high)) + 1))
