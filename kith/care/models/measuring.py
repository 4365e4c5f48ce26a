"""What was asked, what was answered, and what the numbers were."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kith.care.models.base import ClientRow
from kith.care.models.people import User
from kith.care.models.sealed import SealedJSON
from kith.care.models.way import Episode, Goal

RESPONDENTS = ("self", "parent", "carer", "teacher", "clinician")


class Measurement(ClientRow):
    """One filled-in instrument, for good: its version, language and respondent stay beside the answers.

    `key` is made by whoever sends it and never changes, so that sending twice stores once.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="measurements")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="ratings")
    session = models.ForeignKey(
        "care.Session", on_delete=models.PROTECT, null=True, blank=True, related_name="measurements"
    )
    key = models.UUIDField(unique=True)
    instrument = models.CharField(max_length=60)
    instrument_version = models.CharField(max_length=20)
    library_version = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    respondent = models.CharField(
        max_length=12, choices=[(respondent, respondent) for respondent in RESPONDENTS], default="self"
    )
    answers = SealedJSON()
    sender = models.ForeignKey(User, on_delete=models.PROTECT, related_name="measurements_sent")
    taken_at = models.DateTimeField()
    device_says = models.DateTimeField(null=True, blank=True)  # the device's clock is a claim; taken_at is the server's
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    append_only = True
    resource = "answers"
    private = {"answers": "D5"}
    plain = (
        "made_at",
        "client",
        "episode",
        "goal",
        "session",
        "key",
        "instrument",
        "instrument_version",
        "library_version",
        "language",
        "respondent",
        "sender",
        "taken_at",
        "device_says",
        "replaces",
    )

    class Meta:
        indexes = [models.Index(fields=["client", "instrument", "taken_at"])]


class Score(ClientRow):
    """One number from one measurement, or the reason why there is none. Never zero for unknown."""

    measurement = models.ForeignKey(Measurement, on_delete=models.PROTECT, related_name="scores")
    scale = models.CharField(max_length=40)
    value = models.FloatField(null=True, blank=True)
    band = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    is_prorated = models.BooleanField(default=False)

    append_only = True
    resource = "scores"
    plain = ("made_at", "client", "measurement", "scale", "value", "band", "reason", "is_prorated")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measurement", "scale"], name="one_score_per_scale"),
            models.CheckConstraint(condition=Q(value__isnull=False) | ~Q(reason=""), name="no_number_has_a_reason"),
        ]


class Draft(ClientRow):
    """Something half-written by one account: a check-in, a session record. Never overwritten blindly."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=80)
    content = SealedJSON()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    resource = "answers"
    private = {"content": "D5"}
    plain = ("made_at", "client", "author", "kind", "about", "version", "saved_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "client", "kind", "about"], name="one_draft_per_thing")
        ]
