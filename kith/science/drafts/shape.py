"""What may stand in a document, read off its model: each key with the kind of input that suits it."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kith.science.faults import Loc
from kith.science.lessons import LessonFront
from kith.science.practices import Practice
from kith.science.protocols import Protocol
from kith.science.worksheets import Worksheet

__all__ = ["KINDS", "MODELS", "Slot", "every_slot", "model_at", "slots"]

MODELS: Mapping[str, type[BaseModel]] = {
    "worksheet": Worksheet,
    "protocol": Protocol,
    "lesson": LessonFront,
    "practice": Practice,
}
KINDS = tuple(MODELS)
# Never typed: the id is made from the title, the version counts, the review is the release, the type was chosen.
FIXED = {"id", "version", "review", "type"}
_LONG = 400  # characters: what may be longer gets several lines
# What a key points at. The rest of the text keys are plain words.
POINTS_AT: Mapping[tuple[str, str], str] = {
    ("Protocol", "goes_with"): "protocols",
    ("Protocol", "formulation"): "formulations",
    ("Protocol", "lessons"): "lessons",
    ("Harm", "safety_response"): "safety_responses",
    ("Contact", "worksheet"): "worksheets",
    ("Ending", "worksheet"): "worksheets",
    ("Ending", "measures"): "instruments",
    ("Ending", "carer_measures"): "instruments",
    ("Frame", "measures"): "instruments",
    ("ProtocolSession", "measures"): "instruments",
    ("ProtocolSession", "carer_measures"): "instruments",
    ("ProtocolSession", "phase"): "phases",
    ("ProtocolSession", "techniques"): "techniques",
    ("AgendaItem", "technique"): "techniques",
    ("SheetUsed", "worksheet"): "worksheets",
    ("Between", "worksheet"): "worksheets",
    ("Between", "practice"): "practices",
    ("Between", "lesson"): "lessons",
    ("EvidenceStatement", "source"): "sources",
    ("Pick", "from_worksheet"): "worksheets",
    ("KeepInView", "shows"): "fields",
    ("Computed", "of"): "fields",
    ("Chart", "fields"): "fields",
    ("AskedIf", "field"): "fields",
    ("AskedIf", "any_of"): "options",
    ("SheetFlag", "field"): "fields",
    ("SheetFlag", "any_of"): "options",
    ("SheetFlag", "response"): "safety_responses",
    ("SheetFlag", "level"): "levels",
}


@dataclass(frozen=True)
class Slot:
    """One key of a document: `kind` says which input it gets.

    line, text, whole, number, yes_no, choice (one of `choices`), choices (any of them), point (one of what `points_at`
    names); lines, numbers and points (a list of each); part (one of `models`) and parts (a list of them).
    """

    owner: str
    key: str
    kind: str
    is_needed: bool
    choices: tuple[str, ...] = ()
    models: tuple[type[BaseModel], ...] = ()
    points_at: str = ""
    longest: int = 0

    @property
    def is_list(self) -> bool:
        """Whether it holds several values, one below the other."""
        return self.kind in ("lines", "numbers", "points", "parts")

    @property
    def is_small(self) -> bool:
        """Whether its parts are few words each and are written where they stand, not on a page of their own."""
        return len(self.models) == 1 and not any(slot.models for slot in slots(self.models[0]))

    def model_of(self, value: object) -> type[BaseModel]:
        """Which of its models a value is, told by its type."""
        said = value.get("type") if isinstance(value, Mapping) else None
        return next((one for one in self.models if _type_of(one) == said), self.models[0])


@cache
def slots(model: type[BaseModel]) -> tuple[Slot, ...]:
    """The keys of a model that somebody writes, in their order."""
    found = (_slot(model, info.alias or name, info) for name, info in model.model_fields.items())
    return tuple(slot for slot in found if slot.key not in FIXED)


def model_at(kind: str, data: Mapping[str, Any], loc: Loc) -> type[BaseModel]:
    """The model of the part at a place. Raises KeyError when no part can stand there."""
    model, value = MODELS[kind], data
    steps = iter(loc)
    for step in steps:
        slot = next((one for one in slots(model) if one.key == step and one.models), None)
        if slot is None:
            raise KeyError(step)
        value = value.get(str(step), {})
        if slot.is_list:
            number = next(steps, None)
            if not isinstance(number, int) or not isinstance(value, list) or not 0 <= number < len(value):
                raise KeyError(step)
            value = value[number]
        model = slot.model_of(value)
    return model


def every_slot(model: type[BaseModel], seen: set[type[BaseModel]] | None = None) -> Iterator[Slot]:
    """The keys of a model and of all that may stand in it, each once."""
    seen = set() if seen is None else seen
    if model in seen:
        return
    seen.add(model)
    for slot in slots(model):
        yield slot
        for inner in slot.models:
            yield from every_slot(inner, seen)


def type_value(model: type[BaseModel]) -> str:
    """The word by which a model of several is told from the others; empty when it is the only one."""
    return _type_of(model) or ""


def _type_of(model: type[BaseModel]) -> str | None:
    info = model.model_fields.get("type")
    return str(get_args(info.annotation)[0]) if info is not None else None


def _slot(model: type[BaseModel], key: str, info: FieldInfo) -> Slot:
    owner, points_at = model.__name__, POINTS_AT.get((model.__name__, key), "")
    core, marks = _bare(info.annotation, list(info.metadata))
    given: dict[str, Any] = {"owner": owner, "key": key, "is_needed": info.is_required(), "points_at": points_at}
    if get_origin(core) is tuple:
        inner, marks = _bare(get_args(core)[0], [])
        kind = _kind(inner, marks, points_at)
        if kind == "choice":
            return Slot(kind="choices", choices=_words(inner), **given)
        names = {"line": "lines", "text": "lines", "whole": "numbers", "number": "numbers", "point": "points"}
        return Slot(kind=names.get(kind, "parts"), models=_models(inner), longest=_longest(marks), **given)
    kind = _kind(core, marks, points_at)
    return Slot(kind=kind, choices=_words(core), models=_models(core), longest=_longest(marks), **given)


def _bare(annotation: Any, marks: list[Any]) -> tuple[Any, list[Any]]:
    """A type without what stands round it, and the limits that stood there."""
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return _bare(inner, [*marks, *more])
    if get_origin(annotation) in (Union, types.UnionType):
        members = [one for one in get_args(annotation) if one is not type(None)]
        if len(members) == 1:
            return _bare(members[0], marks)
    return annotation, marks


def _kind(core: Any, marks: list[Any], points_at: str) -> str:
    if points_at:
        return "point"
    if get_origin(core) is Literal:
        return "choice"
    if _models(core):
        return "part"
    plain = {bool: "yes_no", int: "whole", float: "number"}
    return plain.get(core) or ("text" if _longest(marks) > _LONG else "line")


def _models(core: Any) -> tuple[type[BaseModel], ...]:
    members = get_args(core) if get_origin(core) in (Union, types.UnionType) else (core,)
    found = [inner for one in members for inner in _members(one)]
    return tuple(one for one in found if isinstance(one, type) and issubclass(one, BaseModel))


def _members(one: Any) -> tuple[Any, ...]:
    core, _ = _bare(one, [])
    return get_args(core) if get_origin(core) in (Union, types.UnionType) else (core,)


def _words(core: Any) -> tuple[str, ...]:
    return tuple(str(word) for word in get_args(core)) if get_origin(core) is Literal else ()


def _longest(marks: list[Any]) -> int:
    return max((getattr(mark, "max_length", None) or 0 for mark in marks), default=0)
