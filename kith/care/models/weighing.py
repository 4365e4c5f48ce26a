"""How heavy a caseload is at a moment: each person whom somebody leads, weighed by the rule of that day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from kith.care.models.delivery import Session
from kith.care.models.people import CareRelationship, Service
from kith.care.models.reviewing import StepChange
from kith.care.models.safety import Alert
from kith.science.matching import PersonInCare, rule_on, weight_of
from kith.science.matching.weights import FOUR_WEEKS_IN_DAYS


def caseload_weights(service: Service | UUID, at: datetime, staff: Iterable[UUID] | None = None) -> dict[UUID, float]:
    """The weight of all people whom each practitioner leads at a moment, in four queries however many there are.

    Who leads nobody is left out. Meetings are those of the last four weeks that were not cancelled, of the person with
    whoever held them; a person led for less than four weeks has no number of meetings yet.
    """
    rule, since = rule_on(at.date()), at - timedelta(days=FOUR_WEEKS_IN_DAYS)
    led = CareRelationship.objects.filter(
        Q(ends__isnull=True) | Q(ends__gt=at),
        Q(client__episode__ended_at__isnull=True) | Q(client__episode__ended_at__gt=at),
        client__service=service,
        kind="practitioner",
        is_lead=True,
        starts__lte=at,
    )
    if staff is not None:
        led = led.filter(staff__in=tuple(staff))
    pairs = set(led.values_list("staff_id", "client_id"))
    begun = dict(led.order_by("-starts", "pk").values_list("client_id", "starts"))
    clients = {client for _staff, client in pairs}
    changes = StepChange.objects.filter(
        Q(episode__ended_at__isnull=True) | Q(episode__ended_at__gt=at), client__in=clients, decided_at__lte=at
    ).order_by("decided_at", "made_at", "pk")
    steps = dict(changes.values_list("client_id", "to_step"))
    alerts = set(
        Alert.objects.filter(
            Q(closed_at__isnull=True) | Q(closed_at__gt=at), client__in=clients, raised_at__lte=at
        ).values_list("client_id", flat=True)
    )
    meetings = Counter(
        Session.objects.filter(client__in=clients, starts_at__gt=since, starts_at__lte=at)
        .exclude(state="cancelled")
        .values_list("client_id", flat=True)
    )
    weights: dict[UUID, float] = defaultdict(float)
    for person, client in pairs:
        known = meetings[client] if begun[client] <= since else None
        weights[person] += weight_of(PersonInCare(steps.get(client), known, client in alerts), rule)
    return dict(weights)
