"""Couples and families: asked alone first, confidences of one person, what all agreed to, and who belongs to whom."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import models

from kith.care.models.base import ClientRow, Row, live
from kith.care.models.delivery import Group, Membership
from kith.care.models.keys import preload
from kith.care.models.people import Client, User
from kith.care.models.sealed import SealedJSON, SealedText

UNITS = ("couple", "family")  # kinds of group that are one unit of treatment
ALONE_ANSWERS = ("safe", "not_sure", "not_safe")
# What each is asked alone about the last three months, in our own words; no published screen is copied.
SCREEN = ("afraid", "hurt", "threatened", "controlled", "forced", "made_to_pay")
SCREEN_ANSWERS = ("no", "yes", "unsure")
PICTURES = ("genogram", "ecomap")
ASKED_AGAIN = timedelta(days=90)  # an older answer does not hold any more; our own convention


class AskedAlone(ClientRow):
    """One person of a couple or family was asked alone whether meeting together is safe. The newest counts.

    `answer` is what follows from all that was said: "safe" only where nothing speaks against it.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="asked_alone")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = SealedText()  # one of ALONE_ANSWERS
    said = SealedJSON(null=True)  # code of SCREEN -> answer; None where only the last question was asked
    asked_at = models.DateTimeField()

    append_only = True
    resource = "abuse_flag"
    private = {"answer": "D4", "said": "D4"}
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

    def is_for(self, place: Membership) -> bool:
        """Whether it was written for somebody with this place: what was held on to before they came is not theirs."""
        return place.starts <= self.written_at


class SummaryAnswer(ClientRow):
    """One person's yes or no to a joint summary. The newest counts; the others do not learn who said no."""

    summary = models.ForeignKey(JointSummary, on_delete=models.PROTECT, related_name="answers")
    agrees = models.BooleanField()
    answered_at = models.DateTimeField()

    append_only = True
    resource = "joint_note"
    plain = ("made_at", "client", "summary", "agrees", "answered_at")


class FamilyPicture(ClientRow):
    """A genogram or an ecomap as it was drawn with one person: a draft that is worked on, or a version that was kept.

    Others in it are no clients here. The person's own name is read from their record and not copied into the drawing.
    """

    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in PICTURES])
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    content = SealedJSON()
    before = SealedJSON()  # what a draft held before each of its last changes, the newest last; nothing once it is kept
    steps = models.PositiveIntegerField(default=0)  # changes so far: two who draw at once do not undo each other
    is_shared = models.BooleanField(default=False)
    drawn_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)

    resource = "formulation"
    private = {"content": "D5", "before": "D5"}
    plain = ("made_at", "client", "kind", "author", "steps", "is_shared", "drawn_at", "kept_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "kind"], condition=models.Q(kept_at=None), name="one_draft_of_a_family_picture"
            ),
            models.CheckConstraint(
                condition=models.Q(is_shared=False) | models.Q(kept_at__isnull=False), name="drafts_are_not_shared"
            ),
        ]

    @property
    def mark(self) -> str:
        """What a page hands back to say which state it showed."""
        return f"{self.pk}.{self.steps}"


def draft_or_newest(client: Client, kind: str) -> FamilyPicture | None:
    """What is worked on now: the draft, else the version that was kept last."""
    rows = client.familypicture_set.filter(kind=kind)
    return rows.filter(kept_at=None).first() or rows.order_by("-kept_at", "-pk").first()


def answer_from(said: Mapping[str, str], own: str) -> str:
    """What follows from the screen and the person's own word: the more careful of both."""
    if own == "safe" and set(said.values()) != {"no"}:
        return "not_sure"
    return own


def is_held_back(group: Group, at: datetime) -> bool:
    """Whether a couple or family does not meet together: somebody there was never asked alone, or did not say safe."""
    if group.kind not in UNITS:
        return False
    there = set(Membership.objects.filter(live(at), group=group).values_list("client", flat=True))
    rows = group.asked_alone.filter(asked_at__lte=at).order_by("asked_at", "made_at", "pk")
    newest = {row.client_id: row for row in rows}
    preload(newest)
    return any(who not in newest or newest[who].answer != "safe" for who in there)


def all_say_safe(group: Group, everybody: Iterable[Membership], at: datetime) -> bool:
    """Whether each was asked alone lately, and said that meeting together is safe."""
    newest = {row.client_id: row for row in group.asked_alone.order_by("asked_at", "made_at", "pk")}
    safe = {who for who, row in newest.items() if row.asked_at >= at - ASKED_AGAIN and row.answer == "safe"}
    return all(one.client_id in safe for one in everybody)
