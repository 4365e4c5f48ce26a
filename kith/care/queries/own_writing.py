"""Documents of a service's own: the list of them, one being written, as others will meet it, and before its release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.care.models import OwnDocument
from kith.care.models.authoring import KINDS, OPEN, has_open_version, version_before
from kith.care.models.knowledge import library
from kith.care.models.own_documents import names_for
from kith.care.permissions import Viewer, check_function, policy
from kith.care.queries.interventions import InterventionPage, page_of_protocol
from kith.care.queries.looking import note_seen
from kith.care.queries.own_heads import (
    OwnHead,
    Versions,
    head_of,
    row_to_write,
    versions_of_service,
)
from kith.care.queries.own_points import choices_of
from kith.care.queries.own_shapes import ListShown, OutlineRow, PartShown, ProblemShown, Shape, loc_of, place_of
from kith.science.drafts import Differs, Edit, Read, differences, read

__all__ = ["KINDS", "Edit", "ListShown", "PartShown", "ProblemShown", "edit_of", "place_of"]


@dataclass(frozen=True)
class OwnDocuments:
    """Every document of the service by kind, what a new one can be copied from, and whether the viewer may release."""

    time_zone: str
    documents: tuple[tuple[str, tuple[Versions, ...]], ...]
    to_copy: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    waits_for_me: tuple[OwnHead, ...]
    sent_back: tuple[OwnHead, ...]


@dataclass(frozen=True)
class WritingPage:
    """One version in its editor: the outline, the chosen part, and everything that is wrong."""

    time_zone: str
    head: OwnHead
    copy_of: Mapping[str, str]
    outline: tuple[OutlineRow, ...]
    part: PartShown | ListShown
    place: str
    body: str
    problems: tuple[ProblemShown, ...]
    has_open_version: bool


@dataclass(frozen=True)
class PreviewPage:
    """The document as others will meet it: `value` when it has the shape of one; an intervention with all it names."""

    head: OwnHead
    value: Any
    intervention: InterventionPage | None
    problems: int


@dataclass(frozen=True)
class DocumentRelease:
    """What the second person decides on: what is new since the last version, and what is wrong by now."""

    time_zone: str
    head: OwnHead
    before: int | None
    differences: tuple[Differs, ...]
    problems: tuple[ProblemShown, ...]


def own_documents(*, viewer: Viewer, at: datetime) -> OwnDocuments:
    """The documents of the viewer's service; nothing of any other."""
    check_function(viewer, "author")
    found = versions_of_service(viewer, OwnDocument)
    heads = [head for one in found for head in one.versions]
    note_seen(viewer, "own_documents.seen", [], at=at)
    return OwnDocuments(
        time_zone=viewer.time_zone,
        documents=tuple((kind, tuple(one for one in found if one.versions[0].kind == kind)) for kind in KINDS),
        to_copy=tuple((kind, choices_of(f"{kind}s", {}, viewer.service_id)) for kind in KINDS),
        waits_for_me=tuple(head for head in heads if head.state == "proposed" and head.may_release),
        sent_back=tuple(head for head in heads if head.state == "draft" and head.is_mine and head.reason),
    )


def own_document(*, viewer: Viewer, own_id: UUID, at: datetime, place: str = "") -> WritingPage:
    """One version with the part at a place, and what is wrong with all of it."""
    row = document_row(viewer=viewer, own_id=own_id)
    shape = _shape(row)
    part = shape.part(loc_of(place))
    page = WritingPage(
        time_zone=viewer.time_zone,
        head=head_of(viewer, row),
        copy_of=row.content["copy_of"],
        outline=shape.outline(),
        part=part,
        place="body" if place == "body" and row.kind == "lesson" else part.place,
        body=row.content["body"],
        problems=shape.problems(),
        has_open_version=has_open_version(row),
    )
    note_seen(viewer, "own_document.seen", [], at=at, about=row)
    return page


def previewing(*, viewer: Viewer, own_id: UUID, at: datetime, language: str = "en") -> PreviewPage:
    """The document as others will meet it; nothing that is typed there is kept."""
    row = document_row(viewer=viewer, own_id=own_id)
    reading = _reading(row)
    is_whole = row.kind == "protocol" and reading.is_ready
    note_seen(viewer, "own_document.previewed", [], at=at, about=row)
    return PreviewPage(
        head=head_of(viewer, row),
        value=reading.value if row.kind != "protocol" or is_whole else None,
        intervention=page_of_protocol(reading.value, language) if is_whole else None,
        problems=len(reading.problems),
    )


def document_release(*, viewer: Viewer, own_id: UUID, at: datetime) -> DocumentRelease:
    """The page of the second person."""
    check_function(viewer, "release")
    row = document_row(viewer=viewer, own_id=own_id)
    before = version_before(row)
    note_seen(viewer, "own_document.release_seen", [], at=at, about=row)
    return DocumentRelease(
        time_zone=viewer.time_zone,
        head=head_of(viewer, row),
        before=before.number if before is not None else None,
        differences=differences(_whole(before), _whole(row)) if before is not None else (),
        problems=_shape(row).problems(),
    )


def document_row(*, viewer: Viewer, own_id: UUID) -> OwnDocument:
    """The row, for those who write documents in its service; NotYours for everybody else."""
    return row_to_write(viewer, OwnDocument, own_id)


def may_write(viewer: Viewer) -> bool:
    """Whether the viewer writes documents for the service."""
    return bool(viewer.roles & set(policy().functions["author"]))


def edit_of(texts: Mapping[str, list[str]], body: str | None, act: str, place: str, type_word: str) -> Edit:
    """What a form sent, by the names of its fields."""
    return Edit({loc_of(name): given for name, given in texts.items()}, body, act, loc_of(place), type_word)


def _reading(row: OwnDocument) -> Read:
    names = names_for(library(), row.service_id) if row.state in OPEN else None
    return read(row.kind, row.content["data"], row.content["body"], names)


def _shape(row: OwnDocument) -> Shape:
    faults = _reading(row).problems if row.state in OPEN else ()
    return Shape(row.kind, row.content["data"], faults, row.service_id)


def _whole(row: OwnDocument) -> dict[str, Any]:
    text = {"body": row.content["body"]} if row.kind == "lesson" else {}
    return {**row.content["data"], **text}
