"""Peer support: what a peer supporter and a person did together, and what the person says to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.care.models.base import ClientRow
from kith.care.models.peer_register import OfAPeerSupporter
from kith.care.models.people import CareRelationship, User
from kith.care.models.sealed import SealedJSON, SealedText

CONTACT_WAYS = ("met", "call", "message", "going_along", "not_reached")
MEETINGS = ("met", "going_along")  # of the ways of contact, those in which two people were in one place
REVIEW_ANSWERS = ("go_on", "change", "not_said")
ANSWER_KINDS = ("yes", "differently")
# What people may want to share. Somebody says it of themselves; nothing here is ever read from a record.
EXPERIENCES = (
    "deep_sadness",
    "fear",
    "hearing_voices",
    "strong_mood_swings",
    "addiction",
    "violence",
    "loss",
    "hospital",
    "illness_of_the_body",
    "migration",
    "being_a_parent",
    "caring_for_somebody",
    "love_and_gender",
    "faith",
    "losing_work",
)


class PeerContact(ClientRow):
    """One contact between a peer supporter and a person, in words that both may read. Nothing clinical is asked.

    A correction is a new row that points at the one it replaces.
    """

    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=12, choices=[(way, way.replace("_", " ")) for way in CONTACT_WAYS])
    began_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=0)
    did = SealedText()
    agreed = SealedText()
    said = SealedText()  # how the person said they are, as they said it
    next_on = models.DateField(null=True, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    written_at = models.DateTimeField()

    append_only = True
    resource = "peer_log"
    private = {"did": "D4", "agreed": "D4", "said": "D4"}
    plain = ("made_at", "client", "author", "way", "began_at", "minutes", "next_on", "replaces", "written_at")


class PeerAnswer(ClientRow):
    """What the person says to an entry about them: it was like this, or they see it differently."""

    contact = models.ForeignKey(PeerContact, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in ANSWER_KINDS])
    words = SealedText()
    written_at = models.DateTimeField()

    append_only = True
    resource = "peer_log"
    private = {"words": "D4"}
    plain = ("made_at", "client", "contact", "kind", "written_at")


class PeerWish(ClientRow):
    """A person would like a peer supporter: what they want to share, in what languages and when. The newest counts."""

    called = SealedText()  # the name that an asked peer supporter reads
    wants = SealedJSON()  # experiences, languages and parts of the week, as the person chose them
    words = SealedText()
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)

    resource = "peer_wish"
    hidden_as = "peer_log"
    private = {"called": "D6", "wants": "D4", "words": "D4"}
    plain = ("made_at", "client", "starts", "ends")


class PeerOffer(OfAPeerSupporter):
    """What a peer supporter is glad to share of their own life, when, and with how many people. The newest counts."""

    shares = SealedJSON()  # experiences, languages and parts of the week
    words = SealedText()
    places = models.PositiveSmallIntegerField()
    written_at = models.DateTimeField()

    append_only = True
    resource = "peer_offer"
    private = {"shares": "D4", "words": "D4"}
    plain = ("made_at", "person", "places", "written_at")


class PeerMatch(ClientRow):
    """A person has chosen a peer supporter. It begins when that one says yes and the team has looked at it.

    Either may end it without giving a reason, and none is kept.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="peer_matches")
    chosen_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun = models.OneToOneField(CareRelationship, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    resource = "peer_match"
    hidden_as = "peer_log"
    plain = ("made_at", "client", "person", "chosen_at", "agreed_at", "looked_at", "looked_by", "begun", "ended_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(ended_at__isnull=True), name="one_peer_match_at_a_time"
            )
        ]


class PeerMatchReview(ClientRow):
    """After three meetings somebody of the team asked both, each alone, whether it is right for them.

    Neither reads what the other said.
    """

    match = models.OneToOneField(PeerMatch, on_delete=models.PROTECT, related_name="review")
    person_says = models.CharField(max_length=10, choices=[(one, one.replace("_", " ")) for one in REVIEW_ANSWERS])
    peer_says = models.CharField(max_length=10, choices=[(one, one.replace("_", " ")) for one in REVIEW_ANSWERS])
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    append_only = True
    resource = "peer_match"
    hidden_as = "peer_log"
    plain = ("made_at", "client", "match", "person_says", "peer_says", "reviewer", "reviewed_at")
