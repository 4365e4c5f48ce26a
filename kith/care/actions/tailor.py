"""Tailor: change the course of a plan that is running, each time with a reason; change its phase or its version."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.plan import agree_plan
from kith.care.actions.schedule import ask_for_plan
from kith.care.actions.wording_of_courses import refused_change
from kith.care.models import BadInput, PhaseChange, Plan, Session, Tailoring, WrongMoment
from kith.care.models.kept_documents import keep_begun
from kith.care.models.knowledge import is_known_document, library
from kith.care.models.plan_courses import PlanCourse, course_of_plan, meetings_held, phase_now
from kith.care.models.states import word_of
from kith.care.permissions import NotYours, Viewer, check
from kith.science.protocols import Change, CourseProblem, Protocol, course_with

__all__ = ["Change", "change_phase", "move_to_version", "tailor_plan", "tailoring_of", "undo_tailoring"]

# What a change is told by on the record. An empty value is left out.
NAMED: Final = ("held", "meeting", "after", "protocol", "page", "minutes", "times", "way", "undoes")
IN_WORDS: Final = ("title", "purpose")  # of a meeting that follows no page: private text
BRINGS_IN: Final = ("add", "combine")


@action
def tailor_plan(
    *, plan: Plan, change: Change, reason: str, by: Viewer, at: datetime, gates: Iterable[str] = ()
) -> Tailoring:
    """Add, skip, move, lengthen or combine, with a reason. What was held keeps its place; the dose moves with it.

    What another intervention asks to be checked first must be confirmed in the same act (`gates`).
    """
    check(by, "W", "plan", plan.client, at=at)
    row = _running(plan, reason)
    found = _course(row)
    if change.act not in ("add", "skip", "move", "lengthen", "combine"):
        raise refused_change(CourseProblem("no_act", "act", given=change.act))
    new = replace(change, id=str(uuid.uuid4()), held=meetings_held(row))
    protocols = dict(found.protocols)
    brought_in = _brought_in(row, found, new)
    if brought_in is not None:
        protocols[brought_in.id] = brought_in
    try:
        after = course_with(protocols, row.protocol, found.changes, new)
    except CourseProblem as problem:
        raise refused_change(problem) from None
    if brought_in is not None:
        _confirm(row, brought_in, new, set(gates))
        keep_begun("protocol", brought_in.id, row.client.language, at=at)
    kept = _keep(row, new, reason, brought_in.version if brought_in is not None else "", by, at)
    _follow(plan, row, len(after) - len(found.course), by, at)
    trace("plan.tailored", by=by, at=at, clients=[row.client_id], about=kept)
    return kept


@action
def undo_tailoring(*, tailoring: Tailoring, reason: str, by: Viewer, at: datetime) -> Tailoring:
    """Take one change back as if it had never been; not when it shaped what was held or a later one builds on it."""
    check(by, "W", "plan", tailoring.client, at=at)
    row = _running(tailoring.plan, reason)
    found = _course(row)
    new = Change(str(uuid.uuid4()), "undo", held=meetings_held(row), undoes=str(tailoring.pk))
    try:
        after = course_with(found.protocols, row.protocol, found.changes, new)
    except CourseProblem as problem:
        raise refused_change(problem) from None
    kept = _keep(row, new, reason, "", by, at)
    _follow(tailoring.plan, row, len(after) - len(found.course), by, at)
    trace("plan.tailoring_undone", by=by, at=at, clients=[row.client_id], about=kept)
    return kept


@action
def change_phase(*, plan: Plan, phase: str, reason: str, by: Viewer, at: datetime) -> PhaseChange:
    """Move on to another phase, or back to an earlier one, and why. Of a combined protocol it is `protocol/phase`."""
    check(by, "W", "plan", plan.client, at=at)
    row = _running(plan, reason)
    found = _course(row)
    name, _slash, named = phase.rpartition("/")
    protocol = found.protocols.get(name or found.main)
    if protocol is None or named not in {one.id for one in protocol.phases}:
        raise BadInput(
            _("The phase was not changed."),
            _("The plan has no such phase."),
            _("Choose one of its phases."),
            "phase",
        )
    if phase_now(row, found) == (protocol.id, named):
        raise BadInput(
            _("The phase was not changed."),
            _("The plan is in this phase already."),
            _("Choose another one, or leave it."),
            "phase",
        )
    kept = PhaseChange(client_id=row.client_id, plan=row, phase=phase, author_id=by.user_id, decided_at=at, made_at=at)
    kept.reason = reason.strip()
    kept.save(force_insert=True)
    trace("plan.phase_changed", by=by, at=at, clients=[row.client_id], about=kept)
    return kept


@action
def move_to_version(*, plan: Plan, reason: str, by: Viewer, at: datetime, gates: Iterable[str] = ()) -> Plan:
    """Go on with the protocol as the library has it now, in a new plan that leaves out what was held.

    Sessions that are booked move over. Checks whose words have not changed stay confirmed; the others are asked again.
    What was held stays with the plan before, and is read as it was agreed then.
    """
    check(by, "W", "plan", plan.client, at=at)
    row = _running(plan, reason)
    before = _course(row)
    newer = library().protocols.get(row.protocol)
    if newer is None or newer.version == row.protocol_version:
        raise WrongMoment(
            _("The plan was not moved."),
            _("The library has no newer version of this intervention."),
            _("Go on with the plan as it is."),
        )
    held = meetings_held(row)
    over = [one.page for one in before.course.meetings[:held] if one.protocol == row.protocol and one.page is not None]
    left_out = [one.page for one in before.course.skipped if one.protocol == row.protocol and one.page is not None]
    new = _successor(row, newer, before, set(gates), reason.strip(), held, by, at)
    agreed = agree_plan(plan=new, by=by, at=at)
    booked = list(row.sessions.filter(state="booked").order_by("number"))
    for number, session in enumerate(booked, start=1):
        session.plan, session.number = agreed, number
    Session.objects.bulk_update(booked, ["plan", "number"])
    why = _("Held before the plan moved to version %(version)s.") % {"version": newer.version}
    _leave_out(agreed, over, why, by, at)
    _leave_out(agreed, left_out, reason, by, at)
    trace("plan.moved_to_version", by=by, at=at, clients=[row.client_id], about=agreed)
    return agreed


def _running(plan: Plan, reason: str) -> Plan:
    """The plan as it is now, locked."""
    row = Plan.objects.select_for_update().select_related("client__service").get(pk=plan.pk)
    if row.state != "agreed":
        raise WrongMoment(
            _("The change was not made."),
            _("The plan is %(state)s.") % {"state": word_of(row.state)},
            _("Change the plan that is running."),
        )
    if not reason.strip():
        raise BadInput(_("The change was not made."), _("It has no reason."), _("Write in a sentence why."), "reason")
    return row


def _course(plan: Plan) -> PlanCourse:
    found = course_of_plan(plan)
    if found is None:
        raise WrongMoment(
            _("The change was not made."),
            _("The intervention of this plan can no longer be read."),
            _("Agree a new plan."),
        )
    return found


def _brought_in(plan: Plan, found: PlanCourse, change: Change) -> Protocol | None:
    """The protocol that a change brings into the course for the first time."""
    name = change.protocol
    if change.act not in BRINGS_IN or not name or name in found.protocols:
        return None
    if not is_known_document("protocol", name, plan.client.service_id):
        raise refused_change(CourseProblem("unknown_protocol", "protocol", given=name))
    return library().protocols[name]


def _confirm(plan: Plan, protocol: Protocol, change: Change, confirmed: Collection[str]) -> None:
    """The checks that the first page of what is brought in waits for; later ones are shown before their session."""
    first = change.page if change.act == "add" and change.page is not None else 1
    needed = {f"{protocol.id}/{gate.id}" for gate in protocol.gates if gate.before_session <= first}
    missing = needed - set(plan.gates_attested) - set(confirmed)
    if missing:
        raise BadInput(
            _("The change was not made."),
            _("“%(title)s” asks for checks that are not confirmed.") % {"title": protocol.title},
            _("Confirm each one you have made, or leave it out."),
            "gates",
        )
    plan.gates_attested = sorted({*plan.gates_attested, *(needed & set(confirmed))})
    plan.save(update_fields=["gates_attested"])


def _keep(plan: Plan, change: Change, reason: str, version: str, by: Viewer, at: datetime) -> Tailoring:
    said: Mapping[str, Any] = asdict(change)
    what = {name: said[name] for name in NAMED if said[name] not in ("", None)}
    row = Tailoring(
        pk=uuid.UUID(change.id),
        client_id=plan.client_id,
        plan=plan,
        number=plan.tailorings.count() + 1,
        act=change.act,
        what={**what, "version": version} if version else what,
        author_id=by.user_id,
        decided_at=at,
        made_at=at,
    )
    words = {name: said[name].strip() for name in IN_WORDS if said[name].strip()}
    row.words, row.reason = words or None, reason.strip()
    row.save(force_insert=True)
    return row


def _follow(given: Plan, row: Plan, more: int, by: Viewer, at: datetime) -> None:
    """The dose moves with the course, and what the course asks is asked."""
    row.sessions_planned = min(200, max(1, row.sessions_planned + more))
    row.save(update_fields=["sessions_planned"])
    given.sessions_planned, given.gates_attested = row.sessions_planned, row.gates_attested
    ask_for_plan(row, by, at)


def _successor(
    plan: Plan,
    newer: Protocol,
    before: PlanCourse,
    confirmed: Collection[str],
    reason: str,
    held: int,
    by: Viewer,
    at: datetime,
) -> Plan:
    old = {gate.id: gate.text for gate in before.protocols[plan.protocol].gates}
    same = {gate.id for gate in newer.gates if gate.id in plan.gates_attested and old.get(gate.id) == gate.text}
    new = Plan(
        client_id=plan.client_id,
        episode=plan.episode,
        protocol=plan.protocol,
        protocol_version=newer.version,
        library_version=library().version,
        sessions_planned=max(1, plan.sessions_planned - held),
        setting=plan.setting,
        format=plan.format,
        options_shown=plan.options_shown,
        gates_attested=sorted(same | ({gate.id for gate in newer.gates} & set(confirmed))),
        review_after_sessions=newer.review_after_sessions,
        proposed_by_id=by.user_id,
        proposed_at=at,
        made_at=at,
    )
    new.why, new.client_choice, new.not_working_if = f"{reason}\n\n{plan.why}", plan.client_choice, plan.not_working_if
    new.save(force_insert=True)
    new.goals.set(plan.goals.all())
    return new


def _leave_out(plan: Plan, pages: Iterable[int], why: str, by: Viewer, at: datetime) -> None:
    """Skip these pages of a plan that has just begun, as far as the new version has them and one meeting is left."""
    for page in pages:
        found = _course(plan)
        change = Change(str(uuid.uuid4()), "skip", meeting=f"{plan.protocol}:{page}")
        try:
            course_with(found.protocols, plan.protocol, found.changes, change)
        except CourseProblem:
            continue
        _keep(plan, change, why, "", by, at)


def tailoring_of(plan: Plan, identifier: uuid.UUID) -> Tailoring:
    """One change of this plan; NotYours when it is another plan's."""
    row = plan.tailorings.filter(pk=identifier).first()
    if row is None:
        raise NotYours
    return row
