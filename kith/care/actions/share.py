"""Share: a group decides, takes roles in turn and passes them on, notes what it was about, and changes its phase."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.confiding import check_repeats_no_confidence
from kith.care.actions.gather import check_not_ended
from kith.care.actions.naming import check_names_nobody
from kith.care.models import (
    BadInput,
    Client,
    DecisionResult,
    Group,
    GroupDecision,
    GroupPhase,
    HereAndNow,
    LeaverAsked,
    Membership,
    RoleTurn,
    Session,
    WrongMoment,
)
from kith.care.models.group_work import ASKED_AFTER
from kith.care.models.phases_of_groups import gates_of, phase_now, phases_of
from kith.care.models.places import places_at
from kith.care.models.sociotherapy import DECISION_KINDS, HERE_AND_NOW, OFFERS, RESULTS
from kith.care.permissions import NotYours, Viewer, blocked_clients, check

LONGEST_WORDS = 1000
LONGEST_ROLE = 60


@action
def move_phase(
    *, group: Group, phase: str, reason: str, gates: Collection[str] = (), by: Viewer, at: datetime
) -> GroupPhase:
    """The group is in another phase of its intervention from now on, forwards or back; where it was stays readable.

    `gates` are the conditions that the intervention sets before this phase, each said to be met.
    """
    check(by, "W", "group_note", group, at=at)
    check_not_ended(group, _("The phase was not changed."))
    if phase not in [one.id for one in phases_of(group)]:
        raise BadInput(
            _("The phase was not changed."), _("This is no phase of the group."), _("Choose from the list."), "phase"
        )
    now = phase_now(group)
    if now is not None and phase == now.id:
        raise WrongMoment(
            _("The phase was not changed."), _("The group is in it already."), _("Choose another, or leave it.")
        )
    open_gates = [gate for gate in gates_of(group, phase) if gate.id not in gates]
    if open_gates:
        raise BadInput(
            _("The phase was not changed."),
            _("The intervention asks first: %(gate)s") % {"gate": open_gates[0].text},
            _("Talk it through with your supervisor. Tick it when it is so; until then the earlier phases go on."),
            "gates",
        )
    said = _written(group, {"reason": reason}, _("The phase was not changed."))
    row = GroupPhase(
        group=group,
        author_id=by.user_id,
        phase=phase,
        gates=[gate.id for gate in gates_of(group, phase)],
        moved_at=at,
        made_at=at,
    )
    row.reason = said["reason"]
    row.save(force_insert=True)
    trace("group_phase.moved", by=by, at=at, clients=(), about=row)
    return row


@action
def write_decision(
    *,
    meeting: Session,
    kind: str,
    words: str,
    carried_by: str = "",
    due_on: date | None = None,
    by: Viewer,
    at: datetime,
) -> GroupDecision:
    """What the meeting decided, or a task that all share. Members read it, so it holds nobody's name."""
    group = _led(meeting, "group_decision", by, at)
    if kind not in DECISION_KINDS:
        raise BadInput(_("Nothing was saved."), _("It is not said what it is."), _("Choose from the list."), "kind")
    if due_on is not None and due_on < meeting.starts_at.date():
        raise BadInput(
            _("Nothing was saved."), _("The day is before the meeting."), _("Give a later day, or none."), "due_on"
        )
    _check_role(carried_by, "carried_by")
    said = _written(group, {"decision": words}, _("Nothing was saved."))
    check_names_nobody({"carried_by": carried_by}, _everybody(group))
    row = GroupDecision(session=meeting, author_id=by.user_id, kind=kind, due_on=due_on, decided_at=at, made_at=at)
    row.words, row.carried_by = said["decision"], carried_by.strip()
    row.save(force_insert=True)
    trace("group_decision.written", by=by, at=at, clients=(), about=row)
    return row


@action
def end_decision(
    *, decision: GroupDecision, meeting: Session, result: str, words: str = "", by: Viewer, at: datetime
) -> DecisionResult:
    """A meeting looks at what was decided before: it is done, or the group lets it drop."""
    group = _led(meeting, "group_decision", by, at)
    if decision.session.group_id != group.pk:
        raise NotYours
    if result not in RESULTS:
        raise BadInput(
            _("Nothing was saved."), _("It is not said what came of it."), _("Choose one of the answers."), "result"
        )
    if DecisionResult.objects.filter(decision=decision).exists():
        raise WrongMoment(
            _("Nothing was saved."), _("It is said already what came of it."), _("Decide again if it goes on.")
        )
    _check_length(words, "result")
    check_names_nobody({"result": words}, _everybody(group))
    check_repeats_no_confidence({"result": words}, group)
    row = DecisionResult(
        decision=decision, session=meeting, author_id=by.user_id, result=result, ended_at=at, made_at=at
    )
    row.words = words.strip()
    row.save(force_insert=True)
    trace("group_decision.ended", by=by, at=at, clients=(), about=decision)
    return row


@action
def take_role(*, meeting: Session, client: Client, role: str, by: Viewer, at: datetime) -> RoleTurn:
    """A member carries a role in this meeting: one of the intervention's, or one in the group's own words."""
    group = _led(meeting, "group_role", by, at)
    _check_seat(group, meeting, client.pk, by)
    if not role.strip():
        raise BadInput(_("The role was not given."), _("It has no name."), _("Choose one, or write one."), "role")
    _check_role(role, "role")
    check_names_nobody({"role": role}, _everybody(group))
    return _give(meeting, client.pk, role.strip(), None, by, at)


