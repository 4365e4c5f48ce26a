"""What a snapshot counts of practitioners, groups and their hours; `evaluate` makes it fit to be shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from statistics import fmean
from typing import Final
from uuid import UUID

from django.db.models import Count, Q

from kith.care.models import Attendance, CareRelationship, Facilitation, Group, Plan, PlanChoice, Service, Session
from kith.care.models.delivery import PRESENT
from kith.care.models.knowledge import library
from kith.care.models.weighing import caseload_weights
from kith.science.outcomes import EpisodeFacts, GroupsRunning, Period, StaffWork
from kith.science.recommendation import EndedChoice

KEPT: Final = (*PRESENT, "did_not_attend")  # the hour was kept for the person, whether they came or not
RUNNING: Final = "running"
DAYS_IN_A_WEEK: Final = 7
MOMENT: Final = timedelta(microseconds=1)  # before the period was over
MANY_AT_ONCE: Final = 500  # rows that are opened together


def hours_of_clients(service: Service, period: Period) -> dict[UUID, list[tuple[datetime, float]]]:
    """When practitioners kept time for each person, and how many hours; an hour of a group is shared by who came."""
    leaders = Counter(
        Facilitation.objects.filter(group__service=service, ends__isnull=True).values_list("group", flat=True)
    )
    rows = Attendance.objects.filter(
        client__service=service, replaced_by__isnull=True, session__starts_at__lt=period.ends
    ).exclude(session__group__kind="peer")
    present = dict(
        rows.filter(session__group__isnull=False, status__in=PRESENT)
        .values_list("session")
        .annotate(Count("id"))
        .values_list("session", "id__count")
    )
    found: dict[UUID, list[tuple[datetime, float]]] = defaultdict(list)
    kept = rows.filter(Q(status__in=PRESENT) | Q(session__group__isnull=True, status__in=KEPT))
    for client, session, group, starts_at, minutes in kept.values_list(
        "client_id", "session_id", "session__group_id", "session__starts_at", "session__minutes"
    ).iterator(chunk_size=2000):
        shared = max(leaders[group], 1) / present[session] if group else 1.0
        found[client].append((starts_at, minutes / 60 * shared))
    return found


def work_of_staff(service: Service, period: Period) -> list[StaffWork]:
    """Each practitioner's single sessions of the period, and the people in care whom they lead at its end."""
    kept = Counter(
        Attendance.objects.filter(
            client__service=service,
            replaced_by__isnull=True,
            status__in=KEPT,
            session__group__isnull=True,
            session__starts_at__gte=period.begins,
            session__starts_at__lt=period.ends,
        ).values_list("session__practitioner_id", flat=True)
    )
    led = CareRelationship.objects.filter(
        Q(ends__isnull=True) | Q(ends__gte=period.ends),
        Q(client__episode__ended_at__isnull=True) | Q(client__episode__ended_at__gte=period.ends),
        client__service=service,
        kind="practitioner",
        is_lead=True,
        starts__lt=period.ends,
    )
    leading = Counter(staff for staff, _client in led.values_list("staff_id", "client_id").distinct())
    weights = caseload_weights(service, period.ends - MOMENT)
    return [
        StaffWork(kept[staff], leading[staff], weights.get(staff, 0.0)) for staff in sorted({*kept, *leading}, key=str)
    ]


def groups_running(service: Service, period: Period) -> GroupsRunning:
    """Therapy groups that had begun and not ended when the period was over; nobody in them is counted.

    A group without a last day is taken to meet once a week for all meetings of its protocol.
    """
    running = list(
        Group.objects.filter(
            Q(ends__isnull=True) | Q(ends__gte=period.ends),
            service=service,
            kind="therapy",
            state=RUNNING,
            starts__lt=period.ends,
        ).values_list("capacity", "protocol", "starts", "ends")
    )
    known = library().protocols
    weeks = [
        (ends - starts).days / DAYS_IN_A_WEEK if ends else float(len(known[protocol].pages))
        for _capacity, protocol, starts, ends in running
        if ends or protocol in known
    ]
    return GroupsRunning(
        len(running),
        round(fmean(capacity for capacity, *_rest in running), 1) if running else None,
        round(fmean(weeks), 1) if weeks else None,
    )


def sessions_unrecorded(service: Service, period: Period) -> tuple[int, int]:
    """Single sessions of the period of which nobody said who came, and all that were booked and not cancelled."""
    booked = Session.objects.filter(
        client__service=service, starts_at__gte=period.begins, starts_at__lt=period.ends
    ).exclude(state="cancelled")
    return booked.filter(state="booked").count(), booked.count()


def choices_of_ended(service: Service, stays: Mapping[UUID, EpisodeFacts]) -> list[EndedChoice]:
    """What was suggested and chosen first in each of these stays that has ended, whatever came of it."""
    ended = {pk: facts for pk, facts in stays.items() if facts.ended_on is not None}
    chosen: dict[UUID, EndedChoice] = {}
    plans = Plan.objects.filter(client__service=service).exclude(agreed_at=None).order_by("agreed_at", "made_at", "pk")
    for episode_id, protocol in plans.values_list("episode_id", "protocol").iterator(chunk_size=2000):
        if episode_id in ended:
            chosen.setdefault(episode_id, EndedChoice(ended[episode_id], chosen=protocol))
    told = set[UUID]()
    choices = PlanChoice.objects.filter(client__service=service, episode__state="ended", outcome="plan")
    unread = ("matters", "made_with", "words", "override_reason")
    for one in choices.defer(*unread).order_by("chosen_at", "made_at", "pk").iterator(chunk_size=MANY_AT_ONCE):
        if one.episode_id in ended and one.episode_id not in told:
            told.add(one.episode_id)
            suggested = tuple(option["protocol"] for option in one.table["options"])
            chosen[one.episode_id] = EndedChoice(ended[one.episode_id], suggested, one.protocol, one.is_override)
    return [chosen.get(pk, EndedChoice(facts)) for pk, facts in ended.items()]
