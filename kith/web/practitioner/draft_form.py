"""One part of a draft as a form: its fields with their words, and what was typed read back by place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from kith.care.actions.author_documents import Edit
from kith.care.queries.own_shapes import FieldShown, ListShown, OutlineRow, PartShown
from kith.care.queries.own_writing import edit_of
from kith.web.practitioner.draft_labels import choice_words, hint_of, label_of, row_name, type_name
from kith.web.practitioner.draft_words import ProblemWords, problem_words

AT, LINES, BODY = "at.", "lines.", "body"
ACTS = ("add", "remove", "up", "down")
ONE_LINE = 50  # characters: a longer sentence gets lines, so that all of it can be seen
SPARE = 2  # empty lists to choose from below those that are chosen
Typed = QueryDict | None


@dataclass(frozen=True)
class Input:
    """One field on the page. `was` is what another window kept there meanwhile."""

    name: str
    dom_id: str
    kind: str
    label: str
    hint: str
    is_needed: bool
    value: str
    choices: tuple[tuple[str, str, bool], ...]
    rows: tuple[tuple[tuple[str, str, bool], ...], ...]
    problems: tuple[ProblemWords, ...]
    was: str


@dataclass(frozen=True)
class Block:
    """A part on the page: a heading, its fields, its lists, and whether it can be moved."""

    place: str
    title: str
    words: str
    fields: tuple[Input, ...]
    lists: tuple[Rows, ...]
    problems: tuple[ProblemWords, ...]
    is_first: bool = True
    is_last: bool = True


@dataclass(frozen=True)
class Rows:
    """A list on the page with what can be added to it."""

    place: str
    title: str
    is_list: bool
    opens: bool
    can_go: bool
    rows: tuple[Block, ...]
    adds: tuple[tuple[str, str], ...]
    problems: tuple[ProblemWords, ...]


def edit_typed(typed: QueryDict) -> tuple[Edit, str]:
    """What a form sent, and the act that its button stands for: "add", "remove", "up", "down", or nothing."""
    texts: dict[str, list[str]] = {}
    for name in typed:
        if name.startswith(AT):
            texts[name.removeprefix(AT)] = [str(one) for one in typed.getlist(name)]
        elif name.startswith(LINES):
            texts[name.removeprefix(LINES)] = str(typed[name]).splitlines()
    act, _colon, rest = typed.get("act", "").partition(":")
    place, _colon, type_word = rest.partition(":")
    wanted = act if act in ACTS else ""
    return edit_of(texts, typed.get(BODY), wanted, place, type_word), wanted


def block_of(part: PartShown, typed: Typed = None, number: int = 0, of: int = 0) -> Block:
    """A part ready for the page, with what was typed where it was not kept."""
    return Block(
        place=part.place,
        title=row_name(part.owner, number) if number else label_of(part.owner, part.place.rpartition(".")[2]),
        words=part.title,
        fields=tuple(_input(one, typed) for one in part.fields),
        lists=tuple(rows_of(one, typed) for one in part.lists),
        problems=tuple(problem_words(one) for one in part.problems),
        is_first=number <= 1,
        is_last=number == of,
    )


def rows_of(shown: ListShown, typed: Typed = None) -> Rows:
    """A list ready for the page."""
    count = len(shown.rows)
    rows = tuple(
        block_of(row, typed, number if shown.is_list else 0, count) for number, row in enumerate(shown.rows, start=1)
    )
    return Rows(
        place=shown.place,
        title=label_of(shown.owner, shown.key),
        is_list=shown.is_list,
        opens=shown.opens,
        can_go=not shown.is_list and not shown.is_needed,
        rows=rows,
        adds=tuple((word, type_name(word)) for word in shown.adds),
        problems=tuple(problem_words(one) for one in shown.problems),
    )


def outline_of(rows: tuple[OutlineRow, ...], place: str) -> list[dict[str, Any]]:
    """The pages of the editor, each with how much is wrong there."""
    return [
        {
            "url": f"?part={row.place}",
            "label": row_name(row.owner, row.number) if row.number else label_of(row.owner, row.key),
            "words": row.title if row.number else "",
            "depth": row.depth,
            "count": row.problems,
            "current": row.place == place,
        }
        for row in rows
    ]


def place_name(loc: tuple[str | int, ...]) -> str:
    """A place in words: “Steps 2, Questions 1, Words”."""
    said: list[str] = []
    for step in loc:
        if isinstance(step, int):
            said[-1:] = [f"{said[-1]} {step + 1}" if said else str(step + 1)]
        else:
            said.append(label_of("", step))
    return ", ".join(said)


def value_words(value: Any) -> str:
    """A plain value in one line; of a part, what it is called."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return " · ".join(value_words(one) for key, one in value.items() if key not in ("id", "type"))
    if isinstance(value, list | tuple):
        return "; ".join(value_words(one) for one in value)
    return choice_words(str(value), "") if str(value).islower() and "_" in str(value) else str(value)


def _input(one: FieldShown, typed: Typed) -> Input:
    prefix = LINES if one.kind in ("lines", "numbers") else AT
    name = f"{prefix}{one.place}"
    values = one.values
    if typed is not None and name in typed:
        values = tuple(str(each) for each in typed.getlist(name) if str(each))
        values = tuple("\n".join(values).splitlines()) if prefix == LINES else values
    return Input(
        name=name,
        dom_id=f"id_{one.place}",
        kind="words" if one.kind == "line" and len("".join(values[:1])) > ONE_LINE else one.kind,
        label=label_of(one.owner, one.key),
        hint=hint_of(one.owner, one.key, one.kind),
        is_needed=one.is_needed,
        value="\n".join(values) if prefix == LINES else "".join(values[:1]),
        choices=_choices(one, values),
        rows=_choosers(one, values) if one.kind == "points" else (),
        problems=tuple(problem_words(each) for each in one.problems),
        was=", ".join(choice_words(each, dict(one.choices).get(each, each)) for each in one.values)
        if values != one.values
        else "",
    )


def _choices(one: FieldShown, values: tuple[str, ...]) -> tuple[tuple[str, str, bool], ...]:
    pairs = one.choices
    if one.kind == "yes_no":
        pairs = (("yes", _("yes")), ("no", _("no")))
    return tuple((name, choice_words(name, words), name in values) for name, words in pairs)


def _choosers(one: FieldShown, values: tuple[str, ...]) -> tuple[tuple[tuple[str, str, bool], ...], ...]:
    """One list to choose from for each that is chosen, in their order, and a few more."""
    chosen = (*values, *("",) * SPARE)
    return tuple(
        tuple((name, choice_words(name, words), name == value) for name, words in one.choices) for value in chosen
    )
