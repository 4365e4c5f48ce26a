"""What a key of a draft may point at: documents the service may use, and parts of the draft itself, by their titles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from kith.care.models.knowledge import library
from kith.care.models.own_documents import documents_offered_by

Choices = tuple[tuple[str, str], ...]
DOCUMENTS = {"worksheets": "worksheet", "practices": "practice", "protocols": "protocol"}


def choices_of(points_at: str, data: Mapping[str, Any], service_id: UUID) -> Choices:
    """Ids with the words for them, in the order of the draft or by title."""
    if points_at in DOCUMENTS:
        return _documents(points_at, service_id)
    if points_at == "lessons":
        return _lessons(service_id)
    return _OTHERS[points_at](data) if points_at in _OTHERS else ()


def _documents(shelf: str, service_id: UUID) -> Choices:
    own = documents_offered_by(service_id, DOCUMENTS[shelf])
    return _by_title((one.id, one.title) for one in (*own, *getattr(library(), shelf).values()))


def _lessons(service_id: UUID) -> Choices:
    names = dict.fromkeys(full.rpartition(".")[0] for full in library().lessons)
    own = documents_offered_by(service_id, "lesson")
    return _by_title((*((one.id, one.title) for one in own), *((name, library().lesson(name).title) for name in names)))


def _by_title(pairs: Any) -> Choices:
    return tuple(sorted(pairs, key=lambda pair: str(pair[1]).casefold()))


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _named(key: str, words: str) -> Callable[[Mapping[str, Any]], Choices]:
    """The rows of a list of the draft that have an id."""
    return lambda data: tuple(
        (str(row["id"]), str(row.get(words) or row["id"])) for row in _rows(data.get(key)) if row.get("id")
    )


def _fields(data: Mapping[str, Any]) -> Choices:
    return tuple((name, str(field.get("label") or name)) for name, field in _every_field(data))


def _every_field(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for step in _rows(data.get("steps")):
        for field in _rows(step.get("fields")):
            if field.get("id"):
                yield str(field["id"]), field
            for column in _rows(field.get("fields")):
                if field.get("id") and column.get("id"):
                    yield f"{field['id']}.{column['id']}", column


def _options(data: Mapping[str, Any]) -> Choices:
    found: dict[str, str] = {}
    for _name, field in _every_field(data):
        for option in _rows(field.get("options")):
            if option.get("id"):
                found.setdefault(str(option["id"]), str(option.get("label") or option["id"]))
    return tuple(found.items())


def _levels(_data: Mapping[str, Any]) -> Choices:
    names = (str(level) for levels in library().names.safety_responses.values() for level in levels)
    return tuple((name, name.replace("_", " ")) for name in dict.fromkeys(names))


_OTHERS: dict[str, Callable[[Mapping[str, Any]], Choices]] = {
    "formulations": lambda _data: _by_title((one.id, one.title) for one in library().formulations.values()),
    "instruments": lambda _data: _by_title((name, one.short) for name, one in library().instruments.items()),
    "safety_responses": lambda _data: _by_title((one.id, one.title) for one in library().safety_responses.values()),
    "levels": _levels,
    "phases": _named("phases", "title"),
    "techniques": _named("techniques", "name"),
    "sources": _named("sources", "cite"),
    "fields": _fields,
    "options": _options,
}
