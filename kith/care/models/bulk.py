"""Rows of many people that leave the record: asked for by one person, let go by another, and only until a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal

from django.db import models
from django.db.models import Q

from kith.care.models.base import Row
from kith.care.models.letting_go import LetGo, by_another
from kith.care.models.people import Service, User

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


LIFE: Final = timedelta(hours=24)
"""A file that was handed over is forgotten within a day (hazard TH23); one that is still needed is made anew."""
GONE: Final = ("deleted", "not_there", "written_anew")


class FilesOut(Row):
    """Rows that a command wrote into a folder of this machine, until they are deleted a day later."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="files_out")
    bulk_export = models.ForeignKey(
        BulkExport, on_delete=models.PROTECT, null=True, blank=True, related_name="files_out"
    )  # None where they are of few people and need no second person
    kind = models.CharField(max_length=10, choices=[(one, one) for one in BULK_KINDS])
    folder = models.CharField(max_length=1000)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_how = models.CharField(max_length=12, blank=True, choices=[(one, one) for one in GONE])
    failure = models.CharField(max_length=60, blank=True)  # the kind of error; never what it says

    resource = "bulk_export"
    plain = (
        "made_at",
        "service",
        "bulk_export",
        "kind",
        "folder",
        "written_by",
        "written_at",
        "gone_at",
        "gone_how",
        "failure",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gone_at__isnull=True, gone_how="") | Q(gone_at__isnull=False, gone_how__in=GONE),
                name="files_gone_say_how",
            )
        ]

    @property
    def until(self) -> datetime:
        """When they are deleted."""
        return self.written_at + LIFE
