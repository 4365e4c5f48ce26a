"""Worksheets for tests: small ones with everything the format allows, made from the head of one of the library."""

from __future__ import annotations

from typing import Any

from kith.science.library import Library
from kith.science.worksheets import Worksheet

ENDS = [{"at": 0, "label": "None"}, {"at": 10, "label": "All"}]


def sheet(*steps: list[dict[str, Any]], **more: Any) -> Worksheet:
    """A worksheet with one step for each list of fields. A step's condition stands first, as `{"step_if": ...}`."""
    head = Library.open().worksheets["thought-record"].model_dump(mode="json", include={"sources", "review"})
    made = []
    for n, fields in enumerate(steps, start=1):
        step: dict[str, Any] = {"id": f"step_{n}", "title": f"Step {n}", "help": "Go on."}
        if fields and "step_if" in fields[0]:
            step, fields = step | {"asked_if": fields[0]["step_if"]}, fields[1:]
        made.append(step | {"fields": fields})
    given = {
        "id": "made-sheet",
        "version": "1.0",
        "title": "Made",
        "purpose": "To try.",
        "for_whom": "Tests.",
        "minutes": 3,
        "after_words": "Thank you.",
        "steps": made,
    }
    return Worksheet.model_validate(head | given | more)


def scale(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": "scale", "label": name.title(), "min": 0, "max": 10, "labels": ENDS} | more


def text(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": "text", "label": name.title()} | more


def choice(name: str, *options: str, kind: str = "choice", **more: Any) -> dict[str, Any]:
    shown = [{"id": one, "label": one.title()} for one in options]
    return {"id": name, "type": kind, "label": name.title(), "options": shown} | more


def rows(name: str, *fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    given = {"id": name, "type": "repeat", "label": name.title(), "row_label": "Row", "max_rows": 9}
    return given | {"fields": list(fields)} | more
