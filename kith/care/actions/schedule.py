"""Schedule: who is asked what and how often; a time of asking is answered, or skipped or refused with a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.care.actions.acting import action, trace
from kith.care.actions.asking import open_for, withdraw
from kith.care.actions.courses import open_episode
from kith.care.models import (
    BadInput,
    Client,
    Episode,
    Measurement,
    MeasureRequest,
    MeasureSchedule,
    Plan,
    PlanEnding,
    WrongMoment,
)
from kith.care.models.asking import DAYS_OPEN, FOLLOW_UP_MONTHS, MOST_DAYS_OPEN, REASONS, RHYTHMS
from kith.care.models.knowledge import has_rhythm, is_known, library, may_fill_in
from kith.care.models.measuring import RESPONDENTS
from kith.care.models.plan_courses import course_of_plan
from kith.care.models.states import REQUEST
from kith.care.permissions import NotYours, Viewer, check
from kith.science.protocols import ProtocolSession

# Those who said no to care, and those whom another service asks, are left in peace unless somebody sets it with them.
FOLLOWED_UP = ("completed", "dropped_out", "moved")
MOST_MONTHS_AFTER = 60
HARM_ASKED = "negative-effects"  # of everybody: asked only when things go badly, it finds nothing
# What a group does to its members, for good and ill: about once a phase, which is two or three weekly meetings.
GROUP_EFFECTS = ("group_harm", "group_benefit")
GROUP_EFFECTS_AFTER = timedelta(days=14)  # the first two meetings are over by then
FIRST_HARM_AFTER = timedelta(days=28)  # its recall period: about the third or fourth meeting
MONTHS_TO_LAST_HARM = (1,)
SAYS_NOTHING_LATER = frozenset({"process", "daily"})  # about a session, or about one day


@dataclass(frozen=True)
class Asking:
    """Which measure is asked of whom, how often and from when. `days_open` None is what is usual for the rhythm."""

    instrument: str
    rhythm: str
    starts_on: date
    respondent: str = "self"
    ends_on: date | None = None
    days_open: int | None = None
    months_after: tuple[int, ...] = FOLLOW_UP_MONTHS


@action
def set_schedule(*, client: Client, asking: Asking, by: Viewer, at: datetime) -> MeasureSchedule:
    """Ask a measure at a rhythm from now on; what is due today is open at once."""
    check(by, "W", "plan", client, at=at)
    episode = open_episode(client)
    zone = ZoneInfo(client.service.time_zone)
    _check_asking(asking, client.service_id, at.astimezone(zone).date())
    _check_not_asked_yet(episode, asking)
    row = schedule_row(episode, asking, by, at)
    row.save(force_insert=True)
    open_for([row], zone=zone, scope=Q(client=client), at=at)
    trace("schedule.set", by=by, at=at, clients=[client.pk], about=row)
    return row


@action
def end_schedule(*, schedule: MeasureSchedule, by: Viewer, at: datetime) -> MeasureSchedule:
    """Ask no more. What was asked and is still open is withdrawn and counts as never asked; the history stays."""
    check(by, "W", "plan", schedule.client, at=at)
    row = MeasureSchedule.objects.select_for_update().get(pk=schedule.pk)
    if row.ended_at is not None:
        raise WrongMoment(
            _("The schedule was not ended twice."),
            _("It was ended on %(day)s.") % {"day": _day(row.ended_at, row.client)},
            _("Nothing needs to be done."),
        )
    _end([row], by, at)
    trace("schedule.ended", by=by, at=at, clients=[row.client_id], about=row)
    return row


@action
def skip_request(*, request: MeasureRequest, reason: str, by: Viewer, at: datetime, words: str = "") -> MeasureRequest:
    """Not this time, and why: by the person themselves, or by a colleague for them. It is asked again next time."""
    return _decline(request, "skipped", reason, words, by, at)


@action
def refuse_request(
    *, request: MeasureRequest, reason: str, by: Viewer, at: datetime, words: str = ""
) -> MeasureRequest:
    """Rather not answer this one, and why. An answer like any other: nothing is overdue after it."""
    return _decline(request, "refused", reason, words, by, at)


@action
def reopen_request(*, request: MeasureRequest, by: Viewer, at: datetime) -> MeasureRequest:
    """Take a no back as long as the occasion lasts. Only the person takes back what the person said."""
    row = _reached(request, by, at)
    if by.client_id != row.client_id and row.decided_by_id == row.client.user_id:
        raise WrongMoment(
            _("The request was not opened again."),
            _("The person decided this themselves."),
            _("Ask them; they can change it on their own page."),
        )
    _check_lasts(row, at)
    REQUEST.check_move(row.state, "open")
    row.state, row.reason, row.words = "open", "", ""
    row.decided_by, row.decided_at = None, None
    row.save(update_fields=["state", "reason", "words", "decided_by", "decided_at"])
    trace("request.reopened", by=by, at=at, clients=[row.client_id], about=row)
    return row


def answer_requests(measurement: Measurement, at: datetime) -> None:
    """A measurement answers every open occasion of its measure and respondent, inside the running action.

    The trace of the measurement is the trace of this too: the request points at it.
    """
    if measurement.goal_id is not None:
        return
    MeasureRequest.objects.filter(
        client_id=measurement.client_id,
        instrument=measurement.instrument,
        respondent=measurement.respondent,
        state__in=[state for state in REQUEST.states if "answered" in REQUEST.moves[state]],
        opens_at__lte=at,
        expires_at__gt=at,
    ).update(state="answered", measurement=measurement, decided_by_id=measurement.sender_id, decided_at=at)


def measures_of(protocol: str) -> tuple[str, ...]:
    """The measures that the pages of an intervention ask of the person, each once, in the order they first come."""
    known = library().protocols
    return _asked_on(known[protocol].pages if protocol in known else ())


def _measures_of_plan(plan: Plan) -> tuple[str, ...]:
    """Those of the plan's own course, with everything that is combined with it."""
    found = course_of_plan(plan)
    return _asked_on(found.pages) if found is not None else measures_of(plan.protocol)


