"""Harms: the register of one person, the register of everybody a colleague works with, and counts for the programme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from kith.care.models import Client, HarmEvent, SafeguardingEntry
from kith.care.models.keys import preload
from kith.care.models.knowledge import definition_as_taken, wording_as_taken
from kith.care.permissions import FULL, Access, NotYours, Viewer, check_function, reach, visible
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.looking import note_seen
from kith.care.queries.sight import Sight
from kith.care.queries.situations import Situations
from kith.care.queries.staff_looking import open_as_staff

Entry = TypeVar("Entry", HarmEvent, SafeguardingEntry)


@dataclass(frozen=True)
class JudgementFacts:
    """How a second person saw it."""

    relatedness: str
    expectedness: str
    seriousness: str
    words: str
    judge: str
    judged_at: datetime


@dataclass(frozen=True)
class EventFacts:
    """One entry of a register as it stands now. `answers` are the words of what a form raised."""

    id: UUID
    kind: str
    standing: str
    happened_on: date
    written_at: datetime
    reporter: str
    seriousness: str
    words: str
    done: str
    told: str
    answers: tuple[str, ...]
    is_mine: bool
    is_correction: bool
    judgement: JudgementFacts | None


@dataclass(frozen=True)
class ToReview:
    """Reliable deterioration that nobody has reviewed yet: since which day, and by which."""

    since: date
    due_on: date


@dataclass(frozen=True)
class HarmsPage:
    """The register of one person. Without `may_write` it is read only."""

    head: ClientHead
    suggested: tuple[EventFacts, ...]
    events: tuple[EventFacts, ...]
    to_review: ToReview | None
    may_write: bool
    may_report_danger: bool


@dataclass(frozen=True)
class SafeguardingPage:
    """The form for danger from a person; the entries only for the few who may read them."""

    client_id: UUID
    name: str
    number: str
    time_zone: str
    today: date
    may_read: bool
    may_open_person: bool
    events: tuple[EventFacts, ...]


@dataclass(frozen=True)
class RegisterRow:
    """One line of the register of many people."""

    client_id: UUID
    name: str
    kind: str
    standing: str
    happened_on: date
    written_at: datetime
    reporter: str
    is_judged: bool
    is_mine: bool
    is_safeguarding: bool


def harms(*, viewer: Viewer, client_id: UUID, at: datetime, language: str = "en") -> HarmsPage:
    """What went wrong in this person's care, as far as anybody has seen it."""
    client, access = open_as_staff(viewer, client_id, "R", "harms", at=at)
    preload([client.pk])
    facts = _facts(client.harmevent_set, viewer, client, access, language)
    page = HarmsPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=client.newest_episode(), at=at),
        suggested=tuple(one for one in facts if one.standing == "suggested"),
        events=tuple(one for one in facts if one.standing != "suggested"),
        to_review=_to_review(viewer, client, at, language),
        may_write=access.can("W", "harms"),
        may_report_danger=access.can("W", "safeguarding"),
    )
    note_seen(viewer, "harms.seen", [client.pk], at=at)
    return page


def safeguarding(*, viewer: Viewer, client_id: UUID, at: datetime) -> SafeguardingPage:
    """Whoever works with a person can say that they are in danger; few can read what others said."""
    client, access = open_as_staff(viewer, client_id, "W", "safeguarding", at=at)
    preload([client.pk])
    may_read = access.level("R", "safeguarding") == FULL
    zone = client.service.time_zone
    head = client_head(viewer=viewer, client=client, access=access, episode=None, at=at)
    page = SafeguardingPage(
        client_id=client.pk,
        name=client.full_name if access.can("R", "identity") else "",
        number=client.number if access.can("R", "identity") else "",
        time_zone=zone,
        today=head.today,
        may_read=may_read,
        may_open_person=access.can("R", "scores"),
        events=_facts(client.safeguardingentry_set, viewer, client, access, "en") if may_read else (),
    )
    note_seen(viewer, "safeguarding.seen" if may_read else "safeguarding.form_seen", [client.pk], at=at)
    return page


def harm_event(*, viewer: Viewer, client_id: UUID, event_id: UUID, at: datetime) -> HarmEvent:
    """The standing entry that a form on somebody's page is about."""
    row: HarmEvent = reach(viewer, HarmEvent, event_id, "W", "harms", at=at)[0]
    return _of(row, client_id)


