"""Finish: a session is recorded in one go: who came, what was done, how it was, what to try, when to meet again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kith.care.actions import deliver, measure
from kith.care.actions.acting import action, trace
from kith.care.models import (
    Assignment,
    BadInput,
    Client,
    Draft,
    Goal,
    Plan,
    Session,
    SessionRecord,
    Stale,
    TechniqueUse,
)
from kith.care.models.delivery import PRESENT
from kith.care.models.knowledge import is_known
from kith.care.models.plan_courses import course_page
from kith.care.permissions import NotYours, Viewer, check

DRAFT = "session"
FEEDBACK = "session-feedback"


@dataclass(frozen=True)
class Next:
    """When to meet again."""

    starts_at: datetime
    minutes: int
    setting: str


@dataclass(frozen=True)
class Use:
    """What one technique was for: goals, work by its place in `Finished.work`, and measures it should move."""

    technique: str
    goals: tuple[Goal, ...] = ()
    work: tuple[int, ...] = ()
    instruments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finished:
    """What two minutes after a session put down. `feedback` holds answers to the four questions about it.

    Each technique of `what` is kept with its `uses`; one without stands for itself.
    """

    status: str
    minutes: int | None
    reason: str
    what: deliver.WhatHappened
    work: tuple[deliver.Work, ...] = ()
    uses: tuple[Use, ...] = ()
    feedback: Mapping[str, float | None] = field(default_factory=dict)
    feedback_key: UUID | None = None
    next: Next | None = None


@action
def finish_session(
    *, session: Session, client: Client, done: Finished, draft_version: int, by: Viewer, at: datetime
) -> SessionRecord | None:
    """Record attendance, sign the record, set the work, keep the feedback and book the next session: all, or nothing.

    Nothing is signed for somebody who did not come unless something was written. `draft_version` is the version of the
    draft that was shown (0 for none); raises Stale when another window has saved since, so that its text is not lost.
    """
    check(by, "W", "progress_note", client, at=at)
    if session.client_id != client.pk or session.plan is None:
        raise NotYours
    _check_draft_is_newest(session, client, draft_version, by)
    is_here = done.status in PRESENT
    if is_here and not done.what.note.strip():
        raise BadInput(
            _("The session was not recorded."),
            _("It has no note."),
            _("Write a line or two: what you did together, and how it went."),
            "note",
        )
    deliver.record_attendance(
        session=session, client=client, status=done.status, minutes=done.minutes, reason=done.reason, by=by, at=at
    )
    record = None
    if is_here or done.what.note.strip():
        record = deliver.record_session(session=session, client=client, what=done.what, by=by, at=at)
    work = [
        deliver.set_work(plan=session.plan, session=session, work=one, by=by, at=at)
        for one in (done.work if is_here else ())
    ]
    if record is not None and is_here:
        _keep_uses(record, session.plan, done, work)
    if is_here and any(value is not None for value in done.feedback.values()) and done.feedback_key is not None:
        measure.submit_measurement(
            client=client,
            instrument=FEEDBACK,
            key=done.feedback_key,
            answers=done.feedback,
            language=client.language,
            session=session,
            by=by,
            at=at,
        )
    if done.next is not None:
        deliver.book_session(
            plan=session.plan,
            starts_at=done.next.starts_at,
            minutes=done.next.minutes,
            setting=done.next.setting,
            practitioner=session.practitioner_id,
            by=by,
            at=at,
        )
    Draft.objects.filter(author_id=by.user_id, client=client, kind=DRAFT, about=str(session.pk)).delete()
    trace("session.finished", by=by, at=at, clients=[client.pk], about=session)
    return record


@action
def save_session_draft(
    *, session: Session, client: Client, content: Mapping[str, Any], version: int, by: Viewer, at: datetime
) -> Draft:
    """Keep what is half-written. Raises Stale when another window has saved since `version` was shown."""
    check(by, "W", "progress_note", client, at=at)
    if session.client_id != client.pk:
        raise NotYours
    if session.records.filter(client=client).exists():
        raise Stale(
            _("The draft was not saved."),
            _("The record of this session has been signed."),
            _("Add what is missing as an addendum."),
        )
    draft = _check_draft_is_newest(session, client, version, by)
    if draft is None:
        draft = Draft(author_id=by.user_id, client=client, kind=DRAFT, about=str(session.pk), made_at=at)
    draft.content = dict(content)
    draft.version, draft.saved_at = version + 1, at
    draft.save()
    trace("session.draft_saved", by=by, at=at, clients=[client.pk], about=draft)
    return draft


def _keep_uses(record: SessionRecord, plan: Plan, done: Finished, work: Sequence[Assignment]) -> None:
    """A row for each technique that was used, linked to what it was for."""
    found = course_page(plan, record.session.number)
    by_technique = {use.technique: use for use in done.uses}
    for technique in dict.fromkeys(done.what.techniques):
        use = by_technique.get(technique, Use(technique))
        _check_use(use, record, work)
        row = TechniqueUse.objects.create(
            client_id=record.client_id,
            record=record,
            protocol=found.protocol_with(technique) if found is not None else plan.protocol,
            technique=technique,
            instruments=list(use.instruments),
            made_at=record.made_at,
        )
        row.goals.set(use.goals)
        row.work.set([work[place] for place in use.work])


def _check_use(use: Use, record: SessionRecord, work: Sequence[Assignment]) -> None:
    if any(goal.client_id != record.client_id for goal in use.goals):
        raise NotYours
    unknown = [name for name in use.instruments if not is_known(name, record.client.service_id)]
    if unknown or any(not 0 <= place < len(work) for place in use.work):
        raise BadInput(
            _("The session was not recorded."),
            _("The library has no measure “%(name)s”.") % {"name": unknown[0]}
            if unknown
            else _("A technique is linked to work that was not set."),
            _("Choose from those that are shown."),
            "techniques",
        )


def _check_draft_is_newest(session: Session, client: Client, version: int, by: Viewer) -> Draft | None:
    draft = (
        Draft.objects.select_for_update()
        .filter(author_id=by.user_id, client=client, kind=DRAFT, about=str(session.pk))
        .first()
    )
    if draft is not None and draft.version != version:
        raise Stale(
            _("Nothing was saved over a newer text."),
            _("The same record was saved in another window at %(time)s.")
            % {"time": date_format(localtime(draft.saved_at), "TIME_FORMAT")},
            _("Read both below, take what you need into yours, and save once more."),
        )
    return draft