@action
def pass_role(*, turn: RoleTurn, meeting: Session, client: Client, by: Viewer, at: datetime) -> RoleTurn:
    """A role goes from the one who carried it to another member, for this meeting."""
    group = _led(meeting, "group_role", by, at)
    if turn.session.group_id != group.pk or turn.client_id in blocked_clients(by):
        raise NotYours
    _check_seat(group, meeting, client.pk, by)
    if RoleTurn.objects.filter(passed_from=turn).exists():
        raise WrongMoment(
            _("The role was not passed on."), _("It was passed on already."), _("Look at who carries it now.")
        )
    if turn.client_id == client.pk:
        raise BadInput(_("The role was not passed on."), _("They carry it now."), _("Choose somebody else."), "client")
    return _give(meeting, client.pk, turn.role, turn, by, at)


@action
def note_here_and_now(
    *, meeting: Session, themes: Collection[str], words: str = "", by: Viewer, at: datetime
) -> HereAndNow:
    """What the meeting was about between those in the room; only those who lead the group read it."""
    group = _led(meeting, "group_note", by, at)
    if not set(themes) <= set(HERE_AND_NOW):
        raise BadInput(_("Nothing was saved."), _("A theme is not on the list."), _("Choose from it."), "themes")
    if not themes and not words.strip():
        raise BadInput(_("Nothing was saved."), _("The page is empty."), _("Tick a theme, or write one."), "themes")
    _check_length(words, "here_and_now")
    check_names_nobody({"here_and_now": words}, _everybody(group))
    check_repeats_no_confidence({"here_and_now": words}, group)
    chosen = [one for one in HERE_AND_NOW if one in themes]
    row = HereAndNow(session=meeting, author_id=by.user_id, themes=chosen, noted_at=at, made_at=at)
    row.words = words.strip()
    row.save(force_insert=True)
    trace("here_and_now.noted", by=by, at=at, clients=(), about=row)
    return row


@action
def ask_leaver(
    *, membership: Membership, outcome: str, why: str = "", offered: str = "", by: Viewer, at: datetime
) -> LeaverAsked:
    """Somebody who left was asked why, or an attempt was made, and what they were offered instead."""
    check(by, "W", "group_leaver", membership.group, at=at)
    if membership.client_id in blocked_clients(by):
        raise NotYours
    if membership.ends is None or membership.ends > at:
        raise WrongMoment(_("Nothing was saved."), _("The person is a member now."), _("Open the page again."))
    if outcome not in ASKED_AFTER or offered not in ("", *OFFERS):
        raise BadInput(
            _("Nothing was saved."),
            _("It is not said whether the person was reached."),
            _("Choose one of the answers."),
            "outcome",
        )
    _check_length(why, "why")
    others = [one for one in _everybody(membership.group) if one.client_id != membership.client_id]
    check_names_nobody({"why": why}, others, field="why")
    row = LeaverAsked(
        client_id=membership.client_id,
        membership=membership,
        author_id=by.user_id,
        outcome=outcome,
        offered=offered,
        asked_at=at,
        made_at=at,
    )
    row.why = why.strip()
    row.save(force_insert=True)
    trace("leaver.asked", by=by, at=at, clients=[membership.client_id], about=membership)
    return row


def _led(meeting: Session, resource: str, by: Viewer, at: datetime) -> Group:
    if meeting.group is None:
        raise NotYours
    check(by, "W", resource, meeting.group, at=at)
    return meeting.group


def _everybody(group: Group) -> list[Membership]:
    return list(Membership.objects.filter(group=group).select_related("client"))


def _give(
    meeting: Session, client: UUID, role: str, passed_from: RoleTurn | None, by: Viewer, at: datetime
) -> RoleTurn:
    """One turn. Nobody carries the same role twice in one meeting."""
    own = RoleTurn.objects.filter(session=meeting, client=client, passed_to__isnull=True)
    if any(turn.role == role for turn in own):
        raise WrongMoment(
            _("The role was not given."), _("They carry it in this meeting already."), _("Choose somebody else.")
        )
    row = RoleTurn(
        session=meeting,
        client_id=client,
        author_id=by.user_id,
        passed_from=passed_from,
        taken_at=at,
        made_at=at,
    )
    row.role = role
    row.save(force_insert=True)
    trace("group_role.passed" if passed_from else "group_role.taken", by=by, at=at, clients=[client], about=row)
    return row


def _check_seat(group: Group, meeting: Session, client: UUID, by: Viewer) -> None:
    """Raises NotYours unless the person had a place when the meeting began and is nobody the viewer must not see."""
    there = {one.client_id for one in places_at(group, meeting, ())}
    if client not in there - set(blocked_clients(by)):
        raise NotYours


def _check_role(role: str, field: str) -> None:
    if len(role.strip()) > LONGEST_ROLE:
        raise BadInput(
            _("Nothing was saved."),
            _("The name of the role has %(count)d letters.") % {"count": len(role.strip())},
            _("Shorten it to %(most)d.") % {"most": LONGEST_ROLE},
            field,
        )


def _check_length(words: str, field: str) -> None:
    if len(words) > LONGEST_WORDS:
        raise BadInput(
            _("Nothing was saved."),
            _("The text has %(count)d characters.") % {"count": len(words)},
            _("Shorten it to %(most)d.") % {"most": LONGEST_WORDS},
            field,
        )


def _written(group: Group, texts: Mapping[str, str], what: str) -> dict[str, str]:
    """The texts, of which none may be empty, too long or hold a name."""
    for field, words in texts.items():
        if not words.strip():
            raise BadInput(what, _("There are no words."), _("Write one or two sentences, without names."), field)
        _check_length(words, field)
    check_names_nobody(texts, _everybody(group))
    check_repeats_no_confidence(texts, group)
    return {field: words.strip() for field, words in texts.items()}
