"""Rows of many people that leave the record: asked for by one person, let go by another, and only until a day."""

from __future__ import annotations

from typing import Final, Literal

from django.db import models
from django.db.models import Q

from kith.care.models.letting_go import LetGo, by_another
from kith.care.models.people import Service

BulkKind = Literal["tables", "data_set"]
BULK_KINDS: Final[tuple[BulkKind, ...]] = ("tables", "data_set")


class BulkExport(LetGo):
    """A manager's request that rows of everybody in a service leave the record, and what the privacy officer said.

    The rows themselves are never kept here: each run makes them anew and leaves a trace that points at this request.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="bulk_exports")
    kind = models.CharField(max_length=10, choices=[(one, one) for one in BULK_KINDS])
    purpose = models.CharField(max_length=400)

    resource = "bulk_export"
    plain = (
        "made_at",
        "service",
        "kind",
        "purpose",
        *LetGo.asked_and_decided,
    )

    class Meta:
        constraints = [
            by_another("bulk_let_go_by_another"),
            models.CheckConstraint(condition=Q(kind__in=BULK_KINDS), name="bulk_kind_known"),
        ]
