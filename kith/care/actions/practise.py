"""Practise: half-written work is kept at every step, a guided practice with how it felt, a recall card with its try."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.flagged import raise_for_entry
from kith.care.actions.picturing import check_pictures, keep_picture, remove_picture
from kith.care.actions.wording_of_problems import refused_entry
from kith.care.models import Alert, Assignment, BadInput, CardReview, Client, Draft, PracticeRun, Stale, WrongMoment
from kith.care.models.kept_documents import document_as_begun, keep_begun, takes_many, worksheet_of
from kith.care.models.knowledge import is_known_document, library
from kith.care.models.states import ASSIGNMENT, word_of
from kith.care.permissions import NotYours, Viewer, check
from kith.science.worksheets import Entry, EntryProblem, check_entry, entry_so_far

MOST = 10  # how a practice felt, before and after


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
    assignment.hold()
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
    raise_for_entry(client=assignment.client, entry=entry, source_key=key, by=by, at=at)
    if assignment.state == "set":
        ASSIGNMENT.check_move(assignment.state, "started")
        assignment.state = "started"
        assignment.save(update_fields=["state"])
    trace("work.saved", by=by, at=at, clients=[assignment.client_id], about=assignment)
    return draft


@action
def hear_refused(
    *, assignment: Assignment, key: UUID, answers: Mapping[str, Any], by: Viewer, at: datetime
) -> Alert | None:
    """Raise the alert for what was typed and could not be kept.

    The work may have changed in another window or be over, and another field may not fit: a person who says that they
    are not safe is heard all the same. Nothing else is kept.
    """
    check(by, "W", "work", assignment.client, at=at)
    if by.client_id != assignment.client_id or assignment.kind != "worksheet":
        raise NotYours
    entry = entry_so_far(worksheet_of(assignment), answers)
    alert = raise_for_entry(client=assignment.client, entry=entry, source_key=key, by=by, at=at)
    trace("work.refused", by=by, at=at, clients=[assignment.client_id], about=assignment)
    return alert


@action
def save_step(
    *,
    assignment: Assignment,
    key: UUID,
    answers: Mapping[str, Any],
    pictures: Mapping[str, bytes | None],
    version: int,
    by: Viewer,
    at: datetime,
) -> Draft:
    """Keep what has been written with the pictures that came along: all of it, or nothing.

    `pictures` are by field; None takes the picture away. One that is replaced or taken away is gone for good.
    """
    check(by, "W", "work", assignment.client, at=at)
    named = {
        name: "" if content is None else str(keep_picture(assignment=assignment, content=content, by=by, at=at).pk)
        for name, content in pictures.items()
    }
    draft = save_work(assignment=assignment, key=key, answers={**answers, **named}, version=version, by=by, at=at)
    before = [answers[name] for name in pictures if answers.get(name)]
    for picture in assignment.pictures.filter(pk__in=before):
        if not picture.is_handed_in:
            remove_picture(picture=picture, by=by, at=at)
    trace("work.step_saved", by=by, at=at, clients=[assignment.client_id], about=assignment)
    return draft


@action
def finish_work(*, assignment: Assignment, by: Viewer, at: datetime) -> Assignment:
    """Say that a diary, or other work that one writes again and again, is finished.

    It counts as far done as the fullest of its entries.
    """
    check(by, "W", "work", assignment.client, at=at)
    if by.client_id != assignment.client_id or not takes_many(assignment):
        raise NotYours
    assignment.hold()
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


@action
def keep_practice(
    *, client: Client, practice: str, ratings: Mapping[str, int], key: UUID, by: Viewer, at: datetime
) -> PracticeRun:
    """Keep a practice that the client did of their own accord. Sent twice with one key it is kept once.

    `ratings` may have `before` and `after`, from 0 to 10; what is missing was not rated.
    """
    check(by, "W", "work", client, at=at)
    if by.client_id != client.pk or not is_known_document("practice", practice, client.service_id):
        raise NotYours
    known = PracticeRun.objects.filter(key=key).first()
    if known is not None:
        if known.client_id != client.pk:
            raise NotYours
        trace("practice.repeated", by=by, at=at, clients=[client.pk], about=known)
        return known
    for when, number in ratings.items():
        if when not in ("before", "after") or not 0 <= number <= MOST:
            raise BadInput(
                _("The practice was not kept."),
                _("A number is outside the range: %(number)s.") % {"number": number},
                _("Choose a number from 0 to %(most)s, or leave it out.") % {"most": MOST},
                "after",
            )
    keep_begun("practice", practice, client.language, at=at)
    version = library().practices[practice].version
    run = PracticeRun(client_id=client.pk, practice=practice, practice_version=version, key=key, done_at=at, made_at=at)
    run.ratings = dict(ratings)
    run.save(force_insert=True)
    trace("practice.done", by=by, at=at, clients=[client.pk], about=run)
    return run


@action
def try_card(*, client: Client, lesson: str, card: int, came: bool, by: Viewer, at: datetime) -> CardReview:
    """Say whether a recall card of a lesson that was set for the client came to mind."""
    check(by, "W", "work", client, at=at)
    if by.client_id != client.pk:
        raise NotYours
    work = client.assignment_set.filter(kind="lesson", document=lesson).exclude(state="withdrawn").last()
    read = document_as_begun("lesson", lesson, work.document_version, client.language) if work is not None else None
    if read is None or not 1 <= card <= len(read.front.recall_cards):
        raise WrongMoment(
            _("The card was not kept."), _("It is not among your cards any more."), _("Go on with the next one.")
        )
    row = CardReview(client_id=client.pk, lesson=lesson, card=card, came=came, reviewed_at=at, made_at=at)
    row.save(force_insert=True)
    trace("card.tried", by=by, at=at, clients=[client.pk], about=row)
    return row


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
