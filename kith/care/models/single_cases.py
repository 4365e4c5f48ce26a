"""One person measured often, before and after something begins on a day that was drawn."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from kith.care.models.base import ClientRow
from kith.care.models.people import User
from kith.care.models.way import Episode, Plan


class SingleCase(ClientRow):
    """The day on which a plan's treatment begins, drawn among days that were allowed, before any of them had come.

    Days from `first_on` to `last_on`, `every` so many days, had one chance each; `starts_on` is the one drawn. Scores
    count from `begins_on` to `ends_on`, both fixed beforehand. It is never changed and never drawn anew.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="single_cases")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="single_cases")
    instrument = models.CharField(max_length=60)
    begins_on = models.DateField()
    first_on = models.DateField()
    last_on = models.DateField()
    every = models.PositiveSmallIntegerField()
    ends_on = models.DateField()
    starts_on = models.DateField()
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="single_cases_drawn")
    drawn_at = models.DateTimeField()

    append_only = True
    resource = "plan"
    plain = (
        "made_at",
        "client",
        "episode",
        "plan",
        "instrument",
        "begins_on",
        "first_on",
        "last_on",
        "every",
        "ends_on",
        "starts_on",
        "drawn_by",
        "drawn_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(begins_on__lt=F("first_on"))
                & Q(first_on__lt=F("last_on"))
                & Q(last_on__lt=F("ends_on"))
                & Q(every__gte=1),
                name="single_case_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__gte=F("first_on")) & Q(starts_on__lte=F("last_on")),
                name="single_case_start_was_allowed",
            ),
        ]

    @property
    def allowed(self) -> tuple[date, ...]:
        """The days that were in the draw."""
        return allowed_days(self.first_on, self.last_on, self.every)


def allowed_days(first_on: date, last_on: date, every: int) -> tuple[date, ...]:
    """Every so many days from the first to the last.

    >>> [day.day for day in allowed_days(date(2026, 3, 2), date(2026, 3, 17), 7)]
    [2, 9, 16]
    """
    return tuple(first_on + timedelta(days=days) for days in range(0, (last_on - first_on).days + 1, every))
