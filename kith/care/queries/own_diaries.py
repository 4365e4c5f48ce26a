"""The short way to a diary: a few questions become the values of a worksheet, with the service as its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kith.care.models import Service
from kith.care.permissions import Viewer, check_function
from kith.science.drafts import DiaryQuestion, DiaryWords, diary

__all__ = ["ANSWERED_BY", "MOST_QUESTIONS", "RHYTHMS", "DiaryQuestion", "DiaryWords", "diary_values", "may_start_diary"]

ANSWERED_BY = ("scale", "yes_no", "number", "choice", "text")
RHYTHMS = ("daily", "weekly", "as_needed")
MOST_QUESTIONS = 6


def may_start_diary(*, viewer: Viewer) -> None:
    """Raises NotAllowed for those who write no documents."""
    check_function(viewer, "author")


def diary_values(*, viewer: Viewer, words: DiaryWords, questions: Sequence[DiaryQuestion]) -> dict[str, Any]:
    """The values of the worksheet, ready to be started as a draft."""
    check_function(viewer, "author")
    service = Service.objects.get(pk=viewer.service_id)
    return diary(replace(words, source=service.name), questions)
