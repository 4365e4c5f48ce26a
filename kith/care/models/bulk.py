"""Rows of many people that leave the record: asked for by one person, let go by another, and only until a day."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from django.db import models
from django.db.models import F, Q

from kith.care.models.base import Row
from kith.care.models.people import Service, User

BulkKind = Literal["tables", "data_set"]
BULK_KINDS: Final[tuple[BulkKind, ...]] = ("tables", "data_set")


class BulkExport(Row):
    """A manager's request that rows of everybody in a service leave the record, and what the privacy officer said.

    The rows themselves are never kept here: each run makes them anew and leaves a trace that points at this request.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="bulk_exports")
    kind = models.CharField(max_length=10, choices=[(one, one) for one in BULK_KINDS])
    purpose = models.CharField(max_length=400)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    is_approved = models.BooleanField(null=True, blank=True)  # None until somebody decides
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    resource = "bulk_export"
    plain = (
        "made_at",
        "service",
        "kind",
        "purpose",
        "requested_by",
        "requested_at",
        "is_approved",
        "decided_by",
        "decided_at",
        "reason",
        "expires_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="bulk_let_go_by_another",
            ),
            models.CheckConstraint(condition=Q(kind__in=BULK_KINDS), name="bulk_kind_known"),
        ]

    def state(self, at: datetime) -> str:
        """asked, refused, open or over."""
        if self.is_approved is None:
            return "asked"
        if not self.is_approved or self.expires_at is None:
            return "refused"
        return "open" if at < self.expires_at else "over"
