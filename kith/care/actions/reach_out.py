"""Reach out: try to reach somebody who has not come yet or fell silent, within what they said is safe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.messages import contact_rule
from kith.care.models import BadInput, Client, ContactRule, Outreach, OutreachDecision, OutreachTry, WrongMoment
from kith.care.models.engaging import (
    OUTREACH_DECISIONS,
    OUTREACH_REASONS,
    TRY_CHANNELS,
    TRY_OUTCOMES,
    TRY_REACHED,
)
from kith.care.permissions import Viewer, check_as_staff
from kith.care.queries.outreach_rules import is_decision_due

BY_VOICE_OR_TEXT = ("phone", "sms", "email")
AT_THE_DOOR = ("letter", "visit")  # no rule of theirs speaks of these: somebody must have asked whether they are safe
NO_ANSWER_POSSIBLE = {"letter": ("no_answer", "no_message"), "sms": ("no_message",), "email": ("no_message",)}
LONGEST = 2000
LATEST_PLAN = timedelta(days=180)


@dataclass(frozen=True)
class Try:
    """What somebody tried, and when they plan to try again. `is_safe_checked` is for letters and visits."""

    channel: str
    outcome: str
    tried_at: datetime
    note: str = ""
    next_on: date | None = None
    next_channel: str = ""
    is_safe_checked: bool = False


@action
def begin_outreach(*, client: Client, reason: str, by: Viewer, at: datetime) -> Outreach:
    """From now on somebody tries to reach this person, and the list of people says when the next try is due."""
    check_as_staff(by, "W", "outreach", client, at=at)
    if reason not in OUTREACH_REASONS:
        raise BadInput(
            _("Nothing was begun."), _("The reason is not on the list."), _("Choose one of the two."), "reason"
        )
    if client.outreach_set.filter(ended_at=None).exists():
        raise WrongMoment(
            _("Nothing was begun."), _("It has begun already."), _("Open the page again, and write down your try.")
        )
    row = Outreach.objects.create(client=client, reason=reason, begun_by_id=by.user_id, begun_at=at, made_at=at)
    trace("outreach.begun", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def record_try(*, outreach: Outreach, what: Try, by: Viewer, at: datetime) -> OutreachTry:
    """Write down a try within what the person said is safe. Only reaching them ends the outreach."""
    check_as_staff(by, "W", "outreach", outreach.client, at=at)
    outreach = _open(outreach)
    zone = ZoneInfo(outreach.client.service.time_zone)
    _check_try(what, at)
    _check_safe(what, contact_rule(outreach.client), zone)
    _check_next(what, outreach, zone)
    planned = None if what.outcome in TRY_REACHED else what.next_on
    row = OutreachTry(
        client_id=outreach.client_id,
        outreach=outreach,
        person_id=by.user_id,
        channel=what.channel,
        outcome=what.outcome,
        tried_at=what.tried_at,
        next_on=planned,
        next_channel=what.next_channel if planned else "",
        made_at=at,
    )
    row.note = what.note.strip()
    row.save(force_insert=True)
    if what.outcome in TRY_REACHED:
        _end(outreach, "reached", at)
    trace("outreach.tried", by=by, at=at, clients=[outreach.client_id], about=row)
    return row


@dataclass(frozen=True)
class Decided:
    """What people decided together about going on, with whom, why, and when the next try is."""

    decision: str
    together_with: str
    reason: str
    next_on: date | None = None


@action
def decide_outreach(*, outreach: Outreach, what: Decided, by: Viewer, at: datetime) -> OutreachDecision:
    """Go on or stop trying. Stopping ends the tries and nothing else: the person stays in care and may come any day."""
    check_as_staff(by, "W", "outreach", outreach.client, at=at)
    outreach = _open(outreach)
    _check_decided(what, at.astimezone(ZoneInfo(outreach.client.service.time_zone)).date())
    row = OutreachDecision(
        client_id=outreach.client_id,
        outreach=outreach,
        decision=what.decision,
        after_tries=outreach.tries.count(),
        next_on=what.next_on if what.decision == "go_on" else None,
        person_id=by.user_id,
        decided_at=at,
        made_at=at,
    )
    row.together_with, row.reason = what.together_with.strip(), what.reason.strip()
    row.save(force_insert=True)
    if what.decision == "stop":
        _end(outreach, "stopped", at)
    trace("outreach.decided", by=by, at=at, clients=[outreach.client_id], about=row)
    return row


def _open(outreach: Outreach) -> Outreach:
    row = Outreach.objects.select_for_update().select_related("client__service").get(pk=outreach.pk)
    if row.ended_at is not None:
        raise WrongMoment(
            _("Nothing was written down here."),
            _("The person was reached, or it was decided to stop."),
            _("Open the page again. You can begin anew there."),
        )
    return row


def _end(outreach: Outreach, ending: str, at: datetime) -> None:
    outreach.ended_at, outreach.ending = at, ending
    outreach.save(update_fields=["ended_at", "ending"])


def _check_try(what: Try, at: datetime) -> None:
    if what.channel not in TRY_CHANNELS or what.outcome not in TRY_OUTCOMES:
        raise _refused(_("The way or what came of it is missing."), _("Choose both."), "channel")
    if what.outcome in NO_ANSWER_POSSIBLE.get(what.channel, ()):
        raise _refused(
            _("This cannot come of the way you chose."),
            _("For what was sent and not answered, choose “Message or letter left”."),
            "outcome",
        )
    if what.tried_at > at:
        raise _refused(_("The try lies in the future."), _("Give the day and hour when you tried."), "tried_at")
    if len(what.note) > LONGEST:
        raise _refused(_("The note is too long."), _("Shorten it."), "note")


def _check_safe(what: Try, rule: ContactRule | None, zone: ZoneInfo) -> None:
    """What the person said about being reached binds whoever tries; what was never asked counts as forbidden."""
    if what.channel in AT_THE_DOOR:
        if not what.is_safe_checked:
            raise _unsafe(
                _("Others may open a letter or the door, and it is not said that this is safe."),
                _("Ask the person, or whoever referred them with their leave. Then tick that you did."),
                "is_safe_checked",
            )
        return
    _check_channel(what.channel, rule, "channel")
    if what.channel == "phone" and what.outcome == "message_left" and (rule is None or not rule.may_leave_message):
        found = (
            _("The contact rule says: never leave a message.")
            if rule is not None
            else _("Nobody has asked yet whether a message may be left.")
        )
        raise _unsafe(found, _("Hang up without a word and choose “No message left, because of the rule”."), "outcome")
    hour = what.tried_at.astimezone(zone).hour
    if rule is not None and what.channel in ("phone", "sms") and not rule.from_hour <= hour < rule.to_hour:
        raise _unsafe(
            _("The person may be reached from %(first)s to %(last)s o'clock.")
            % {"first": rule.from_hour, "last": rule.to_hour},
            _("Try within these hours."),
            "tried_at",
        )


def _check_channel(channel: str, rule: ContactRule | None, field: str) -> None:
    """Text and mail only where the rule names them; the phone also where it names text, since it is the same number."""
    allowed = {"phone": ("phone", "sms"), "sms": ("sms",), "email": ("email",)}.get(channel)
    if allowed is None or (rule is None and channel == "phone"):
        return
    if rule is None or rule.channel not in allowed:
        found = (
            _("The contact rule does not allow this way.")
            if rule is not None
            else _("Nobody has asked yet whether this way is safe.")
        )
        raise _unsafe(found, _("Use the way that the contact rule names."), field)


def _check_next(what: Try, outreach: Outreach, zone: ZoneInfo) -> None:
    if what.next_on is None or what.outcome in TRY_REACHED:
        return
    tried_on = what.tried_at.astimezone(zone).date()
    if not tried_on < what.next_on <= tried_on + LATEST_PLAN:
        raise _refused(
            _("The next try is planned for %(day)s.") % {"day": date_format(what.next_on, "DATE_FORMAT")},
            _("Give a day after this try, within half a year."),
            "next_on",
        )
    if what.next_channel not in TRY_CHANNELS:
        raise _refused(_("It is not said how you will try next."), _("Choose a way."), "next_channel")
    _check_channel(what.next_channel, contact_rule(outreach.client), "next_channel")
    if is_decision_due(outreach, one_more=True):
        raise _refused(
            _("There were as many tries as the rules foresee."),
            _("Write down this try without a next one. Then decide together whether to go on."),
            "next_on",
        )


def _check_decided(what: Decided, today: date) -> None:
    if what.decision not in OUTREACH_DECISIONS:
        raise _undecided(_("Nothing is chosen."), _("Choose to go on or to stop trying."), "decision")
    if not what.together_with.strip() or not what.reason.strip():
        raise _undecided(
            _("It is not said with whom you decided, or why."),
            _("Nobody decides this alone: name your supervisor or a colleague, and the reason."),
            "together_with" if not what.together_with.strip() else "reason",
        )
    if len(what.together_with) > LONGEST or len(what.reason) > LONGEST:
        raise _undecided(_("The text is too long."), _("Shorten it."), "reason")
    if what.decision == "go_on" and (what.next_on is None or not today < what.next_on <= today + LATEST_PLAN):
        raise _undecided(
            _("The day of the next try is missing, or is not ahead."),
            _("Give a day after today, within half a year."),
            "again_on",
        )


def _refused(found: str, instead: str, field: str) -> BadInput:
    return BadInput(_("The try was not written down."), found, instead, field)


def _unsafe(found: str, instead: str, field: str) -> BadInput:
    """The rule was obeyed or it was not: what happened against it belongs where it is looked into."""
    return BadInput(
        _("The try was not written down: it is not within what is safe for this person."),
        found,
        _("%(instead)s If it has happened already, put it into “What went wrong”, so that somebody helps today.")
        % {"instead": instead},
        field,
    )


def _undecided(found: str, instead: str, field: str) -> BadInput:
    return BadInput(_("The decision was not kept."), found, instead, field)
