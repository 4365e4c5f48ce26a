"""Frozen results of a programme: numbers as they stood on one day, with what produced them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.db.models import Q

from kith.care.models.base import PlainJSON, Row
from kith.care.models.people import Service, User


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


class SnapshotRequest(Row):
    """A manager's wish for a snapshot, until the worker has counted it or could not."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="snapshot_requests")
    period_from = models.DateField()
    period_to = models.DateField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=60, blank=True)  # the kind of error; never what it says

    resource = "dashboards"
    plain = (
        "made_at",
        "service",
        "period_from",
        "period_to",
        "asked_by",
        "asked_at",
        "evaluation",
        "failed_at",
        "failure",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "period_from", "period_to"],
                condition=Q(evaluation__isnull=True, failed_at__isnull=True),
                name="one_waiting_request_per_period",
            )
        ]


class CourseReference(Row):
    """What a service expects of the scores of one measure, learned from its finished courses. Holds no person."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="course_references")
    instrument = models.CharField(max_length=80)
    version = models.CharField(max_length=12)  # the first part: a new one is another scale, with courses of its own
    number = models.PositiveIntegerField()  # the newest counts
    ended_from = models.DateField()  # when the first and the last of the courses ended that it was learned from
    ended_to = models.DateField()
    course = PlainJSON()  # bands, parameters, counts of people
    accuracy = PlainJSON()  # on people it was not learned from; suppressed before it is stored
    method = models.CharField(max_length=60)
    library_version = models.CharField(max_length=64)
    fitted_at = models.DateTimeField()

    append_only = True
    resource = "dashboards"
    plain = (
        "made_at",
        "service",
        "instrument",
        "version",
        "number",
        "ended_from",
        "ended_to",
        "course",
        "accuracy",
        "method",
        "library_version",
        "fitted_at",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "instrument", "version", "number"], name="course_reference_number_once"
            )
        ]


LEARNED_BY: Final[Mapping[str, str]] = {"depression": "phq9", "generalised_anxiety": "gad7"}
"""The problems whose measure everybody is asked. Others have no score that all their people share."""


class LearnedBenefit(Row):
    """What a service learned in one month from its own ended care, by protocol, for one problem. Holds no person.

    `personal` has the lines by which it differs with how people began, or why there are none; null where that was not
    looked at yet.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="learned_benefits")
    problem = models.CharField(max_length=60)
    measure = models.CharField(max_length=80)
    month = models.DateField()  # its first day: stays that ended before it were counted
    benefits = PlainJSON()  # suppressed before it is stored
    personal = PlainJSON(null=True)
    method = models.CharField(max_length=60)
    library_version = models.CharField(max_length=64)
    learned_at = models.DateTimeField()

    append_only = True
    resource = "dashboards"
    plain = (
        "made_at",
        "service",
        "problem",
        "measure",
        "month",
        "benefits",
        "personal",
        "method",
        "library_version",
        "learned_at",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "problem", "month"], name="learned_once_a_month"),
        ]
