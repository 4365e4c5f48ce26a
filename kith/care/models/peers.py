"""Peer support: what a peer supporter and a person did together, and what the person says to it."""

from __future__ import annotations

from django.db import models

from kith.care.models.base import ClientRow
from kith.care.models.people import User
from kith.care.models.sealed import SealedText

CONTACT_WAYS = ("met", "call", "message", "going_along", "not_reached")
ANSWER_KINDS = ("yes", "differently")


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
