"""Small worksheets that staff fill in, put on the shelf of a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kith.care.models.knowledge import library
from kith.science.worksheets import Worksheet

HURT = {"response": "thoughts_of_self_harm", "level": "now", "why": "The person has hurt themselves."}
WORRIED = {"response": "harm_from_others", "level": "worried", "why": "The person is afraid of somebody."}


def call_note(filled_in_by: tuple[str, ...] = ("practitioner", "together")) -> Worksheet:
    """What a call was about, with two answers that need a person."""
    options = [{"id": each, "label": each} for each in ("well", "hurt", "afraid")]
    fields: list[dict[str, Any]] = [
        {"id": "safety", "type": "choice", "label": "Safety", "options": options},
        {"id": "about", "type": "text", "label": "About", "optional": True},
    ]
    now = library().worksheets["thought-record"].model_dump(mode="json", include={"sources", "review"})
    return Worksheet.model_validate(
        now
        | {
            "id": "call-note",
            "version": "1.0",
            "title": "Call note",
            "purpose": "To note a call.",
            "for_whom": "Whoever took the call.",
            "minutes": 3,
            "filled_in_by": filled_in_by,
            "steps": [{"id": "call", "title": "The call", "help": "Safety first.", "fields": fields}],
            "flags": [
                {"id": "hurt", "field": "safety", "any_of": ["hurt"]} | HURT,
                {"id": "afraid", "field": "safety", "any_of": ["afraid"]} | WORRIED,
            ],
            "after_words": "Thank you.",
        }
    )


def on_the_shelf(monkeypatch: pytest.MonkeyPatch, worksheet: Worksheet) -> Worksheet:
    """The library has it for the length of a test."""
    shelf = library().worksheets
    monkeypatch.setitem(shelf._kept, worksheet.id, worksheet)
    monkeypatch.setitem(shelf.paths, worksheet.id, Path(worksheet.id))  # never opened: it is kept already
    return worksheet
