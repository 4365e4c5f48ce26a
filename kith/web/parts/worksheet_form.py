"""A worksheet's step as a form: fields drawn from the library's definition, and what was typed read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from kith.web.parts.sheet_pictures import number_words

WIDEST_ROW = 11  # a scale with more steps than 0 to 10 is a number to write; so many buttons do not fit a phone
ELSE = "-else"  # the field beside a list, for words or a number that the list does not have
NOT_TYPED = {"computed", "keep_in_view"}
Picks = Mapping[str, tuple[str, ...]]


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
    now: tuple[FieldShown, ...] = ()
    clock: str = ""

    @property
    def dom_id(self) -> str:
        """What an error links to."""
        return f"id_{self.name.replace('-', '.')}"

    @property
    def count(self) -> int:
        """How many rows the form sends."""
        return len(self.rows) + bool(self.now)

    @property
    def is_listed(self) -> bool:
        """Whether the value is one of the options, so that the field beside them stays empty."""
        return any(str(self.value) == value for value, _label in self.options)


def fields_of(
    fields: Iterable[Any], written: Mapping[str, Any], more: str = "", picks: Picks | None = None
) -> list[FieldShown]:
    """The fields of a step with what was written; `more` names the diary that gets one more empty row."""
    return [_field(asked, written, more, picks or {}) for asked in fields if asked.type != "computed"]


def kept_in_view(fields: Iterable[Any], shown: list[FieldShown], named: Mapping[str, Any]) -> list[FieldShown]:
    """The same fields; a choice that is kept in view is said in its words."""
    pairs = zip((one for one in fields if one.type != "computed"), shown, strict=True)
    return [
        replace(field, value=_in_words(named[asked.shows], field.value))
        if asked.type == "keep_in_view" and asked.shows in named
        else field
        for asked, field in pairs
    ]


def read_step(fields: Iterable[Any], typed: QueryDict, now: str = "") -> dict[str, Any]:
    """What was typed on one step, as it was typed; empty rows of a diary fall away.

    Only fields that the form has shown are read. A row that was written while it happened gets `now` as its time.
    """
    shown, found = set(typed.getlist("form-shown")), dict[str, Any]()
    for asked in fields:
        if asked.type in NOT_TYPED or (shown and asked.id not in shown):
            continue
        if asked.type == "repeat":
            found[asked.id] = _rows(asked, typed, now)
        elif asked.type != "picture":
            found[asked.id] = _typed(asked, asked.id, typed)
    return found


def _rows(asked: Any, typed: QueryDict, now: str) -> list[dict[str, Any]]:
    rows = [
        {column.id: _typed(column, f"{asked.id}-{i}-{column.id}", typed) for column in asked.fields}
        for i in range(min(_count(typed.get(f"rows-{asked.id}")), asked.max_rows + 1))
    ]
    clock = asked.fields[0].id if asked.live else None
    written = [row for row in rows if any(value for name, value in row.items() if name != clock)]
    return [row | {clock: row[clock] or now} for row in written] if clock else written


def _typed(asked: Any, name: str, typed: QueryDict) -> Any:
    if asked.type == "choices":
        return typed.getlist(name)
    return typed.get(name + ELSE, "").strip() or typed.get(name, "")


def _count(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 4 else 0


def _field(asked: Any, written: Mapping[str, Any], more: str, picks: Picks) -> FieldShown:
    if asked.type == "keep_in_view":
        return FieldShown(asked.shows, "keep_in_view", asked.label, value=written.get(asked.shows, ""))
    if asked.type != "repeat":
        return _one(asked, asked.id, written.get(asked.id, ""), picks.get(asked.id, ()))
    saved = list(written.get(asked.id) or [])
    blanks = max(asked.min_rows - len(saved), 1 if not saved else 0) + (1 if more == asked.id else 0)
    shown = saved if asked.live else (saved + [{}] * blanks)[: asked.max_rows]
    rows = [_row(asked, i, row, picks) for i, row in enumerate(shown)]
    can_add = len(shown) < asked.max_rows
    return FieldShown(
        asked.id,
        "live" if asked.live else "repeat",
        asked.label,
        asked.help or "",
        asked.optional,
        rows=tuple(rows),
        row_label=asked.row_label,
        can_add=can_add,
        now=tuple(_large(one) for one in _row(asked, len(rows), {}, picks)[1:]) if asked.live and can_add else (),
        clock=asked.fields[0].id if asked.live else "",
    )


def _row(asked: Any, i: int, row: Mapping[str, Any], picks: Picks) -> tuple[FieldShown, ...]:
    return tuple(
        _one(column, f"{asked.id}-{i}-{column.id}", row.get(column.id, ""), picks.get(f"{asked.id}.{column.id}", ()))
        for column in asked.fields
    )


def _one(asked: Any, name: str, value: Any, picked: tuple[str, ...] = ()) -> FieldShown:
    is_measured = asked.type in {"number", "scale"}
    labels = sorted(asked.labels, key=lambda label: label.at) if asked.type == "scale" else []
    return FieldShown(
        name=name,
        kind=_kind(asked),
        label=asked.label,
        hint=asked.help or "",
        is_optional=asked.optional,
        value=value if value is not None else "",
        options=tuple((words, words) for words in picked) if asked.type == "pick" else _options(asked),
        lowest=f"{asked.min:g}" if is_measured else "",
        highest=f"{asked.max:g}" if is_measured else "",
        low_words=labels[0].label if labels else "",
        high_words=labels[-1].label if labels else "",
        unit=(asked.unit or "") if is_measured else "",
        longest=getattr(asked, "max_length", None),
    )


def _large(field: FieldShown) -> FieldShown:
    """A scale to a hundred as eleven large buttons, for somebody whose hands shake; any other number can be written."""
    if field.kind != "number" or not field.low_words:
        return field
    low, high = float(field.lowest), float(field.highest)
    steps = sorted({round(low + (high - low) * tenth / 10) for tenth in range(11)})
    return replace(field, kind="steps", options=tuple((str(step), str(step)) for step in steps))


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


def _in_words(asked: Any, value: Any) -> str:
    words = dict(_options(asked)) if asked.type != "scale" else {}
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, list | tuple):
        if asked.type != "choices":
            return _rows_in_words(asked, value)
        return ", ".join(words.get(one, str(one)) for one in value)
    if isinstance(value, int | float):
        return number_words(value, getattr(asked, "unit", None) or "")
    return words.get(value, str(value))


def _rows_in_words(asked: Any, rows: Iterable[Mapping[str, Any]]) -> str:
    return "\n".join(
        ", ".join(words for column in asked.fields if (words := _in_words(column, row.get(column.id) or "")))
        for row in rows
    )
