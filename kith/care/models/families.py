"""A couple or a family treated together: asked alone first, confidences of one person, and what all have agreed to."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import models

from kith.care.models.base import ClientRow, Row
from kith.care.models.delivery import Group
from kith.care.models.people import User
from kith.care.models.sealed import SealedText

UNITS = ("couple", "family")  # kinds of group that are one unit of treatment
ALONE_ANSWERS = ("safe", "not_sure", "not_safe")
ASKED_AGAIN = timedelta(days=90)  # an older answer does not hold any more; our own convention


class AskedAlone(ClientRow):
    """One person of a couple or family was asked alone whether meeting together is safe. The newest counts."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="asked_alone")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = SealedText()  # one of ALONE_ANSWERS
    asked_at = models.DateTimeField()

    append_only = True
    resource = "abuse_flag"
    private = {"answer": "D4"}
    plain = ("made_at", "client", "group", "author", "asked_at")


class Confidence(ClientRow):
    """What one person of a couple or family told in confidence. Read by whoever heard it; it leaves nowhere."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="confidences")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = SealedText()
    told_at = models.DateTimeField()

    append_only = True
    resource = "sealed_confidence"
    private = {"words": "D1"}
    plain = ("made_at", "client", "group", "author", "told_at")

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Neither the person's key nor the group's: one for what this author heard from this person."""
        return uuid.uuid5(self.author_id, f"told in confidence by {self.client_id}")


class JointSummary(Row):
    """What a couple or family and their therapist hold on to together. It stands when everybody has agreed."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="joint_summaries")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = SealedText()
    is_offered = models.BooleanField(default=False)  # the members may read it and say yes or no
    written_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)

    resource = "joint_note"
    private = {"words": "D5"}
    plain = ("made_at", "group", "author", "is_offered", "written_at", "agreed_at")

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Sealed with the group's key."""
        return self.group_id


class SummaryAnswer(ClientRow):
    """One person's yes or no to a joint summary. The newest counts; the others do not learn who said no."""

    summary = models.ForeignKey(JointSummary, on_delete=models.PROTECT, related_name="answers")
    agrees = models.BooleanField()
    answered_at = models.DateTimeField()

    append_only = True
    resource = "joint_note"
    plain = ("made_at", "client", "summary", "agrees", "answered_at")
