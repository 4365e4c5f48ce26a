"""Author: a service makes a measure of its own. One person writes it, another one releases it; then it stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
from kith.care.actions.wording_of_changes import refused_change
from kith.care.models import BadInput, OwnInstrument, Service, WrongMoment
from kith.care.models.authoring import is_own, new_identifier
from kith.care.models.knowledge import library
from kith.care.models.own_shelf import is_offered
from kith.care.permissions import Viewer, check_function
from kith.science.instruments.building import (
    CHANGES,
    BandRow,
    ChangeProblem,
    Content,
    blank,
    case_faults,
    cases_of,
    change,
    copied,
    gaps,
    next_version,
)

__all__ = [
    "BandRow",
    "Change",
    "propose",
    "release",
    "retire",
    "save_draft",
    "send_back",
    "start_instrument",
    "start_version",
    "undo_change",
]


@dataclass(frozen=True)
class Change:
    """One change of a draft: its name among the changes there are, and what was typed."""

    name: str
    given: Mapping[str, Any] = field(default_factory=dict)


@action
def start_instrument(*, title: str, language: str, by: Viewer, at: datetime, copy_of: str = "") -> OwnInstrument:
    """The draft of a new measure: an empty one, or a copy of one whose words may be changed."""
    check_function(by, "author", service_id=by.service_id)
    title = named(title)
    service = Service.objects.get(pk=by.service_id)
    about = {
        "identifier": new_identifier(title),
        "title": title,
        "language": language,
        "service": service.name,
        "today": at.date().isoformat(),
    }
    if not copy_of:
        content = blank(**about)
    else:
        _check_may_copy(copy_of, by)
        content = copied(library().instruments[copy_of], library().wordings[copy_of], **about)
    own = OwnInstrument.objects.create(
        service=service,
        identifier=about["identifier"],
        content=content,
        author_id=by.user_id,
        saved_at=at,
        made_at=at,
    )
    trace("own_instrument.started", by=by, at=at, clients=(), about=own)
    return own


@action
def start_version(*, own: OwnInstrument, by: Viewer, at: datetime) -> OwnInstrument:
    """The next version of a released measure, as a draft of whoever starts it. The released one goes on meanwhile."""
    check_function(by, "author", service_id=own.service_id)
    newest, number = before_next(own)
    draft = OwnInstrument.objects.create(
        service_id=own.service_id,
        identifier=own.identifier,
        number=number,
        content=next_version(newest.content, number),
        author_id=by.user_id,
        saved_at=at,
        made_at=at,
    )
    trace("own_instrument.version_started", by=by, at=at, clients=(), about=draft)
    return draft


@action
def save_draft(*, own: OwnInstrument, change: Change, edits: int, by: Viewer, at: datetime) -> OwnInstrument:
    """Make one change. `edits` is the count that the page showed; raises Stale when the draft was changed since."""
    check_function(by, "author", service_id=own.service_id)
    row = open_draft(own, edits, by)
    if change.name not in CHANGES:
        raise refused_change(ChangeProblem("gone"))
    _check_response(change)
    try:
        content = _changed(row.content, change, at)
    except ChangeProblem as problem:
        raise refused_change(problem) from None
    keep(row, at, content)
    trace("own_instrument.changed", by=by, at=at, clients=(), about=row)
    return row


@action
def undo_change(*, own: OwnInstrument, edits: int, by: Viewer, at: datetime) -> OwnInstrument:
    """The draft as it was before its last change."""
    check_function(by, "author", service_id=own.service_id)
    row = open_draft(own, edits, by)
    step_back(row, at)
    trace("own_instrument.undone", by=by, at=at, clients=(), about=row)
    return row


@action
def propose(*, own: OwnInstrument, edits: int, by: Viewer, at: datetime) -> OwnInstrument:
    """Hand a draft that lacks nothing to a second person. From now on it is not changed."""
    check_function(by, "author", service_id=own.service_id)
    row = open_draft(own, edits, by)
    missing = len(gaps(row.content))
    if not missing:
        row.content = {**row.content, "cases": cases_of(row.content)}
        missing = 1 if case_faults(row.content) else 0
    hand_over(row, missing, at)
    trace("own_instrument.proposed", by=by, at=at, clients=(), about=row)
    return row


@action
def send_back(*, own: OwnInstrument, reason: str, by: Viewer, at: datetime) -> OwnInstrument:
    """Back to its author, with what should be different."""
    check_function(by, "author", service_id=own.service_id)
    row = locked(own)
    give_back(row, reason, at)
    trace("own_instrument.sent_back", by=by, at=at, clients=(), about=row)
    return row


@action
def release(*, own: OwnInstrument, reason: str, by: Viewer, at: datetime) -> OwnInstrument:
    """From now on people can be asked it. Needs somebody other than its author; the version before is kept."""
    check_function(by, "release", service_id=own.service_id)
    row = locked(own)
    check_second_person(row, by)
    if gaps(row.content) or case_faults(row.content):
        raise WrongMoment(
            _("It was not released."),
            _("Its worked examples no longer give what its author confirmed."),
            _("Send it back with this reason."),
        )
    put_in_use(row, reason, by, at)
    trace("own_instrument.released", by=by, at=at, clients=(), about=row)
    return row


@action
def retire(*, own: OwnInstrument, reason: str, by: Viewer, at: datetime) -> OwnInstrument:
    """Nobody is asked it any more; what was measured with it stays readable. A draft is put away."""
    check_function(by, "author", service_id=own.service_id)
    row = locked(own)
    put_away(row, reason, at)
    trace("own_instrument.retired", by=by, at=at, clients=(), about=row)
    return row


def _changed(before: Content, wanted: Change, at: datetime) -> Content:
    try:
        return change(before, wanted.name, wanted.given, at.date().isoformat())
    except TypeError:  # a field is missing or strange: no form of ours sends this
        raise ChangeProblem("gone") from None


def _check_response(change: Change) -> None:
    response = change.given.get("response")
    if response and response not in library().safety_responses:
        raise refused_change(ChangeProblem("gone"))


def _check_may_copy(identifier: str, by: Viewer) -> None:
    is_there = identifier in library().instruments and is_offered(identifier, by.service_id)
    licence = library().instruments[identifier].licence if is_there else None
    is_free = licence is not None and licence.ship_text and licence.rights in ("A", "own")
    if not is_free and not (is_there and is_own(identifier)):
        raise BadInput(
            _("Nothing was copied."),
            _("That measure is not here, or its words may not be changed."),
            _("Choose one from the list, or start with an empty one."),
            "copy_of",
        )