def _usual(instrument: str, today: date) -> Asking:
    """How often a measure is asked unless somebody sets it otherwise."""
    definition = library().instruments[instrument]
    if definition.measures in GROUP_EFFECTS:
        return Asking(instrument, "fortnightly", today + GROUP_EFFECTS_AFTER)
    if definition.kind == "harm":
        return Asking(instrument, "monthly", today + FIRST_HARM_AFTER)
    return Asking(instrument, "every_session", today)


def _asked_on(pages: Iterable[ProtocolSession]) -> tuple[str, ...]:
    named = dict.fromkeys(name for page in pages for name in page.measures if has_rhythm(name))
    return tuple(name for name in named if "self" in may_fill_in(name))


def ask_for_plan(plan: Plan, by: Viewer, at: datetime) -> None:
    """Inside agreeing: the intervention's measures at every session, unless one is asked already.

    Unwanted effects are asked of everybody, once a month and not before the fourth week. What an earlier plan brought
    and this one does not ask ends; what somebody set by hand stays.
    """
    wanted = tuple(dict.fromkeys((*_measures_of_plan(plan), HARM_ASKED)))
    live = list(plan.episode.schedules.filter(ended_at__isnull=True).exclude(rhythm="follow_up"))
    _end([row for row in live if row.plan_id is not None and row.instrument not in wanted], by, at)
    asked = {row.instrument for row in live if row.respondent == "self"}
    today = at.astimezone(ZoneInfo(plan.client.service.time_zone)).date()
    new = [schedule_row(plan.episode, _usual(name, today), by, at, plan) for name in wanted if name not in asked]
    MeasureSchedule.objects.bulk_create(new)
    if new:
        trace("schedule.set", by=by, at=at, clients=[plan.client_id], about=plan)


