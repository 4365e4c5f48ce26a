"""Which rows of the record are counted when outcomes are worked out: the same for a snapshot and for an export."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from kith.care.models.delivery import Attendance
from kith.care.models.measuring import Score
from kith.care.models.people import Service


def counted_attendances(service: Service) -> QuerySet[Attendance]:
    """Who came to sessions and group meetings, as it stands, in the order of time; peer groups are not treatment."""
    rows = Attendance.objects.filter(client__service=service, replaced_by__isnull=True)
    return rows.exclude(session__group__kind="peer").order_by("session__starts_at", "pk")


def counted_scores(service: Service, instruments: Iterable[str], scales: Iterable[str] = ("total",)) -> QuerySet[Score]:
    """Totals, or scores on these scales, that people gave of themselves, in the order of time.

    What was asked after the care had ended says how people fare later, not how the care ended.
    """
    in_care = Q(measurement__episode__ended_at__isnull=True) | Q(
        measurement__taken_at__lte=F("measurement__episode__ended_at")
    )
    return (
        Score.objects.standing()
        .filter(
            in_care,
            client__service=service,
            scale__in=tuple(scales),
            value__isnull=False,
            measurement__instrument__in=tuple(instruments),
            measurement__respondent="self",
        )
        .order_by("measurement__taken_at", "measurement__made_at", "pk")
    )
