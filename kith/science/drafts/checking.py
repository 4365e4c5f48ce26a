"""Reads a draft as the library reads its files, and says at which place something is wrong instead of in which line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from kith.science.documents import Document, LibraryError, LibraryProblem, check
from kith.science.drafts.shape import MODELS
from kith.science.faults import Loc
from kith.science.lessons import Lesson, images, lesson_faults
from kith.science.library.references import Names, protocol_references, worksheet_references
from kith.science.practices import practice_faults
from kith.science.protocols import protocol_faults
from kith.science.worksheets import worksheet_faults

__all__ = ["DraftProblem", "Read", "read"]


class DraftProblem(LibraryProblem):
    """One problem of a draft: the same three parts, and its place. `is_missing` says that nothing was written there."""

    def __init__(self, loc: Loc, what: str, found: str, instead: str, *, is_missing: bool = False) -> None:
        super().__init__("draft", 1, what, found, instead)
        self.loc = loc
        self.is_missing = is_missing


@dataclass(frozen=True)
class Read:
    """A draft that was read: the document when it has the shape of one, and everything that is wrong with it."""

    value: Any
    problems: tuple[DraftProblem, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing and nothing is wrong."""
        return self.value is not None and not self.problems


@dataclass(frozen=True)
class _Draft(Document):
    lines: dict[Loc, int] = field(default_factory=dict, repr=False)

    def problem(self, location: Loc, what: str, found: str, instead: str) -> DraftProblem:
        """The problem with its place: as far as there is something, and the key that is missing there."""
        here: Loc = ()
        value: Any = self.data
        for number, part in enumerate(location):
            is_there = (isinstance(value, Mapping) and part in value) or (
                isinstance(value, list) and isinstance(part, int) and part < len(value)
            )
            if is_there:
                here, value = (*here, part), value[part]
            elif number == len(location) - 1 and isinstance(value, Mapping):
                here = (*here, part)
        return DraftProblem(here, what, found, instead, is_missing=what.startswith("A key is missing"))


def read(kind: str, data: Mapping[str, Any], body: str, names: Names | None) -> Read:
    """The draft as a document of its kind, with its shape, its inner sense and its references checked.

    Without names the references are not followed: for a document that was checked when it was released.
    """
    document = _Draft(Path("draft"), data)
    try:
        value: Any = check(document, MODELS[kind])
    except LibraryError as error:
        return Read(None, _placed(error.problems))
    problems = _FAULTS[kind](value, document, body)
    if names is not None and kind in _REFERENCES:
        problems += _REFERENCES[kind](value, document, names)
    return Read(Lesson(front=value, body=body) if kind == "lesson" else value, _placed(problems))


def _placed(problems: Any) -> tuple[DraftProblem, ...]:
    found = [
        one if isinstance(one, DraftProblem) else DraftProblem(("body",), one.what, one.found, one.instead)
        for one in problems
    ]
    kept = [one for one in found if not _is_echo(one, found)]
    return tuple({(one.loc, one.what, one.found): one for one in kept}.values())


def _is_echo(problem: DraftProblem, found: list[DraftProblem]) -> bool:
    """A list whose rows have problems is called too short as well; an id that is missing comes with the title."""
    below = [one for one in found if one.loc[: len(problem.loc)] == problem.loc and len(one.loc) > len(problem.loc)]
    is_id = problem.is_missing and problem.loc[-1:] == ("id",)
    return is_id or (bool(below) and problem.instead.startswith("Tuple should have"))


def _lesson(front: BaseModel, document: Document, body: str) -> list[LibraryProblem]:
    lesson = Lesson(front=front, body=body)  # type: ignore[arg-type]
    pictures = [
        DraftProblem(("body",), "A lesson written here has no images of its own", one, "words, or a packaged lesson")
        for one in images(body)
    ]
    return [*lesson_faults(lesson, document, 1), *pictures]


_FAULTS: Mapping[str, Callable[[Any, Document, str], list[LibraryProblem]]] = {
    "worksheet": lambda value, document, body: worksheet_faults(value, document),
    "protocol": lambda value, document, body: protocol_faults(value, document),
    "lesson": _lesson,
    "practice": lambda value, document, body: practice_faults(value, document),
}
_REFERENCES: Mapping[str, Callable[[Any, Document, Names], list[LibraryProblem]]] = {
    "worksheet": worksheet_references,
    "protocol": protocol_references,
}
