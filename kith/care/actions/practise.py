"""Practise: half-written work is kept at every step, so that nothing is lost on a bus."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.flagged import raise_for_sheet
from kith.care.actions.picturing import check_pictures
from kith.care.actions.wording_of_problems import refused_entry
from kith.care.models import Assignment, Draft, Stale, WrongMoment
from kith.care.models.kept_documents import takes_many, worksheet_of
from kith.care.models.states import ASSIGNMENT, word_of
from kith.care.permissions import NotYours, Viewer, check
from kith.science.worksheets import Entry, EntryProblem, check_entry


@action
def save_work(
    *, assignment: Assignment, key: UUID, answers: Mapping[str, Any], version: int, by: Viewer, at: datetime
) -> Draft:
    """Keep what has been written so far, as it was typed. The first time, the work counts as started.

    `key` is the one it will be handed in with. Sent twice it is kept once. An answer that its worksheet flags raises
    the alert now, handed in or not. Raises BadInput for an answer that its field cannot hold, and Stale when the same
    work was changed in another window.
    """
    check(by, "W", "work", assignment.client, at=at)
    if by.client_id != assignment.client_id or assignment.kind != "worksheet":
        raise NotYours
    entry = _checked(assignment, answers)
    kept = Draft.objects.select_for_update().filter(
        author_id=by.user_id, client_id=assignment.client_id, kind="work", about=str(assignment.pk)
    )
    draft = kept.first() or Draft(
        author_id=by.user_id,
        client_id=assignment.client_id,
        kind="work",
        about=str(assignment.pk),
        version=0,
        made_at=at,
    )
    content = {"key": str(key), "answers": dict(answers)}
    if draft.version != version:
        if draft.version != version + 1 or draft.content != content:
            raise _changed_elsewhere()
        trace("work.repeated", by=by, at=at, clients=[assignment.client_id], about=assignment)
        return draft
    if not ASSIGNMENT.moves[assignment.state]:
        raise _is_over(assignment)
    draft.content = content
    draft.version, draft.saved_at = version + 1, at
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:  # begun in another window at the same moment
        raise _changed_elsewhere() from None
    raise_for_sheet(assignment.client, worksheet_of(assignment), entry.values, key, by, at)
    if assignment.state == "set":
        ASSIGNMENT.check_move(assignment.state, "started")
        assignment.state = "started"
        assignment.save(update_fields=["state"])
    trace("work.saved", by=by, at=at, clients=[assignment.client_id], about=assignment)
    return draft


@action
def finish_work(*, assignment: Assignment, by: Viewer, at: datetime) -> Assignment:
    """Say that a diary, or other work that one writes again and again, is finished.

    It counts as far done as the fullest of its entries.
    """
    check(by, "W", "work", assignment.client, at=at)
    if by.client_id != assignment.client_id or not takes_many(assignment):
        raise NotYours
    told = set(assignment.entries.values_list("done", flat=True))
    if not told:
        raise WrongMoment(
            _("The work was not finished."),
            _("Nothing has been handed in yet."),
            _("Hand it in once, also as not done; then say that it is finished."),
        )
    state = "done" if "full" in told else "part_done" if "part" in told else "not_done"
    if assignment.state != state:
        ASSIGNMENT.check_move(assignment.state, state)
        assignment.state = state
        assignment.save(update_fields=["state"])
    trace("work.finished", by=by, at=at, clients=[assignment.client_id], about=assignment)
    return assignment


def _checked(assignment: Assignment, answers: Mapping[str, Any]) -> Entry:
    try:
        entry = check_entry(worksheet_of(assignment), answers, finished=False)
    except EntryProblem as problem:
        raise refused_entry(problem) from None
    check_pictures(assignment, entry.values)
    return entry


def _is_over(assignment: Assignment) -> WrongMoment:
    return WrongMoment(
        _("This was not kept."),
        _("The work is %(state)s.") % {"state": word_of(assignment.state)},
        _("Ask your practitioner to set it again."),
    )


def _changed_elsewhere() -> Stale:
    return Stale(
        _("This was not saved over something newer."),
        _("The same work was changed in another window."),
        _("Look at what is there now, then go on."),
    )
