"""A worksheet's step as a form: fields drawn from the library's definition, and what was typed read back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

WIDEST_ROW = 11  # a scale with more steps than 0 to 10 is a number to write; so many buttons do not fit a phone


@dataclass(frozen=True)
class FieldShown:
    """One field of a step, ready for the page."""

    name: str
    kind: str
    label: str
    hint: str = ""
    is_optional: bool = False
    value: Any = ""
    options: tuple[tuple[str, str], ...] = ()
    lowest: str = ""
    highest: str = ""
    low_words: str = ""
    high_words: str = ""
    unit: str = ""
    longest: int | None = None
    rows: tuple[tuple[FieldShown, ...], ...] = ()
    row_label: str = ""
    can_add: bool = False

    @property
    def dom_id(self) -> str:
        """What an error links to."""
        return f"id_{self.name.replace('-', '.')}"


def fields_of(step: Any, written: Mapping[str, Any], more: str, asked_now: Collection[str]) -> list[FieldShown]:
    """The fields of a step with what was written; `more` names the diary that gets one more empty row.

    What is not asked after the answers so far is left out.
    """
    shown = (one for one in step.fields if one.type == "keep_in_view" or getattr(one, "id", "") in asked_now)
    return [_field(one, written, more) for one in shown if one.type != "picture"]


def read_step(step: Any, typed: QueryDict, asked_now: Collection[str]) -> dict[str, Any]:
    """What was typed on one step, as it was typed; empty rows of a diary fall away."""
    found: dict[str, Any] = {}
    for asked in step.fields:
        if asked.type == "picture" or getattr(asked, "id", "") not in asked_now:
            continue
        if asked.type == "repeat":
            rows = [
                {column.id: _typed(column, f"{asked.id}-{i}-{column.id}", typed) for column in asked.fields}
                for i in range(min(_count(typed.get(f"rows-{asked.id}")), asked.max_rows + 1))
            ]
            found[asked.id] = [row for row in rows if any(row.values())]
        elif asked.type not in {"computed", "keep_in_view"}:
            found[asked.id] = _typed(asked, asked.id, typed)
    return found


def _typed(asked: Any, name: str, typed: QueryDict) -> Any:
    return typed.getlist(name) if asked.type == "choices" else typed.get(name, "")


def _count(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 4 else 0


def _field(asked: Any, written: Mapping[str, Any], more: str) -> FieldShown:
    if asked.type == "keep_in_view":
        return FieldShown(asked.shows, "keep_in_view", asked.label, value=written.get(asked.shows, ""))
    if asked.type != "repeat":
        return _one(asked, asked.id, written.get(asked.id, ""))
    saved = list(written.get(asked.id) or [])
    blanks = max(asked.min_rows - len(saved), 1 if not saved else 0) + (1 if more == asked.id else 0)
    shown = (saved + [{}] * blanks)[: asked.max_rows]
    rows = tuple(
        tuple(_one(column, f"{asked.id}-{i}-{column.id}", row.get(column.id, "")) for column in asked.fields)
        for i, row in enumerate(shown)
    )
    return FieldShown(
        asked.id,
        "repeat",
        asked.label,
        asked.help or "",
        asked.optional,
        rows=rows,
        row_label=asked.row_label,
        can_add=len(shown) < asked.max_rows,
    )


def _one(asked: Any, name: str, value: Any) -> FieldShown:
    is_measured = asked.type in {"number", "scale"}
    labels = sorted(asked.labels, key=lambda label: label.at) if asked.type == "scale" else []
    return FieldShown(
        name=name,
        kind=_kind(asked),
        label=asked.label,
        hint=asked.help or "",
        is_optional=asked.optional,
        value=value if value is not None else "",
        options=_options(asked),
        lowest=f"{asked.min:g}" if is_measured else "",
        highest=f"{asked.max:g}" if is_measured else "",
        low_words=labels[0].label if labels else "",
        high_words=labels[-1].label if labels else "",
        unit=(asked.unit or "") if is_measured else "",
        longest=getattr(asked, "max_length", None),
    )


def _kind(asked: Any) -> str:
    if asked.type == "scale" and asked.max - asked.min + 1 > WIDEST_ROW:
        return "number"
    return str(asked.type)


def _options(asked: Any) -> tuple[tuple[str, str], ...]:
    if asked.type in {"choice", "choices"}:
        return tuple((option.id, option.label) for option in asked.options)
    if asked.type == "yes_no":
        return (("yes", _("Yes")), ("no", _("No")))
    if asked.type == "scale":
        return tuple((str(step), str(step)) for step in range(asked.min, asked.max + 1))
    return ()
