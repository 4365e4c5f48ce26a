"""What is filled in and practised beside the work that was set: sheets of staff, pictures, practices, recall cards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.care.models.base import ClientRow
from kith.care.models.delivery import Assignment, Session
from kith.care.models.people import User
from kith.care.models.sealed import SealedBytes, SealedJSON
from kith.care.models.way import Plan

BY_STAFF = frozenset({"together", "practitioner", "peer"})  # who may fill in a worksheet that staff keep


class Sheet(ClientRow):
    """A worksheet that a member of staff filled in: together with the client, alone after a meeting, or at a contact.

    What was filled in together is shared with the client. A correction is a new row that points at the old one.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sheets")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="sheets")
    contact = models.CharField(max_length=60, blank=True)  # the protocol's contact it records, outside a session
    worksheet = models.CharField(max_length=60)
    worksheet_version = models.CharField(max_length=20)
    key = models.UUIDField(unique=True)
    answers = SealedJSON()
    is_together = models.BooleanField()
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    filled_in_at = models.DateTimeField()

    append_only = True
    resource = "progress_note"
    private = {"answers": "D5"}
    plain = (
        "made_at",
        "client",
        "plan",
        "session",
        "contact",
        "worksheet",
        "worksheet_version",
        "key",
        "is_together",
        "author",
        "replaces",
        "filled_in_at",
    )


class WorkPicture(ClientRow):
    """A picture that somebody made, kept sealed. The entry names it; without an entry it is part of a draft."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="pictures")
    media_type = models.CharField(max_length=20, choices=[(one, one) for one in ("image/jpeg", "image/png")])
    content = SealedBytes()
    kept_at = models.DateTimeField()

    resource = "work"
    private = {"content": "D5"}
    plain = ("made_at", "client", "assignment", "media_type", "kept_at")

    @property
    def is_handed_in(self) -> bool:
        """Whether an entry of its work holds it; until then it is its maker's alone."""
        return any(str(self.pk) in map(str, entry.answers.values()) for entry in self.assignment.entries.all())


class PracticeRun(ClientRow):
    """A guided practice that the client did of their own accord, with how it felt before and after."""

    practice = models.CharField(max_length=60)
    practice_version = models.CharField(max_length=20)
    key = models.UUIDField(unique=True)
    ratings = SealedJSON()  # before and after, from 0 to 10; either may be missing
    done_at = models.DateTimeField()

    append_only = True
    resource = "work"
    private = {"ratings": "D5"}
    plain = ("made_at", "client", "practice", "practice_version", "key", "done_at")


class CardReview(ClientRow):
    """A recall card that the client tried from memory, and whether it came. It only sets when the card comes again."""

    lesson = models.CharField(max_length=60)
    card = models.PositiveSmallIntegerField()
    came = models.BooleanField()
    reviewed_at = models.DateTimeField()

    append_only = True
    resource = "work"
    plain = ("made_at", "client", "lesson", "card", "came", "reviewed_at")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(card__gte=1, card__lte=6), name="a_card_of_a_lesson")]
