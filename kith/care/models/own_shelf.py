"""The library with what services made themselves in it: found by id, listed only for the service whose they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from kith.care.models.authoring import READABLE, OwnInstrument, is_own
from kith.care.models.own_documents import ShelfWithOwnDocuments
from kith.science.instruments import Instrument, Wording
from kith.science.instruments.building import read
from kith.science.lessons import Lesson
from kith.science.library import Library
from kith.science.library.shelf import Shelf
from kith.science.practices import Practice
from kith.science.protocols import Protocol
from kith.science.worksheets import Worksheet

Item = TypeVar("Item")


class Own(NamedTuple):
    """One released version with its words."""

    instrument: Instrument
    wordings: Mapping[str, Wording]


class LibraryWithOwn(Library):
    """The packaged library. Asked for an id that a service gave, it looks into the record; it lists only its own.

    An id here is the newest version that was released. What was measured is read with `as_taken`.
    """

    @cached_property
    def instruments(self) -> Shelf[Instrument]:
        """Instruments by id, without their words."""
        return _ShelfWithOwn(super().instruments, lambda own: own.instrument)

    @cached_property
    def wordings(self) -> Shelf[Mapping[str, Wording]]:
        """The words of each instrument: by instrument, then by language."""
        return _ShelfWithOwn(super().wordings, lambda own: own.wordings)

    @cached_property
    def worksheets(self) -> Shelf[Worksheet]:
        """Forms a person works through, by id."""
        return ShelfWithOwnDocuments(super().worksheets, "worksheet")

    @cached_property
    def protocols(self) -> Shelf[Protocol]:
        """Interventions by id."""
        return ShelfWithOwnDocuments(super().protocols, "protocol")

    @cached_property
    def lessons(self) -> Shelf[Lesson]:
        """Lessons by `id.language`."""
        return ShelfWithOwnDocuments(super().lessons, "lesson")

    @cached_property
    def practices(self) -> Shelf[Practice]:
        """Guided practices by id."""
        return ShelfWithOwnDocuments(super().practices, "practice")


class _ShelfWithOwn(Shelf[Item]):
    def __init__(self, packaged: Shelf[Item], part: Callable[[Own], Item]) -> None:
        super().__init__(packaged.kind, packaged.paths, lambda name, _path: packaged[name])
        self._part = part

    def __getitem__(self, name: str) -> Item:
        if is_own(name):
            newest = _versions(name).first()
            if newest is not None:
                return self._part(_parsed(newest))
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        return _versions(str(name)).exists() if is_own(name) else super().__contains__(name)


def is_offered(identifier: str, service_id: UUID) -> bool:
    """Whether people of this service can be asked it now: what is packaged, and what the service itself released."""
    return not is_own(identifier) or _versions(identifier).filter(state="released", service=service_id).exists()


def own_of(identifier: str, version: str) -> Own | None:
    """The version of a service's own measure that was taken; None for any other id."""
    if not is_own(identifier) or not version.split(".")[0].isdigit():
        return None
    return _taken(identifier, int(version.split(".")[0]))


def offered_by(service_id: UUID) -> list[Own]:
    """What a service has released itself and still asks."""
    rows = OwnInstrument.objects.filter(service=service_id, state="released").defer("content", "past")
    return sorted((_parsed(row.pk) for row in rows), key=lambda own: own.instrument.title.casefold())


def _versions(identifier: str) -> QuerySet[OwnInstrument, UUID]:
    rows = OwnInstrument.objects.filter(identifier=identifier, state__in=READABLE, released_at__isnull=False)
    return rows.order_by("-number").values_list("pk", flat=True)


class _NotThere(Exception):
    """Remembering that something is not there would hide it after it was released."""


def _taken(identifier: str, number: int) -> Own | None:
    try:
        return _parsed(_key(identifier, number))
    except _NotThere:
        return None


@lru_cache(maxsize=2_000)
def _key(identifier: str, number: int) -> UUID:
    found = _versions(identifier).filter(number=number).first()
    if found is None:
        raise _NotThere
    return found


@lru_cache(maxsize=500)
def _parsed(pk: UUID) -> Own:
    """Read once: a released version never changes."""
    row = OwnInstrument.objects.select_related("released_by").get(pk=pk)
    assert row.released_by is not None
    assert row.released_at is not None
    reading = read(row.content)
    if reading.instrument is None or reading.problems:
        raise reading.problems[0]
    signed = {"status": "reviewed", "by": row.released_by.display_name or "-", "on": row.released_at.date()}
    review = reading.instrument.review.model_copy(update=signed)
    wordings = {name: words.model_copy(update={"review": review}) for name, words in reading.wordings.items()}
    return Own(reading.instrument.model_copy(update={"review": review}), wordings)
