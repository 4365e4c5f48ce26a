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
from kith.care.actions.wording_of_problems import refused_entry
from kith.care.models import Assignment, Draft, Stale
from kith.care.models.kept_documents import document_as_begun
from kith.care.models.states import ASSIGNMENT
from kith.care.permissions import NotYours, Viewer, check
from kith.science.worksheets import EntryProblem, Worksheet, check_entry


@action
def save_work(
    *, assignment: Assignment, key: UUID, answers: Mapping[str, Any], version: int, by: Viewer, at: datetime
) -> Draft:
    """Keep what has been written so far, as it was typed. The first time, the work counts as started.

    What somebody must act on raises the alert already now: a person may stop before they hand in.

    `key` is the one it will be handed in with. Raises BadInput for an answer that its field cannot hold, and Stale when
    the same work was changed in another window.
    """
    check(by, "W", "work", assignment.client, at=at)
    if by.client_id != assignment.client_id or assignment.kind != "worksheet":
        raise NotYours
    sheet, values = _checked(assignment, answers)
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
    if draft.version != version:
        raise _changed_elsewhere()
    draft.content = {"key": str(key), "answers": dict(answers)}
    draft.version, draft.saved_at = version + 1, at
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:  # begun in another window at the same moment
        raise _changed_elsewhere() from None
    raise_for_sheet(assignment.client, sheet, values, key, by, at)
    if assignment.state == "set":
        ASSIGNMENT.check_move(assignment.state, "started")
        assignment.state = "started"
        assignment.save(update_fields=["state"])
    trace("work.saved", by=by, at=at, clients=[assignment.client_id], about=assignment)
    return draft


def _checked(assignment: Assignment, answers: Mapping[str, Any]) -> tuple[Worksheet, Mapping[str, object]]:
    sheet: Worksheet = document_as_begun("worksheet", assignment.document, assignment.document_version)
    try:
        return sheet, check_entry(sheet, answers, finished=False).values
    except EntryProblem as problem:
        raise refused_entry(problem) from None


def _changed_elsewhere() -> Stale:
    return Stale(
        _("This was not saved over something newer."),
        _("The same work was changed in another window."),
        _("Look at what is there now, then go on."),
    )
