"""What was asked, what was answered, and what the numbers were."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from kith.care.models.base import ClientRow, ClientRows
from kith.care.models.people import User
from kith.care.models.sealed import SealedJSON, SealedText
from kith.care.models.way import Episode, Goal

RESPONDENTS = ("self", "parent", "carer", "teacher", "clinician")
# How the answers came in. own_login: the person's own account; interview: a colleague asked and typed.
MODES = ("own_login", "link", "kiosk", "paper", "interview")
WITHDRAWN_BECAUSE = ("wrong_person", "entered_in_error", "filled_in_twice", "asked_to")


class Measurements(models.QuerySet["Measurement"]):
    """Every measurement, and those that stand."""

    def standing(self) -> Self:
        """Without those that a newer one replaces and those that were withdrawn."""
        return self.filter(replaced_by__isnull=True, withdrawal__isnull=True)


MEASUREMENT_STANDS = models.Q(measurement__replaced_by__isnull=True, measurement__withdrawal__isnull=True)
"""For rows that hold a measurement: nothing newer replaces it, and it was not withdrawn."""


class Scores(models.QuerySet["Score"]):
    """Every score, and those of measurements that stand."""

    def standing(self) -> Self:
        """Without those of a measurement that was replaced or withdrawn."""
        return self.filter(MEASUREMENT_STANDS)


class Measurement(ClientRow):
    """One filled-in instrument, for good: its version, language, respondent and mode stay beside the answers.

    `key` is made by whoever sends it and never changes, so that sending twice stores once. `sender` is the account that
    is accountable: for a link or a tablet the one that made the invitation, and after a move the one that moved it.
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
    mode = models.CharField(max_length=12, choices=[(mode, mode) for mode in MODES])
    invitation = models.ForeignKey(
        "care.Invitation", on_delete=models.PROTECT, null=True, blank=True, related_name="measurements"
    )
    answers = SealedJSON()
    sender = models.ForeignKey(User, on_delete=models.PROTECT, related_name="measurements_sent")
    taken_at = models.DateTimeField()  # for a paper form noon of the day it was filled in; made_at is when it was typed
    device_says = models.DateTimeField(null=True, blank=True)  # the device's clock is a claim; taken_at is the server's
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    objects: ClassVar = ClientRows.from_queryset(Measurements)()
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
        "mode",
        "invitation",
        "sender",
        "taken_at",
        "device_says",
        "replaces",
    )

    class Meta:
        indexes = [models.Index(fields=["client", "instrument", "taken_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(invitation__isnull=True) | Q(mode__in=("link", "kiosk")), name="only_links_are_invited"
            )
        ]

    @property
    def withdrawn_at(self) -> datetime | None:
        """When it was withdrawn, if it was."""
        return self.withdrawal.withdrawn_at if hasattr(self, "withdrawal") else None


class Withdrawal(ClientRow):
    """That a measurement no longer counts, by whom and why. The measurement itself stays as it is.

    `moved_to` is the same form on the record of the person it belongs to. It is shown only to those who may see both.
    """

    measurement = models.OneToOneField(Measurement, on_delete=models.PROTECT, related_name="withdrawal")
    moved_to = models.OneToOneField(
        Measurement, on_delete=models.PROTECT, null=True, blank=True, related_name="moved_from"
    )
    reason = models.CharField(max_length=20, choices=[(reason, reason) for reason in WITHDRAWN_BECAUSE])
    words = SealedText()
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="withdrawals")
    withdrawn_at = models.DateTimeField()

    append_only = True
    resource = "answers"
    private = {"words": "D5"}
    plain = ("made_at", "client", "measurement", "moved_to", "reason", "person", "withdrawn_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(moved_to__isnull=True) | Q(reason="wrong_person"), name="only_a_wrong_persons_form_moves"
            )
        ]


class Score(ClientRow):
    """One number from one measurement, or the reason why there is none. Never zero for unknown."""

    measurement = models.ForeignKey(Measurement, on_delete=models.PROTECT, related_name="scores")
    scale = models.CharField(max_length=40)
    value = models.FloatField(null=True, blank=True)
    band = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    is_prorated = models.BooleanField(default=False)

    objects: ClassVar = ClientRows.from_queryset(Scores)()
    append_only = True
    resource = "scores"
    plain = ("made_at", "client", "measurement", "scale", "value", "band", "reason", "is_prorated")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measurement", "scale"], name="one_score_per_scale"),
            models.CheckConstraint(condition=Q(value__isnull=False) | ~Q(reason=""), name="no_number_has_a_reason"),
        ]


class Draft(ClientRow):
    """Something half-written by one account, or by whoever was invited. Never overwritten blindly."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True)
    invitation = models.ForeignKey(
        "care.Invitation", on_delete=models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=80)
    content = SealedJSON()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    resource = "answers"
    private = {"content": "D5"}
    plain = ("made_at", "client", "author", "invitation", "kind", "about", "version", "saved_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "client", "kind", "about"], name="one_draft_per_thing"),
            models.UniqueConstraint(fields=["invitation", "kind", "about"], name="one_draft_per_invitation"),
            models.CheckConstraint(
                condition=Q(author__isnull=False, invitation__isnull=True)
                | Q(author__isnull=True, invitation__isnull=False),
                name="draft_of_an_account_or_an_invitation",
            ),
        ]
