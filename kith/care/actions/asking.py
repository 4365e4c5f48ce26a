"""Ask: the worker opens what is due on the service's calendar, lets pass what is over, and reminds people neutrally."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from kith.care.actions.acting import action, trace
from kith.care.actions.messages import REACHABLE, allowed_from, contact_rule
from kith.care.models import (
    Client,
    Measurement,
    MeasureRequest,
    MeasureSchedule,
    Membership,
    OutboxMessage,
    Plan,
    Service,
    Session,
)
from kith.care.models.asking import ABOUT_GROUPS, GROUP_ARRIVAL, MOST_DAYS_OPEN
from kith.care.models.knowledge import library
from kith.care.permissions import Viewer, check_function
from kith.care.queries.today import KEPT_FRESH
from kith.science.occasions import (
    OPENS_DAYS_BEFORE_SESSION,
    Occasion,
    after_session,
    before_session,
    days_after_ending,
    due_days,
    on_arrival,
    on_day,
)

REMIND_BEFORE = timedelta(hours=24)  # a day to answer in, and no message about something that is far away
TAKES_PLACE = ("booked", "held", "missed")
TEMPLATE = "measure_reminder"
LONGEST_OPEN = timedelta(days=MOST_DAYS_OPEN["every_session"] + 1)
_LOOKED_AT = (
    "client_id",
    "plan_id",
    "instrument",
    "respondent",
    "rhythm",
    "months_after",
    "starts_on",
    "ends_on",
    "days_open",
    "episode__ended_at",
)
_Meeting = tuple[UUID, datetime, str]
_Attending = tuple[UUID | None, UUID, datetime, str]
_Found = tuple[MeasureSchedule, Occasion, UUID | None]


@action
def open_requests(*, by: Viewer, at: datetime) -> list[MeasureRequest]:
    """Open every occasion that has come, once; let pass those that are over; drop those whose session was called off.

    Several workers, repeats and late runs change nothing: an occasion is known by its schedule and its day. One that
    was over before anybody looked is not opened, for nobody was asked.
    """
    check_function(by, "set_up")
    here = Q(client__service_id=by.service_id)
    passed = _settle(here & Q(expires_at__lte=at), "expired", at)
    never_was = Q(session__state="cancelled") | Q(session__state="missed", instrument__in=_about_sessions())
    dropped = _settle(here & never_was, "withdrawn", at)
    live = MeasureSchedule.objects.filter(here, ended_at__isnull=True).select_related("episode").only(*_LOOKED_AT)
    service = Service.objects.filter(pk=by.service_id).first()
    opened = open_for(live, zone=ZoneInfo(service.time_zone), scope=here, at=at) if service is not None else []
    concerned = {row.client_id for row in opened} | passed | dropped
    trace("requests.opened", by=by, at=at, clients=sorted(concerned))
    return opened


def open_for(schedules: Iterable[MeasureSchedule], *, zone: ZoneInfo, scope: Q, at: datetime) -> list[MeasureRequest]:
    """Open what is due of these schedules inside the running action; `scope` says whose sessions may be looked at."""
    found = [one for one in _occasions(schedules, zone, scope, at) if one[1].opens_at <= at < one[1].expires_at]
    if not found:
        return []
    known = set(
        MeasureRequest.objects.filter(
            schedule__in={schedule.pk for schedule, _, _ in found},
            due_on__gte=min(occasion.due_on for _, occasion, _ in found),
        )
        .exclude(state="withdrawn")
        .values_list("schedule_id", "due_on")
    )
    new = {
        (schedule.pk, occasion.due_on): _request(schedule, occasion, session, at)
        for schedule, occasion, session in found
        if (schedule.pk, occasion.due_on) not in known
    }
    rows = list(new.values())
    _find_answers(rows)
    MeasureRequest.objects.bulk_create(rows, ignore_conflicts=True)
    return rows


def withdraw(requests: Q, at: datetime) -> set[UUID]:
    """Nobody is asked any more: inside the running action, with the clients concerned."""
    return _settle(requests, "withdrawn", at)


def _settle(which: Q, state: str, at: datetime) -> set[UUID]:
    rows = MeasureRequest.objects.filter(which, state="open")
    clients = dict(rows.values_list("pk", "client_id"))
    if clients:
        MeasureRequest.objects.filter(pk__in=clients, state="open").update(state=state, decided_at=at)
    return set(clients.values())


def _request(schedule: MeasureSchedule, occasion: Occasion, session: UUID | None, at: datetime) -> MeasureRequest:
    return MeasureRequest(
        client_id=schedule.client_id,
        schedule=schedule,
        session_id=session,
        instrument=schedule.instrument,
        respondent=schedule.respondent,
        due_on=occasion.due_on,
        opens_at=occasion.opens_at,
        due_at=occasion.due_at,
        expires_at=occasion.expires_at,
        made_at=at,
    )


def _occasions(schedules: Iterable[MeasureSchedule], zone: ZoneInfo, scope: Q, at: datetime) -> Iterator[_Found]:
    """Every occasion near this moment; sessions are fetched once for all schedules."""
    today = at.astimezone(zone).date()
    sessions: dict[UUID, list[_Meeting]] | None = None
    of_groups: dict[UUID, list[_Meeting]] | None = None
    about_sessions = _about_sessions()
    for schedule in schedules:
        first = today - timedelta(days=schedule.days_open - 1)
        last = min(today, schedule.ends_on or today)
        if schedule.rhythm == "every_session":
            if schedule.instrument in ABOUT_GROUPS:
                found = of_groups = of_groups if of_groups is not None else _in_order(_of_groups(scope, at))
            else:
                found = sessions = sessions if sessions is not None else _sessions(scope, at)
            is_about = schedule.instrument in about_sessions
            for session, starts_at, state in found.get(schedule.client_id, ()):
                is_over = starts_at <= at - timedelta(days=schedule.days_open + 1)
                if is_over or (is_about and state == "missed"):
                    continue
                occasion = _of_session(schedule, starts_at, zone, is_about=is_about)
                if schedule.starts_on <= occasion.due_on <= (schedule.ends_on or occasion.due_on):
                    yield schedule, occasion, session
        elif schedule.rhythm != "follow_up":
            for day in due_days(schedule.rhythm, schedule.starts_on, first, last):
                yield schedule, on_day(day, schedule.days_open, zone), None
        elif (ended_on := _ended_on(schedule, zone)) is not None:
            for day in days_after_ending(ended_on, schedule.months_after, first, last):
                yield schedule, on_day(day, schedule.days_open, zone), None


def _of_session(schedule: MeasureSchedule, starts_at: datetime, zone: ZoneInfo, *, is_about: bool) -> Occasion:
    if schedule.instrument == GROUP_ARRIVAL:
        return on_arrival(starts_at, zone)
    return (after_session if is_about else before_session)(starts_at, schedule.days_open, zone)


def _ended_on(schedule: MeasureSchedule, zone: ZoneInfo) -> date | None:
    """From when months are counted: the day a plan ended, or else the day the care did. None as long as it goes on."""
    if schedule.plan_id is not None:
        return schedule.starts_on
    ended_at = schedule.episode.ended_at
    return ended_at.astimezone(zone).date() if ended_at is not None else None


@cache
def _about_sessions() -> frozenset[str]:
    """Measures whose questions are about the session itself: asked afterwards, and not about one that never was."""
    return frozenset(name for name, definition in library().instruments.items() if definition.kind == "process")


def _sessions(scope: Q, at: datetime) -> dict[UUID, list[_Meeting]]:
    """The meetings around this moment of each person: their own, and a group's unless they are treated one to one.

    Whoever has a plan of their own beside a group is asked for its sessions only, or they would be asked twice a week.
    """
    own = Session.objects.filter(scope, state__in=TAKES_PLACE, starts_at__range=_near(at))
    rows: list[_Attending] = list(own.values_list("client_id", "pk", "starts_at", "state"))
    one_to_one = Plan.objects.filter(scope, state="agreed").exclude(format="group").values("client")
    rows += _of_groups(scope & ~Q(group__kind="peer") & ~Q(client__in=one_to_one), at)
    return _in_order(rows)


def _near(at: datetime) -> tuple[datetime, datetime]:
    return at - LONGEST_OPEN, at + timedelta(days=OPENS_DAYS_BEFORE_SESSION + 1)


def _of_groups(scope: Q, at: datetime) -> list[_Attending]:
    """(client, meeting, when, state) of the meetings of groups around this moment, for those who had a place then."""
    rows = (
        Membership.objects.filter(
            scope, group__sessions__state__in=TAKES_PLACE, group__sessions__starts_at__range=_near(at)
        )
        .filter(starts__lte=F("group__sessions__starts_at"))
        .filter(Q(ends__isnull=True) | Q(ends__gt=F("group__sessions__starts_at")))
    )
    of_group = ("group__sessions__pk", "group__sessions__starts_at", "group__sessions__state")
    return list(rows.values_list("client_id", *of_group))


def _in_order(rows: Iterable[_Attending]) -> dict[UUID, list[_Meeting]]:
    found: dict[UUID, list[_Meeting]] = defaultdict(list)
    for client, session, starts_at, state in sorted(rows, key=lambda row: row[2]):
        if client is not None:
            found[client].append((session, starts_at, state))
    return found


def _find_answers(rows: Collection[MeasureRequest]) -> None:
    """An answer given before the worker came counts, once: asked again, people would answer the same day twice."""
    if not rows:
        return
    taken = (
        Measurement.objects.standing()
        .filter(
            client_id__in={row.client_id for row in rows},
            taken_at__gte=min(_fresh_from(row) for row in rows),
            goal__isnull=True,
            requests__isnull=True,
        )
        .order_by("taken_at", "pk")
        .only("client_id", "instrument", "respondent", "taken_at", "sender_id")
    )
    given: dict[tuple[UUID, str, str], list[Measurement]] = defaultdict(list)
    for one in taken:
        given[one.client_id, one.instrument, one.respondent].append(one)
    for row in sorted(rows, key=lambda row: row.due_at):
        answers = given[row.client_id, row.instrument, row.respondent]
        fresh = next((one for one in reversed(answers) if one.taken_at >= _fresh_from(row)), None)
        if fresh is not None:
            answers.remove(fresh)
            row.state, row.measurement = "answered", fresh
            row.decided_by_id, row.decided_at = fresh.sender_id, fresh.taken_at


def _fresh_from(row: MeasureRequest) -> datetime:
    is_before_session = row.session_id is not None and row.instrument not in _about_sessions()
    return row.due_at - KEPT_FRESH if is_before_session else row.opens_at


@action
def plan_measure_reminders(*, by: Viewer, at: datetime) -> list[OutboxMessage]:
    """Queue one reminder for all that a person is asked on one day, and hold back those that are no longer needed.

    Withheld where the contact rule says so, where the person has no log-in, and where it would come too late.
    """
    check_function(by, "set_up")
    _hold_back(by.service_id, at)
    waiting: dict[tuple[UUID, date], list[MeasureRequest]] = defaultdict(list)
    due = MeasureRequest.objects.filter(
        client__service_id=by.service_id,
        respondent="self",
        state="open",
        opens_at__lte=at,
        due_at__lte=at + REMIND_BEFORE,
        expires_at__gt=at,
    )
    for request in due.select_related("client__service").order_by("instrument", "pk"):
        waiting[request.client_id, request.due_on].append(request)
    told = _told(waiting, by.service_id)
    queued = [_remind(requests, at) for day, requests in waiting.items() if day not in told]
    trace(
        "measure_reminders.planned",
        by=by,
        at=at,
        clients=sorted({one.to_client_id for one in queued if one.to_client_id}),
    )
    return queued


def _remind(requests: list[MeasureRequest], at: datetime) -> OutboxMessage:
    client: Client = requests[0].client
    rule = contact_rule(client)
    send_after = allowed_from(rule, at, client.service.time_zone) if rule is not None else at
    is_possible = rule is not None and rule.channel in REACHABLE and client.user_id is not None
    is_in_time = send_after < max(request.expires_at for request in requests)
    message, _ = OutboxMessage.objects.get_or_create(
        key=f"measure:{requests[0].pk}",
        defaults={
            "service_id": client.service_id,
            "to_client": client,
            "template": TEMPLATE,
            "state": "waiting" if is_possible and is_in_time else "withheld",
            "send_after": send_after,
            "made_at": at,
        },
    )
    return message


def _told(waiting: Collection[tuple[UUID, date]], service_id: UUID) -> set[tuple[UUID, date]]:
    """The days of which a person has had a message, or was spared one."""
    clients, days = {client for client, _ in waiting}, {day for _, day in waiting}
    rows = MeasureRequest.objects.filter(client_id__in=clients, due_on__in=days).values_list(
        "pk", "client_id", "due_on"
    )
    by_key = {f"measure:{pk}": (client, day) for pk, client, day in rows}
    keys = OutboxMessage.objects.filter(service_id=service_id, template=TEMPLATE, key__in=by_key)
    return {by_key[key] for key in keys.values_list("key", flat=True)}


def _hold_back(service_id: UUID, at: datetime) -> None:
    """A message that has not left yet is not sent when nothing of its day is open any more."""
    messages = OutboxMessage.objects.filter(service_id=service_id, template=TEMPLATE, state="waiting")
    about = {UUID(key.partition(":")[2]): pk for pk, key in messages.values_list("pk", "key")}
    if not about:
        return
    days = {
        (client, day): pk
        for pk, client, day in MeasureRequest.objects.filter(pk__in=about).values_list("pk", "client_id", "due_on")
    }
    still = MeasureRequest.objects.filter(
        client_id__in={client for client, _ in days},
        due_on__in={day for _, day in days},
        respondent="self",
        state="open",
        expires_at__gt=at,
    )
    needed = {days[day] for day in still.values_list("client_id", "due_on") if day in days}
    OutboxMessage.objects.filter(pk__in=[about[pk] for pk in about if pk not in needed], state="waiting").update(
        state="withheld"
    )
