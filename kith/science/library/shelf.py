"""A shelf of documents of one kind: a mapping by id that reads a document when it is first asked for."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from kith.science.documents import LibraryError, LibraryProblem, did_you_mean

__all__ = ["Shelf", "UnknownDocument", "problems_of", "readable", "reading_problems"]

Item = TypeVar("Item")


class UnknownDocument(LibraryProblem, KeyError):
    """There is no document of this id on the shelf; the message names the nearest one that there is."""


class Shelf(Mapping[str, Item]):
    """Documents of one kind by id. Listing ids reads nothing; a document is read once and kept."""

    def __init__(self, kind: str, paths: Mapping[str, Path], read: Callable[[str, Path], Item]) -> None:
        self.kind = kind
        self.paths = dict(sorted(paths.items()))
        self._read = read
        self._kept: dict[str, Item] = {}

    def __getitem__(self, name: str) -> Item:
        if name not in self._kept:
            if name not in self.paths:
                what = f"There is no {self.kind} {name!r} in the library"
                raise UnknownDocument(self.kind, 1, what, name, did_you_mean(name, self.paths))
            self._kept[name] = self._read(name, self.paths[name])
        return self._kept[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def __contains__(self, name: object) -> bool:
        return name in self.paths


def reading_problems(shelf: Shelf[Any]) -> list[LibraryProblem]:
    """The problems of every document of a shelf that cannot be read."""
    return [problem for name in shelf for problem in problems_of(partial(shelf.__getitem__, name))]


def readable(shelf: Shelf[Item]) -> dict[str, Item]:
    """Every document of a shelf that can be read, by id."""
    return {name: shelf[name] for name in shelf if not problems_of(partial(shelf.__getitem__, name))}


def problems_of(read: Callable[[], object]) -> list[LibraryProblem]:
    """The problems that reading something brings up; none when it can be read."""
    try:
        read()
    except LibraryError as error:
        return list(error.problems)
    return []
