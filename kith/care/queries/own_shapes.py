"""A draft as its editor shows it: an outline, and one part at a time with its fields, its lists and its problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from kith.care.queries.own_points import Choices, choices_of
from kith.science.drafts import MODELS, DraftProblem, Slot, model_at, slots
from kith.science.drafts.shape import type_value
from kith.science.faults import Loc

Page = tuple[Loc, str, str, int, str, int]  # place, owner, key, number in its list, title, depth
BODY: Loc = ("body",)
TITLES = ("title", "name", "label", "text", "question", "say", "cite", "prompt", "why", "statement", "who")


@dataclass(frozen=True)
class ProblemShown:
    """One problem in its three parts, the place it is at, and the part of the editor that shows this place."""

    place: str
    part: str
    owner: str
    key: str
    what: str
    found: str
    instead: str
    is_missing: bool


@dataclass(frozen=True)
class FieldShown:
    """One key that is typed or chosen; `values` as they were typed, one for each line or choice."""

    place: str
    owner: str
    key: str
    kind: str
    is_needed: bool
    values: tuple[str, ...]
    choices: Choices
    problems: tuple[ProblemShown, ...]


@dataclass(frozen=True)
class PartShown:
    """One part: its fields, and what may stand in it."""

    place: str
    owner: str
    title: str
    fields: tuple[FieldShown, ...]
    lists: tuple[ListShown, ...]
    problems: tuple[ProblemShown, ...]


@dataclass(frozen=True)
class ListShown:
    """A list of parts, or the one part that may stand there. `opens` says that each is written on a page of its own."""

    place: str
    owner: str
    key: str
    is_list: bool
    is_needed: bool
    opens: bool
    rows: tuple[PartShown, ...]
    adds: tuple[str, ...]
    problems: tuple[ProblemShown, ...]


@dataclass(frozen=True)
class OutlineRow:
    """One page of the editor, and how many things are wrong there."""

    place: str
    owner: str
    key: str
    number: int
    title: str
    depth: int
    problems: int


@dataclass(frozen=True)
class Shape:
    """A draft with all that is wrong with it, ready to be shown part by part."""

    kind: str
    data: Mapping[str, Any]
    faults: tuple[DraftProblem, ...]
    service_id: UUID

    def problems(self) -> tuple[ProblemShown, ...]:
        """Everything that is wrong, in the order of the outline."""
        order = [row.place for row in self.outline()]
        shown = [self._problem(one) for one in self.faults]
        return tuple(sorted(shown, key=lambda one: order.index(one.part)))

    def outline(self) -> tuple[OutlineRow, ...]:
        """Every page of the editor."""
        pages = list(self._pages())
        counts: dict[Loc, int] = {}
        for one in self.faults:
            page = _page_of(one.loc, [loc for loc, *_rest in pages])
            counts[page] = counts.get(page, 0) + 1
        return tuple(
            OutlineRow(place_of(loc), owner, key, number, title, depth, counts.get(loc, 0))
            for loc, owner, key, number, title, depth in pages
        )

    def part(self, loc: Loc) -> PartShown | ListShown:
        """What the page of a place shows; the first page when there is no such place."""
        root = MODELS[self.kind]
        if len(loc) == 1:
            slot = next((one for one in slots(root) if one.key == loc[0] and one.models), None)
            if slot is not None:
                return self._list((), slot, self.data)
        elif loc and loc in [page for page, *_rest in self._pages()]:
            return self._part(loc, model_at(self.kind, self.data, loc), self._at(loc))
        return self._part((), root, self.data, with_lists=False)

    def _pages(self) -> Iterator[Page]:
        root = MODELS[self.kind]
        yield (), root.__name__, "", 0, "", 0
        if self.kind == "lesson":
            yield BODY, root.__name__, "body", 0, "", 0
        for slot in slots(root):
            if slot.models:
                yield (slot.key,), slot.owner, slot.key, 0, "", 0
                yield from self._pages_below((slot.key,), slot, self.data.get(slot.key), 1)

    def _pages_below(self, loc: Loc, slot: Slot, value: Any, depth: int) -> Iterator[Page]:
        if slot.is_small or not slot.is_list:
            return
        for number, row in enumerate(value if isinstance(value, list) else ()):
            here, model = (*loc, number), slot.model_of(row)
            yield here, model.__name__, slot.key, number + 1, _title(row), depth
            for inner in slots(model):
                if inner.models:
                    below = row.get(inner.key) if isinstance(row, Mapping) else None
                    yield from self._pages_below((*here, inner.key), inner, below, depth + 1)

    def _part(self, loc: Loc, model: type[BaseModel], value: Any, *, with_lists: bool = True) -> PartShown:
        given = value if isinstance(value, Mapping) else {}
        return PartShown(
            place=place_of(loc),
            owner=model.__name__,
            title=_title(given),
            fields=tuple(self._field(loc, slot, given.get(slot.key)) for slot in slots(model) if not slot.models),
            lists=tuple(self._list(loc, slot, given) for slot in slots(model) if slot.models) if with_lists else (),
            problems=self._at_place(loc),
        )

    def _list(self, loc: Loc, slot: Slot, given: Mapping[str, Any]) -> ListShown:
        here, value = (*loc, slot.key), given.get(slot.key)
        opens = slot.is_list and not slot.is_small
        if slot.is_list:
            rows = [((*here, number), row) for number, row in enumerate(value if isinstance(value, list) else ())]
        else:
            rows = [(here, value or {})] if value is not None or slot.is_needed else []
        return ListShown(
            place=place_of(here),
            owner=slot.owner,
            key=slot.key,
            is_list=slot.is_list,
            is_needed=slot.is_needed,
            opens=opens,
            rows=tuple(self._part(at, slot.model_of(row), row, with_lists=not opens) for at, row in rows),
            adds=tuple(type_value(one) for one in slot.models) if slot.is_list or not rows else (),
            problems=self._at_place(here) if slot.is_list else (),
        )

    def _field(self, loc: Loc, slot: Slot, value: Any) -> FieldShown:
        here = (*loc, slot.key)
        several = value if isinstance(value, list | tuple) else [] if value is None else [value]
        values = tuple(_typed(one) for one in several)
        choices: Choices = tuple((word, "") for word in slot.choices)
        if slot.points_at:
            choices = choices_of(slot.points_at, self.data, self.service_id)
        known = {one for one, _words in choices}
        strange = tuple((one, one) for one in values if one not in known) if slot.choices or slot.points_at else ()
        faults = tuple(self._problem(one) for one in self.faults if one.loc[: len(here)] == here)
        return FieldShown(
            place_of(here), slot.owner, slot.key, slot.kind, slot.is_needed, values, (*choices, *strange), faults
        )

    def _at_place(self, loc: Loc) -> tuple[ProblemShown, ...]:
        return tuple(self._problem(one) for one in self.faults if loc and one.loc == loc)

    def _problem(self, one: DraftProblem) -> ProblemShown:
        page = _page_of(one.loc, [loc for loc, *_rest in self._pages()])
        names = [step for step in one.loc if isinstance(step, str)]
        return ProblemShown(
            place=place_of(one.loc),
            part=place_of(page),
            owner=_owner_of(self.kind, self.data, one.loc),
            key=names[-1] if names else "",
            what=one.what,
            found=one.found,
            instead=one.instead,
            is_missing=one.is_missing,
        )

    def _at(self, loc: Loc) -> Any:
        value: Any = self.data
        for step in loc:
            value = value.get(step) if isinstance(value, Mapping) else value[step]
        return value


def place_of(loc: Loc) -> str:
    """A place as one word, for the name of a field.

    >>> place_of(("steps", 0, "title"))
    'steps.0.title'
    """
    return ".".join(str(step) for step in loc)


def loc_of(place: str) -> Loc:
    """The place that a word names.

    >>> loc_of("steps.0.title")
    ('steps', 0, 'title')
    """
    steps = place[:200].split(".") if place else []
    return tuple(int(step) if step.isdecimal() and len(step) < 4 else step for step in steps)


def _page_of(loc: Loc, pages: list[Loc]) -> Loc:
    return max((page for page in pages if loc[: len(page)] == page), key=len)


def _owner_of(kind: str, data: Mapping[str, Any], loc: Loc) -> str:
    at = loc[:-1] if loc and isinstance(loc[-1], str) else loc[:-2]
    while at:
        try:
            return model_at(kind, data, at).__name__
        except (KeyError, AttributeError):
            at = at[:-1]
    return MODELS[kind].__name__


def _title(row: Any) -> str:
    found = (row[key] for key in TITLES if isinstance(row.get(key), str)) if isinstance(row, Mapping) else iter(())
    return str(next(found, ""))


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
