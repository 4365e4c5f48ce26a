"""Checks a document against its model and turns every complaint into a problem with a line and advice."""

from __future__ import annotations

import json
import re
import types
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from kith.science.documents.problems import LibraryProblem, LibraryProblems, did_you_mean
from kith.science.documents.reading import Document, Location

Model = TypeVar("Model", bound=BaseModel)
_SHOWN = 80  # characters of a wrong value that are repeated in a message


def check(document: Document, model: type[Model]) -> Model:
    """The document as a `model`, or `LibraryProblems` with everything that is wrong with it.

    Types are checked as strictly as in JSON: text is not a number and true is not 1; lists become tuples and
    `2026-01-31` becomes a date where the model asks for one.
    """
    try:
        return model.model_validate_json(json.dumps(document.data), strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise LibraryProblems(_problem(document, model, detail) for detail in details) from None


def fault(what: str, found: object, instead: str, at: Location = ()) -> PydanticCustomError:
    """The error a model's validator raises: three parts, and where inside the model (`at`) the mistake is.

    >>> raise fault("A band starts outside the range", 28, "a number from 0 to 27", at=("bands", 3))
    Traceback (most recent call last):
    pydantic_core._pydantic_core.PydanticCustomError: A band starts outside the range. Found: 28
    """
    context = {"what": what, "found": str(found), "instead": instead, "at": at}
    return PydanticCustomError("fault", "{what}. Found: {found}", context)


def _problem(document: Document, model: type[BaseModel], detail: ErrorDetails) -> LibraryProblem:
    location = detail["loc"]
    context = detail.get("ctx", {})
    last = str(location[-1]) if location else ""
    if detail["type"] == "fault":
        return document.problem(
            (*location, *context["at"]), context["what"], context["found"], context["instead"].rstrip(".")
        )
    if detail["type"] == "extra_forbidden":
        what = f"Unknown key in {_name(location[:-1])}"
        return document.problem(location, what, repr(last), did_you_mean(last, _keys_at(model, location[:-1])))
    if detail["type"] == "missing":
        what = f"A key is missing in {_name(location[:-1])}"
        return document.problem(location, what, f"no {last!r}", f"a line `{last}: ...`")
    found = _shown(detail["input"])
    words = re.findall(r"'([^']*)'", str(context.get("expected", context.get("expected_tags", ""))))
    if words:
        what = f"Not a known word for {_name(location)}"
        return document.problem(location, what, found, did_you_mean(str(detail["input"]), words))
    advice = detail["msg"].removeprefix("Input should be ").removeprefix("Value error, ").rstrip(".")
    return document.problem(location, f"The value of {_name(location)} does not fit", found, advice)


def _name(location: Location) -> str:
    return ".".join(str(part) for part in location) or "the document"


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    text = "null" if value is None else repr(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."


def _keys_at(model: type[BaseModel], location: Location) -> set[str]:
    """The keys a model knows at a location, following lists, mappings and unions."""
    kinds = _kinds(model)
    for part in location:
        inner = [kind for outer in kinds for kind in _inside(outer, part)]
        kinds = inner or _labelled(kinds, part)
    return {
        field.alias or name
        for kind in kinds
        if isinstance(kind, type) and issubclass(kind, BaseModel)
        for name, field in kind.model_fields.items()
    }


def _labelled(kinds: list[Any], part: str | int) -> list[Any]:
    """A part that leads nowhere is the label of a union's member: the members that carry this label."""
    carrying = [
        kind
        for kind in kinds
        if isinstance(kind, type) and issubclass(kind, BaseModel)
        if kind.__name__ == part or any(part in get_args(field.annotation) for field in kind.model_fields.values())
    ]
    return carrying or kinds


def _inside(kind: Any, part: str | int) -> list[Any]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = kind.model_fields.items()
        return [inner for name, field in fields if part in (name, field.alias) for inner in _kinds(field.annotation)]
    origin, arguments = get_origin(kind), get_args(kind)
    if isinstance(part, int) and origin in (tuple, list, set, frozenset) and arguments:
        return _kinds(arguments[0])
    if isinstance(part, str) and isinstance(origin, type) and len(arguments) == 2:
        return _kinds(arguments[1])  # a mapping's values
    return []


def _kinds(annotation: Any) -> list[Any]:
    """A type as a list of its alternatives."""
    if get_origin(annotation) is Annotated:
        return _kinds(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [kind for member in get_args(annotation) for kind in _kinds(member)]
    return [annotation]
