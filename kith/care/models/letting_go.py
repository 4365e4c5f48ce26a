"""What every request has in common that lets data of many people leave: one asks, another decides, after a pause."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q

from kith.care.models.base import Row
from kith.care.models.people import User

PAUSE: Final = timedelta(hours=24)
"""Between the yes and the first time data may be taken: a day in which it can still be taken back (hazard TH23)."""


class LetGo(Row):
    """Asked for by one person, let go or not by another, after a pause, and only until a moment."""

    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    is_approved = models.BooleanField(null=True, blank=True)  # None until somebody decides
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    asked_and_decided: ClassVar = (
        "requested_by",
        "requested_at",
        "is_approved",
        "decided_by",
        "decided_at",
        "reason",
        "expires_at",
    )

    class Meta:
        abstract = True

    @property
    def opens_at(self) -> datetime | None:
        """From when it may be taken; None where it was not let go."""
        return self.decided_at + PAUSE if self.is_approved and self.decided_at is not None else None

    def state(self, at: datetime) -> str:
        """asked, refused, paused (let go, and not to be taken yet), open or over."""
        if self.is_approved is None:
            return "asked"
        if not self.is_approved or self.expires_at is None:
            return "refused"
        if self.opens_at is not None and at < self.opens_at:
            return "paused"
        return "open" if at < self.expires_at else "over"


def by_another(name: str) -> models.CheckConstraint:
    """Nobody decides about what they asked for."""
    return models.CheckConstraint(condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")), name=name)
