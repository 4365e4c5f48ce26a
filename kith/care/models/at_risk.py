"""When somebody counts as lately in danger: for what a missed meeting calls for, and for who agrees to an ending."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kith.care.models.duty import Countersign
from kith.care.models.people import Client
from kith.care.models.safety import Alert
from kith.care.models.way import Episode
from kith.science.pathways import LATELY

HOLDS = timedelta(days=14)  # a fortnight later the supervisor has seen another person


def open_alert_of(client: Client) -> Alert | None:
    """The alert that nobody has closed yet."""
    return Alert.objects.filter(client=client).exclude(state="closed").first()


def newest_alert_since(client: Client, at: datetime) -> Alert | None:
    """The newest alert that is open, or was raised or closed in the last thirty days. It orders acts, never care."""
    lately = Q(closed_at=None) | Q(closed_at__gte=at - LATELY) | Q(steps__step="raised", steps__at__gte=at - LATELY)
    return Alert.objects.filter(lately, client=client).order_by("raised_at", "pk").last()


def signed_since(alert: Alert, episode: Episode, at: datetime) -> QuerySet[Countersign]:
    """What supervisors have signed about an ending since this alert was closed, and not longer ago than it holds."""
    since = max(at - HOLDS, alert.closed_at or at)
    return Countersign.objects.filter(episode=episode, signed_at__gte=since)
