"""Documents of services in the library: found by id, offered only by the service whose they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from kith.care.models.authoring import READABLE, OwnDocument, is_own
from kith.science.drafts import read
from kith.science.library import Library
from kith.science.library.references import Names
from kith.science.library.shelf import Shelf

Item = TypeVar("Item")
SHELVES = {"worksheet": "worksheets", "protocol": "protocols", "lesson": "lessons", "practice": "practices"}


class ShelfWithOwnDocuments(Shelf[Item]):
    """A shelf of the library. Asked for an id that a service gave, it looks into the record; it lists only its own.

    A lesson of a service's own has one language; it is found under its id in any.
    """

    def __init__(self, packaged: Shelf[Item], kind: str) -> None:
        super().__init__(packaged.kind, packaged.paths, lambda name, _path: packaged[name])
        self._of = kind

    def __getitem__(self, name: str) -> Item:
        if is_own(name):
            newest = released_of(name.partition(".")[0], self._of).first()
            if newest is not None:
                found: Item = as_document(newest)
                return found
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        if is_own(name):
            return released_of(str(name).partition(".")[0], self._of).exists()
        return super().__contains__(name)


def released_of(identifier: str, kind: str) -> QuerySet[OwnDocument, UUID]:
    """The versions that can be read, the newest first, as keys."""
    rows = OwnDocument.objects.filter(identifier=identifier, kind=kind, state__in=READABLE, released_at__isnull=False)
    return rows.order_by("-number").values_list("pk", flat=True)


def is_offered_document(identifier: str, kind: str, service_id: UUID) -> bool:
    """Whether this service may use it now: what is packaged, and what the service itself released."""
    name = identifier.partition(".")[0]
    rows = OwnDocument.objects.filter(identifier=name, kind=kind, state="released", service=service_id)
    return not is_own(name) or rows.exists()


def own_document_of(identifier: str, kind: str, version: str) -> Any:
    """A service's own document in the version with which something was begun; None for any other id or version."""
    number = version.partition(".")[0]
    if not is_own(identifier) or not number.isdigit():
        return None
    found = released_of(identifier.partition(".")[0], kind).filter(number=int(number)).first()
    return as_document(found) if found is not None else None


def documents_offered_by(service_id: UUID, kind: str) -> list[Any]:
    """What a service has released itself and still offers, by title."""
    rows = OwnDocument.objects.filter(service=service_id, kind=kind, state="released").values_list("pk", flat=True)
    found = [as_document(pk) for pk in rows]
    return sorted(found, key=lambda one: str(one.title).casefold())


def names_for(library: Library, service_id: UUID) -> Names:
    """What a document of a service may point at: all that is packaged, and what the service itself released."""
    own: dict[str, list[str]] = {}
    rows = OwnDocument.objects.filter(service=service_id, state="released")
    for kind, identifier in rows.values_list("kind", "identifier"):
        own.setdefault(SHELVES[kind], []).append(identifier)
    known = library.names
    packaged: dict[str, Collection[str]] = {name: getattr(known, name) for name in SHELVES.values()}
    every: dict[str, Any] = {name: {*ids, *own.get(name, ())} for name, ids in packaged.items()}
    return replace(known, **every)


@lru_cache(maxsize=500)
def as_document(pk: UUID) -> Any:
    """Read once: a released version never changes. Its review says who released it, and when."""
    row = OwnDocument.objects.select_related("released_by").get(pk=pk)
    assert row.released_by is not None
    assert row.released_at is not None
    data = dict(row.content["data"])
    data["review"] = {
        "status": "reviewed",
        "by": row.released_by.display_name or "-",
        "on": row.released_at.date().isoformat(),
    }
    reading = read(row.kind, data, row.content["body"], None)
    if reading.value is None:
        raise reading.problems[0]
    return reading.value
