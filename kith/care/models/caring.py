"""Those who care for somebody: who they are, how heavy caring is for them, and what they plan for themselves."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.db import models

from kith.care.models.base import ClientRow
from kith.care.models.inviting import Invitation
from kith.care.models.people import User
from kith.care.models.sealed import SealedJSON, SealedText

CARER_LOAD = "carer-load"  # the instrument of the library that asks for it
CARER = "carer"  # who answers it, among the respondents
TIES = ("partner", "parent", "child", "sibling", "friend", "other")
NAMED_BY = ("client", "practitioner", "carer")
PLAN_PARTS = ("break", "support", "ring", "no_more")
# It asks about the last two weeks: sooner would count days twice, much later would miss a load that grows. Our own.
ASKED_AGAIN_AFTER = timedelta(days=28)
HEAVY_WITHIN = timedelta(days=7)  # what the instrument calls this week
TAKEN_UP_WITHIN = timedelta(days=14)  # what it calls the next session
PLAN_REVIEWED_AFTER = timedelta(days=84)  # after three times of asking, home may be another. Our own.


class Carer(ClientRow):
    """Somebody who looks after a client, and no client themselves. They are asked after their own yes alone.

    What they say is sealed with a key of their own and stands in no page of the client.
    """

    name = SealedText()
    tie = SealedText()  # one of TIES
    reach = SealedText()  # the way they called safe
    named_by = models.CharField(max_length=12, choices=[(one, one) for one in NAMED_BY])
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    said_yes_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    resource = "carer"
    private = {"name": "D6", "tie": "D6", "reach": "D5"}
    plain = ("made_at", "client", "named_by", "author", "named_at", "said_yes_at", "ended_at")

    @property
    def key_owner_id(self) -> uuid.UUID:
        """A key of the carer's own: neither the client's nor anybody else's."""
        return self.pk


class CarerLoad(ClientRow):
    """What a carer answered about their own load on one day, with the score and the flags of that day."""

    carer = models.ForeignKey(Carer, on_delete=models.PROTECT, related_name="loads")
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="carer_load")
    key = models.UUIDField(unique=True)
    instrument_version = models.CharField(max_length=20)
    library_version = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    answers = SealedJSON()
    found = SealedJSON()  # total (None with a reason), band, reason, flags
    answered_at = models.DateTimeField()

    append_only = True
    resource = "carer"
    private = {"answers": "D1", "found": "D2"}
    plain = (
        "made_at",
        "client",
        "carer",
        "invitation",
        "key",
        "instrument_version",
        "library_version",
        "language",
        "answered_at",
    )

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Sealed with the carer's key."""
        return self.carer_id


class CarerPlan(ClientRow):
    """A carer's own small plan: a draft that they write, or a version that they kept. The newest kept one counts."""

    carer = models.ForeignKey(Carer, on_delete=models.PROTECT, related_name="plans")
    words = SealedJSON()  # part of PLAN_PARTS -> the carer's words
    is_shared = models.BooleanField(default=False)  # the client may read it
    written_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)

    resource = "carer_plan"
    private = {"words": "D1"}
    plain = ("made_at", "client", "carer", "is_shared", "written_at", "kept_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["carer"], condition=models.Q(kept_at=None), name="one_draft_of_a_carers_plan"
            ),
            models.CheckConstraint(
                condition=models.Q(is_shared=False) | models.Q(kept_at__isnull=False),
                name="drafts_of_carers_are_not_shared",
            ),
        ]

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Sealed with the carer's key."""
        return self.carer_id


def is_carers_own(instrument: str, respondent: str) -> bool:
    """Whether these would be a carer's answers about themselves, which never stand in the client's record."""
    return instrument == CARER_LOAD and respondent != "self"


def kept_plan(carer: Carer) -> CarerPlan | None:
    """The version that counts."""
    return carer.plans.filter(kept_at__isnull=False).order_by("-kept_at", "-made_at", "-pk").first()


def plan_words(carer: Carer) -> dict[str, Any]:
    """What stands in the plan as its carer sees it: the draft, else the version that counts, else nothing."""
    now = carer.plans.filter(kept_at=None).first() or kept_plan(carer)
    return dict(now.words) if now is not None else {}