def safeguarding_entry(*, viewer: Viewer, client_id: UUID, event_id: UUID, at: datetime) -> SafeguardingEntry:
    """The same of the other register, for those who may read it."""
    row: SafeguardingEntry = reach(viewer, SafeguardingEntry, event_id, "R", "safeguarding", at=at)[0]
    return _of(row, client_id)


def harm_register(*, viewer: Viewer, at: datetime) -> tuple[RegisterRow, ...]:
    """Every entry that this colleague may read, what waits for somebody first."""
    check_function(viewer, "caseload")
    rows = [
        *visible(HarmEvent, viewer, at=at).filter(replaced_by__isnull=True).select_related("client", "reporter"),
        *visible(SafeguardingEntry, viewer, at=at)
        .filter(replaced_by__isnull=True)
        .select_related("client", "reporter"),
    ]
    preload([row.client_id for row in rows])
    judged = _judged(rows)
    found = [_row(row, viewer, row.pk in judged) for row in rows if row.client_id != viewer.client_id]
    note_seen(viewer, "harm_register.seen", {row.client_id for row in found}, at=at)
    return tuple(sorted(found, key=lambda row: (_is_over(row), -row.written_at.timestamp())))


def _is_over(row: RegisterRow) -> bool:
    return row.standing == "set_aside" or row.is_judged


def _judged(rows: Iterable[HarmEvent | SafeguardingEntry]) -> set[UUID]:
    return {row.pk for row in rows if row.judgements.exists()}


def _row(row: HarmEvent | SafeguardingEntry, viewer: Viewer, is_judged: bool) -> RegisterRow:
    return RegisterRow(
        client_id=row.client_id,
        name=row.client.full_name,
        kind=row.kind,
        standing=row.standing,
        happened_on=row.happened_on,
        written_at=row.written_at,
        reporter=row.reporter.display_name if row.reporter is not None else "",
        is_judged=is_judged,
        is_mine=row.reporter_id == viewer.user_id,
        is_safeguarding=isinstance(row, SafeguardingEntry),
    )


def _facts(rows: Any, viewer: Viewer, client: Client, access: Access, language: str) -> tuple[EventFacts, ...]:
    standing = rows.filter(replaced_by__isnull=True).select_related("reporter").prefetch_related("judgements__judge")
    reads_answers = access.level("R", "answers") == FULL
    return tuple(
        EventFacts(
            id=row.pk,
            kind=row.kind,
            standing=row.standing,
            happened_on=row.happened_on,
            written_at=row.written_at,
            reporter=row.reporter.display_name if row.reporter is not None else "",
            seriousness=row.seriousness,
            words=row.words,
            done=row.done,
            told=row.told,
            answers=_answers(row, client, language) if reads_answers else (),
            is_mine=row.reporter_id == viewer.user_id,
            is_correction=row.replaces_id is not None,
            judgement=_judgement(row),
        )
        for row in standing.order_by("-happened_on", "-written_at")
    )


def _judgement(row: HarmEvent | SafeguardingEntry) -> JudgementFacts | None:
    newest = max(row.judgements.all(), key=lambda one: one.judged_at, default=None)
    if newest is None:
        return None
    return JudgementFacts(
        newest.relatedness,
        newest.expectedness,
        newest.seriousness,
        newest.words,
        newest.judge.display_name,
        newest.judged_at,
    )


def _answers(row: HarmEvent | SafeguardingEntry, client: Client, language: str) -> tuple[str, ...]:
    """What the form that suggested it raised, in the words of its instrument."""
    if not isinstance(row, HarmEvent) or row.source_key is None:
        return ()
    taken = client.measurement_set.filter(key=row.source_key).first()
    if taken is None:
        return ()
    flags = {flag.id for flag in definition_as_taken(taken.instrument, taken.instrument_version).flags}
    words = wording_as_taken(taken.instrument, taken.instrument_version, language).flags
    return tuple(words[flag] for flag in row.flags if flag in flags)


def _to_review(viewer: Viewer, client: Client, at: datetime, language: str) -> ToReview | None:
    """Whether the course of the scores asks for a review that nobody has written yet."""
    sight = Sight(viewer=viewer, clients=[client.pk], at=at)
    situation = Situations(viewer=viewer, sight=sight, clients=[client], at=at, language=language).of(client, None)
    since = situation.deteriorated_on
    return ToReview(since, situation.deterioration_due_on(since)) if since is not None else None


def _of(row: Entry, client_id: UUID) -> Entry:
    if row.client_id != client_id:
        raise NotYours
    return row
