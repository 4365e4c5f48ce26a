"""Measuring over time: what one person is asked, of whom and how often, whose turn it is, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from kith.care.models import Client, MeasureRequest, MeasureSchedule
from kith.care.models.knowledge import has_rhythm, library, may_fill_in
from kith.care.models.measuring import RESPONDENTS
from kith.care.permissions import NotYours, Viewer
from kith.care.queries.client_head import ClientHead, client_head
from kith.care.queries.looking import note_seen
from kith.care.queries.my_requests import DECLINED, title_of_measure
from kith.care.queries.staff_looking import open_as_staff
from kith.care.queries.today import in_order, next_session
from kith.science.occasions import days_after_ending, due_days

LOOKS_AHEAD = timedelta(days=70)  # two months and a week: the next day of every rhythm that has one
LONGEST_FOLLOW_UP = timedelta(days=366 * 6)


@dataclass(frozen=True)
class TimeOfAsking:
    """One time of asking: its day, the last on which it can be answered, and what became of it.

    `overdue` is open and past its day.
    """

    id: UUID
    due_on: date
    last_on: date
    state: str
    reason: str
    words: str
    by_the_person: bool

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.state in {"open", "overdue"}

    @property
    def counts(self) -> bool:
        """Whether it is over: answered, declined or let pass. What is still open may yet be answered."""
        return self.state in {"answered", "skipped", "refused", "expired"}


@dataclass(frozen=True)
class ScheduleShown:
    """How often, from when, and when next; `next_on` is None where that depends on something that has not happened."""

    id: UUID
    rhythm: str
    months_after: tuple[int, ...]
    starts_on: date
    ends_on: date | None
    days_open: int
    is_of_plan: bool
    next_on: date | None


@dataclass(frozen=True)
class AskedMeasure:
    """One measure filled in by one kind of respondent: the schedules that run, and every time it was asked."""

    instrument: str
    short: str
    title: str
    respondent: str
    schedules: tuple[ScheduleShown, ...]
    times: tuple[TimeOfAsking, ...]
    may_undo: frozenset[UUID] = field(default_factory=frozenset)

    @property
    def open(self) -> TimeOfAsking | None:
        """The one whose turn it is."""
        return next((one for one in self.times if one.is_open), None)

    @property
    def asked(self) -> int:
        """How often it was asked and is over: the denominator."""
        return sum(one.counts for one in self.times)

    @property
    def answered(self) -> int:
        """How often it was answered."""
        return sum(one.state == "answered" for one in self.times)


@dataclass(frozen=True)
class Askable:
    """A measure of the library that can be asked at a rhythm, and of whom."""

    instrument: str
    short: str
    title: str
    respondents: tuple[str, ...]


@dataclass(frozen=True)
class MeasuresPage:
    """Everything about measuring one person over time."""

    head: ClientHead
    measures: tuple[AskedMeasure, ...]
    askable: tuple[Askable, ...]
    may_change: bool
    may_decide: bool


def measures(*, viewer: Viewer, client_id: UUID, at: datetime, language: str = "en") -> MeasuresPage:
    """Which measures, who fills them in, how often, and the history; the running ones first."""
    client, access = open_as_staff(viewer, client_id, "R", "scores", at=at)
    episode = client.newest_episode()
    schedules = list(client.measureschedule_set.select_related("episode").order_by("made_at", "instrument"))
    requests = list(client.measurerequest_set.exclude(state="withdrawn").order_by("due_at", "made_at", "pk"))
    page = MeasuresPage(
        head=client_head(viewer=viewer, client=client, access=access, episode=episode, at=at),
        measures=_measures(viewer, client, schedules, requests, at, language, reads_words=access.can("R", "answers")),
        askable=_askable(language) if access.can("W", "plan") else (),
        may_change=access.can("W", "plan") and episode is not None and episode.state != "ended",
        may_decide=access.can("W", "answers"),
    )
    note_seen(viewer, "measures.seen", [client.pk], at=at)
    return page


def schedule_to_end(*, viewer: Viewer, client_id: UUID, schedule_id: UUID, at: datetime) -> MeasureSchedule:
    """A schedule of this person, for the action that ends it."""
    client, _ = open_as_staff(viewer, client_id, "W", "plan", at=at)
    row = client.measureschedule_set.select_related("client").filter(pk=schedule_id).first()
    if row is None:
        raise NotYours
    return row


def request_to_decide(*, viewer: Viewer, client_id: UUID, request_id: UUID, at: datetime) -> MeasureRequest:
    """A time of asking of this person, for the action that decides it."""
    client, _ = open_as_staff(viewer, client_id, "W", "answers", at=at)
    row = client.measurerequest_set.select_related("client").filter(pk=request_id).first()
    if row is None:
        raise NotYours
    return row


def _measures(
    viewer: Viewer,
    client: Client,
    schedules: Sequence[MeasureSchedule],
    requests: Sequence[MeasureRequest],
    at: datetime,
    language: str,
    *,
    reads_words: bool,
) -> tuple[AskedMeasure, ...]:
    zone = ZoneInfo(client.service.time_zone)
    today = at.astimezone(zone).date()
    meeting = next_session(viewer=viewer, client=client, at=at)
    meets_on = meeting.starts_at.astimezone(zone).date() if meeting is not None else None
    pairs = dict.fromkeys((row.instrument, row.respondent) for row in schedules)
    found = []
    for instrument, respondent in pairs:
        if instrument not in library().instruments:
            continue
        own = [row for row in schedules if (row.instrument, row.respondent) == (instrument, respondent)]
        asked = [row for row in requests if (row.instrument, row.respondent) == (instrument, respondent)]
        live = [row for row in own if row.ended_at is None]
        found.append(
            AskedMeasure(
                instrument=instrument,
                short=library().instruments[instrument].short,
                title=title_of_measure(instrument, language),
                respondent=respondent,
                schedules=tuple(_schedule(row, asked, today, zone, meets_on) for row in live),
                times=tuple(_time(row, client, zone, at, reads_words=reads_words) for row in asked),
                may_undo=frozenset(_undoable(asked, client, at)),
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.schedules, *in_order(one.instrument), one.respondent)))


def _time(row: MeasureRequest, client: Client, zone: ZoneInfo, at: datetime, *, reads_words: bool) -> TimeOfAsking:
    state = row.state
    if state == "open" and row.due_at <= at:
        state = "overdue" if at < row.expires_at else "expired"
    is_declined = state in DECLINED
    return TimeOfAsking(
        id=row.pk,
        due_on=row.due_on,
        last_on=(row.expires_at - timedelta(seconds=1)).astimezone(zone).date(),
        state=state,
        reason=row.reason if is_declined else "",
        words=row.words if is_declined and reads_words else "",
        by_the_person=row.decided_by_id is not None and row.decided_by_id == client.user_id,
    )


def _undoable(rows: Iterable[MeasureRequest], client: Client, at: datetime) -> Iterable[UUID]:
    """What a colleague passed over and may still ask; only the person takes back what the person said."""
    return (
        row.pk for row in rows if row.state in DECLINED and at < row.expires_at and row.decided_by_id != client.user_id
    )


def _schedule(
    row: MeasureSchedule, asked: Iterable[MeasureRequest], today: date, zone: ZoneInfo, meets_on: date | None
) -> ScheduleShown:
    return ScheduleShown(
        id=row.pk,
        rhythm=row.rhythm,
        months_after=tuple(row.months_after),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        days_open=row.days_open,
        is_of_plan=row.plan_id is not None,
        next_on=_next_on(row, {one.due_on for one in asked if one.state != "open"}, today, zone, meets_on),
    )


def _next_on(
    row: MeasureSchedule, settled: set[date], today: date, zone: ZoneInfo, meets_on: date | None
) -> date | None:
    last = row.ends_on or date.max
    if row.rhythm == "every_session":
        days: Iterable[date] = (meets_on,) if meets_on is not None and row.starts_on <= meets_on else ()
    elif row.rhythm == "follow_up":
        ended = row.episode.ended_at
        till = today + LONGEST_FOLLOW_UP
        days = days_after_ending(ended.astimezone(zone).date(), row.months_after, today, till) if ended else ()
    else:
        first = max(today, row.starts_on)
        days = due_days(row.rhythm, row.starts_on, first, min(first + LOOKS_AHEAD, last))
    return next((day for day in days if day <= last and day not in settled), None)


def _askable(language: str) -> tuple[Askable, ...]:
    return tuple(
        Askable(
            name,
            definition.short,
            title_of_measure(name, language),
            tuple(who for who in RESPONDENTS if who in may_fill_in(name)),
        )
        for name, definition in library().instruments.items()
        if has_rhythm(name)
    )
