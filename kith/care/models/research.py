"""Files for research: asked for by one person, let go by another, and only until a day."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from kith.care.models.base import Row
from kith.care.models.people import Service, User


class ResearchExtract(Row):
    """A researcher's request for rows of people who said yes to research, and what the privacy officer said to it.

    The rows themselves are never kept here: each file is made anew, so that a no counts from the moment it is said.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="research_extracts")
    title = models.CharField(max_length=120)
    question = models.CharField(max_length=1000)
    k = models.PositiveSmallIntegerField()  # how many people at least are alike in what others may know
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    is_approved = models.BooleanField(null=True, blank=True)  # None until somebody decides
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    data_until = models.DateField(null=True, blank=True)  # whole months that were over when it was let go
    expires_at = models.DateTimeField(null=True, blank=True)

    resource = "extract"
    plain = (
        "made_at",
        "service",
        "title",
        "question",
        "k",
        "requested_by",
        "requested_at",
        "is_approved",
        "decided_by",
        "decided_at",
        "reason",
        "data_until",
        "expires_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="extract_let_go_by_another",
            ),
            models.CheckConstraint(condition=Q(k__gte=5), name="extract_hides_among_five"),
        ]

    def state(self, at: datetime) -> str:
        """asked, refused, open or over."""
        if self.is_approved is None:
            return "asked"
        if not self.is_approved or self.expires_at is None:
            return "refused"
        return "open" if at < self.expires_at else "over"
