"""Answers typed one after the other, from a sheet of paper: digits with or without spaces, a dash for a blank one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kith.care.models import BadInput
from kith.care.queries.check_in import Question

BLANK = ("", "-", "–")


def line_of(typed: str, questions: Sequence[Question]) -> list[str]:
    """One line as its parts. Without spaces each sign is an answer, where no answer has two digits."""
    parts = typed.replace(",", " ").split()
    has_short_answers = all(len(str(choice.value)) == 1 for one in questions for choice in one.choices)
    if len(parts) == 1 and len(questions) > 1 and has_short_answers:
        return list(parts[0])
    return parts


def answers_in_order(typed: str, questions: Sequence[Question], field: str = "in_order") -> dict[str, float | None]:
    """Answers by item; raises BadInput unless there is one for each question."""
    parts = line_of(typed, questions)
    if len(parts) != len(questions):
        raise BadInput(
            _("The answers were not kept."),
            _("The line has %(found)d answers and there are %(wanted)d questions.")
            % {"found": len(parts), "wanted": len(questions)},
            _("Write one number for each question, and a dash where there was no answer."),
            field,
        )
    return {one.item: value_of(one.number, text, field) for one, text in zip(questions, parts, strict=True)}


def answers_by_item(typed: Mapping[str, Any], questions: Sequence[Question], prefix: str) -> dict[str, float | None]:
    """Answers from one field for each question."""
    return {one.item: value_of(one.number, str(typed.get(f"{prefix}{one.item}", ""))) for one in questions}


def value_of(number: int, text: str, field: str = "in_order") -> float | None:
    """One answer; a dash or a gap is blank."""
    if text.strip() in BLANK:
        return None
    try:
        return float(text)
    except ValueError:
        raise BadInput(
            _("The answers were not kept."),
            _("The answer to question %(number)d is “%(found)s”, which is not a number.")
            % {"number": number, "found": text[:20]},
            _("Write the number beside the answer, or a dash where there was none."),
            field,
        ) from None
