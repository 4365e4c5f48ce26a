"""One change of a draft: words filled in, a part added, moved or taken away. What was given stays as it is."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from kith.science.drafts.shape import MODELS, Slot, model_at, slots, type_value
from kith.science.faults import Loc

__all__ = ["DraftChangeProblem", "Edit", "edited", "added", "filled", "moved", "part_at", "removed", "with_ids"]

Data = dict[str, Any]
_TITLES = ("title", "name", "label", "text", "prompt", "cite", "why")
_WHOLE = re.compile(r"[-+]?[0-9]{1,9}")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,9}[.,][0-9]{1,9}")
_MOST = 60  # rows of one list: more is another document
_LONGEST = 20_000  # characters in one place


class DraftChangeProblem(ValueError):
    """There is no such place in the draft: it was changed since, or no form of ours sent this."""


@dataclass(frozen=True)
class Edit:
    """What a form sent: the texts by place, and one thing done to a list or part (add, remove, up, down) at a place."""

    texts: Mapping[Loc, Sequence[str]] = field(default_factory=dict)
    body: str | None = None
    act: str = ""
    loc: Loc = ()
    type_word: str = ""


def edited(kind: str, content: Mapping[str, Any], edit: Edit) -> Data:
    """The content of a draft (its `data` and `body`) after an edit. Raises DraftChangeProblem."""
    data = filled(kind, content["data"], edit.texts)
    if edit.act == "add":
        data = added(kind, data, edit.loc, edit.type_word)
    elif edit.act == "remove":
        data = removed(kind, data, edit.loc)
    elif edit.act in ("up", "down"):
        data = moved(kind, data, edit.loc, -1 if edit.act == "up" else 1)
    body = content["body"] if edit.body is None else re.sub(r"\r\n?", "\n", edit.body.replace("\0", ""))[:_LONGEST]
    return {**content, "data": with_ids(kind, data), "body": body}


def part_at(data: Data, loc: Loc) -> Any:
    """What stands at a place. Raises DraftChangeProblem when nothing can."""
    value: Any = data
    for step in loc:
        try:
            value = value.get(step, {}) if isinstance(value, dict) else value[step]
        except (TypeError, IndexError, AttributeError, KeyError):
            raise DraftChangeProblem(step) from None
    return value


def filled(kind: str, data: Data, given: Mapping[Loc, Sequence[str]]) -> Data:
    """The draft with what was typed at each place: one text, or several for a list. Empty text is taken away.

    A number that is none stays as it was typed, so that nothing is lost; the check says so.
    """
    new = copy.deepcopy(data)
    for loc, texts in given.items():
        slot = _slot(kind, data, loc)
        if slot.models:
            raise DraftChangeProblem(loc)
        value = _value(slot, texts)
        part = _part(kind, new, loc[:-1])
        was_none = part.get(str(loc[-1])) == []  # it was said that there are none: that stays said
        if value is None or (value == [] and not was_none):
            part.pop(str(loc[-1]), None)
        else:
            part[str(loc[-1])] = value
    return new


def added(kind: str, data: Data, loc: Loc, type_word: str = "") -> Data:
    """The draft with one more row of the list at a place, or with the part that may stand there."""
    slot, new = _slot(kind, data, loc), copy.deepcopy(data)
    if not slot.models:
        raise DraftChangeProblem(loc)
    model = next((one for one in slot.models if type_value(one) == type_word), None)
    if model is None:
        raise DraftChangeProblem(type_word)
    row: Data = {"type": type_word} if type_word else {}
    part = _part(kind, new, loc[:-1])
    if not slot.is_list:
        part.setdefault(str(loc[-1]), row)
        return new
    rows = part.setdefault(str(loc[-1]), [])
    if len(rows) >= _MOST:
        raise DraftChangeProblem(loc)
    rows.append(row)
    return _numbered(kind, new)


def removed(kind: str, data: Data, loc: Loc) -> Data:
    """The draft without the row, or the part, at a place. A list that has to be there stays, empty."""
    new = copy.deepcopy(data)
    part_at(data, loc)
    if loc and isinstance(loc[-1], int):
        rows = part_at(new, loc[:-1])
        if not isinstance(rows, list):
            raise DraftChangeProblem(loc)
        del rows[loc[-1]]
        if not rows and not _slot(kind, data, loc[:-1]).is_needed:
            _part(kind, new, loc[:-2]).pop(str(loc[-2]), None)
    elif _slot(kind, data, loc).models:
        part_at(new, loc[:-1]).pop(loc[-1], None)
    else:
        raise DraftChangeProblem(loc)
    return _numbered(kind, new)


def moved(kind: str, data: Data, loc: Loc, steps: int) -> Data:
    """The draft with a row one place further up (-1) or down (1); at the end of its list it stays."""
    new = copy.deepcopy(data)
    rows, place = part_at(new, loc[:-1]), loc[-1] if loc else ""
    if not isinstance(rows, list) or not isinstance(place, int) or not 0 <= place < len(rows):
        raise DraftChangeProblem(loc)
    row = rows.pop(place)
    rows.insert(max(0, min(len(rows), place + steps)), row)
    return _numbered(kind, new)


def with_ids(kind: str, data: Data) -> Data:
    """The draft with an id for each part that has a title and none yet. An id once made is kept: others point at it."""
    new = copy.deepcopy(data)
    taken: set[str] = set()
    _collect(new, taken)
    _give(MODELS[kind], new, taken, is_root=True)
    return new


def _part(kind: str, data: Data, loc: Loc) -> Data:
    """The mapping at a place, made where an optional part was not there yet."""
    value: Any = data
    for step in loc:
        value = value.setdefault(step, {}) if isinstance(value, dict) else value[step]
    if not isinstance(value, dict):
        raise DraftChangeProblem(loc)
    return value


def _slot(kind: str, data: Data, loc: Loc) -> Slot:
    try:
        model = model_at(kind, data, loc[:-1])
    except (KeyError, AttributeError):
        raise DraftChangeProblem(loc) from None
    slot = next((one for one in slots(model) if loc and one.key == loc[-1]), None)
    if slot is None:
        raise DraftChangeProblem(loc)
    return slot


def _value(slot: Slot, texts: Sequence[str]) -> Any:
    cleaned = [_clean(text, slot) for text in texts]
    kept = [text for text in cleaned if text]
    if slot.kind in ("lines", "points"):
        return kept[:_MOST]
    if slot.kind == "choices":
        return [word for word in slot.choices if word in kept]
    if slot.kind == "numbers":
        return [_number(text) for text in kept[:_MOST]]
    if not kept:
        return None
    if slot.kind == "yes_no":
        return {"yes": True, "no": False}.get(kept[-1])
    return _number(kept[-1]) if slot.kind in ("whole", "number") else kept[-1]


def _clean(text: str, slot: Slot) -> str:
    plain = "".join(one for one in text[:_LONGEST].replace("\r\n", "\n") if one == "\n" or one.isprintable())
    return plain.strip() if slot.kind == "text" else " ".join(plain.split())


def _number(text: str) -> int | float | str:
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else text


def _numbered(kind: str, data: Data) -> Data:
    """Meetings are counted through; a page for several keeps as many as it had."""
    after = 0
    for row in data.get("sessions", []) if kind == "protocol" else []:
        n, to = row.get("n"), row.get("to")
        length = to - n if isinstance(n, int) and isinstance(to, int) else None
        row["n"] = after + 1
        if length is not None and length > 0:
            row["to"] = row["n"] + length
        after = row["to"] if isinstance(row.get("to"), int) else row["n"]
    return data


def _collect(value: Any, taken: set[str]) -> None:
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            taken.add(value["id"])
        for inner in value.values():
            _collect(inner, taken)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, taken)


def _give(model: type[BaseModel], value: Any, taken: set[str], *, is_root: bool = False) -> None:
    if not isinstance(value, dict):
        return
    title = next((value[key] for key in _TITLES if isinstance(value.get(key), str)), "")
    if not is_root and "id" in model.model_fields and not value.get("id") and title:
        value["id"] = _new_id(title, model.__name__, taken)
        taken.add(value["id"])
    for slot in slots(model):
        inner = value.get(slot.key)
        for one in inner if isinstance(inner, list) else [inner]:
            if slot.models:
                _give(slot.model_of(one), one, taken)


def _new_id(title: str, model: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:30].strip("_")
    stem = words if words and words[0].isalpha() else f"{model.lower()}_{words}".strip("_")
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name
