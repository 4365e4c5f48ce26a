"""What was typed on a form of the builder, turned into one change of the draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from kith.care.actions.author import BandRow, Change
from kith.care.models import BadInput
from kith.care.queries.own_instruments import OwnPage

MOST_ROWS = 30
Typed = QueryDict
PLACES: dict[str, str] = {
    "set_about": "about",
    "add_question": "questions",
    "set_question": "questions",
    "move_question": "questions",
    "remove_question": "questions",
    "add_answers": "answers",
    "set_choices": "answers",
    "set_rating": "answers",
    "remove_answers": "answers",
    "add_score": "scores",
    "set_score": "scores",
    "remove_score": "scores",
    "add_flag": "flags",
    "set_flag": "flags",
    "remove_flag": "flags",
    "set_rights": "rights",
    "add_language": "languages",
    "set_language": "languages",
    "remove_language": "languages",
    "add_example": "examples",
    "confirm_example": "examples",
    "remove_example": "examples",
}
"""Each change, and the part of the builder that it belongs to."""


def change_of(name: str, typed: Typed, page: OwnPage) -> Change:
    """The change, with its values as numbers and words. Raises BadInput for what is no number."""
    row = typed.get("row", "")
    make = _FORMS.get(name)
    return Change(name, make(typed, row, page)) if make is not None else Change(name)


def whole(text: str, place: str) -> int:
    """A whole number in digits."""
    try:
        return int(text.strip())
    except ValueError:
        raise _no_number(text, place) from None


def number(text: str, place: str) -> float:
    """A number; a comma is read as a point."""
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        raise _no_number(text, place) from None


def _no_number(text: str, place: str) -> BadInput:
    found = _("Found: “%(text)s”.") % {"text": text[:20]} if text.strip() else _("Found: nothing.")
    return BadInput(_("The change was not kept: a number is needed."), found, _("Write it in digits."), place)


def _about(typed: Typed, row: str, page: OwnPage) -> Mapping[str, Any]:
    words = ("title", "short", "recall", "instruction", "stem", "thanks", "kind", "direction")
    days = typed.get("recall_days", "")
    return {
        **{name: typed.get(name, "") for name in words},
        "recall_days": whole(days, "recall_days") if days.strip() else None,
        "respondents": [one for one in typed.getlist("respondents") if one],
    }


def _question(typed: Typed, row: str, page: OwnPage) -> Mapping[str, Any]:
    after, unasked = typed.get("asked_after", ""), typed.get("unasked_counts", "")
    return {
        "item": row,
        "words": typed.get("words", ""),
        "options": typed.get("options", ""),
        "reverse": "reverse" in typed,
        "asked_after": after,
        "asked_from": whole(typed.get("asked_from", ""), f"asked_from-{row}") if after else None,
        "unasked_counts": whole(unasked, f"unasked_counts-{row}") if after and unasked.strip() else None,
    }


def _choices(typed: Typed, row: str, page: OwnPage) -> Mapping[str, Any]:
    rows = []
    for place in range(MOST_ROWS):
        value, words = typed.get(f"value-{place}", ""), typed.get(f"words-{place}", "")
        if value.strip() or words.strip():
            rows.append((whole(value, f"choices-{row}"), words))
    return {"name": row, "rows": rows}


def _rating(typed: Typed, row: str, page: OwnPage) -> Mapping[str, Any]:
    return {
        "name": row,
        "lowest": whole(typed.get("lowest", ""), f"lowest-{row}"),
        "highest": whole(typed.get("highest", ""), f"lowest-{row}"),
        "lowest_words": typed.get("lowest_words", ""),
        "highest_words": typed.get("highest_words", ""),
    }


def _score(typed: Typed, row: str, page: OwnPage) -> Mapping[str, Any]:
    bands: list[BandRow] = []
    for place in range(MOST_ROWS):
        starts, staff, client = (typed.get(f"{name}-{place}", "") for name in ("from", "staff", "client"))
        if staff.strip() or client.strip() or (place and starts.strip()):
            at = number(starts, f"bands-{row}") if bands else None
            bands.append(BandRow(typed.get(f"band-{place}", ""), at, staff, client))
    blanks = typed.get("blanks", "")
    return {
        "scale": row,
        "name": typed.get("name", ""),
        "items": typed.getlist("items"),
        "method": typed.get("method", ""),
        "blanks": whole(blanks, f"blanks-{row}") if blanks.strip() else 0,
        "bands": bands,
    }


def _flag(typed: Typed, row: str, page: OwnPage) -> Mapping[str, Any]:
    words = ("looks_at", "side", "urgency", "response", "words")
    value = number(typed.get("value", ""), f"value-{row or 'new'}")
    return {**{name: typed.get(name, "") for name in words}, "value": value, **({"flag": row} if row else {})}


def _rights(typed: Typed, row: str, page: OwnPage) -> Mapping[str, Any]:
    words = ("rights", "holder", "where", "day", "notice")
    return {**{name: typed.get(name, "") for name in words}, "is_confirmed": "is_confirmed" in typed}


def _language(typed: Typed, row: str, page: OwnPage) -> Mapping[str, Any]:
    found = next((one for one in page.languages if one.language == row), None)
    rows = found.rows if found is not None else ()
    return {"language": row, "texts": {one.at: typed.get(f"w-{one.place}", one.text) for one in rows}}


def _example(typed: Typed, row: str, page: OwnPage) -> Mapping[str, Any]:
    answers = {one.item: typed.get(f"answer-{one.item}", "") for one in page.questions}
    kept = {item: whole(text, f"answer-{item}") if text.strip() else None for item, text in answers.items()}
    return {"name": typed.get("name", ""), "answers": kept}


def _step(typed: Typed, row: str, page: OwnPage) -> Mapping[str, Any]:
    return {"item": row, "steps": -1 if typed.get("to") == "up" else 1}


def _numbered(typed: Typed, row: str, page: OwnPage) -> Mapping[str, Any]:
    return {"number": int(row) if row.isdecimal() and len(row) < 4 else 0}


_FORMS: dict[str, Callable[[Typed, str, OwnPage], Mapping[str, Any]]] = {
    "set_about": _about,
    "add_question": lambda typed, row, page: {name: typed.get(name, "") for name in ("words", "options")},
    "set_question": _question,
    "move_question": _step,
    "remove_question": lambda typed, row, page: {"item": row},
    "add_answers": lambda typed, row, page: {"form": typed.get("form", "")},
    "set_choices": _choices,
    "set_rating": _rating,
    "remove_answers": lambda typed, row, page: {"name": row},
    "add_score": lambda typed, row, page: {"name": typed.get("name", "")},
    "set_score": _score,
    "remove_score": lambda typed, row, page: {"scale": row},
    "add_flag": _flag,
    "set_flag": _flag,
    "remove_flag": lambda typed, row, page: {"flag": row},
    "set_rights": _rights,
    "add_language": lambda typed, row, page: {"language": typed.get("language", "")},
    "set_language": _language,
    "remove_language": lambda typed, row, page: {"language": row},
    "add_example": _example,
    "confirm_example": _numbered,
    "remove_example": _numbered,
}
