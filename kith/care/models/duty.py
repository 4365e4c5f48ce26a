"""Who is on duty and who is away, and worries about somebody whose record nobody has found yet."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from kith.care.models.base import ClientRow, Row
from kith.care.models.people import Service, User
from kith.care.models.safety import LEVELS, Alert
from kith.care.models.sealed import SealedText
from kith.care.models.states import CONCERN
from kith.care.models.way import Episode

OPEN_CONCERN = tuple(state for state, following in CONCERN.moves.items() if following)


class DutyShift(Row):
    """One person on duty from a moment to a moment. It counts from the moment its week was published."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="duty_shifts")
    starts = models.DateTimeField(db_index=True)
    ends = models.DateTimeField(db_index=True)
    is_backup = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    resource = "rota"
    plain = ("made_at", "service", "person", "starts", "ends", "is_backup", "published_at", "withdrawn_at")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="duty_shift_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["person", "starts"], condition=Q(withdrawn_at__isnull=True), name="one_shift_at_a_time_begins"
            ),
        ]


class Absence(Row):
    """A member of staff does not work from a moment on; why is nobody's business here."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    resource = "rota"
    plain = ("made_at", "service", "person", "starts", "ends", "withdrawn_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="absence_dates_in_order"
            )
        ]


class Concern(Row):
    """A worry about somebody, told by anybody. Duty finds the record it belongs to, or says why there is none.

    Once it is linked, its words stand in the alert and nowhere else.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="concerns_raised")
    state = models.CharField(max_length=8, choices=CONCERN.choices, default=CONCERN.start)
    level = models.CharField(max_length=10, choices=[(level, level) for level in LEVELS])
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="concerns_owned")
    about = SealedText()
    words = SealedText()
    raised_at = models.DateTimeField()
    given_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=0)
    contact_due_at = models.DateTimeField()
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="concerns_closed")
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = SealedText()

    resource = "concern"
    private = {"about": "D2", "words": "D2", "reason": "D2"}
    plain = (
        "made_at",
        "service",
        "raised_by",
        "state",
        "level",
        "owner",
        "raised_at",
        "given_at",
        "touched_at",
        "times",
        "contact_due_at",
        "alert",
        "closed_by",
        "closed_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="linked") | Q(alert__isnull=False), name="linked_concern_names_its_alert"
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | ~Q(closed_by=F("raised_by")),
                name="whoever_raised_a_concern_does_not_close_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_by__isnull=False, closed_at__isnull=False),
                name="closed_concern_names_a_person",
            ),
        ]

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Nobody knows yet whose it is: sealed with the service's key."""
        return self.service_id


class Countersign(ClientRow):
    """A supervisor agrees that care may end although there was an alert not long ago."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="countersigns")
    person = models.ForeignKey(User, on_delete=models.PROTECT)
    words = SealedText()
    signed_at = models.DateTimeField()

    append_only = True
    resource = "alerts"
    private = {"words": "D2"}
    plain = ("made_at", "client", "episode", "person", "signed_at")
