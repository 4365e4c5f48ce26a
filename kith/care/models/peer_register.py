"""Those who walk beside others: how they are before a shift, their boundaries, their training and their supervision."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import models

from kith.care.models.base import Row
from kith.care.models.people import User
from kith.care.models.sealed import SealedText

FEELINGS = ("well", "so_so", "low")
REGISTER_KINDS = ("boundaries", "training", "supervision")
# What the protocol peer-support and its sources name; "privacy" is what stays between two and what cannot.
TRAINING_TOPICS = (
    "listening",
    "own_story",
    "boundaries",
    "safety",
    "privacy",
    "supervision",
    "own_plan",
    "endings",
)
# How long each holds. Supervision every two weeks is the deliverer's rule of the protocol peer-support; that boundaries
# are looked at twice a year, and safety and boundaries trained once a year, are our own conventions.
HOLDS = {
    ("supervision", ""): timedelta(days=14),
    ("boundaries", ""): timedelta(days=182),
    ("training", "boundaries"): timedelta(days=365),
    ("training", "safety"): timedelta(days=365),
}


class OfAPeerSupporter(Row):
    """A row about somebody who works here, sealed with a key of their own."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def key_owner_id(self) -> uuid.UUID:
        """Neither a client's key nor a group's."""
        return self.person_id


class PeerCheck(OfAPeerSupporter):
    """How a peer supporter is before a shift. Read by themselves alone; a wish to talk reaches their supervisor."""

    feels = SealedText()  # one of FEELINGS
    wants_talk = models.BooleanField(default=False)
    checked_at = models.DateTimeField()

    append_only = True
    resource = "peer_check"
    private = {"feels": "D4"}
    plain = ("made_at", "person", "wants_talk", "checked_at")


class PeerRegisterEntry(OfAPeerSupporter):
    """What a peer supporter agreed, learned, or talked about in supervision, on a day. The newest of a kind counts."""

    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in REGISTER_KINDS])
    topic = models.CharField(
        max_length=12, blank=True, choices=[(topic, topic.replace("_", " ")) for topic in TRAINING_TOPICS]
    )
    words = SealedText()
    happened_on = models.DateField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    append_only = True
    resource = "peer_register"
    private = {"words": "D4"}
    plain = ("made_at", "person", "kind", "topic", "happened_on", "author", "written_at")


def is_trained_for_safety(person: User, on: date) -> bool:
    """Whether somebody's training in safety holds on a day: nobody walks beside anybody, or is on the line, without."""
    done = PeerRegisterEntry.objects.filter(person=person, kind="training", topic="safety", happened_on__lte=on)
    newest = done.order_by("-happened_on", "-written_at", "-pk").first()
    return newest is not None and newest.happened_on + HOLDS["training", "safety"] > on
