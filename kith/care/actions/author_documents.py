"""Author documents: a service makes a worksheet, protocol, lesson or practice of its own, in the steps of a measure.

A draft may lack anything and hold anything that was typed; what is proposed has no problem left.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.releasing import (
    before_next,
    check_second_person,
    give_back,
    hand_over,
    keep,
    locked,
    named,
    open_draft,
    put_away,
    put_in_use,
    step_back,
)
from kith.care.models import BadInput, OwnDocument, Service, WrongMoment
from kith.care.models.authoring import KINDS, is_own, new_identifier
from kith.care.models.knowledge import is_known_document, library
from kith.care.models.own_documents import names_for
from kith.care.permissions import Viewer, check_function
from kith.science.drafts import DraftChangeProblem, Edit, Read, edited, read

__all__ = [
    "Edit",
    "propose",
    "release",
    "retire",
    "save",
    "send_back",
    "start_document",
    "start_version",
    "undo",
]


@action
def start_document(
    *,
    kind: str,
    title: str,
    by: Viewer,
    at: datetime,
    copy_of: str = "",
    data: Mapping[str, Any] | None = None,
) -> OwnDocument:
    """The draft of a new document: an empty one, a copy of one the service may use, or one with the values given."""
    check_function(by, "author", service_id=by.service_id)
    title = named(title)
    if kind not in KINDS or (copy_of and not is_known_document(kind, copy_of, by.service_id)):
        raise BadInput(
            _("Nothing was started."),
            _("There is no such document to begin with."),
            _("Choose a kind and a document from the list."),
            "copy_of",
        )
    values, body, origin = dict(data or {}), "", dict[str, str]()
    if copy_of:
        values, body, origin = _copied(kind, copy_of)
    elif not values:
        values = {"sources": [{"id": "own", "cite": Service.objects.get(pk=by.service_id).name}]}
    identifier = new_identifier(title, kind)
    content = {"data": {**values, "title": title}, "body": body, "copy_of": origin}
    row = begin(kind, identifier, content, by=by, at=at)
    trace("own_document.started", by=by, at=at, clients=(), about=row)
    return row


@action
def start_version(*, own: OwnDocument, by: Viewer, at: datetime) -> OwnDocument:
    """The next version of a released document, as a draft of whoever starts it. The released one goes on meanwhile."""
    check_function(by, "author", service_id=own.service_id)
    newest, number = before_next(own)
    row = OwnDocument.objects.create(
        service_id=own.service_id,
        kind=own.kind,
        identifier=own.identifier,
        number=number,
        content={**newest.content, "data": _stamped(newest.content["data"], own.identifier, number)},
        author_id=by.user_id,
        saved_at=at,
        made_at=at,
    )
    trace("own_document.version_started", by=by, at=at, clients=(), about=row)
    return row


@action
def save(*, own: OwnDocument, edit: Edit, edits: int, by: Viewer, at: datetime) -> OwnDocument:
    """Keep what was typed and do one thing to a list. Raises Stale when the draft was changed since it was shown."""
    check_function(by, "author", service_id=own.service_id)
    row = open_draft(own, edits, by)
    keep(row, at, _changed(row, edit))
    trace("own_document.changed", by=by, at=at, clients=(), about=row)
    return row


@action
def undo(*, own: OwnDocument, edits: int, by: Viewer, at: datetime) -> OwnDocument:
    """The draft as it was before its last change."""
    check_function(by, "author", service_id=own.service_id)
    row = open_draft(own, edits, by)
    step_back(row, at)
    trace("own_document.undone", by=by, at=at, clients=(), about=row)
    return row


@action
def propose(*, own: OwnDocument, edits: int, by: Viewer, at: datetime) -> OwnDocument:
    """Hand a draft without problems to a second person. From now on it is not changed."""
    check_function(by, "author", service_id=own.service_id)
    row = open_draft(own, edits, by)
    reading = _reading(row)
    hand_over(row, len(reading.problems) or int(not reading.is_ready), at)
    trace("own_document.proposed", by=by, at=at, clients=(), about=row)
    return row


@action
def send_back(*, own: OwnDocument, reason: str, by: Viewer, at: datetime) -> OwnDocument:
    """Back to its author, with what should be different."""
    check_function(by, "author", service_id=own.service_id)
    row = locked(own)
    give_back(row, reason, at)
    trace("own_document.sent_back", by=by, at=at, clients=(), about=row)
    return row


@action
def release(*, own: OwnDocument, reason: str, by: Viewer, at: datetime) -> OwnDocument:
    """From now on the service offers it. Needs somebody other than its author; the version before is kept."""
    check_function(by, "release", service_id=own.service_id)
    row = locked(own)
    check_second_person(row, by)
    if not _reading(row).is_ready:
        raise WrongMoment(
            _("It was not released."),
            _("Something that it points at is no longer there."),
            _("Send it back with this reason."),
        )
    put_in_use(row, reason, by, at)
    trace("own_document.released", by=by, at=at, clients=(), about=row)
    return row


@action
def retire(*, own: OwnDocument, reason: str, by: Viewer, at: datetime) -> OwnDocument:
    """It is offered no more; what was begun with it stays readable. A draft is put away."""
    check_function(by, "author", service_id=own.service_id)
    row = locked(own)
    put_away(row, reason, at)
    trace("own_document.retired", by=by, at=at, clients=(), about=row)
    return row


def begin(kind: str, identifier: str, content: Mapping[str, Any], *, by: Viewer, at: datetime) -> OwnDocument:
    """The first version, as a draft; the verb around it has asked whether the viewer may, and leaves the trace."""
    return OwnDocument.objects.create(
        service_id=by.service_id,
        kind=kind,
        identifier=identifier,
        content={**content, "data": _stamped(content["data"], identifier, 1)},
        author_id=by.user_id,
        saved_at=at,
        made_at=at,
    )


def _changed(row: OwnDocument, edit: Edit) -> dict[str, Any]:
    try:
        return edited(row.kind, row.content, edit)
    except DraftChangeProblem:
        raise BadInput(
            _("The change was not kept."),
            _("The place that it belongs to is not there."),
            _("Open the page again and look at the draft as it is now."),
        ) from None


def _reading(row: OwnDocument) -> Read:
    return read(row.kind, row.content["data"], row.content["body"], names_for(library(), row.service_id))


def _stamped(data: Mapping[str, Any], identifier: str, number: int) -> dict[str, Any]:
    """Its id, its version, and that nobody has released it yet."""
    review = {"status": "awaiting clinical review"}
    return {**data, "id": identifier, "version": f"{number}.0", "review": review}


def _copied(kind: str, name: str) -> tuple[dict[str, Any], str, dict[str, str]]:
    """The values of a document, its text when it is a lesson, and which one it was. Its sources are kept."""
    found: Any = library().lesson(name.partition(".")[0]) if kind == "lesson" else getattr(library(), f"{kind}s")[name]
    head = found.front if kind == "lesson" else found
    values = head.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=False)
    origin = {"id": head.id, "version": head.version, "title": head.title, "is_own": "yes" if is_own(head.id) else ""}
    return values, found.body if kind == "lesson" else "", origin
