"""Talks about safety, the contact that follows them, and looks at a safety plan that still fits."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.care.models.base import ClientRow
from kith.care.models.people import User
from kith.care.models.safety import SafetyPlan
from kith.care.models.sealed import SealedJSON, SealedText

FOLLOW_UP_REASONS = ("safety_talk", "safety_plan")


class SafetyTalk(ClientRow):
    """What somebody was asked about their safety, what they answered, and how soon a person makes contact.

    Nothing in it is a level or a sum. A correction is a new version that points at the one before.
    """

    key = models.UUIDField(unique=True)  # one form, sent twice, is kept once
    answers = SealedJSON()  # topic -> what was answered
    words = SealedJSON()  # place -> words
    call = SealedJSON()  # the row that decided, its urgency, the topics left open
    table_version = models.CharField(max_length=20)
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    held_at = models.DateTimeField()

    append_only = True
    resource = "safety_talk"
    private = {"answers": "D2", "words": "D2", "call": "D2"}
    plain = ("made_at", "client", "key", "table_version", "author", "replaces", "held_at")


class FollowUp(ClientRow):
    """That somebody makes contact again by a moment. One is open per client; the earliest moment counts."""

    reason = models.CharField(max_length=12, choices=[(reason, reason) for reason in FOLLOW_UP_REASONS])
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    reached_at = models.DateTimeField(null=True, blank=True)

    resource = "safety_talk"
    plain = ("made_at", "client", "reason", "asked_at", "due_at", "reached_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(reached_at__isnull=True), name="one_open_follow_up_per_client"
            )
        ]


class FollowUpTry(ClientRow):
    """One try to make contact again. A try that reached nobody stops no clock."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="tries")
    person = models.ForeignKey(User, on_delete=models.PROTECT)
    is_reached = models.BooleanField()
    note = SealedText()
    at = models.DateTimeField()

    append_only = True
    resource = "safety_talk"
    private = {"note": "D2"}
    plain = ("made_at", "client", "follow_up", "person", "is_reached", "at")


class SafetyPlanReview(ClientRow):
    """Somebody looked at a safety plan and found that it still fits; when to look again."""

    plan = models.ForeignKey(SafetyPlan, on_delete=models.PROTECT, related_name="reviews")
    person = models.ForeignKey(User, on_delete=models.PROTECT)
    reviewed_at = models.DateTimeField()
    review_on = models.DateField()

    append_only = True
    resource = "safety_plan"
    plain = ("made_at", "client", "plan", "person", "reviewed_at", "review_on")