def ask_after_care(episode: Episode, by: Viewer, at: datetime) -> None:
    """Inside ending: nothing is asked at sessions any more, and the plan's measures are asked at 1, 3, 6 and 12 months.

    Only of those who were treated here and whose ending is one of `FOLLOWED_UP`.
    """
    live = list(episode.schedules.filter(ended_at__isnull=True))
    _end([row for row in live if row.rhythm != "follow_up"], by, at)
    if episode.ending not in FOLLOWED_UP or episode.treatment_began_at is None:
        return
    last = episode.plans.filter(agreed_at__isnull=False).order_by("agreed_at", "pk").last()
    asked = {row.instrument for row in live if row.rhythm == "follow_up" and row.respondent == "self"}
    today = at.astimezone(ZoneInfo(episode.client.service.time_zone)).date()
    new = [
        schedule_row(episode, Asking(name, "follow_up", today), by, at, last)
        for name in (_measures_of_plan(last) if last is not None and not _is_asked_after(last) else ())
        if name not in asked and library().instruments[name].kind not in SAYS_NOTHING_LATER
    ]
    if last is not None and HARM_ASKED not in asked and not _is_asked_after(last):
        new = [row for row in new if row.instrument != HARM_ASKED]
        asking = Asking(HARM_ASKED, "follow_up", today, months_after=MONTHS_TO_LAST_HARM)
        new.append(schedule_row(episode, asking, by, at, last))
    MeasureSchedule.objects.bulk_create(new)
    if new:
        trace("schedule.set", by=by, at=at, clients=[episode.client_id], about=episode)


def ask_after_plan(plan: Plan, measures: Iterable[str], months: Iterable[int], by: Viewer, at: datetime) -> None:
    """Inside ending a plan: these measures are asked so many months after this day, unless that is asked already."""
    live = plan.episode.schedules.filter(ended_at__isnull=True, rhythm="follow_up", respondent="self")
    asked = set(live.values_list("instrument", flat=True))
    today = at.astimezone(ZoneInfo(plan.client.service.time_zone)).date()
    wanted = [name for name in dict.fromkeys(measures) if name not in asked]
    askings = [Asking(name, "follow_up", today, months_after=tuple(months)) for name in wanted]
    for asking in askings:
        _check_asking(asking, plan.client.service_id, today)
    MeasureSchedule.objects.bulk_create([schedule_row(plan.episode, asking, by, at, plan) for asking in askings])
    if askings:
        trace("schedule.set", by=by, at=at, clients=[plan.client_id], about=plan)


def _is_asked_after(plan: Plan) -> bool:
    """Whether somebody has already decided with the person what is asked after this plan."""
    return PlanEnding.objects.filter(plan=plan).exists()


def schedule_row(
    episode: Episode, asking: Asking, by: Viewer, at: datetime, plan: Plan | None = None
) -> MeasureSchedule:
    """A schedule as it is asked for, not saved yet."""
    is_after = asking.rhythm == "follow_up"
    return MeasureSchedule(
        client_id=episode.client_id,
        episode=episode,
        plan=plan,
        instrument=asking.instrument,
        respondent=asking.respondent,
        rhythm=asking.rhythm,
        months_after=sorted(set(asking.months_after)) if is_after else [],
        starts_on=asking.starts_on,
        ends_on=asking.ends_on,
        days_open=DAYS_OPEN[asking.rhythm] if asking.days_open is None else asking.days_open,
        set_by_id=by.user_id,
        made_at=at,
    )


def _end(rows: Collection[MeasureSchedule], by: Viewer, at: datetime) -> None:
    if not rows:
        return
    for row in rows:
        row.ended_at, row.ended_by_id = at, by.user_id
    MeasureSchedule.objects.bulk_update(rows, ["ended_at", "ended_by"])
    withdraw(Q(schedule__in=rows), at)


