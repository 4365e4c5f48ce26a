"""Harms: what went wrong in or through care, kept in a register; and danger from a person, kept in one of its own.

The machine suggests, a person records or sets aside, and a second person judges. Nothing is changed afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kith.care.actions.acting import action, trace
from kith.care.actions.messages import queue_message
from kith.care.models import (
    BadInput,
    Client,
    HarmEvent,
    HarmJudgement,
    Role,
    SafeguardingEntry,
    SafeguardingJudgement,
    WrongMoment,
)
from kith.care.models.harms import EXPECTEDNESS, HARM_KINDS, JUDGED, SAFEGUARDING_KINDS, SERIOUSNESS
from kith.care.permissions import NotYours, Viewer, check, live
from kith.science.instruments import Instrument, Scored

Entry = TypeVar("Entry", HarmEvent, SafeguardingEntry)


@dataclass(frozen=True)
class Happened:
    """What is written into a register: what kind of thing, when, what happened, what was done, who was told."""

    kind: str
    happened_on: date | None
    words: str
    done: str = ""
    told: str = ""
    seriousness: str = "not_judged"


@dataclass(frozen=True)
class Seen:
    """How a second person sees it: from care or not, to be expected or not, how bad, and why."""

    relatedness: str
    expectedness: str
    seriousness: str
    words: str


def suggest_for_answers(
    *, client: Client, definition: Instrument, scored: Scored, source_key: UUID, by: Viewer, at: datetime
) -> HarmEvent | None:
    """Put answers about harm from care into the register as suggested, once, inside the caller's transaction."""
    if definition.kind != "harm" or not scored.flags:
        return None
    if HarmEvent.objects.filter(client=client, source_key=source_key).exists():
        return None
    event = HarmEvent(
        client=client,
        kind="other_unwanted_effect",
        happened_on=_today(client, at),
        standing="suggested",
        source_key=source_key,
        flags=sorted(scored.flags),
        written_at=at,
        made_at=at,
    )
    event.save(force_insert=True)
    trace("harm.suggested", by=by, at=at, clients=[client.pk], about=event)
    return event


@action
def record_harm(
    *, client: Client, what: Happened, by: Viewer, at: datetime, replaces: HarmEvent | None = None
) -> HarmEvent:
    """Write an unwanted event down; with `replaces` it confirms a suggestion, or corrects what was written before."""
    check(by, "W", "harms", client, at=at)
    _check(what, HARM_KINDS, client, at)
    event = HarmEvent(
        source_key=replaces.source_key if replaces is not None else None,
        flags=replaces.flags if replaces is not None else [],
    )
    _keep(event, what, "recorded", client, _newest(replaces, client), by, at)
    trace("harm.recorded", by=by, at=at, clients=[client.pk], about=event)
    return event


@action
def set_harm_aside(*, event: HarmEvent, words: str, by: Viewer, at: datetime) -> HarmEvent:
    """Say that a suggestion was looked at and is no harm of care, and why. Only a suggestion can be set aside."""
    check(by, "W", "harms", event.client, at=at)
    if event.standing != "suggested":
        raise WrongMoment(
            _("Nothing was set aside."),
            _("A person has recorded this event."),
            _("Correct it instead; what was written stays readable."),
        )
    _check_words(words, _("Nothing was set aside."))
    aside = HarmEvent(source_key=event.source_key, flags=event.flags)
    what = Happened(event.kind, event.happened_on, words)
    _keep(aside, what, "set_aside", event.client, _newest(event, event.client), by, at)
    trace("harm.set_aside", by=by, at=at, clients=[event.client_id], about=aside)
    return aside


@action
def judge_harm(*, event: HarmEvent, seen: Seen, by: Viewer, at: datetime) -> HarmJudgement:
    """Judge a recorded event: never by the one who wrote it."""
    check(by, "W", "harms", event.client, at=at)
    judgement = HarmJudgement(event=event)
    _judge(judgement, event, seen, by, at)
    trace("harm.judged", by=by, at=at, clients=[event.client_id], about=judgement)
    return judgement


