"""A diary from two or three questions: one page a day, and a line across the days for each number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kith.science.drafts.changing import with_ids

__all__ = ["DiaryQuestion", "DiaryWords", "diary"]

_ON_A_CHART = 4  # lines that one picture can carry
_ON_A_PAGE = 8


@dataclass(frozen=True)
class DiaryQuestion:
    """What is watched: in which words, and how it is answered (scale, yes_no, number, choice, text).

    `options` are the answers of a choice; `lowest` and `highest` the words at the ends of a scale that has its own.
    """

    words: str
    answered_by: str
    options: tuple[str, ...] = ()
    lowest: str = ""
    highest: str = ""


@dataclass(frozen=True)
class DiaryWords:
    """The words around the questions, in the language of whoever writes the diary."""

    title: str
    purpose: str
    for_whom: str
    help: str
    after: str
    lowest: str
    highest: str
    source: str
    rhythm: str = "daily"


def diary(words: DiaryWords, questions: Sequence[DiaryQuestion]) -> dict[str, Any]:
    """The values of a worksheet that is filled in again and again, with these questions; ids come from their words."""
    asked = questions[:_ON_A_PAGE]
    step = {"title": words.title, "help": words.help, "fields": [_field(one, words) for one in asked]}
    draft = {
        "title": words.title,
        "purpose": words.purpose,
        "for_whom": words.for_whom,
        "minutes": max(1, len(asked)),
        "filled_in_by": ["client"],
        "rhythm": words.rhythm,
        "steps": [step],
        "after_words": words.after,
        "sources": [{"id": "own", "cite": words.source}],
    }
    made = with_ids("worksheet", draft)
    fields = made["steps"][0]["fields"]
    charts = [
        {"title": words.title, "kind": kind, "fields": names[:_ON_A_CHART]}
        for kind, names in (
            ("across_entries", [one["id"] for one in fields if one["type"] in ("scale", "number")]),
            ("counts", [one["id"] for one in fields if one["type"] == "yes_no"]),
        )
        if names
    ]
    return with_ids("worksheet", {**made, "charts": charts} if charts else made)


def _field(question: DiaryQuestion, words: DiaryWords) -> dict[str, Any]:
    field: dict[str, Any] = {"type": question.answered_by, "label": question.words, "optional": True}
    if question.answered_by == "scale":
        low, high = question.lowest or words.lowest, question.highest or words.highest
        ends = [{"at": 0, "label": low}, {"at": 10, "label": high}]
        return field | {"min": 0, "max": 10, "labels": ends}
    if question.answered_by == "number":
        return field | {"min": 0, "max": 1000}
    if question.answered_by == "choice":
        return field | {"options": [{"label": one} for one in question.options]}
    return field