def _check_asking(asking: Asking, service_id: UUID, today: date) -> None:
    what = _("The schedule was not set.")
    if not is_known(asking.instrument, service_id) or not has_rhythm(asking.instrument):
        raise BadInput(
            what,
            _("“%(name)s” is not a measure that can be asked at a rhythm.") % {"name": asking.instrument},
            _("Choose one from the list."),
            "instrument",
        )
    if asking.respondent not in RESPONDENTS or asking.respondent not in may_fill_in(asking.instrument):
        raise BadInput(
            what,
            _("This measure is not made for that respondent."),
            _("Choose who it is made for, or another measure."),
            "respondent",
        )
    if asking.rhythm not in RHYTHMS:
        raise BadInput(
            what,
            _("It does not say how often."),
            _("Choose every session, weekly, fortnightly, monthly or after the care."),
            "rhythm",
        )
    if asking.starts_on < today:
        raise BadInput(
            what,
            _("It starts on %(day)s, which has passed.") % {"day": date_format(asking.starts_on, "DATE_FORMAT")},
            _("Give today or a later day."),
            "starts_on",
        )
    if asking.ends_on is not None and asking.ends_on < asking.starts_on:
        raise BadInput(
            what,
            _("It ends on %(day)s, before it starts.") % {"day": date_format(asking.ends_on, "DATE_FORMAT")},
            _("Give a later day, or leave the end open."),
            "ends_on",
        )
    _check_counts(asking, what)


def _check_counts(asking: Asking, what: str) -> None:
    most = MOST_DAYS_OPEN[asking.rhythm]
    if asking.days_open is not None and not 1 <= asking.days_open <= most:
        raise BadInput(
            what,
            ngettext("It stays open for %(count)s day.", "It stays open for %(count)s days.", asking.days_open)
            % {"count": asking.days_open},
            _("Give a number from 1 to %(most)s, so that one time of asking is over before the next.") % {"most": most},
            "days_open",
        )
    months = asking.months_after
    if asking.rhythm == "follow_up" and not (months and all(1 <= one <= MOST_MONTHS_AFTER for one in months)):
        raise BadInput(
            what,
            _("It does not say how many months after the care."),
            _("Choose at least one, for example 1, 3, 6 and 12."),
            "months_after",
        )


def _check_not_asked_yet(episode: Episode, asking: Asking) -> None:
    live = episode.schedules.filter(ended_at__isnull=True, instrument=asking.instrument, respondent=asking.respondent)
    is_after = Q(rhythm="follow_up")
    if live.filter(is_after if asking.rhythm == "follow_up" else ~is_after).exists():
        raise BadInput(
            _("The schedule was not set."),
            _("%(measure)s is already asked of this respondent.")
            % {"measure": library().instruments[asking.instrument].short},
            _("End the schedule that is running first."),
            "instrument",
        )


def _reached(request: MeasureRequest, by: Viewer, at: datetime) -> MeasureRequest:
    """The request as it is now, locked; the person themselves reaches only what is asked of them."""
    check(by, "W", "answers", request.client, at=at)
    if by.client_id == request.client_id and request.respondent != "self":
        raise NotYours
    return MeasureRequest.objects.select_for_update().get(pk=request.pk)


def _decline(request: MeasureRequest, state: str, reason: str, words: str, by: Viewer, at: datetime) -> MeasureRequest:
    row = _reached(request, by, at)
    if reason not in REASONS:
        raise BadInput(
            _("This was not kept yet."),
            _("It has no reason."),
            _("Choose one; “I would rather not say” is one too."),
            "reason",
        )
    _check_lasts(row, at)
    if row.state != state:
        REQUEST.check_move(row.state, state)
    row.state, row.reason, row.words = state, reason, words.strip()
    row.decided_by_id, row.decided_at = by.user_id, at
    row.save(update_fields=["state", "reason", "words", "decided_by", "decided_at"])
    trace(f"request.{state}", by=by, at=at, clients=[row.client_id], about=row)
    return row


def _check_lasts(row: MeasureRequest, at: datetime) -> None:
    if row.expires_at <= at:
        raise WrongMoment(
            _("Nothing was changed."),
            _("This time of asking ended on %(day)s.") % {"day": _day(row.expires_at, row.client)},
            _("Wait for the next one."),
        )


def _day(moment: datetime, client: Client) -> str:
    return date_format(moment.astimezone(ZoneInfo(client.service.time_zone)), "DATE_FORMAT")
