"""What a snapshot counts of programmes by their kind: groups, meetings, members, guests, and who stayed."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from kith.care.models import Attendance, Group, Membership, Service, Session
from kith.care.models.delivery import GROUP_KINDS, PRESENT, WITH_GUESTS
from kith.science.outcomes import KindFacts, Period, Place

BEGUN = ("running", "ended")
Held = dict[UUID, list[tuple[UUID, datetime]]]


def kind_facts(service: Service, period: Period) -> list[KindFacts]:
    """Each kind of which the service had a group in the period, in the order in which kinds are offered."""
    in_period = Q(ends__isnull=True) | Q(ends__gte=period.begins)
    groups = Group.objects.filter(in_period, service=service, state__in=BEGUN, starts__lt=period.ends)
    by_kind = Counter(groups.values_list("kind", flat=True))
    members = defaultdict(set)
    places = Membership.objects.filter(in_period, group__service=service, group__state__in=BEGUN)
    for kind, client in places.filter(starts__lt=period.ends).values_list("group__kind", "client_id"):
        members[kind].add(client)
    meetings = defaultdict(list)
    held = Session.objects.filter(group__service=service, state="held")
    for kind, guests in held.filter(starts_at__gte=period.begins, starts_at__lt=period.ends).values_list(
        "group__kind", "guests"
    ):
        meetings[kind].append(guests)
    came, marks = _marks(service, period)
    ended = _ended(service, period)
    return [
        KindFacts(
            kind=kind,
            groups=by_kind[kind],
            members=len(members[kind]),
            guests=tuple(meetings[kind]),
            has_guests=kind in WITH_GUESTS,
            came=came[kind],
            marks=marks[kind],
            ended=tuple(ended[kind]),
        )
        for kind in GROUP_KINDS
        if by_kind[kind] or meetings[kind] or members[kind]
    ]


def _marks(service: Service, period: Period) -> tuple[Counter[str], Counter[str]]:
    """Marks of members who came, and all marks; a meeting that was cancelled for somebody is none."""
    rows = (
        Attendance.objects.filter(
            session__group__service=service,
            session__state="held",
            replaced_by__isnull=True,
            session__starts_at__gte=period.begins,
            session__starts_at__lt=period.ends,
        )
        .exclude(status="cancelled")
        .values_list("session__group__kind", "status")
        .annotate(Count("id"))
        .order_by("session__group__kind", "status")
    )
    came, marks = Counter[str](), Counter[str]()
    for kind, status, count in rows:
        marks[kind] += count
        came[kind] += count if status in PRESENT else 0
    return came, marks


def _ended(service: Service, period: Period) -> dict[str, list[Place]]:
    """Places that ended in the period, by themselves or with their group: meetings held meanwhile, and who came."""
    own = Q(ends__gte=period.begins, ends__lt=period.ends)
    with_group = Q(ends__isnull=True, group__state="ended", group__ends__gte=period.begins, group__ends__lt=period.ends)
    rows = list(
        Membership.objects.filter(own | with_group, group__service=service).values_list(
            "group__kind", "group_id", "client_id", "starts", "ends", "group__ends"
        )
    )
    groups, clients = {row[1] for row in rows}, {row[2] for row in rows}
    held: Held = defaultdict(list)
    sessions = Session.objects.filter(group__in=groups, state="held", starts_at__lt=period.ends)
    for group, session, starts_at in sessions.values_list("group_id", "pk", "starts_at"):
        held[group].append((session, starts_at))
    present = set(
        Attendance.objects.filter(
            session__group__in=groups, client__in=clients, status__in=PRESENT, replaced_by__isnull=True
        ).values_list("session_id", "client_id")
    )
    found: dict[str, list[Place]] = defaultdict(list)
    for kind, group, client, starts, ends, group_ends in rows:
        until = ends or group_ends
        there = [session for session, starts_at in held[group] if until and starts <= starts_at <= until]
        found[kind].append(Place(len(there), sum((session, client) in present for session in there)))
    return found
