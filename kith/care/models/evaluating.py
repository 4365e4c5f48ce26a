"""Frozen results of a programme: numbers as they stood on one day, with what produced them."""

from __future__ import annotations

from django.db import models

from kith.care.models.base import PlainJSON, Row
from kith.care.models.people import Service


class Evaluation(Row):
    """One snapshot of a service over a period. Pages show this, never live rows."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="evaluations")
    period_from = models.DateField()
    period_to = models.DateField()
    results = PlainJSON()  # suppressed before it is stored
    method = models.CharField(max_length=60)
    library_version = models.CharField(max_length=64)
    taken_at = models.DateTimeField()

    append_only = True
    resource = "dashboards"
    plain = ("made_at", "service", "period_from", "period_to", "results", "method", "library_version", "taken_at")
