"""Documents of the library in every version in which something was agreed: what was begun is finished as it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal, cast, overload

from kith.care.models.authoring import is_own
from kith.care.models.delivery import Assignment
from kith.care.models.knowledge import library
from kith.care.models.own_documents import own_document_of
from kith.care.models.running import KeptDocument
from kith.care.models.way import Plan
from kith.science.lessons import Lesson
from kith.science.library import Shelf, UnknownDocument
from kith.science.practices import Practice
from kith.science.protocols import Protocol
from kith.science.worksheets import Worksheet

Kept = Protocol | Worksheet | Practice | Lesson
Kind = Literal["protocol", "worksheet", "practice", "lesson"]
SHAPES: Final[Mapping[Kind, type[Kept]]] = {
    "protocol": Protocol,
    "worksheet": Worksheet,
    "practice": Practice,
    "lesson": Lesson,
}


def keep(kind: Kind, identifier: str, *, at: datetime) -> str:
    """Keep the document as the library has it now, once for each version; returns the version.

    A lesson is named with its language, as on its shelf: `panic-cycle.en`. Raises UnknownDocument.
    """
    document = _shelf(kind)[identifier]
    version = _version(document)
    named = {"kind": kind, "identifier": identifier, "version": version}
    if not KeptDocument.objects.filter(**named).exists():
        row = KeptDocument(**named, content=document.model_dump(mode="json"), made_at=at)
        KeptDocument.objects.bulk_create([row], ignore_conflicts=True)  # somebody else kept it at the same moment
    return version


@overload
def document_as_kept(kind: Literal["protocol"], identifier: str, version: str) -> Protocol: ...
@overload
def document_as_kept(kind: Literal["worksheet"], identifier: str, version: str) -> Worksheet: ...
@overload
def document_as_kept(kind: Literal["practice"], identifier: str, version: str) -> Practice: ...
@overload
def document_as_kept(kind: Literal["lesson"], identifier: str, version: str) -> Lesson: ...
def document_as_kept(kind: Kind, identifier: str, version: str) -> Kept:
    """The document in that version. One that nobody kept is read as the library has it now; its `version` says so.

    Raises UnknownDocument when it was neither kept nor is in the library.
    """
    shelf = _shelf(kind)
    if identifier in shelf and _version(shelf[identifier]) == version:
        return shelf[identifier]
    row = KeptDocument.objects.filter(kind=kind, identifier=identifier, version=version).first()
    return SHAPES[kind].model_validate(row.content) if row is not None else shelf[identifier]


def document_as_begun(kind: Kind, identifier: str, version: str, language: str = "en") -> Any:
    """The document with which something was begun, in that very version: a service's own, or one of the library.

    A lesson is named without its language and read in the nearest one.
    """
    own = own_document_of(identifier, kind, version)
    if own is not None:
        return own
    name = library().lesson(identifier, language).name if kind == "lesson" else identifier
    return document_as_kept(kind, name, version)


def protocol_of(plan: Plan) -> Protocol | None:
    """The protocol in the version that was agreed; None when it has left the library and nobody kept it."""
    try:
        found: Protocol = document_as_begun("protocol", plan.protocol, plan.protocol_version)
    except UnknownDocument:
        return None
    return found


def worksheet_of(work: Assignment) -> Worksheet:
    """The worksheet of a piece of work in the version in which it was set."""
    found: Worksheet = document_as_begun("worksheet", work.document, work.document_version)
    return found


def takes_many(work: Assignment) -> bool:
    """Whether it is written again and again, as a diary is: one entry then does not end it."""
    return work.kind == "worksheet" and worksheet_of(work).rhythm != "once"


def keep_begun(kind: str, identifier: str, language: str, *, at: datetime) -> None:
    """Keep what something is begun with. A service's own documents keep their versions themselves; a task has none."""
    if kind not in SHAPES or is_own(identifier):
        return
    name = library().lesson(identifier, language).name if kind == "lesson" else identifier
    keep(cast(Kind, kind), name, at=at)


def _shelf(kind: Kind) -> Shelf[Kept]:
    known = library()
    shelves = {
        "protocol": known.protocols,
        "worksheet": known.worksheets,
        "practice": known.practices,
        "lesson": known.lessons,
    }
    return cast(Shelf[Kept], shelves[kind])


def _version(document: Kept) -> str:
    return document.front.version if isinstance(document, Lesson) else document.version