@action
def record_safeguarding(
    *, client: Client, what: Happened, by: Viewer, at: datetime, replaces: SafeguardingEntry | None = None
) -> SafeguardingEntry:
    """Say that somebody is in danger from a person. Whoever is on duty is told at once; few can read it.

    Whoever may only write cannot correct, because they cannot read.
    """
    check(by, "W", "safeguarding", client, at=at, is_whole=replaces is not None)
    _check(what, SAFEGUARDING_KINDS, client, at)
    entry = SafeguardingEntry()
    _keep(entry, what, "recorded", client, _newest(replaces, client), by, at)
    for held in Role.objects.filter(
        live(at), name="duty", user__service_id=client.service_id, user__is_active=True
    ).select_related("user"):
        queue_message(to=held.user, template="please_log_in", key=f"safeguarding:{entry.pk}:{held.user_id}", at=at)
    trace("safeguarding.recorded", by=by, at=at, clients=[client.pk], about=entry)
    return entry


@action
def judge_safeguarding(*, event: SafeguardingEntry, seen: Seen, by: Viewer, at: datetime) -> SafeguardingJudgement:
    """Judge a safeguarding entry: by one of the few who read them, and never by the one who wrote it."""
    check(by, "W", "safeguarding", event.client, at=at, is_whole=True)
    judgement = SafeguardingJudgement(event=event)
    _judge(judgement, event, seen, by, at)
    trace("safeguarding.judged", by=by, at=at, clients=[event.client_id], about=judgement)
    return judgement


def _keep(
    row: Entry, what: Happened, standing: str, client: Client, replaces: Entry | None, by: Viewer, at: datetime
) -> None:
    row.client, row.kind, row.standing, row.replaces = client, what.kind, standing, replaces
    row.happened_on = what.happened_on or _today(client, at)
    row.seriousness, row.reporter_id, row.written_at, row.made_at = what.seriousness, by.user_id, at, at
    row.words, row.done, row.told = what.words.strip(), what.done.strip(), what.told.strip()
    row.save(force_insert=True)


def _newest(row: Entry | None, client: Client) -> Entry | None:
    """The row that a new one may replace: this person's, and not replaced yet."""
    if row is None:
        return None
    if row.client_id != client.pk:
        raise NotYours
    if type(row).objects.select_for_update().filter(replaces=row).exists():
        raise WrongMoment(
            _("This was not kept over a newer entry."),
            _("Somebody has written a newer one meanwhile."),
            _("Look at it, then add what is missing."),
        )
    return row


def _judge(
    judgement: HarmJudgement | SafeguardingJudgement,
    event: HarmEvent | SafeguardingEntry,
    seen: Seen,
    by: Viewer,
    at: datetime,
) -> None:
    what = _("The judgement was not kept.")
    if event.standing != "recorded":
        raise WrongMoment(what, _("Nobody has recorded this event yet."), _("Record it, or set it aside."))
    if event.reporter_id == by.user_id:
        raise WrongMoment(
            what, _("You wrote the entry yourself."), _("Ask a colleague: two people look at every event.")
        )
    for name, allowed, field in (
        (seen.relatedness, JUDGED, "relatedness"),
        (seen.expectedness, EXPECTEDNESS[1:], "expectedness"),
        (seen.seriousness, SERIOUSNESS[1:], "seriousness"),
    ):
        if name not in allowed:
            raise BadInput(what, _("One of the three questions is open."), _("Choose one answer for each."), field)
    _check_words(seen.words, what)
    judgement.client, judgement.judge_id, judgement.judged_at, judgement.made_at = event.client, by.user_id, at, at
    judgement.relatedness, judgement.expectedness = seen.relatedness, seen.expectedness
    judgement.seriousness, judgement.words = seen.seriousness, seen.words.strip()
    judgement.save(force_insert=True)


def _check(what: Happened, kinds: tuple[str, ...], client: Client, at: datetime) -> None:
    missing = _("The entry was not kept yet.")
    if what.kind not in kinds:
        raise BadInput(missing, _("It does not say what kind of event it was."), _("Choose one."), "kind")
    if what.seriousness not in SERIOUSNESS:
        raise BadInput(missing, _("It does not say how serious it was."), _("Choose one."), "seriousness")
    if what.happened_on is None:
        raise BadInput(
            missing, _("It has no day."), _("Give the day it happened, or the day you heard of it."), "happened_on"
        )
    if what.happened_on > _today(client, at):
        raise BadInput(
            missing,
            _("%(day)s has not come yet.") % {"day": date_format(what.happened_on, "DATE_FORMAT")},
            _("Give today or an earlier day."),
            "happened_on",
        )
    _check_words(what.words, missing)


def _check_words(words: str, what: str) -> None:
    if not words.strip():
        raise BadInput(what, _("There are no words about it."), _("Write in a sentence what you know."), "words")


def _today(client: Client, at: datetime) -> date:
    return at.astimezone(ZoneInfo(client.service.time_zone)).date()
