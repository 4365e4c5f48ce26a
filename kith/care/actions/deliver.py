"""Deliver: book a session, record who came, record what was done, and set work between meetings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.actions.acting import action, trace
from kith.care.actions.flagged import raise_for_entry
from kith.care.actions.missed import raise_for_missed
from kith.care.actions.picturing import check_pictures
from kith.care.actions.wording_of_problems import refused_entry
from kith.care.models import (
    Assignment,
    Attendance,
    BadInput,
    Client,
    Entry,
    Goal,
    Plan,
    Reply,
    Session,
    SessionRecord,
    Stale,
    User,
    WrongMoment,
)
from kith.care.models.delivery import ATTENDANCES, PRESENT
from kith.care.models.kept_documents import keep_begun, takes_many, worksheet_of
from kith.care.models.knowledge import is_known_document, library
from kith.care.models.states import ASSIGNMENT, EPISODE, SESSION, word_of
from kith.care.permissions import NotYours, Viewer, check, live
from kith.science.worksheets import Entry as CheckedEntry
from kith.science.worksheets import EntryProblem, check_entry

LONGEST_TASK = 400  # letters: as much as a sentence of the library may hold


@action
def book_session(
    *, plan: Plan, starts_at: datetime, minutes: int, setting: str, practitioner: UUID, by: Viewer, at: datetime
) -> Session:
    """The next session of a plan."""
    check(by, "W", "appointments", plan.client, at=at)
    if not User.objects.filter(pk=practitioner, service_id=plan.client.service_id, is_active=True).exists():
        raise NotYours
    if plan.state != "agreed":
        raise WrongMoment(
            _("The session was not booked."),
            _("The plan is %(state)s.") % {"state": word_of(plan.state)},
            _("Agree the plan first."),
        )
    if not 5 <= minutes <= 480:
        raise BadInput(
            _("The session was not booked."),
            ngettext("It would last %(count)s minute.", "It would last %(count)s minutes.", minutes)
            % {"count": minutes},
            _("Give 5 to 480 minutes."),
            "minutes",
        )
    number = (plan.sessions.aggregate(last=Max("number"))["last"] or 0) + 1
    session = Session.objects.create(
        client=plan.client,
        plan=plan,
        practitioner_id=practitioner,
        number=number,
        starts_at=starts_at,
        minutes=minutes,
        setting=setting,
        made_at=at,
    )
    trace("session.booked", by=by, at=at, clients=[plan.client_id], about=session)
    return session


@action
def record_attendance(
    *, session: Session, client: Client, status: str, minutes: int | None, reason: str, by: Viewer, at: datetime
) -> Attendance:
    """Who came, late or not at all; the first one attended begins the treatment. A second row corrects the first.

    Whoever was in danger lately and stayed away without a word gets an alert with the mark.
    """
    check(by, "W", "appointments", client, at=at)
    _check_took_part(session, client)
    if status not in ATTENDANCES:
        raise BadInput(
            _("The attendance was not kept."),
            _("“%(answer)s” is not one of the choices.") % {"answer": status}
            if status
            else _("It does not say whether the person came."),
            _("Choose one of the answers: came, late, left early, cancelled, apologised, did not attend."),
            "status",
        )
    if session.starts_at > at and status in PRESENT:
        raise WrongMoment(
            _("The attendance was not kept."), _("The session has not begun."), _("Record it after the session.")
        )
    before = Attendance.objects.filter(session=session, client=client, replaced_by__isnull=True).first()
    row = Attendance(
        session=session,
        client=client,
        status=status,
        minutes=minutes if status in PRESENT else None,
        replaces=before,
        made_at=at,
    )
    row.reason = reason
    row.save(force_insert=True)
    if before is None and session.client_id is not None:
        outcome = "held" if status in PRESENT else "cancelled" if status in {"cancelled", "apologised"} else "missed"
        SESSION.check_move(session.state, outcome)
        session.state = outcome
        session.save(update_fields=["state"])
    if status in PRESENT:
        _begin_treatment(session, at)
    raise_for_missed(client=client, session=session, status=status, by=by, at=at)
    trace("attendance.recorded", by=by, at=at, clients=[client.pk], about=session)
    return row


@dataclass(frozen=True)
class WhatHappened:
    """The record of a session: structured parts, a note, techniques used and goals worked on."""

    note: str
    content: Mapping[str, Any] = field(default_factory=dict)
    techniques: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()
    is_released: bool = False


@action
def record_session(
    *,
    session: Session,
    client: Client,
    what: WhatHappened,
    by: Viewer,
    at: datetime,
    adds_to: SessionRecord | None = None,
) -> SessionRecord:
    """Sign the record of a session that was held. What is signed is never edited: later words are an addendum."""
    check(by, "W", "progress_note", client, at=at)
    _check_took_part(session, client)
    if any(goal.client_id != client.pk for goal in what.goals) or (adds_to and adds_to.client_id != client.pk):
        raise NotYours
    if session.state not in {"held", "missed", "cancelled"} and session.group_id is None:
        raise WrongMoment(
            _("The record was not signed."),
            _("Nobody has said yet whether the person came."),
            _("Record the attendance first."),
        )
    signed = SessionRecord.objects.filter(session=session, client=client, adds_to__isnull=True).first()
    if signed is not None and adds_to is None:
        raise Stale(
            _("The record was not signed twice."),
            _("It was signed on %(moment)s.") % {"moment": date_format(localtime(signed.signed_at), "DATETIME_FORMAT")},
            _("Add what is missing as an addendum."),
        )
    row = SessionRecord(
        session=session,
        client=client,
        author_id=by.user_id,
        techniques=list(what.techniques),
        adds_to=adds_to,
        is_released=what.is_released,
        signed_at=at,
        made_at=at,
    )
    row.content, row.note = dict(what.content), what.note
    row.save(force_insert=True)
    row.goals.set(what.goals)
    trace("session.addendum" if adds_to else "session.recorded", by=by, at=at, clients=[client.pk], about=row)
    return row


@dataclass(frozen=True)
class Work:
    """What to do before the next meeting, and what might get in the way. A task is its `words` and has no document."""

    document: str
    why: str
    due_on: date | None
    obstacle_plan: str = ""
    kind: str = "worksheet"
    goal: Goal | None = None
    words: str = ""


@action
def set_work(*, plan: Plan, session: Session | None, work: Work, by: Viewer, at: datetime) -> Assignment:
    """Agree one piece of work; the client finds it under “My work”."""
    check(by, "W", "plan", plan.client, at=at)
    if any(given is not None and given.client_id != plan.client_id for given in (session, work.goal)):
        raise NotYours
    if plan.state == "ended":
        raise WrongMoment(_("The work was not set."), _("The plan has ended."), _("Agree a new plan first."))
    document, version = _document(work, by.service_id)
    row = Assignment(
        client=plan.client,
        plan=plan,
        session=session,
        goal=work.goal,
        kind=work.kind,
        document=document,
        document_version=version,
        due_on=work.due_on,
        set_at=at,
        made_at=at,
    )
    row.why, row.obstacle_plan = work.why, work.obstacle_plan
    row.words = work.words.strip() if work.kind == "task" else None
    row.save(force_insert=True)
    keep_begun(work.kind, document, plan.client.language, at=at)
    trace("work.set", by=by, at=at, clients=[plan.client_id], about=row)
    return row


@action
def withdraw_work(*, assignment: Assignment, by: Viewer, at: datetime) -> Assignment:
    """Take back work that is still open: the client no longer finds it. What came back for it stays in the record."""
    check(by, "W", "plan", assignment.client, at=at)
    assignment.hold()
    if "withdrawn" not in ASSIGNMENT.moves[assignment.state]:
        raise WrongMoment(
            _("The work was not taken back."),
            _("It is “%(state)s” now, so it is not open any more.") % {"state": word_of(assignment.state)},
            _("Leave it as it is, and set new work if something else is needed."),
        )
    assignment.state = "withdrawn"
    assignment.save(update_fields=["state"])
    trace("work.withdrawn", by=by, at=at, clients=[assignment.client_id], about=assignment)
    return assignment


@action
def hand_in_work(
    *, assignment: Assignment, key: UUID, done: str, answers: Mapping[str, Any], obstacle: str, by: Viewer, at: datetime
) -> Entry:
    """Send in a piece of work, whole, in part, or not done and why. The same key is kept once.

    A diary stays started, to be written again. An answer that its worksheet flags raises the alert with it.
    """
    check(by, "W", "work", assignment.client, at=at)
    known = Entry.objects.filter(key=key).first()
    if known is not None:
        if known.assignment_id != assignment.pk:
            raise NotYours
        trace("work.repeated", by=by, at=at, clients=[assignment.client_id], about=known)
        return known
    assignment.hold()
    checked = _checked(assignment, done, answers)
    entry = Entry(
        client_id=assignment.client_id, assignment=assignment, key=key, done=done, handed_in_at=at, made_at=at
    )
    entry.answers = dict(answers) if checked is None else checked.as_kept()
    entry.obstacle = obstacle
    entry.save(force_insert=True)
    if checked is not None:
        raise_for_entry(client=assignment.client, entry=checked, source_key=key, by=by, at=at)
    state = "started" if takes_many(assignment) else {"full": "done", "part": "part_done", "not": "not_done"}[done]
    if assignment.state not in ("done", state):
        ASSIGNMENT.check_move(assignment.state, state)
        assignment.state = state
        assignment.save(update_fields=["state"])
    trace("work.handed_in", by=by, at=at, clients=[assignment.client_id], about=entry)
    return entry


@action
def reply_to_work(*, entry: Entry, words: str, by: Viewer, at: datetime) -> Reply:
    """Answer inside the work."""
    check(by, "W", "plan", entry.client, at=at)
    if not words.strip():
        raise BadInput(
            _("The reply was not sent."), _("It has no words."), _("Write a line about what you saw."), "words"
        )
    reply = Reply(client_id=entry.client_id, entry=entry, author_id=by.user_id, written_at=at, made_at=at)
    reply.words = words.strip()
    reply.save(force_insert=True)
    trace("work.replied", by=by, at=at, clients=[entry.client_id], about=reply)
    return reply


def _document(work: Work, service_id: UUID) -> tuple[str, str]:
    """The document and its version. A lesson has one name in all languages; the client reads it in their own."""
    if work.kind == "task":
        return _task(work)
    known, lesson = library(), work.document.partition(".")[0]
    if work.kind in ("worksheet", "practice", "lesson") and is_known_document(work.kind, work.document, service_id):
        if work.kind == "lesson":
            return lesson, known.lesson(lesson).front.version
        shelf = known.worksheets if work.kind == "worksheet" else known.practices
        return work.document, shelf[work.document].version
    raise BadInput(
        _("The work was not set."),
        _("The library has no “%(name)s” of this kind.") % {"name": work.document},
        _("Choose one from the list."),
        "work",
    )


def _task(work: Work) -> tuple[str, str]:
    """A task is no document of the library: it needs words, and not more than a person keeps in mind."""
    length = len(work.words.strip())
    if 0 < length <= LONGEST_TASK:
        return "", ""
    found = ngettext("It is %(count)s letter long.", "It is %(count)s letters long.", length) % {"count": length}
    raise BadInput(
        _("The work was not set."),
        found if length else _("The task has no words."),
        _("Say it in up to %(most)s letters; make two tasks of a long one.") % {"most": LONGEST_TASK}
        if length
        else _("Write what the person is going to do, in their words."),
        "tasks",
    )


def _checked(assignment: Assignment, done: str, answers: Mapping[str, Any]) -> CheckedEntry | None:
    """The answers to a worksheet as they are kept; None for work that has no form."""
    if done not in {"full", "part", "not"}:
        raise BadInput(
            _("The work was not handed in."),
            _("It does not say how far you got."),
            _("Choose all of it, part of it, or not this time."),
            "done",
        )
    if assignment.kind != "worksheet":
        return None
    try:
        entry = check_entry(worksheet_of(assignment), answers, finished=done == "full")
    except EntryProblem as problem:
        raise refused_entry(problem) from problem
    check_pictures(assignment, entry.values)
    return entry


def _check_took_part(session: Session, client: Client) -> None:
    """The session is this person's, or a meeting of a group they belonged to on that day."""
    if session.group_id is None:
        is_theirs = session.client_id == client.pk
    else:
        is_theirs = client.membership_set.filter(live(session.starts_at), group_id=session.group_id).exists()
    if not is_theirs:
        raise NotYours


def _begin_treatment(session: Session, at: datetime) -> None:
    episode = session.plan.episode if session.plan is not None else None
    if episode is not None and episode.state in {"waiting", "assessed"}:
        EPISODE.check_move(episode.state, "in_treatment")
        episode.state, episode.treatment_began_at = "in_treatment", session.starts_at
        episode.save(update_fields=["state", "treatment_began_at"])
