"""The warm line: peer supporters who can be rung by anybody, and what was needed, without a word about anybody."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from kith.care.models.base import Row
from kith.care.models.people import Service, User

CALL_NEEDS = ("to_be_heard", "loneliness", "information", "how_to_cope", "about_somebody_else", "in_crisis")
PASSED_ON = ("nobody", "crisis_number", "duty", "own_team")
WRITTEN_WITHIN = timedelta(hours=12)  # of the end of a shift; later ones are not remembered. Our own convention


class WarmLineShift(Row):
    """A peer supporter answers the warm line from a moment to a moment."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="warm_line_shifts")
    starts = models.DateTimeField(db_index=True)
    ends = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    resource = "warm_line"
    plain = ("made_at", "service", "person", "starts", "ends", "withdrawn_at")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="warm_line_shift_has_a_length")]


class WarmLineCall(Row):
    """One call: how long, what was needed, who it was passed on to. It has no place for a name or a word."""

    shift = models.ForeignKey(WarmLineShift, on_delete=models.PROTECT, related_name="calls")
    minutes = models.PositiveSmallIntegerField()
    need = models.CharField(max_length=20, choices=[(need, need.replace("_", " ")) for need in CALL_NEEDS])
    passed_on = models.CharField(max_length=20, choices=[(whom, whom.replace("_", " ")) for whom in PASSED_ON])
    written_at = models.DateTimeField()

    append_only = True
    resource = "warm_line"
    plain = ("made_at", "shift", "minutes", "need", "passed_on", "written_at")
