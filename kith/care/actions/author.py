"""Author: a service makes a measure of its own. One person writes it, another one releases it; then it stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.actions.acting import action, trace
from kith.care.actions.wording_of_changes import refused_change
from kith.care.models import BadInput, OwnInstrument, Service, Stale, WrongMoment
from kith.care.models.authoring import OPEN, READABLE, is_own, new_identifier
from kith.care.models.knowledge import library
from kith.care.models.own_shelf import is_offered
from kith.care.models.states import OWN_INSTRUMENT
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
STEPS_BACK = 20  # how many changes of a draft can be undone
TITLE, REASON = 120, 400


@dataclass(frozen=True)
class Change:
    """One change of a draft: its name among the changes there are, and what was typed."""

    name: str
    given: Mapping[str, Any] = field(default_factory=dict)


@action
def start_instrument(*, title: str, language: str, by: Viewer, at: datetime, copy_of: str = "") -> OwnInstrument:
    """The draft of a new measure: an empty one, or a copy of one whose words may be changed."""
    check_function(by, "author", service_id=by.service_id)
    title = _line(title, TITLE, "title", _("No measure was started."), _("It has no name."))
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
    rows = list(OwnInstrument.objects.select_for_update().filter(identifier=own.identifier).order_by("-number"))
    newest = next((row for row in rows if row.state in READABLE and row.released_at is not None), None)
    if newest is None or any(row.state in OPEN for row in rows):
        raise WrongMoment(
            _("No new version was started."),
            _("There is a draft that is not finished.") if newest else _("This measure was never released."),
            _("Go on with that draft, or have it released first."),
        )
    number = rows[0].number + 1
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
    row = _draft(own, edits, by)
    if change.name not in CHANGES:
        raise refused_change(ChangeProblem("gone"))
    _check_response(change)
    before: Content = row.content
    try:
        row.content = _changed(before, change, at)
    except ChangeProblem as problem:
        raise refused_change(problem) from None
    row.past = [*row.past, before][-STEPS_BACK:]
    _save(row, at)
    trace("own_instrument.changed", by=by, at=at, clients=(), about=row)
    return row


@action
def undo_change(*, own: OwnInstrument, edits: int, by: Viewer, at: datetime) -> OwnInstrument:
    """The draft as it was before its last change."""
    row = _draft(own, edits, by)
    if not row.past:
        raise WrongMoment(
            _("Nothing was undone."),
            _("There is no earlier state of this draft."),
            _("Change it by hand instead."),
        )
    row.content, row.past = row.past[-1], row.past[:-1]
    _save(row, at)
    trace("own_instrument.undone", by=by, at=at, clients=(), about=row)
    return row


@action
def propose(*, own: OwnInstrument, edits: int, by: Viewer, at: datetime) -> OwnInstrument:
    """Hand a draft that lacks nothing to a second person. From now on it is not changed."""
    row = _draft(own, edits, by)
    OWN_INSTRUMENT.check_move(row.state, "proposed")
    missing = gaps(row.content)
    if missing:
        raise _unfinished(len(missing))
    row.content = {**row.content, "cases": cases_of(row.content)}
    if case_faults(row.content):
        raise _unfinished(1)
    row.state, row.proposed_at, row.past, row.reason = "proposed", at, [], ""
    _save(row, at)
    trace("own_instrument.proposed", by=by, at=at, clients=(), about=row)
    return row


@action
def send_back(*, own: OwnInstrument, reason: str, by: Viewer, at: datetime) -> OwnInstrument:
    """Back to its author, with what should be different."""
    check_function(by, "author", service_id=own.service_id)
    row = _locked(own)
    reason = _line(reason, REASON, "reason", _("It was not sent back."), _("There is no reason."))
    OWN_INSTRUMENT.check_move(row.state, "draft")
    row.state, row.proposed_at, row.reason = "draft", None, reason
    _save(row, at)
    trace("own_instrument.sent_back", by=by, at=at, clients=(), about=row)
    return row


@action
def release(*, own: OwnInstrument, reason: str, by: Viewer, at: datetime) -> OwnInstrument:
    """From now on people can be asked it. Needs somebody other than its author; the version before is kept."""
    check_function(by, "release", service_id=own.service_id)
    row = _locked(own)
    OWN_INSTRUMENT.check_move(row.state, "released")
    if row.author_id == by.user_id:
        raise WrongMoment(
            _("It was not released."),
            _("You wrote it, and two people are needed."),
            _("Ask a colleague who may release measures to look at it."),
        )
    reason = _line(reason, REASON, "reason", _("It was not released."), _("It does not say what you looked at."))
    if gaps(row.content) or case_faults(row.content):
        raise WrongMoment(
            _("It was not released."),
            _("Its worked examples no longer give what its author confirmed."),
            _("Send it back with this reason."),
        )
    OwnInstrument.objects.filter(identifier=row.identifier, state="released").update(state="replaced")
    row.state, row.released_by_id, row.released_at, row.reason = "released", by.user_id, at, reason
    _save(row, at)
    trace("own_instrument.released", by=by, at=at, clients=(), about=row)
    return row


@action
def retire(*, own: OwnInstrument, reason: str, by: Viewer, at: datetime) -> OwnInstrument:
    """Nobody is asked it any more; what was measured with it stays readable. A draft is put away."""
    check_function(by, "author", service_id=own.service_id)
    row = _locked(own)
    reason = _line(reason, REASON, "reason", _("It was not retired."), _("There is no reason."))
    OWN_INSTRUMENT.check_move(row.state, "retired")
    row.state, row.reason = "retired", reason
    _save(row, at)
    trace("own_instrument.retired", by=by, at=at, clients=(), about=row)
    return row


def _locked(own: OwnInstrument) -> OwnInstrument:
    return OwnInstrument.objects.select_for_update().get(pk=own.pk)


def _draft(own: OwnInstrument, edits: int, by: Viewer) -> OwnInstrument:
    """The draft, for its author, as it was shown."""
    check_function(by, "author", service_id=own.service_id)
    row = _locked(own)
    if row.state != "draft":
        raise WrongMoment(
            _("Nothing was changed."),
            _("It was proposed or released, and stays as it is."),
            _("Have it sent back, or start a new version."),
        )
    if row.author_id != by.user_id:
        raise WrongMoment(
            _("Nothing was changed."),
            _("This is the draft of somebody else."),
            _("Ask its author to change it, or start a copy of your own."),
        )
    if row.edits != edits:
        raise Stale(
            _("This was not saved over another change."),
            _("The draft was changed in another window."),
            _("What you typed is still below. Look at the newer draft, then save again."),
        )
    return row


def _changed(before: Content, wanted: Change, at: datetime) -> Content:
    try:
        return change(before, wanted.name, wanted.given, at.date().isoformat())
    except TypeError:  # a field is missing or strange: no form of ours sends this
        raise ChangeProblem("gone") from None


def _save(row: OwnInstrument, at: datetime) -> None:
    row.edits += 1
    row.saved_at = at
    row.save()


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


def _line(text: str, most: int, place: str, what: str, nothing: str) -> str:
    words = " ".join(text.replace("\0", "").split())
    if not words:
        raise BadInput(what, nothing, _("Write it in one sentence."), place)
    if len(words) > most:
        told = {"count": len(words), "most": most}
        raise BadInput(what, _("It has %(count)d characters.") % told, _("Use at most %(most)d.") % told, place)
    return words


def _unfinished(count: int) -> WrongMoment:
    return WrongMoment(
        _("It was not proposed."),
        ngettext("%(count)d thing is still missing.", "%(count)d things are still missing.", count) % {"count": count},
        _("The list of what is missing leads to each place."),
    )
